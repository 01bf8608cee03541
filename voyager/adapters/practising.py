"""Practice of skills of a library: jobs made, runs gathered, records written.

Knows the library's files and what practice says of a version. The worlds come from outside: a ground
is anything that runs jobs. Used by `voyager skills practice`, `tidy` and the browser.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from voyager.adapters.skill_card import SkillCard, VersionCard
from voyager.adapters.skill_files import SkillFiles
from voyager.core.practice import (
    REPLACED, Job, Lookup, Run, changed, goal_from, job_of, shas_of, tally,
)  # fmt: skip
from voyager.core.records import Goal, Practice, Skill

Ground = Callable[[Sequence[Job]], Iterator[tuple[int, Run]]]
"""Runs jobs, each in a world of its own; yields (index, run) in any order."""

Read = Callable[[str], Goal]


@dataclass(frozen=True)
class Practised:
    """A version, what it was held to, and how it did."""

    skill: Skill
    goal: Goal | None
    runs: tuple[Run, ...]
    practice: Practice


def goal_of(skill: Skill, files: SkillFiles, read: Read) -> Goal | None:
    """What `skill` is held to in practice; None: that it finishes without faults."""
    earlier = [s.learned_from for s in files.history(skill.name) if s.version < skill.version]
    return goal_from(skill.learned_from, earlier[::-1], read)


def with_candidates(skills: Sequence[Skill], files: SkillFiles) -> list[Skill]:
    """Each skill, followed by the newer version of it that has yet to prove itself, if there is one."""
    found: list[Skill] = []
    for skill in skills:
        found.append(skill)
        card = files.card(skill.name)
        if isinstance(card, SkillCard) and card.candidate is not None:
            candidate = files.version(card, card.candidate)
            if isinstance(candidate, Skill):
                found.append(candidate)
    return found


def practicable(skills: Sequence[Skill]) -> list[Skill]:
    """Without those that another skill has taken the place of."""
    return [s for s in skills if not (s.quarantined or "").startswith(REPLACED)]


def due(skills: Sequence[Skill], lookup: Lookup) -> list[Skill]:
    """Those whose called skills have changed since they last passed."""
    return [skill for skill in skills if changed(skill, lookup)]


def practise_all(
    skills: Sequence[Skill],
    worlds: int,
    seed: int,
    files: SkillFiles,
    lookup: Lookup,
    read: Read,
    ground: Ground,
    told: Callable[[Skill, Run], None] = lambda skill, run: None,
) -> Iterator[Practised]:
    """Run each skill in `worlds` worlds of `seed`; each is recorded and yielded once all its runs are in.

    Broken off, what is complete stays recorded and the rest leaves no trace.
    """
    goals = [goal_of(skill, files, read) for skill in skills]
    jobs = [
        job_of(skill, number, seed, goal, lookup)
        for skill, goal in zip(skills, goals, strict=True)
        for number in range(worlds)
    ]
    runs: list[dict[int, Run]] = [{} for _ in skills]
    for index, run in ground(jobs):
        which, number = divmod(index, worlds)
        skill = skills[which]
        runs[which][number] = run
        told(skill, run)
        if len(runs[which]) == worlds:
            ordered = tuple(runs[which][n] for n in range(worlds))
            practice = tally(ordered, seed, skill, shas_of(skill, lookup))
            keep(files, skill, ordered, practice)
            yield Practised(skill, goals[which], ordered, practice)


def keep(files: SkillFiles, skill: Skill, runs: Sequence[Run], practice: Practice) -> None:
    """Write what was practised into the version's record."""
    for run in runs:
        where = f"practice:{run.scene.seed}"
        files.record(skill.name, skill.version, run.result, run.passed, where, practice=True)

    def noted(entry: VersionCard) -> VersionCard:
        record = entry.record.model_copy(update={"practice": practice})
        return entry.model_copy(update={"record": record})

    files.change(skill.name, skill.version, noted)
