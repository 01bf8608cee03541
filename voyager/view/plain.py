"""One line an event, for logs and CI; or each journal entry as JSON, for programs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TextIO

from voyager.core.events import Entry
from voyager.core.records import TICKS_PER_SECOND
from voyager.view.fold import Picture, clock


class PlainView:
    """Prints each event as one line: game time, wall time, mark, words."""

    def __init__(
        self, picture: Picture, elapsed_s: Callable[[], float], out: TextIO | None = None
    ) -> None:
        self.picture = picture
        self._elapsed_s = elapsed_s
        self._out = out or sys.stdout

    def told(self, entry: Entry) -> None:
        """An entry is in the journal."""
        self.picture = self.picture.apply(entry)
        line = self.picture.lines[-1] if self.picture.lines else None
        if line and line.seq == entry.seq:
            game = clock(line.tick / TICKS_PER_SECOND)
            wall = clock(self._elapsed_s())
            print(f"{game:>8} {wall:>7}  {line.mark} {line.text}", file=self._out, flush=True)

    def __enter__(self) -> PlainView:
        return self

    def __exit__(self, *_: object) -> None:
        return None


class JsonView:
    """Prints each journal entry as it was written: one JSON object a line."""

    def __init__(self, picture: Picture, out: TextIO | None = None) -> None:
        self.picture = picture
        self._out = out or sys.stdout

    def told(self, entry: Entry) -> None:
        """An entry is in the journal."""
        self.picture = self.picture.apply(entry)
        print(entry.model_dump_json(), file=self._out, flush=True)

    def __enter__(self) -> JsonView:
        return self

    def __exit__(self, *_: object) -> None:
        return None
