"""What there is to learn: named goals with what each needs first.

Pure; voyager/adapters/curriculum_files.py reads curriculum/milestones.toml into these.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from voyager.core.goals import holds
from voyager.core.records import Goal, HaveItem, Record
from voyager.core.knowledge import in_family
from voyager.core.state import State


class Milestone(Record):
    """One step of the tech tree."""

    name: str
    tier: str
    """`wooden`, `stone`, `iron`, `diamond`."""
    goal: Goal
    needs: tuple[str, ...] = ()
    """Milestones that come first."""
    reason: str = ""


def reached(milestone: Milestone, state: State) -> bool:
    """Whether the session has ever met `milestone`: what was lost again still counts."""
    done = any(task.goal == milestone.goal for task in state.completed)
    if done or (state.seen is not None and holds(milestone.goal, state.seen)):
        return True
    goal = milestone.goal
    if not isinstance(goal, HaveItem):
        return False
    if goal.count == 1:
        return any(in_family(item, goal.item) for item in state.obtained)
    return _gained(goal.item, state) >= goal.count


def _gained(item: str, state: State) -> int:
    """How many of `item` the tasks' last attempts brought in, one after another: what was made of
    them since counts, and so does what a chest gave back."""
    return sum(n for task in state.closed for name, n in task.happened.gained.items()
               if in_family(name, item))


def open_milestones(milestones: Sequence[Milestone], state: State) -> list[Milestone]:
    """Those not reached whose needs all are, in the file's order."""
    done = {m.name for m in milestones if reached(m, state)}
    return [m for m in milestones if m.name not in done and done.issuperset(m.needs)]


def needed_for(name: str, milestones: Sequence[Milestone]) -> frozenset[str]:
    """`name` and every milestone that must be reached before it."""
    by_name = {m.name: m for m in milestones}
    found: set[str] = set()
    waiting = [name]
    while waiting:
        milestone = by_name.get(waiting.pop())
        if milestone is not None and milestone.name not in found:
            found.add(milestone.name)
            waiting += milestone.needs
    return frozenset(found)


def disorder(milestones: Iterable[Milestone]) -> list[str]:
    """What is wrong with a tree of milestones: names used twice, needs unknown or not listed before."""
    wrong, before = [], set[str]()
    for milestone in milestones:
        if milestone.name in before:
            wrong.append(f"{milestone.name} stands there twice")
        wrong += [f"{milestone.name} needs {need}, which does not stand before it"
                  for need in milestone.needs if need not in before]
        before.add(milestone.name)
    return wrong
