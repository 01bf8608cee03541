"""Describes programs that worked, so that they are found again when they fit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from voyager.core.ports import LanguageModel
from voyager.core.records import (
    Message,
    Program,
    Reply,
    SkillDraft,
    StepResult,
    Task,
    Unusable,
)
from voyager.roles import parse, render, render_attempts, shrinking
from voyager.roles.prompts import Prompt

CODE = 1500  # tokens of code shown
TRIES = 2  # replies before the task's own words have to do
NAME = re.compile(r"[a-z][A-Za-z0-9]{2,59}")


class Librarian:
    """Names and describes. A program that it generalises is only offered: the loop has it proven."""

    def __init__(self, model: LanguageModel, prompts: Mapping[str, Prompt]) -> None:
        self._model = model
        self._prompt = prompts["librarian"]
        self._schema = parse.schema_of(parse.DescriptionReply)

    def describe(self, task: Task, program: Program, result: StepResult) -> SkillDraft:
        """A draft whose description is the model's, or the task's words when it gives none."""

        talk: list[Message] = []

        def told(divisor: int) -> list[Message]:
            text = self._prompt.render(
                task=task.text,
                code=render.cut(program.code, CODE // divisor, "program"),
                change=render_attempts.net_change(result),
            )
            return [Message(role="user", text=text), *talk]

        def send(messages: Sequence[Message]) -> Reply:
            return self._model.ask(
                "librarian", messages, schema=self._schema, template_sha=self._prompt.sha
            )

        said = parse.DescriptionReply(description=task.text, name=program.name)
        for _ in range(TRIES):
            reply = shrinking.ask(send, told)
            try:
                said = parse.json_reply(reply, parse.DescriptionReply)
                break
            except parse.NotUsable as error:
                talk += [
                    Message(role="assistant", text=reply.text or "(nothing)"),
                    Message(role="user", text=f"{error} Answer again."),
                ]
        general = _general(said.code, program)
        code, name = (program.code, program.name) if general else renamed(program, said.name)
        return SkillDraft(
            name=name,
            code=code,
            description=" ".join(said.description.split())[:800],
            uses=tuple(sorted({c.name for c in result.calls if c.kind == "skill"} - {name})),
            general=general,
        )


def _general(code: str | None, program: Program) -> Program | None:
    """The generalised program of a reply, when it is one and differs from the one that ran."""
    if not code or code.strip() == program.code.strip():
        return None
    fenced = code if "```" in code else f"```javascript\n{code.strip()}\n```"
    found = parse.program(Reply(text=fenced))
    if isinstance(found, Unusable) or not NAME.fullmatch(found.name):
        return None
    return found


def renamed(program: Program, name: str) -> tuple[str, str]:
    """The program under `name`, when that is a usable one: (code, name)."""
    taken = re.search(rf"\b{re.escape(name)}\b", program.code) if name else None
    if name == program.name or not NAME.fullmatch(name) or taken:
        return program.code, program.name
    code = re.sub(rf"(?<![\w$.]){re.escape(program.name)}(?![\w$])", name, program.code)
    return code, name
