"""`voyager run --replay SESSION`: a recorded session again, with no model and no network.

The world begins as it did then, the model's replies come from the journal, and a new session is
written. Skills go to a library of its own, which is thrown away: what was known before the recorded
session is in it, what that session learned is learned again.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from voyager.adapters.sessions import Sessions
from voyager.cli.compose import Factory
from voyager.cli.session_run import Form, run_session
from voyager.core.errors import UsageMistake
from voyager.core.events import (
    ModelCalled,
    SessionContinued,
    SessionStarted,
    SkillLearned,
    WorldSpec,
)
from voyager.core.records import SkillDraft
from voyager.core.settings import Settings
from voyager.core.state import State, fold

if TYPE_CHECKING:
    from voyager.adapters.jsonl_journal import JsonlJournal
    from voyager.cli.compose import ClosableLibrary
    from voyager.core.events import Entry
    from voyager.core.milestones import Milestone
    from voyager.core.ports import LanguageModel, World
    from voyager.loop import Ledger
    from voyager.roles.curriculum import Answers

ENDLESS = 1_000_000  # tasks: the record ends the run, not a count


def replay_session(name: str, settings: Settings, factory: Factory, form: Form) -> int:
    """Play session `name` again; the exit code. Raises ModelFailed at the first difference."""
    home = settings.home.expanduser()
    sessions = Sessions(home)
    entries = sessions.entries(name)
    begun = fold(entry.event for entry in entries)
    if begun.world.kind == "remote":
        raise UsageMistake(
            f"Session {name!r} was played on a server, whose world cannot be had again. "
            "Only sessions of an embedded world can be replayed."
        )
    if not any(isinstance(entry.event, ModelCalled) for entry in entries):
        raise UsageMistake(
            f"No model was asked in session {name!r}: there is nothing to replay. "
            "The recipe author writes the same again by itself."
        )
    new = _new_name(name, settings.session, sessions)
    world = begun.world
    again = settings.model_copy(
        update={
            "session": new,
            "world": f"embedded:{world.name}" if world.name else "embedded",
            "seed": world.seed,
            "author": "model",
            "goal": _first_goal(entries),
            "no_practice": True,  # its library is thrown away
            "tasks": settings.tasks or (None if settings.minutes else ENDLESS),
        }
    )
    with tempfile.TemporaryDirectory(prefix="voyager-replay-") as scratch:
        return run_session(again, ReplayFactory(factory, entries, Path(scratch)), form)


def _new_name(name: str, asked: str | None, sessions: Sessions) -> str:
    taken = set(sessions.names())
    if asked is None:
        numbered = (f"{name[:52]}-replay-{n}" for n in range(2, len(taken) + 3))
        return next(each for each in (f"{name[:52]}-replay", *numbered) if each not in taken)
    if asked in taken:
        raise UsageMistake(
            f"Session {asked!r} exists already. A replay is a new one: choose another --session."
        )
    return asked


def _first_goal(entries: Sequence[Entry]) -> str | None:
    """The goal as the session began, or took it up first."""
    for entry in entries:
        if isinstance(entry.event, SessionStarted | SessionContinued) and entry.event.goal:
            return entry.event.goal
    return None


class ReplayFactory(Factory):
    """Another factory's world and journal; model, answers, advice and library of the record."""

    def __init__(self, parts: Factory, entries: Sequence[Entry], scratch: Path) -> None:
        self._parts = parts
        self._entries = entries
        self._scratch = scratch

    def now(self) -> str:
        return self._parts.now()

    def clock(self) -> float:
        return self._parts.clock()

    def prepare(self) -> None:
        self._parts.prepare()

    def milestones(self) -> Sequence[Milestone]:
        return self._parts.milestones()

    def journal(self, folder: Path) -> JsonlJournal:
        return self._parts.journal(folder)

    def world(self, spec: WorldSpec, settings: Settings, home: Path) -> World:
        return self._parts.world(spec, settings, home)

    def check_author(self, settings: Settings) -> None:
        """Nobody is asked, so nothing is needed."""

    def library(self, home: Path, notice: Callable[[str], None]) -> ClosableLibrary:
        """What was known before the recorded session."""
        known_before(self._entries, home, self._scratch)
        return self._parts.library(self._scratch, notice)

    def model(self, settings: Settings, ledger: Ledger, home: Path) -> LanguageModel:
        from voyager.adapters.recorded_model import ReplayedModel, Transcript
        from voyager.adapters.replay import ReplayedAdvice, ReplayedAnswers

        calls = [e.event for e in self._entries if isinstance(e.event, ModelCalled)]
        self._model = ReplayedModel(calls, Transcript(home / "prompts"), ledger.emit)
        self._answers = ReplayedAnswers(self._entries, self._model)
        self._advice = ReplayedAdvice(self._entries)
        return self._model

    def answers(self, home: Path) -> Answers:
        return self._answers

    def advice(self, folder: Path) -> Callable[[State], Sequence[tuple[str, str]]]:
        def unread(state: State) -> Sequence[tuple[str, str]]:
            self._answers.at(state.tasks_opened)
            return self._advice.unread(state)

        return unread


def known_before(entries: Sequence[Entry], home: Path, into: Path) -> None:
    """Copy into `into` every skill of `home` but those that the record says were learned in it."""
    from voyager.adapters.skill_files import SkillFiles

    events = (entry.event for entry in entries)
    learned = {(e.name, e.version) for e in events if isinstance(e, SkillLearned)}
    here, there = SkillFiles(home), SkillFiles(into)
    for name in here.names():
        for skill in here.history(name):
            if (name, skill.version) not in learned:
                draft = SkillDraft(**skill.model_dump(include=set(SkillDraft.model_fields)))
                there.add(draft, skill.learned_from, skill.quarantined)
