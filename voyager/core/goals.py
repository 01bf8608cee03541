"""Whether a typed goal holds, decided from observations alone: no model, no world.

`decide` gives the verdict on an attempt, `holds` says whether a goal needs work at all, and
`describe` puts a goal into a line for people. A `Described` goal is beyond all three: only a
model can judge it.
"""

from __future__ import annotations

from collections.abc import Mapping

from voyager.core.knowledge import FAMILIES, count_of, in_family
from voyager.core.records import (
    DefeatMob,
    Described,
    EatFood,
    EquipItem,
    Goal,
    Happened,
    HaveItem,
    Observation,
    PlaceBlock,
    Position,
    ReachPlace,
    StepResult,
    Verdict,
)

NEVER_RAN = ("rejected", "world_lost")


def holds(goal: Goal, seen: Observation) -> bool:
    """Whether `goal` can be seen to hold now; always False for what only an act can meet."""
    match goal:
        case HaveItem():
            return count_of(seen.inventory, goal.item) >= goal.count
        case EquipItem():
            return any(in_family(worn, goal.item) for worn in seen.equipment.values())
        case ReachPlace():
            return not _shortfall_of_place(goal, seen)
        case _:
            return False


def decide(goal: Goal, before: Observation, result: StepResult) -> Verdict | None:
    """The verdict on an attempt by rule, or None when `goal` is only described.

    What held before the attempt counts only if it still holds after it. A program that threw or ran
    out of time has succeeded all the same when the goal holds; one that died has not.
    """
    if isinstance(goal, Described):
        return None
    missing = _shortfall(goal, before, result)
    if result.outcome in NEVER_RAN:
        missing = missing or "the program did not run"
    elif result.outcome == "died" and not missing:
        missing = "the goal was met, but the player died of it"
    if not missing:
        return Verdict(success=True, critique=f"{describe(goal)}: done")
    return Verdict(success=False, critique="; ".join([missing, *what_went_wrong(result)]))


def without_effect(before: Observation, result: StepResult) -> bool:
    """Whether a program that failed left everything as it was: no goal can have been met by it."""
    after = result.after
    return (
        result.outcome not in ("finished", "died")
        and result.happened == Happened()
        and (before.inventory, before.equipment) == (after.inventory, after.equipment)
        and before.position.distance_to(after.position) < 1
    )


def _shortfall(goal: Goal, before: Observation, result: StepResult) -> str:
    """What is missing for `goal`, in words; empty when it is met."""
    happened, after = result.happened, result.after
    match goal:
        case HaveItem():
            held = count_of(after.inventory, goal.item)
            if held >= goal.count:
                return ""
            had = count_of(before.inventory, goal.item)
            lost = f" (had {had} before)" if had > held else ""
            return f"has {held} of {goal.count} {goal.item}{lost}"
        case PlaceBlock():
            return _undone(happened.placed, goal.block, 1, "placed")
        case DefeatMob():
            return _undone(happened.defeated, goal.mob, goal.count, "defeated")
        case EatFood(food=None):
            return "" if happened.eaten else "ate nothing"
        case EatFood(food=str() as food):
            return _undone(happened.eaten, food, 1, "ate")
        case EquipItem():
            if holds(goal, after):
                return ""
            held = count_of(after.inventory, goal.item)
            where = "in the inventory, but neither held nor worn" if held else "not there"
            return f"{goal.item} is {where}"
        case ReachPlace():
            return _shortfall_of_place(goal, after)
        case _:
            return "only a model can judge this goal"


def _undone(done: Mapping[str, int], name: str, needed: int, verb: str) -> str:
    count = count_of(done, name)
    return "" if count >= needed else f"{verb} {count} of {needed} {name}"


def _shortfall_of_place(goal: ReachPlace, seen: Observation) -> str:
    missing = []
    here = seen.position
    if goal.position is not None and here.distance_to(goal.position) > goal.radius:
        away = here.distance_to(goal.position)
        missing.append(f"is {away:.0f} blocks from {_at(goal.position)}, not {goal.radius:g}")
    if goal.at_most_y is not None and here.y >= goal.at_most_y + 1:
        missing.append(f"is at y {here.y:.0f}, above {goal.at_most_y}")
    if goal.at_least_y is not None and here.y < goal.at_least_y:
        missing.append(f"is at y {here.y:.0f}, below {goal.at_least_y}")
    if goal.biome is not None and not _same_biome(seen.biome, goal.biome):
        missing.append(f"is in {seen.biome}, not in {goal.biome}")
    return ", ".join(missing)


def _same_biome(here: str, wanted: str) -> bool:
    """`forest` is met by `birch_forest`, `desert` only by `desert`."""
    return here == wanted or here.endswith("_" + wanted)


def _at(place: Position) -> str:
    return f"{place.x:g} {place.y:g} {place.z:g}"


def what_went_wrong(result: StepResult) -> list[str]:
    """What the attempt itself reports, for the critique."""
    how = {
        "threw": "the program threw", "timed_out": "the program ran out of time",
        "died": "the player died", "rejected": "the program was rejected",
        "world_lost": "the world was lost", "finished": "",
    }[result.outcome]
    told = [f"{fault.kind}: {fault.message}" for fault in result.faults[:2]]
    if result.faults and result.faults[0].kind == result.outcome:  # its message says all of it
        said = result.faults[0].message
        return [said[:1].lower() + said[1:], *told[1:]]
    if not how:
        return told or ["the program ended without an error"]
    return [f"{how} {' and '.join(told)}" if told else how]


def describe(goal: Goal) -> str:
    """One line for people: `Obtain 3 oak_log`."""
    match goal:
        case HaveItem():
            number = f"{goal.count} " if goal.count > 1 or goal.item in FAMILIES else ""
            return f"Obtain {number}{goal.item}"
        case PlaceBlock():
            return f"Place {goal.block}"
        case DefeatMob():
            return f"Defeat {goal.count} {goal.mob}"
        case EquipItem():
            return f"Equip {goal.item}"
        case EatFood():
            return f"Eat {goal.food or 'something'}"
        case ReachPlace():
            return "Reach " + _place_in_words(goal)
        case Described():
            return goal.text


def _place_in_words(goal: ReachPlace) -> str:
    parts = []
    if goal.position is not None:
        parts.append(_at(goal.position))
    if goal.at_most_y is not None:
        parts.append(f"y {goal.at_most_y} or below")
    if goal.at_least_y is not None:
        parts.append(f"y {goal.at_least_y} or above")
    if goal.biome is not None:
        parts.append(f"the biome {goal.biome}")
    return ", ".join(parts) or "any place"
