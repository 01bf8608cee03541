"""A program prompt taken apart: what each part is and how large, on recorded observations.

Pure. The figures to hold against are those of the paper's published code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from voyager.core.records import Attempt, Message, Observation, Record, Skill, Task
from voyager.roles import render, render_attempts, render_skills
from voyager.roles.actor import Actor, primitives_text

PAPER_CHARACTERS = (
    16_400  # system message a program: template 3.1 k, primitives 9.1 k, five skills 4.2 k
)
PAPER_TOKENS = (
    4_600  # the same text; github.com/MineDojo/Voyager, prompts/ and control_primitives_context/
)
CHARACTERS_PER_TOKEN = PAPER_CHARACTERS / PAPER_TOKENS  # 3.6, English and JavaScript mixed


class Moment(Record):
    """What the author of a program had before it at one moment of a real run."""

    task: Task
    seen: Observation
    known: tuple[Skill, ...] = ()
    """Skills found for the task, best first."""
    attempts: tuple[Attempt, ...] = ()


@dataclass(frozen=True)
class Size:
    """One part of a prompt."""

    part: str
    characters: int

    @property
    def tokens(self) -> int:
        """Estimated."""
        return round(self.characters / CHARACTERS_PER_TOKEN)


def messages(actor: Actor, moment: Moment) -> list[Message]:
    """The prompt as it would be sent."""
    allowances = render.Allowances()
    return actor.messages(moment.task, moment.seen, moment.known, moment.attempts, allowances)


def sizes(actor: Actor, moment: Moment, primitives: Mapping[str, str]) -> list[Size]:
    """The parts in the order in which they are sent; `rules` and `primitives` never change."""
    allowances = render.Allowances()
    system, user = (message.text for message in messages(actor, moment))
    shown = len(primitives_text(primitives))
    skills = len(render_skills.skills(moment.known, allowances))
    state = len(render.observation(moment.seen, allowances.observation))
    attempts = len(render_attempts.attempts(moment.attempts, allowances))
    return [
        Size("rules", len(system) - shown),
        Size("primitives", shown),
        Size("skills", skills),
        Size("state", state),
        Size("task", len(user) - skills - state - attempts),
        Size("attempts", attempts),
    ]


FIXED = ("rules", "primitives")  # the parts that every call of a session begins with


def fixed_share(parts: list[Size]) -> float:
    """How much of the prompt is an unchanging prefix, the attempts' own history left out; 0 to 1."""
    counted = [size for size in parts if size.part != "attempts"]
    whole = sum(size.characters for size in counted)
    return sum(size.characters for size in counted if size.part in FIXED) / whole
