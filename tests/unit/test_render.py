"""What the model is told of the world, in few words."""

from __future__ import annotations

from typing import Literal

from tests.doubles.forest import KNOWLEDGE, PROMPTS, SEEN, NoAnswers, proposal
from tests.doubles.scripted_model import ScriptedModel
from voyager.core.events import Attempted, TaskClosed, TaskOpened
from voyager.core.records import (
    Attempt,
    EntitySeen,
    Fault,
    Happened,
    HaveItem,
    Position,
    Program,
    Proposal,
    StepResult,
    Task,
    Verdict,
)
from voyager.core.state import State
from voyager.roles import render
from voyager.roles.actor import Actor
from voyager.roles.curriculum import Curriculum

TASK = Task(id="t1", text="Craft planks", goal=HaveItem(item="oak_planks", count=4))


def seen_at(
    name: str, kind: Literal["item", "hostile"], x: float, y: float, z: float
) -> EntitySeen:
    at = Position(x=x, y=y, z=z)
    return EntitySeen(name=name, kind=kind, position=at, distance=at.distance_to(SEEN.position))


def test_drops_that_lie_together_are_told_of_together() -> None:
    names = ["stick", "dirt", "coal", "torch", "furnace", "bread"]
    drops = [seen_at(names[n % 6], "item", 18 + n % 3, 64, 18 + n % 2) for n in range(31)]
    zombies = [seen_at("zombie", "hostile", x, 64, 0) for x in (-8, -12, 20)]
    said = render.creatures([*drops, *zombies, seen_at("bat", "hostile", 1, 44, 0)], SEEN.position)
    assert said == (
        "zombie ×3 8m west, bat 20m below, "
        "31 heaps of drops (stick, torch, furnace, dirt …) 25m south-east"
    )


def test_a_task_that_is_done_is_told_with_what_it_really_brought() -> None:
    result = StepResult(
        outcome="finished",
        after=SEEN,
        happened=Happened(
            gained={"oak_log": 13, "dirt": 9, "diamond": 2, "stick": 4},
            lost={"stick": 4},
            placed={"torch": 1, "cobblestone": 30},
        ),
    )
    task = TASK.model_copy(update={"text": "Mine logs and build a hut"})
    won = DIED.model_copy(update={"result": result, "verdict": Verdict(success=True)})
    state = State().apply(TaskOpened(task=task)).apply(Attempted(task_id="t1", attempt=won))
    state = state.apply(TaskClosed(task_id="t1", success=True, reason="done"))
    told = render.progress(state, 500)
    assert "(1): Mine logs and build a hut [diamond 2, oak_log 13; placed torch 1]\n" in told


DIED = Attempt(
    number=1,
    program=Program(name="main", code="async function main(bot) {}"),
    result=StepResult(
        outcome="died",
        after=SEEN,
        ticks=90,
        faults=(Fault(kind="died", message="lava", details={"x": 4, "y": -50, "z": 7}),),
    ),
    verdict=Verdict(success=False, critique="died"),
)
LINE = "what was carried lay at (4, -50, 7) and vanishes after five minutes"


def test_a_death_is_told_to_who_proposes_and_to_who_writes() -> None:
    state = State().apply(Attempted(task_id="t1", attempt=DIED))
    model = ScriptedModel([proposal("Fetch it", "have_item", "stick")] * 2)
    mentor = Curriculum(model, PROMPTS, KNOWLEDGE, [("inventory", 0)], NoAnswers())
    found = mentor.propose(state, SEEN)
    assert LINE in model.last
    assert isinstance(found, Proposal)
    assert LINE in found.context
    later = SEEN.model_copy(update={"tick": SEEN.tick + 6000})
    mentor.propose(state, later)
    assert LINE not in model.last
    writer = ScriptedModel(["none"])
    Actor(writer, PROMPTS, {}).write(TASK, SEEN, [], [DIED])
    assert LINE in writer.last


def test_a_later_program_that_ran_ends_the_telling_of_a_death() -> None:
    state = State().apply(Attempted(task_id="t1", attempt=DIED))
    ran = DIED.model_copy(
        update={"result": StepResult(outcome="finished", after=SEEN, ticks=20), "number": 2}
    )
    assert state.apply(Attempted(task_id="t1", attempt=ran)).death is None
