"""Vectors that were computed once: <home>/index/vectors.sqlite, text SHA-256 → vector.

Derived, disposable, shared by all processes of a home; a kill loses at most the last batch.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from voyager.adapters import embedding
from voyager.core.errors import SetupFailed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

KEPT = 2000  # texts embedded between two commits: what a kill may cost, about ten seconds


class Embedder(Protocol):
    """Texts to unit vectors."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


class VectorCache:
    """Text SHA-256 → vector, in SQLite: safe for several processes and for kills."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._open()
        except sqlite3.DatabaseError:
            with suppress(OSError):  # in a folder that is not ours to write, opening fails again
                path.unlink(missing_ok=True)  # disposable: only time is lost
            try:
                self._open()
            except sqlite3.DatabaseError as error:
                raise unwritable(path, error) from error

    def _open(self) -> None:
        self._db = sqlite3.connect(self._path, timeout=30, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=OFF")
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS vectors (model TEXT, sha TEXT, vector BLOB, "
            "PRIMARY KEY (model, sha)) WITHOUT ROWID"
        )

    def embed(self, texts: Sequence[str], embedder: Embedder) -> NDArray[np.float32]:
        import numpy as np

        shas = [sha_of_text(text) for text in texts]
        found: dict[str, bytes] = {}
        for start in range(0, len(shas), 500):
            part = shas[start : start + 500]
            marks = ",".join("?" * len(part))
            rows = self._db.execute(
                f"SELECT sha, vector FROM vectors WHERE model = ? AND sha IN ({marks})",
                (embedding.VERSION, *part),
            )
            found.update(rows.fetchall())
        missing = [i for i, sha in enumerate(shas) if sha not in found]
        for first in range(0, len(missing), KEPT):
            part_of = missing[first : first + KEPT]
            fresh = embedder.embed([texts[i] for i in part_of])
            rows_new = [
                (embedding.VERSION, shas[i], fresh[n].tobytes()) for n, i in enumerate(part_of)
            ]
            with suppress(sqlite3.OperationalError):  # a full disk: they are made again next time
                self._db.execute("BEGIN")
                try:
                    self._db.executemany(
                        "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows_new
                    )
                    self._db.execute("COMMIT")
                except sqlite3.OperationalError:
                    self._db.execute("ROLLBACK")
            found.update((sha, vector) for _, sha, vector in rows_new)
        return np.stack([np.frombuffer(found[sha], dtype=np.float32) for sha in shas])

    def close(self) -> None:
        self._db.close()


def sha_of_text(text: str) -> str:
    """SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def unwritable(path: Path, error: Exception) -> SetupFailed:
    return SetupFailed(
        f"The skill index in {path} cannot be written ({type(error).__name__}). Is the disk full? "
        "Make room and run the same command again; the skills themselves are safe."
    )
