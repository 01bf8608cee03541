"""A Minecraft world behind the World port: embedded in the bridge, or a server somewhere.

Knows the bridge's operations, where snapshots are kept and what to say when a world is lost. Does not
know how programs run. What the bridge sends is validated here; programs can make it say anything.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from pydantic import ValidationError

from voyager.adapters.atomic import write
from voyager.adapters.bridge import (
    Bridge,
    BridgeDown,
    BridgeError,
    WorldsGone,
    borrow,
    give_back,
)
from voyager.adapters.named_worlds import world_file
from voyager.adapters.node_setup import bridge_folder, node_binary
from voyager.adapters.snapshot_store import SnapshotStore
from voyager.core.doing import Doing
from voyager.core.errors import SetupFailed, WorldLost
from voyager.core.events import WorldSpec
from voyager.core.records import Fault, Limits, Observation, Program, Skill, StepResult
from voyager.core.scenes import Start
from voyager.shipped import shipped

BEGIN_S = 60.0  # wall seconds to enter a world
QUICK_S = 30.0  # for operations that run no program
AFTER_PROGRAM_S = 70.0  # past a program's own limit: killing, entering again, saving

UNREACHABLE = ("refused", "timeout", "version", "kicked", "name_taken", "broken")

_serial = count(1)

T = TypeVar("T", Observation, StepResult)


class MineflayerWorld:
    """The World port on Node. Use it as a context manager, or close it."""

    def __init__(self, spec: WorldSpec, home: Path, start: Start | None = None) -> None:
        self.spec = spec
        self._start = start
        self.snapshots = SnapshotStore(home)
        self._file = world_file(home, spec.name) if spec.kind == "embedded" and spec.name else None
        self._id = f"w{next(_serial)}"
        self._bridge: Bridge | None = None
        self._seen: Observation | None = None
        self._saved: str | None = None
        self._doing = home / f".doing-{os.getpid()}-{self._id}.json"  # of no worth after a kill
        self.about: dict[str, Any] = {}
        """Of the last entry: `game_version, node, startup_ms, rss_mb`."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def begin(self, snapshot: str | None) -> Observation:
        """Enter the world. Raises WorldLost when none answers, SetupFailed when Node cannot start."""
        self._saved = snapshot
        _forget_killed(self._doing.parent)
        if self._bridge is None:
            self._bridge = borrow(node_binary(), bridge_folder())
        try:
            return self._enter()
        except BridgeDown as error:
            raise SetupFailed(
                f"{error} Try again; if it stays, look at `voyager doctor`."
            ) from error

    def check(self, program: Program, skills: Sequence[Skill]) -> StepResult | None:
        """Parse without running; None when the program could run."""
        reply = self._surely(
            "check",
            QUICK_S,
            program={"name": program.name, "code": program.code},
            skills=[skill.name for skill in skills],
            skills_dir=str(shipped("skills")),
        )
        faults = tuple(Fault.model_validate(fault) for fault in reply["faults"])
        if not faults:
            return None
        return StepResult(
            outcome="rejected", after=self._standing(), faults=faults, snapshot=self._saved
        )

    def execute(self, program: Program, skills: Sequence[Skill], limits: Limits) -> StepResult:
        """Run `program`; whatever it does is in the result. WorldLost only when the world is gone."""
        try:
            try:
                reply = self._run(program, skills, limits)
            except WorldsGone:  # between two programs: none of this one has run
                self._enter()
                reply = self._run(program, skills, limits)
        except BridgeDown as error:
            return self._after_crash(str(error))
        except BridgeError as error:
            raise self._lost(error) from error
        self._saved = self._keep(reply["snapshot"])
        result = _valid(StepResult, {**reply["result"], "snapshot": self._saved})
        self._seen = result.after
        return result

    def snapshot(self) -> str | None:
        """Save the world as it is; None for a remote world."""
        if self.spec.kind == "remote":
            return None
        self._saved = self._keep(self._surely("snapshot", QUICK_S)["snapshot"])
        return self._saved

    def observe(self) -> Observation:
        """Look round, between two programs."""
        self._seen = _valid(Observation, self._surely("observe", QUICK_S)["observation"])
        return self._seen

    def doing(self) -> Doing | None:
        """What the program that runs is doing, as of a quarter of a second ago; may be asked from
        another thread. None between two calls, and when nothing is known."""
        try:
            return Doing.model_validate_json(self._doing.read_bytes())
        except (OSError, ValidationError):
            return None

    def close(self) -> None:
        """Leave; safe to call twice, and while a call was broken off."""
        self._doing.unlink(missing_ok=True)
        bridge, self._bridge = self._bridge, None
        if bridge is None:
            return
        try:
            if bridge.idle:
                bridge.call("end", 5.0, self._id)
        except (BridgeDown, BridgeError):
            pass  # it is gone already
        finally:
            give_back(bridge)

    # ── within ─────────────────────────────────────────────────────────────────────────────────

    def _run(
        self, program: Program, skills: Sequence[Skill], limits: Limits
    ) -> dict[str, Any]:
        self._doing.unlink(missing_ok=True)  # of the program before
        try:
            return self._call(
                "execute",
                limits.wall_s + AFTER_PROGRAM_S,
                program={"name": program.name, "code": program.code},
                skills=[{"name": skill.name, "code": skill.code} for skill in skills],
                limits=limits.model_dump(),
                doing_file=str(self._doing),
            )
        finally:
            self._doing.unlink(missing_ok=True)

    def _enter(self) -> Observation:
        text = self.snapshots.get(self._saved) if self._saved else self._named()
        try:
            reply = self._call(
                "begin",
                BEGIN_S,
                world=self.spec.model_dump(),
                snapshot=text,
                start=self._start.model_dump() if self._start else None,
                skills_dir=str(shipped("skills")),
            )
        except BridgeError as error:
            raise self._lost(error) from error
        self.about = dict(reply["info"])
        self._saved = self._keep(reply["snapshot"])
        self._seen = _valid(Observation, reply["observation"])
        return self._seen

    def _after_crash(self, why: str) -> StepResult:
        """The supervisor itself died: enter once more from the last saved state."""
        try:
            seen = self._enter()
        except BridgeDown as error:
            raise WorldLost(
                f"The bridge ended twice in a row ({error}). Run the same command to go on."
            ) from error
        return StepResult(
            outcome="world_lost",
            after=seen,
            faults=(Fault(kind="world_lost", message=f"{why} The world was entered again."),),
            restored=self.spec.kind == "embedded",
            snapshot=self._saved,
        )

    def _surely(self, op: str, deadline_s: float, **body: object) -> dict[str, Any]:
        """A call that runs no program: after a crash of the bridge it is simply made again."""
        try:
            return self._call(op, deadline_s, **body)
        except BridgeDown:
            try:
                self._enter()
                return self._call(op, deadline_s, **body)
            except BridgeDown as error:
                raise WorldLost(
                    f"The bridge ended twice in a row ({error}). Run the same command to go on."
                ) from error
        except BridgeError as error:
            raise self._lost(error) from error

    def _call(self, op: str, deadline_s: float, **body: object) -> dict[str, Any]:
        assert self._bridge is not None, "begin comes first"
        try:
            return self._bridge.call(op, deadline_s, self._id, **body)
        except BridgeError as error:
            if error.kind == "not_begun":  # Node was restarted for another world of this process
                raise WorldsGone(str(error)) from error
            raise

    def _lost(self, error: BridgeError) -> Exception:
        if error.kind in UNREACHABLE:
            return WorldLost(str(error))
        return RuntimeError(f"the bridge failed ({error.kind}): {error}")

    def _named(self) -> str | None:
        """The world of this name as it was left, by a run or by `voyager world serve`."""
        if self._file is None:
            return None
        try:
            return self._file.read_text("ascii")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise WorldLost(
                f"The world {self.spec.name} in {self._file} cannot be read ({error}). "
                "Use another name, or remove it with `voyager world rm`."
            ) from error

    def _keep(self, text: str | None) -> str | None:
        if text is None:
            return None
        if self._file is not None:
            write(self._file, text.encode("ascii"))
        return self.snapshots.put(text)

    def _standing(self) -> Observation:
        assert self._seen is not None, "begin comes first"
        return self._seen


def _forget_killed(home: Path) -> None:
    """Remove what killed processes were doing; files of those that live stay."""
    for path in home.glob(".doing-*.json*"):
        pid = path.name.split("-")[1]
        try:
            os.kill(int(pid), 0)
        except ProcessLookupError:
            path.unlink(missing_ok=True)
        except (ValueError, OSError):
            continue  # no file of ours, or another user's process


def _valid(shape: type[T], value: object) -> T:
    try:
        return shape.model_validate(value)
    except ValidationError as error:
        raise RuntimeError(f"the bridge sent a {shape.__name__} that is none: {error}") from error
