"""The skill library on disk. Files are the truth; every index is derived from them.

    <home>/library/NAME/skill.json     description, uses, origin and record of every version
    <home>/library/NAME/v1.js, v2.js   the code, as it ran

Several processes may read and write at once: writes hold one lock, each file is replaced whole,
and code is on disk before the skill.json that names it. Knows nothing of embeddings.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from pydantic import Field, ValidationError

from voyager.adapters import atomic
from voyager.core.errors import UsageMistake
from voyager.core.records import (
    Fault,
    Origin,
    Record,
    Skill,
    SkillDraft,
    StepResult,
    TrackRecord,
)

NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]{0,79}")  # a JavaScript identifier that is a file name
MAX_CODE = 200_000  # characters; far above any program that a model writes
FORMAT = 1


class VersionCard(Record):
    """What skill.json says of one version."""

    sha: str
    description: str
    uses: tuple[str, ...] = ()
    learned_from: Origin = Origin()
    record: TrackRecord = TrackRecord()
    quarantined: str | None = None


class SkillCard(Record):
    """skill.json."""

    format: int = FORMAT
    name: str
    current: int = Field(ge=1)
    versions: dict[int, VersionCard]


class BrokenSkill(Record):
    """A folder of the library that cannot be read, and why."""

    name: str
    reason: str


def sha_of(code: str) -> str:
    """SHA-256 of a skill's code, in hexadecimal."""
    return hashlib.sha256(code.encode()).hexdigest()


class SkillFiles:
    """Reads and writes the folder `home/library`."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "library"
        self._lock = self.folder / ".lock"

    def names(self) -> list[str]:
        """Every folder that holds a skill.json, sorted."""
        if not self.folder.is_dir():
            return []
        return sorted(p.parent.name for p in self.folder.glob("*/skill.json"))

    def stamp(self, name: str) -> tuple[int, int] | None:
        """Changes whenever the skill does: (nanoseconds, bytes) of its skill.json; None if gone."""
        try:
            status = (self.folder / name / "skill.json").stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size

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

    def version(self, card: SkillCard, number: int) -> Skill | BrokenSkill:
        """One version with its code as the file holds it now, edited by hand or not."""
        path = self.folder / card.name / f"v{number}.js"
        if number not in card.versions:
            return BrokenSkill(name=card.name, reason=f"{card.name} has no version {number}")
        try:
            code = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            return BrokenSkill(name=card.name, reason=f"{path} cannot be read: {error}")
        said = card.versions[number]
        return Skill(
            name=card.name,
            version=number,
            code=code,
            description=said.description,
            uses=said.uses,
            sha=sha_of(code),
            learned_from=said.learned_from,
            record=said.record,
            quarantined=said.quarantined,
        )

    def history(self, name: str) -> Iterator[Skill]:
        """Every version that can be read, oldest first."""
        card = self.card(name)
        if isinstance(card, SkillCard):
            for number in sorted(card.versions):
                skill = self.version(card, number)
                if isinstance(skill, Skill):
                    yield skill

    def add(self, draft: SkillDraft, origin: Origin, quarantined: str | None = None) -> Skill:
        """Keep `draft` as the next version; the same code again is the version it already has.

        Raises UsageMistake for a name or a size that cannot be kept, SetupFailed for the disk.
        """
        if not NAME.fullmatch(draft.name):
            raise UsageMistake(
                f"{draft.name!r:.90} cannot name a skill: use letters, digits and _, at most 80."
            )
        if len(draft.code) > MAX_CODE:
            raise UsageMistake(
                f"{draft.name} has {len(draft.code):,} characters of code; "
                f"a skill may have {MAX_CODE:,}."
            )
        sha = sha_of(draft.code)
        with atomic.locked(self._lock):
            self._refuse_clash(draft.name)
            card = self.card(draft.name)
            versions = dict(card.versions) if isinstance(card, SkillCard) else {}
            for number, said in versions.items():
                if said.sha == sha and isinstance(card, SkillCard):
                    self._write_code(draft.name, number, draft.code)
                    if number != card.current:
                        self._write_card(card.model_copy(update={"current": number}))
                    return _skill(draft.name, number, draft.code, said)
            number = max(versions, default=self._highest_file(draft.name)) + 1
            versions[number] = VersionCard(
                sha=sha,
                description=draft.description,
                uses=draft.uses,
                learned_from=origin,
                quarantined=quarantined,
            )
            self._write_code(draft.name, number, draft.code)
            self._write_card(SkillCard(name=draft.name, current=number, versions=versions))
            return _skill(draft.name, number, draft.code, versions[number])

    def record(
        self, name: str, version: int, result: StepResult, success: bool, world: str
    ) -> None:
        """Add one run to a version's record; quietly nothing when the version is gone."""

        def noted(card: VersionCard) -> VersionCard:
            return card.model_copy(update={"record": _after(card.record, result, success, world)})

        self.change(name, version, noted)

    def change(self, name: str, version: int, how: Callable[[VersionCard], VersionCard]) -> None:
        """Rewrite what skill.json says of one version, under the lock."""
        with atomic.locked(self._lock):
            card = self.card(name)
            if isinstance(card, SkillCard) and version in card.versions:
                versions = {**card.versions, version: how(card.versions[version])}
                self._write_card(card.model_copy(update={"versions": versions}))

    def use_version(self, name: str, version: int) -> None:
        """Make `version` the current one."""
        with atomic.locked(self._lock):
            card = self.card(name)
            if isinstance(card, SkillCard) and version in card.versions:
                self._write_card(card.model_copy(update={"current": version}))

    def _refuse_clash(self, name: str) -> None:
        """Two names that differ only in case would be one folder on some disks."""
        if self.folder.is_dir():
            for other in self.folder.iterdir():
                if other.name != name and other.name.lower() == name.lower():
                    raise UsageMistake(
                        f"{name} and {other.name} would be one folder on a disk that ignores "
                        "case. Rename one of them."
                    )

    def _highest_file(self, name: str) -> int:
        """The highest vN.js of a skill whose skill.json is lost: its code is not written over."""
        files = (self.folder / name).glob("v*.js")
        numbers = [int(p.stem[1:]) for p in files if p.stem[1:].isdigit()]
        return max(numbers, default=0)

    def _write_code(self, name: str, version: int, code: str) -> None:
        path = self.folder / name / f"v{version}.js"
        if not path.exists() or path.read_bytes() != code.encode():
            atomic.write(path, code.encode())

    def _write_card(self, card: SkillCard) -> None:
        text = card.model_dump_json(indent=2) + "\n"
        atomic.write(self.folder / card.name / "skill.json", text.encode())


def _skill(name: str, number: int, code: str, said: VersionCard) -> Skill:
    return Skill(
        name=name,
        version=number,
        code=code,
        description=said.description,
        uses=said.uses,
        sha=said.sha,
        learned_from=said.learned_from,
        record=said.record,
        quarantined=said.quarantined,
    )


def _after(record: TrackRecord, result: StepResult, success: bool, world: str) -> TrackRecord:
    fault: Fault | None = result.faults[0] if result.faults and not success else record.last_fault
    return TrackRecord(
        tried=record.tried + 1,
        succeeded=record.succeeded + (1 if success else 0),
        ticks=record.ticks + (result.ticks if success else 0),
        worlds=tuple(dict.fromkeys((*record.worlds, world)))[-50:],
        last_fault=fault,
    )
