"""The real CLI, which dies on request: `KILL_AFTER=attempted:2 python -m tests.doubles.killing_cli run …`.

KILL_AFTER=TYPE:N kills this process (SIGKILL) right after the N-th entry of that type is on disk. It is the
crash tests' only hook, and stands outside the product.
"""

from __future__ import annotations

import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from voyager.adapters.jsonl_journal import JsonlJournal
from voyager.cli.app import main
from voyager.cli.compose import Factory
from voyager.core.events import Entry, Event


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


class KillingFactory(Factory):
    """The real parts, and a journal that may be the last thing written."""

    command: Sequence[str] = (sys.executable, "-m", "tests.doubles.killing_cli")

    def journal(self, folder: Path) -> JsonlJournal:
        after = os.environ.get("KILL_AFTER")
        return KillingJournal(folder, self.now, after) if after else super().journal(folder)


if __name__ == "__main__":
    sys.exit(main(factory=KillingFactory()))
