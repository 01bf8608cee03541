"""The boundaries of the loop: what it asks of a world, a library, a journal and its four roles.

Adapters implement these; tests/contract/ runs one suite per port on every adapter and double.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from voyager.core.events import Entry, Event
from voyager.core.records import (
    Attempt, Fault, Finished, Limits, Message, Observation, Origin, Program, Proposal, Reply, Skill,
    SkillDraft, StepResult, Task, Unusable, Verdict,
)
from voyager.core.state import State


class World(Protocol):
    """A place where programs run."""

    def begin(self, snapshot: str | None) -> Observation:
        """Enter the world, as it was at `snapshot` (SHA-256) when one is given.

        Raises WorldLost when no world answers, SetupFailed when the bridge cannot start.
        """
        ...

    def check(self, program: Program, skills: Sequence[Skill]) -> StepResult | None:
        """Parse without running: a `rejected` result that says why, or None when it could run."""
        ...

    def execute(self, program: Program, skills: Sequence[Skill], limits: Limits) -> StepResult:
        """Run `program`; `skills` is every skill that it may call, in any order.

        Never raises for what the program does. WorldLost only when the world cannot be had again.
        """
        ...

    def snapshot(self) -> str | None:
        """Save the world as it is; its SHA-256, or None for a remote world."""
        ...

    def close(self) -> None:
        """Leave; safe to call twice."""
        ...


class SkillLibrary(Protocol):
    """What outlives a session."""

    def relevant(self, query: str, seen: Observation | None = None, k: int = 5) -> Sequence[Skill]:
        """The k skills that fit best, best first; quarantined ones never.

        With `seen`, what needs things far out of reach ranks below.
        """
        ...

    def get(self, name: str) -> Skill | None: ...

    def all(self) -> Sequence[Skill]: ...

    def closure(self, code: str) -> Sequence[Skill]:
        """Every skill that `code` calls, directly or through others."""
        ...

    def add(self, draft: SkillDraft, origin: Origin) -> Skill:
        """Keep a program that worked. The same code again is the same version; files are safe on return."""
        ...

    def record(
        self, name: str, version: int, result: StepResult, success: bool, world: str,
        *, fault: Fault | None = None,
    ) -> None:
        """Note that this version was run as part of an attempt; `fault` is what it is charged with."""
        ...


class Journal(Protocol):
    """Append-only memory of one session."""

    def append(self, event: Event) -> Entry:
        """On disk when this returns. Raises JournalBroken (disk full, lock lost)."""
        ...

    def entries(self) -> Iterable[Entry]: ...


class LanguageModel(Protocol):
    """A chat model behind one call."""

    @property
    def name(self) -> str: ...

    def ask(
        self,
        role: str,
        messages: Sequence[Message],
        *,
        schema: Mapping[str, Any] | None = None,
        template_sha: str = "",
        failed_tries: int = 0,
    ) -> Reply:
        """One reply, as JSON of `schema` when the server can be told so; the text is not checked.

        `role` says who asks (`actor`, `critic`…), for accounts and for choosing a model;
        `failed_tries` lets a stronger one be chosen for what the first could not do.
        Raises ContextTooLong (ask again with less), BudgetReached, ModelFailed.
        """
        ...


class Roles(Protocol):
    """Who proposes, writes, judges and describes."""

    @property
    def author(self) -> str:
        """`recipes` or `model:NAME`: stands in every skill's origin."""
        ...

    def propose(self, state: State, seen: Observation) -> Proposal | Finished: ...

    def write(
        self, task: Task, seen: Observation, known: Sequence[Skill], attempts: Sequence[Attempt]
    ) -> Program | Unusable: ...

    def judge(self, task: Task, before: Observation, result: StepResult) -> Verdict: ...

    def describe(self, task: Task, program: Program, result: StepResult) -> SkillDraft | None:
        """A name and a description for a program that worked; None when it is not worth keeping."""
        ...
