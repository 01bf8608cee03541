"""What one game version's data says: recipes, drops, tools, smelting, fuel, food, mobs' drops.

Pure queries over tables that were handed in (voyager/adapters/game_data.py reads them). Knows
nothing of any world: where things lie and what is held stands in an Observation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

TIERS = ("wooden", "stone", "golden", "iron", "diamond", "netherite")
"""Tool materials from poor to good at harvesting (gold harvests what wood does)."""

FAMILIES: Mapping[str, str] = {
    "log": "_log", "planks": "_planks", "wool": "_wool", "bed": "_bed", "sapling": "_sapling",
    "leaves": "_leaves", "boat": "_boat", "slab": "_slab", "stairs": "_stairs", "fence": "_fence",
    "door": "_door", "sign": "_sign", "button": "_button", "pressure_plate": "_pressure_plate",
    "pickaxe": "_pickaxe", "axe": "_axe", "shovel": "_shovel", "sword": "_sword", "hoe": "_hoe",
    "helmet": "_helmet", "chestplate": "_chestplate", "leggings": "_leggings", "boots": "_boots",
}
"""Family → the ending that its members' names share. A family's name is never an item's."""


def in_family(name: str, family: str) -> bool:
    """Whether item or block `name` is `family` itself or one of its members.

    >>> in_family("birch_log", "log"), in_family("stripped_oak_log", "log")
    (True, False)
    """
    if name == family:
        return True
    ending = FAMILIES.get(family)
    if ending is None or not name.endswith(ending) or name.startswith(("stripped_", "potted_")):
        return False
    return not name.endswith("_wall_sign") and not name.endswith("_hanging_sign")


def count_of(inventory: Mapping[str, int], item: str) -> int:
    """How many of `item` are held; a family counts all its members."""
    if item not in FAMILIES:
        return inventory.get(item, 0)
    return sum(n for name, n in inventory.items() if in_family(name, item))


@dataclass(frozen=True)
class ItemKind:
    """An item as the version knows it."""

    name: str
    label: str
    """The name shown to players: `Iron Pickaxe`."""
    stack_size: int = 64
    uses: int | None = None
    """Durability when new; None for what does not wear."""


@dataclass(frozen=True)
class BlockKind:
    """A block: what it takes to break it and what then drops."""

    name: str
    hardness: float = 0.0
    diggable: bool = True
    drops: tuple[str, ...] = ()
    harvest_tools: frozenset[str] = frozenset()
    """One of these must be held for it to drop anything; empty when a bare hand will do."""
    worked_by: str = ""
    """`pickaxe`, `axe`, `shovel`, `hoe`: the kind of tool that is quick at it, if any."""


@dataclass(frozen=True)
class Recipe:
    """One way to craft `item`; `ingredients` and `yields` are for one operation."""

    item: str
    yields: int
    ingredients: tuple[tuple[str, int], ...]
    """Item and count, sorted by name."""
    needs_table: bool


@dataclass(frozen=True)
class Food:
    points: float
    """Hunger points restored, of 20."""
    saturation: float = 0.0
    harmful: bool = False
    """Eating it may poison or starve."""


@dataclass(frozen=True)
class Drop:
    """What breaking a block or killing a mob may yield, beyond the certain drops of BlockKind."""

    source: str
    item: str
    likely: float = 1.0
    """Expected number per block or mob."""
    tool: str | None = None
    """Tool (or kind of tool: `shears`) without which it never comes."""


@dataclass(frozen=True)
class Fill:
    """What a vessel becomes when it is used on something of the world."""

    item: str
    vessel: str
    """Used up: `bucket`, `glass_bottle`."""
    source: str
    """Block or mob that it is used on: `water`, `cow`."""


@dataclass(frozen=True)
class OreLevels:
    """Where an ore is found."""

    block: str
    lowest: int
    highest: int
    best: int
    """The level to look at: commonest there, and safe to dig at."""


@dataclass(frozen=True)
class Knowledge:
    """Everything the planner and the goals know of the game's rules."""

    version: str
    items: Mapping[str, ItemKind]
    blocks: Mapping[str, BlockKind]
    recipes: Mapping[str, tuple[Recipe, ...]]
    smelting: Mapping[str, tuple[str, ...]]
    """Result → what can be smelted into it."""
    fuel: Mapping[str, float]
    """Item → how many items one of it smelts."""
    foods: Mapping[str, Food]
    mob_drops: tuple[Drop, ...] = ()
    chance_drops: tuple[Drop, ...] = ()
    """Drops that blocks give by chance or to a special tool: flint, apples, seeds."""
    fills: tuple[Fill, ...] = ()
    """Buckets and bottles of something: got by using the empty one, never by crafting."""
    other_ways: tuple[Drop, ...] = ()
    """What can be had in ways that no plan is made of: crops, shears, chests, eggs."""
    mobs: Mapping[str, str] = field(default_factory=dict)
    """Mob → `passive` or `hostile`."""
    biomes: frozenset[str] = frozenset()
    ores: Mapping[str, OreLevels] = field(default_factory=dict)

    @cached_property
    def with_every_way(self) -> Knowledge:
        """The same rules with `fills` as recipes and `other_ways` as drops, for who asks what can
        be had at all. No plan that is carried out is made of these: filling is no crafting.
        """
        recipes = dict(self.recipes)
        for fill in self.fills:
            if fill.item in self.items:
                recipe = Recipe(fill.item, 1, ((fill.vessel, 1),), needs_table=False)
                recipes[fill.item] = (*recipes.get(fill.item, ()), recipe)
        drops = (*self.chance_drops, *self.other_ways)
        return replace(self, recipes=recipes, chance_drops=drops, fills=(), other_ways=())

    @cached_property
    def _dropped_by(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for block in self.blocks.values():
            if block.diggable:
                for item in block.drops:
                    found.setdefault(item, []).append(block.name)
        return {item: tuple(names) for item, names in found.items()}

    def blocks_dropping(self, item: str) -> tuple[str, ...]:
        """Blocks whose certain drop is `item`."""
        return self._dropped_by.get(item, ())

    def drops_of(self, block: str) -> tuple[str, ...]:
        """What `block` surely drops to the right tool."""
        kind = self.blocks.get(block)
        return kind.drops if kind else ()

    def chances_for(self, item: str) -> tuple[Drop, ...]:
        """Blocks that give `item` by chance."""
        return tuple(d for d in self.chance_drops if d.item == item)

    def mobs_dropping(self, item: str) -> tuple[Drop, ...]:
        """Mobs that give `item`, the most generous first."""
        found = [d for d in self.mob_drops if d.item == item]
        return tuple(sorted(found, key=lambda d: (-d.likely, d.source)))

    def recipes_for(self, item: str) -> tuple[Recipe, ...]:
        return self.recipes.get(item, ())

    def smelted_from(self, item: str) -> tuple[str, ...]:
        """What smelts into `item`."""
        return self.smelting.get(item, ())

    @cached_property
    def _smelts_to(self) -> Mapping[str, str]:
        return {raw: done for done, raws in self.smelting.items() for raw in raws}

    def smelts_to(self, item: str) -> str | None:
        """What `item` becomes in a furnace."""
        return self._smelts_to.get(item)

    def tools_for(self, block: str) -> tuple[str, ...]:
        """Tools that harvest `block`, the poorest tier first; empty when a bare hand will do."""
        kind = self.blocks.get(block)
        return tuple(sorted(kind.harvest_tools, key=tier_of)) if kind else ()

    def harvests(self, tool: str | None, block: str) -> bool:
        """Whether `block` drops its items to `tool` (None: a bare hand)."""
        kind = self.blocks.get(block)
        return kind is not None and (not kind.harvest_tools or tool in kind.harvest_tools)

    def family(self, name: str) -> tuple[str, ...]:
        """The items that `name` stands for: a family's members, or the item itself."""
        if name in self.items:
            return (name,)
        return tuple(item for item in self.items if in_family(item, name))

    def edible(self, item: str) -> bool:
        """Whether eating `item` does good."""
        food = self.foods.get(item)
        return food is not None and not food.harmful

    def ore_levels(self, blocks: Iterable[str]) -> OreLevels | None:
        """Where to look for any of `blocks`, when one of them is an ore."""
        return next((self.ores[b] for b in blocks if b in self.ores), None)


def tier_of(tool: str) -> tuple[int, str]:
    """Sort key: wooden before stone before golden … before what has no tier."""
    for rank, tier in enumerate(TIERS):
        if tool.startswith(tier + "_"):
            return rank, tool
    return len(TIERS), tool
