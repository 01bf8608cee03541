"""What must be done before anything else: eat, make room, get through the night.

Rules over one Observation; each answers with a Proposal or None. Knows no plan and no goal.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from voyager.core.knowledge import Knowledge
from voyager.core.records import (
    Attempt,
    EatFood,
    Goal,
    Observation,
    PlaceBlock,
    Proposal,
    ReachPlace,
)

HUNGRY = (
    7  # of 20: below it one cannot run, and soon no wound heals; https://minecraft.wiki/w/Hunger
)
HEALS = 18  # of 20 food, from which wounds heal; https://minecraft.wiki/w/Hunger
FULL_SLOTS = 34  # of 36: what drops next may not be picked up
WEAK = 8  # of 20 health: two blows of a zombie
NIGHT = (13000, 23000)  # ticks of the day in which monsters spawn in the open
SHELTER_RADIUS = 12  # blocks: a shelter is dug where one stands; coming out here means surviving
ALWAYS_DARK_BELOW = 55  # y under which the time of day means nothing


def needed(
    seen: Observation, knowledge: Knowledge, stuck: Callable[[Goal], bool]
) -> Proposal | None:
    """The most pressing upkeep, leaving out what is `stuck`."""
    rules = (_shelter, _food, room)
    proposals = (rule(seen, knowledge) for rule in rules)
    return next((p for p in proposals if p and not stuck(p.goal)), None)


def _shelter(seen: Observation, knowledge: Knowledge) -> Proposal | None:
    """At night in the open, and hurt or with no weapon: dig in and wait."""
    if not night_above(seen):
        return None
    danger = any(e.kind == "hostile" and e.distance < 24 for e in seen.entities)
    if danger and seen.health < WEAK:
        why = f"monsters are near and health is {seen.health:.0f} of 20"
    elif not any(item.endswith(("_sword", "_axe")) for item in seen.inventory):
        why = "no weapon is held"
    else:
        return None
    return until_morning(seen, why)


def night_above(seen: Observation) -> bool:
    """Whether it is night, and the player where that means something."""
    return NIGHT[0] <= seen.time_of_day <= NIGHT[1] and seen.position.y > ALWAYS_DARK_BELOW


def until_morning(seen: Observation, why: str) -> Proposal:
    return Proposal(
        text="Dig in until morning",
        goal=ReachPlace(position=seen.position, radius=SHELTER_RADIUS),
        reason=f"it is night and {why}",
    )


def shelter_failed(goal: Goal, attempts: Sequence[Attempt]) -> bool:
    """Whether the player died in its shelter: it stands elsewhere now, and need not go back there."""
    return (
        isinstance(goal, ReachPlace)
        and goal.position is not None
        and goal.radius == SHELTER_RADIUS
        and any(attempt.result.outcome == "died" for attempt in attempts)
    )


def _food(seen: Observation, knowledge: Knowledge) -> Proposal | None:
    """Hungry, or hurt and not full enough to heal: eat, whatever it takes to have something."""
    hurt = seen.health < WEAK and seen.food < HEALS
    if seen.food >= HUNGRY and not hurt:
        return None
    why = f"food is {seen.food:g} of 20"
    return Proposal(
        text="Eat something",
        goal=EatFood(),
        reason=f"health is {seen.health:.0f} of 20 and {why}" if hurt else why,
    )


def room(seen: Observation, knowledge: Knowledge) -> Proposal | None:
    """Nearly full: a chest for what is not needed now."""
    if seen.slots_used < FULL_SLOTS:
        return None
    return Proposal(
        text="Store what is not needed in a chest",
        goal=PlaceBlock(block="chest"),
        reason=f"{seen.slots_used} of 36 inventory slots are taken",
    )
