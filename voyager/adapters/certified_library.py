"""A library that offers only what has been certified in practice; the rest it keeps to itself.

For runs on a real server: what was learned in the embedded world must have proved itself first. What
was learned on that kind of world may be used there. Knows the SkillLibrary port only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from voyager.core.ports import SkillLibrary
from voyager.core.practice import certified
from voyager.core.records import Fault, Observation, Origin, Skill, SkillDraft, StepResult
from voyager.core.skill_graph import called_in

WIDER = 4  # how many times k are asked for, since most may not be offered


class Closable(SkillLibrary, Protocol):
    """A SkillLibrary that has something to put down at the end."""

    def close(self) -> None: ...


class CertifiedLibrary:
    """The SkillLibrary port over another one."""

    def __init__(self, library: Closable, floor: float) -> None:
        self._library = library
        self._floor = floor
        self._here: dict[str, Skill] = {}
        """What this run has learned itself, also where the library keeps an older version in use."""

    def relevant(self, query: str, seen: Observation | None = None, k: int = 5) -> Sequence[Skill]:
        found = self._library.relevant(query, seen, k * WIDER)
        return [skill for skill in found if self._offered(skill)][:k]

    def get(self, name: str) -> Skill | None:
        if name in self._here:
            return self._here[name]
        skill = self._library.get(name)
        return skill if skill and self._offered(skill) else None

    def all(self) -> Sequence[Skill]:
        return [skill for skill in self._library.all() if self._offered(skill)]

    def closure(self, code: str) -> Sequence[Skill]:
        """Certified skills that `code` names, with whatever they call: that was practised with them."""
        found: dict[str, Skill] = {}
        direct = {name: skill for name in called_in(code) if (skill := self.get(name))}
        for skill in direct.values():
            found |= {each.name: each for each in self._library.closure(skill.code)}
        found |= direct
        return [found[name] for name in sorted(found)]

    def add(self, draft: SkillDraft, origin: Origin) -> Skill:
        self._here[draft.name] = self._library.add(draft, origin)
        return self._here[draft.name]

    def record(
        self, name: str, version: int, result: StepResult, success: bool, world: str,
        *, fault: Fault | None = None,
    ) -> None:  # fmt: skip
        self._library.record(name, version, result, success, world, fault=fault)

    def close(self) -> None:
        self._library.close()

    def _offered(self, skill: Skill) -> bool:
        here = skill.learned_from.world.startswith("remote:") and skill.quarantined is None
        return here or certified(skill, self._floor, self._library.get)
