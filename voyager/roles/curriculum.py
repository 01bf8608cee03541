"""Proposes tasks with a language model: typed, vetted, and following the user's goal if there is one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from voyager.core import goals
from voyager.core.errors import ModelFailed
from voyager.core.events import Planned
from voyager.core.goal_text import parse_goal
from voyager.core.knowledge import Knowledge
from voyager.core.ports import LanguageModel
from voyager.core.records import (
    Described,
    Finished,
    Goal,
    Message,
    Observation,
    Proposal,
    Reply,
)
from voyager.core.state import State
from voyager.roles import parse, render, shrinking, upkeep, vetting
from voyager.roles.prompts import Prompt

OBSERVATION = 450  # tokens
PROGRESS = 500  # tokens
CHESTS = 150  # tokens
CHAT = 150  # tokens
TRIES = 4  # replies for one proposal, before the model is given up
FACTS = 1200  # characters of game data shown with a question


class Answers(Protocol):
    """Questions answered before, found again by meaning across sessions."""

    def near(self, question: str) -> str | None: ...

    def keep(self, question: str, answer: str) -> None: ...


class Curriculum:
    """The mentor."""

    def __init__(
        self,
        model: LanguageModel,
        prompts: Mapping[str, Prompt],
        knowledge: Knowledge,
        warmup: Sequence[tuple[str, int]],
        answers: Answers,
        planned: Callable[[Planned], object] = lambda plan: None,
    ) -> None:
        """`warmup`: part of the observation → completed tasks from which on it is shown.

        `planned` writes a plan for the user's goal down; from then on it is the state that holds it.
        """
        self._model = model
        self._prompts = prompts
        self._knowledge = knowledge
        self._warmup = warmup
        self._answers = answers
        self._planned = planned

    def propose(self, state: State, seen: Observation) -> Proposal | Finished:
        """The next task, or Finished when the user's goal holds or is given up."""
        wanted = parse_goal(state.goal, self._knowledge) if state.goal else None
        if wanted is not None and _reached(wanted, state, seen):
            return Finished(reason=f"Goal reached: {state.goal}")
        if pressing := self._room(state, seen):
            found: Proposal | Finished = pressing
        elif wanted is None:
            found = self._next(state, seen)
        else:
            found = self._toward(str(state.goal), wanted, state, seen)
        died = render.death(state.death, seen)
        if died and isinstance(found, Proposal):  # the program's author knows the task only
            told = died.replace("in the last program", "just before this task")
            return found.model_copy(update={"context": f"{found.context} {told}".strip()})
        return found

    def _room(self, state: State, seen: Observation) -> Proposal | None:
        """Making room comes first, by rule; not twice in a row, and not what keeps failing."""
        found = upkeep.room(seen, self._knowledge)
        if found is None:
            return None
        last = state.closed[-1] if state.closed else None
        if (last and last.task.goal == found.goal) or vetting.failed_too_often(found, state):
            return None
        chests = render.observation(seen, CHESTS, ["chests"])
        return found.model_copy(
            update={
                "text": "Store what is not needed now in a chest that you place",
                "context": f"Keep tools, food and what the next tools need. {chests}",
            }
        )

    def _next(self, state: State, seen: Observation) -> Proposal:
        system = self._prompts["curriculum"]
        sent_back = ""
        problem = ""
        objected = False
        for left in reversed(range(TRIES)):
            back = sent_back

            def told(divisor: int, back: str = back) -> list[Message]:
                text = self._state_text(state, seen, back, divisor)
                return [
                    Message(role="system", text=system.render()),
                    Message(role="user", text=text),
                ]

            reply = self._ask(system, parse.ProposalReply, told)
            try:
                said = parse.json_reply(reply, parse.ProposalReply)
                proposal = Proposal(
                    text=said.task, goal=parse.goal(said.goal), reason=said.reasoning[:500]
                )
            except parse.NotUsable as error:
                problem = str(error)
                sent_back += f"\n\nYour last reply could not be used: {problem}"
                continue
            why = vetting.objection(proposal, state, seen, self._knowledge)
            nameless = vetting.unknown(proposal.goal, self._knowledge)
            if why and (not objected or (nameless and left)):
                objected = True
                sent_back += (
                    f"\n\nYou proposed “{proposal.text}”. Sent back: {why} Propose another."
                )
                continue
            if nameless:  # no rule could ever see it done
                proposal = proposal.model_copy(update={"goal": Described(text=proposal.text)})
            return proposal.model_copy(update={"context": self._answer(said.question)})
        raise ModelFailed(
            f"{self._model.name} gave {TRIES} replies that hold no task ({problem}). "
            "Use a stronger model with --model; the same command continues."
        )

    def _ask(
        self,
        prompt: Prompt,
        shape: type[parse.ProposalReply | parse.PlanReply],
        told: Callable[[int], Sequence[Message]],
    ) -> Reply:
        """A reply of `shape`; `told(n)` is the prompt at one n-th of its allowances."""

        def send(messages: Sequence[Message]) -> Reply:
            return self._model.ask(
                "curriculum", messages, template_sha=prompt.sha, schema=parse.schema_of(shape)
            )

        return shrinking.ask(send, told)

    def _state_text(self, state: State, seen: Observation, sent_back: str, divisor: int) -> str:
        done = len(state.completed)
        parts = [part for part, after in self._warmup if done >= after]
        others = render.said_by_others(state.chat, CHAT)
        return self._prompts["curriculum_state"].render(
            aim=render.goal(state),
            observation=_here(state, seen, OBSERVATION // divisor, parts),
            progress=render.progress(state, PROGRESS // divisor),
            chat=f"\n{others}" if others else "",
            advice=_advice(state),
            sent_back=sent_back,
        )

    # ── a goal of the user's ──

    def _toward(
        self, goal: str, wanted: Goal, state: State, seen: Observation
    ) -> Proposal | Finished:
        """The next step of the plan; planned again when a step failed for good or advice came."""
        if _hopeless(state):
            return Finished(reason=f"Given up on: {goal}", reached=False)
        plan = [] if state.advice else _open(state.plan, seen)
        if not plan:
            plan = self._decompose(goal, wanted, state, seen)
            self._planned(Planned(goal=goal, steps=tuple(plan)))
        step = plan[0]
        if step.context:
            return step
        return step.model_copy(update={"context": self._answer(f"How do I {step.text}?")})

    def _decompose(
        self, goal: str, wanted: Goal, state: State, seen: Observation
    ) -> list[Proposal]:
        prompt = self._prompts["decompose"]
        failed = "; ".join(f"{c.task.text} – {c.reason}"[:200] for c in state.failed[-5:])
        known = facts(goal, self._knowledge)
        talk: list[Message] = []

        def told(divisor: int) -> list[Message]:
            text = prompt.render(
                goal=goal,
                observation=_here(state, seen, OBSERVATION // divisor),
                facts=f"From the game's own data:\n{known}\n" if known else "",
                known=", ".join(state.skills[-30 // divisor :]) or "nothing yet",
                failed=f"What failed: {failed}\n" if failed else "",
                advice=_advice(state),
            )
            return [Message(role="user", text=text), *talk]

        problem = ""
        for _ in range(TRIES):
            reply = self._ask(prompt, parse.PlanReply, told)
            try:
                return self._steps(reply, goal, wanted, seen)
            except parse.NotUsable as error:
                problem = str(error)
            talk += [
                Message(role="assistant", text=reply.text or "(nothing)"),
                Message(role="user", text=f"That cannot be used: {problem} Answer again."),
            ]
        raise ModelFailed(
            f"{self._model.name} gave {TRIES} replies that hold no plan ({problem}). "
            "Use a stronger model with --model; the same command continues."
        )

    def _steps(self, reply: Reply, goal: str, wanted: Goal, seen: Observation) -> list[Proposal]:
        """The steps still to be done, the goal itself last. Raises NotUsable."""
        said = parse.json_reply(reply, parse.PlanReply)
        why = f"A step to: {goal}"
        steps = [Proposal(text=s.task, goal=parse.goal(s.goal), reason=why) for s in said.steps]
        for step in steps:
            if wrong := vetting.unknown(step.goal, self._knowledge):
                raise parse.NotUsable(f"“{step.text}”: {wrong}")
        if steps[-1].goal != wanted:
            if isinstance(steps[-1].goal, Described) and isinstance(wanted, Described):
                steps.pop()  # the goal in other words
            steps.append(Proposal(text=goal[:300], goal=wanted, reason=f"The goal: {goal}"))
        return _open(steps, seen)

    # ── questions ──

    def _answer(self, question: str | None) -> str:
        """What is worth knowing, from the store or from the model; empty when nothing is asked."""
        if not question or not question.strip():
            return ""
        asked = " ".join(question.split())[:300]
        known = self._answers.near(asked)
        if known is not None:
            return known
        prompt = self._prompts["answer"]
        text = prompt.render(question=asked, facts=facts(asked, self._knowledge) or "(none)")
        reply = self._model.ask(
            "answer", [Message(role="user", text=text)], template_sha=prompt.sha
        )
        answer = " ".join(reply.text.split())[:600] if reply.ended == "stop" else ""
        if answer:
            self._answers.keep(asked, answer)
        return answer


def facts(question: str, knowledge: Knowledge) -> str:
    """What the game's data says of every item that a question names."""
    words = question.lower().replace("_", " ")
    named = [n for n in knowledge.items if n.replace("_", " ") in words]
    longest = [n for n in named if not any(n != other and n in other for other in named)]
    lines = []
    for name in sorted(longest)[:4]:
        for recipe in knowledge.recipes_for(name)[:2]:
            parts = ", ".join(f"{n} {item}" for item, n in recipe.ingredients)
            lines.append(f"{recipe.yields} {name}: craft from {parts}.")
        for source in knowledge.smelted_from(name)[:2]:
            lines.append(f"{name}: smelt {source}.")
        for block in knowledge.blocks_dropping(name)[:3]:
            tools = knowledge.tools_for(block)
            how = f" with {' or '.join(tools[:3])}" if tools else ""
            lines.append(f"{name}: mine {block}{how}.")
        for drop in knowledge.mobs_dropping(name)[:2]:
            lines.append(f"{name}: dropped by {drop.source}.")
        for fill in knowledge.fills:
            if fill.item == name:
                lines.append(f"{name}: use a {fill.vessel} on {fill.source}.")
    return "\n".join(lines)[:FACTS]


def _here(
    state: State,
    seen: Observation,
    allowance: int,
    parts: Sequence[str] = render.OBSERVATION_PARTS,
) -> str:
    """The state of things, a death that has just been included."""
    told = [render.observation(seen, allowance, parts), render.death(state.death, seen)]
    return "\n".join(filter(None, told))


def _open(steps: Sequence[Proposal], seen: Observation) -> list[Proposal]:
    """From the first step on that does not hold already."""
    first = next(
        (n for n, step in enumerate(steps) if not goals.holds(step.goal, seen)), len(steps)
    )
    return list(steps[first:])


def _advice(state: State) -> str:
    """The operator's own words, each a line of its own."""
    lines = "\n".join(f"Advice from the operator: {text}" for text in state.advice)
    return f"\n\n{lines}" if lines else ""


def _reached(wanted: Goal, state: State, seen: Observation) -> bool:
    if isinstance(wanted, Described):
        return any(task.text == wanted.text or task.goal == wanted for task in state.completed)
    return goals.holds(wanted, seen) or any(task.goal == wanted for task in state.completed)


def _hopeless(state: State) -> bool:
    """Nine closed tasks in a row failed: three plans with three failures each."""
    recent = state.closed[-9:]
    return len(recent) == 9 and not any(closed.success for closed in recent)
