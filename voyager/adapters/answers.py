"""Questions that a model has answered, found again by meaning, shared by all sessions of a home.

<home>/answers.jsonl    {"question": …, "answer": …} a line; a torn or broken line is passed over
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from voyager.adapters import atomic
from voyager.adapters.vector_cache import Embedder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ALIKE = 0.9  # cosine from which on two questions are one: the same in other words scores 0.92 to
# 0.99, "a stone pickaxe" against "a wooden pickaxe" 0.80 (docs/log.md)


class AnswerFile:
    """The Answers port on disk."""

    def __init__(self, home: Path, embedder: Callable[[], Embedder]) -> None:
        self._path = home / "answers.jsonl"
        self._make = embedder
        self._embedder: Embedder | None = None
        self._held: list[tuple[str, str]] | None = None
        self._vectors: NDArray[np.float32] | None = None

    def near(self, question: str) -> str | None:
        """The answer to the nearest question, when it is near enough."""
        held = self._read()
        for asked, answer in held:
            if asked == question:
                return answer
        if not held:
            return None
        vectors = self._embedded()
        scores = vectors @ self._embed([question])[0]
        best = int(scores.argmax())
        return held[best][1] if scores[best] >= ALIKE else None

    def knows(self, question: str) -> bool:
        """Whether this very question has an answer."""
        return any(asked == question for asked, _ in self._read())

    def keep(self, question: str, answer: str) -> None:
        """Append; a kill in between loses at most this line."""
        self._read()
        line = json.dumps({"question": question, "answer": answer}, ensure_ascii=False) + "\n"
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("ab") as file:
                if file.tell() and not _ends_with_newline(self._path):
                    file.write(b"\n")
                file.write(line.encode())
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise atomic.cannot_write(self._path, error) from error
        assert self._held is not None, "read above"
        self._held.append((question, answer))
        self._vectors = None

    def _read(self) -> list[tuple[str, str]]:
        if self._held is None:
            self._held = []
            text = self._path.read_text("utf-8", "replace") if self._path.exists() else ""
            for line in text.splitlines():
                try:
                    row = json.loads(line)
                    self._held.append((str(row["question"]), str(row["answer"])))
                except (ValueError, KeyError, TypeError):
                    continue
        return self._held

    def _embedded(self) -> NDArray[np.float32]:
        if self._vectors is None:
            self._vectors = self._embed([question for question, _ in self._read()])
        return self._vectors

    def _embed(self, texts: list[str]) -> NDArray[np.float32]:
        if self._embedder is None:
            self._embedder = self._make()
        return self._embedder.embed(texts)


def _ends_with_newline(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"
