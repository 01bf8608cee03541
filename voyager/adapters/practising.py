"""Practice of skills of a library: jobs made, runs gathered, records written.

Knows the library's files and what practice says of a version. The worlds come from outside: a ground
is anything that runs jobs. Used by `voyager skills practice`, `tidy`, the browser and the end of a run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from voyager.adapters.skill_card import SkillCard, VersionCard
from voyager.adapters.skill_files import SkillFiles
from voyager.core.maturity import TRIAL_TRIES
from voyager.core.practice import (
    REPLACED, Job, Lookup, Run, changed, goal_from, job_of, owed, shas_of, tally,
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


@dataclass(frozen=True)
class Planned:
    """A version to be practised, and in which worlds of a seed."""

    skill: Skill
    numbers: Sequence[int]


def goal_of(skill: Skill, files: SkillFiles, read: Read) -> Goal | None:
    """What `skill` is held to in practice; None: that it finishes without faults.

    A candidate is held to what the version does that it is to stand in for.
    """
    if (current := rival_of(skill, files)) and (goal := goal_of(current, files, read)):
        return goal
    earlier = [s.learned_from for s in files.history(skill.name) if s.version < skill.version]
    return goal_from(skill.learned_from, earlier[::-1], read)


def rival_of(skill: Skill, files: SkillFiles) -> Skill | None:
    """The version in use whose place `skill` is to take once it has done as well; else None."""
    card = files.card(skill.name)
    if not isinstance(card, SkillCard) or card.candidate != skill.version:
        return None
    current = files.version(card, card.current)
    return current if isinstance(current, Skill) else None


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


def untried(skills: Sequence[Skill], lookup: Lookup) -> list[Skill]:
    """Those of the due ones that have not been run yet with what they call now."""
    return [skill for skill in practicable(skills) if owed(skill, lookup)]


def trials(names: Sequence[str], files: SkillFiles) -> list[Planned]:
    """Candidates among `names`, each in as many fresh worlds as it lacks for a decision."""
    found = []
    for name in names:
        card = files.card(name)
        if not isinstance(card, SkillCard) or card.candidate not in card.versions:
            continue
        candidate = files.version(card, card.candidate)
        if isinstance(candidate, Skill) and candidate.quarantined is None:
            tried = candidate.record.tried
            found.append(Planned(candidate, range(tried, max(TRIAL_TRIES, tried + 1))))
    return found


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
    """Run each skill in `worlds` worlds of `seed`: see practise_planned."""
    planned = [Planned(skill, range(worlds)) for skill in skills]
    return practise_planned(planned, seed, files, lookup, read, ground, told)


def practise_planned(
    planned: Sequence[Planned],
    seed: int,
    files: SkillFiles,
    lookup: Lookup,
    read: Read,
    ground: Ground,
    told: Callable[[Skill, Run], None] = lambda skill, run: None,
) -> Iterator[Practised]:
    """Run each skill in its worlds of `seed`; each is recorded and yielded once all its runs are in.

    Broken off, what is complete stays recorded and the rest leaves no trace.
    """
    goals = [goal_of(each.skill, files, read) for each in planned]
    rivals = [rival_of(each.skill, files) for each in planned]
    places = [(which, number) for which, each in enumerate(planned) for number in each.numbers]
    jobs = [
        job_of(planned[which].skill, number, seed, goals[which], lookup, rivals[which])
        for which, number in places
    ]
    runs: list[dict[int, Run]] = [{} for _ in planned]
    for index, run in ground(jobs):
        which, number = places[index]
        skill = planned[which].skill
        runs[which][number] = run
        told(skill, run)
        if len(runs[which]) == len(planned[which].numbers):
            ordered = tuple(runs[which][n] for n in planned[which].numbers)
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
