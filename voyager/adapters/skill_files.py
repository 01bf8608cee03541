"""The skill library on disk. Files are the truth; everything else is derived from them.

    <home>/library/NAME/skill.json     description, uses, origin and record of every version
    <home>/library/NAME/v1.js, v2.js   the code, as it ran
    <home>/library/.code/SHA.js        a second copy of each version's code, by its SHA-256: what
                                       stood in a file before it was edited by hand
    <home>/library/.changes            which skills changed, for other processes; disposable

Several processes may read and write at once: writes hold one lock, each file is replaced whole,
and code is on disk before the skill.json that names it. Knows nothing of embeddings.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from pydantic import ValidationError

from voyager.adapters import atomic
from voyager.adapters.skill_card import (
    NAME,
    BrokenSkill,
    SkillCard,
    VersionCard,
    after_run,
    entry_of,
    preferring,
    reconsidered,
    refuse_unfit,
    sha_of,
    skill_of,
    with_entry,
)
from voyager.adapters.skill_changes import ChangeLog
from voyager.adapters.skill_install import half_done, put_in_place, take_back
from voyager.core.errors import UnknownSkill, UsageMistake
from voyager.core.records import Fault, Origin, Skill, SkillDraft, StepResult

Stamp = tuple[int, int, int, int]
"""Nanoseconds and bytes of skill.json, then of the current version's file."""


class SkillFiles:
    """Reads and writes the folder `home/library`."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "library"
        self.changes = ChangeLog(self.folder / ".changes")
        self._kept = self.folder / ".code"

    def locked(self) -> AbstractContextManager[None]:
        """The library's lock between processes; held by every write. Not reentrant."""
        return atomic.locked(self.folder / ".lock")

    def names(self) -> list[str]:
        """Every folder that may be a skill, sorted; whether it is one, its skill.json says."""
        try:
            with os.scandir(self.folder) as entries:
                return sorted(e.name for e in entries if e.name[:1] != "." and e.is_dir())
        except OSError:
            return []

    def stamp(self, name: str, version: int) -> Stamp | None:
        """Changes whenever the skill or its code at `version` does; None when a file is gone."""
        try:
            card = os.stat(f"{self.folder}/{name}/skill.json")
            code = os.stat(f"{self.folder}/{name}/v{version}.js")
        except (OSError, ValueError):
            return None
        return card.st_mtime_ns, card.st_size, code.st_mtime_ns, code.st_size

    def load(self, name: str) -> Skill | BrokenSkill | None:
        """The current version; a BrokenSkill when its files contradict each other."""
        card = self.card(name)
        return self.version(card, card.current) if isinstance(card, SkillCard) else card

    def card(self, name: str) -> SkillCard | BrokenSkill | None:
        """skill.json; None when there is no such skill."""
        if not NAME.fullmatch(name):
            return None
        path = self.folder / name / "skill.json"
        try:
            card = SkillCard.model_validate_json(path.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValidationError, UnicodeDecodeError) as error:
            first = str(error).splitlines()[0]
            return BrokenSkill(name=name, reason=f"{path} cannot be read: {first}")
        if card.current not in card.versions or card.name != name:
            return BrokenSkill(name=name, reason=f"{path} names a version that it does not list")
        return card

    def known(self, name: str) -> SkillCard:
        """Like `card`. Raises UnknownSkill when there is none that can be read."""
        card = self.card(name)
        if isinstance(card, SkillCard):
            return card
        raise UnknownSkill(
            f"{card.reason}." if card else f"There is no skill {name!r}. See: voyager skills list"
        )

    def version(self, card: SkillCard, number: int) -> Skill | BrokenSkill:
        """One version with its code as the file holds it now, edited by hand or not."""
        path = self.folder / card.name / f"v{number}.js"
        if number not in card.versions:
            return BrokenSkill(name=card.name, reason=f"{card.name} has no version {number}")
        try:
            code = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            return BrokenSkill(name=card.name, reason=f"{path} cannot be read: {error}")
        return skill_of(card.name, number, code, card.versions[number])

    def history(self, name: str) -> Iterator[Skill]:
        """Every version that can be read, oldest first."""
        card = self.card(name)
        if isinstance(card, SkillCard):
            for number in sorted(card.versions):
                skill = self.version(card, number)
                if isinstance(skill, Skill):
                    yield skill

    def kept_code(self, sha: str) -> str | None:
        """Code that once was some version's, by its SHA-256; None when no copy is left."""
        try:
            code = (self._kept / f"{sha}.js").read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return None
        return code if sha_of(code) == sha else None

    def add(self, draft: SkillDraft, origin: Origin, quarantined: str | None = None) -> Skill:
        """Keep `draft` as the next version; the same code again is the version it already has.

        Where the current version has proved itself, the next one is kept as a candidate until it has
        done as well; a quarantined one never takes the place of one that is not. Raises UsageMistake
        for a name or a size that cannot be kept, SetupFailed for the disk.
        """
        refuse_unfit(draft)
        with self.locked():
            self._refuse_clash(draft.name)
            card = self.card(draft.name)
            if not isinstance(card, SkillCard):
                number = self._highest_file(draft.name) + 1
                entry = entry_of(draft, origin, quarantined)
                self._write_code(draft.name, number, draft.code)
                self.write_card(
                    SkillCard(name=draft.name, current=number, versions={number: entry})
                )
                return skill_of(draft.name, number, draft.code, entry)
            sha = sha_of(draft.code)
            for number, said in card.versions.items():
                if said.sha == sha:
                    if not (self.folder / draft.name / f"v{number}.js").exists():
                        self._write_code(draft.name, number, draft.code)  # an edit is not undone
                    self.write_card(preferring(card, number))
                    return skill_of(draft.name, number, draft.code, said)
            return self._add_version(card, draft, origin, quarantined)

    def _add_version(
        self, card: SkillCard, draft: SkillDraft, origin: Origin, quarantined: str | None
    ) -> Skill:
        number = max(*card.versions, self._highest_file(card.name)) + 1
        entry = entry_of(draft, origin, quarantined)
        self._write_code(card.name, number, draft.code)
        self.write_card(preferring(with_entry(card, number, entry), number))
        return skill_of(card.name, number, draft.code, entry)

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
        """Add one run to a version's record; quietly nothing when the version is gone.

        `fault` is what the version itself is charged with; without it, the attempt's first. A run
        in `practice` may bring a version out of quarantine.
        """
        with self.locked():
            card = self.card(name)
            if isinstance(card, SkillCard) and version in card.versions:
                entry = card.versions[version]
                record = after_run(entry.record, result, success, world, fault)
                card = with_entry(card, version, entry.model_copy(update={"record": record}))
                self.write_card(reconsidered(card, version, practice=practice, success=success))

    def change(self, name: str, version: int, how: Callable[[VersionCard], VersionCard]) -> None:
        """Rewrite what skill.json says of one version, under the lock."""
        with self.locked():
            card = self.card(name)
            if isinstance(card, SkillCard) and version in card.versions:
                self.write_card(with_entry(card, version, how(card.versions[version])))

    def use_version(self, name: str, version: int) -> Skill:
        """Make `version` the current one. Raises UnknownSkill."""
        with self.locked():
            card = self.known(name)
            skill = self.version(card, version)
            if isinstance(skill, BrokenSkill):
                raise UnknownSkill(f"{skill.reason}. See: voyager skills history {name}")
            self.write_card(card.model_copy(update={"current": version, "candidate": None}))
            return skill

    def take_edit(
        self, name: str, wrong: str | None, origin: Origin, uses: tuple[str, ...]
    ) -> str | None:
        """Make a version of what a hand wrote into the current version's file; what was done, or None.

        The file gets its own code back, so that history stays; the edit is the next version. One
        that is `wrong` is kept quarantined, and the version before it stays in use. Where no copy of
        the old code is left, the version's entry is brought in line with its file.
        """
        with self.locked():
            card = self.card(name)
            skill = self.version(card, card.current) if isinstance(card, SkillCard) else None
            if not isinstance(card, SkillCard) or not isinstance(skill, Skill):
                return None
            said = card.versions[card.current]
            if skill.sha == said.sha:
                return None
            old = self.kept_code(said.sha)
            if old is None:
                changed = said.model_copy(
                    update={"sha": skill.sha, "uses": uses, "quarantined": wrong}
                )
                self._keep(skill.code, skill.sha)
                self.write_card(with_entry(card, card.current, changed))
                return f"version {card.current} is now what its file holds"
            number = max(*card.versions, self._highest_file(name)) + 1
            told = {**skill.model_dump(include=set(SkillDraft.model_fields)), "uses": uses}
            draft = SkillDraft.model_validate(told)
            self._write_code(name, number, skill.code)
            card = with_entry(card, number, entry_of(draft, origin, wrong))
            if wrong is None:  # a person's own edit needs no trial
                card = card.model_copy(update={"current": number, "candidate": None})
            self.write_card(card)
            self._write_code(name, skill.version, old)
            if wrong is None:
                return f"it is version {number} now"
            return f"kept as version {number}, quarantined, and version {card.current} stays in use"

    def install(self, cards: Sequence[tuple[SkillCard, Mapping[int, str]]]) -> None:
        """Put new skills in place, all or none: see skill_install. Raises UsageMistake, SetupFailed."""
        with self.locked():
            for _, codes in cards:
                for code in codes.values():
                    self._keep(code, sha_of(code))
            put_in_place(self.folder, cards)
            self.changes.note([card.name for card, _ in cards])

    def recover(self) -> None:
        """Take back what an import that was killed left half done."""
        if half_done(self.folder):
            with self.locked():
                take_back(self.folder)

    def write_card(self, card: SkillCard) -> None:
        """Replace skill.json. Called under the lock."""
        self.changes.note([card.name])
        text = card.model_dump_json(indent=2) + "\n"
        atomic.write(self.folder / card.name / "skill.json", text.encode())

    def _refuse_clash(self, name: str) -> None:
        """Two names that differ only in case would be one folder on some disks."""
        if (self.folder / name / "skill.json").exists() and name in self.names():
            return
        for other in self.names():
            if other != name and other.lower() == name.lower():
                raise UsageMistake(
                    f"{name} and {other} would be one folder on a disk that ignores "
                    "case. Rename one of them."
                )

    def _highest_file(self, name: str) -> int:
        """The highest vN.js of a skill whose skill.json is lost: its code is not written over."""
        files = (self.folder / name).glob("v*.js")
        numbers = [int(p.stem[1:]) for p in files if p.stem[1:].isdigit()]
        return max(numbers, default=0)

    def _write_code(self, name: str, version: int, code: str) -> None:
        self._keep(code, sha_of(code))
        path = self.folder / name / f"v{version}.js"
        if not path.exists() or path.read_bytes() != code.encode():
            atomic.write(path, code.encode())

    def _keep(self, code: str, sha: str) -> None:
        path = self._kept / f"{sha}.js"
        if not path.exists():
            atomic.write(path, code.encode())
