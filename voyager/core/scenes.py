"""Where and how a skill is practised: fresh worlds, each begun differently, drawn from one seed.

Pure. Knows what may differ between two worlds (domain randomisation) and what a start has to hold for
a skill to have a chance. Does not know how a world is made.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Mapping

from pydantic import Field

from voyager.core.knowledge import FAMILIES, in_family
from voyager.core.records import DefeatMob, EatFood, Goal, HaveItem, Record

FARTHEST = 96  # blocks from the world's spawn: another clearing, often another biome
LEAST_ORE, MOST_ORE = 0.6, 1.4  # of vanilla's number of veins
MOST_WEAR = 0.6  # share of a tool's uses that are gone
LATENCIES_MS = (0, 0, 25, 50, 100)  # one way: at home, in the same country, across an ocean
DIFFICULTIES = (0, 1, 2, 2)  # peaceful, easy, normal; normal is what servers run
RAIN = 0.15  # share of worlds
HUNGRY = 10  # of 20, where something is to be eaten
WOODS = ("oak", "birch", "spruce")
HOSTILE_WORK = {"killMob", "attack", "shelter"}  # calls that make no sense where nothing is hostile
AFTER_FAMILY = {"wool": "white_wool", "bed": "white_bed"}
TOOLS = ("pickaxe", "axe", "shovel", "sword", "hoe", "helmet", "chestplate", "leggings", "boots")


class Offset(Record):
    """Blocks from the world's spawn."""

    x: float = 0
    z: float = 0


class Start(Record):
    """How an embedded world begins; key for key `Start` of bridge/protocol.js."""

    inventory: dict[str, int] = Field(default_factory=dict)
    worn: float = Field(default=0, ge=0, lt=1)
    """Share of their uses that the tools and armour given have behind them."""
    time_of_day: int = Field(default=0, ge=0, lt=24000)
    difficulty: int = Field(default=2, ge=0, le=3)
    """0 peaceful, 1 easy, 2 normal, 3 hard."""
    food: int = Field(default=20, ge=1, le=20)
    offset: Offset = Offset()
    raining: bool = False
    ore_share: float = Field(default=1, ge=0, le=4)
    latency_ms: int = Field(default=0, ge=0, le=500)
    """One way, in game time."""


class Scene(Record):
    """One practice world."""

    seed: int
    start: Start


def draw(
    seed: int,
    number: int,
    needs: Mapping[str, int],
    tools: Iterable[str],
    goal: Goal | None,
    names: Iterable[str],
) -> Scene:
    """Scene `number` of `seed`. The same for the same arguments; worlds are shared by all skills.

    `names` are those of everything that the skill may call: what hunts is not put into a peaceful
    world, where there is nothing to hunt.
    """  # fmt: skip
    dice = random.Random(f"practice:{seed}:{number}")
    world = dice.randrange(1, 2**31)
    angle, far = dice.uniform(0, 2 * math.pi), dice.uniform(0, FARTHEST)
    difficulty = dice.choice(DIFFICULTIES)
    hostile = isinstance(goal, DefeatMob) or bool(HOSTILE_WORK & set(names))
    start = Start(
        time_of_day=dice.randrange(24000),
        offset=Offset(x=round(far * math.cos(angle)), z=round(far * math.sin(angle))),
        raining=dice.random() < RAIN,
        ore_share=round(dice.uniform(LEAST_ORE, MOST_ORE), 2),
        latency_ms=dice.choice(LATENCIES_MS),
        worn=round(dice.uniform(0, MOST_WEAR), 2),
        difficulty=2 if difficulty == 0 and hostile else difficulty,
        food=HUNGRY if isinstance(goal, EatFood) else dice.randrange(15, 21),
        inventory=_inventory(needs, tools, goal, dice.choice(WOODS)),
    )
    return Scene(seed=world, start=start)


def _inventory(
    needs: Mapping[str, int], tools: Iterable[str], goal: Goal | None, wood: str
) -> dict[str, int]:
    """What is needed and the tools of the day it was learned, but nothing that the goal asks for."""
    held: dict[str, int] = {}
    for item, count in needs.items():
        name = member(item, wood)
        held[name] = held.get(name, 0) + count
    for tool in tools:
        held.setdefault(tool, 1)
    if isinstance(goal, HaveItem):
        return {name: count for name, count in held.items() if not in_family(name, goal.item)}
    return held


def member(item: str, wood: str = "oak") -> str:
    """An item of a family: `log` is the wood's own, `pickaxe` an iron one; any other name is itself.

    >>> member("log", "birch"), member("axe"), member("coal")
    ('birch_log', 'iron_axe', 'coal')
    """
    if item not in FAMILIES:
        return item
    if item in AFTER_FAMILY:
        return AFTER_FAMILY[item]
    return f"iron_{item}" if item in TOOLS else f"{wood}{FAMILIES[item]}"
