"""Finds rows by shared words: an inverted index kept as texts come and go.

A score is the share of the query's words, weighted by rarity, that a row has. Knows rows (numbers)
and stems, not skills.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Set
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SAID_OTHERWISE = 0.7  # what a word that only the thesaurus gave counts against one that was said


class WordIndex:
    """Stem → rows."""

    def __init__(self) -> None:
        self._rows: dict[str, array[int]] = {}
        self._words: dict[int, frozenset[str]] = {}

    def put(self, row: int, words: Iterable[str]) -> None:
        """Make `row` found by `words` and no others."""
        now, before = frozenset(words), self._words.get(row, frozenset())
        self._remove(row, before - now)
        for word in now - before:
            self._rows.setdefault(word, array("i")).append(row)
        self._words[row] = now

    def drop(self, row: int) -> None:
        self._remove(row, self._words.pop(row, frozenset()))

    def scores(self, said: Set[str], also: Set[str], rows: int) -> NDArray[np.float32]:
        """A score for each of the first `rows` rows, 0–1 (a little over it where `also` helps)."""
        import numpy as np

        found = np.zeros(rows, dtype=np.float32)
        for words, worth in ((said, 1.0), (also - said, SAID_OTHERWISE)):
            for word in words:
                if having := self._rows.get(word):
                    found[np.frombuffer(having, dtype=np.int32)] += worth * self._rarity(word)
        whole = sum(self._rarity(word) for word in said)
        return found / whole if whole else found

    def _rarity(self, word: str) -> float:
        return math.log(1 + len(self._words) / (1 + len(self._rows.get(word, ()))))

    def _remove(self, row: int, words: Set[str]) -> None:
        for word in words:
            rows = self._rows[word]
            rows.remove(row)
            if not rows:
                del self._rows[word]
