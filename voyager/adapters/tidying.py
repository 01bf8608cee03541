"""Tidying a library: near-duplicates found, one skill proposed for them, proved, put in their place.

Knows the library's files and the order in which they are changed: the new skill first, then the old
names, each under the lock, so that a kill in between leaves only a skill too many. History stays.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from voyager.adapters.embedding import MiniLM
from voyager.adapters.practising import Ground, Read, goal_of, keep
from voyager.adapters.skill_card import VersionCard, sha_of
from voyager.adapters.skill_files import SkillFiles
from voyager.core.duplicates import Pair, find
from voyager.core.merging import Merger, merge, origin_of
from voyager.core.practice import REPLACED, Job, Run, job_of, shas_of, tally
from voyager.core.records import Record, Skill, SkillDraft
from voyager.core.skill_graph import closure
from voyager.shipped import shipped


@dataclass(frozen=True)
class Proposals:
    """What could be tidied."""

    mergers: tuple[Merger, ...]
    pairs: tuple[Pair, ...]
    """Alike in what they call and mean, but not in shape: for a reader."""


class Proof(Record):
    """How one old skill and its alias did in the same worlds."""

    name: str
    before: int
    after: int
    worlds: int

    @property
    def holds(self) -> bool:
        """The new one can do what the old one could, and that was something."""
        return self.after >= max(self.before, 1)


def propose(skills: Sequence[Skill]) -> Proposals:
    """What could be one skill, by the shape of code and the meaning of descriptions."""
    model = MiniLM()
    groups, pairs = find(skills, lambda texts: model.embed(list(texts)).tolist())
    taken = {skill.name for skill in skills}
    taken |= {path.stem for path in (shipped("skills") / "primitives").glob("*.js")}
    mergers = []
    for group in groups:
        if merger := merge(group, taken):
            mergers.append(merger)
            taken.add(merger.merged.name)
    return Proposals(tuple(mergers), tuple(pairs))


@dataclass(frozen=True)
class Trial:
    """Old and new side by side: a proof for each member, and the runs of its alias."""

    proofs: tuple[Proof, ...]
    runs: tuple[tuple[Run, ...], ...]

    @property
    def holds(self) -> bool:
        return all(proof.holds for proof in self.proofs)


def prove(
    merger: Merger, worlds: int, seed: int, files: SkillFiles, get: Callable[[str], Skill | None],
    read: Read, ground: Ground,
) -> Trial:  # fmt: skip
    """Run every old skill and what would take its place in the same worlds, held to the old one's goal."""
    drafts = {draft.name: draft for draft in (*merger.aliases, merger.merged)}

    def replaced(name: str) -> Skill | None:
        return _skill(drafts[name]) if name in drafts else get(name)

    jobs: list[Job] = []
    for skill, alias in zip(merger.members, merger.aliases, strict=True):
        goal = goal_of(skill, files, read)
        for number in range(worlds):
            job = job_of(skill, number, seed, goal, get)
            new = _skill(alias)
            called = [each for each in closure(new.code, replaced) if each.name != new.name]
            jobs += [job, job.model_copy(update={"skill": new, "called": tuple(called)})]
    runs: dict[int, Run] = dict(ground(jobs))
    proofs, kept = [], []
    for i, skill in enumerate(merger.members):
        mine = range(i * worlds * 2, (i + 1) * worlds * 2, 2)
        after = tuple(runs[n + 1] for n in mine)
        before = sum(runs[n].passed for n in mine)
        passed = sum(run.passed for run in after)
        proofs.append(Proof(name=skill.name, before=before, after=passed, worlds=worlds))
        kept.append(after)
    return Trial(tuple(proofs), tuple(kept))


def replace(
    merger: Merger, trial: Trial, seed: int, files: SkillFiles, get: Callable[[str], Skill | None]
) -> Skill:
    """Keep the new skill, and let the old names call it: shown to no author, but still there for callers."""
    assert trial.holds, "what has not been proved takes nobody's place"
    first = merger.members[0]
    if merger.merged.name in {skill.name for skill in merger.members}:
        kept = next(skill for skill in merger.members if skill.name == merger.merged.name)
    else:
        draft = merger.merged
        called = {s.name: s.sha for s in closure(draft.code, get) if s.name != draft.name}
        kept = files.add(draft, origin_of(merger).model_copy(update={"called": called}))
        runs = trial.runs[merger.members.index(first)]
        keep(files, kept, runs, tally(runs, seed, kept, shas_of(kept, get)))
    for skill, alias, runs in zip(merger.members, merger.aliases, trial.runs, strict=True):
        if alias.name != kept.name:
            origin = skill.learned_from.model_copy(update={"called": {kept.name: kept.sha}})
            new = files.add(alias, origin)
            keep(files, new, runs, tally(runs, seed, new, shas_of(new, get)))
            _step_back(files, new, kept)
    return kept


def _step_back(files: SkillFiles, alias: Skill, kept: Skill) -> None:
    """Make `alias` the current version of its skill, every version quarantined."""
    files.use_version(alias.name, alias.version)
    reason = f"{REPLACED}{kept.name}"

    def stepped_back(entry: VersionCard) -> VersionCard:
        return entry.model_copy(update={"quarantined": reason})

    for number in files.known(alias.name).versions:
        files.change(alias.name, number, stepped_back)


def _skill(draft: SkillDraft) -> Skill:
    return Skill(
        name=draft.name,
        code=draft.code,
        description=draft.description,
        uses=draft.uses,
        needs=draft.needs,
        sha=sha_of(draft.code),
    )
