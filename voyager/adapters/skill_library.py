"""The SkillLibrary port: files for the truth, the index for finding, words for what meaning misses.

Sees what other processes added or changed each time it is asked, by the stamps of the files.
The index is opened when the first question comes: listing and showing need none.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from voyager.adapters.embedding import MiniLM
from voyager.adapters.skill_files import BrokenSkill, SkillFiles
from voyager.adapters.skill_index import Embedder, SkillIndex
from voyager.core.records import Observation, Origin, Skill, SkillDraft, StepResult

MEANING = 0.8  # share of meaning in the score, the rest is words: docs/log.md
CANDIDATES = 8  # how many times k are asked of the index before words reorder them
IDENTIFIER = re.compile(r"[A-Za-z_$][\w$]*")
DECLARED = re.compile(r"\bfunction\s*\*?\s*([A-Za-z_$][\w$]*)")
WORD = re.compile(r"[a-z]+|[0-9]+")


class Library:
    """One process's view of `home/library`. Close it to leave the index clean."""

    def __init__(
        self,
        home: Path,
        embedder: Callable[[], Embedder] = MiniLM,
        notice: Callable[[str], None] = lambda text: None,
    ) -> None:
        self.files = SkillFiles(home)
        self._home = home
        self._embedder = embedder
        self._notice = notice
        self._index: SkillIndex | None = None
        self._skills: dict[str, Skill] = {}
        self._stamps: dict[str, tuple[int, int] | None] = {}
        self.broken: dict[str, str] = {}
        """Folders that cannot be read: name → why."""

    def relevant(self, query: str, seen: Observation | None = None, k: int = 5) -> Sequence[Skill]:
        """The k skills that fit `query` best, by meaning and words; quarantined ones never."""
        self.refresh()
        offered = {n: s for n, s in self._skills.items() if s.quarantined is None}
        if not offered or k < 1:
            return []
        index = self._opened()
        index.sync({name: text_of(skill) for name, skill in offered.items()})
        near = dict(index.query(query, min(len(offered), max(k * CANDIDATES, 40))))
        words = _word_scores(query, offered)
        scored = sorted(
            near.keys() | words.keys(),
            key=lambda name: (
                -(MEANING * near.get(name, 0.0) + (1 - MEANING) * words.get(name, 0.0)),
                name,
            ),
        )
        return [offered[name] for name in scored[:k]]

    def get(self, name: str) -> Skill | None:
        self.refresh()
        return self._skills.get(name)

    def all(self) -> Sequence[Skill]:
        self.refresh()
        return [self._skills[name] for name in sorted(self._skills)]

    def closure(self, code: str) -> Sequence[Skill]:
        """Every skill whose name stands in `code`, and what those call in turn; sorted by name.

        A function that `code` declares itself is not a call to the skill of that name.
        """
        self.refresh()
        found: dict[str, Skill] = {}
        waiting = [code]
        while waiting:
            source = waiting.pop()
            own = set(DECLARED.findall(source))  # of this source alone: each has its own scope
            for name in set(IDENTIFIER.findall(source)) - own:
                if name not in found and (skill := self._skills.get(name)):
                    found[name] = skill
                    waiting.append(skill.code)
        return [found[name] for name in sorted(found)]

    def add(self, draft: SkillDraft, origin: Origin) -> Skill:
        skill = self.files.add(draft, origin)
        self.refresh()
        return skill

    def record(
        self, name: str, version: int, result: StepResult, success: bool, world: str
    ) -> None:
        self.files.record(name, version, result, success, world)

    def refresh(self) -> None:
        """Read again whatever changed on disk since the last look."""
        stamps = {name: self.files.stamp(name) for name in self.files.names()}
        for name in self._stamps.keys() - stamps.keys():
            self._skills.pop(name, None)
            self.broken.pop(name, None)
        for name, stamp in stamps.items():
            if self._stamps.get(name) != stamp:
                self._read(name)
        self._stamps = stamps

    def close(self) -> None:
        """Leave the index clean; safe to call twice."""
        if self._index:
            self._index.close()
            self._index = None

    def _read(self, name: str) -> None:
        match self.files.load(name):
            case Skill() as skill:
                self._skills[name] = skill
                self.broken.pop(name, None)
            case BrokenSkill() as broken:
                self._skills.pop(name, None)
                self.broken[name] = broken.reason
                self._notice(f"Skill left out: {broken.reason}")
            case None:
                self._skills.pop(name, None)

    def _opened(self) -> SkillIndex:
        if self._index is None:
            self._index = SkillIndex(self._home / "index", self._embedder())
            if self._index.healed:
                self._notice(f"The skill index was rebuilt ({self._index.healed}).")
        return self._index


def text_of(skill: Skill) -> str:
    """What a skill is found by: its name in words, then its description."""
    return f"{spaced(skill.name)}: {skill.description}"


def spaced(name: str) -> str:
    """`mineOakLog` → `mine oak log`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).replace("_", " ").lower()


def _word_scores(query: str, skills: dict[str, Skill]) -> dict[str, float]:
    """BM25-like: 0–1, shares of the query's rarity-weighted words that a skill's text has."""
    asked = set(WORD.findall(spaced(query)))
    texts = {name: set(WORD.findall(text_of(skill).lower())) for name, skill in skills.items()}
    counts = Counter(word for words in texts.values() for word in words & asked)
    total = len(texts)
    weight = {word: math.log(1 + total / (1 + counts[word])) for word in asked}
    whole = sum(weight.values()) or 1.0
    return {
        name: sum(weight[word] for word in words & asked) / whole
        for name, words in texts.items()
        if words & asked
    }
