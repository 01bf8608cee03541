"""When monsters are hunted: what takes the whole night by day, what takes daylight by night, waits.

Rules over one Observation and a goal's plan. Knows no session; what is done meanwhile is up to the
recipe author, which takes its other steps first.
"""

from __future__ import annotations

from voyager.core.knowledge import Knowledge
from voyager.core.records import DefeatMob, Goal, HaveItem, Observation, Proposal, ReachPlace
from voyager.roles.planner import plan_for
from voyager.roles.steps import Blocked, Hunt
from voyager.roles.upkeep import NIGHT, SHELTER_RADIUS, until_morning

TICKS_S = 20  # ticks a second
SPARE_S = 420  # game seconds of daylight that a hunt wants before it begins; an attempt has 600
SOON_S = 120  # game seconds before dusk from which a hunt by night may begin: it waits by itself


def ill_timed(goal: Goal, knowledge: Knowledge, seen: Observation) -> bool:
    """Whether another time of day suits `goal` so much better that other things come first."""
    if isinstance(goal, DefeatMob):
        return _hostile(goal.mob, knowledge) and _to_dusk_s(seen) > SOON_S
    return takes_monsters(goal, knowledge, seen) and (night(seen) or _to_dusk_s(seen) < SPARE_S)


def better_time(goal: Goal, knowledge: Knowledge, seen: Observation) -> Proposal | None:
    """The wait for the time that suits `goal`; None when it is now, or too far off to wait for."""
    if isinstance(goal, DefeatMob):
        return _until_dusk(seen) if ill_timed(goal, knowledge, seen) else None
    if takes_monsters(goal, knowledge, seen) and night(seen):
        return until_morning(seen, "monsters are hunted by day, when few are about")
    return None


def takes_monsters(goal: Goal, knowledge: Knowledge, seen: Observation) -> bool:
    """Whether `goal` is an item for which what attacks players must still be killed."""
    if not isinstance(goal, HaveItem):
        return False
    steps = plan_for(knowledge, seen, goal.item, goal.count)
    return not isinstance(steps, Blocked) and any(
        isinstance(step, Hunt) and _hostile(step.mob, knowledge) for step in steps
    )


def night(seen: Observation) -> bool:
    """Whether monsters are about on the surface, wherever the player is: hunts begin up there."""
    return NIGHT[0] <= seen.time_of_day <= NIGHT[1]


def _to_dusk_s(seen: Observation) -> float:
    """Game seconds of daylight left; 0 by night."""
    return 0 if night(seen) else ((NIGHT[0] - seen.time_of_day) % 24000) / TICKS_S


def _hostile(mob: str, knowledge: Knowledge) -> bool:
    return knowledge.mobs.get(mob) == "hostile"


def _until_dusk(seen: Observation) -> Proposal:
    return Proposal(
        text="Wait for dusk",
        goal=ReachPlace(position=seen.position, radius=SHELTER_RADIUS),
        reason="monsters come out at night",
    )
