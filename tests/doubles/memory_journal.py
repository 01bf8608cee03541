"""A Journal that forgets when it dies."""

from __future__ import annotations

from collections.abc import Iterable

from voyager.core.events import Entry, Event


class MemoryJournal:
    """Entries in a list, at made-up times."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []

    def append(self, event: Event) -> Entry:
        seq = len(self._entries) + 1
        entry = Entry(seq=seq, at=f"2026-01-01T00:00:{seq % 60:02}Z", event=event)
        self._entries.append(entry)
        return entry

    def entries(self) -> Iterable[Entry]:
        return list(self._entries)
