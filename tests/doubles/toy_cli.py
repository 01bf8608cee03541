"""The real CLI over the toy parts: `python -m tests.doubles.toy_cli run …`.

TOY_PACE_S makes every program take that long. TOY_KILL=TYPE:N kills this process (SIGKILL) right
after the N-th entry of that type is on disk: the crash tests' only hook, outside the product.
"""

from __future__ import annotations

import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.doubles.toy_library import ToyLibrary
from tests.doubles.toy_roles import ToyRoles
from tests.doubles.toy_world import ToyWorld
from voyager.adapters.jsonl_journal import JsonlJournal
from voyager.cli.app import main
from voyager.cli.compose import Factory
from voyager.core.events import Entry, Event, WorldSpec
from voyager.core.ports import Roles, SkillLibrary, World
from voyager.core.settings import Settings
from voyager.loop import Ledger


class KillingJournal(JsonlJournal):
    """A journal whose process dies after a certain append."""

    def __init__(self, folder: Path, now: Callable[[], str], after: str) -> None:
        super().__init__(folder, now)
        self._type, _, count = after.partition(":")
        self._count = int(count or 1)
        self._seen: Counter[str] = Counter()

    def append(self, event: Event) -> Entry:
        entry = super().append(event)
        self._seen[event.type] += 1
        if event.type == self._type and self._seen[event.type] == self._count:
            os.kill(os.getpid(), signal.SIGKILL)
        return entry


class ToyFactory(Factory):
    """The real journal; toys for the rest."""

    command: Sequence[str] = (sys.executable, "-m", "tests.doubles.toy_cli")

    def prepare(self) -> None:
        return None

    def journal(self, folder: Path) -> JsonlJournal:
        after = os.environ.get("TOY_KILL")
        return KillingJournal(folder, self.now, after) if after else super().journal(folder)

    def library(self, home: Path, notice: Callable[[str], None]) -> ToyLibrary:
        return ToyLibrary(home)

    def world(self, spec: WorldSpec, settings: Settings, home: Path) -> World:
        return ToyWorld(home, float(os.environ.get("TOY_PACE_S", "0")))

    def roles(
        self, settings: Settings, spec: WorldSpec, library: SkillLibrary, ledger: Ledger, home: Path
    ) -> Roles:
        return ToyRoles()


if __name__ == "__main__":
    sys.exit(main(factory=ToyFactory()))
