"""The real CLI over the toy parts: `python -m tests.doubles.toy_cli run …`.

TOY_PACE_S makes every program take that long; KILL_AFTER is killing_cli's.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.doubles.killing_cli import KillingFactory
from tests.doubles.toy_library import ToyLibrary
from tests.doubles.toy_roles import ToyRoles
from tests.doubles.toy_world import ToyWorld
from voyager.cli.app import main
from voyager.core.events import WorldSpec
from voyager.core.ports import Roles, SkillLibrary, World
from voyager.core.settings import Settings
from voyager.loop import Ledger


class ToyFactory(KillingFactory):
    """The real journal; toys for the rest."""

    command: Sequence[str] = (sys.executable, "-m", "tests.doubles.toy_cli")

    def prepare(self) -> None:
        return None

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
