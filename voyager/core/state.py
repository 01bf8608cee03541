"""What a session knows, as a fold of its events.

`State.apply(event)` is the only way a state changes, so whatever is on the screen, in a report or
in a resumed run was in the journal first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from voyager.core.events import (
    Attempted, Event, ModelCalled, Noted, Planned, SessionContinued, SessionPaused, SessionStarted,
    SkillLearned, TaskClosed, TaskOpened, WorldEntered, WorldSpec,
)
from voyager.core.records import (
    Attempt, Finished, Happened, Observation, Position, Proposal, StepResult, Task,
)


@dataclass(frozen=True)
class ClosedTask:
    """A settled task and how it went."""

    task: Task
    success: bool
    reason: str
    attempts: int
    happened: Happened = Happened()
    """What the last attempt did: what a task's words promise may be more than that."""


@dataclass(frozen=True)
class Death:
    """Where and about when the player died."""

    place: Position | None
    tick: int
    """Of the observation that followed."""
    dimension: str = "overworld"

    @classmethod
    def in_result(cls, result: StepResult) -> Death | None:
        """The death that ended a program, if one did."""
        if result.outcome != "died":
            return None
        for fault in result.faults:
            x, y, z = (fault.details.get(axis) for axis in "xyz")
            if (
                fault.kind == "died"
                and isinstance(x, int | float)
                and isinstance(y, int | float)
                and isinstance(z, int | float)
            ):
                where = str(fault.details.get("dimension") or "overworld")
                return cls(Position(x=x, y=y, z=z), result.after.tick, where)
        return cls(None, result.after.tick, result.after.dimension)


@dataclass(frozen=True)
class Spent:
    """Running totals of a session."""

    calls: int = 0
    from_cache: int = 0
    """Of the calls, how many the disk answered: they cost nothing."""
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    usd: float = 0.0
    game_ticks: int = 0
    wall_s: float = 0.0
    """Wall seconds of finished attempts."""
    attempts: int = 0


@dataclass(frozen=True)
class State:
    """Immutable; `apply` returns the next one."""

    session: str = ""
    world: WorldSpec = WorldSpec()
    author: str = ""
    goal: str | None = None
    seen: Observation | None = None
    snapshot: str | None = None
    snapshot_before: str | None = None
    """Of the embedded world before the last attempt."""
    open_task: Task | None = None
    attempts: tuple[Attempt, ...] = ()
    """Of the open task, oldest first."""
    closed: tuple[ClosedTask, ...] = ()
    tasks_opened: int = 0
    skills: tuple[str, ...] = ()
    """Names learned in this session, in order, each once."""
    obtained: frozenset[str] = frozenset()
    """Every item that has ever been in the inventory."""
    learned_now: str | None = None
    """The skill already kept from the open task's winning program."""
    advice: tuple[str, ...] = ()
    """What the operator said and no proposal has answered yet."""
    heard: frozenset[str] = frozenset()
    """Ids of the operator's messages that are in the journal already."""
    chat: tuple[str, ...] = ()
    """What was said in the game during the last attempt, the program's own words included."""
    death: Death | None = None
    """That ended the last program; None when it ended otherwise."""
    plan: tuple[Proposal, ...] = ()
    """Steps to the session's goal that are still to be done; empty when it must be planned anew."""
    spent: Spent = Spent()
    finished: Finished | None = None

    @property
    def completed(self) -> tuple[Task, ...]:
        return tuple(c.task for c in self.closed if c.success)

    @property
    def failed(self) -> tuple[ClosedTask, ...]:
        return tuple(c for c in self.closed if not c.success)

    @property
    def _goal_left(self) -> str | None:
        """What a next run works towards when it names no goal: one that is settled, reached or
        found to be out of reach, is not taken up again."""
        return None if self.finished else self.goal

    def apply(self, event: Event) -> State:
        """The state after `event`."""
        match event:
            case SessionStarted():
                return replace(self, session=event.session, world=event.world,
                               author=event.author, goal=event.goal)
            case SessionContinued():
                goal = event.goal or self._goal_left
                plan = self.plan if goal == self.goal else ()
                return replace(self, author=event.author, goal=goal, plan=plan, finished=None)
            case WorldEntered():
                return self._seeing(event.seen, event.snapshot)
            case TaskOpened():
                return replace(self, open_task=event.task, attempts=(), advice=(), learned_now=None,
                               tasks_opened=self.tasks_opened + 1)
            case ModelCalled():
                return replace(self, spent=_spend(self.spent, event))
            case Attempted():
                return self._attempted(event.attempt)
            case SkillLearned():
                known = event.name in self.skills
                skills = self.skills if known else (*self.skills, event.name)
                return replace(self, skills=skills, learned_now=event.name)
            case TaskClosed():
                return self._closed(event)
            case Noted():
                if event.kind == "advice":
                    heard = self.heard | {event.about} if event.about else self.heard
                    return replace(self, advice=(*self.advice, event.text), heard=heard)
                return self
            case Planned():
                return replace(self, plan=event.steps)
            case SessionPaused():
                return replace(self, finished=event.finished)

    def _seeing(self, seen: Observation, snapshot: str | None) -> State:
        return replace(self, seen=seen, snapshot=snapshot or self.snapshot,
                       obtained=self.obtained | frozenset(seen.inventory))

    def _attempted(self, attempt: Attempt) -> State:
        result = attempt.result
        spent = replace(self.spent, attempts=self.spent.attempts + 1,
                        game_ticks=self.spent.game_ticks + result.ticks,
                        wall_s=self.spent.wall_s + result.wall_s)
        after = replace(self, attempts=(*self.attempts, attempt), spent=spent, chat=result.chat,
                        death=Death.in_result(result) if result.calls or result.ticks else self.death,
                        snapshot_before=self.snapshot,
                        obtained=self.obtained | frozenset(result.happened.gained))
        return after._seeing(result.after, result.snapshot)

    def _closed(self, event: TaskClosed) -> State:
        if self.open_task is None or self.open_task.id != event.task_id:
            return self
        closed = ClosedTask(self.open_task, event.success, event.reason, len(self.attempts),
                            self.attempts[-1].result.happened if self.attempts else Happened())
        return replace(self, open_task=None, attempts=(), closed=(*self.closed, closed),
                       plan=_plan_after(self.plan, closed))


def _plan_after(plan: tuple[Proposal, ...], closed: ClosedTask) -> tuple[Proposal, ...]:
    """A step that is done takes those before it along; one that failed for good ends the plan."""
    goals = [step.goal for step in plan]
    if closed.task.goal not in goals:
        return plan
    return plan[goals.index(closed.task.goal) + 1 :] if closed.success else ()


def _spend(spent: Spent, call: ModelCalled) -> Spent:
    if call.from_cache:
        return replace(spent, calls=spent.calls + 1, from_cache=spent.from_cache + 1)
    return replace(
        spent,
        calls=spent.calls + 1,
        input_tokens=spent.input_tokens + call.input_tokens,
        cached_tokens=spent.cached_tokens + call.cached_tokens,
        output_tokens=spent.output_tokens + call.output_tokens,
        usd=spent.usd + (call.usd or 0.0),
    )


def fold(events: Iterable[Event]) -> State:
    """The state after all `events`."""
    state = State()
    for event in events:
        state = state.apply(event)
    return state
