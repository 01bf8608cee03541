"""What the model is told of runs: of its own tries, and of those that worked."""

from __future__ import annotations

from typing import Literal

from tests.doubles.forest import PROMPTS, SEEN
from tests.doubles.scripted_model import ScriptedModel
from voyager.adapters.game_data import load_knowledge
from voyager.core.records import (
    Attempt,
    Call,
    Described,
    Fault,
    Happened,
    PlaceBlock,
    Position,
    Program,
    Proposal,
    Skill,
    StepResult,
    Task,
    Verdict,
)
from voyager.core.state import Death, State
from voyager.roles import render, render_attempts, render_skills, vetting
from voyager.roles.critic import Critic
from voyager.shipped import shipped


def call(name: str, outcome: str, parent: int | None = None) -> Call:
    kind: Literal["skill", "primitive"] = "skill" if parent is None else "primitive"
    return Call(name=name, kind=kind, outcome=outcome, parent=parent, start_tick=0, ticks=1)


def test_what_only_passed_through_a_window_is_no_gain() -> None:
    """A pickaxe put into an enchanting table and taken out again, lapis spent on it."""
    did = Happened(
        gained={"diamond_pickaxe": 1, "lapis_lazuli": 2},
        lost={"diamond_pickaxe": 1, "lapis_lazuli": 4},
    )
    assert render_attempts.net_change(StepResult(outcome="finished", after=SEEN, happened=did)) == (
        "lapis_lazuli -2"
    )


def test_a_skill_that_failed_is_told_with_what_happened_inside_it() -> None:
    calls = (
        call("mineObsidian", "threw"),
        call("goTo", "ok", 0),
        call("mineBlock", "not_found", 0),
    )
    result = StepResult(
        outcome="threw",
        after=SEEN,
        calls=calls,
        faults=(Fault(kind="threw", message="Only 2."),),
        chat=("again", "again", "once"),
    )
    attempt = Attempt(
        number=1,
        program=Program(name="dig", code="async function dig(bot) {}"),
        result=result,
        verdict=Verdict(success=False),
    )
    told = render_attempts.attempts([attempt], render.Allowances())
    assert "Last calls: mineObsidian() threw\n" in told
    assert "Within that mineObsidian: goTo() ok; mineBlock() not_found" in told
    assert '"again" ×2, "once"' in told


def test_the_critic_is_shown_enchantments_levels_deeds_and_dimensions() -> None:
    after = SEEN.model_copy(
        update={
            "enchanted": {"iron_pickaxe": "efficiency 1"},
            "experience_level": 3,
            "dimension": "the_nether",
        }
    )
    result = StepResult(
        outcome="finished", after=after, happened=Happened(placed={"white_bed": 1}), ticks=140
    )
    model = ScriptedModel(['{"reasoning": "", "success": true, "critique": ""}'])
    task = Task(id="t1", text="Enchant", goal=Described(text="It is enchanted."))
    Critic(model, PROMPTS).judge(task, SEEN, result)
    asked = model.asked[-1][1][-1].text
    for what in (
        "iron_pickaxe enchanted with efficiency 1",
        "dimension overworld → the_nether",
        "placed white_bed 1; 7 s",
        "experience level 3",
    ):
        assert what in asked


def test_a_death_in_another_dimension_says_so() -> None:
    details: dict[str, str | int | float | bool | None] = {
        "x": 15, "y": 24, "z": -5, "dimension": "the_nether",
    }  # fmt: skip
    died = Fault(kind="died", message="The player died.", details=details)
    when = Death.in_result(StepResult(outcome="died", after=SEEN, faults=(died,)))
    assert when == Death(Position(x=15, y=24, z=-5), SEEN.tick, "the_nether")
    assert "(15, 24, -5) in the_nether" in render.death(when, SEEN)


def test_a_long_list_of_skills_is_cut_from_its_end() -> None:
    words = "Mines what is asked for and leaves it in the inventory of the player. " * 2
    known = [
        Skill(
            name=f"skill{n}",
            version=1,
            code=f"async function skill{n}(bot) {{}}",
            description=words,
        )
        for n in range(20)
    ]
    shown = render_skills.skills(known, render.Allowances()).splitlines()
    assert shown[0].startswith("`skill0(bot)` – Mines")
    assert shown[2].startswith("`skill2(bot)` – Mines")
    assert "`skill19(bot)`" in shown


def test_a_block_that_is_no_item_may_be_a_goal() -> None:
    knowledge = load_knowledge("1.20.4", shipped("bridge"), shipped("curriculum"))
    assert "nether_portal" not in knowledge.items
    for block in ("nether_portal", "fire"):
        lit = Proposal(text="Light it", goal=PlaceBlock(block=block))
        assert vetting.objection(lit, State(), SEEN, knowledge) is None
