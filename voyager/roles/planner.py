"""Plans backwards from an item to what is held and what is near: which steps, in which order.

Pure: knows the rules (Knowledge) and one Observation, nothing of JavaScript and nothing of how far a
walk really is. A plan is a list of steps that, done in order, end with the goal held; every step's
needs are met by what was held at the start or by an earlier step. It always ends: see prices.py.
"""

from __future__ import annotations

from math import ceil

from voyager.core.knowledge import Knowledge, in_family
from voyager.core.records import Observation
from voyager.roles.prices import Prices
from voyager.roles.steps import (
    FURNACE,
    TABLE,
    Blocked,
    Craft,
    Hunt,
    Mine,
    Smelt,
    Station,
    Step,
    Surroundings,
    Way,
)


def plan_for(
    knowledge: Knowledge, seen: Observation, item: str, count: int = 1,
    avoid: frozenset[str] = frozenset(),
) -> list[Step] | Blocked:
    """Steps from what `seen` shows to `count` of `item` held, or what stands in the way.

    `item` may be a family: the member that is cheapest here is planned for. An empty list means
    that it is held already.
    """
    return plan(Prices(knowledge, Surroundings.of(seen), avoid), item, count)


def plan(prices: Prices, item: str, count: int = 1) -> list[Step] | Blocked:
    """As plan_for, with prices that are known already."""
    held = dict(prices.around.held)
    member = choose(prices, item, count)
    if member is None:
        return Blocked(item, f"no rule of this game version yields {item} in the overworld")
    if item != member:
        count -= sum(n for name, n in held.items() if name != member and in_family(name, item))
    draft = _Draft(prices, held)
    if not draft.obtain(member, count):
        stuck = draft.stuck or member
        return Blocked(stuck, f"{stuck} cannot be obtained")
    return _merged(draft.steps)


def choose(prices: Prices, item: str, count: int = 1) -> str | None:
    """The member of family `item` that takes least work here; `item` itself if it is none."""
    members, held = prices.knowledge.family(item), prices.around.held
    prices.price_all(members)
    priced = [(prices.shortfall(m, count, held), m) for m in members if prices.can_have(m)]
    return min(priced, default=(0.0, None))[1]


class _Draft:
    """A plan in the making: what would be held, what stands near, the steps so far."""

    def __init__(self, prices: Prices, held: dict[str, int]) -> None:
        self.prices = prices
        self.free = held
        """What would be held and is not spoken for."""
        self.standing = {s for s in (TABLE, FURNACE) if s in prices.around.near}
        self.steps: list[Step] = []
        self.stuck = ""

    def obtain(self, item: str, count: int) -> bool:
        """Plan until `count` of `item` are free; False (and `stuck`) when it cannot be."""
        self._unpack(item, count)
        missing = count - self.free.get(item, 0)
        if missing <= 0:
            return True
        ways = sorted(self.prices.usable(item), key=lambda way: self._rank(way, missing))
        for way in ways:
            before = (dict(self.free), set(self.standing), len(self.steps))
            kept = self.free.pop(item, 0)  # or making the rest might use up what is there
            if self._follow(way, missing):
                self.free[item] = self.free.get(item, 0) + kept
                return True
            self.free, self.standing = before[0], before[1]
            del self.steps[before[2]:]
        self.stuck = self.stuck or item
        return False

    def _unpack(self, item: str, count: int) -> None:
        """Take from what is held in bulk: ingots from a block of iron."""
        for recipe in self.prices.knowledge.recipes_for(item):
            missing = count - self.free.get(item, 0)
            name, each = recipe.ingredients[0]
            bulk = len(recipe.ingredients) == 1 and each < recipe.yields
            if missing <= 0 or not bulk or recipe.needs_table:
                continue
            times = min(ceil(missing / recipe.yields), self.free.get(name, 0) // each)
            if times > 0:
                self.free[name] -= times * each
                self.steps.append(Craft(item, times * recipe.yields, recipe, times))
                self._gain(item, times * recipe.yields)

    def _rank(self, way: Way, missing: int) -> float:
        """Rough price of `missing` items by `way`, given what is free now."""
        prices = self.prices
        match way:
            case Mine():
                tool = prices.shortfall(way.tool, 1, self.free) if way.tool else 0.0
                return tool + missing * prices.effort(way.blocks) / min(1.0, way.chance)
            case Craft():
                times = ceil(missing / way.recipe.yields)
                table = 0.0
                if way.recipe.needs_table and TABLE not in self.standing:
                    table = prices.shortfall(TABLE, 1, self.free)
                return times + table + sum(prices.shortfall(name, n * times, self.free)
                                           for name, n in way.recipe.ingredients)
            case Smelt():
                return 2.0 * missing + prices.shortfall(way.raw, missing, self.free)
            case _:
                return missing * prices.cost(way)

    def _follow(self, way: Way, missing: int) -> bool:
        match way:
            case Mine():
                done = self._mine(way, missing)
            case Craft():
                done = self._craft(way, missing)
            case Smelt():
                done = self._smelt(way, missing)
            case Hunt():
                self.steps.append(Hunt(way.item, missing, way.mob, way.chance))
                done = self._gain(way.item, missing)
            case _:
                done = False
        return done

    def _gain(self, item: str, count: int) -> bool:
        self.free[item] = self.free.get(item, 0) + count
        return True

    def _take(self, item: str, count: int) -> bool:
        """Obtain `count` of `item` and set them aside."""
        if not self.obtain(item, count):
            return False
        self.free[item] -= count
        return True

    def _mine(self, way: Mine, missing: int) -> bool:
        tool = self._better_tool(way) if way.tool else None
        if tool and not self.obtain(tool, 1):
            return False
        self.steps.append(Mine(way.item, missing, way.blocks, tool, way.chance))
        return self._gain(way.item, missing)

    def _better_tool(self, way: Mine) -> str | None:
        """A tool that is held and would do as well as the planned one."""
        if way.tool and self.free.get(way.tool, 0):
            return way.tool
        fits = self.prices.knowledge.harvests
        held = [t for t, n in self.free.items() if n and all(fits(t, b) for b in way.blocks)]
        return held[0] if held and way.tool else way.tool

    def _station(self, name: str) -> bool:
        """See that a table or furnace stands near: set one aside now, to be placed when needed."""
        if name in self.standing:
            return True
        if not self._take(name, 1):
            return False
        self.steps.append(Station(name, 0))
        self.standing.add(name)
        return True

    def _craft(self, way: Craft, missing: int) -> bool:
        recipe = way.recipe
        times = ceil(missing / recipe.yields)
        if recipe.needs_table and not self._station(TABLE):
            return False
        for name, n in sorted(recipe.ingredients, key=lambda i: -self.prices.price(i[0])):
            if not self._take(name, n * times):
                return False
        self.steps.append(Craft(way.item, times * recipe.yields, recipe, times))
        return self._gain(way.item, times * recipe.yields)

    def _smelt(self, way: Smelt, missing: int) -> bool:
        if not self._station(FURNACE) or not self._take(way.raw, missing):
            return False
        fuel = self._fuel(missing, way)
        if fuel is None:
            return False
        name, count = fuel
        self.steps.append(Smelt(way.item, missing, way.raw, name, count))
        return self._gain(way.item, missing)

    def _fuel(self, missing: int, way: Smelt) -> tuple[str, int] | None:
        """Set fuel for `missing` items aside: the cheapest that is held, else the cheapest of all."""
        def rank(name: str) -> tuple[float, str]:
            count = ceil(missing / self.prices.knowledge.fuel[name])
            return self.prices.shortfall(name, count, self.free), name

        likely = [n for n in self.prices.knowledge.fuel
                  if n in ("coal", "charcoal") or in_family(n, "planks") or in_family(n, "log")]
        for name in sorted((n for n in likely if n != way.item), key=rank):
            if self.prices.price(name) >= self.prices.price(way.item) and not self.free.get(name):
                continue  # never smelt for the fuel to smelt with
            count = ceil(missing / self.prices.knowledge.fuel[name])
            if self._take(name, count):
                return name, count
        return None


def _merged(steps: list[Step]) -> list[Step]:
    """The same plan with repeated digging and hunting for one item done in one go, the first time."""
    merged: list[Step] = []
    for step in steps:
        same = next((i for i, s in enumerate(merged)
                     if isinstance(s, Mine | Hunt) and type(s) is type(step)
                     and s.item == step.item), None)
        if same is None or isinstance(step, Craft | Smelt | Station):
            merged.append(step)
            continue
        first = merged[same]
        total = first.count + step.count
        if isinstance(first, Mine):
            merged[same] = Mine(first.item, total, first.blocks, first.tool, first.chance)
        elif isinstance(first, Hunt):
            merged[same] = Hunt(first.item, total, first.mob, first.chance)
    return merged
