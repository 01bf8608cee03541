"""What every item would cost from here, and by which ways it could be had.

A price is found for every item that a goal could need, cheapest first (Knuth's generalisation of
Dijkstra's algorithm). A usable way to obtain an item only takes things that are cheaper than it, so
no plan made of usable ways can go round in circles (ingot → block → ingot).

Prices are rough: 1.0 is one block at hand. They order the ways; they are no forecast.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from math import ceil

from voyager.core.knowledge import Knowledge, Recipe, in_family
from voyager.roles.steps import FURNACE, TABLE, Craft, Hunt, Mine, Smelt, Surroundings, Way

UNSEEN = 12.0  # price of one thing that is not in sight, against 1.0 for one at hand
DANGER = 100.0  # price of a kill that may well be one's own death
HUNTING = 6.0  # price of one kill more than of one block, since mobs walk
BURIED = 20.0  # price of finding an ore that is not in sight
FAR = 32.0  # blocks; how far an Observation sees
RARE = frozenset({"diamond_ore", "deepslate_diamond_ore", "emerald_ore", "deepslate_emerald_ore",
                  "gold_ore", "deepslate_gold_ore", "lapis_ore", "deepslate_lapis_ore"})
UNREACHED = frozenset({  # blocks of other dimensions, of structures, or that only players place
    "nether_gold_ore", "nether_quartz_ore", "ancient_debris", "crimson_stem", "warped_stem",
    "gilded_blackstone", "glowstone", "shroomlight", "end_stone", "bamboo_block", "cobweb",
    "bookshelf", "bell", "sponge", "dead_bush", "wet_sponge", "spawner", "mycelium", "blue_ice", "wheat",
})
NATURAL = frozenset({"stone", "clay", "snow_block", "melon", "sweet_berry_bush", "cave_vines"})
"""Found in the world although they can be made too, or are no items."""

class Prices:
    """Ways and prices, computed when asked for.

    `avoid` are items, blocks or mobs that are not to be relied on now.
    """

    def __init__(
        self, knowledge: Knowledge, around: Surroundings, avoid: frozenset[str] = frozenset()
    ) -> None:
        self.knowledge = knowledge
        self.around = around
        self.avoid = avoid
        self._prices: dict[str, float] = {}
        self._ways: dict[str, list[Way]] = {}

    def ways(self, item: str) -> list[Way]:
        """Every way to obtain one `item` by one rule of the game."""
        known = self._ways.get(item)
        if known is None:
            known = self._ways[item] = [] if item in self.avoid else self._find_ways(item)
        return known

    def _find_ways(self, item: str) -> list[Way]:
        rules = self.knowledge
        found: list[Way] = [
            Mine(item, 1, tuple(blocks), tool) for tool, blocks in self._diggings(item).items()
        ]
        found += [Mine(item, 1, (drop.source,), drop.tool, drop.likely)
                  for drop in rules.chances_for(item) if drop.source not in self.avoid]
        found += [Hunt(item, 1, drop.source, drop.likely)
                  for drop in rules.mobs_dropping(item)
                  if drop.source not in self.avoid and drop.likely >= 0.25]
        found += [Craft(item, recipe.yields, recipe) for recipe in rules.recipes_for(item)
                  if not self._recolours(recipe)]
        found += [Smelt(item, 1, raw) for raw in rules.smelted_from(item)]
        return found

    def _recolours(self, recipe: Recipe) -> bool:
        """Whether `recipe` only changes one member of a family into another, and none is held."""
        family = next((f for f in ("bed", "wool") if in_family(recipe.item, f)), None)
        return family is not None and any(
            in_family(name, family) and not self.around.held.get(name)
            for name, _ in recipe.ingredients)

    def _diggings(self, item: str) -> dict[str | None, list[str]]:
        """Tool (the poorest that harvests) → the natural blocks that drop `item`."""
        found: dict[str | None, list[str]] = {}
        for block in self.knowledge.blocks_dropping(item):
            if block in self.avoid or not self._natural(block):
                continue
            for tool in self.knowledge.tools_for(block) or (None,):
                found.setdefault(tool, []).append(block)
        return found

    def _natural(self, block: str) -> bool:
        """Whether `block` can be found without having been placed: in sight, or never made.

        A block that is no item (`wall_torch`, `tripwire`, `redstone_wire`) is what somebody placed.
        """
        if block in self.around.near and block not in (TABLE, FURNACE):
            return True
        rules = self.knowledge
        made = rules.recipes_for(block) or rules.smelted_from(block)
        return block in NATURAL or (not made and block in rules.items and block not in UNREACHED)

    def price(self, item: str) -> float:
        """What one more `item` costs from nothing held; infinite when it cannot be had."""
        if item not in self._prices:
            self.price_all([item])
        return self._prices.get(item, float("inf"))

    def price_all(self, goals: Iterable[str]) -> None:
        """Price every item that `goals` could need, the cheapest first."""
        todo = [goal for goal in goals if goal not in self._prices]
        reached = set(todo)
        waiting: dict[str, list[tuple[str, Way]]] = {}
        queue: list[tuple[float, str]] = []
        while todo:
            item = todo.pop()
            for way in self.ways(item):
                for need in self._inputs(way):
                    waiting.setdefault(need, []).append((item, way))
                    if need not in reached:
                        reached.add(need)
                        todo.append(need)
                if not self._inputs(way):
                    heapq.heappush(queue, (self.cost(way), item))
        prices: dict[str, float] = {}
        while queue:
            price, item = heapq.heappop(queue)
            if item in prices:
                continue
            prices[item] = price
            self._prices.setdefault(item, price)
            for wanted, way in waiting.get(item, ()):
                if wanted not in prices and all(n in prices for n in self._inputs(way)):
                    heapq.heappush(queue, (self.cost(way), wanted))
        for item in reached:
            self._prices.setdefault(item, float("inf"))

    def _inputs(self, way: Way) -> tuple[str, ...]:
        """Every item that must have a price before `way` has one."""
        match way:
            case Mine():
                return (way.tool,) if way.tool else ()
            case Craft():
                table = (TABLE,) if way.recipe.needs_table else ()
                return (*(name for name, _ in way.recipe.ingredients), *table)
            case Smelt():
                return (way.raw, FURNACE)
            case _:
                return ()

    def cost(self, way: Way) -> float:
        """Price of one item by `way`, always above that of each of its inputs."""
        inputs = [self._prices.get(name, 0.0) for name in self._inputs(way)]
        dearest = max(inputs, default=0.0)
        match way:
            case Mine():
                return dearest + self.effort(way.blocks) / min(1.0, way.chance)
            case Hunt():
                hostile = self.knowledge.mobs.get(way.mob) == "hostile"
                risk = DANGER if hostile else HUNTING
                return (risk + self._distance_price(way.mob)) / min(1.0, way.chance)
            case Craft():
                spent = sum(n * self._prices.get(name, 0.0) for name, n in way.recipe.ingredients)
                return 1.0 + max(dearest, spent / way.recipe.yields)
            case _:
                return 2.0 + dearest

    def effort(self, blocks: tuple[str, ...]) -> float:
        return 1.0 + min(self._distance_price(b) for b in blocks)

    def _distance_price(self, name: str) -> float:
        if name in self.around.near:
            return self.around.near[name] / FAR * 4
        if name in RARE:
            return 3 * BURIED
        return BURIED if name in self.knowledge.ores else UNSEEN

    def can_have(self, item: str) -> bool:
        return self.around.held.get(item, 0) > 0 or self.price(item) < float("inf")

    def shortfall(
        self, item: str, count: int, held: Mapping[str, int], depth: int = 3
    ) -> float:
        """Rough price of what is still missing for `count` of `item`, given what is held."""
        missing = count - held.get(item, 0)
        if missing <= 0:
            return 0.0
        price = self.price(item)
        if depth == 0 or price == float("inf"):
            return price * missing
        best = price * missing
        for way in self.usable(item):
            if isinstance(way, Craft):
                times = ceil(missing / way.recipe.yields)
                best = min(best, times + sum(
                    self.shortfall(name, n * times, held, depth - 1)
                    for name, n in way.recipe.ingredients))
            elif isinstance(way, Smelt):
                best = min(best, 2.0 * missing
                           + self.shortfall(way.raw, missing, held, depth - 1))
        return best

    def usable(self, item: str) -> list[Way]:
        """The ways to obtain `item` that only use what is cheaper than it: never a circle."""
        price = self.price(item)
        return [way for way in self.ways(item)
                if all(self.price(need) < price for need in self._inputs(way))]
