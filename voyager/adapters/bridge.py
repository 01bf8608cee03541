"""The line to Node: one text in, one text out, through the `javascript` package.

Knows that package's habits, and is the only module that imports it: importing starts Node; its
protocol rides on Node's standard error; a reply after a timeout breaks it for good; a crash is not
announced; its ids are not locked. So: JavaScript answers before Python's deadline, one call at a time,
each waited for on a thread that a Ctrl-C cannot tear, with an eye on the process. Does not know worlds.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

LOOK_S = 0.2  # between two looks whether Node still lives
ANSWER_MARGIN_S = 15.0  # Python waits this much longer than JavaScript has promised to take
EXIT_S = 3.0

STARTING = ("begin", "check")  # operations that need nothing of an earlier one

# what Node may see of our environment; a model's key is not among it
PASSED_ON = ("PATH", "HOME", "TMPDIR", "TMP", "TEMP", "LANG", "LC_ALL", "SYSTEMROOT")


class BridgeDown(Exception):
    """Node is gone, or can no longer be spoken to."""


class WorldsGone(BridgeDown):
    """Node went, and its worlds with it, before the call reached it: nothing of it was done."""


class BridgeError(Exception):
    """The bridge answered that it could not: `kind` says why."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class Bridge:
    """One Node process, shared by every world of this process."""

    def __init__(self, node: Path, folder: Path) -> None:
        self._node = node
        self._folder = folder
        self._lock = threading.RLock()
        self._supervisor: Any = None
        self._calling = False
        self._players: dict[str, int] = {}

    @property
    def idle(self) -> bool:
        """Whether Node runs and no call was broken off on it."""
        return not self._calling and self._alive()

    def call(self, op: str, deadline_s: float, world_id: str = "", **body: object) -> dict[str, Any]:
        """Ask the supervisor. Raises BridgeError for its refusals, BridgeDown when Node is lost."""
        with self._lock:
            if not self.idle:
                if self._supervisor is not None and op not in STARTING:
                    raise WorldsGone("The bridge's Node process has gone, and its worlds with it.")
                self._restart()
            reply = self._ask({"op": op, "deadline_s": deadline_s, "world_id": world_id, **body})
        if "player_pid" in reply:
            self._players[world_id] = int(reply["player_pid"])
        if not reply.get("ok"):
            error = reply.get("error") or {}
            raise BridgeError(str(error.get("kind")), str(error.get("message")))
        return reply

    def _ask(self, message: dict[str, object]) -> dict[str, Any]:
        """One call, on a thread of its own. Raises BridgeDown."""
        text = json.dumps(message)
        deadline_s = float(str(message["deadline_s"]))
        box: list[object] = []
        done = threading.Event()
        supervisor = self._supervisor

        def work() -> None:
            try:
                box.append(supervisor.call(text, timeout=deadline_s + ANSWER_MARGIN_S))
            except Exception as error:  # noqa: BLE001  # the package raises bare Exception for everything
                box.append(error)
            finally:
                done.set()

        self._calling = True
        threading.Thread(target=work, name="bridge-call", daemon=True).start()
        while not done.wait(LOOK_S):
            if not self._alive():
                raise BridgeDown("The bridge's Node process ended.")
        reply = box[0]
        if not isinstance(reply, str):
            raise BridgeDown(f"The bridge did not answer {message['op']}: {reply}")
        self._calling = False  # a call that was torn leaves this set, and the next one starts anew
        answer: dict[str, Any] = json.loads(reply)
        return answer

    def _alive(self) -> bool:
        if self._supervisor is None:
            return False
        from javascript import connection

        return connection.proc is not None and connection.proc.poll() is None

    def _restart(self) -> None:
        self._end_node()
        try:
            with _surroundings(self._node):
                config, connection = _javascript(self._node)
                # an imported package's own exit hook sleeps 0.4 s for callbacks that we never use
                atexit.unregister(config.event_loop.on_exit)
                self._supervisor = config.global_jsi.require(
                    "./supervisor.js", None, quote(str(self._folder)), timeout=30
                )
        except Exception as error:
            raise BridgeDown(f"The bridge did not start: {error}") from error
        self._calling = False
        if connection.proc is None:
            raise BridgeDown("The bridge did not start.")
        self._ask({"op": "hello", "deadline_s": 10})

    def _end_node(self) -> None:
        """Stop Node and whatever thread of the package listens to it."""
        if self._supervisor is None:
            return
        self._supervisor = None
        from javascript import config, connection

        process, thread, loop = connection.proc, connection.com_thread, config.event_loop
        if loop is not None:
            loop.active = False
            loop.queue.put("exit")
            loop.callbackExecutor.running = False
        connection.stop()  # SIGTERM: the supervisor kills its players and goes
        if process is not None:
            try:
                process.wait(EXIT_S)
            except Exception:  # noqa: BLE001  # TimeoutExpired: it does not listen
                process.kill()
                process.wait()
            self._kill_players()
            if thread is not None:
                thread.join(EXIT_S)
            for pipe in (process.stdin, process.stdout, process.stderr):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()
        connection.sendQ.clear()
        connection.com_items.clear()

    def _kill_players(self) -> None:
        """One that was killed could not take its players with it, and one of those may be in a loop."""
        for pid in self._players.values():
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        self._players.clear()

    def close(self) -> None:
        """Stop Node; safe to call twice. The next call starts it again."""
        with self._lock:
            self._end_node()


def _javascript(node: Path) -> tuple[Any, Any]:
    """The package, with its Node running."""
    first = "javascript" not in sys.modules
    import javascript
    from javascript import config, connection

    if not first:
        connection.NODE_BIN = str(node)
        javascript.init()
    return config, connection


@contextmanager
def _surroundings(node: Path) -> Iterator[None]:
    """What Node inherits: few variables, no options, and the real standard output.

    The package looks at sys.stdout as it is imported, and puts FORCE_COLOR into our own
    environment, which would make rich believe in a terminal.
    """
    before = dict(os.environ)
    shown = sys.stdout
    kept = {name: before[name] for name in PASSED_ON if name in before}
    os.environ.clear()
    os.environ.update(kept, NODE_BIN=str(node), NODE_PM="false", NODE_NO_WARNINGS="1")
    if sys.__stdout__ is not None:
        sys.stdout = sys.__stdout__
    try:
        yield
    finally:
        sys.stdout = shown
        os.environ.clear()
        os.environ.update(before)


_shared: dict[str, Bridge] = {}
_users: dict[str, int] = {}


def borrow(node: Path, folder: Path) -> Bridge:
    """The bridge of this process; `give_back` it when done."""
    key = str(folder)
    bridge = _shared.setdefault(key, Bridge(node, folder))
    _users[key] = _users.get(key, 0) + 1
    return bridge


def give_back(bridge: Bridge) -> None:
    """Node stops when nobody uses it any more."""
    for key, shared in _shared.items():
        if shared is bridge:
            _users[key] -= 1
            if _users[key] <= 0:
                bridge.close()
