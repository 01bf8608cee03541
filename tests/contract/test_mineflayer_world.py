"""The bridge from Python's side: crashes, broken-off calls, orphans, and what Node may see."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from voyager.adapters.mineflayer_world import MineflayerWorld
from voyager.core.errors import WorldLost
from voyager.core.doing import Doing
from voyager.core.events import WorldSpec
from voyager.core.records import Limits, Program, Skill

LIMITS = Limits(game_s=60, wall_s=20)
WAIT = "async function act(bot) { await bot.waitForTicks(20) }"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[MineflayerWorld]:
    with MineflayerWorld(WorldSpec(seed=4), tmp_path) as world:
        yield world


def act(code: str) -> Program:
    return Program(name="act", code=code)


def node_pid() -> int:
    from javascript import connection

    return int(connection.proc.pid)


def kill_node() -> None:
    """Kill it, and wait until Python can know."""
    from javascript import connection

    connection.proc.kill()
    while connection.proc.poll() is None:
        time.sleep(0.01)


def children(pid: int) -> list[int]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in path.read_text().split()] if path.exists() else []


def gone(pid: int, within_s: float = 6) -> bool:
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


def test_an_endless_loop_is_a_result_and_the_next_program_runs(world: MineflayerWorld) -> None:
    seen = world.begin(None)
    before = world.snapshot()
    limits = Limits(game_s=60, wall_s=0.5)
    result = world.execute(
        act("async function act(bot) { await bot.waitForTicks(2); for (;;) {} }"), [], limits
    )
    assert result.outcome == "timed_out"
    assert result.restored
    assert result.snapshot == before
    assert result.after.tick == seen.tick
    assert world.execute(act(WAIT), [], LIMITS).outcome == "finished"


def test_a_crash_of_node_loses_one_attempt_and_nothing_else(world: MineflayerWorld) -> None:
    world.begin(None)
    first = world.execute(act(WAIT), [], LIMITS)
    (player,) = children(node_pid())
    threading.Timer(0.5, os.kill, (node_pid(), signal.SIGKILL)).start()
    lost = world.execute(act("async function act(bot) { for (;;) {} }"), [], LIMITS)
    assert lost.outcome == "world_lost"
    assert gone(player)
    assert lost.restored
    assert lost.snapshot == first.snapshot
    assert lost.after.tick == first.after.tick
    assert world.execute(act(WAIT), [], LIMITS).outcome == "finished"


def test_between_programs_a_crash_of_node_is_not_even_seen(world: MineflayerWorld) -> None:
    world.begin(None)
    os.kill(node_pid(), signal.SIGKILL)
    assert world.check(act(WAIT), []) is None
    assert world.snapshot() is not None
    assert world.check(act(WAIT), []) is None
    kill_node()
    assert world.execute(act(WAIT), [], LIMITS).outcome == "finished"


def test_what_a_killed_process_was_doing_is_forgotten_at_the_next_start(tmp_path: Path) -> None:
    killed = subprocess.Popen([sys.executable, "-c", ""])
    killed.wait()
    stale = [tmp_path / f".doing-{killed.pid}-w1.json{ending}" for ending in ("", ".new")]
    other = tmp_path / f".doing-{os.getppid()}-w1.json"
    for path in (*stale, other):
        path.write_text("{}")
    with MineflayerWorld(WorldSpec(seed=4), tmp_path) as world:
        world.begin(None)
    assert list(tmp_path.glob(".doing-*")) == [other]


def test_what_a_program_is_doing_is_told_while_it_runs_and_not_after(world: MineflayerWorld) -> None:
    world.begin(None)
    told: list[Doing | None] = []
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.05):
            told.append(world.doing())

    looker = threading.Thread(target=look)
    looker.start()
    walk = act("async function act(bot) {\n  await exploreUntil(bot, new Vec3(1, 0, 0), 240);\n}")
    world.execute(walk, [], Limits(game_s=600, wall_s=60))
    over.set()
    looker.join()
    calls = {(d.call, d.line) for d in told if d}
    assert calls == {("exploreUntil((1, 0, 0), 240)", 2)}
    assert world.doing() is None


def test_skills_are_called_by_name(world: MineflayerWorld) -> None:
    world.begin(None)
    skill = Skill(name="rest", code="async function rest(bot, n) { await bot.waitForTicks(n) }",
                  description="Waits.")  # fmt: skip
    result = world.execute(act("async function act(bot) { await rest(bot, 5) }"), [skill], LIMITS)
    assert [(call.name, call.kind, call.arguments) for call in result.calls] == [
        ("rest", "skill", ("5",))
    ]


def test_two_worlds_live_side_by_side(tmp_path: Path) -> None:
    with (
        MineflayerWorld(WorldSpec(seed=4), tmp_path) as one,
        MineflayerWorld(WorldSpec(seed=5), tmp_path) as two,
    ):
        assert one.begin(None).position != two.begin(None).position
        one.execute(act(WAIT), [], LIMITS)
        one.close()
        assert two.execute(act(WAIT), [], LIMITS).outcome == "finished"


def test_node_is_told_no_secret_and_leaves_our_environment_alone(
    world: MineflayerWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    monkeypatch.setenv("NODE_OPTIONS", "--no-such-option")
    before = dict(os.environ)
    world.begin(None)
    assert dict(os.environ) == before
    (player,) = children(node_pid())
    for pid in (node_pid(), player):
        assert b"sk-secret" not in Path(f"/proc/{pid}/environ").read_bytes()
    given = Path(f"/proc/{player}/environ").read_bytes().split(b"\0")
    assert {entry.split(b"=")[0] for entry in given if entry} <= {
        b"NODE_CHANNEL_FD", b"NODE_CHANNEL_SERIALIZATION_MODE",
    }  # fmt: skip


def test_a_missing_snapshot_is_one_clear_sentence(world: MineflayerWorld) -> None:
    with pytest.raises(WorldLost, match=r"The saved world 0{12} is not in .*Fork the session"):
        world.begin("0" * 64)


def test_a_server_that_is_not_there_is_one_clear_sentence(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    spec = WorldSpec(kind="remote", host="127.0.0.1", port=port)
    with (
        MineflayerWorld(spec, tmp_path) as world,
        pytest.raises(WorldLost, match=rf"No Minecraft server answers at 127.0.0.1:{port}\. Start"),
    ):
        world.begin(None)


SCRIPT = """
    import sys, threading, _thread, time
    from pathlib import Path
    from voyager.adapters.mineflayer_world import MineflayerWorld
    from voyager.core.events import WorldSpec
    from voyager.core.records import Limits, Program

    world = MineflayerWorld(WorldSpec(seed=4), Path(sys.argv[1]))
    world.begin(None)
    from javascript import connection
    print(connection.proc.pid, flush=True)
    if sys.argv[2] == "interrupt":
        threading.Timer(1.0, _thread.interrupt_main).start()
    try:
        world.execute(
            Program(name="act", code="async function act(bot) { for (;;) {} }"), [],
            Limits(game_s=60, wall_s=60),
        )
    except KeyboardInterrupt:
        started = time.monotonic()
        world.close()
        print("closed", round(time.monotonic() - started), flush=True)
"""


def start(tmp_path: Path, how: str) -> tuple[subprocess.Popen[str], int, int]:
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(SCRIPT), str(tmp_path), how],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    node = int(process.stdout.readline())
    time.sleep(0.5)
    (player,) = children(node)
    return process, node, player


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks into /proc")
@pytest.mark.parametrize("how", ["kill", "terminate"])
def test_when_python_dies_nothing_lives_on(tmp_path: Path, how: str) -> None:
    process, node, player = start(tmp_path, how)
    getattr(process, how)()
    process.communicate()
    assert gone(node)
    assert gone(player)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks into /proc")
def test_ctrl_c_during_an_endless_loop_ends_everything_at_once(tmp_path: Path) -> None:
    process, node, player = start(tmp_path, "interrupt")
    said, _ = process.communicate(timeout=30)
    assert said.startswith("closed ")
    assert int(said.split()[1]) < 5
    assert gone(node)
    assert gone(player)
