"""Practice on the library's side: what is recorded, broken off, offered again, and who runs a job."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.unit.test_practice import SEEN, result, run, skill, words
from voyager.adapters.practising import goal_of, practicable, practise_all, with_candidates
from voyager.adapters.skill_files import SkillFiles
from voyager.core.practice import Job, Run, practise, wilson
from voyager.core.records import HaveItem, Observation, Origin, Skill, SkillDraft, StepResult
from voyager.core.scenes import Scene, Start


def ground(passes: dict[str, bool]) -> object:
    """Runs jobs in reverse, as they might end; what passes is told by name."""

    def runs(jobs: Sequence[Job]) -> Iterator[tuple[int, Run]]:
        for index in reversed(range(len(jobs))):
            passed = passes.get(jobs[index].skill.name, True)
            yield index, run(passed).model_copy(update={"scene": jobs[index].scene})

    return runs


def kept(files: SkillFiles, name: str, code: str = "", **origin: object) -> Skill:
    text = code or f"async function {name}(bot) {{}}"
    draft = SkillDraft(name=name, code=text, description=f"{name}.")
    return files.add(draft, Origin.model_validate(origin))


def test_practice_writes_rate_and_spread_into_the_versions_record(tmp_path: Path) -> None:
    files = SkillFiles(tmp_path)
    skills = [kept(files, "works"), kept(files, "fails")]
    practised = list(practise_all(
        skills, 4, 9, files, {s.name: s for s in skills}.get, words, ground({"fails": False}),  # type: ignore[arg-type]
    ))  # fmt: skip
    assert {p.skill.name: p.practice.passed for p in practised} == {"works": 4, "fails": 0}
    stored = files.load("works")
    assert isinstance(stored, Skill) and stored.record.practice
    assert (stored.record.tried, stored.record.succeeded) == (4, 4)
    assert stored.record.practice.low == round(wilson(4, 4)[0], 3)
    assert [world for world in stored.record.worlds if world.startswith("practice:")]
    # later use leaves what practice said standing
    files.record("works", 1, result("threw"), False, "embedded:1")
    again = files.load("works")
    assert isinstance(again, Skill) and again.record.practice == stored.record.practice


def test_broken_off_what_is_complete_stays_and_the_rest_leaves_no_trace(tmp_path: Path) -> None:
    files = SkillFiles(tmp_path)
    skills = [kept(files, "first"), kept(files, "second")]

    def stopped(jobs: Sequence[Job]) -> Iterator[tuple[int, Run]]:
        for index, job in enumerate(jobs):
            if index == 3:
                raise KeyboardInterrupt
            yield index, run(True).model_copy(update={"scene": job.scene})

    with pytest.raises(KeyboardInterrupt):
        list(practise_all(skills, 2, 0, files, lambda name: None, words, stopped))
    done = [files.load(name) for name in ("first", "second")]
    assert [s.record.tried for s in done if isinstance(s, Skill)] == [2, 0]


def test_a_candidate_is_practised_beside_the_version_in_use(tmp_path: Path) -> None:
    files = SkillFiles(tmp_path)
    first = kept(files, "dig")
    for _ in range(5):
        files.record("dig", 1, result(), True, "embedded:0")
    kept(files, "dig", "async function dig(bot) { /* new */ }")
    assert [s.version for s in with_candidates([first], files)] == [1, 2]


def test_a_quarantined_skill_that_passes_is_offered_again_but_a_replaced_one_is_left_alone(
    tmp_path: Path,
) -> None:
    files = SkillFiles(tmp_path)
    draft = SkillDraft(name="weak", code="async function weak(bot) {}", description="Weak.")
    weak = files.add(draft, Origin(), quarantined="it worked 0 of 5 times")
    list(practise_all([weak], 2, 0, files, lambda name: None, words, ground({})))  # type: ignore[arg-type]
    back = files.load("weak")
    assert isinstance(back, Skill) and back.quarantined is None
    gone = skill("old", quarantined="replaced by newer")
    assert practicable([gone, back]) == [back]


def test_an_edit_by_hand_is_held_to_what_the_version_before_was_learned_for(tmp_path: Path) -> None:
    files = SkillFiles(tmp_path)
    goal = HaveItem(item="stick", count=4)
    kept(files, "craftStick", goal=goal)
    edited = kept(
        files, "craftStick", "async function craftStick(bot) { /* mine */ }", author="hand"
    )
    assert goal_of(edited, files, words) == goal


class OneWorld:
    """A World double: says what it was asked to run."""

    def __init__(self, ends: StepResult) -> None:
        self.ends = ends
        self.asked: list[str] = []

    def begin(self, snapshot: str | None) -> Observation:
        return SEEN

    def check(self, program: object, skills: object) -> StepResult | None:
        return None

    def execute(self, program: object, skills: Sequence[Skill], limits: object) -> StepResult:
        self.asked += [s.name for s in skills]
        return self.ends

    def snapshot(self) -> str | None:
        return None

    def close(self) -> None:
        return None


def test_a_job_runs_with_all_that_it_calls_and_is_judged() -> None:
    world = OneWorld(result("finished", {"stick": 4}))
    job = Job(
        skill=skill("a"), called=(skill("b"),), goal=HaveItem(item="stick"),
        scene=Scene(seed=1, start=Start()),
    )  # fmt: skip
    assert practise(job, world).passed
    assert world.asked == ["b"]
