"""What every Journal must do: run on the one on disk and on the double."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.doubles.memory_journal import MemoryJournal
from voyager.adapters.jsonl_journal import JsonlJournal
from voyager.core.events import Event, Noted, SessionPaused, SessionStarted, WorldSpec
from voyager.core.ports import Journal

START = SessionStarted(session="s", world=WorldSpec(seed=7), author="recipes", voyager="0")


def on_disk(folder: Path) -> Journal:
    return JsonlJournal(folder / "s", lambda: "2026-01-01T00:00:00Z")


def in_memory(folder: Path) -> Journal:
    return MemoryJournal()


@pytest.fixture(params=[on_disk, in_memory])
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Journal:
    make: Callable[[Path], Journal] = request.param
    made = make(tmp_path)
    if isinstance(made, JsonlJournal):
        request.addfinalizer(made.close)
    return made


def test_a_new_journal_is_empty(journal: Journal) -> None:
    assert list(journal.entries()) == []


def test_entries_come_back_in_order_as_they_were_appended(journal: Journal) -> None:
    events: list[Event] = [START, Noted(kind="info", text="héllo ★"), SessionPaused(reason="enough")]
    for event in events:
        journal.append(event)
    assert [entry.event for entry in journal.entries()] == events
    assert [entry.seq for entry in journal.entries()] == [1, 2, 3]


def test_append_returns_the_entry_as_it_stands_in_the_journal(journal: Journal) -> None:
    entry = journal.append(START)
    assert list(journal.entries()) == [entry]


def test_entries_can_be_read_again_while_the_journal_grows(journal: Journal) -> None:
    journal.append(START)
    first = list(journal.entries())
    journal.append(SessionPaused(reason="x"))
    assert list(journal.entries())[:1] == first
