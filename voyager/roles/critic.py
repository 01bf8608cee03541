"""Judges attempts: by rule wherever the goal has a type, by a model only where it is words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from voyager.core import goals
from voyager.core.ports import LanguageModel
from voyager.core.records import Message, Observation, Reply, StepResult, Task, Verdict
from voyager.roles import parse, render, render_attempts, shrinking
from voyager.roles.prompts import Prompt

STATE = 350  # tokens for each of the two observations
CHAT = 100  # tokens
TRIES = 2


class Critic:
    """Rule first."""

    def __init__(self, model: LanguageModel, prompts: Mapping[str, Prompt]) -> None:
        self._model = model
        self._prompt = prompts["critic"]
        self._schema = parse.schema_of(parse.VerdictReply)

    def _send(self, messages: Sequence[Message]) -> Reply:
        return self._model.ask(
            "critic", messages, schema=self._schema, template_sha=self._prompt.sha
        )

    def judge(self, task: Task, before: Observation, result: StepResult) -> Verdict:
        """Never counts a reply that cannot be read as success."""
        decided = goals.decide(task.goal, before, result)
        if decided is not None:
            return decided
        if goals.without_effect(before, result):
            why = ["nothing has changed", *goals.what_went_wrong(result)]
            return Verdict(success=False, critique="; ".join(why))
        talk: list[Message] = []

        def told(divisor: int) -> list[Message]:
            text = self._prompt.render(
                task=render.task_with_goal(task.text, task.goal),
                before=render.observation(before, STATE // divisor),
                after=render.observation(result.after, STATE // divisor),
                difference="\n".join(
                    [
                        render_attempts.difference(before, result.after),
                        "; ".join([*render.deeds(result.happened), f"{result.ticks / 20:.0f} s"]),
                        *map(render_attempts.fault, result.faults[:3]),
                    ]
                ),
                chat=render.quoted(result.chat, CHAT // divisor) if result.chat else "nothing",
            )
            return [Message(role="user", text=text), *talk]

        problem = ""
        for _ in range(TRIES):
            reply = shrinking.ask(self._send, told)
            try:
                said = parse.json_reply(reply, parse.VerdictReply)
                return Verdict(
                    success=said.success,
                    decided_by="model",
                    critique="" if said.success else said.critique[:500],
                )
            except parse.NotUsable as error:
                problem = str(error)
                talk = [
                    Message(role="assistant", text=reply.text or "(nothing)"),
                    Message(role="user", text=f"{problem} Answer again."),
                ]
        return Verdict(
            success=False, decided_by="model", critique=f"No verdict could be read: {problem}"
        )
