"""What to do differently after a failure: reads the faults of earlier attempts, knows no JavaScript.

Tactics begin empty; every failed attempt adds what its fault teaches. The writer turns them into a
program, so two attempts with different tactics are two different programs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from voyager.core.records import Attempt, Fault, Observation, StepResult

LOW_HEALTH = 10  # of 20: after less than this one rests before going on
NIGHT = (12500, 23500)  # ticks of the day between which monsters spawn; https://minecraft.wiki/w/Daylight_cycle

GONE = ("lava", "burn", "flame", "void", "drown")  # deaths after which nothing can be fetched


@dataclass(frozen=True)
class Tactics:
    """How a program differs from the plainest one for its task."""

    heading: int = 0
    """Where to go first: 0–3 are east, north, west, south; then on round."""
    level: int = 0
    """Which level to look for an ore on: 0 the best, then others."""
    rest: bool = False
    """Begin by getting well: eat, wait behind walls while it is night."""
    surface: bool = False
    """Begin by climbing to the surface."""
    tidy: bool = False
    """Begin by dropping what is of no use."""
    armed: bool = False
    """Have a sword before anything else."""
    lost_at: tuple[int, int, int] | None = None
    """Where the player just died: what it carried lies there for five minutes."""
    smaller: bool = False
    """Ask for less at a time."""
    avoid: frozenset[str] = frozenset()
    """Blocks, items or mobs that are not to be relied on."""
    first: tuple[str, ...] = ()
    """Items to obtain before anything else (a tool that was missing)."""
    rewrite: frozenset[str] = frozenset()
    """Known skills that failed, to be written anew instead of called."""
    patience: int = 1
    """How many times the usual effort to spend on a search."""

    def with_(self, **changes: Any) -> Tactics:
        """These tactics with some changed."""
        return replace(self, **changes)

    def in_words(self) -> str:
        """What is done differently, for the attempt's explanation."""
        told = [
            f"first {', '.join(self.first)}" if self.first else "",
            "with what was lost fetched" if self.lost_at else "",
            "rested" if self.rest else "", "armed" if self.armed else "",
            "from the surface" if self.surface else "", "with room made" if self.tidy else "",
            "less at a time" if self.smaller else "",
            f"another way ({self.heading})" if self.heading else "",
            f"without {', '.join(sorted(self.avoid))}" if self.avoid else "",
        ]
        return "; ".join(part for part in told if part) or "the plain way"


def after(attempts: Sequence[Attempt], seen: Observation) -> Tactics:
    """The tactics that `attempts`, all failed, call for."""
    tactics = Tactics()
    for attempt in attempts:
        tactics = learned(tactics.with_(lost_at=None), attempt.result)
    if sum(attempt.result.outcome == "died" for attempt in attempts) > 1:
        tactics = tactics.with_(lost_at=None)  # whatever killed it there will do so again
    if attempts and tactics.rest is False and seen.health < LOW_HEALTH:
        tactics = replace(tactics, rest=True)
    return tactics


def learned(tactics: Tactics, result: StepResult) -> Tactics:
    """`tactics` and what one failed attempt teaches."""
    failed = {call.name for call in result.calls if call.kind == "skill" and call.outcome != "ok"}
    tactics = replace(tactics, rewrite=tactics.rewrite | failed, heading=tactics.heading + 1)
    fault = result.faults[0] if result.faults else Fault(kind=_kind_of(result), message="")
    about = _subject(fault)
    match fault.kind:
        case "missing_tool" | "missing_item":
            return replace(tactics, first=_with(tactics.first, _named(fault)))
        case "not_found":
            if tactics.heading > 2 and about:
                return replace(tactics, avoid=tactics.avoid | {about}, level=tactics.level + 1)
            return replace(tactics, level=tactics.level + 1, patience=tactics.patience + 1,
                           surface=tactics.heading % 2 == 0)
        case "no_path" | "out_of_reach" | "blocked":
            return replace(tactics, surface=not tactics.surface)
        case "inventory_full":
            return replace(tactics, tidy=True)
        case "timed_out":
            return replace(tactics, smaller=True, surface=False)
        case "died":
            return replace(tactics, rest=True, armed=tactics.rest, surface=False,
                           lost_at=_place_of(fault))
        case "unsafe":
            return replace(tactics, level=tactics.level + 1)
        case _:
            return replace(tactics, patience=tactics.patience + 1, surface=not tactics.surface)


def _kind_of(result: StepResult) -> str:
    return {"died": "died", "timed_out": "timed_out"}.get(result.outcome, "threw")


def _subject(fault: Fault) -> str | None:
    for key in ("block", "mob", "item", "name"):
        value = fault.details.get(key)
        if isinstance(value, str) and value:
            return value
    return None


def _place_of(fault: Fault) -> tuple[int, int, int] | None:
    """Where a death left things that can be had again."""
    at = [fault.details.get(axis) for axis in ("x", "y", "z")]
    if any(word in fault.message for word in GONE) or not all(isinstance(n, int) for n in at):
        return None
    x, y, z = (int(n) for n in at if isinstance(n, int))
    return x, y, z


def _named(fault: Fault) -> str | None:
    """The item that a fault says is missing."""
    for key in ("needed", "tool", "item"):
        value = fault.details.get(key)
        if isinstance(value, str) and value:
            return value
    return None


def _with(items: tuple[str, ...], item: str | None) -> tuple[str, ...]:
    return items if item is None or item in items else (*items, item)
