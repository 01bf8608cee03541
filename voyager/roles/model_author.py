"""The four roles with a language model, behind the Roles port."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from voyager.core.events import Planned
from voyager.core.knowledge import Knowledge
from voyager.core.ports import LanguageModel
from voyager.core.records import (
    Attempt,
    Finished,
    Limits,
    Observation,
    Program,
    Proposal,
    Skill,
    SkillDraft,
    StepResult,
    Task,
    Unusable,
    Verdict,
)
from voyager.core.state import State
from voyager.roles.actor import Actor
from voyager.roles.critic import Critic
from voyager.roles.curriculum import Answers, Curriculum
from voyager.roles.deaths import died_too_often
from voyager.roles.librarian import Librarian
from voyager.roles.prompts import Prompt


class ModelAuthor:
    """Proposes, writes, judges and describes with one LanguageModel (which may be several inside)."""

    def __init__(
        self,
        model: LanguageModel,
        prompts: Mapping[str, Prompt],
        primitives: Mapping[str, str],
        knowledge: Knowledge,
        warmup: Sequence[tuple[str, int]],
        answers: Answers,
        planned: Callable[[Planned], object] = lambda plan: None,
        limits: Limits = Limits(),
    ) -> None:
        """`primitives`: name → file text, shown to the model as it stands in their JSDoc.
        `limits`: of one program; they are told to the model.

        `planned` writes a plan down; the state that comes with the next call holds it.
        """
        self._model = model
        self._curriculum = Curriculum(model, prompts, knowledge, warmup, answers, planned)
        self._actor = Actor(model, prompts, primitives, limits=limits)
        self._critic = Critic(model, prompts)
        self._librarian = Librarian(model, prompts)

    @property
    def author(self) -> str:
        return f"model:{self._model.name}"

    def propose(self, state: State, seen: Observation) -> Proposal | Finished:
        return self._curriculum.propose(state, seen)

    def write(
        self, task: Task, seen: Observation, known: Sequence[Skill], attempts: Sequence[Attempt]
    ) -> Program | Unusable:
        if lost := _lost(seen, attempts):
            return Unusable(reason=lost, final=True)
        return self._actor.write(task, seen, known, attempts)

    def judge(self, task: Task, before: Observation, result: StepResult) -> Verdict:
        return self._critic.judge(task, before, result)

    def describe(self, task: Task, program: Program, result: StepResult) -> SkillDraft:
        return self._librarian.describe(task, program, result)


def _lost(seen: Observation, attempts: Sequence[Attempt]) -> str:
    """Why a death ends the task; empty when it does not.

    With everything lost it is another task than the one that was proposed, and not a small one: the
    curriculum is told of the death and where the things lie, and proposes what fits.
    """
    if often := died_too_often(attempts):
        return often
    if attempts and attempts[-1].result.outcome == "died" and not seen.inventory:
        return "The player died in this task and lost all that was carried."
    return ""
