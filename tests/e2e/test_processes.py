"""Runs as processes: signals, terminals, pipes, two at once. The parts are toys; the CLI is real."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.e2e.test_cli import TOY, _clean_place, one_sentence
from voyager.adapters.sessions import Sessions
from voyager.core.events import SessionPaused

__all__ = ["_clean_place"]  # a fixture: each test has a home of its own


def test_a_second_run_on_a_busy_session_is_told_who_has_it(tmp_path: Path) -> None:
    slow = os.environ | {"TOY_PACE_S": "30"}
    first = subprocess.Popen(
        [*TOY, "run", "--json"], env=slow, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        assert first.stdout
        first.stdout.readline()
        second = subprocess.run([*TOY, "run"], capture_output=True, text=True, check=False)
        assert second.returncode == 1
        assert f"in use by process {first.pid}" in one_sentence(second.stderr)
    finally:
        first.send_signal(signal.SIGINT)
        assert first.wait(20) == 130
        for stream in (first.stdout, first.stderr):
            assert stream
            stream.close()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_request_to_stop_ends_cleanly_with_a_summary(
    tmp_path: Path, number: signal.Signals
) -> None:
    slow = os.environ | {"TOY_PACE_S": "0.3"}
    with subprocess.Popen(
        [*TOY, "run"], env=slow, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout and run.stderr
        while "t2" not in run.stdout.readline():
            pass
        run.send_signal(number)
        rest, err = run.stdout.read(), run.stderr.read()
    assert run.returncode == 130 and err == ""
    assert "stopped by you" in rest and "voyager run" in rest and "obtainOakLog" in rest
    last = Sessions(tmp_path / "home").entries("default")[-1].event
    assert isinstance(last, SessionPaused)


def test_a_reader_that_leaves_ends_it_in_silence(tmp_path: Path) -> None:
    command = " ".join(TOY) + " run --json | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert json.loads(done.stdout)["seq"] == 1
    assert done.stderr == ""


@pytest.mark.parametrize("output", ["> /dev/full", ">&-"])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="has no /dev/full")
def test_an_output_that_takes_nothing_is_no_traceback(tmp_path: Path, output: str) -> None:
    for command in ("run --plain --tasks 1", "sessions list", "--help"):
        shell = f"{' '.join(TOY)} {command} {output}"
        done = subprocess.run(["bash", "-c", shell], stderr=subprocess.PIPE, text=True, check=False)
        assert done.returncode in (0, 1)
        assert len(done.stderr.strip().splitlines()) <= 1, done.stderr


def test_ctrl_c_while_python_loads_is_no_traceback(tmp_path: Path) -> None:
    slow = tmp_path / "typer.py"
    slow.write_text("import _thread, time\n_thread.interrupt_main()\ntime.sleep(5)\n")
    done = subprocess.run(
        [sys.executable, "-m", "voyager", "run"],
        env=os.environ | {"PYTHONPATH": f"{tmp_path}{os.pathsep}{Path.cwd()}"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (130, "voyager: Stopped.\n")


def test_a_terminal_gets_the_live_view_and_then_the_summary() -> None:
    leader, follower = pty.openpty()
    environment = os.environ | {
        "TERM": "xterm-256color",
        "TOY_PACE_S": "0.2",
        "COLUMNS": "",
        "LINES": "",
    }
    del environment["COLUMNS"], environment["LINES"]
    os.set_blocking(leader, False)
    subprocess.run(["stty", "rows", "24", "cols", "80"], stdin=follower, check=True)
    run = subprocess.Popen(
        [*TOY, "run", "--tasks", "3"],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env=environment,
    )
    os.close(follower)
    shown = b""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if select.select([leader], [], [], 0.1)[0]:
            try:
                shown += os.read(leader, 65536)
            except OSError:
                break
        elif run.poll() is not None:
            break
    os.close(leader)
    assert run.wait(10) == 0
    screens, _, after = shown.decode().partition("\x1b[?1049l")
    assert "\x1b[?1049h" in screens and "milestones" in screens and "♥" in screens
    assert "3 tasks done" in after and "go on" in after
