"""What is going on between two events: phases, told by thin wrappers round the ports.

The journal only knows what is finished; a person also wants to see the program that runs now. The
wrappers change nothing and pass everything on, so a watched run is the same run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

from voyager.core.doing import Doing
from voyager.core.events import Entry, Event, TaskOpened
from voyager.core.ports import Journal, Roles, World
from voyager.core.records import (
    Attempt,
    Finished,
    Limits,
    Observation,
    Program,
    Proposal,
    Skill,
    SkillDraft,
    StepResult,
    Task,
    Unusable,
    Verdict,
)
from voyager.core.state import State

Phase = Literal[
    "entering", "proposing", "recalling", "writing", "running", "judging", "describing", "pausing",
    "practising",
]


@runtime_checkable
class Telling(Protocol):
    """A world that tells what its program is doing."""

    def doing(self) -> Doing | None: ...


@dataclass(frozen=True)
class Now:
    """What the run is busy with."""

    phase: Phase
    since_s: float = 0
    """When it began, on the run's own clock (seconds)."""
    program: Program | None = None
    attempt: int = 0
    doing: Doing | None = None
    """While a program runs: the call that it is in, where the world tells."""


class WatchedJournal:
    """The Journal port; hands every entry on once it is safe."""

    def __init__(self, journal: Journal, told: Callable[[Entry], None], watch: Watch) -> None:
        self._journal = journal
        self._told = told
        self._watch = watch

    def append(self, event: Event) -> Entry:
        entry = self._journal.append(event)
        self._told(entry)
        if isinstance(event, TaskOpened):  # the loop now asks the library what fits
            self._watch.enter("recalling")
        return entry

    def entries(self) -> Iterable[Entry]:
        return self._journal.entries()


class Watch:
    """Where the wrappers report to: keeps the present phase and stamps it."""

    def __init__(self, elapsed_s: Callable[[], float]) -> None:
        self.elapsed_s = elapsed_s
        """Wall seconds since the run began."""
        self.now = Now("entering")
        self.doing: Callable[[], Doing | None] = lambda: None
        """What the program is doing, for worlds that tell."""

    def enter(self, phase: Phase, program: Program | None = None, attempt: int = 0) -> None:
        """A phase begins; the program stays in view until another one takes its place."""
        shown = program or (self.now.program if phase in ("judging", "describing") else None)
        number = attempt or self.now.attempt
        self.now = Now(phase, self.elapsed_s(), shown, number)


class WatchedWorld:
    """The World port, reporting when it is entered and when a program runs."""

    def __init__(self, world: World, watch: Watch) -> None:
        self._world = world
        self._watch = watch
        if isinstance(world, Telling):
            watch.doing = world.doing

    def begin(self, snapshot: str | None) -> Observation:
        self._watch.enter("entering")
        return self._world.begin(snapshot)

    def check(self, program: Program, skills: Sequence[Skill]) -> StepResult | None:
        return self._world.check(program, skills)

    def execute(self, program: Program, skills: Sequence[Skill], limits: Limits) -> StepResult:
        self._watch.enter("running", program)
        return self._world.execute(program, skills, limits)

    def snapshot(self) -> str | None:
        return self._world.snapshot()

    def close(self) -> None:
        self._world.close()


class WatchedRoles:
    """The Roles port, reporting which role is at work."""

    def __init__(self, roles: Roles, watch: Watch) -> None:
        self._roles = roles
        self._watch = watch

    @property
    def author(self) -> str:
        return self._roles.author

    def propose(self, state: State, seen: Observation) -> Proposal | Finished:
        self._watch.enter("proposing")
        return self._roles.propose(state, seen)

    def write(
        self, task: Task, seen: Observation, known: Sequence[Skill], attempts: Sequence[Attempt]
    ) -> Program | Unusable:
        self._watch.enter("writing", attempt=len(attempts) + 1)
        return self._roles.write(task, seen, known, attempts)

    def judge(self, task: Task, before: Observation, result: StepResult) -> Verdict:
        self._watch.enter("judging")
        return self._roles.judge(task, before, result)

    def describe(self, task: Task, program: Program, result: StepResult) -> SkillDraft | None:
        self._watch.enter("describing", program)
        return self._roles.describe(task, program, result)
