"""What a run is made of: the one place that names the adapters.

A Factory makes the parts; tests hand another one to `app.main`. Everything heavy is imported by
the method that needs it.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from voyager.cli.options import utc_now

if TYPE_CHECKING:
    from voyager.adapters.jsonl_journal import JsonlJournal
    from voyager.adapters.model_team import TeamSpec
    from voyager.core.events import WorldSpec
    from voyager.core.knowledge import Knowledge
    from voyager.core.milestones import Milestone
    from voyager.core.ports import LanguageModel, Roles, SkillLibrary, World
    from voyager.core.practice import Job, Run
    from voyager.core.records import Goal
    from voyager.core.settings import Settings
    from voyager.core.state import State
    from voyager.loop import Ledger
    from voyager.roles.curriculum import Answers

    class ClosableLibrary(SkillLibrary, Protocol):
        """A SkillLibrary that has something to put down at the end."""

        def close(self) -> None: ...


class Factory:
    """Makes the real parts."""

    command: Sequence[str] = (sys.executable, "-m", "voyager")
    """How this program is started again, for runs in processes of their own."""

    def now(self) -> str:
        """The wall clock: ISO 8601, UTC."""
        return utc_now()

    def clock(self) -> float:
        """Seconds that never run backwards."""
        return time.monotonic()

    def prepare(self) -> None:
        """See that Node and the npm packages are there; the first time, with progress shown.

        Raises SetupFailed.
        """
        from voyager.cli.setup import ensure_bridge

        ensure_bridge()

    def check_author(self, settings: Settings) -> None:
        """Raises UsageMistake or SetupFailed when the author cannot work, before anything starts."""
        if settings.author != "model":
            return
        from voyager.adapters.model_team import check, find_key

        home = settings.home.expanduser()
        spec = _team_spec(settings)
        check(spec, find_key(home))
        if settings.budget_usd is not None:
            from voyager.adapters.prices import load_prices, price_of
            from voyager.core.errors import UsageMistake

            prices = load_prices(home)
            if unknown := [name for name in spec.names if price_of(prices, name) is None]:
                raise UsageMistake(
                    f"--budget-usd cannot be kept: the price of {unknown[0]} is not known. Put it into "
                    f"{home / 'prices.toml'}, or use --budget-tokens."
                )

    def milestones(self) -> Sequence[Milestone]:
        """What there is to learn."""
        from voyager.adapters.curriculum_files import load_milestones
        from voyager.shipped import shipped

        return load_milestones(shipped("curriculum"))

    def journal(self, folder: Path) -> JsonlJournal:
        """The session's journal, locked for this process."""
        from voyager.adapters.jsonl_journal import JsonlJournal

        return JsonlJournal(folder, self.now)

    def library(self, home: Path, notice: Callable[[str], None]) -> ClosableLibrary:
        """The skills of `home`."""
        from voyager.adapters.program_check import why_not
        from voyager.adapters.skill_library import Library

        return Library(home, notice=notice, checker=why_not)

    def world(self, spec: WorldSpec, settings: Settings, home: Path) -> World:
        """The world of `spec`, not entered yet."""
        from voyager.adapters.mineflayer_world import MineflayerWorld

        return MineflayerWorld(spec, home)

    def practise(self, jobs: Sequence[Job], processes: int) -> Iterator[tuple[int, Run]]:
        """Run each job in a fresh embedded world of its own, so many at a time."""
        from voyager.adapters.practice_ground import run_all

        return run_all(jobs, processes)

    def goal_reader(self) -> Callable[[str], Goal]:
        """Reads a goal in words, as the embedded world's game version knows them."""
        from voyager.core.events import WorldSpec
        from voyager.core.goal_text import parse_goal

        knowledge = _knowledge(WorldSpec())
        return lambda text: parse_goal(text, knowledge)

    def roles(
        self, settings: Settings, spec: WorldSpec, library: SkillLibrary, ledger: Ledger, home: Path
    ) -> Roles:
        """The author that `settings` name."""
        knowledge = _knowledge(spec)
        if settings.author == "model":
            return self._model_author(settings, knowledge, ledger, home)
        from voyager.roles.recipe_author import RecipeAuthor

        return RecipeAuthor(knowledge, self.milestones(), library.get)

    def _model_author(
        self, settings: Settings, knowledge: Knowledge, ledger: Ledger, home: Path
    ) -> Roles:
        from voyager.adapters.curriculum_files import load_warmup
        from voyager.core.records import Limits
        from voyager.roles.model_author import ModelAuthor
        from voyager.roles.prompts import load_prompts
        from voyager.shipped import shipped

        primitives = sorted((shipped("skills") / "primitives").glob("*.js"))
        return ModelAuthor(
            self.model(settings, ledger, home),
            load_prompts(shipped("prompts")),
            {path.stem: path.read_text(encoding="utf-8") for path in primitives},
            knowledge,
            load_warmup(shipped("curriculum")),
            self.answers(home),
            ledger.emit,
            Limits(game_s=settings.step_game_s, wall_s=settings.step_wall_s),
        )

    def answers(self, home: Path) -> Answers:
        """Questions that were answered before."""
        from voyager.adapters.answers import AnswerFile
        from voyager.adapters.embedding import MiniLM

        return AnswerFile(home, MiniLM)

    def advice(self, folder: Path) -> Callable[[State], Sequence[tuple[str, str]]]:
        """What the operator has said to the session in `folder` and its state does not know yet."""
        from voyager.adapters.inbox import Inbox

        inbox = Inbox(folder)
        return lambda state: inbox.unread(state.heard)

    def model(self, settings: Settings, ledger: Ledger, home: Path) -> LanguageModel:
        """The models that `settings` name, behind one call that is written down."""
        from voyager.adapters.model_team import Team, find_key
        from voyager.adapters.prices import load_prices
        from voyager.adapters.recorded_model import (
            Budget,
            RecordedModel,
            ReplyCache,
            Transcript,
        )
        from voyager.core.events import Noted

        def notice(text: str) -> None:
            ledger.emit(Noted(kind="warning", text=text, about="model"))

        spec = _team_spec(settings)
        team = Team(spec, find_key(home), time.sleep, random.Random(), notice)
        cached = settings.temperature == 0 and not settings.no_cache
        return RecordedModel(
            choose=team.choose,
            emit=ledger.emit,
            spent=lambda: ledger.state.spent,
            prices=load_prices(home),
            now_s=self.clock,
            budget=Budget(settings.budget_calls, settings.budget_tokens, settings.budget_usd),
            cache=ReplyCache(home / "replies.sqlite", settings.base_url) if cached else None,
            transcript=Transcript(home / "prompts"),
        )


def _team_spec(settings: Settings) -> TeamSpec:
    from voyager.adapters.model_team import ROLES, TeamSpec

    named = {role: getattr(settings, f"model_{role}") for role in ROLES}
    return TeamSpec(
        settings.model,
        by_role={role: name for role, name in named.items() if name},
        fallback=settings.model_fallback,
        strong=settings.model_strong,
        escalate_after=settings.escalate_after,
        base_url=settings.base_url,
        temperature=settings.temperature,
        timeout_s=settings.model_timeout,
    )


def _knowledge(spec: WorldSpec) -> Knowledge:
    from voyager.adapters.game_data import load_knowledge
    from voyager.adapters.node_setup import bridge_folder
    from voyager.shipped import shipped

    return load_knowledge(spec.version, bridge_folder(), shipped("curriculum"))
