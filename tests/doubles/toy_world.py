"""A World in a few lines: an inventory and a clock, saved by content as the embedded world is.

Programs are JavaScript to everyone else; here only lines of the form `gain("item", 3);`,
`spend("item", 1);`, `wait(200);`, `walk(5);` and `fail("kind", "why");` mean something.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Sequence
from pathlib import Path

from voyager.core.records import (
    Call,
    Fault,
    Happened,
    Limits,
    Observation,
    Position,
    Program,
    Skill,
    StepResult,
)

STATEMENT = re.compile(r'(gain|spend|wait|walk|fail)\(("[^"]*"|\d+)(?:, ("[^"]*"|\d+))?\)')


class ToyWorld:
    """Deterministic; `pace_s` makes a program take that long on the wall, for people to watch."""

    def __init__(self, home: Path, pace_s: float = 0) -> None:
        self._folder = home / "snapshots"
        self._pace_s = pace_s
        self._tick = 0
        self._x = 0
        self._inventory: dict[str, int] = {}
        self.closed = False

    def begin(self, snapshot: str | None) -> Observation:
        if snapshot:
            saved = json.loads((self._folder / snapshot).read_text())
            self._tick, self._x, self._inventory = saved["tick"], saved["x"], saved["inventory"]
        return self._seen()

    def check(self, program: Program, skills: Sequence[Skill]) -> StepResult | None:
        if "function" in program.code:
            return None
        fault = Fault(
            kind="syntax", message="there is no function", file=f"{program.name}.js", line=1
        )
        return StepResult(outcome="rejected", after=self._seen(), faults=(fault,))

    def execute(self, program: Program, skills: Sequence[Skill], limits: Limits) -> StepResult:
        before = dict(self._inventory)
        began = self._tick
        calls: list[Call] = []
        fault: Fault | None = None
        for number, line in enumerate(program.code.splitlines(), start=1):
            for name, first, second in STATEMENT.findall(line):
                start = self._tick
                if name == "fail":
                    fault = Fault(
                        kind=json.loads(first), message=json.loads(second),
                        file=f"{program.name}.js", line=number, source_line=line,
                    )  # fmt: skip
                    break
                self._do(name, json.loads(first), int(second or 1))
                calls.append(
                    Call(name=name, arguments=(first,), start_tick=start, ticks=self._tick - start)
                )
            if fault:
                break
        time.sleep(self._pace_s)
        gained = {
            i: n - before.get(i, 0) for i, n in self._inventory.items() if n > before.get(i, 0)
        }
        return StepResult(
            outcome="threw" if fault else "finished",
            after=self._seen(),
            faults=(fault,) if fault else (),
            ticks=self._tick - began,
            calls=tuple(calls),
            happened=Happened(gained=gained),
            snapshot=self.snapshot(),
        )

    def snapshot(self) -> str | None:
        saved = {"tick": self._tick, "x": self._x, "inventory": self._inventory}
        text = json.dumps(saved, sort_keys=True)
        sha = hashlib.sha256(text.encode()).hexdigest()
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / sha).write_text(text)
        return sha

    def close(self) -> None:
        self.closed = True

    def _do(self, name: str, what: str | int, count: int) -> None:
        if name == "wait":
            self._tick += int(what)
        elif name == "walk":
            self._x += int(what)
            self._tick += 5 * int(what)
        else:
            sign = 1 if name == "gain" else -1
            left = self._inventory.get(str(what), 0) + sign * count
            self._inventory[str(what)] = left
            if left <= 0:
                del self._inventory[str(what)]
            self._tick += 20 * count

    def _seen(self) -> Observation:
        return Observation(
            tick=self._tick,
            position=Position(x=self._x, y=64, z=0),
            health=17,
            food=15,
            biome="plains",
            time_of_day=self._tick % 24000,
            inventory=dict(sorted(self._inventory.items())),
            slots_used=len(self._inventory),
        )
