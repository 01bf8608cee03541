"""Ranks texts for a query by meaning and by words together, and follows them as they change.

Up to LARGE texts, meaning is an exact scan of all vectors in memory: at 10,000 it takes milliseconds,
nothing has to be opened, nothing can be torn, and any number of processes may do it. Above, Chroma's
index proposes the candidates (voyager/adapters/skill_index.py). Everything here is derived; the
vectors are kept in index/vectors.sqlite so that no text is embedded twice. Knows texts and names.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from voyager.adapters.skill_index import Embedder, SkillIndex, VectorCache
from voyager.adapters.skill_words import WordIndex

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MEANING = 0.8  # share of meaning in the score, the rest is words: docs/log.md
LARGE = 50_000  # texts; a scan of as many takes about 10 ms on an idle core
NEAREST = 200  # candidates that a large index is asked for


class Finder:
    """One process's view. Close it when done."""

    def __init__(
        self,
        folder: Path,
        embedder: Callable[[], Embedder],
        notice: Callable[[str], None],
        large: int = LARGE,
    ) -> None:
        self._folder = folder
        self._embedder = embedder
        self._notice = notice
        self._large = large
        self._made: Embedder | None = None
        self._vectors: VectorCache | None = None
        self._chroma: SkillIndex | None = None
        self._words = WordIndex()
        self._texts: dict[str, str] = {}
        self._row: dict[str, int] = {}
        self._names: list[str | None] = []
        self._free: list[int] = []
        self._matrix: NDArray[np.float32] | None = None
        self._waiting: set[str] = set()
        """Names whose vector is not in the matrix yet."""

    def __len__(self) -> int:
        return len(self._texts)

    def put(self, name: str, text: str) -> None:
        """Have `name` found by `text`; cheap until the next question."""
        if self._texts.get(name) == text:
            return
        self._texts[name] = text
        if name not in self._row:
            self._row[name] = self._free.pop() if self._free else len(self._names)
            if self._row[name] == len(self._names):
                self._names.append(name)
        self._names[self._row[name]] = name
        self._words.put(self._row[name], text)
        self._waiting.add(name)

    def drop(self, name: str) -> None:
        if self._texts.pop(name, None) is not None:
            row = self._row.pop(name)
            self._names[row] = None
            self._words.drop(row)
            self._free.append(row)
            self._waiting.discard(name)

    def best(self, query: str, count: int, meaning: float = MEANING) -> list[tuple[str, float]]:
        """The `count` best names with their scores (about 0–1), best first.

        `meaning` is the share of meaning in the score: 1 asks for meaning alone, 0 for words alone.
        """
        import numpy as np

        if not self._texts or count < 1:
            return []
        scores = (1 - meaning) * self._words.scores(query, len(self._names))
        if meaning:
            scores = scores + meaning * self._near(query, max(count, NEAREST))
        scores[[row for row, name in enumerate(self._names) if name is None]] = -np.inf
        count = min(count, len(self._texts))
        rows = (
            np.argpartition(-scores, count - 1)[:count]
            if count < len(scores)
            else range(len(scores))
        )
        found = [
            (name, float(scores[row])) for row in rows if (name := self._names[row]) is not None
        ]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:count]

    def close(self) -> None:
        """Leave everything clean; safe to call twice."""
        if self._chroma:
            self._chroma.close()
            self._chroma = None
        if self._vectors:
            self._vectors.close()
            self._vectors = None

    def _near(self, query: str, count: int) -> NDArray[np.float32]:
        import numpy as np

        if len(self._texts) > self._large:
            scores = np.zeros(len(self._names), dtype=np.float32)
            index = self._large_index()
            index.sync(self._texts)
            for name, near in index.query(query, min(count, len(self._texts))):
                scores[self._row[name]] = near
            return scores
        matrix = self._fill()
        found: NDArray[np.float32] = (
            matrix[: len(self._names)] @ self._cache().embed([query], self._model())[0]
        )
        return found

    def _fill(self) -> NDArray[np.float32]:
        """The matrix with every text's vector in its row."""
        import numpy as np

        size = len(self._names)
        if self._matrix is None or len(self._matrix) < size:
            grown = np.zeros((max(64, size + size // 4), 384), dtype=np.float32)
            if self._matrix is not None:
                grown[: len(self._matrix)] = self._matrix
            self._matrix = grown
        if self._waiting:
            names = sorted(self._waiting)
            vectors = self._cache().embed([self._texts[n] for n in names], self._model())
            self._matrix[[self._row[n] for n in names]] = vectors
            self._waiting.clear()
        return self._matrix

    def _cache(self) -> VectorCache:
        if self._vectors is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._vectors = VectorCache(self._folder / "vectors.sqlite")
        return self._vectors

    def _model(self) -> Embedder:
        if self._made is None:
            self._made = self._embedder()
        return self._made

    def _large_index(self) -> SkillIndex:
        if self._chroma is None:
            self._chroma = SkillIndex(self._folder, self._model())
            if self._chroma.healed:
                self._notice(f"The skill index was rebuilt ({self._chroma.healed}).")
        return self._chroma


def spaced(name: str) -> str:
    """`mineOakLog` → `mine oak log`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).replace("_", " ").lower()
