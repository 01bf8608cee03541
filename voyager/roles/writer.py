"""Writes JavaScript programs that bring about a goal: readable, checked at run time, made to be reused.

Every function that is written obtains one kind of item until `count` are held and returns at once
when they are. What it needs first it obtains by calling the function for that: a skill that was
learned before when there is one, else a helper written beside it in the same way. So the first
programs are short because little is needed, and the later ones because much is known.

Knows the rules, one Observation and the primitives' names; runs nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from voyager.core.knowledge import FAMILIES, Knowledge, Recipe, in_family, tier_of
from voyager.core.records import Observation, Skill
from voyager.roles import searching
from voyager.roles.javascript import (
    at_station,
    attempt,
    function,
    held,
    indent,
    literal,
    missing_of,
    near,
    start,
)
from voyager.roles.naming import bare, function_name, member_of, way_to
from voyager.roles.prices import Prices
from voyager.roles.steps import FURNACE, TABLE, Craft, Hunt, Mine, Smelt, Surroundings, Way
from voyager.roles.tactics import Tactics
from voyager.roles.wording import any_of, plural

DEEP = 16  # y; ores whose level is no higher are worth a stock of wood before the way down
BLADE = "stone_sword"
GROUND = 50  # y above which trees are not far
WOOD = 4  # logs: a table, sticks and a little fuel
ANY_WOOD = ("planks", "log")


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
        self.seen = seen
        self.tactics = tactics
        self.prices = Prices(knowledge, Surroundings.of(seen), tactics.avoid)
        self._rules = bare(knowledge, tactics.avoid)
        self._known = known
        self.functions: dict[str, str] = {}
        """Name → source, in the order in which they were finished."""
        self.main = ""
        """The function that the program is about: it keeps its name whatever failed before."""
        self._writing: set[str] = set()

    # ── what a function is called ──────────────────────────────────────────────────────────────

    def name_for(self, item: str) -> str | None:
        """The name of the function that obtains `item`; None when nothing yields it."""
        return function_name(self._rules, item)

    def callable_skill(self, name: str) -> Skill | None:
        """The known skill of that name, unless it is to be written anew."""
        return None if name in self.tactics.rewrite else self._known.get(name)

    # ── functions ──────────────────────────────────────────────────────────────────────────────

    def obtain(self, item: str, count: int = 1) -> str | None:
        """The name of a function that obtains `item`, written now unless it is known already.

        `count` becomes the default of its parameter. None when nothing yields the item.
        """
        name, way = self.name_for(item), way_to(self._rules, item)
        if name is None or way is None:
            return None
        if self._known.get(name) and not self.callable_skill(name) and name != self.main:
            name += "Anew"  # the skill of that name failed; others may still call it
        if name in self.functions or name in self._writing or self.callable_skill(name):
            return name
        self._writing.add(name)
        lines = self._body(item, way)
        self._writing.discard(name)
        if lines is None:
            return None
        self.functions[name] = function(
            name, self._says(item, way), lines, f"count = {count}")
        return name

    def _says(self, item: str, way: Way) -> str:
        match way:
            case Mine():
                return f"Mine {any_of(item)} until `count` are held{self._where(way)}."
            case Hunt():
                return f"Hunt {plural(way.mob)} until `count` {plural(item)} are held."
            case Smelt():
                return f"Smelt {plural(way.raw)} until `count` {plural(item)} are held."
            case _:
                return f"Craft {any_of(item)} until `count` are held."

    def _where(self, way: Mine) -> str:
        levels = self.knowledge.ore_levels(way.blocks)
        if not levels:
            return ""
        return f": what is near first, then along tunnels at y {searching.level(levels, self.tactics)}"

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
        block = item if item in FAMILIES else self._block(way)
        batch = f"Math.min(2, {missing_of(item)})" if self.tactics.smaller else missing_of(item)
        tool = self._tool(way) if way.tool else []
        if tool is None:
            return None
        if way.chance < 1:
            batch = "1"
        search = (searching.tunnel(levels, block, self.tactics) if levels
                  else searching.walk(block, item, self.tactics))
        counter = "tunnel" if levels else "walk"
        provide = self._provide() if levels and levels.best <= DEEP else []
        return [
            searching.headings(self.tactics),
            *provide,
            f"for (let {counter} = 0; {held(item)} < count;) {{",
            *indent(tool),
            *indent(attempt(f'await mineBlock(bot, "{block}", {batch});')),
            *indent(search),
            "}",
        ]

    def _provide(self) -> list[str]:
        """Lines that get what one does not want to be without deep down."""
        lines = []
        if logs := self.obtain("log"):
            lines.append(f"if (bot.entity.position.y > {GROUND}) await {logs}(bot, {WOOD});"
                         "  // there are no trees down there")
        return [*lines, *self.arm()]

    def arm(self) -> list[str]:
        """Lines that see to a sword of any kind."""
        sword = self.obtain(BLADE)
        return [] if sword is None else [
            'if (!bot.inventory.items().some(item => item.name.endsWith("_sword"))) '
            f"await {sword}(bot);"]

    def _block(self, way: Mine) -> str:
        """The one block to name: what is in sight, else the first; an ore stands for both rocks."""
        near = self.prices.around.near
        plain = [b for b in way.blocks if not b.startswith("deepslate_")] or list(way.blocks)
        return min(plain, key=lambda b: (b == way.item, near.get(b, 999.0)))

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

    # ── hunting ────────────────────────────────────────────────────────────────────────────────

    def _hunt(self, item: str, way: Hunt) -> list[str] | None:
        hunt = self.hunt_lines(way.mob, f"{held(item)} < count", by_day=True)
        return [*(self.arm() if self._hostile(way.mob) else []), *hunt]

    def hunt_lines(
        self, mob: str, unfinished: str, *, by_day: bool = False, after: str = ""
    ) -> list[str]:
        """Lines that kill one `mob` after another, as searching.hunt has them."""
        if self._hostile(mob):
            return searching.hunt_monsters(mob, unfinished, self.tactics, by_day=by_day, after=after)
        return searching.hunt(mob, unfinished, self.tactics, after=after)

    def _hostile(self, mob: str) -> bool:
        return self.knowledge.mobs.get(mob) == "hostile"

    # ── crafting and smelting ──────────────────────────────────────────────────────────────────

    def _planks(self) -> list[str] | None:
        logs = self.obtain("log")
        return None if logs is None else [
            'while (api.most("planks").count < count) {',
            '  const logs = Math.ceil((count - api.most("planks").count) / 4);',
            f"  await {logs}(bot, logs);",
            '  await craftItem(bot, api.most("log").name.replace("log", "planks"), logs);',
            "}",
        ]

    def _craft(self, item: str, recipe: Recipe) -> list[str] | None:
        if item == "planks":
            return self._planks()
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
        craft = f'await craftItem(bot, "{recipe.item}", {times});'
        if recipe.needs_table:
            return [*lines, *gather, *at_station(TABLE, craft)]
        return [*lines, *gather, craft]

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
        for name, n in wanted if ordered else sorted(wanted, key=lambda w: -self.price(w[0])):
            make = self.obtain(name)
            if make is None:
                return None
            if n is None:
                lines.append(f"if (!{near(name)}) await {make}(bot);")
            else:
                amount = times if n == 1 else f"{n} * {times}"
                lines.append(f"await {make}(bot, {amount});")
        return lines

    def price(self, item: str) -> float:
        """What one costs from here; of a family, the cheapest member."""
        member = member_of(self._rules, item)
        return self._rules.price(member) if member else float("inf")

    def _smelt(self, item: str, way: Smelt) -> list[str] | None:
        raw = self._raw(item, way.raw)
        # what a furnace is made of must not be gathered before it
        ordered = raw not in (*ANY_WOOD, "cobblestone")
        gather = self._gather([(raw, 1)], "missing", [FURNACE], ordered=ordered)
        planks = self.obtain("planks")
        if gather is None or planks is None:
            return None
        raw_text = 'api.most("log").name' if raw == "log" else f'"{raw}"'
        return [
            *start(item),
            *gather,
            'let fuel = ["coal", "charcoal"].find(name => api.has(name, Math.ceil(missing / 8)));',
            "if (!fuel) {",
            f"  await {planks}(bot, Math.ceil(missing / 1.5));",
            '  fuel = api.most("planks").name;',
            "}",
            *at_station(FURNACE, f"await smeltItem(bot, {raw_text}, fuel, missing);"),
        ]

    def _raw(self, item: str, raw: str) -> str:
        if in_family(raw, "log") and len(self.knowledge.smelted_from(item)) > 3:
            return "log"
        return raw
