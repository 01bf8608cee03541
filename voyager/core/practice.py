"""Practice: one skill in one fresh world, judged; and what many such runs say of the skill.

Knows the World port, how success is told and when a skill counts as certified or as due again. Does
not know how worlds are opened side by side, nor where records are kept.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from voyager.core import goals
from voyager.core.knowledge import count_of
from voyager.core.ports import World
from voyager.core.records import (
    Described, Goal, HaveItem, Limits, Observation, Origin, Practice, Program, ReachPlace, Record,
    Skill, StepResult, Verdict,
)  # fmt: skip
from voyager.core.scenes import Scene, draw
from voyager.core.skill_graph import called_in, closure

Z = 1.96  # standard deviations; 95 % of a normal distribution lies within
CERTIFYING_WORLDS = 5  # fewer say too little; Wilson's lower bound would ask for 16 of 16 at 0.8
MOST_WORLDS = 1000  # kept of one version; more says nothing new
STOOD = 0.5  # share of worlds from which on a practice counts as passed
REPLACED = (
    "replaced by "  # how the reason of a skill begins that another one has taken the place of
)

Lookup = Callable[[str], Skill | None]


class Job(Record):
    """One skill to run in one world; everything that a process of its own needs to know."""

    skill: Skill
    called: tuple[Skill, ...] = ()
    """Every skill that it may call."""
    goal: Goal | None = None
    scene: Scene
    limits: Limits = Limits()


class Run(Record):
    """How one job went."""

    scene: Scene
    passed: bool
    why: str = ""
    """The verdict in words."""
    result: StepResult


def job_of(
    skill: Skill, number: int, seed: int, goal: Goal | None, lookup: Lookup,
    instead_of: Skill | None = None,
) -> Job:  # fmt: skip
    """Practice of `skill` in world `number` of `seed`.

    What is to stand in for another version begins with what that one begins with.
    """
    called = tuple(each for each in closure(skill.code, lookup) if each.name != skill.name)
    names = {name for each in (skill, *called) for name in called_in(each.code)}
    like = instead_of or skill
    scene = draw(seed, number, like.needs, like.learned_from.tools, goal, names)
    return Job(skill=skill, called=called, goal=goal, scene=scene)


def practise(job: Job, world: World) -> Run:
    """Run `job` in `world`, which stands at its scene's start. Raises WorldLost, SetupFailed."""
    before = world.begin(None)
    program = Program(name=job.skill.name, code=job.skill.code)
    rejected = world.check(program, job.called)
    result = rejected or world.execute(program, job.called, job.limits)
    verdict = judged(job.goal, before, result)
    return Run(scene=job.scene, passed=verdict.success, why=verdict.critique, result=result)


def judged(goal: Goal | None, before: Observation, result: StepResult) -> Verdict:
    """By its own goal where a rule can tell; else a run that finished without faults has passed."""
    by_rule = goals.decide(goal, before, result) if goal is not None else None
    if by_rule is not None:
        return by_rule
    passed = result.outcome == "finished" and not result.faults
    why = "; ".join(fault.message for fault in result.faults) or result.outcome
    return Verdict(success=passed, critique="finished without faults" if passed else why)


def portable(goal: Goal | None) -> Goal | None:
    """`goal` where it means the same in any world: neither a place of one world nor mere words."""
    if goal is None or isinstance(goal, Described):
        return None
    return None if isinstance(goal, ReachPlace) and goal.position is not None else goal


def learned(goal: Goal, result: StepResult) -> Goal:
    """What the program that won can be held to: of 8 logs of which 5 were held before, 3."""
    if isinstance(goal, HaveItem):
        gained = count_of(result.happened.gained, goal.item)
        if 0 < gained < goal.count:
            return goal.model_copy(update={"count": gained})
    return goal


def with_practice_in_mind(
    origin: Origin, goal: Goal, result: StepResult, called: Iterable[Skill]
) -> Origin:
    """`origin` with what practice will ask for, read off the run that won."""
    held = result.after.uses_left.keys() - result.happened.gained.keys()
    return origin.model_copy(
        update={
            "goal": learned(goal, result),
            "tools": tuple(sorted(held)),
            "called": {skill.name: skill.sha for skill in called},
        }
    )


# ── what many runs say ─────────────────────────────────────────────────────────────────────────


def wilson(passed: int, tried: int) -> tuple[float, float]:
    """Bounds of the true rate of success (95 %); (0, 1) when nothing was tried.

    >>> [round(bound, 2) for bound in wilson(4, 5)]
    [0.38, 0.96]
    """
    if tried == 0:
        return 0.0, 1.0
    p = passed / tried
    centre = p + Z * Z / (2 * tried)
    spread = Z * math.sqrt(p * (1 - p) / tried + Z * Z / (4 * tried * tried))
    whole = 1 + Z * Z / tried
    return max(0.0, (centre - spread) / whole), min(1.0, (centre + spread) / whole)


def tally(runs: Sequence[Run], seed: int, skill: Skill, shas: Mapping[str, str]) -> Practice:
    """The record of `runs`, at least one, and of earlier ones while nothing has changed since.

    `shas`: of the skills that `skill` calls, as they are now. A world counts once, as it went last.
    """
    outcomes: dict[int, int | str] = {}
    earlier = skill.record.practice
    if earlier is not None and _last_with(earlier) == shas:
        outcomes |= earlier.outcomes
    for run in runs:
        outcomes.pop(run.scene.seed, None)  # the latest stand last
        outcomes[run.scene.seed] = run.result.ticks if run.passed else _fault(run.result)
    outcomes = dict(list(outcomes.items())[-MOST_WORLDS:])
    ticks = [ticks for ticks in outcomes.values() if isinstance(ticks, int)]
    low, high = wilson(len(ticks), len(outcomes))
    stood = sum(run.passed for run in runs) >= STOOD * len(runs)
    return Practice(
        worlds=len(outcomes),
        passed=len(ticks),
        seed=seed,
        low=round(low, 3),
        high=round(high, 3),
        ticks=tuple(sorted(ticks)),
        faults=dict(sorted(Counter(f for f in outcomes.values() if isinstance(f, str)).items())),
        called=dict(sorted(shas.items())) if stood else baseline(skill) or {},
        ran_with=dict(sorted(shas.items())),
        outcomes=outcomes,
    )


def _fault(result: StepResult) -> str:
    return result.faults[0].kind if result.faults else result.outcome


def baseline(skill: Skill) -> dict[str, str] | None:
    """The skills it called when it last passed, with their SHA-256; None when nobody wrote it down."""
    if skill.record.practice is not None:
        return skill.record.practice.called
    return skill.learned_from.called or None


def shas_of(skill: Skill, lookup: Lookup) -> dict[str, str]:
    """The skills that `skill` may call, with their SHA-256, as they are now."""
    return {s.name: s.sha for s in closure(skill.code, lookup) if s.name != skill.name}


def changed(skill: Skill, lookup: Lookup) -> list[str]:
    """The skills it calls that have changed since it last passed: then it is due for practice.

    One edited by hand that has never been practised names itself.
    """
    if skill.quarantined is not None and skill.quarantined.startswith(REPLACED):
        return []
    before = baseline(skill)
    if before is None:
        by_hand = skill.learned_from.author == "hand" and skill.record.practice is None
        return [skill.name] if by_hand else []
    now = shas_of(skill, lookup)
    return sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))


def owed(skill: Skill, lookup: Lookup) -> list[str]:
    """As `changed`, but empty once it has been practised with what it calls now, passed or not."""
    done = skill.record.practice
    if done is not None and _last_with(done) == shas_of(skill, lookup):
        return []
    return changed(skill, lookup)


def _last_with(done: Practice) -> dict[str, str]:
    return done.called if done.ran_with is None else done.ran_with


def certified(skill: Skill, floor: float, lookup: Lookup) -> bool:
    """Passed in at least `floor` of five or more worlds, and nothing it calls has changed since."""
    done = skill.record.practice
    return (
        done is not None
        and done.worlds >= CERTIFYING_WORLDS
        and done.rate >= floor
        and skill.quarantined is None
        and not changed(skill, lookup)
    )


def goal_from(
    origin: Origin, earlier: Iterable[Origin], read: Callable[[str], Goal]
) -> Goal | None:
    """What a skill is held to: as written down, else as earlier versions were, else read off the task."""
    for each in (origin, *earlier):
        if each.goal is not None:
            return portable(each.goal)
    for each in (origin, *earlier):
        if each.task and (goal := portable(read(each.task))) is not None:
            return goal
    return None
