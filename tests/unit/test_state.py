"""The state as a fold: what one run leaves for the next."""

from __future__ import annotations

import pytest

from voyager.core.events import Event, SessionContinued, SessionPaused, SessionStarted, WorldSpec
from voyager.core.records import Finished
from voyager.core.state import fold

BEGUN = SessionStarted(session="s", world=WorldSpec(), author="recipes", goal="a bed", voyager="0")
AGAIN = SessionContinued(author="recipes")


@pytest.mark.parametrize(
    ("between", "left"),
    [
        ((), "a bed"),  # killed
        ((SessionPaused(reason="stopped by you"),), "a bed"),
        ((SessionPaused(reason="it holds", finished=Finished(reason="it holds")),), None),
        ((SessionPaused(reason="no", finished=Finished(reached=False, reason="no")),), None),
    ],
)
def test_a_goal_stands_until_it_is_reached_or_found_to_be_out_of_reach(
    between: tuple[Event, ...], left: str | None
) -> None:
    assert fold((BEGUN, *between, AGAIN)).goal == left
    named = SessionContinued(author="recipes", goal="a boat")
    assert fold((BEGUN, *between, named)).goal == "a boat"
