"""Looks a proposed task over before it is taken up: by the game's data and the session's history.

Pure. A reason is written for the model that proposed the task; None means that it may be taken up.
"""

from __future__ import annotations

import difflib

from voyager.core import goals
from voyager.core.knowledge import FAMILIES, Knowledge
from voyager.core.records import (
    DefeatMob,
    EatFood,
    EquipItem,
    Goal,
    HaveItem,
    Observation,
    PlaceBlock,
    Proposal,
)
from voyager.core.state import State
from voyager.roles.planner import plan_for
from voyager.roles.steps import Blocked, Step

FAILURES = 3  # of the same task since anything changed, before it is sent back
FAR = 12  # steps of a plan beyond which a task is too large for one program


def objection(
    proposal: Proposal, state: State, seen: Observation, knowledge: Knowledge
) -> str | None:
    """Why `proposal` should not be taken up now, or None."""
    goal = proposal.goal
    return (
        unknown(goal, knowledge)
        or _done(proposal, state, seen)
        or _out_of_reach(goal, seen, knowledge)
        or failed_too_often(proposal, state)
    )


def unknown(goal: Goal, knowledge: Knowledge) -> str | None:
    """Which name of `goal` the game does not have, and what may have been meant."""
    match goal:
        case HaveItem(item=name) | EquipItem(item=name):
            known, what = set(knowledge.items) | set(FAMILIES), "item"
        case PlaceBlock(block=name):
            known, what = set(knowledge.blocks) | set(knowledge.items), "block"
        case EatFood(food=str() as name):
            known, what = set(knowledge.items), "food"
        case DefeatMob(mob=name):
            known, what = set(knowledge.mobs), "mob"
        case _:
            return None
    if not known or name in known:
        return None
    near = difflib.get_close_matches(name, sorted(known), n=3)
    return f"There is no {what} `{name}`." + (f" Did you mean {', '.join(near)}?" if near else "")


def _done(proposal: Proposal, state: State, seen: Observation) -> str | None:
    if not isinstance(proposal.goal, EatFood) and goals.holds(proposal.goal, seen):
        return "That holds already."
    goal = proposal.goal
    if isinstance(goal, HaveItem | EquipItem | EatFood):
        return None  # what was spent may be wanted again
    if any(task.goal == goal for task in state.completed):
        return "That was done already."
    return None


def _out_of_reach(goal: Goal, seen: Observation, knowledge: Knowledge) -> str | None:
    match goal:
        case HaveItem(item=item, count=count):
            wanted = count
        case PlaceBlock(block=item) if item not in knowledge.items and item in knowledge.blocks:
            return None  # fire, a portal: it comes of an act, and the game tells when it stands
        case EquipItem(item=item) | PlaceBlock(block=item):
            wanted = 1
        case _:
            return None
    found = plan_for(knowledge.with_every_way, seen, item, wanted)
    if isinstance(found, Blocked):
        return f"`{item}` cannot be had: {found.reason}"
    if len(found) > FAR:
        filled = {fill.item for fill in knowledge.fills}
        first = "; ".join(
            f"{'fill' if step.item in filled else _verb(step)} {step.count} {step.item}"
            for step in found[:3]
        )
        return f"`{item}` takes {len(found)} steps from here, too many for one program. First: {first}."
    return None


def failed_too_often(proposal: Proposal, state: State) -> str | None:
    """Failures since the last success, which is what changes what is possible."""
    since = 0
    why = ""
    for closed in reversed(state.closed):
        if closed.success:
            break
        if closed.task.goal == proposal.goal:
            since += 1
            why = why or closed.reason
    if since < FAILURES:
        return None
    return (
        f"That failed {since} times and nothing has changed since: {why} Propose what leads to it."
    )


def _verb(step: Step) -> str:
    return {"Station": "place"}.get(type(step).__name__, type(step).__name__.lower())
