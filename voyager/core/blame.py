"""Who is to be charged when a program that calls skills fails: the one that failed, not its callers.

Pure: reads the trace of calls that comes with a StepResult. A failure travels up the calls that
enclose it, so the innermost call that ended with it is where it began. When that is a primitive,
the skill that called it is charged too: seeing that its own primitives can do their work is what a
skill is for. Whoever called that skill is neither credited nor charged. `bad_argument` is the other
way round: the caller passed what makes no sense.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from voyager.core.records import Call, Fault, Record, StepResult

OWN = "bad_argument"  # thrown by a callee, but the caller's doing: it passed what makes no sense
UNFAIR = frozenset({"world_lost", "exited"})  # says nothing of any program


class Credit(Record):
    """What one attempt says of one skill or primitive that ran in it."""

    name: str
    kind: Literal["primitive", "skill"]
    worked: bool
    fault: Fault | None = None
    """What it is charged with, when it did not work."""


def credits(result: StepResult) -> tuple[Credit, ...]:
    """One credit for each skill that worked or is to blame, and each primitive that is; by name.

    A skill that failed only because a skill that it called failed is left out: its code has not
    been shown to be wrong. A world that was lost blames nobody.

    >>> from voyager.core.records import Call, Observation, Position, StepResult
    >>> seen = Observation(tick=0, position=Position(x=0, y=0, z=0), health=20, food=20)
    >>> calls = (Call(name="outer", kind="skill", start_tick=0, ticks=9, outcome="no_path"),
    ...          Call(name="inner", kind="skill", parent=0, start_tick=0, ticks=9, outcome="no_path"))
    >>> [(c.name, c.worked) for c in credits(StepResult(outcome="threw", after=seen, calls=calls))]
    [('inner', False)]
    """
    if result.outcome == "world_lost":
        return ()
    calls = result.calls
    inside = _inside(calls)
    charged: dict[tuple[str, str], Fault] = {}
    excused: set[str] = set()
    for index, call in enumerate(calls):
        if call.outcome == "ok" or call.outcome in UNFAIR:
            continue
        source = _source(index, calls, inside)
        callers_doing = call.outcome == OWN and source is None and call.parent is not None
        own_doing = source is None or (
            call.outcome == OWN and _source(source, calls, inside) is None
        )
        if callers_doing:
            excused.add(call.name)
        elif own_doing:
            charged.setdefault((call.kind, call.name), _fault(call, result.faults))
        elif source is not None and calls[source].kind == "primitive":
            fault = _fault(calls[source], result.faults)
            told = {**fault.details, "primitive": calls[source].name}
            charged.setdefault((call.kind, call.name), fault.model_copy(update={"details": told}))
        else:
            excused.add(call.name)
    ran = {(call.kind, call.name) for call in calls}
    found = [
        Credit(name=name, kind=kind, worked=(kind, name) not in charged, fault=charged.get((kind, name)))
        for kind, name in ran
        if (kind, name) in charged or (kind == "skill" and name not in excused)
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda credit: (credit.kind, credit.name)))


def _inside(calls: Sequence[Call]) -> Mapping[int, list[int]]:
    """Call → the calls that it made, in order. A parent that makes no sense is no parent."""
    inside: dict[int, list[int]] = {}
    for index, call in enumerate(calls):
        if call.parent is not None and 0 <= call.parent < index:
            inside.setdefault(call.parent, []).append(index)
    return inside


def _source(index: int, calls: Sequence[Call], inside: Mapping[int, list[int]]) -> int | None:
    """The call made by `index` that its failure came from, or None when it began there.

    Only the last call that failed can have ended its caller, and only with the same fault: a
    caller that caught one and threw another has decided so itself.
    """
    failed = [i for i in inside.get(index, ()) if calls[i].outcome != "ok"]
    if not failed or calls[failed[-1]].outcome != calls[index].outcome:
        return None
    return failed[-1]


def _fault(call: Call, faults: Iterable[Fault]) -> Fault:
    """The fault that tells of `call`: of its kind and, where there is a choice, in its file."""
    fitting = [fault for fault in faults if fault.kind == call.outcome]
    here = [fault for fault in fitting if fault.file == f"{call.name}.js"]
    for fault in (*here, *fitting):
        return fault
    shown = f"{call.name}({', '.join(call.arguments)})"
    return Fault(
        kind=call.outcome, message=f"{shown} ended as {call.outcome}.", file=f"{call.name}.js"
    )
