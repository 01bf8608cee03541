"""Prompts as they are sent, kept in tests/golden/ so that a change of one is seen in review.

After a change that is meant: `UPDATE_GOLDEN=1 python -m pytest tests/unit/test_prompt_golden.py`,
then read the difference.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.doubles.scripted_model import ScriptedModel
from voyager.adapters.curriculum_files import load_warmup
from voyager.adapters.game_data import load_knowledge
from voyager.adapters.recorded_moments import NAMES, load_moments
from voyager.core.events import WorldEntered

from voyager.core.records import FAULT_KINDS, Message
from voyager.core.state import ClosedTask, State
from voyager.roles.actor import Actor
from voyager.roles.curriculum import Curriculum
from voyager.roles.prompt_parts import PAPER_CHARACTERS, fixed_share, messages, sizes
from voyager.roles.prompts import load_prompts
from voyager.shipped import shipped

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
PROMPTS = load_prompts(shipped("prompts"))
PRIMITIVES = {
    path.stem: path.read_text("utf-8")
    for path in sorted((shipped("skills") / "primitives").glob("*.js"))
}
KNOWLEDGE = load_knowledge("1.20.4", shipped("bridge"), shipped("curriculum"))
MOMENTS = load_moments(shipped("curriculum"))
ACTOR = Actor(ScriptedModel([]), PROMPTS, PRIMITIVES)
DONE = {"early": 1, "middle": 19, "late": 25}  # tasks done when the moment was recorded


def told(sent: Sequence[Message]) -> str:
    return "\n".join(f"[{message.role}]\n{message.text}\n" for message in sent)


def is_as_kept(name: str, text: str) -> None:
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text("utf-8") == text, f"UPDATE_GOLDEN=1 rewrites {path.name}"


def test_the_part_of_a_program_prompt_that_never_changes() -> None:
    is_as_kept("actor_system.md", told(messages(ACTOR, MOMENTS["early"])[:1]))


def test_the_rules_name_every_fault_that_a_primitive_throws() -> None:
    thrown = FAULT_KINDS[: FAULT_KINDS.index("syntax")]
    listed = re.search(r"`kind` \(([^)]*)\)", PROMPTS["actor"].body)
    assert listed
    assert set(listed[1].split(", ")) == set(thrown)


@pytest.mark.parametrize("name", NAMES)
def test_the_part_of_a_program_prompt_that_changes(name: str) -> None:
    is_as_kept(f"actor_{name}.md", told(messages(ACTOR, MOMENTS[name])[1:]))


@pytest.mark.parametrize("name", NAMES)
def test_the_prompt_for_a_task(name: str) -> None:
    moment = MOMENTS[name]
    done = tuple(ClosedTask(moment.task, True, "done", 1) for _ in range(DONE[name]))
    state = State(closed=done).apply(WorldEntered(seen=moment.seen))
    model = ScriptedModel([{"task": "Look", "goal": {"kind": "described", "text": "look round"}}])
    warmup = load_warmup(shipped("curriculum"))
    Curriculum(model, PROMPTS, KNOWLEDGE, warmup, NoAnswers()).propose(state, moment.seen)
    is_as_kept(f"curriculum_{name}.md", told(model.asked[0][1]))


class NoAnswers:
    def near(self, question: str) -> str | None:
        return None

    def keep(self, question: str, answer: str) -> None:
        raise AssertionError("nothing is asked")


@pytest.mark.parametrize("name", NAMES)
def test_a_program_prompt_is_half_the_papers_and_mostly_unchanging(name: str) -> None:
    parts = sizes(ACTOR, MOMENTS[name], PRIMITIVES)
    first_try = sum(size.characters for size in parts if size.part != "attempts")
    assert first_try <= PAPER_CHARACTERS / 2
    assert fixed_share(parts) >= 0.6
