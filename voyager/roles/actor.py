"""Writes programs with a language model.

The system message (rules, primitives, reply format) is the same for every call of a session, so
providers' prompt caches hit it; all that changes comes after it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from voyager.core.ports import LanguageModel
from voyager.core.records import (
    Attempt,
    Limits,
    Message,
    Observation,
    Program,
    Reply,
    Skill,
    Task,
    Unusable,
)
from voyager.core.state import Death
from voyager.roles import parse, render, render_attempts, render_skills, shrinking
from voyager.roles.prompts import Prompt

DOC = re.compile(
    r"\A\s*/\*\*(?P<doc>.*?)\*/\s*(?:async\s+)?function\s+(?P<signature>[\w$]+\s*\([^{]*\))", re.S
)

PARAMETER = re.compile(r"@param \{.*?\} \[?(?P<name>\w+)\]?(?: - (?P<said>.*))?")
DEFAULT = re.compile(r"[;,] [^;,]* by default$|^[^;,]* by default(?:[;,] |$)")


def primitives_text(sources: Mapping[str, str]) -> str:
    """What the model is shown of the primitives: each file's own JSDoc in fewer tokens.

    The words are the file's; what goes is markup, types, and what the signature or the rules say
    already (`bot`, defaults, the kinds of faults). `sources` is name → file text.
    Raises ValueError for a file that does not open with JSDoc.
    """
    shown = []
    for name, source in sorted(sources.items()):
        found = DOC.match(source)
        if not found:
            raise ValueError(
                f"primitive {name} does not open with a JSDoc comment and its function"
            )
        signature = re.sub(r"\s*\(\s*", "(", " ".join(found["signature"].split()), count=1)
        lines = [re.sub(r"^\s*\*? ?", "", line).rstrip() for line in found["doc"].splitlines()]
        said = [text for line in lines if (text := _compact(line))]
        shown.append("\n".join([f"`{signature}`", *said]))
    return "\n".join(shown)


def _compact(line: str) -> str:
    """One line of JSDoc without its markup; empty when the signature says it already."""
    if parameter := PARAMETER.fullmatch(line):
        said = DEFAULT.sub("", parameter["said"] or "")
        return f"  {parameter['name']}: {said}" if said else ""
    if line.startswith("@returns"):
        said = re.sub(r"^@returns\s*\{Promise<.*?>\}\s*", "", line)
        return f"  returns {said}" if said else ""
    if line.startswith("@throws"):
        return ""
    if line.startswith("@example"):
        example = line.removeprefix("@example").strip()
        return f"  e.g. {example}" if "=>" in example else ""
    return line


class Actor:
    """The author of programs."""

    def __init__(
        self,
        model: LanguageModel,
        prompts: Mapping[str, Prompt],
        primitives: Mapping[str, str],
        allowances: render.Allowances = render.Allowances(),
        limits: Limits = Limits(),
    ) -> None:
        """`limits` of one program: told to the model, enforced by the bridge."""
        self._model = model
        self._system = prompts["actor"].render(
            game_s=f"{limits.game_s:g}", primitives=primitives_text(primitives)
        )
        self._task = prompts["actor_task"]
        self._sha = prompts["actor"].sha
        self._allowances = allowances

    def write(
        self, task: Task, seen: Observation, known: Sequence[Skill], attempts: Sequence[Attempt]
    ) -> Program | Unusable:
        """The next program for `task`; Unusable with the reason when the reply holds none."""

        def told(divisor: int) -> list[Message]:
            allowances = self._allowances.divided(divisor)
            return self.messages(task, seen, known, attempts, allowances)

        def send(messages: Sequence[Message]) -> Reply:
            return self._model.ask(
                "actor", messages, template_sha=self._sha, failed_tries=len(attempts)
            )

        return parse.program(shrinking.ask(send, told))

    def messages(
        self,
        task: Task,
        seen: Observation,
        known: Sequence[Skill],
        attempts: Sequence[Attempt],
        allowances: render.Allowances,
    ) -> list[Message]:
        """The prompt as it is sent."""
        here = render.observation(seen, allowances.observation)
        died = render.death(Death.in_result(attempts[-1].result), seen) if attempts else ""
        text = self._task.render(
            skills=render_skills.skills(known, allowances),
            observation="\n".join(filter(None, [here, died])),
            task=render.task_with_goal(task.text, task.goal),
            context=f"\nGood to know: {task.context}" if task.context else "",
            attempts=render_attempts.attempts(attempts, allowances),
        )
        return [Message(role="system", text=self._system), Message(role="user", text=text)]
