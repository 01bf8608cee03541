"""What the agent sees of the world, as immutable records; and what a record is.

Knows no task, no program and no world. Others import these names from core/records.py, where all
that flows round the loop stands together. Key for key the same as in bridge/protocol.js.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

TICKS_PER_SECOND = 20  # game ticks; https://minecraft.wiki/w/Tick


class Record(BaseModel):
    """A value: frozen, and closed to unknown keys so that a misspelt one is seen at once."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", use_attribute_docstrings=True, allow_inf_nan=False
    )


class Position(Record):
    """A place in blocks: y up, x east, z south."""

    x: float
    y: float
    z: float

    def distance_to(self, other: Position) -> float:
        """Straight-line distance in blocks."""
        return float(
            ((self.x - other.x) ** 2 + (self.y - other.y) ** 2 + (self.z - other.z) ** 2) ** 0.5
        )


class BlockSeen(Record):
    """One kind of block near the player."""

    name: str
    count: int = Field(ge=1)
    """How many of it were counted within the search radius."""
    nearest: Position
    distance: float = Field(ge=0)
    """Blocks from the player to the nearest one."""


class EntitySeen(Record):
    """One creature or dropped item near the player."""

    name: str
    kind: Literal["passive", "hostile", "player", "item", "other"]
    position: Position
    distance: float = Field(ge=0)


class ChestSeen(Record):
    """A container whose place is known; `items` is None until it has been opened."""

    position: Position
    name: str
    items: dict[str, int] | None = None


class Observation(Record):
    """What the agent knows of the world between two programs."""

    tick: int = Field(ge=0)
    """Game ticks since the world began (20 a second)."""
    position: Position
    health: float = Field(ge=0)
    """0–20 (absorption may exceed it)."""
    food: float = Field(ge=0, le=20)
    saturation: float = Field(default=0, ge=0)
    oxygen: float = Field(default=20, ge=0)
    """0–20; under 20 only below water."""
    in_fluid: Literal["water", "lava"] | None = None
    """What the body stands or swims in."""
    burning: bool = False
    """On fire: loses health each second, for up to 15 seconds after leaving lava."""
    experience_level: int = Field(default=0, ge=0)
    biome: str = "unknown"
    dimension: str = "overworld"
    time_of_day: int = Field(default=0, ge=0, lt=24000)
    """Ticks; 0 is sunrise, 13000 the start of night."""
    raining: bool = False
    inventory: dict[str, int] = Field(default_factory=dict)
    """Item name → count, worn and off-hand items included."""
    equipment: dict[str, str] = Field(default_factory=dict)
    """Slot (`hand, off-hand, head, torso, legs, feet`) → item name; empty slots are left out."""
    uses_left: dict[str, int] = Field(default_factory=dict)
    """Tool or armour name → uses left of the best one held."""
    enchanted: dict[str, str] = Field(default_factory=dict)
    """Item name → `efficiency 1, unbreaking 2` of the most enchanted one held."""
    slots_used: int = Field(default=0, ge=0)
    """Of the 36 slots of the main inventory."""
    blocks: tuple[BlockSeen, ...] = ()
    """Kinds of block within 32 blocks, nearest first; air left out."""
    entities: tuple[EntitySeen, ...] = ()
    """Nearest first."""
    chests: tuple[ChestSeen, ...] = ()
    """Every container seen so far in this world."""
