"""Near-duplicates: what counts as one shape, what is made of it, and that nothing is replaced unproved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from voyager.adapters.skill_files import SkillFiles
from voyager.adapters.tidying import Proof, prove, replace
from voyager.core.duplicates import Shaped, find
from voyager.core.merging import Merger, merge
from voyager.core.practice import Job, Run
from voyager.core.records import (
    Described, Goal, Observation, Origin, Position, Skill, SkillDraft, StepResult,
)  # fmt: skip

OAK = """/** Mine oak logs. */
async function mineOakLogs(bot, count = 3) {
  const missing = count - api.count("oak_log");
  if (missing > 0) await mineBlock(bot, 'oak_log', missing);  // until held
}
"""
BIRCH = """async function mineBirchLogs(bot, n = 5) {
  const left = n - api.count("birch_log");
  if (left > 0) await mineBlock(bot, 'birch_log', left);
}
"""
SEEN = Observation(tick=0, position=Position(x=0, y=64, z=0), health=20, food=20)


def skill(code: str, description: str = "Mines logs.") -> Skill:
    name = code.split("function ")[1].split("(")[0]
    return Skill(name=name, code=code, description=description)


def alike(texts: Sequence[str]) -> Sequence[Sequence[float]]:
    """Vectors by first word: the same word, the same meaning."""
    words = sorted({text.split()[0] for text in texts})
    return [[float(text.split()[0] == word) for word in words] for text in texts]


def merger(*codes: str, taken: set[str] | None = None) -> Merger | None:
    groups, _ = find([skill(code) for code in codes], alike)
    assert len(groups) == 1
    return merge(groups[0], taken or set())


def test_shape_is_blind_to_literals_comments_spaces_and_own_names() -> None:
    assert Shaped(skill(OAK)).shape == Shaped(skill(BIRCH)).shape
    other = BIRCH.replace("left > 0", "left >= 0")
    assert Shaped(skill(OAK)).shape != Shaped(skill(other)).shape
    calls = BIRCH.replace("mineBlock", "killMob")
    assert Shaped(skill(OAK)).shape != Shaped(skill(calls)).shape


def test_one_shape_with_another_meaning_is_no_duplicate() -> None:
    groups, _ = find([skill(OAK, "Mines logs."), skill(BIRCH, "Feeds pigs.")], alike)
    assert groups == []


def test_what_differs_becomes_a_parameter_and_the_old_names_call_the_new_skill() -> None:
    made = merger(BIRCH, OAK)
    assert made is not None
    assert made.merged.name == "mineLogs"
    assert made.parameters == ('item = "birch_log"',)
    assert "async function mineLogs(bot, n = 5, " in made.merged.code
    assert "birch_log" not in made.merged.code.split("{", 1)[1]
    alias = made.aliases[1].code
    assert "async function mineOakLogs(bot, count = 3)" in alias
    assert "return mineLogs(bot, count, " in alias and "oak_log" in alias


def test_a_name_that_is_taken_is_not_taken_again() -> None:
    made = merger(OAK, BIRCH, taken={"mineLogs", "MINEITEMLOGS"})
    assert made is not None and made.merged.name == "mineAnyLogs"


def test_the_same_code_twice_needs_no_new_skill() -> None:
    copy = OAK.replace("mineOakLogs", "getOakLogs")
    made = merger(OAK, copy)
    assert made is not None and made.parameters == ()
    assert made.merged.name == "getOakLogs"
    assert "return getOakLogs(bot, count);" in made.aliases[1].code


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "async function a1(bot, { x } = {}) { f('p') }",
            "async function b1(bot, { x } = {}) { f('q') }",
        ),
        (
            "const kind = 'p'\nasync function a1(bot) { f(kind) }",
            "const kind = 'q'\nasync function b1(bot) { f(kind) }",
        ),
        (
            "async function a1(bot) { f(1,2,3,4,5) }",
            "async function b1(bot) { f(6,7,8,9,10) }",
        ),
    ],
)
def test_what_cannot_be_parametrised_by_rule_is_left_alone(one: str, other: str) -> None:
    assert merger(one, other) is None


def test_a_literal_that_is_a_key_becomes_a_computed_one() -> None:
    made = merger(
        "async function smeltA(bot) { go({ 'a': 1 }) }",
        "async function smeltB(bot) { go({ 'b': 1 }) }",
    )
    assert made is not None and "{ [what]: 1 }" in made.merged.code


LOOK = """async function findOak(bot) {
  const id = mcData.blocksByName.oak_log.id;
  await api.goto(bot.findBlock({ matching: id }).position);
}
"""


def test_one_name_that_is_looked_up_may_differ() -> None:
    found = merger(LOOK, LOOK.replace("findOak", "findBirch").replace("oak_log", "birch_log"))
    assert found is not None
    assert 'block = "birch_log"' in found.merged.code
    assert "mcData.blocksByName[block].id" in found.merged.code
    assert '(bot, "oak_log")' in found.aliases[1].code  # by name: findBirch, findOak
    assert '(bot, "birch_log")' in found.aliases[0].code


def test_two_names_that_are_looked_up_or_one_that_is_called_may_not() -> None:
    two = LOOK.replace("findOak", "findBirch").replace("oak_log.id", "birch_log.hardness")
    called = LOOK.replace("findOak", "findBirch").replace("findBlock", "findEntity")
    for other in (two, called):
        assert find([skill(LOOK), skill(other)], alike)[0] == []


def test_pairs_that_only_a_reader_can_judge_are_told() -> None:
    longer = OAK.replace("mineOakLogs", "fellOaks").replace("  if", "  api.ticks();\n  if")
    _, pairs = find([skill(OAK), skill(longer.replace("api.ticks();", "{}"))], alike)
    assert [(pair.first, pair.second) for pair in pairs] == [("fellOaks", "mineOakLogs")]


# ── proof and replacement ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("before", "after", "holds"),
    [(3, 3, True), (2, 3, True), (3, 2, False), (0, 0, False), (0, 1, True)],
)
def test_a_proof_is_to_do_what_the_old_one_did_and_something(
    before: int, after: int, holds: bool
) -> None:
    assert Proof(name="a", before=before, after=after, worlds=3).holds is holds


def words(text: str) -> Goal:
    return Described(text=text)


def library(tmp_path: Path) -> tuple[SkillFiles, list[Skill]]:
    files = SkillFiles(tmp_path)
    drafts = [
        SkillDraft(name=skill(c).name, code=c, description="Mines logs.") for c in (BIRCH, OAK)
    ]
    return files, [files.add(draft, Origin(author="recipes")) for draft in drafts]


def get(files: SkillFiles, name: str) -> Skill | None:
    found = files.load(name)
    return found if isinstance(found, Skill) else None


def tried(files: SkillFiles, skills: list[Skill], broken: str = "") -> tuple[Merger, bool]:
    """Prove and, where it holds, replace; whatever runs code with `broken` in it fails."""
    groups, _ = find(skills, alike)
    made = merge(groups[0], {s.name for s in skills})
    assert made is not None
    seen: list[Job] = []

    def ground(jobs: Sequence[Job]) -> Iterator[tuple[int, Run]]:
        seen.extend(jobs)
        for index, job in enumerate(jobs):
            failed = bool(broken) and broken in job.skill.code
            outcome = "threw" if failed else "finished"
            ended = StepResult.model_validate({"outcome": outcome, "after": SEEN.model_dump()})
            yield index, Run(scene=job.scene, passed=not failed, result=ended)

    trial = prove(made, 2, 0, files, lambda name: get(files, name), words, ground)
    for old, new in zip(seen[::2], seen[1::2], strict=True):
        assert old.scene == new.scene and old.skill.name == new.skill.name
        assert made.merged.name in [each.name for each in new.called]
    if trial.holds:
        replace(made, trial, 0, files, lambda name: get(files, name))
    return made, trial.holds


def test_what_is_proved_replaces_and_history_stays(tmp_path: Path) -> None:
    files, skills = library(tmp_path)
    made, holds = tried(files, skills)
    assert holds
    kept = get(files, made.merged.name)
    assert kept and kept.record.practice and kept.record.practice.passed == 2
    assert kept.learned_from.author == "tidy"
    for old in skills:
        now = get(files, old.name)
        assert now and now.quarantined == "replaced by mineLogs"
        assert [each.code for each in files.history(old.name)] == [old.code, now.code]
    # being called does not bring the old versions back
    result = StepResult(outcome="finished", after=SEEN)
    for _ in range(6):
        files.record("mineOakLogs", 2, result, True, "embedded:0")
    now = get(files, "mineOakLogs")
    assert now and now.version == 2 and now.quarantined == "replaced by mineLogs"


def test_what_is_not_proved_leaves_all_as_it_was(tmp_path: Path) -> None:
    files, skills = library(tmp_path)
    _, holds = tried(files, skills, broken="return mineLogs(bot, count")
    assert not holds
    assert files.names() == ["mineBirchLogs", "mineOakLogs"]
    assert [get(files, s.name) for s in skills] == skills
