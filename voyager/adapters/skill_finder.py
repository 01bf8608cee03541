"""Ranks skills for a query by meaning and by words together, and follows them as they change.

Chroma's index proposes what is near in meaning (voyager/adapters/skill_index.py). While it has much to
catch up with, after an import or a kill, an exact scan of the vectors in memory answers instead: the
answer is the same, nobody waits, and the end of the process brings the index nearer. Everything here
is derived; the vectors are kept in index/vectors.sqlite so that no text is embedded twice. Knows
texts and names.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from voyager.adapters.embedding import DIMENSIONS
from voyager.adapters.skill_index import SkillIndex, held_in
from voyager.adapters.skill_words import WordIndex
from voyager.adapters.vector_cache import Embedder, VectorCache
from voyager.core.thesaurus import Thesaurus, plain, spaced, stems

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

AT_ONCE = 500  # entries that a question waits for; Chroma takes in some 1,500 a second
CATCH_UP = 3000  # entries that the end of a process waits for
NEAREST = 200  # candidates that the index is asked for


@dataclass(frozen=True)
class Mix:
    """What a score is made of. Tuned on one half of curriculum/retrieval.toml (docs/log.md)."""

    meaning: float = 1.0
    words: float = 0.1
    """Share of the query's words that name or description has."""
    name: float = 0.3
    """Share of the query's words that the name has."""
    thesaurus: bool = True
    """Whether the query is given the game's words beside those that people use."""


HYBRID = Mix()
MEANING_ALONE = Mix(words=0, name=0, thesaurus=False)
WORDS_ALONE = Mix(meaning=0, words=1, name=0, thesaurus=False)


class Finder:
    """One process's view. Close it when done."""

    def __init__(
        self,
        folder: Path,
        embedder: Callable[[], Embedder],
        notice: Callable[[str], None],
        thesaurus: Callable[[], Thesaurus],
        at_once: int = AT_ONCE,
    ) -> None:
        self._folder = folder
        self._embedder = embedder
        self._notice = notice
        self._thesaurus = thesaurus
        self._known_words: Thesaurus | None = None
        self._at_once = at_once
        self._behind: int | None = None
        """Entries that the index lacks, at most; None until it was compared."""
        self._made: Embedder | None = None
        self._vectors: VectorCache | None = None
        self._chroma: SkillIndex | None = None
        self._words = WordIndex()
        self._name_words = WordIndex()
        self._texts: dict[str, str] = {}
        self._row: dict[str, int] = {}
        self._names: list[str | None] = []
        self._free: list[int] = []
        self._matrix: NDArray[np.float32] | None = None
        self._waiting: set[str] = set()
        """Names whose vector is not in the matrix yet."""

    def __len__(self) -> int:
        return len(self._texts)

    def put(self, name: str, description: str) -> None:
        """Have `name` found by itself and its description; cheap until the next question."""
        text = f"{spaced(name)}: {description}"
        if self._texts.get(name) == text:
            return
        self._texts[name] = text
        self._changed()
        if name not in self._row:
            self._row[name] = self._free.pop() if self._free else len(self._names)
            if self._row[name] == len(self._names):
                self._names.append(name)
        self._names[self._row[name]] = name
        self._words.put(self._row[name], stems(text))
        self._name_words.put(self._row[name], stems(name))
        self._waiting.add(name)

    def drop(self, name: str) -> None:
        if self._texts.pop(name, None) is not None:
            self._changed()
            row = self._row.pop(name)
            self._names[row] = None
            self._words.drop(row)
            self._name_words.drop(row)
            self._free.append(row)
            self._waiting.discard(name)

    def best(self, query: str, count: int, mix: Mix = HYBRID) -> list[tuple[str, float]]:
        """The `count` best names with their scores (0 to about 1.4), best first."""
        import numpy as np

        if not self._texts or count < 1:
            return []
        rows = len(self._names)
        query = plain(query)
        said, also = frozenset(stems(query)), self._also(query) if mix.thesaurus else []
        more = frozenset(stems(" ".join(also)))
        scores = mix.words * self._words.scores(said, more, rows)
        scores += mix.name * self._name_words.scores(said, more, rows)
        if mix.meaning:
            asked = [query, f"{query} ({', '.join(also)})"] if also else [query]
            scores += mix.meaning * self._near(asked, max(count, NEAREST))
        scores[self._free] = -np.inf
        count = min(count, len(self._texts))
        best = np.argpartition(-scores, count - 1)[:count]
        found = [(name, float(scores[row])) for row in best if (name := self._names[row])]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def _also(self, query: str) -> list[str]:
        if self._known_words is None:
            self._known_words = self._thesaurus()
        return self._known_words.also(query)

    def close(self) -> None:
        """Leave everything clean; safe to call twice."""
        if self._behind and self._chroma is None:
            self._open()
        if self._chroma:
            if self._behind:
                self._chroma.sync(self._texts, most=CATCH_UP)
            self._chroma.close()
            self._chroma = None
        if self._vectors:
            self._vectors.close()
            self._vectors = None

    def _near(self, asked: list[str], count: int) -> NDArray[np.float32]:
        """How near each row is to the mean of what is asked: cosine, about."""
        import numpy as np

        wanted: NDArray[np.float32] = self._cache().embed(asked, self._model()).mean(axis=0)
        index = self._index()
        if index is None:
            near: NDArray[np.float32] = self._fill()[: len(self._names)] @ wanted
            return near
        scores = np.zeros(len(self._names), dtype=np.float32)
        for name, cosine in index.query(wanted, min(count, len(self._texts))):
            scores[self._row[name]] = cosine * float(np.linalg.norm(wanted))
        return scores

    def _fill(self) -> NDArray[np.float32]:
        """The matrix with every text's vector in its row."""
        import numpy as np

        size = len(self._names)
        if self._matrix is None or len(self._matrix) < size:
            grown = np.zeros((max(64, size + size // 4), DIMENSIONS), dtype=np.float32)
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

    def _changed(self) -> None:
        if self._behind is not None:
            self._behind += 1

    def _index(self) -> SkillIndex | None:
        """Chroma's index when it holds every text; None while it has much to catch up with."""
        if self._behind is None:
            self._behind = len(self._texts) - held_in(self._folder)
            if self._behind <= self._at_once:
                self._behind = self._open().behind(self._texts)
        if self._behind > self._at_once:
            return None
        index = self._open()
        if self._behind:
            index.sync(self._texts)
            self._behind = 0
        return index

    def _open(self) -> SkillIndex:
        if self._chroma is None:
            self._chroma = SkillIndex(self._folder, self._model(), expected=len(self._texts))
            if self._chroma.healed:
                self._notice(f"The skill index was rebuilt ({self._chroma.healed}).")
        return self._chroma
