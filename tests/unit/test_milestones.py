"""When a milestone counts as reached."""

from __future__ import annotations

import pytest

from voyager.core.milestones import Milestone, reached
from voyager.core.records import Happened, HaveItem, Task
from voyager.core.state import ClosedTask, State

STONES = Milestone(name="stones", tier="stone", goal=HaveItem(item="cobblestone", count=11))


def brought(item: str, *counts: int) -> State:
    """The state after one task for each count; what it brought has been used up since."""
    task = Task(id="t1", text="Work", goal=HaveItem(item=item))
    closed = (ClosedTask(task, True, "", 1, Happened(gained={item: n})) for n in counts)
    return State(closed=tuple(closed))


@pytest.mark.parametrize(("counts", "met"), [((11,), True), ((3, 8), True), ((3, 7), False)])
def test_a_count_that_was_passed_through_is_reached(counts: tuple[int, ...], met: bool) -> None:
    assert reached(STONES, brought("cobblestone", *counts)) is met
    assert not reached(STONES, brought("dirt", *counts))


def test_members_of_a_family_count_together() -> None:
    wood = Milestone(name="wood", tier="wooden", goal=HaveItem(item="log", count=3))
    mixed = brought("oak_log", 1).closed + brought("birch_log", 2).closed
    assert reached(wood, State(closed=mixed))
