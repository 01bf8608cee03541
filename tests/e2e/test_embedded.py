"""The whole product, nothing doubled: real CLI, real bridge, real embedded world, recipe author."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from voyager.adapters.sessions import Sessions
from voyager.adapters.skill_files import SkillFiles
from voyager.adapters.snapshot_store import SnapshotStore
from voyager.core.events import SessionPaused, SkillLearned, TaskClosed
from voyager.core.state import fold

SEED = "1"
GOAL = "obtain a wooden pickaxe"
PER_RUN = ("session_started", "session_continued", "session_paused", "world_entered", "noted")
PATIENCE_S = 240  # wall seconds for one run, on a loaded machine

pytestmark = pytest.mark.real_world


def command(home: Path, *options: str) -> list[str]:
    base = [sys.executable, "-m", "tests.doubles.killing_cli", "run", "--home", str(home)]
    return [*base, "--session", "s", "--seed", SEED, *options]


def learn(home: Path, *options: str, kill: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = os.environ | ({"KILL_AFTER": kill} if kill else {})
    done = subprocess.run(
        command(home, "--goal", GOAL, *options), env=environment, capture_output=True, text=True,
        timeout=PATIENCE_S, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return done


def substance(home: Path) -> list[Any]:
    """The journal without wall-clock fields and what each process writes about itself."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: plain(v) for k, v in value.items() if k != "at" and not k.endswith("wall_s")}
        return [plain(v) for v in value] if isinstance(value, list) else value

    events = [entry.event for entry in Sessions(home).entries("s")]
    return [plain(json.loads(e.model_dump_json())) for e in events if e.type not in PER_RUN]


def agrees(home: Path) -> None:
    """No task closed twice, no skill missing, and the world that the journal names is there."""
    entries = Sessions(home).entries("s")
    closed = Counter(e.event.task_id for e in entries if isinstance(e.event, TaskClosed))
    assert set(closed.values()) <= {1}
    names = set(SkillFiles(home).names())
    assert {e.event.name for e in entries if isinstance(e.event, SkillLearned)} <= names
    state = fold(entry.event for entry in entries)
    if state.snapshot:
        assert SnapshotStore(home).get(state.snapshot)


def nodes_of(pid: int) -> list[int]:
    """Process ids below `pid` (Linux)."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += [int(child), *nodes_of(int(child))]
    return found


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("undisturbed")
    done = learn(home, "--plain")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "go on" in done.stdout
    return home


def test_it_learns_and_says_what_it_has_learned(undisturbed: Path) -> None:
    agrees(undisturbed)
    state = fold(entry.event for entry in Sessions(undisturbed).entries("s"))
    assert state.finished and state.finished.reached
    assert state.seen and state.seen.inventory.get("wooden_pickaxe") == 1
    assert state.skills and set(state.skills) <= set(SkillFiles(undisturbed).names())


def test_the_same_seed_and_author_write_the_same_journal(undisturbed: Path, tmp_path: Path) -> None:
    assert learn(tmp_path, "--json").returncode == 0
    assert substance(tmp_path) == substance(undisturbed)


def test_killed_and_continued_it_writes_the_same_journal(undisturbed: Path, tmp_path: Path) -> None:
    """Ticks, observations and the hashes of the saved worlds included."""
    for kill in ("attempted:1", "skill_learned:1", "task_closed:1"):
        assert learn(tmp_path, kill=kill).returncode == -signal.SIGKILL
        agrees(tmp_path)
    assert learn(tmp_path).returncode == 0
    agrees(tmp_path)
    assert substance(tmp_path) == substance(undisturbed)


def test_skills_are_found_by_meaning(undisturbed: Path) -> None:
    found = subprocess.run(
        [sys.executable, "-m", "voyager", "skills", "search", "chop", "down", "a", "tree", "--json",
         "--home", str(undisturbed)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "mineLog" in [skill["name"] for skill in json.loads(found.stdout)[:3]]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="reads process trees from /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_ended_from_outside_it_leaves_no_process_behind(
    tmp_path: Path, number: signal.Signals
) -> None:
    with subprocess.Popen(
        command(tmp_path, "--plain"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    ) as run:  # fmt: skip
        assert run.stdout
        for line in run.stdout:
            if "t2" in line:
                break
        below = nodes_of(run.pid)
        assert below
        os.killpg(run.pid, number) if number == signal.SIGINT else run.kill()
        run.stdout.read()
        run.wait(60)
    deadline = time.monotonic() + 10
    while (
        left := [pid for pid in below if Path(f"/proc/{pid}").exists()]
    ) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not left
    agrees(tmp_path)
    if number == signal.SIGINT:
        assert run.returncode == 130
        assert isinstance(Sessions(tmp_path).entries("s")[-1].event, SessionPaused)


@pytest.fixture
def server() -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with subprocess.Popen(
        [sys.executable, "-m", "voyager", "world", "serve", "--seed", SEED, "--port", str(port)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as node:  # fmt: skip
        assert node.stdout and node.stdin
        for line in node.stdout:
            if "Done" in line:
                break
        yield f"127.0.0.1:{port}"
        node.stdin.write("stop\n")
        node.stdin.flush()
        assert "Stopping server" in node.stdout.read()
        assert node.wait(20) == 0


def test_it_learns_on_a_server_over_tcp(server: str, tmp_path: Path) -> None:
    run = [sys.executable, "-m", "voyager", "run", "--home", str(tmp_path), "--session", "s"]
    done = subprocess.run(
        [*run, "--world", server, "--tasks", "1", "--plain"],
        capture_output=True, text=True, timeout=PATIENCE_S, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "★ learned" in done.stdout


def test_a_server_that_is_not_there_is_one_sentence_and_leaves_no_session(tmp_path: Path) -> None:
    run = [sys.executable, "-m", "voyager", "run", "--home", str(tmp_path), "--json"]
    done = subprocess.run(
        [*run, "--world", "127.0.0.1:9"],
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert done.returncode == 1
    assert "No Minecraft server answers at 127.0.0.1:9" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert Sessions(tmp_path).names() == []


def test_a_port_in_use_is_one_sentence(server: str) -> None:
    port = server.partition(":")[2]
    done = subprocess.run(
        [sys.executable, "-m", "voyager", "world", "serve", "--port", port],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "in use" in done.stderr and len(done.stderr.strip().splitlines()) == 1


def test_an_address_of_another_machine_is_one_sentence() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "voyager", "world", "serve", "--host", "203.0.113.7"],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "no address of this machine" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
