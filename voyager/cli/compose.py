"""What a run is made of: the one place that names the adapters.

A Factory makes the parts; tests hand another one to `app.main`. Everything heavy is imported by
the method that needs it.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from voyager.cli.options import utc_now

if TYPE_CHECKING:
    from voyager.adapters.jsonl_journal import JsonlJournal
    from voyager.core.events import WorldSpec
    from voyager.core.knowledge import Knowledge
    from voyager.core.milestones import Milestone
    from voyager.core.ports import LanguageModel, Roles, SkillLibrary, World
    from voyager.core.settings import Settings
    from voyager.loop import Ledger

    class ClosableLibrary(SkillLibrary, Protocol):
        """A SkillLibrary that has something to put down at the end."""

        def close(self) -> None: ...


LOCAL_KEY = "none"  # what local servers are given as a key; they ask for none, the client for some


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
        """Raises UsageMistake when the author that was asked for cannot work, before anything starts."""
        from voyager.core.errors import UsageMistake

        if settings.author != "model" or settings.base_url:
            return
        from voyager.adapters.model_team import find_key

        if not find_key(settings.home.expanduser()):
            raise UsageMistake(
                "--author model needs a key, and OPENAI_API_KEY is not set. Set it, or give --base-url "
                "of a local server, or leave --author out: the recipe author needs no model."
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
        from voyager.adapters.skill_library import Library

        return Library(home, notice=notice)

    def world(self, spec: WorldSpec, settings: Settings, home: Path) -> World:
        """The world of `spec`, not entered yet."""
        from voyager.adapters.mineflayer_world import MineflayerWorld

        return MineflayerWorld(spec, home)

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
        from voyager.adapters.answers import AnswerFile
        from voyager.adapters.curriculum_files import load_warmup
        from voyager.adapters.embedding import MiniLM
        from voyager.roles.model_author import ModelAuthor
        from voyager.roles.prompts import load_prompts
        from voyager.shipped import shipped

        primitives = sorted((shipped("skills") / "primitives").glob("*.js"))
        return ModelAuthor(
            self._model(settings, ledger, home),
            load_prompts(shipped("prompts")),
            {path.stem: path.read_text(encoding="utf-8") for path in primitives},
            knowledge,
            load_warmup(shipped("curriculum")),
            AnswerFile(home, MiniLM),
        )

    def _model(self, settings: Settings, ledger: Ledger, home: Path) -> LanguageModel:
        from voyager.adapters.model_team import Team, TeamSpec, find_key
        from voyager.adapters.prices import load_prices
        from voyager.adapters.recorded_model import RecordedModel, ReplyCache, Transcript

        spec = TeamSpec(settings.model, base_url=settings.base_url)
        team = Team(spec, find_key(home) or LOCAL_KEY, time.sleep, random.Random())
        return RecordedModel(
            choose=team.choose,
            emit=ledger.emit,
            spent=lambda: ledger.state.spent,
            prices=load_prices(home),
            now_s=self.clock,
            cache=ReplyCache(home / "replies.sqlite"),
            transcript=Transcript(home / "prompts"),
        )


def _knowledge(spec: WorldSpec) -> Knowledge:
    from voyager.adapters.game_data import load_knowledge
    from voyager.adapters.node_setup import bridge_folder
    from voyager.shipped import shipped

    return load_knowledge(spec.version, bridge_folder(), shipped("curriculum"))
