"""Practice: scenes, verdicts, what many runs say, what is due, what is certified."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.doubles.toy_library import ToyLibrary
from voyager.adapters.certified_library import CertifiedLibrary
from voyager.adapters.practising import due
from voyager.core.knowledge import in_family
from voyager.core.practice import (
    Run, baseline, certified, changed, goal_from, judged, learned, tally, wilson,
    with_practice_in_mind,
)  # fmt: skip
from voyager.core.records import (
    DefeatMob, Described, EatFood, Fault, Goal, Happened, HaveItem, Observation, Origin, Position,
    Practice, ReachPlace, Skill, StepResult, TrackRecord,
)  # fmt: skip
from voyager.core.scenes import Scene, Start, draw

SEEN = Observation(tick=0, position=Position(x=0, y=64, z=0), health=20, food=20)


def result(
    outcome: str = "finished", held: dict[str, int] | None = None, ticks: int = 100
) -> StepResult:
    faults = () if outcome == "finished" else (Fault(kind="no_path", message="no way there"),)
    after = SEEN.model_copy(update={"inventory": held or {}})
    return StepResult.model_validate(
        {"outcome": outcome, "after": after.model_dump(), "faults": faults, "ticks": ticks}
    )


def run(passed: bool, ticks: int = 100, world: int = 1) -> Run:
    how = "finished" if passed else "threw"
    return Run(
        scene=Scene(seed=world, start=Start()), passed=passed, result=result(how, ticks=ticks)
    )


def skill(name: str, code: str = "", **more: object) -> Skill:
    text = code or f"async function {name}(bot) {{}}"
    fields = {"name": name, "code": text, "description": name, "sha": sha(text), **more}
    return Skill.model_validate(fields)


def sha(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def words(text: str) -> Goal:
    return Described(text=text)


# ── scenes ─────────────────────────────────────────────────────────────────────────────────────


@given(st.integers(0, 10**6), st.integers(0, 50))
def test_a_scene_is_the_same_for_the_same_seed(seed: int, number: int) -> None:
    asked = (seed, number, {"log": 3}, ("iron_axe",), HaveItem(item="stick"), ("mineBlock",))
    assert draw(*asked) == draw(*asked)


def test_worlds_of_one_seed_differ_in_everything_that_is_randomised() -> None:
    scenes = [draw(0, n, {}, (), None, ()) for n in range(40)]
    assert len({scene.seed for scene in scenes}) == 40
    for field in (
        "time_of_day",
        "offset",
        "ore_share",
        "latency_ms",
        "worn",
        "difficulty",
        "raining",
        "food",
    ):
        assert len({str(getattr(scene.start, field)) for scene in scenes}) > 1, field


def test_all_skills_share_the_worlds_of_a_seed() -> None:
    one = draw(3, 1, {"log": 1}, (), HaveItem(item="stick"), ("craftItem",))
    other = draw(3, 1, {}, ("bow",), DefeatMob(mob="cow"), ("killMob",))
    assert one.seed == other.seed and one.start.offset == other.start.offset


def test_what_is_needed_is_in_hand_but_never_what_is_asked_for() -> None:
    needs = {"log": 2, "coal": 1, "stone_pickaxe": 1}
    for number in range(20):
        start = draw(0, number, needs, ("iron_axe",), HaveItem(item="pickaxe"), ()).start
        assert sum(n for item, n in start.inventory.items() if in_family(item, "log")) == 2
        assert start.inventory["coal"] == 1 and start.inventory["iron_axe"] == 1
        assert not any(in_family(item, "pickaxe") for item in start.inventory)


def test_who_hunts_is_not_put_into_a_peaceful_world_and_who_eats_is_hungry() -> None:
    hunts = [draw(0, n, {}, (), DefeatMob(mob="zombie"), ()).start for n in range(30)]
    kills = [draw(0, n, {}, (), HaveItem(item="string"), ("killMob",)).start for n in range(30)]
    assert all(start.difficulty > 0 for start in (*hunts, *kills))
    assert all(draw(0, n, {}, (), EatFood(), ()).start.food < 20 for n in range(30))


# ── verdicts ───────────────────────────────────────────────────────────────────────────────────


def test_success_is_the_skills_own_goal_where_a_rule_can_tell() -> None:
    goal = HaveItem(item="stick", count=4)
    assert judged(goal, SEEN, result("threw", {"stick": 4})).success
    assert not judged(goal, SEEN, result("finished", {"stick": 3})).success


def test_without_a_goal_success_is_to_finish_without_faults() -> None:
    assert judged(None, SEEN, result("finished")).success
    assert not judged(None, SEEN, result("threw")).success


def test_a_goal_that_holds_only_in_one_world_is_none_elsewhere() -> None:
    place = ReachPlace(position=Position(x=1, y=2, z=3))
    assert goal_from(Origin(goal=place), [], words) is None
    depth = ReachPlace(at_most_y=16)
    assert goal_from(Origin(), [Origin(goal=depth)], words) == depth
    told = HaveItem(item="log", count=3)
    assert goal_from(Origin(task="Mine 3 logs"), [], lambda text: told) == told


def test_a_program_is_held_to_what_it_gained_not_to_what_was_held_before() -> None:
    won = result("finished", {"log": 8}).model_copy(
        update={"happened": Happened(gained={"oak_log": 3})}
    )
    assert learned(HaveItem(item="log", count=8), won) == HaveItem(item="log", count=3)


def test_what_practice_will_ask_for_is_written_down_when_a_skill_is_learned() -> None:
    after = SEEN.model_copy(update={"uses_left": {"iron_axe": 9, "stone_sword": 5}})
    won = StepResult(outcome="finished", after=after, happened=Happened(gained={"stone_sword": 1}))
    kept = with_practice_in_mind(Origin(task="t"), DefeatMob(mob="pig"), won, [skill("helper")])
    assert kept.tools == ("iron_axe",)
    assert kept.goal == DefeatMob(mob="pig")
    assert kept.called == {"helper": skill("helper").sha}


# ── what many runs say ─────────────────────────────────────────────────────────────────────────


@given(st.integers(0, 60), st.integers(0, 60))
def test_wilsons_bounds_enclose_the_rate(passed: int, failed: int) -> None:
    low, high = wilson(passed, passed + failed)
    assert 0 <= low <= high <= 1
    if passed + failed:
        rate = passed / (passed + failed)
        assert low <= rate + 1e-9 and rate <= high + 1e-9


def test_a_tally_counts_worlds_faults_and_times() -> None:
    told = tally(
        [run(True, 300, 1), run(False, world=2), run(True, 100, 3)], 7, skill("a"), {"b": "1"}
    )
    assert (told.worlds, told.passed, told.seed) == (3, 2, 7)
    assert told.ticks == (100, 300)
    assert told.faults == {"no_path": 1}
    assert told.called == {"b": "1"}


def test_worlds_add_up_while_nothing_that_is_called_has_changed() -> None:
    first = tally([run(True, 300, 1), run(False, world=2)], 7, skill("a"), {"b": "1"})
    known = skill("a", record=TrackRecord(practice=first).model_dump())
    more = tally([run(True, 90, 2), run(True, 80, 3)], 8, known, {"b": "1"})
    assert (more.worlds, more.passed, more.ticks) == (
        3,
        3,
        (80, 90, 300),
    )  # world 2 as it went last
    anew = tally([run(True, 90, 2)], 8, known, {"b": "2"})
    assert (anew.worlds, anew.passed) == (1, 1)


def test_a_skill_is_due_when_what_it_calls_has_changed_since_it_last_passed() -> None:
    helper = skill("helper")
    caller = skill("caller", "async function caller(bot) { await helper(bot) }")
    passed = tally([run(True)], 0, caller, {"helper": helper.sha})
    caller = caller.model_copy(update={"record": TrackRecord(practice=passed)})
    shelf = {"helper": helper, "caller": caller}
    assert changed(caller, shelf.get) == []
    shelf["helper"] = skill("helper", "async function helper(bot) { /* better */ }")
    assert changed(caller, shelf.get) == ["helper"]
    assert [s.name for s in due(list(shelf.values()), shelf.get)] == ["caller"]
    # a practice that it does not pass leaves it due
    failed = tally([run(False)], 0, caller, {"helper": shelf["helper"].sha})
    caller = caller.model_copy(update={"record": TrackRecord(practice=failed)})
    assert changed(caller, shelf.get) == ["helper"]


def test_a_skill_never_practised_is_due_when_what_it_was_learned_with_has_changed() -> None:
    helper = skill("helper")
    code = "async function caller(bot) { await helper(bot) }"
    caller = skill("caller", code, learned_from=Origin(called={"helper": "another"}))
    assert changed(caller, {"helper": helper}.get) == ["helper"]
    assert baseline(skill("fresh")) is None and changed(skill("fresh"), lambda name: None) == []


def test_calls_in_a_circle_do_not_hang() -> None:
    a = skill("a", "async function a(bot) { await b(bot) }")
    b = skill(
        "b", "async function b(bot) { await a(bot) }", learned_from=Origin(called={"a": a.sha})
    )
    assert changed(b, {"a": a, "b": b}.get) == []


@pytest.mark.parametrize(
    ("worlds", "passed", "holds"), [(5, 4, True), (5, 3, False), (4, 4, False), (10, 8, True)]
)
def test_certified_is_a_share_of_five_or_more_worlds(worlds: int, passed: int, holds: bool) -> None:
    done = TrackRecord(practice=Practice(worlds=worlds, passed=passed))
    assert certified(skill("a", record=done.model_dump()), 0.8, lambda name: None) is holds


def test_a_server_is_offered_only_what_is_certified_or_was_learned_there(tmp_path: Path) -> None:
    good = TrackRecord(
        practice=Practice(worlds=5, passed=5, called={"helper": skill("helper").sha})
    )
    library = ToyLibrary(tmp_path)
    for each in (
        skill("helper"),
        skill(
            "proved", "async function proved(bot) { await helper(bot) }", record=good.model_dump()
        ),
        skill("unproved"),
        skill("learnedThere", learned_from=Origin(world="remote:0")),
    ):
        library._write(each)
    offered = CertifiedLibrary(library, 0.8)
    assert [s.name for s in offered.all()] == ["learnedThere", "proved"]
    assert offered.get("unproved") is None and offered.get("helper") is None
    assert [s.name for s in offered.relevant("proved unproved helper")] == ["proved"]
    code = "await proved(bot); await unproved(bot);"
    assert [s.name for s in offered.closure(code)] == [
        "helper",
        "proved",
    ]  # it was practised with it
