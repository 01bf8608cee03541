"""JavaScript that looks for things: on walks over the surface, along tunnels, in hunts.

Each function answers with lines of a program that stand for one search. Knows tactics and the
primitives' names; not what the things found are for (writer.py), and it runs nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from voyager.core.knowledge import OreLevels
from voyager.roles.javascript import attempt, indent
from voyager.roles.tactics import Tactics

IN_SIGHT = 48  # blocks: a creature farther off is not yet found
STOREY = 12  # blocks up or down beyond which a monster is in a cave, or on another hill
WALKS = 8  # legs of a search on the surface before it is given up
WALK_S = 45  # game seconds of the first leg; the next ones grow
TUNNELS = 6  # tunnels at an ore's level before it is given up
TUNNEL = 24  # blocks
COMPASS = ("new Vec3(1, 0, 0)", "new Vec3(0, 0, -1)", "new Vec3(-1, 0, 0)", "new Vec3(0, 0, 1)")
DEEPEST = -54  # y; below this, caves are full of lava; https://minecraft.wiki/w/Lava#Natural_generation


def headings(tactics: Tactics) -> str:
    """The line that says which way to go first, and then on round."""
    turn = tactics.heading % 4
    return f"const headings = [{', '.join((*COMPASS[turn:], *COMPASS[:turn]))}];"


def level(levels: OreLevels, tactics: Tactics) -> int:
    """The level to look at, by tactics: the best, then deeper, then higher."""
    shift = (0, -14, 14, -28, 28)[tactics.level % 5]
    return max(DEEPEST, levels.lowest, min(levels.best + shift, levels.highest))


def tunnel(levels: OreLevels, block: str, tactics: Tactics) -> list[str]:
    """Lines of a loop over `tunnel`: down to the ore's level, and one tunnel there."""
    limit = TUNNELS * tactics.patience
    return [
        f'if (tunnel === {limit}) fail("not_found", "No {block} along {limit} tunnels.", '
        f'{{ block: "{block}" }});',
        f"await digDownTo(bot, {level(levels, tactics)});",
        f"await stripMine(bot, headings[tunnel++ % 4], {TUNNEL},",
        f'  () => !blocked && api.nearest("{block}").length);',
    ]


def walk(block: str, item: str, tactics: Tactics) -> list[str]:
    """Lines of a loop over `walk`: one leg over the surface, until `block` is in sight."""
    limit = WALKS * tactics.patience
    return [
        f'if (walk === {limit}) fail("not_found", "No {block} after {limit} walks.", '
        f'{{ block: "{block}", item: "{item}" }});',
        *_explore(f'() => !blocked && api.nearest("{block}")[0]'),
    ]


def walk_to_biome(biome: str, tactics: Tactics) -> list[str]:
    """Lines that walk until the player stands in `biome`."""
    limit = WALKS * tactics.patience
    there = f'bot.blockAt(bot.entity.position)?.biome?.name?.endsWith("{biome}")'
    return [
        headings(tactics),
        f"for (let walk = 0; !{there};) {{",
        f'  if (walk === {limit}) fail("not_found", "No {biome} after {limit} walks.");',
        *indent(_explore(f"() => {there} || null")),
        "}",
    ]


def hunt(mob: str, unfinished: str, tactics: Tactics, *, after: str = "") -> list[str]:
    """Lines that kill one peaceful `mob` after another, looking for them, while `unfinished`.

    `after` stands behind each kill.
    """
    return [
        headings(tactics),
        *_prey(mob),
        f"for (let walk = 0; {unfinished};) {{",
        *indent(attempt(*_kill(mob, after))),
        *indent(_look(mob, tactics)),
        "}",
    ]


def hunt_monsters(
    mob: str, unfinished: str, tactics: Tactics, *, by_day: bool, after: str = ""
) -> list[str]:
    """As `hunt`, for what attacks players: not down in caves; `by_day` sits the nights out."""
    near = 'Math.abs(entity.position.y - bot.entity.position.y) < '
    night = ["await shelter(bot);  // by night: monsters are hunted when few are about"]
    unseen = f'if (!bot.nearestEntity(isPrey)) fail("not_found", "No {mob} in sight.");'
    return [
        headings(tactics),
        *_prey(mob, f"{near}{STOREY}"),
        f"for (let walk = 0; {unfinished};) {{",
        *indent(night if by_day else []),
        *indent(attempt(unseen, *_kill(mob, after))),
        *indent(_look(mob, tactics)),
        "}",
    ]


def _prey(mob: str, *also: str) -> list[str]:
    claims = [f'entity.name === "{mob}"',
              f"entity.position.distanceTo(bot.entity.position) < {IN_SIGHT}", *also]
    return [f"const isPrey = entity => {claims[0]} &&",
            *(f"  {claim} &&" for claim in claims[1:-1]), f"  {claims[-1]};"]


def _kill(mob: str, after: str) -> Sequence[str]:
    return [f'await killMob(bot, "{mob}", 60);', *([after] if after else [])]


def _look(mob: str, tactics: Tactics) -> list[str]:
    limit = WALKS * tactics.patience
    return [
        f'if (walk === {limit}) fail("not_found", "No {mob} after {limit} walks.", '
        f'{{ mob: "{mob}" }});',
        *_explore("() => !blocked && bot.nearestEntity(isPrey)"),
    ]


def _explore(found: str) -> list[str]:
    """Lines that climb out of the ground and walk on, each time in the next direction."""
    return [
        "if (walk === 0) await climbToSurface(bot);",
        f"await exploreUntil(bot, headings[walk % 4], {WALK_S} + 15 * walk++, {found});",
    ]
