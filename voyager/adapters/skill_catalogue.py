"""What the files of the library said when they were last read: <home>/index/catalogue.sqlite.

Derived and disposable; shared by all processes. Lets a library of many skills open by comparing
stamps instead of reading every file. Knows nothing of what a skill means.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pydantic import ValidationError

from voyager.adapters.skill_files import Stamp
from voyager.core.records import Skill

SHAPE = (
    f"1_{zlib.crc32(' '.join(sorted(Skill.model_fields)).encode())}"  # other fields, other table
)


@dataclass(frozen=True)
class Listed:
    """One skill as the catalogue has it; its record is read from JSON when it is asked for."""

    name: str
    stamp: Stamp
    version: int
    quarantined: bool
    description: str
    json: str

    @cached_property
    def skill(self) -> Skill:
        return Skill.model_validate_json(self.json)

    @classmethod
    def of(cls, skill: Skill, stamp: Stamp) -> Listed:
        return cls(
            skill.name,
            stamp,
            skill.version,
            skill.quarantined is not None,
            skill.description,
            skill.model_dump_json(),
        )


class Catalogue:
    """The table. Every failure of it costs time only."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "catalogue.sqlite"
        self._db: sqlite3.Connection | None = None

    def load(self) -> dict[str, Listed]:
        """Everything it holds; empty when it cannot be read."""
        try:
            rows = self._open().execute(
                f"SELECT name, a, b, c, d, version, quarantined, description, json FROM skills{SHAPE}"
            )
            return {
                r[0]: Listed(r[0], (r[1], r[2], r[3], r[4]), r[5], bool(r[6]), r[7], r[8])
                for r in rows
            }
        except (sqlite3.Error, OSError):
            self._forget()
            return {}

    def put(self, listed: Iterable[Listed]) -> None:
        rows = [(e.name, *e.stamp, e.version, e.quarantined, e.description, e.json) for e in listed]
        if rows:
            self._change(f"INSERT OR REPLACE INTO skills{SHAPE} VALUES (?,?,?,?,?,?,?,?,?)", rows)

    def drop(self, names: Iterable[str]) -> None:
        rows = [(name,) for name in names]
        if rows:
            self._change(f"DELETE FROM skills{SHAPE} WHERE name = ?", rows)

    def close(self) -> None:
        if self._db is not None:
            self._db.close()
            self._db = None

    def _change(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        try:
            db = self._open()
            db.execute("BEGIN IMMEDIATE")
            try:
                db.executemany(statement, rows)
            finally:
                db.execute("COMMIT")
        except (sqlite3.Error, OSError):
            self._forget()

    def _open(self) -> sqlite3.Connection:
        if self._db is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            db = sqlite3.connect(self._path, timeout=5, isolation_level=None)
            self._db = db
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=OFF")
            db.execute(
                f"CREATE TABLE IF NOT EXISTS skills{SHAPE} (name TEXT PRIMARY KEY, a INT, b INT, "
                "c INT, d INT, version INT, quarantined INT, description TEXT, json TEXT)"
            )
        return self._db

    def _forget(self) -> None:
        """Drop the connection and, when the file is no catalogue, the file."""
        self.close()
        try:
            with self._path.open("rb") as file:
                if file.read(15) != b"SQLite format 3":
                    for path in self._files():
                        path.unlink(missing_ok=True)
        except OSError:
            return

    def _files(self) -> Iterator[Path]:
        for ending in ("", "-wal", "-shm"):
            yield self._path.with_name(self._path.name + ending)


def readable(listed: Listed) -> Skill | None:
    """The skill of an entry; None when a damaged catalogue holds something else."""
    try:
        return listed.skill
    except ValidationError:
        return None
