"""One program for one task: the writer's functions, and what tactics put before them.

Also makes the skill draft of a program that worked. Runs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from voyager.core.knowledge import FAMILIES, Knowledge, in_family
from voyager.core.records import (
    DefeatMob,
    EatFood,
    EquipItem,
    HaveItem,
    Observation,
    PlaceBlock,
    Program,
    ReachPlace,
    Skill,
    SkillDraft,
    Task,
)
from voyager.roles.tactics import Tactics
from voyager.roles import searching
from voyager.roles.hours import night
from voyager.roles.javascript import called_in, function, spaced, words_of
from voyager.roles.wording import in_words, plural
from voyager.roles.writer import KnownSkills, Writer

AGAIN = "tryAgainTo"  # before the name of a program that first puts things right
NAMED = re.compile(r"async function (\w+)\(bot")
RESTED = 16  # of 20 health: enough for a cave
REST_S = 40  # game seconds; a full stomach heals a point every 4 s; https://minecraft.wiki/w/Healing

SLOTS = {"helmet": "head", "chestplate": "torso", "leggings": "legs", "boots": "feet"}
LONGEST_WAIT_S = 560  # game seconds; an attempt has 600, and a day is hardly longer
MEALS = ("cooked_beef", "cooked_porkchop", "cooked_mutton", "cooked_chicken", "bread",
         "baked_potato", "beef", "porkchop", "mutton", "apple", "carrot", "sweet_berries")
"""What a hungry player looks for, the best first among equals of price."""

TOOLS = "_(pickaxe|axe|sword|shovel|hoe|helmet|chestplate|leggings|boots)$|^(shield|bucket|bow|arrow)$"
STOCK = "_(log|planks|ingot)$|iron|diamond|^(torch|coal|stick|crafting_table|furnace|cobblestone)$|^cooked_"


def program_for(
    task: Task, knowledge: Knowledge, seen: Observation, tactics: Tactics, known: KnownSkills
) -> Program | None:
    """A program for `task` with these tactics; None when nothing can bring its goal about."""
    writer = Writer(knowledge, seen, tactics, known)
    goal = task.goal
    match goal:
        case HaveItem():
            return _obtain(goal, writer, tactics)
        case PlaceBlock():
            lines = _place(goal, writer)
            name = "place" + words_of(goal.block)
        case DefeatMob():
            lines = _defeat(goal, writer)
            name = "defeat" + words_of(goal.mob)
        case EquipItem():
            lines = _equip(goal, writer)
            name = "equip" + words_of(goal.item)
        case EatFood():
            lines = _eat(goal, writer)
            name = "eat" + words_of(goal.food or "something")
        case ReachPlace():
            lines = _reach(goal, writer)
            name = _reach_name(goal, seen)
        case _:
            return None
    if lines is None:
        return None
    parameter = f"count = {goal.count}" if isinstance(goal, DefeatMob) else ""
    main = function(name, in_words(goal) + ".", lines, parameter)
    before = prelude(tactics, writer, None)
    return _with_prelude(name, f"await {name}(bot);", main, writer, before)


def _obtain(goal: HaveItem, writer: Writer, tactics: Tactics) -> Program | None:
    name = writer.name_for(goal.item)
    if name is None:
        return None
    call = f"await {name}(bot, {goal.count});"
    before = prelude(tactics, writer, goal.item)
    skill = writer.callable_skill(name)
    if skill is not None:
        if not before and f"count = {goal.count})" in skill.code:
            return Program(name=name, code=skill.code, explanation="a skill that is known already")
        return _with_prelude(name, call, None, writer, before)
    writer.main = name
    if writer.obtain(goal.item, goal.count) is None:
        return None
    return _with_prelude(name, call, writer.functions.pop(name), writer, before)


def _with_prelude(
    name: str, call: str, main: str | None, writer: Writer, before: list[str]
) -> Program:
    """`main` itself, or a function before it that puts things right first and then calls it.

    `main` is None when `call` calls a skill that is known.
    """
    why = writer.tactics.in_words()
    if main is not None and not before:
        return Program(name=name, code=_joined([main], writer), explanation=why)
    outer = AGAIN + name[0].upper() + name[1:]
    first = function(outer, f"Put things right, then {spaced(name)}.", [*before, call])
    return Program(name=outer, code=_joined([first, *([main] if main else [])], writer),
                   explanation=why)


def _joined(first: Sequence[str], writer: Writer) -> str:
    """The functions `first`, then those that were written beside them."""
    return "\n\n".join([*first, *writer.functions.values()]) + "\n"


def prelude(tactics: Tactics, writer: Writer, wanted: str | None) -> list[str]:
    """Lines that come before the work itself, which is to obtain `wanted` (None: something else)."""
    lines = []
    if tactics.lost_at is not None:
        x, y, z = tactics.lost_at
        lines += [
            "try {  // what was lost in death lies there for five minutes",
            f"  await goTo(bot, {x}, {y}, {z}, 2);",
            "  await collectDrops(bot, 8);",
            "} catch (error) {",
            "  if (!api.isFailure(error)) throw error;",
            "}",
        ]
    if tactics.surface:
        lines.append("await climbToSurface(bot);")
    if tactics.rest:
        lines += [
            f"for (let second = 0; second < {REST_S} && bot.health < {RESTED}; second++) {{",
            "  if (bot.food < 18 && api.food()) await eatFood(bot);",
            "  await api.waitTicks(20);",
            "}",
        ]
    if tactics.tidy:
        lines.append("await api.tidy();  // throws junk away when hardly a slot is free")
    limit = writer.price(wanted) if wanted else float("inf")
    for item in [*tactics.first, *(["stone_sword"] if tactics.armed else [])]:
        # what takes the wanted thing itself cannot come first
        make = writer.obtain(item) if writer.price(item) < limit else None
        if make is not None:
            lines.append(f'if (!api.has("{item}")) await {make}(bot);')
    return lines


def _place(goal: PlaceBlock, writer: Writer) -> list[str] | None:
    make = writer.obtain(goal.block)
    if make is None:
        return None
    lines = [f"await {make}(bot);"]
    if goal.block != "chest":
        return [*lines, f'await placeNearby(bot, "{goal.block}");']
    return [
            *lines,
            'const spot = await placeNearby(bot, "chest");',

            "// keep at hand what is worn, used or eaten every day; store the rest",
            f"const tools = /{TOOLS}/;",
            f"const stock = /{STOCK}/;",
            "const spare = {};",
            "for (const item of bot.inventory.items()) {",
            "  if (tools.test(item.name) || stock.test(item.name)) continue;",
            "  spare[item.name] = api.count(item.name);",
            "}",
            "if (Object.keys(spare).length) await depositItemIntoChest(bot, spot, spare);",
    ]


def _defeat(goal: DefeatMob, writer: Writer) -> list[str]:
    hostile = writer.knowledge.mobs.get(goal.mob) == "hostile"
    lines = []
    if hostile:
        lines += [
            *writer.arm(),
            "// monsters come out at night",
            "for (let wait = 0; bot.time.isDay && wait < 50; wait++) await api.waitTicks(200);",
        ]
    seek = writer.hunt_lines(goal.mob, "kills < count", after="kills++;")
    return [*lines, "let kills = 0;", *seek]


def _equip(goal: EquipItem, writer: Writer) -> list[str] | None:
    make = writer.obtain(goal.item)
    if make is None:
        return None
    ending = goal.item.rsplit("_", 1)[-1]
    slot = SLOTS.get(ending, "off-hand" if goal.item == "shield" else "hand")
    return [f'if (!api.has("{goal.item}")) await {make}(bot);',
            f'await equipItem(bot, "{goal.item}", "{slot}");']


def _eat(goal: EatFood, writer: Writer) -> list[str] | None:
    if goal.food is not None:
        make = writer.obtain(goal.food)
        return None if make is None else [
            f"await {make}(bot);", f'await eatFood(bot, "{goal.food}");']
    meal = min(MEALS, key=lambda m: (writer.prices.shortfall(m, 1, writer.prices.around.held),
                                     MEALS.index(m)))
    make = writer.obtain(meal)
    if make is None:
        return ["await eatFood(bot);"]
    return [f"if (!api.food()) await {make}(bot, 2);", "await eatFood(bot);"]


def _reach(goal: ReachPlace, writer: Writer) -> list[str] | None:
    if goal.position is not None:
        p = goal.position
        if p.distance_to(writer.seen.position) < goal.radius:
            return ["await shelter(bot);"] if night(writer.seen) else [
                f"for (let wait = 0; bot.time.isDay && wait < {LONGEST_WAIT_S}; wait++) {{",
                "  await api.stayAlive();",
                "  await api.waitTicks(20);",
                "}",
            ]
        return [f"await goTo(bot, {p.x:g}, {p.y:g}, {p.z:g}, {goal.radius:g});"]
    if goal.biome is not None:
        return searching.walk_to_biome(goal.biome, writer.tactics)
    if goal.at_most_y is not None:
        return [f"await digDownTo(bot, {goal.at_most_y});"]
    return ["await climbToSurface(bot);"]


def _reach_name(goal: ReachPlace, seen: Observation) -> str:
    if goal.biome is not None:
        return "reach" + words_of(goal.biome)
    if goal.at_most_y is not None:
        level = goal.at_most_y
        return f"digDownToMinus{-level}" if level < 0 else f"digDownTo{level}"
    if goal.position is not None and goal.position.distance_to(seen.position) < goal.radius:
        return "shelterUntilMorning" if night(seen) else "waitUntilDusk"
    return "goToPlace" if goal.position is not None else "climbUp"


# ── skills ─────────────────────────────────────────────────────────────────────────────────────


def draft(
    task: Task, program: Program, knowledge: Knowledge, lookup: Callable[[str], Skill | None]
) -> SkillDraft | None:
    """The skill that `program` becomes; None when it only calls another or fits one place only."""
    name, code = program.name, program.code
    if name.startswith(AGAIN):
        # the skill is the function inside, which ran just as it stands; without the prelude
        _, _, code = code.partition("\n\n")
        declared = NAMED.search(code)
        name = declared[1] if declared else ""
        if AGAIN + name[:1].upper() + name[1:] != program.name:
            return None  # it only called a skill that is known
    if name == "goToPlace":
        return None
    uses = tuple(sorted(n for n in called_in(code) if n != name and lookup(n)))
    return SkillDraft(name=name, code=code, description=description(task, code, knowledge),
                      uses=uses)


def description(task: Task, code: str, knowledge: Knowledge) -> str:
    """What it does, what it needs, what it leaves behind."""
    first = code.split("*/", 1)[0].removeprefix("/**").strip()
    goal = task.goal
    if not isinstance(goal, HaveItem):
        return f"{first} Obtains what it needs first. Works from any state."
    item = plural(goal.item)
    needs = _needs(goal.item, knowledge)
    return (f"{first} Returns at once when they are held; obtains what is missing first"
            f"{f' ({needs})' if needs else ''}. Leaves `count` {item} in the inventory.")


def _needs(item: str, knowledge: Knowledge) -> str:
    member = knowledge.family(item)[0] if item in FAMILIES else item
    recipes = knowledge.recipes_for(member)
    if (recipes and not knowledge.blocks_dropping(member)) or item in ("planks",):
        recipe = recipes[0]
        parts = [f"{n} {_general(name)}" for name, n in recipe.ingredients]
        return ", ".join([*parts, *(["a crafting table"] if recipe.needs_table else [])])
    if (raw := knowledge.smelted_from(member)) and not recipes:
        return f"{raw[-1].replace('_', ' ')}, fuel and a furnace"
    blocks = knowledge.blocks_dropping(member)
    tools = knowledge.tools_for(blocks[0]) if blocks else ()
    return f"a {tools[0].replace('_', ' ')} or better" if tools else ""


def _general(name: str) -> str:
    family = next((f for f in ("planks", "log") if in_family(name, f)), None)
    return (family or name).replace("_", " ")

