"""Finds texts by shared words: an inverted index kept as texts come and go.

Scores are the share of the query's words, weighted by rarity, that a text has: 0–1. Knows rows
(numbers) and texts, not skills.
"""

from __future__ import annotations

import math
import re
from array import array
from collections.abc import Set
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WORD = re.compile(r"[a-z]+|[0-9]+")
ENDINGS = ("ings", "ing", "ies", "es", "ed", "s", "e")
STOP = frozenset(
    """a an the of to in on at for and or with from by into it its is are be some any that this as
    up out off so you your my me i we our them then than where when which what can will""".split()  # noqa: SIM905  # a list of 50 quoted words reads worse
)


def words_of(text: str) -> frozenset[str]:
    """The stems of a text's words: `mines`, `mined`, `mining` are one; `the` is none."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text).lower()
    return frozenset(stem(word) for word in WORD.findall(spaced) if word not in STOP)


def stem(word: str) -> str:
    """A rough stem: one ending off, as long as three letters stay."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            return word[: -len(ending)] + ("y" if ending == "ies" else "")
    return word


class WordIndex:
    """Word → rows. A row that is put again or dropped leaves its old entries behind, unseen."""

    def __init__(self) -> None:
        self._rows: dict[str, array[int]] = {}
        self._texts: dict[int, frozenset[str]] = {}

    def put(self, row: int, text: str) -> None:
        """Make `row` found by the words of `text`."""
        words = words_of(text)
        before = self._texts.get(row, frozenset())
        self._remove(row, before - words)
        for word in words - before:
            self._rows.setdefault(word, array("i")).append(row)
        self._texts[row] = words

    def drop(self, row: int) -> None:
        self._remove(row, self._texts.pop(row, frozenset()))

    def _remove(self, row: int, words: Set[str]) -> None:
        for word in words:
            rows = self._rows[word]
            rows.remove(row)
            if not rows:
                del self._rows[word]

    def scores(self, query: str, rows: int) -> NDArray[np.float32]:
        """A score for each of the first `rows` rows."""
        import numpy as np

        found = np.zeros(rows, dtype=np.float32)
        total = len(self._texts)
        whole = 0.0
        for word in sorted(words_of(query)):
            having = self._rows.get(word)
            weight = math.log(1 + total / (1 + (len(having) if having else 0)))
            whole += weight
            if having:
                found[np.frombuffer(having, dtype=np.int32)] += weight
        return found / whole if whole else found
