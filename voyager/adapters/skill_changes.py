"""Which skills changed since a process last looked: `library/.changes`, one name a line.

Written under the library's lock before the files are; disposable. A reader remembers how far it has
read, so that seeing nothing new costs one stat. Whatever cannot be told from it (no log, a log that
shrank or was replaced) means: look at everything.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from voyager.adapters import atomic

LONG = 1_000_000  # bytes; then the log begins anew, and every reader looks at everything once


@dataclass(frozen=True)
class Mark:
    """How far a reader has come: which file, how many bytes of it."""

    inode: int
    size: int


class ChangeLog:
    """The log of one library folder."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def mark(self) -> Mark | None:
        """Where the log ends now; None when there is none."""
        try:
            status = os.stat(self._path)
        except OSError:
            return None
        return Mark(status.st_ino, status.st_size)

    def note(self, names: list[str]) -> None:
        """Say that `names` change. Called under the lock. Raises SetupFailed (disk)."""
        lines = "".join(f"{name}\n" for name in names).encode()
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
            try:
                if os.fstat(handle).st_size + len(lines) > LONG:
                    atomic.write(self._path, lines)
                else:
                    os.write(handle, lines)
            finally:
                os.close(handle)
        except OSError as error:
            raise atomic.cannot_write(self._path, error) from error

    def since(self, mark: Mark | None) -> list[str] | None:
        """Names written after `mark`; None when that cannot be told and everything must be looked at."""
        now = self.mark()
        if now is None or mark is None or now.inode != mark.inode or now.size < mark.size:
            return None
        if now.size == mark.size:
            return []
        try:
            with self._path.open("rb") as file:
                file.seek(mark.size)
                added = file.read(now.size - mark.size)
        except OSError:
            return None
        return list(dict.fromkeys(added.decode("utf-8", "replace").split("\n")[:-1]))
