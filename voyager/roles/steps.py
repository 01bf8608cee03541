"""The steps that plans are made of, and what a planner takes from an Observation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from voyager.core.knowledge import Recipe
from voyager.core.records import Observation

TABLE, FURNACE = "crafting_table", "furnace"
WORN_OUT = 3  # uses left at which a tool no longer counts as held


@dataclass(frozen=True)
class Step:
    """One thing to do. `count` is how many of `item` it must add to what is held."""

    item: str
    count: int

    @property
    def needs(self) -> Mapping[str, int]:
        """Items that must be held when it begins; tools among them are not used up."""
        return {}

    @property
    def spends(self) -> Mapping[str, int]:
        """Items that it uses up."""
        return {}


@dataclass(frozen=True)
class Mine(Step):
    blocks: tuple[str, ...] = ()
    """Any of these drops the item."""
    tool: str | None = None
    """The tool planned for; any better one will do."""
    chance: float = 1.0
    """Expected number of items per block."""

    @property
    def needs(self) -> Mapping[str, int]:
        return {self.tool: 1} if self.tool else {}


@dataclass(frozen=True)
class Hunt(Step):
    mob: str = ""
    chance: float = 1.0


@dataclass(frozen=True)
class Craft(Step):
    recipe: Recipe = field(default=Recipe("", 1, (), False))
    operations: int = 1

    @property
    def needs(self) -> Mapping[str, int]:
        return self.spends

    @property
    def spends(self) -> Mapping[str, int]:
        return {name: n * self.operations for name, n in self.recipe.ingredients}


@dataclass(frozen=True)
class Smelt(Step):
    raw: str = ""
    fuel: str = ""
    fuel_count: int = 0

    @property
    def needs(self) -> Mapping[str, int]:
        return self.spends

    @property
    def spends(self) -> Mapping[str, int]:
        if self.fuel == self.raw:
            return {self.raw: self.count + self.fuel_count}
        return {self.raw: self.count, self.fuel: self.fuel_count}


@dataclass(frozen=True)
class Station(Step):
    """Have `item` (a crafting table or a furnace) standing near: place it if none does."""

    @property
    def needs(self) -> Mapping[str, int]:
        return {self.item: 1}


@dataclass(frozen=True)
class Blocked:
    """No plan: what cannot be had, and why."""

    item: str
    reason: str


Way = Step
"""A Step whose counts are for one item (or one operation): a way to obtain it."""


@dataclass(frozen=True)
class Surroundings:
    """What the planner takes from an Observation."""

    held: Mapping[str, int]
    near: Mapping[str, float]
    """Block or mob → blocks to the nearest."""

    @classmethod
    def of(cls, seen: Observation) -> Surroundings:
        worn = {name for name, left in seen.uses_left.items() if left <= WORN_OUT}
        near = {block.name: block.distance for block in seen.blocks}
        for entity in seen.entities:
            near.setdefault(entity.name, entity.distance)
        held = {name: n for name, n in seen.inventory.items() if name not in worn}
        return cls(held, near)
