"""All four roles with no model: a planner over the game's own rules.

Proposes the next reachable step toward the session's goal, or the cheapest open milestone; writes a
program for it; judges by rule; describes what a skill needs and leaves. Knows the rules and what was
observed, never the world itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from voyager.core.goal_text import parse_goal
from voyager.core.goals import decide, holds
from voyager.core.knowledge import Knowledge, count_of, in_family
from voyager.core.milestones import Milestone, needed_for, open_milestones
from voyager.core.practice import REPLACED
from voyager.core.records import (
    Attempt,
    DefeatMob,
    Described,
    EatFood,
    EquipItem,
    Finished,
    Goal,
    HaveItem,
    Observation,
    PlaceBlock,
    Program,
    Proposal,
    ReachPlace,
    Skill,
    SkillDraft,
    StepResult,
    Task,
    Unusable,
    Verdict,
)
from voyager.core.state import State
from voyager.roles import hours, programs, upkeep
from voyager.roles.deaths import died_too_often
from voyager.roles.planner import plan
from voyager.roles.prices import Prices
from voyager.roles.steps import Blocked, Mine, Station, Step, Surroundings
from voyager.roles.tactics import Tactics, after
from voyager.roles.javascript import called_in
from voyager.roles.naming import bare, function_name
from voyager.roles.wording import in_words, reason, say

ROAD_TO = "diamond_pickaxe"  # the milestone whose road comes before all breadth
DETOUR = 2.5  # times the effort that a milestone off that road must be cheaper
DISCOURAGED = 60.0  # effort added by each failed task: others first, then another try elsewhere
TOO_OFTEN = 3  # failures of one goal since anything changed: it is left alone
GENERIC = ("log", "planks")  # families whose members serve alike


class RecipeAuthor:
    """Implements the Roles port. `lookup` finds a known skill by name (the library's `get`)."""

    author = "recipes"

    def __init__(
        self,
        knowledge: Knowledge,
        milestones: Sequence[Milestone] = (),
        lookup: Callable[[str], Skill | None] = lambda name: None,
    ) -> None:
        self._knowledge = knowledge
        self._bare = bare(knowledge)
        self._milestones = milestones
        self._lookup = lookup

    # ── propose ────────────────────────────────────────────────────────────────────────────────

    def propose(self, state: State, seen: Observation) -> Proposal | Finished:
        """The next task: upkeep, then a step toward the goal or the cheapest open milestone."""
        wanted = parse_goal(state.goal, self._knowledge) if state.goal else None
        if isinstance(wanted, Described):
            return Finished(reached=False, reason=(
                f"The recipe author cannot plan for “{wanted.text}”: it understands goals such as "
                "“obtain an iron pickaxe”. Run with --author model for goals in free words."))
        if wanted is not None and _met(wanted, state, seen):
            return Finished(reason=f"{in_words(wanted)}: reached")
        pressing = upkeep.needed(seen, self._knowledge, lambda goal: _stuck(goal, state))
        if pressing is not None:
            return pressing
        why, later = "", list[Proposal]()
        for goal, milestone in self._targets(wanted, state, seen):
            step = self._toward(goal, state, seen)
            if isinstance(step, Blocked):
                why = why or step.reason
                continue
            known = self._milestone_of(step) or milestone
            found = Proposal(
                text=say(step, self._bare), goal=step,
                reason=reason(step, goal, milestone), milestone=known.name if known else None)
            if not hours.ill_timed(step, self._knowledge, seen):
                return found
            later.append(found)
        if later:
            wait = hours.better_time(later[0].goal, self._knowledge, seen)
            return wait if wait and not _stuck(wait.goal, state) else later[0]
        if wanted is not None:
            return Finished(reached=False, reason=f"{in_words(wanted)} is out of reach: {why}")
        return Finished(reason="every milestone that can be reached here is reached")

    def _targets(
        self, wanted: Goal | None, state: State, seen: Observation
    ) -> Iterator[tuple[Goal, Milestone | None]]:
        """What to work toward: the session's goal alone, or the open milestones, cheapest first."""
        if wanted is not None:
            yield wanted, None
            return
        prices = Prices(self._knowledge, Surroundings.of(seen))
        road = needed_for(ROAD_TO, self._milestones)
        at_night = upkeep.NIGHT[0] <= seen.time_of_day <= upkeep.NIGHT[1]
        ranked = [(self._effort(m.goal, prices, at_night) * (1 if m.name in road else DETOUR)
                   + DISCOURAGED * _failures(m, state), n, m)
                  for n, m in enumerate(open_milestones(self._milestones, state))]
        for _, _, milestone in sorted(ranked, key=lambda row: row[:2]):
            yield milestone.goal, milestone

    def _effort(self, goal: Goal, prices: Prices, at_night: bool) -> float:
        match goal:
            case HaveItem():
                members = [m for m in self._knowledge.family(goal.item) if prices.can_have(m)]
                return min((prices.shortfall(m, goal.count, prices.around.held) for m in members),
                           default=float("inf"))
            case PlaceBlock():
                return 1 + self._effort(HaveItem(item=goal.block), prices, at_night)
            case EquipItem():
                return 1 + self._effort(HaveItem(item=goal.item), prices, at_night)
            case DefeatMob():
                if self._knowledge.mobs.get(goal.mob) == "hostile":
                    return 200.0 if at_night else 300.0
                return 20.0 if goal.mob in prices.around.near else 60.0
            case _:
                return 40.0

    def _toward(self, goal: Goal, state: State, seen: Observation) -> Goal | Blocked:
        """The next sub-goal on the way to `goal`, possibly `goal` itself."""
        first = self._first(goal, seen)
        if first is not None:
            step = self._toward(first, state, seen)
            if not isinstance(step, Blocked):
                return step
            if not isinstance(goal, DefeatMob | ReachPlace | EatFood):
                return step
        if isinstance(goal, HaveItem):
            return self._next_item(goal, state, seen)
        if _stuck(goal, state):
            return Blocked(in_words(goal), f"{in_words(goal)} failed {TOO_OFTEN} times")
        return goal

    def _first(self, goal: Goal, seen: Observation) -> HaveItem | None:
        """What must be held before `goal` can be acted on, if it is not."""
        match goal:
            case PlaceBlock() | EquipItem():
                item = goal.block if isinstance(goal, PlaceBlock) else goal.item
                return None if count_of(seen.inventory, item) else HaveItem(item=item)
            case DefeatMob() if self._knowledge.mobs.get(goal.mob) == "hostile":
                return None if count_of(seen.inventory, "sword") else HaveItem(item="stone_sword")
            case ReachPlace(at_most_y=int() as level) if seen.position.y - level > 8:
                return None if count_of(seen.inventory, "pickaxe") else HaveItem(item="pickaxe")
            case _:
                return None

    def _next_item(self, goal: HaveItem, state: State, seen: Observation) -> Goal | Blocked:
        """The first step of the plan whose skill is not known yet; at last the goal itself."""
        avoid: frozenset[str] = frozenset()
        for _ in range(3):
            prices = Prices(self._knowledge, Surroundings.of(seen), avoid)
            steps = plan(prices, goal.item, goal.count)
            if isinstance(steps, Blocked):
                return steps
            subgoals = list(_subgoals(steps, goal, seen))
            new = [g for g in subgoals if g == goal or not self._knows(g, state)]
            chosen = next((g for g in (*new, *subgoals) if not _stuck(g, state)), None)
            stuck = [g for g in subgoals if _stuck(g, state)]
            if chosen is not None and (not stuck or chosen != goal):
                return chosen
            if not stuck:
                break
            avoid = avoid | {step.item for step in steps
                             if any(in_family(step.item, g.item) for g in stuck)} - {goal.item}
        return Blocked(goal.item, f"{in_words(goal)} failed {TOO_OFTEN} times since anything changed")

    def _knows(self, goal: HaveItem, state: State) -> bool:
        """Whether this session has learned how to obtain the item of `goal`."""
        if any(isinstance(t.goal, HaveItem) and t.goal.item == goal.item for t in state.completed):
            return True
        name = function_name(self._bare, goal.item)
        return name is not None and name in state.skills

    def _milestone_of(self, goal: Goal) -> Milestone | None:
        for milestone in self._milestones:
            target = milestone.goal
            if target == goal or (isinstance(target, HaveItem) and isinstance(goal, HaveItem)
                                  and target.item == goal.item):
                return milestone
        return None

    # ── write ──────────────────────────────────────────────────────────────────────────────────

    def write(
        self, task: Task, seen: Observation, known: Sequence[Skill], attempts: Sequence[Attempt]
    ) -> Program | Unusable:
        """A program unlike every earlier one of this task; Unusable after two deaths of it, and
        when no other is left."""
        if often := died_too_often(attempts):
            return Unusable(reason=often, final=True)
        if upkeep.shelter_failed(task.goal, attempts):
            return Unusable(reason="the shelter did not hold, and it is far away now", final=True)
        by_name = _Known(known, self._lookup)
        tried = {a.program.code for a in attempts if isinstance(a.program, Program)}
        for tactics in _variants(after(attempts, seen), by_name.names(tried)):
            program = programs.program_for(task, self._knowledge, seen, tactics, by_name)
            if program is not None and program.code not in tried:
                return program
        return Unusable(reason=f"no other program for “{task.text}” is left to try", final=True)

    # ── judge and describe ─────────────────────────────────────────────────────────────────────

    def judge(self, task: Task, before: Observation, result: StepResult) -> Verdict:
        """By rule; a goal that is only described has failed, since nobody here can judge it."""
        verdict = decide(task.goal, before, result)
        return verdict or Verdict(success=False, critique="only a model can judge this goal")

    def describe(self, task: Task, program: Program, result: StepResult) -> SkillDraft | None:
        """What the program does, needs and leaves behind; None for what only calls another."""
        return programs.draft(task, program, self._knowledge, self._lookup)


class _Known:
    """Skills that may be called: those of this author's own making, found by name."""

    def __init__(self, shown: Sequence[Skill], lookup: Callable[[str], Skill | None]) -> None:
        self._shown = {skill.name: skill for skill in shown}
        self._lookup = lookup

    def get(self, name: str) -> Skill | None:
        skill = self._shown.get(name) or self._lookup(name)
        if skill is None or skill.learned_from.author not in ("recipes", ""):
            return None
        off = skill.quarantined  # an old name that calls its successor does what it always did
        return skill if not off or off.startswith(REPLACED) else None

    def names(self, codes: set[str]) -> frozenset[str]:
        """Known skills that any of `codes` calls or is."""
        called = {name for code in codes for name in called_in(code)}
        return frozenset(name for name in called if self.get(name))


def _variants(tactics: Tactics, called: frozenset[str]) -> Iterator[Tactics]:
    """`tactics`, then ever more different ones."""
    yield tactics
    yield tactics.with_(rewrite=tactics.rewrite | called)
    for turn in range(1, 4):
        yield tactics.with_(heading=tactics.heading + turn, rewrite=tactics.rewrite | called)
    yield tactics.with_(surface=not tactics.surface)
    yield tactics.with_(tidy=not tactics.tidy)
    yield tactics.with_(rest=not tactics.rest)
    yield tactics.with_(surface=True, tidy=True, rest=True, patience=tactics.patience + 1)


def _subgoals(steps: Sequence[Step], goal: HaveItem, seen: Observation) -> Iterator[HaveItem]:
    """What each step must leave held, each item once; `goal` last."""
    done = set()
    for step in steps[:-1]:
        item = next((f for f in GENERIC if in_family(step.item, f)), step.item)
        if isinstance(step, Station) or item in done or in_family(step.item, goal.item):
            continue
        done.add(item)
        total = sum(s.count for s in steps if in_family(s.item, item) and isinstance(s, Mine))
        yield HaveItem(item=item, count=count_of(seen.inventory, item) + (total or step.count))
    yield goal


def _met(goal: Goal, state: State, seen: Observation) -> bool:
    """Whether the session's goal holds, or has been met by one of its tasks."""
    return holds(goal, seen) or any(task.goal == goal for task in state.completed)


def _stuck(goal: Goal, state: State) -> bool:
    """Whether `goal` failed too often since any other task succeeded."""
    failures = 0
    for closed in reversed(state.closed):
        if closed.success:
            break
        failures += closed.task.goal == goal or _same_thing(closed.task.goal, goal)
    return failures >= TOO_OFTEN


def _failures(milestone: Milestone, state: State) -> int:
    """How many tasks toward `milestone` have failed in this session."""
    return sum(c.task.milestone == milestone.name or c.task.goal == milestone.goal
               for c in state.failed)


def _same_thing(one: Goal, other: Goal) -> bool:
    return isinstance(one, HaveItem) and isinstance(other, HaveItem) and one.item == other.item
