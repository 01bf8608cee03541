"""What a change leaves to be practised: who is due, who is not run again, and how candidates are tried."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.contract.test_skill_library import ORIGIN, draft
from tests.contract.test_skill_truth import Letters, edit, refuses_torn
from tests.unit.test_practice import result, run, skill, words
from voyager.adapters.practising import practise_planned, trials
from voyager.adapters.skill_files import SkillFiles
from voyager.adapters.skill_library import Library
from voyager.core.knowledge import in_family
from voyager.core.practice import Job, Run, changed, owed, tally
from voyager.core.records import HaveItem, Origin, SkillDraft, TrackRecord


def test_what_failed_stays_due_but_is_run_once_for_each_change() -> None:
    helper = skill("helper")
    caller = skill("caller", "async function caller(bot) { await helper(bot) }",
                   learned_from=Origin(called={"helper": "an older one"}))  # fmt: skip
    shelf = {"helper": helper, "caller": caller}
    assert owed(caller, shelf.get) == ["helper"]
    failed = tally([run(False)], 0, caller, {"helper": helper.sha})
    caller = caller.model_copy(update={"record": TrackRecord(practice=failed)})
    assert changed(caller, shelf.get) == ["helper"] and owed(caller, shelf.get) == []
    shelf["helper"] = skill("helper", "async function helper(bot) { /* third */ }")
    assert owed(caller, shelf.get) == ["helper"]


def test_worlds_do_not_add_up_over_a_change_that_failed_and_was_taken_back() -> None:
    caller = skill("caller")
    first = tally([run(True, world=1)], 0, caller, {"helper": "good"})
    caller = caller.model_copy(update={"record": TrackRecord(practice=first)})
    second = tally([run(False, world=2)], 0, caller, {"helper": "bad"})
    caller = caller.model_copy(update={"record": TrackRecord(practice=second)})
    third = tally([run(True, world=3)], 0, caller, {"helper": "good"})
    assert (third.worlds, third.passed) == (1, 1)


def test_an_edit_by_hand_names_the_skills_that_call_it(tmp_path: Path) -> None:
    library = Library(tmp_path, Letters)
    library.add(draft("a"), ORIGIN)
    library.add(draft("b", body="await a(bot)"), ORIGIN)
    assert library.get("a")
    library.close()
    edit(tmp_path, "a", "async function a(bot) { edited }")
    told: list[str] = []
    again = Library(tmp_path, Letters, notice=told.append, checker=refuses_torn)
    assert again.get("a")
    again.close()
    assert len(told) == 1 and told[0].endswith(
        "since they call it: b (voyager skills practice --changed)."
    )


def test_a_candidate_is_held_to_what_the_version_in_use_does_from_where_that_one_begins(
    tmp_path: Path,
) -> None:
    files = SkillFiles(tmp_path)
    four, one = HaveItem(item="stick", count=4), HaveItem(item="stick", count=1)
    draft = SkillDraft(name="a", code="async function a(bot) {}", description="a", needs={"planks": 2})
    files.add(draft, Origin(goal=four, tools=("iron_axe",)))
    for number in range(10):
        files.record("a", 1, result(), number > 0, "embedded:1")
    other = draft.model_copy(update={"code": "async function a(bot) { }", "needs": {"stick": 9}})
    assert files.add(other, Origin(goal=one)).version == 2
    planned = trials(["a", "gone"], files)
    assert [(each.skill.version, list(each.numbers)) for each in planned] == [(2, [0, 1, 2])]
    asked: list[Job] = []

    def runs(jobs: Sequence[Job]) -> Iterator[tuple[int, Run]]:
        asked.extend(jobs)
        for index, job in enumerate(jobs):
            yield index, run(index > 0).model_copy(update={"scene": job.scene})

    list(practise_planned(planned, 0, files, lambda name: None, words, runs))
    assert {job.goal for job in asked} == {four}
    held = asked[0].scene.start.inventory
    assert held.get("iron_axe") == 1 and not held.get("stick")
    assert sum(count for item, count in held.items() if in_family(item, "planks")) == 2
    # 2 of 3 against 9 of 10 decides nothing: next time one more world, a new one
    assert [list(each.numbers) for each in trials(["a"], files)] == [[3]]
