"""The recipe author learns the tech tree step by step, and never tries the same program twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.doubles.symbolic_world import SymbolicWorld, seen
from voyager.adapters.curriculum_files import load_milestones
from voyager.adapters.game_data import load_knowledge
from voyager.core.records import (
    Attempt,
    Call,
    EatFood,
    Fault,
    Finished,
    HaveItem,
    Observation,
    Origin,
    PlaceBlock,
    Program,
    Proposal,
    ReachPlace,
    Skill,
    StepResult,
    Task,
    Unusable,
    Verdict,
)
from voyager.core.state import ClosedTask, State
from voyager.roles.recipe_author import RecipeAuthor
from voyager.shipped import shipped

RULES = load_knowledge("1.20.4", shipped("bridge"), shipped("curriculum"))
MILESTONES = load_milestones(shipped("curriculum"))
PRIMITIVES = {path.stem for path in (shipped("skills") / "primitives").glob("*.js")}
AUTHOR = RecipeAuthor(RULES, MILESTONES)


def skill(name: str, code: str) -> Skill:
    return Skill(name=name, code=code, description=name, learned_from=Origin(author="recipes"))


class Session:
    """A session whose every program works: what the loop would do, without a game."""

    def __init__(self, goal: str | None = None) -> None:
        self.world = SymbolicWorld(RULES)
        self.library: dict[str, Skill] = {}
        self.author = RecipeAuthor(RULES, MILESTONES, self.library.get)
        self.state = State(goal=goal, author="recipes")
        self.tasks: list[Task] = []

    def run(self, tasks: int = 60) -> Finished:
        for number in range(1, tasks + 1):
            before = self.world.observe()
            self.state = self.state._seeing(before, None)
            proposal = self.author.propose(self.state, before)
            if isinstance(proposal, Finished):
                return proposal
            task = Task(id=f"t{number}", **dict(proposal))
            self.tasks.append(task)
            program = self.author.write(task, before, [], [])
            assert isinstance(program, Program), f"{task.text}: {program}"
            result = self.world.bring_about(task.goal)
            assert self.author.judge(task, before, result).success, task.text
            self._close(task, program, result)
        raise AssertionError(f"no end: {[t.text for t in self.tasks[-8:]]}")

    def _close(self, task: Task, program: Program, result: StepResult) -> None:
        draft = self.author.describe(task, program, result)
        learned = self.state.skills
        if draft is not None:
            self.library[draft.name] = skill(draft.name, draft.code)
            learned = tuple(dict.fromkeys((*learned, draft.name)))
        closed = (*self.state.closed, ClosedTask(task, True, "", 1))
        self.state = replace(self.state, skills=learned, closed=closed)


def test_an_iron_pickaxe_is_reached_by_small_useful_steps() -> None:
    session = Session("obtain an iron pickaxe")
    done = session.run()
    assert done.reached
    items = [t.goal.item for t in session.tasks if isinstance(t.goal, HaveItem)]
    order = ["log", "crafting_table", "wooden_pickaxe", "cobblestone", "stone_pickaxe", "raw_iron",
             "iron_ingot", "iron_pickaxe"]
    assert [item for item in items if item in order] == order
    assert {"mineLog", "craftWoodenPickaxe", "smeltIronIngot", "craftIronPickaxe"} <= set(session.library)


def test_later_skills_call_earlier_ones_instead_of_repeating_them() -> None:
    session = Session("obtain an iron pickaxe")
    session.run()
    code = session.library["craftIronPickaxe"].code
    assert "await smeltIronIngot(bot" in code
    assert code.count("async function") == 1
    draft = session.author.describe(session.tasks[-1], Program(name="craftIronPickaxe", code=code),
                                    session.world.bring_about(session.tasks[-1].goal))
    assert draft is not None
    assert "smeltIronIngot" in draft.uses
    assert "3 iron ingot" in draft.description


def test_a_diamond_pickaxe_is_reached_in_under_twenty_tasks() -> None:
    session = Session("obtain a diamond pickaxe")
    assert session.run().reached
    assert len(session.tasks) < 20


def test_with_no_goal_every_milestone_is_worked_through() -> None:
    session = Session()
    done = session.run(120)
    assert done.reached
    met = {t.milestone for t in session.tasks}
    assert {"wooden_pickaxe", "furnace", "chest", "bed", "shield", "diamond_pickaxe"} <= met
    assert len({t.text for t in session.tasks}) > 25


def test_a_goal_that_already_holds_is_reported_as_reached() -> None:
    state = State(goal="obtain a torch")
    answer = AUTHOR.propose(state, seen({"torch": 1}))
    assert answer == Finished(reason="Obtain a torch: reached")


@pytest.mark.parametrize("goal", ["build a house", "obtain an elytra"])
def test_a_goal_beyond_the_rules_ends_with_a_reason(goal: str) -> None:
    answer = AUTHOR.propose(State(goal=goal), seen())
    assert isinstance(answer, Finished)
    assert not answer.reached
    assert answer.reason


# ── programs ───────────────────────────────────────────────────────────────────────────────────


def task_for(item: str, count: int = 1) -> Task:
    return Task(id="t1", text=f"obtain {item}", goal=HaveItem(item=item, count=count))


def failed(program: Program | Unusable, number: int, kind: str, **details: str) -> Attempt:
    fault = Fault(kind=kind, message=kind, details=dict(details))
    outcome = {"died": "died", "timed_out": "timed_out"}.get(kind, "threw")
    result = StepResult.model_validate({
        "outcome": outcome, "after": seen(), "faults": (fault,)})
    return Attempt(number=number, program=program, result=result,
                   verdict=Verdict(success=False))


FAULTS = [("missing_tool", {"needed": "stone_pickaxe"}), ("missing_item", {"item": "stick"}),
          ("not_found", {"block": "iron_ore"}), ("no_path", {}), ("inventory_full", {}),
          ("timed_out", {}), ("died", {}), ("unsafe", {}), ("threw", {}), ("blocked", {})]


@pytest.mark.parametrize("item", ["log", "planks", "crafting_table", "raw_iron", "iron_pickaxe",
                                  "cooked_porkchop", "diamond"])
@pytest.mark.parametrize(("kind", "details"), FAULTS)
def test_each_failure_brings_another_program(item: str, kind: str, details: dict[str, str]) -> None:
    task, attempts = task_for(item), list[Attempt]()
    for number in range(1, 3 if kind == "died" else 6):
        program = AUTHOR.write(task, seen(), [], attempts)
        assert isinstance(program, Program), f"no program left after {number - 1} attempts"
        assert program.code not in {a.program.code for a in attempts
                                    if isinstance(a.program, Program)}
        attempts.append(failed(program, number, kind, **details))


def test_a_missing_tool_is_made_first() -> None:
    task = task_for("raw_iron", 3)
    first = AUTHOR.write(task, seen(), [], [])
    again = AUTHOR.write(task, seen(), [], [failed(first, 1, "missing_tool", needed="stone_pickaxe")])
    assert isinstance(again, Program)
    assert 'if (!api.has("stone_pickaxe")) await craftStonePickaxe(bot);' in again.code


def test_what_takes_the_wanted_thing_itself_is_not_made_first() -> None:
    task = task_for("raw_iron", 3)
    first = AUTHOR.write(task, seen(), [], [])
    again = AUTHOR.write(task, seen(), [], [failed(first, 1, "missing_tool", needed="iron_pickaxe")])
    assert isinstance(again, Program)
    assert "craftIronPickaxe" not in again.code


def test_an_ore_that_is_not_found_is_looked_for_elsewhere() -> None:
    task = task_for("raw_iron", 3)
    first = AUTHOR.write(task, seen(), [], [])
    again = AUTHOR.write(task, seen(), [], [failed(first, 1, "not_found", block="iron_ore")])
    assert isinstance(first, Program)
    assert isinstance(again, Program)
    assert "digDownTo(bot, 16)" in first.code
    assert "digDownTo(bot, 2)" in again.code


def test_after_death_the_player_gets_well_first() -> None:
    task = task_for("raw_iron", 3)
    first = AUTHOR.write(task, seen(), [], [])
    again = AUTHOR.write(task, seen(), [], [failed(first, 1, "died")])
    assert isinstance(again, Program)
    assert "bot.health" in again.code


def test_a_task_that_the_player_died_of_twice_is_given_up() -> None:
    task, attempts = task_for("raw_iron", 3), list[Attempt]()
    for number in (1, 2):
        attempts.append(failed(AUTHOR.write(task, seen(), [], attempts), number, "died"))
    answer = AUTHOR.write(task, seen(), [], attempts)
    assert isinstance(answer, Unusable)
    assert answer.final
    assert "died 2 times" in answer.reason


def test_what_common_creatures_drop_is_not_looked_for_on_rare_ones() -> None:
    rare = {"iron_golem", "cat", "mule", "hoglin", "wither_skeleton"}
    for item in ("iron_ingot", "string", "leather", "porkchop", "bone"):
        sources = {drop.source for drop in RULES.mob_drops if drop.item == item}
        assert sources, item
        assert not sources & rare, item
    assert any(drop.item == "blaze_rod" for drop in RULES.mob_drops)


def test_a_known_skill_that_failed_is_written_anew_and_not_called() -> None:
    known = [skill("mineRawIron", "async function mineRawIron(bot, count = 3) {}")]
    task = task_for("iron_ingot", 3)
    first = AUTHOR.write(task, seen(), known, [])
    assert isinstance(first, Program)
    assert "async function mineRawIron" not in first.code
    attempt = failed(first, 1, "not_found", block="iron_ore")
    call = Call(name="mineRawIron", kind="skill", start_tick=0, ticks=9, outcome="not_found")
    attempt = attempt.model_copy(update={"result": attempt.result.model_copy(
        update={"calls": (call,)})})
    again = AUTHOR.write(task, seen(), known, [attempt])
    assert isinstance(again, Program)
    assert "async function mineRawIron" in again.code


def test_a_skill_of_unknown_ways_is_not_called() -> None:
    other = Skill(name="mineLog", code="async function mineLog(bot) {}", description="",
                  learned_from=Origin(author="model:x"))
    program = AUTHOR.write(task_for("planks", 4), seen(), [other], [])
    assert isinstance(program, Program)
    assert "async function mineLog(bot, count = 1)" in program.code


def called(code: str) -> set[str]:
    return set(re.findall(r"\bawait ([A-Za-z]+)\(bot", code))


def all_programs() -> Sequence[tuple[str, Program]]:
    found = []
    for milestone in MILESTONES:
        task = Task(id="t1", text=milestone.name, goal=milestone.goal)
        program = AUTHOR.write(task, seen(mobs={"pig": 9}), [], [])
        assert isinstance(program, Program), milestone.name
        found.append((milestone.name, program))
    return found


@pytest.mark.parametrize(("name", "program"), all_programs())
def test_a_program_calls_only_primitives_and_functions_beside_it(
    name: str, program: Program
) -> None:
    declared = set(re.findall(r"async function (\w+)\(bot", program.code))
    assert program.name in declared
    assert called(program.code) <= PRIMITIVES | declared
    assert program.code.startswith("/** ")
    assert max(map(len, program.code.splitlines())) <= 130


# ── upkeep ─────────────────────────────────────────────────────────────────────────────────────


def proposed(observation: Observation, state: State | None = None) -> Proposal:
    answer = AUTHOR.propose(state or State(), observation)
    assert isinstance(answer, Proposal)
    return answer


def test_a_hungry_player_eats_first() -> None:
    assert proposed(seen(food=5)).goal == EatFood()


def test_a_full_inventory_is_put_into_a_chest() -> None:
    assert proposed(seen(slots_used=35)).goal == PlaceBlock(block="chest")


def test_a_hurt_player_among_monsters_at_night_digs_in() -> None:
    zombie = {"name": "zombie", "kind": "hostile", "position": {"x": 0, "y": 64, "z": 0},
              "distance": 9}
    night = seen(health=6, time_of_day=15000, entities=(zombie,))
    proposal = proposed(night)
    program = AUTHOR.write(Task(id="t1", **dict(proposal)), night, [], [])
    assert isinstance(program, Program)
    assert "await shelter(bot)" in program.code


def test_a_player_with_no_weapon_digs_in_at_night() -> None:
    assert "no weapon" in proposed(seen(time_of_day=15000)).reason
    armed = proposed(seen(time_of_day=15000, inventory={"stone_sword": 1}))
    assert not isinstance(armed.goal, ReachPlace)


def test_after_a_death_in_the_shelter_nobody_walks_back_to_it() -> None:
    night = seen(time_of_day=15000)
    task = Task(id="t1", **dict(proposed(night)))
    first = AUTHOR.write(task, night, [], [])
    after = AUTHOR.write(task, seen(), [], [failed(first, 1, "died")])
    assert isinstance(after, Unusable)
    assert after.final


def test_a_task_that_failed_three_times_is_left_alone_until_something_changes() -> None:
    task = Task(id="t1", text="eat", goal=EatFood())
    closed = (ClosedTask(task, False, "", 5),) * 3
    assert proposed(seen(food=5), State(closed=closed)).goal != EatFood()
    other = ClosedTask(task_for("log", 3), True, "", 1)
    assert proposed(seen(food=5), State(closed=(*closed, other))).goal == EatFood()


def test_a_goal_whose_steps_all_fail_is_given_up_with_a_reason() -> None:
    state, reasons = State(goal="obtain a wooden pickaxe"), []
    for _ in range(40):
        answer = AUTHOR.propose(state, seen())
        if isinstance(answer, Finished):
            assert not answer.reached
            assert "failed" in answer.reason or "out of reach" in answer.reason
            return
        reasons.append(answer.text)
        task = Task(id="t1", **dict(answer))
        state = replace(state, closed=(*state.closed, ClosedTask(task, False, "", 5)))
    raise AssertionError(f"never gave up: {reasons}")
