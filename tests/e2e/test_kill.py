"""SIGKILL after every kind of append, then the same command: nothing is lost, nothing done twice.

Runs the real CLI, journal and loop over the toy world, so that every kind of append can be tried
many times; tests/e2e/test_embedded.py does it once more over the real one.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.doubles.toy_library import ToyLibrary
from tests.doubles.toy_world import ToyWorld
from voyager.adapters.sessions import Sessions
from voyager.core.events import (
    Attempted,
    Entry,
    Event,
    SessionContinued,
    SessionPaused,
    SessionStarted,
    SkillLearned,
    TaskClosed,
    TaskOpened,
    WorldEntered,
)
from voyager.core.state import fold

PER_RUN = (SessionStarted, SessionContinued, SessionPaused, WorldEntered)  # one for each process
KILLS = [
    "session_started:1", "world_entered:1", "task_opened:1", "task_opened:3", "attempted:1",
    "attempted:3", "attempted:4", "skill_learned:1", "skill_learned:3", "task_closed:1",
    "task_closed:3", "session_paused:1",
]  # fmt: skip
TASKS = "5"


def voyager(home: Path, kill: str | None = None) -> int:
    command = [
        sys.executable,
        "-m",
        "tests.doubles.toy_cli",
        "run",
        "--home",
        str(home),
        "--tasks",
        TASKS,
    ]
    environment = os.environ | ({"KILL_AFTER": kill} if kill else {})
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode


def entries(home: Path) -> list[Entry]:
    return Sessions(home).entries("default")


def substance(home: Path) -> list[Event]:
    """What happened, without what each new process writes about itself."""
    return [entry.event for entry in entries(home) if not isinstance(entry.event, PER_RUN)]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("undisturbed")
    assert voyager(home) == 0
    return home


def agrees(home: Path) -> None:
    """Journal, world and library tell one story."""
    happened = substance(home)
    closed = Counter(event.task_id for event in happened if isinstance(event, TaskClosed))
    opened = Counter(event.task.id for event in happened if isinstance(event, TaskOpened))
    assert set(closed.values()) <= {1} and set(opened.values()) <= {1}
    state = fold(entry.event for entry in entries(home))
    if state.seen is not None:
        assert ToyWorld(home).begin(state.snapshot) == state.seen
    library = ToyLibrary(home)
    for event in happened:
        if isinstance(event, SkillLearned):
            skill = library.get(event.name)
            assert skill and (skill.version, skill.sha) == (event.version, event.sha)


@pytest.mark.parametrize("kill", KILLS)
def test_a_killed_run_continued_equals_an_undisturbed_one(
    kill: str, tmp_path: Path, undisturbed: Path
) -> None:
    assert voyager(tmp_path, kill) == -9
    agrees(tmp_path)
    if kill != "session_paused:1":  # that one had ended: the same command would do five tasks more
        assert voyager(tmp_path) == 0
    agrees(tmp_path)
    assert substance(tmp_path) == substance(undisturbed)


def test_killed_again_and_again_it_still_gets_there(tmp_path: Path, undisturbed: Path) -> None:
    for kill in ("attempted:1", "skill_learned:1", "attempted:1", "task_closed:1", "task_opened:2"):
        assert voyager(tmp_path, kill) == -9
        agrees(tmp_path)
    assert voyager(tmp_path) == 0
    assert substance(tmp_path) == substance(undisturbed)


def test_the_same_seed_and_author_write_the_same_journal(tmp_path: Path, undisturbed: Path) -> None:
    assert voyager(tmp_path) == 0
    assert [e.event for e in entries(tmp_path)] != []
    assert substance(tmp_path) == substance(undisturbed)


def test_every_attempt_in_the_journal_has_its_snapshot(undisturbed: Path) -> None:
    for event in substance(undisturbed):
        if isinstance(event, Attempted):
            assert event.attempt.result.snapshot
            assert (undisturbed / "snapshots" / event.attempt.result.snapshot).exists()
