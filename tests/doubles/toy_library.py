"""A SkillLibrary of one JSON file a skill; finds by shared words."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from pathlib import Path

from voyager.core.records import Fault, Observation, Origin, Skill, SkillDraft, StepResult


class ToyLibrary:
    """Survives a kill: a skill's file is written beside and renamed into place."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "library"

    def relevant(self, query: str, seen: Observation | None = None, k: int = 5) -> Sequence[Skill]:
        words = set(query.lower().split())
        found = [(len(words & set(s.description.lower().split())), s) for s in self.all()]
        ranked = sorted(found, key=lambda row: (-row[0], row[1].name))
        return [skill for score, skill in ranked if score][:k]

    def get(self, name: str) -> Skill | None:
        file = self._folder / f"{name}.json"
        return Skill.model_validate_json(file.read_text()) if file.exists() else None

    def all(self) -> Sequence[Skill]:
        names = sorted(file.stem for file in self._folder.glob("*.json"))
        return [skill for name in names if (skill := self.get(name))]

    def closure(self, code: str) -> Sequence[Skill]:
        names = set(re.findall(r"\b([A-Za-z_]\w*)\(", code))
        return [skill for skill in self.all() if skill.name in names]

    def add(self, draft: SkillDraft, origin: Origin) -> Skill:
        sha = hashlib.sha256(draft.code.encode()).hexdigest()
        known = self.get(draft.name)
        if known and known.sha == sha:
            return known
        version = known.version + 1 if known else 1
        skill = Skill(**draft.model_dump(exclude={"general"}), version=version, sha=sha, learned_from=origin)
        self._write(skill)
        return skill

    def record(
        self,
        name: str,
        version: int,
        result: StepResult,
        success: bool,
        world: str,
        *,
        fault: Fault | None = None,
    ) -> None:
        skill = self.get(name)
        if skill:
            tried = skill.record.model_copy(
                update={
                    "tried": skill.record.tried + 1,
                    "succeeded": skill.record.succeeded + success,
                }
            )
            self._write(skill.model_copy(update={"record": tried}))

    def _write(self, skill: Skill) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        beside = self._folder / f".{skill.name}.tmp"
        beside.write_text(skill.model_dump_json())
        os.replace(beside, self._folder / f"{skill.name}.json")

    def close(self) -> None:
        return None
