"""The journal on disk: `journal.jsonl` in a session's folder, one entry a line, never rewritten.

An append is on disk (fsynced) when it returns. What follows the last acknowledged byte is a torn
append, whether the process was killed, interrupted or out of disk: the next append or the next
start drops it. One process writes at a time; the lock is the kernel's (flock), so a killed holder
never blocks anyone, and the lock file says who holds it.

Knows no event by name: what the lines mean is core/state.py.
"""

from __future__ import annotations

import fcntl
import json
import os
import shlex
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from pydantic import ValidationError

from voyager.adapters.atomic import cannot_write, sync_folder
from voyager.core.errors import JournalBroken, SessionBusy
from voyager.core.events import ENTRY, FORMAT, Entry, Event, SessionStarted

JOURNAL = "journal.jsonl"
TORN = "journal.jsonl.torn"  # side file: what torn appends left behind, for the curious
LOCK = "lock"


class SessionLock:
    """Exclusive hold on a session's folder; freed by `release` or by the kernel when we die."""

    def __init__(self, folder: Path, now: str) -> None:
        """Raises SessionBusy, naming the holder, when another process has it, and SetupFailed."""
        make_folder(folder)
        try:
            self._fd = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise cannot_write(folder, error) from error
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._fd)
            raise SessionBusy(
                f"Session {folder.name!r} is in use by {holder(folder)}. "
                "Stop that run, or choose another session with --session NAME."
            ) from None
        # Only now is the file ours: what it said until here was of a holder that is gone.
        claim = {"pid": os.getpid(), "host": socket.gethostname(), "since": now}
        try:
            os.ftruncate(self._fd, 0)
            os.pwrite(self._fd, json.dumps(claim).encode() + b"\n", 0)
        except OSError as error:
            os.close(self._fd)
            raise cannot_write(folder, error) from error

    def release(self) -> None:
        """Let go; safe to call twice."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


def holder(folder: Path) -> str:
    """Who the lock file names, as words."""
    try:
        claim = json.loads((folder / LOCK).read_text())
        return f"process {claim['pid']} on {claim['host']} since {claim['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"


def busy(folder: Path) -> str | None:
    """Who holds the session right now, or None."""
    try:
        fd = os.open(folder / LOCK, os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return holder(folder)
    finally:
        os.close(fd)
    return None


def make_folder(folder: Path) -> None:
    """Create `folder` with its parents, durably. Raises SetupFailed when that is not allowed."""
    missing = [p for p in (folder, *folder.parents) if not p.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for made in missing:
            sync_folder(made.parent)
    except OSError as error:
        raise cannot_write(folder, error) from error


def read_entries(path: Path) -> Iterator[Entry]:
    """Every whole entry, oldest first; a torn last line is left out, unread.

    Raises JournalBroken at the first line before it that cannot be an entry.
    """
    try:
        with path.open("rb") as lines:
            last = next(lines, b"")
            number = 1
            for line in lines:
                yield _entry(last, number, path)
                last, number = line, number + 1
            if _whole(last):
                yield _entry(last, number, path)
    except OSError as error:
        raise JournalBroken(f"{path} cannot be read ({error.strerror}).") from error


def _whole(line: bytes) -> bool:
    """Whether the line is a JSON object: a torn one, or the zeros of a power cut, is not."""
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def _rescue(number: int, path: Path) -> str:
    """What can be done about a journal whose line `number` cannot be read."""
    from voyager.core.settings import default_home

    session, home = path.parent.name, path.parent.parent.parent
    where = "" if home == default_home() else f" --home {shlex.quote(str(home))}"
    if number == 1:
        return f"Nothing before it can be saved; remove it with: voyager sessions rm {session}{where}"
    return (
        "What stands before it can be saved with: "
        f"voyager sessions fork {session} {session}-rescued --at {number - 1}{where}"
    )


def _entry(line: bytes, number: int, path: Path) -> Entry:
    try:
        shape = json.loads(line)
    except ValueError as error:
        raise JournalBroken(f"Line {number} of {path} is damaged. {_rescue(number, path)}") from error
    version = shape.get("v") if isinstance(shape, dict) else None
    if isinstance(version, int) and version != FORMAT:
        raise JournalBroken(
            f"{path} has journal format {version} in line {number}, and this Voyager reads format "
            f"{FORMAT}. Continue the session with the version of Voyager that wrote it."
        )
    try:
        entry = ENTRY.validate_json(line)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise JournalBroken(
            f"Line {number} of {path} is not an event that Voyager knows (at {where or 'its top'}). "
            f"{_rescue(number, path)}"
        ) from error
    if entry.seq != number:
        raise JournalBroken(
            f"Line {number} of {path} says it is event {entry.seq}: a line is missing or doubled. "
            f"{_rescue(number, path)}"
        )
    if (number == 1) != isinstance(entry.event, SessionStarted):
        raise JournalBroken(f"Line {number} of {path} is not in its place. {_rescue(number, path)}")
    return entry


class JsonlJournal:
    """The Journal port on a session's folder. Use as a context manager, or `close` it."""

    def __init__(self, folder: Path, now: Callable[[], str]) -> None:
        """Lock the session and take up its journal, or begin one.

        `now` gives the wall clock as ISO 8601 in UTC. Raises SessionBusy, JournalBroken, SetupFailed.
        """
        self.path = folder / JOURNAL
        self.dropped: str | None = None
        """What was said about a torn last line, when there was one."""
        self._now = now
        self._lock = SessionLock(folder, now())
        self._fd = -1
        try:
            new = not self.path.exists()
            self._fd = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
            if new:
                sync_folder(folder)
            self._drop_torn()
            count = sum(1 for _ in read_entries(self.path))
            self._end = (os.fstat(self._fd).st_size, count)
        except OSError as error:
            self.close()
            raise _unwritable(self.path, error) from error
        except BaseException:
            self.close()
            raise

    def append(self, event: Event) -> Entry:
        """On disk when this returns. Raises JournalBroken; the journal then stands as before."""
        size, count = self._end
        entry = Entry(seq=count + 1, at=self._now(), event=event)
        line = _encode(entry)
        try:
            self._still_ours()
            if os.fstat(self._fd).st_size != size:  # an append before this one was interrupted
                os.ftruncate(self._fd, size)
            written = 0
            while written < len(line):
                written += os.write(self._fd, line[written:])
            os.fsync(self._fd)
        except OSError as error:
            self._truncate(size)
            raise _unwritable(self.path, error) from error
        self._end = (size + len(line), count + 1)  # one assignment: an interrupt cannot split it
        return entry

    def entries(self) -> Iterator[Entry]:
        """Every entry so far, oldest first."""
        return read_entries(self.path)

    def discard(self) -> None:
        """Remove the session, which is worth nothing yet, while its lock is still ours."""
        for file in (self.path, self.path.parent / LOCK):
            file.unlink(missing_ok=True)
        with suppress(OSError):  # something else lies there: what a torn append left, say
            self.path.parent.rmdir()

    def close(self) -> None:
        """Let go of file and lock; safe to call twice."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1
        self._lock.release()

    def __enter__(self) -> JsonlJournal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _still_ours(self) -> None:
        try:
            there = os.stat(self.path)
        except FileNotFoundError:
            there = None
        ours = os.fstat(self._fd)
        if there is None or (there.st_ino, there.st_dev) != (ours.st_ino, ours.st_dev):
            raise JournalBroken(
                f"{self.path} was moved or removed while the session ran; nothing more is written to it."
            )

    def _drop_torn(self) -> None:
        """Cut off what a torn append left, keep it in a side file, and remember to say so."""
        text = self.path.read_bytes()
        end = text.rfind(b"\n", 0, max(len(text) - 1, 0)) + 1  # where the last line begins
        torn = text[end:]
        if not torn or _whole(torn):
            if torn and not torn.endswith(b"\n"):  # it says all it had to say
                os.write(self._fd, b"\n")
                os.fsync(self._fd)
            return
        with (self.path.parent / TORN).open("ab") as side:
            side.write(torn.rstrip(b"\n") + b"\n")
            side.flush()
            os.fsync(side.fileno())
        os.ftruncate(self._fd, end)
        os.fsync(self._fd)
        self.dropped = (
            f"The journal's last line was torn ({len(torn)} bytes) and was dropped; "
            f"it is kept in {TORN}."
        )

    def _truncate(self, size: int) -> None:
        try:
            os.ftruncate(self._fd, size)
        except OSError:  # the next start will drop the torn line
            return


def _encode(entry: Entry) -> bytes:
    """One line of JSON. Half a surrogate pair, which a program can say in chat, becomes U+FFFD."""
    try:
        return entry.model_dump_json().encode() + b"\n"
    except (ValueError, UnicodeError):
        plain = json.dumps(entry.model_dump(mode="python"), ensure_ascii=False)
        text = plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return text.encode() + b"\n"


def _unwritable(path: Path, error: OSError) -> JournalBroken:
    return JournalBroken(
        f"The journal {path} cannot be written ({error.strerror or error}). What was learned until "
        "now is safe; make room or give access, then run the same command again."
    )
