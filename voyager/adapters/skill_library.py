"""The SkillLibrary port: files for the truth, a catalogue for opening quickly, a finder for finding.

Everything on disk is looked at when a library is opened (one stat a file; only what changed is
read). After that, what this and other processes write is seen each time something is asked, at the
cost of one stat; what a hand edits is seen at the next opening.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from voyager.adapters.curriculum_files import load_thesaurus
from voyager.adapters.embedding import MiniLM
from voyager.adapters.skill_card import BrokenSkill, SkillCard
from voyager.adapters.skill_catalogue import Catalogue, Listed, readable
from voyager.adapters.skill_changes import Mark
from voyager.adapters.skill_files import SkillFiles
from voyager.adapters.skill_finder import AT_ONCE, Finder
from voyager.adapters.vector_cache import Embedder
from voyager.core import skill_graph
from voyager.core.errors import SetupFailed
from voyager.core.reach import reach
from voyager.core.records import (
    Fault, Observation, Origin, Program, Skill, SkillDraft, StepResult,
)  # fmt: skip
from voyager.core.thesaurus import Thesaurus
from voyager.shipped import shipped

CANDIDATES = 8  # how many times k are looked at before what is possible now reorders them
OUT_OF_REACH = (
    0.15  # taken off the score of a skill all of whose needs are missing: about what lies
)
# between the first and the fifth of the skills found (docs/log.md)
BY_HAND = Origin(author="hand")

Checker = Callable[[Sequence[Program], Sequence[str]], Sequence[str | None]]
"""Programs and the names of all skills → for each, why it cannot run, or None."""


class Library:
    """One process's view of `home/library`. Close it when done."""

    def __init__(
        self,
        home: Path,
        embedder: Callable[[], Embedder] = MiniLM,
        notice: Callable[[str], None] = lambda text: None,
        checker: Checker | None = None,
        at_once: int = AT_ONCE,
    ) -> None:
        self.files = SkillFiles(home)
        self._notice = notice
        self._checker = checker
        self._catalogue = Catalogue(home / "index")
        self._finder = Finder(home / "index", embedder, notice, _thesaurus, at_once)
        self._listed: dict[str, Listed] | None = None
        self._mark: Mark | None = None
        self._edited: list[str] = []
        self.broken: dict[str, str] = {}
        """Folders that cannot be read: name → why."""

    def relevant(self, query: str, seen: Observation | None = None, k: int = 5) -> Sequence[Skill]:
        """The k skills that fit `query` best, by meaning and words; quarantined ones never.

        With `seen`, a skill ranks lower the more of what it needs is neither held nor in sight.
        """
        listed = self.refresh()
        if k < 1:
            return []
        found = self._finder.best(query, max(k * CANDIDATES, 40))
        scored = [
            (score - OUT_OF_REACH * (1 - reach(skill.needs, seen)), skill)
            for name, score in found
            if (skill := self._skill(listed, name))
        ]
        scored.sort(key=lambda pair: (-pair[0], pair[1].name))
        return [skill for _, skill in scored[:k]]

    def get(self, name: str) -> Skill | None:
        return self._skill(self.refresh(), name)

    def all(self) -> Sequence[Skill]:
        listed = self.refresh()
        return [skill for name in sorted(listed) if (skill := self._skill(listed, name))]

    def closure(self, code: str) -> Sequence[Skill]:
        """Every skill whose name stands in `code`, and what those call in turn; sorted by name.

        A function that `code` declares itself is not a call to the skill of that name.
        """
        return skill_graph.closure(code, self.get)

    def add(self, draft: SkillDraft, origin: Origin) -> Skill:
        """The version kept. Where the current one has proved itself, the new one is a candidate:
        `get` goes on giving the current one until the candidate has done as well."""
        return self.files.add(draft, origin)

    def record(
        self,
        name: str,
        version: int,
        result: StepResult,
        success: bool,
        world: str,
        *,
        fault: Fault | None = None,
        practice: bool = False,
    ) -> None:
        """See SkillFiles.record."""
        self.files.record(name, version, result, success, world, fault=fault, practice=practice)

    def refresh(self) -> dict[str, Listed]:
        """What there is, by name; reads again whatever was written since the last look."""
        if self._listed is None:
            self.files.recover()
            self._listed = self._catalogue.load()
            self._look_at_all(self._listed)
            self._take_edits(self._listed)
            for entry in self._listed.values():
                self._offer(entry)
            return self._listed
        changed = self.files.changes.since(self._mark)
        if changed is None:
            self._look_at_all(self._listed)
        elif changed:
            with self.files.locked():  # whoever wrote it down is done writing it
                self._mark = self.files.changes.mark()
                self._read(self._listed, changed)
        return self._listed

    def close(self) -> None:
        """Leave the index clean; safe to call twice."""
        self._finder.close()
        self._catalogue.close()

    def _look_at_all(self, listed: dict[str, Listed]) -> None:
        names = self.files.names()
        if not names and not self.files.folder.is_dir():
            self._gone(listed, list(listed))
            return
        with suppress(SetupFailed), self.files.locked():  # a library that may only be read is read
            if self.files.changes.mark() is None:
                self.files.changes.note([])
        self._mark = self.files.changes.mark()
        self._gone(listed, sorted(listed.keys() - set(names)))
        self._read(listed, [n for n in names if self._differs(n, listed.get(n))])

    def _differs(self, name: str, entry: Listed | None) -> bool:
        return entry is None or self.files.stamp(name, entry.version) != entry.stamp

    def _take_edits(self, listed: dict[str, Listed]) -> None:
        """Make versions of the files that were edited by hand, each checked first."""
        edited = [skill for name in self._edited if (skill := self._skill(listed, name))]
        self._edited.clear()
        if not edited:
            return
        wrong: Sequence[str | None] = [None] * len(edited)
        if self._checker:
            wrong = self._checker([Program(name=s.name, code=s.code) for s in edited], list(listed))
        for skill, why in zip(edited, wrong, strict=True):
            done = self.files.take_edit(skill.name, why, BY_HAND, _uses(skill, listed))
            if done and why:
                self._notice(f"{skill.name} was edited by hand and cannot run ({why}): {done}.")
            elif done:
                self._notice(f"{skill.name} was edited by hand: {done}.{self._due(skill.name)}")
        self._read(listed, [skill.name for skill in edited])
        self._edited.clear()

    def _due(self, name: str) -> str:
        """Whom a change of `name` concerns, and what to do about it."""
        listed = self._listed or {}
        skills = (skill for other in sorted(listed) if (skill := self._skill(listed, other)))
        if not (calling := skill_graph.callers(name, skills)):
            return ""
        told = f"{', '.join(calling[:3])}{' and others' if len(calling) > 3 else ''}"
        return f" Due for practice, since they call it: {told} (voyager skills practice --changed)."

    def _skill(self, listed: dict[str, Listed], name: str) -> Skill | None:
        """The record of `name`; an entry of the catalogue that holds none is read again."""
        entry = listed.get(name)
        if entry is None:
            return None
        if (skill := readable(entry)) is None:
            self._read(listed, [name])
            entry = listed.get(name)
            skill = entry.skill if entry else None
        return skill

    def _gone(self, listed: dict[str, Listed], names: Sequence[str]) -> None:
        for name in names:
            listed.pop(name, None)
            self.broken.pop(name, None)
            self._finder.drop(name)
        self._catalogue.drop(names)

    def _read(self, listed: dict[str, Listed], names: Sequence[str]) -> None:
        """Read `names` from their files into `listed`, the catalogue and the finder."""
        fresh: list[Listed] = []
        for name in names:
            entry = self._entry(name)
            if entry is None:
                self._gone(listed, [name])
            else:
                listed[name] = entry
                fresh.append(entry)
                self._offer(entry)
        self._catalogue.put(fresh)

    def _entry(self, name: str) -> Listed | None:
        """What the files say of `name`; None when there is nothing that can be used."""
        card = self.files.card(name)
        stamp = self.files.stamp(name, card.current) if isinstance(card, SkillCard) else None
        found = self.files.version(card, card.current) if isinstance(card, SkillCard) else card
        if isinstance(found, Skill) and isinstance(card, SkillCard) and stamp:
            self.broken.pop(name, None)
            if found.sha != card.versions[card.current].sha:
                self._edited.append(name)
            return Listed.of(found, stamp)
        if isinstance(found, BrokenSkill) and self.broken.get(name) != found.reason:
            self.broken[name] = found.reason
            self._notice(f"Skill left out: {found.reason}")
        return None

    def _offer(self, entry: Listed) -> None:
        if entry.quarantined:
            self._finder.drop(entry.name)
        else:
            self._finder.put(entry.name, entry.description)


def _uses(skill: Skill, listed: dict[str, Listed]) -> tuple[str, ...]:
    return tuple(sorted(skill_graph.called_in(skill.code) & listed.keys() - {skill.name}))


def _thesaurus() -> Thesaurus:
    return load_thesaurus(shipped("curriculum"))
