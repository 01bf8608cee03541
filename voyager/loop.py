"""The loop: propose, write, run, judge, keep.

Each turn looks only at the state, which is a fold of the journal. So being killed between any two
appends and started again is the same as never having been killed: the next turn is decided by the
same state. Knows no model, no Minecraft and no file: those are behind the ports.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from voyager.core.blame import credits
from voyager.core.errors import BudgetReached, VoyagerError
from voyager.core.events import (
    Attempted,
    Event,
    Noted,
    SessionPaused,
    SkillLearned,
    TaskClosed,
    TaskOpened,
    WorldEntered,
)
from voyager.core.ports import Journal, Roles, SkillLibrary, World
from voyager.core.proof import proven
from voyager.core.practice import with_practice_in_mind
from voyager.core.reach import needs_of
from voyager.core.records import (
    Attempt,
    Fault,
    Finished,
    Limits,
    Observation,
    Origin,
    StepResult,
    Task,
    Unusable,
    Verdict,
)
from voyager.core.skill_graph import with_called
from voyager.core.state import State, fold


@dataclass(frozen=True)
class RunLimits:
    """When a run stops by itself. None means never."""

    tasks: int | None = 40
    """Tasks closed since the session began."""
    tasks_before: int = 0
    """Of these, the ones that were closed before this run."""
    wall_s: float | None = None
    """Wall seconds of this run."""
    attempts_per_task: int = 5
    step: Limits = Limits()
    skills_shown: int = 5
    skill_tokens: int = 6000
    """What the skills shown may take in a prompt, those that they call included; about."""

    def reached(self, state: State, wall_s: float) -> str | None:
        """Why the run stops now, or None."""
        if (
            self.tasks is not None
            and len(state.closed) >= self.tasks
            and not state.open_task
        ):
            limit = self.tasks - self.tasks_before
            return f"the limit of {limit} task{'' if limit == 1 else 's'} is reached"
        if self.wall_s is not None and wall_s >= self.wall_s:
            return f"{self.wall_s / 60:g} minutes are over"
        return None


class Ledger:
    """A journal and the state folded from it: nothing is known that was not first written down."""

    def __init__(self, journal: Journal, watch: Callable[[Event, State], None]) -> None:
        self._journal = journal
        self._watch = watch
        self.state = fold(entry.event for entry in journal.entries())

    def emit(self, event: Event) -> State:
        """Write `event`, apply it, tell the watcher."""
        self._journal.append(event)
        self.state = self.state.apply(event)
        self._watch(event, self.state)
        return self.state


def learn(
    roles: Roles,
    world: World,
    skills: SkillLibrary,
    ledger: Ledger,
    limits: RunLimits,
    elapsed_s: Callable[[], float],
    advice: Callable[[State], Sequence[tuple[str, str]]] = lambda state: (),
) -> State:
    """Learn until the goal holds, a limit is reached or the user stops it; the last state.

    `elapsed_s` gives the wall seconds since the run began; `advice` what the operator has said that
    the state does not know yet, as (id, text), asked before each proposal. Raises VoyagerError when
    the world, the model or the disk fails for good: what was learned until then is safe, and the
    journal says why.
    """
    stop: str | None = None
    done: Finished | None = None
    try:
        seen = world.begin(ledger.state.snapshot)
        ledger.emit(WorldEntered(seen=seen, snapshot=world.snapshot()))
        while not (stop := limits.reached(ledger.state, elapsed_s())):
            done = _turn(roles, world, skills, ledger, limits, advice)
            if done:
                stop = done.reason
                break
    except KeyboardInterrupt:
        stop = "stopped by you"
    except BudgetReached as reached:
        stop = str(reached)
    except VoyagerError as failure:
        ledger.emit(SessionPaused(reason=str(failure), wall_s=elapsed_s()))
        raise
    return ledger.emit(
        SessionPaused(reason=stop or "", finished=done, wall_s=elapsed_s())
    )


def _turn(
    roles: Roles,
    world: World,
    skills: SkillLibrary,
    ledger: Ledger,
    limits: RunLimits,
    advice: Callable[[State], Sequence[tuple[str, str]]],
) -> Finished | None:
    """One step of the session: whatever the state says comes next."""
    state = ledger.state
    seen, task = state.seen, state.open_task
    assert seen is not None, "the world is entered before the first turn"
    if task is None:
        for message, text in advice(state):
            state = ledger.emit(Noted(kind="advice", text=text, about=message))
        proposal = roles.propose(state, seen)
        if isinstance(proposal, Finished):
            return proposal
        task_id = f"t{state.tasks_opened + 1}"
        ledger.emit(TaskOpened(task=Task(id=task_id, **dict(proposal))))
    elif state.attempts and state.attempts[-1].verdict.success:
        _settle(task, state.attempts[-1], roles, world, skills, ledger, limits)
    elif len(state.attempts) >= limits.attempts_per_task or _given_up(state):
        why = state.attempts[-1].verdict.critique or "no attempt succeeded"
        ledger.emit(TaskClosed(task_id=task.id, success=False, reason=why))
    else:
        _attempt(task, seen, roles, world, skills, ledger, limits)
    return None


def _given_up(state: State) -> bool:
    program = state.attempts[-1].program if state.attempts else None
    return isinstance(program, Unusable) and program.final


def _attempt(
    task: Task,
    seen: Observation,
    roles: Roles,
    world: World,
    skills: SkillLibrary,
    ledger: Ledger,
    limits: RunLimits,
) -> None:
    attempts = ledger.state.attempts
    found = skills.relevant(task.text, seen, k=limits.skills_shown)
    known = with_called(found, skills.get, limits.skill_tokens)
    program = roles.write(task, seen, known, attempts)
    if isinstance(program, Unusable):
        result = _rejected(program.reason, seen)
    else:
        called = skills.closure(program.code)
        rejected = world.check(program, called)
        result = rejected or world.execute(program, called, limits.step)
    verdict = (
        Verdict(success=False, critique="; ".join(f.message for f in result.faults))
        if result.outcome == "rejected"
        else roles.judge(task, seen, result)
    )
    attempt = Attempt(
        number=len(attempts) + 1, program=program, result=result, verdict=verdict
    )
    ledger.emit(Attempted(task_id=task.id, attempt=attempt))
    _credit(attempt, skills, ledger)


def _rejected(reason: str, seen: Observation) -> StepResult:
    fault = Fault(kind="unusable_reply", message=reason)
    return StepResult(outcome="rejected", after=seen, faults=(fault,))


def _credit(attempt: Attempt, skills: SkillLibrary, ledger: Ledger) -> None:
    """Note in the library how each skill that ran has done; a fault counts where it began."""
    world = ledger.state.world
    where = f"{world.kind}:{world.seed if world.kind == 'embedded' else world.host}"
    for credit in credits(attempt.result):
        if credit.kind == "skill" and (skill := skills.get(credit.name)):
            skills.record(
                skill.name, skill.version, attempt.result, credit.worked, where, fault=credit.fault
            )


def _settle(
    task: Task,
    won: Attempt,
    roles: Roles,
    world: World,
    skills: SkillLibrary,
    ledger: Ledger,
    limits: RunLimits,
) -> None:
    """Keep the winning program and close the task; each half is skipped when it is done already."""
    program = won.program
    assert not isinstance(program, Unusable), (
        "a reply that held no program cannot have won"
    )
    if ledger.state.learned_now is None:
        draft = roles.describe(task, program, won.result)
        if draft is not None:
            draft, found = proven(draft, task, ledger.state, world, skills, limits.step)
            if found:
                ledger.emit(Noted(kind="info", text=found, about=draft.name))
            if not draft.needs:
                draft = draft.model_copy(update={"needs": needs_of(won.result)})
            state = ledger.state
            origin = Origin(
                session=state.session,
                task=task.text,
                author=roles.author,
                game_version=state.world.version,
                world=f"{state.world.kind}:{state.world.seed}",
            )
            called = [s for s in skills.closure(draft.code) if s.name != draft.name]
            origin = with_practice_in_mind(origin, task.goal, won.result, called)
            skill = skills.add(draft, origin)
            ledger.emit(
                SkillLearned(
                    task_id=task.id,
                    name=skill.name,
                    version=skill.version,
                    sha=skill.sha,
                    description=skill.description,
                )
            )
    ledger.emit(TaskClosed(task_id=task.id, success=True, reason=won.verdict.critique))
