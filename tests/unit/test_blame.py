"""A failure is charged where it began, and trust is arithmetic on records."""

from __future__ import annotations

from typing import Literal

import pytest

from voyager.core import maturity
from voyager.core.blame import credits
from voyager.core.reach import needs_of, reach
from voyager.core.records import (
    BlockSeen, Call, Fault, Observation, Outcome, Position, Skill, StepResult, TrackRecord,
)  # fmt: skip
from voyager.core.skill_graph import callers, closure, cycle, with_called

HERE = Position(x=0, y=0, z=0)
SEEN = Observation(tick=1, position=HERE, health=20, food=20)


def call(
    name: str,
    outcome: str = "ok",
    parent: int | None = None,
    kind: Literal["primitive", "skill"] = "skill",
    gained: dict[str, int] | None = None,
) -> Call:
    return Call(
        name=name, kind=kind, parent=parent, start_tick=0, ticks=1, outcome=outcome,
        gained=gained or {},
    )  # fmt: skip


def ran(*calls: Call, outcome: Outcome = "threw", faults: tuple[Fault, ...] = ()) -> StepResult:
    return StepResult(outcome=outcome, after=SEEN, calls=calls, faults=faults)


def charged(result: StepResult) -> dict[str, bool]:
    return {c.name: c.worked for c in credits(result)}


def test_the_skill_that_failed_is_charged_and_its_callers_are_not() -> None:
    result = ran(
        call("outer", "no_path"), call("middle", "no_path", 0), call("inner", "no_path", 1)
    )
    assert charged(result) == {"inner": False}


def test_a_primitive_that_failed_is_charged_with_the_skill_that_called_it() -> None:
    fault = Fault(kind="not_found", message="No oak_log within 32 blocks.", file="mineBlock.js")
    result = ran(
        call("getWood", "not_found"), call("mineOakLog", "not_found", 0),
        call("mineBlock", "not_found", 1, "primitive"), faults=(fault,),
    )  # fmt: skip
    assert charged(result) == {"mineBlock": False, "mineOakLog": False}
    skill = next(c for c in credits(result) if c.kind == "skill")
    assert skill.fault is not None
    assert (skill.fault.message, skill.fault.details["primitive"]) == (fault.message, "mineBlock")


def test_a_caller_that_went_on_after_a_failure_has_worked() -> None:
    result = ran(
        call("outer"), call("inner", "no_path", 0), call("other", "ok", 0), outcome="finished"
    )
    assert charged(result) == {"outer": True, "inner": False, "other": True}


def test_a_caller_that_threw_something_else_is_charged_itself() -> None:
    result = ran(call("outer", "threw"), call("inner", "no_path", 0))
    assert charged(result) == {"outer": False, "inner": False}


def test_a_bad_argument_is_the_callers_doing() -> None:
    result = ran(
        call("top", "bad_argument"), call("caller", "bad_argument", 0),
        call("craftItem", "bad_argument", 1, "primitive"),
    )  # fmt: skip
    assert charged(result) == {"caller": False}
    assert charged(ran(call("caller", "bad_argument"), call("callee", "bad_argument", 0))) == {
        "caller": False
    }


@pytest.mark.parametrize("calls", [(call("a", "unfinished"), call("b", "unfinished", 0))])
def test_what_never_ended_is_charged_to_the_innermost(calls: tuple[Call, ...]) -> None:
    assert charged(ran(*calls, outcome="timed_out")) == {"b": False}


def test_a_lost_world_blames_nobody_and_a_trace_that_makes_no_sense_breaks_nothing() -> None:
    assert credits(ran(call("a", "world_lost"), outcome="world_lost")) == ()
    assert charged(ran(call("a", "threw", parent=7), call("b", "ok", parent=1))) == {
        "a": False,
        "b": True,
    }


def test_maturity_and_floor_ask_for_enough_runs() -> None:
    assert not maturity.mature(TrackRecord(tried=4, succeeded=4))
    assert maturity.mature(TrackRecord(tried=5, succeeded=4))
    assert maturity.below_floor(TrackRecord(tried=4, succeeded=0)) is None
    assert maturity.below_floor(TrackRecord(tried=5, succeeded=1)) == "it worked 1 of 5 times"
    assert maturity.below_floor(TrackRecord(tried=10, succeeded=3)) is None
    assert maturity.below_floor(TrackRecord(tried=9, succeeded=2), pardoned=(6, 1)) is None


def test_a_candidate_takes_over_when_it_does_at_least_as_well() -> None:
    current = TrackRecord(tried=10, succeeded=9)
    assert maturity.compare(current, TrackRecord(tried=2, succeeded=2)) == "undecided"
    assert maturity.compare(current, TrackRecord(tried=3, succeeded=3)) == "replace"
    assert maturity.compare(current, TrackRecord(tried=6, succeeded=5)) == "undecided"
    assert maturity.compare(current, TrackRecord(tried=8, succeeded=1)) == "keep"


def test_needs_are_what_was_spent_and_not_gained_before() -> None:
    result = ran(
        call("mine", gained={"log": 3}), call("planks", gained={"log": -1, "oak_planks": 4}),
        call("pick", gained={"oak_planks": -3, "stick": -2, "wooden_pickaxe": 1}),
        call("inside", parent=2, gained={"stick": -2}), outcome="finished",
    )  # fmt: skip
    assert needs_of(result) == {"stick": 2}


def test_reach_counts_what_is_held_and_half_of_what_is_in_sight() -> None:
    block = BlockSeen(name="oak_log", count=3, nearest=HERE, distance=4)
    seen = SEEN.model_copy(update={"inventory": {"iron_ingot": 3}, "blocks": (block,)})
    assert reach({"iron_ingot": 3}, seen) == 1
    assert reach({"iron_ingot": 3, "diamond": 1}, seen) == 0.5
    assert reach({"log": 2}, seen) == 0.5
    assert reach({"diamond": 3}, seen) == 0
    assert reach({"diamond": 3}, None) == reach({}, seen) == 1


def skill(name: str, body: str = "") -> Skill:
    return Skill(name=name, code=f"async function {name}(bot) {{ {body} }}", description="d")


def test_the_graph_knows_callers_closures_and_cycles() -> None:
    skills = {
        s.name: s for s in (skill("a", "await b(bot)"), skill("b", "await c(bot)"), skill("c"))
    }
    assert [s.name for s in closure("await a(bot)", skills.get)] == ["a", "b", "c"]
    assert callers("c", skills.values()) == ["a", "b"]
    assert cycle({"a": ["b"], "b": ["c"], "c": []}) == []
    assert cycle({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": ["a"]}) == ["a", "b", "d", "a"]
    assert cycle({"a": ["a"]}) == [], "recursion is no cycle of skills"
    deep = {f"n{i}": [f"n{i + 1}"] for i in range(5000)}
    assert cycle(deep) == []


def test_called_skills_come_along_as_far_as_there_is_room() -> None:
    skills = {s.name: s for s in (skill("a", "await b(bot)"), skill("b"), skill("z", "1;" * 4000))}
    chosen = [skills["a"], skills["z"]]
    assert [s.name for s in with_called(chosen, skills.get, None)] == ["a", "z", "b"]
    assert [s.name for s in with_called(chosen, skills.get, 100)] == ["a"]
    assert [s.name for s in with_called([skills["z"]], skills.get, 1)] == ["z"], "one always stays"
