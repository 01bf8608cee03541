"""Writes JavaScript programs that bring about a goal: readable, checked at run time, made to be reused.

Every function that is written obtains one kind of item until `count` are held and returns at once
when they are. What it needs first it obtains by calling the function for that: a skill that was
learned before when there is one, else a helper written beside it in the same way. So the first
programs are short because little is needed, and the later ones because much is known.

Knows the rules, one Observation and the primitives' names; runs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from voyager.core.knowledge import FAMILIES, Knowledge, OreLevels, Recipe, in_family, tier_of
from voyager.core.records import Observation, Skill
from voyager.roles.prices import Prices
from voyager.roles.steps import FURNACE, TABLE, Craft, Hunt, Mine, Smelt, Surroundings, Way
from voyager.roles.tactics import Tactics

AT_HAND = 16  # blocks: a table or furnace farther off is not worth the walk
WALKS = 8  # legs of a search on the surface before it is given up
WALK_S = 45  # game seconds of the first leg; the next ones grow
TUNNELS = 6  # tunnels at an ore's level before it is given up
TUNNEL = 24  # blocks
COMPASS = ("new Vec3(1, 0, 0)", "new Vec3(0, 0, -1)", "new Vec3(-1, 0, 0)", "new Vec3(0, 0, 1)")
DEEPEST = -54  # y; below this, caves are full of lava; https://minecraft.wiki/w/Lava#Natural_generation
ANY_WOOD = ("planks", "log")


def words_of(item: str) -> str:
    """`iron_pickaxe` → `IronPickaxe`."""
    return "".join(part.capitalize() for part in item.split("_"))


class KnownSkills(Protocol):
    """Skills that a program may call."""

    def get(self, name: str) -> Skill | None: ...


class Writer:
    """Collects the functions of one program."""

    def __init__(
        self,
        knowledge: Knowledge,
        seen: Observation,
        tactics: Tactics,
        known: KnownSkills,
    ) -> None:
        self.knowledge = knowledge
        self.tactics = tactics
        self.prices = Prices(knowledge, Surroundings.of(seen), tactics.avoid)
        self._known = known
        self.functions: dict[str, str] = {}
        """Name → source, in the order in which they were finished."""
        self._writing: set[str] = set()

    # ── what a function is called ──────────────────────────────────────────────────────────────

    def name_for(self, item: str) -> str | None:
        """The name of the function that obtains `item`; None when nothing yields it."""
        return function_name(self.prices, item)

    def callable_skill(self, name: str) -> Skill | None:
        """The known skill of that name, unless it is to be written anew."""
        return None if name in self.tactics.rewrite else self._known.get(name)

    # ── functions ──────────────────────────────────────────────────────────────────────────────

    def obtain(
        self, item: str, count: int = 1, *, before: Sequence[str] = ()
    ) -> str | None:
        """The name of a function that obtains `item`, written now unless it is known already.

        `count` becomes the default of its parameter; the lines `before` come first in it.
        None when nothing yields the item.
        """
        name, way = self.name_for(item), way_to(self.prices, item)
        if name is None or way is None:
            return None
        if name in self.functions or name in self._writing or self.callable_skill(name):
            return name
        self._writing.add(name)
        lines = self._body(item, way)
        self._writing.discard(name)
        if lines is None:
            return None
        self.functions[name] = function(
            name, self._says(item, way), [*before, *lines], f"count = {count}")
        return name

    def _says(self, item: str, way: Way) -> str:
        what = f"any {item}" if item in FAMILIES else item
        match way:
            case Mine():
                return f"Mine {what} until `count` are held{self._where(way)}."
            case Hunt():
                return f"Hunt {way.mob}s until `count` {item} are held."
            case Smelt():
                return f"Smelt {way.raw} until `count` {item} are held."
            case _:
                return f"Craft {what} until `count` are held."

    def _where(self, way: Mine) -> str:
        levels = self.knowledge.ore_levels(way.blocks)
        return f": what is near first, then along tunnels at y {self._level(levels)}" if levels else ""

    def _body(self, item: str, way: Way) -> list[str] | None:
        match way:
            case Mine():
                return self._mine(item, way)
            case Hunt():
                return self._hunt(item, way)
            case Craft():
                return self._craft(item, way.recipe)
            case Smelt():
                return self._smelt(item, way)
            case _:
                return None

    # ── mining ─────────────────────────────────────────────────────────────────────────────────

    def _mine(self, item: str, way: Mine) -> list[str] | None:
        levels = self.knowledge.ore_levels(way.blocks)
        names = [item] if item in FAMILIES else list(way.blocks)
        blocks = literal(names)
        lines = []
        if len(names) > 1:
            kinds = "ores" if levels else "blocks"
            lines.append(f"const {kinds} = {blocks};")
            blocks = kinds
        batch = f"Math.min(2, {missing_of(item)})" if self.tactics.smaller else missing_of(item)
        tool = self._tool(way) if way.tool else []
        if tool is None:
            return None
        if way.chance < 1:
            batch = "1"
        if levels:
            search = self._tunnel(levels, blocks, names[0])
        else:
            search = self._walk(blocks, names[0], item)
        counter = "tunnel" if levels else "walk"
        return [
            *lines,
            self._headings(),
            f"for (let {counter} = 0; {held(item)} < count;) {{",
            *indent(tool),
            f"  if (api.nearest({blocks}).length) {{",
            f"    await mineBlock(bot, {blocks}, {batch});",
            "    continue;",
            "  }",
            *indent(search),
            "}",
        ]

    def _tool(self, way: Mine) -> list[str] | None:
        """Lines that see to a tool which harvests the block, made when none is held."""
        assert way.tool is not None
        fits = [tool for tool in self.knowledge.items
                if all(self.knowledge.harvests(tool, b) for b in way.blocks)
                and self.knowledge.harvests(tool, way.blocks[0])]
        fits.sort(key=tier_of)
        make = self.obtain(way.tool)
        if make is None:
            return None
        tools = literal([tool for tool in fits if not tool.startswith("golden_")], many=True)
        return [f"const tools = {tools};", f"if (!tools.some(tool => api.has(tool))) await {make}(bot);"]

    def _level(self, levels: OreLevels) -> int:
        """The level to look at, by tactics: the best, then deeper, then higher."""
        shift = (0, -14, 14, -28, 28)[self.tactics.level % 5]
        return max(DEEPEST, levels.lowest, min(levels.best + shift, levels.highest))

    def _tunnel(self, levels: OreLevels, blocks: str, about: str) -> list[str]:
        limit = TUNNELS * self.tactics.patience
        return [
            f'if (tunnel === {limit}) fail("not_found", "No {about} along {limit} tunnels.", '
            f'{{ block: "{about}" }});',
            f"await digDownTo(bot, {self._level(levels)});",
            f"await stripMine(bot, headings[tunnel++ % 4], {TUNNEL});",
        ]

    def _walk(self, blocks: str, about: str, item: str) -> list[str]:
        limit = WALKS * self.tactics.patience
        found = f"() => api.nearest({blocks})[0] ?? null"
        return [
            f'if (walk === {limit}) fail("not_found", "No {about} after {limit} walks.", '
            f'{{ block: "{about}", item: "{item}" }});',
            *self._explore(found),
        ]

    def _explore(self, found: str) -> list[str]:
        """Lines that climb out of the ground and walk on, each time in the next direction."""
        return [
            "if (walk === 0) await climbToSurface(bot);",
            f"await exploreUntil(bot, headings[walk % 4], {WALK_S} + 15 * walk++, {found});",
        ]

    def _headings(self) -> str:
        turn = self.tactics.heading % 4
        return f"const headings = [{', '.join((*COMPASS[turn:], *COMPASS[:turn]))}];"

    # ── hunting ────────────────────────────────────────────────────────────────────────────────

    def _hunt(self, item: str, way: Hunt) -> list[str] | None:
        return self.hunt_lines(way.mob, f"{held(item)} < count")

    def hunt_lines(self, mob: str, unfinished: str, after: str = "") -> list[str]:
        """Lines that kill one `mob` after another, looking for them, while `unfinished`.

        `after` stands behind each kill.
        """
        limit = WALKS * self.tactics.patience
        search = [
            f'if (walk === {limit}) fail("not_found", "No {mob} after {limit} walks.", '
            f'{{ mob: "{mob}" }});',
            *self._explore("() => bot.nearestEntity(isPrey)"),
        ]
        return [
            self._headings(),
            f'const isPrey = entity => entity.name === "{mob}";',
            f"for (let walk = 0; {unfinished};) {{",
            "  if (bot.nearestEntity(isPrey)) {",
            f'    await killMob(bot, "{mob}", 60);',
            *([f"    {after}"] if after else []),
            "    continue;",
            "  }",
            *indent(search),
            "}",
        ]

    def walk_to_biome(self, biome: str) -> list[str]:
        """Lines that walk until the player stands in `biome`."""
        limit = WALKS * self.tactics.patience
        there = f'bot.blockAt(bot.entity.position)?.biome?.name?.endsWith("{biome}")'
        return [
            self._headings(),
            f"for (let walk = 0; !{there};) {{",
            f'  if (walk === {limit}) fail("not_found", "No {biome} after {limit} walks.");',
            *indent(self._explore(f"() => {there} || null")),
            "}",
        ]

    # ── crafting and smelting ──────────────────────────────────────────────────────────────────

    def _craft(self, item: str, recipe: Recipe) -> list[str] | None:
        times = "missing" if recipe.yields == 1 else "times"
        needs: list[tuple[str, int]] = []
        for name, n in recipe.ingredients:
            needs.append((self._generic(item, name), n))
        lines = start(item)
        if recipe.yields > 1:
            lines.append(f"const times = Math.ceil(missing / {recipe.yields});")
        gather = self._gather(needs, times, [TABLE] if recipe.needs_table else [])
        if gather is None:
            return None
        made = item if item in ("planks", recipe.item) else recipe.item
        return [*lines, *gather, f'await craftItem(bot, "{made}", {times});']

    def _generic(self, item: str, ingredient: str) -> str:
        """`planks` for oak_planks when any planks would do for `item`, else the ingredient."""
        family = next((f for f in ANY_WOOD if in_family(ingredient, f)), None)
        if family is None:
            return ingredient
        if item in FAMILIES:
            return family
        kinds = {name for recipe in self.knowledge.recipes_for(item)
                 for name, _ in recipe.ingredients if in_family(name, family)}
        return family if len(kinds) > 3 else ingredient

    def _gather(
        self, needs: Sequence[tuple[str, int]], times: str, stations: Sequence[str],
        *, ordered: bool = False,
    ) -> list[str] | None:
        """Lines that obtain what is needed, the dearest first: making it may use up the cheaper.

        `ordered`: in the order given, stations last.
        """
        wanted: list[tuple[str, int | None]] = [*needs, *((s, None) for s in stations)]
        lines = []
        for name, n in wanted if ordered else sorted(wanted, key=lambda w: -self._price(w[0])):
            make = self.obtain(name)
            if make is None:
                return None
            if n is None:
                near = f'api.nearest("{name}", {{ maxDistance: {AT_HAND} }}).length'
                lines.append(f"if (!{near}) await {make}(bot);")
            else:
                amount = times if n == 1 else f"{n} * {times}"
                lines.append(f"await {make}(bot, {amount});")
        return lines

    def _price(self, item: str) -> float:
        member = member_of(self.prices, item)
        return self.prices.price(member) if member else float("inf")

    def _smelt(self, item: str, way: Smelt) -> list[str] | None:
        raw = self._raw(item, way.raw)
        # what a furnace is made of must not be gathered before it
        ordered = raw not in (*ANY_WOOD, "cobblestone")
        gather = self._gather([(raw, 1)], "missing", [FURNACE], ordered=ordered)
        planks = self.obtain("planks")
        if gather is None or planks is None:
            return None
        return [
            *start(item),
            *gather,
            'const fuel = ["coal", "charcoal"].find(name => api.has(name, Math.ceil(missing / 8)));',
            f"if (!fuel) await {planks}(bot, Math.ceil(missing / 1.5));",
            f'await smeltItem(bot, "{raw}", fuel ?? "planks", missing);',
        ]

    def _raw(self, item: str, raw: str) -> str:
        if in_family(raw, "log") and len(self.knowledge.smelted_from(item)) > 3:
            return "log"
        return raw


# ── ways ───────────────────────────────────────────────────────────────────────────────────────


def member_of(prices: Prices, item: str) -> str | None:
    """The cheapest member of family `item` here; `item` itself when it is none."""
    members = prices.knowledge.family(item)
    prices.price_all(members)
    return min(members, key=lambda m: (prices.price(m), m), default=None)


def way_to(prices: Prices, item: str) -> Way | None:
    """The way that a function for `item` follows: the cheapest here."""
    member = member_of(prices, item)
    return min(prices.usable(member), key=prices.cost, default=None) if member else None


def function_name(prices: Prices, item: str) -> str | None:
    """`mineLog`, `craftIronPickaxe`, `smeltIronIngot`, `huntBeef`; None when nothing yields it."""
    way = way_to(prices, item)
    if way is None:
        return None
    verb = {Mine: "mine", Hunt: "hunt", Craft: "craft", Smelt: "smelt"}[type(way)]
    return verb + words_of(item)


# ── text ───────────────────────────────────────────────────────────────────────────────────────


def function(name: str, says: str, lines: Sequence[str], parameter: str = "") -> str:
    """The source of one async function with its one-line JSDoc."""
    parameters = f"bot, {parameter}" if parameter else "bot"
    return "\n".join([
        f"/** {says} */", f"async function {name}({parameters}) {{", *indent(lines), "}",
    ])


def indent(lines: Sequence[str]) -> list[str]:
    return ["  " + line if line else "" for line in lines]


def literal(names: Sequence[str], *, many: bool = False) -> str:
    """`"log"` for one name, `["iron_ore", "deepslate_iron_ore"]` for more."""
    texts = [f'"{name}"' for name in names]
    return texts[0] if len(texts) == 1 and not many else f"[{', '.join(texts)}]"


def held(item: str) -> str:
    """How many are held, as JavaScript; of a family, the most of one kind."""
    return f'api.{"most" if item in FAMILIES else "count"}("{item}")'


def missing_of(item: str) -> str:
    return f"count - {held(item)}"


def start(item: str) -> list[str]:
    """First lines of a function that makes what is missing."""
    return [f"const missing = {missing_of(item)};", "if (missing <= 0) return;"]


def called_in(code: str) -> set[str]:
    """Names that `code` awaits a call of."""
    return set(re.findall(r"\bawait\s+([A-Za-z_$][\w$]*)\(", code))
