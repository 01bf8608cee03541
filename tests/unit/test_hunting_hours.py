"""When the recipe author hunts monsters, and what it does until then."""

from __future__ import annotations

import pytest

from tests.doubles.symbolic_world import seen
from voyager.adapters.curriculum_files import load_milestones
from voyager.adapters.game_data import load_knowledge
from voyager.core.milestones import Milestone
from voyager.core.records import (
    Attempt,
    DefeatMob,
    Fault,
    HaveItem,
    Observation,
    Position,
    Program,
    Proposal,
    StepResult,
    Task,
    Verdict,
)
from voyager.core.state import State
from voyager.roles.recipe_author import RecipeAuthor
from voyager.shipped import shipped

RULES = load_knowledge("1.20.4", shipped("bridge"), shipped("curriculum"))
AUTHOR = RecipeAuthor(RULES, load_milestones(shipped("curriculum")))
STRING = Task(id="t1", text="Hunt spiders for 3 string", goal=HaveItem(item="string", count=3))

MORNING, AFTERNOON, NIGHT = 1000, 9000, 15000  # ticks of the day


def at(time_of_day: int, y: float = 64) -> Observation:
    """An observation at that time, with a sword and the makings of nothing else."""
    return seen({"stone_sword": 1}, time_of_day=time_of_day, position=Position(x=0.5, y=y, z=0.5))


def proposed(observation: Observation, state: State) -> Proposal:
    answer = AUTHOR.propose(state, observation)
    assert isinstance(answer, Proposal)
    return answer


def test_monsters_are_hunted_with_a_sword_in_daylight_and_near_the_surface() -> None:
    program = AUTHOR.write(STRING, seen(), [], [])
    assert isinstance(program, Program)
    before_the_hunt, _, hunt = program.code.partition("await shelter(bot);")
    assert "await craftStoneSword(bot)" in before_the_hunt
    assert "position.y" in before_the_hunt
    assert hunt.index("nearestEntity(isPrey)") < hunt.index("await killMob(")


@pytest.mark.parametrize("y", [64, -50])
def test_a_hunt_for_what_spiders_drop_waits_for_the_morning_also_deep_down(y: float) -> None:
    wanted = State(goal="obtain 3 string")
    assert proposed(at(NIGHT, y), wanted).text == "Dig in until morning"
    assert proposed(at(MORNING, y), wanted).text == "Hunt spiders for 3 string"


def test_with_too_little_daylight_left_for_a_hunt_other_things_come_first() -> None:
    string = Milestone(name="string", tier="stone", goal=HaveItem(item="string"))
    diamond = Milestone(name="diamond", tier="diamond", goal=HaveItem(item="diamond"))
    author = RecipeAuthor(RULES, (string, diamond))
    for time_of_day, first in ((MORNING, "string"), (AFTERNOON, "diamond"), (NIGHT, "diamond")):
        proposal = author.propose(State(), at(time_of_day))
        assert isinstance(proposal, Proposal)
        assert (proposal.milestone == "string") is (first == "string"), time_of_day


def test_a_hunt_for_zombies_begins_at_dusk_and_the_wait_is_a_task_of_its_own() -> None:
    wanted = State(goal="defeat a zombie")
    assert proposed(at(NIGHT), wanted).goal == DefeatMob(mob="zombie")
    assert proposed(at(12000), wanted).goal == DefeatMob(mob="zombie")
    wait = proposed(at(MORNING), wanted)
    assert wait.text == "Wait for dusk"
    program = AUTHOR.write(Task(id="t1", **dict(wait)), at(MORNING), [], [])
    assert isinstance(program, Program)
    assert program.name == "waitUntilDusk"
    assert "bot.time.isDay" in program.code


@pytest.mark.parametrize(
    ("message", "fetched"), [("Voyager was slain by Zombie", True), ("Voyager drowned", False)]
)
def test_what_was_lost_in_drowning_is_not_dived_for(message: str, fetched: bool) -> None:
    first = AUTHOR.write(STRING, seen(), [], [])
    fault = Fault(kind="died", message=message, details={"x": 9, "y": 60, "z": 9})
    died = StepResult(outcome="died", after=seen(), faults=(fault,))
    death = Attempt(number=1, program=first, result=died, verdict=Verdict(success=False))
    again = AUTHOR.write(STRING, seen(), [], [death])
    assert isinstance(again, Program)
    assert ("await goTo(bot, 9, 60, 9" in again.code) is fetched
