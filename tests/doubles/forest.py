"""A player in a forest with three logs, and what the model's roles need besides a model."""

from __future__ import annotations

from typing import Any

from voyager.adapters.game_data import load_knowledge
from voyager.core.records import BlockSeen, Observation, Position
from voyager.roles.prompts import load_prompts
from voyager.shipped import shipped

PROMPTS = load_prompts(shipped("prompts"))
KNOWLEDGE = load_knowledge("1.20.4", shipped("bridge"), shipped("curriculum"))
HERE = Position(x=0, y=64, z=0)
SEEN = Observation(
    tick=100,
    position=HERE,
    health=20,
    food=20,
    biome="forest",
    inventory={"oak_log": 3},
    slots_used=1,
    blocks=(BlockSeen(name="oak_log", count=9, nearest=HERE, distance=3),),
)


class NoAnswers:
    """Answers that knows nothing and keeps what it is told."""

    def __init__(self) -> None:
        self.kept: list[tuple[str, str]] = []

    def near(self, question: str) -> str | None:
        return dict(self.kept).get(question)

    def keep(self, question: str, answer: str) -> None:
        self.kept.append((question, answer))


def proposal(task: str, kind: str, name: str, **more: Any) -> dict[str, Any]:
    return {"reasoning": "r", "task": task, "goal": {"kind": kind, "name": name, **more}}
