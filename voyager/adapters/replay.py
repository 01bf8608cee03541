"""A recorded session's answers to everything that its journal cannot show by being run again.

The model's replies are ReplayedModel's. What was found in the store of answers and what the operator
said is read from the journal, at the place where it was used.
"""

from __future__ import annotations

from collections.abc import Sequence

from voyager.adapters.recorded_model import ReplayedModel
from voyager.core.events import Entry, Noted, TaskOpened
from voyager.core.records import Task
from voyager.core.state import State


class ReplayedAnswers:
    """The Answers port: a question is new when the record asked the model next, known otherwise."""

    def __init__(self, entries: Sequence[Entry], model: ReplayedModel) -> None:
        self._tasks: list[Task] = [e.event.task for e in entries if isinstance(e.event, TaskOpened)]
        self._model = model
        self._opened = 0

    def at(self, opened: int) -> None:
        """So many tasks have been opened: the next context is that of the task after them."""
        self._opened = opened

    def near(self, question: str) -> str | None:
        if self._model.next_role == "answer":
            return None
        return self._tasks[self._opened].context if self._opened < len(self._tasks) else None

    def keep(self, question: str, answer: str) -> None:
        """The record is as it is."""


class ReplayedAdvice:
    """What the operator said, before the same proposal as in the record."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._said: list[tuple[int, str, str]] = []
        opened = 0
        for entry in entries:
            if isinstance(entry.event, TaskOpened):
                opened += 1
            elif isinstance(entry.event, Noted) and entry.event.kind == "advice":
                self._said.append((opened, f"replay:{entry.seq}", entry.event.text))

    def unread(self, state: State) -> list[tuple[str, str]]:
        """Messages that the record has before the task that is proposed now, as (id, text)."""
        return [
            (message, text)
            for opened, message, text in self._said
            if opened <= state.tasks_opened and message not in state.heard
        ]
