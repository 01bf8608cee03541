"""Listing, forking and removing sessions."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.doubles.toy_library import ToyLibrary
from tests.doubles.toy_roles import ToyRoles
from tests.doubles.toy_world import ToyWorld
from voyager.adapters.jsonl_journal import JOURNAL, JsonlJournal
from voyager.adapters.sessions import Sessions
from voyager.core.errors import SessionBusy, UnknownSession, UsageMistake
from voyager.core.events import SessionStarted, WorldSpec
from voyager.core.state import State, fold
from voyager.loop import Ledger, RunLimits, learn


def now() -> str:
    return "2026-01-01T00:00:00Z"


def learned(home: Path, name: str, tasks: int) -> State:
    """A session that has done some tasks in the toy world."""
    with JsonlJournal(home / "sessions" / name, now) as journal:
        ledger = Ledger(journal, lambda event, state: None)
        ledger.emit(SessionStarted(session=name, world=WorldSpec(), author="recipes", voyager="0"))
        limits = RunLimits(tasks=tasks)
        return learn(ToyRoles(), ToyWorld(home), ToyLibrary(home), ledger, limits, lambda: 0.0)


def state_of(sessions: Sessions, name: str) -> State:
    return fold(entry.event for entry in sessions.entries(name))


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../x", "a/b", ".hidden", "-rf", "a" * 65, "naïve", "a b", "a\n", "a\0"]
)
def test_names_that_could_be_paths_or_options_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageMistake, match="cannot be a session's name"):
        Sessions(tmp_path).path(name)


def test_an_unknown_session_is_answered_with_those_that_there_are(tmp_path: Path) -> None:
    learned(tmp_path, "mine", 1)
    with pytest.raises(UnknownSession, match=r"No session 'your' .*There are: mine"):
        Sessions(tmp_path).entries("your")


def test_list_shows_broken_sessions_beside_sound_ones(tmp_path: Path) -> None:
    learned(tmp_path, "good", 2)
    path = tmp_path / "sessions" / "good" / JOURNAL
    bad = tmp_path / "sessions" / "bad"
    bad.mkdir()
    (bad / JOURNAL).write_text("nonsense\n" + path.read_text())
    lines = {line.name: line for line in Sessions(tmp_path).each()}
    assert lines["good"].state and len(lines["good"].state.completed) == 2
    assert lines["bad"].state is None and "Line 1" in str(lines["bad"].broken)


def test_a_fork_at_an_attempt_has_the_world_of_that_attempt(tmp_path: Path) -> None:
    learned(tmp_path, "old", 4)
    sessions = Sessions(tmp_path)
    sessions.fork("old", "new", "t3.1", now)
    state = state_of(sessions, "new")
    assert state.session == "new"
    assert len(state.closed) == 2 and len(state.attempts) == 1
    assert state.snapshot and (tmp_path / "snapshots" / state.snapshot).exists()
    seen = ToyWorld(tmp_path).begin(state.snapshot)
    assert seen == state.seen


def test_a_fork_goes_on_to_the_same_end_as_the_session_it_came_from(tmp_path: Path) -> None:
    whole = learned(tmp_path, "old", 5)
    sessions = Sessions(tmp_path)
    sessions.fork("old", "new", "t3.1", now)
    forked = learned_on(tmp_path, "new", 5)
    assert [c.task for c in forked.closed] == [c.task for c in whole.closed]
    assert forked.seen == whole.seen and forked.snapshot == whole.snapshot


def learned_on(home: Path, name: str, tasks: int) -> State:
    with JsonlJournal(home / "sessions" / name, now) as journal:
        ledger = Ledger(journal, lambda event, state: None)
        limits = RunLimits(tasks=tasks)
        return learn(ToyRoles(), ToyWorld(home), ToyLibrary(home), ledger, limits, lambda: 0.0)


@pytest.mark.parametrize(("at", "closed"), [("t2", 2), ("3", 0), (None, 3)])
def test_a_fork_at_a_task_holds_all_of_it(tmp_path: Path, at: str | None, closed: int) -> None:
    learned(tmp_path, "old", 3)
    sessions = Sessions(tmp_path)
    sessions.fork("old", "new", at, now)
    assert len(state_of(sessions, "new").closed) == closed


@pytest.mark.parametrize("at", ["t99", "9999", "t1.9", "zero", "0", "t1.0", "-1"])
def test_a_point_that_is_not_there_is_said_and_makes_no_session(tmp_path: Path, at: str) -> None:
    learned(tmp_path, "old", 1)
    with pytest.raises(UsageMistake):
        Sessions(tmp_path).fork("old", "new", at, now)
    assert Sessions(tmp_path).names() == ["old"]


def test_the_sound_part_of_a_broken_journal_can_be_forked(tmp_path: Path) -> None:
    learned(tmp_path, "old", 2)
    path = tmp_path / "sessions" / "old" / JOURNAL
    lines = path.read_text().splitlines()
    lines[6] = "?"
    path.write_text("\n".join(lines) + "\n")
    assert Sessions(tmp_path).fork("old", "new", "6", now) == 6


def test_removing_frees_only_snapshots_that_no_other_session_names(tmp_path: Path) -> None:
    learned(tmp_path, "old", 3)
    sessions = Sessions(tmp_path)
    sessions.fork("old", "new", "t1", now)
    kept = state_of(sessions, "new").snapshot
    sessions.remove("old", now())
    assert sessions.names() == ["new"]
    left = {file.name for file in (tmp_path / "snapshots").iterdir()}
    assert kept in left and len(left) == 2  # the start and the end of t1
    assert ToyLibrary(tmp_path).all(), "skills stay"


def test_a_running_session_is_not_removed(tmp_path: Path) -> None:
    learned(tmp_path, "old", 1)
    with JsonlJournal(tmp_path / "sessions" / "old", now), pytest.raises(SessionBusy):
        Sessions(tmp_path).remove("old", now())
