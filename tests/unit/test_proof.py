"""A generalised program is kept only when a run from the same beginning has proven it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.doubles.toy_library import ToyLibrary
from tests.doubles.toy_world import ToyWorld
from voyager.core.events import Attempted, WorldEntered
from voyager.core.proof import proven
from voyager.core.records import (
    Attempt,
    Described,
    Goal,
    HaveItem,
    Limits,
    Origin,
    Program,
    SkillDraft,
    Task,
    Verdict,
)
from voyager.core.state import State

NARROW = Program(
    name="mineFiveLogs", code='async function mineFiveLogs(bot) {\n  gain("log", 5);\n}'
)
WIDE = Program(name="mineLogs", code='async function mineLogs(bot, n = 5) {\n  gain("log", 5);\n}')
FEWER = Program(name="mineLogs", code='async function mineLogs(bot, n = 5) {\n  gain("log", 4);\n}')
NONE = Program(name="mineLogs", code="mineLogs()")
TASK = Task(id="t1", text="Mine 5 logs", goal=HaveItem(item="log", count=5))


class Won:
    """A toy world in which NARROW has just won."""

    def __init__(self, home: Path) -> None:
        self.world = ToyWorld(home)
        self.skills = ToyLibrary(home)
        seen = self.world.begin(None)
        entered = WorldEntered(seen=seen, snapshot=self.world.snapshot())
        result = self.world.execute(NARROW, [], Limits())
        attempt = Attempt(number=1, program=NARROW, result=result, verdict=Verdict(success=True))
        self.state = State().apply(entered).apply(Attempted(task_id="t1", attempt=attempt))

    def keep(self, general: Program | None, goal: Goal = TASK.goal) -> tuple[SkillDraft, str]:
        draft = SkillDraft(name=NARROW.name, code=NARROW.code, description="d", general=general)
        task = TASK.model_copy(update={"goal": goal})
        kept = proven(draft, task, self.state, self.world, self.skills, Limits())
        assert self.world.snapshot() == self.state.snapshot, "the world is as it was"
        return kept


def test_what_does_the_same_takes_its_place(tmp_path: Path) -> None:
    draft, found = Won(tmp_path).keep(WIDE)
    assert (draft.name, draft.code, draft.general) == ("mineLogs", WIDE.code, None)
    assert "proven" in found


@pytest.mark.parametrize("general", [FEWER, NONE])
def test_what_does_less_or_cannot_run_does_not(tmp_path: Path, general: Program) -> None:
    draft, found = Won(tmp_path).keep(general)
    assert (draft.name, draft.code, draft.general) == (NARROW.name, NARROW.code, None)
    assert "did not do what mineFiveLogs did" in found


def test_without_an_offer_or_a_goal_that_can_be_seen_nothing_is_run(tmp_path: Path) -> None:
    won = Won(tmp_path)
    assert won.keep(None)[0].code == NARROW.code
    assert won.keep(WIDE, Described(text="Mine some"))[0].code == NARROW.code


def test_another_skill_of_that_name_is_not_written_over(tmp_path: Path) -> None:
    won = Won(tmp_path)
    won.skills.add(SkillDraft(name="mineLogs", code="other", description="d"), Origin())
    draft, found = won.keep(WIDE)
    assert draft.name == NARROW.name
    assert "known already" in found


def test_what_was_kept_before_a_kill_is_taken_up_again(tmp_path: Path) -> None:
    won = Won(tmp_path)
    won.skills.add(SkillDraft(name=WIDE.name, code=WIDE.code, description="d"), Origin())
    assert won.keep(WIDE)[0].name == "mineLogs"
