"""The sessions of a home folder: which there are, and copying and removing them.

A session is `<home>/sessions/NAME/`. Snapshots of worlds lie in `<home>/snapshots/`, shared by all
sessions (they are named by their content), so a fork costs no more than its journal. Skills are
the library's and outlive every session. Knows nothing of how a run goes.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from voyager.adapters.jsonl_journal import (
    JOURNAL,
    JsonlJournal,
    SessionLock,
    busy,
    read_entries,
)
from voyager.core.errors import JournalBroken, UnknownSession, UsageMistake
from voyager.core.events import (
    Attempted,
    Entry,
    Noted,
    SessionPaused,
    SessionStarted,
    SkillLearned,
    TaskClosed,
    TaskOpened,
)
from voyager.core.state import State, fold

NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,63}")
SNAPSHOT = re.compile(rb'"snapshot":"([0-9a-f]{64})"')
POINT = re.compile(r"(?P<seq>[1-9]\d*)|(?P<task>t[1-9]\d*)(?:\.(?P<attempt>[1-9]\d*))?")


@dataclass(frozen=True)
class SessionLine:
    """One session in a list."""

    name: str
    state: State | None
    """None when the journal is broken."""
    events: int
    last_at: str
    held_by: str | None
    broken: str | None


class Sessions:
    """Every session under one home folder."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.folder = home / "sessions"

    def path(self, name: str) -> Path:
        """The session's folder, there or not. Raises UsageMistake for what cannot be a name."""
        if not NAME.fullmatch(name):
            raise UsageMistake(
                f"{name!r} cannot be a session's name. Use 1 to 64 letters, digits, '.', '_' and '-', "
                "beginning with a letter, a digit or '_'."
            )
        return self.folder / name

    def existing(self, name: str) -> Path:
        """The session's folder. Raises UnknownSession, naming those that there are."""
        folder = self.path(name)
        if not (folder / JOURNAL).is_file():
            names = self.names()
            known = f"There are: {', '.join(names[:8])}" if names else "There are none yet"
            raise UnknownSession(
                f"No session {name!r} in {self.home}. {known}. See: voyager sessions list"
            )
        return folder

    def names(self) -> list[str]:
        """Every session's name, in order."""
        if not self.folder.is_dir():
            return []
        return sorted(p.parent.name for p in self.folder.glob(f"*/{JOURNAL}"))

    def each(self) -> Iterator[SessionLine]:
        """Every session, broken ones too."""
        for name in self.names():
            folder = self.folder / name
            held_by = busy(folder)
            try:
                entries = self.entries(name)
            except JournalBroken as broken:
                yield SessionLine(name, None, 0, "", held_by, str(broken))
                continue
            last = entries[-1].at if entries else ""
            state = fold(entry.event for entry in entries)
            yield SessionLine(name, state, len(entries), last, held_by, None)

    def entries(self, name: str) -> list[Entry]:
        """What the session's journal holds. Raises UnknownSession, JournalBroken."""
        return list(read_entries(self.existing(name) / JOURNAL))

    def fork(self, name: str, new: str, at: str | None, now: Callable[[], str]) -> int:
        """Copy `name` into `new` up to `at` and return how many events were copied.

        `at` is an event's number (`17`), a task (`t3`: up to its end) or an attempt (`t3.2`); None is
        the end. Lines after that point are not read, so the sound part of a broken journal can be saved.
        """
        source = self.existing(name) / JOURNAL
        target = self.path(new)
        if (target / JOURNAL).exists():
            raise UsageMistake(f"Session {new!r} exists already. Choose another name for the fork.")
        kept = _until(read_entries(source), at, name)
        if not kept:
            raise UsageMistake(f"Session {name!r} has no event yet, so there is nothing to fork.")
        with JsonlJournal(target, now) as journal:
            for entry in kept:
                event = entry.event
                if isinstance(event, SessionStarted):
                    event = event.model_copy(update={"session": new})
                journal.append(event)
            told = f"Forked from session {name} after its event {kept[-1].seq}."
            journal.append(Noted(kind="info", text=told, about="fork"))
            if not isinstance(kept[-1].event, SessionPaused):  # so that its first run counts anew
                journal.append(SessionPaused(reason=f"forked from session {name}"))
        return len(kept)

    def remove(self, name: str, now: str) -> int:
        """Remove the session and the snapshots that only it named; bytes freed. Skills stay."""
        folder = self.existing(name)
        lock = SessionLock(folder, now)
        try:
            named = _snapshots(folder / JOURNAL)
            freed = sum(p.stat().st_size for p in folder.iterdir() if p.is_file())
            # One rename makes it gone; what a kill leaves behind is no session any more.
            gone = self.folder / f".removed-{name}-{os.getpid()}"
            folder.rename(gone)
            shutil.rmtree(gone)
        finally:
            lock.release()
        return freed + self._drop_snapshots(named)

    def _drop_snapshots(self, named: set[str]) -> int:
        others = [self.folder / other for other in self.names()]
        if any(busy(other) for other in others):
            return 0  # a running session may be about to name one of them
        still = set[str]().union(*(_snapshots(other / JOURNAL) for other in others))
        freed = 0
        for sha in sorted(named - still):
            file = self.home / "snapshots" / sha
            if file.is_file():
                freed += file.stat().st_size
                file.unlink()
        return freed


def _snapshots(journal: Path) -> set[str]:
    return {sha.decode() for sha in SNAPSHOT.findall(journal.read_bytes())}


def _until(entries: Iterator[Entry], at: str | None, name: str) -> list[Entry]:
    """The entries up to and including the point `at`."""
    if at is None:
        return list(entries)
    point = POINT.fullmatch(at)
    if not point:
        raise UsageMistake(
            f"{at!r} is no point in a session. Give an event's number (17), a task (t3) or an attempt (t3.2)."
        )
    kept: list[Entry] = []
    found = 0  # how many entries stand when the point is reached; 0 while it is not
    for entry in entries:
        kept.append(entry)
        if _is_at(entry, point):
            found = len(kept)
            if point["seq"] or point["attempt"] or isinstance(entry.event, TaskClosed):
                break
    if not found:
        raise UsageMistake(f"Session {name!r} has no {at}. See: voyager sessions show {name}")
    return kept[:found]


def _is_at(entry: Entry, point: re.Match[str]) -> bool:
    if point["seq"]:
        return entry.seq == int(point["seq"])
    event = entry.event
    if isinstance(event, TaskOpened):
        return not point["attempt"] and event.task.id == point["task"]
    if (
        not isinstance(event, Attempted | SkillLearned | TaskClosed)
        or event.task_id != point["task"]
    ):
        return False
    if point["attempt"]:
        return isinstance(event, Attempted) and event.attempt.number == int(point["attempt"])
    return True
