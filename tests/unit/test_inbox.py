"""The operator's messages: each is heard once, whoever is killed when."""

from __future__ import annotations

from pathlib import Path

import pytest

from voyager.adapters.inbox import INBOX, Inbox
from voyager.core.errors import UsageMistake
from voyager.core.events import Noted
from voyager.core.state import State


def test_what_the_journal_names_is_not_read_again(tmp_path: Path) -> None:
    inbox = Inbox(tmp_path)
    inbox.say("go north", "a", "2026-01-01")
    state = State()
    for message, text in inbox.unread(state.heard):
        state = state.apply(Noted(kind="advice", text=text, about=message))
    assert state.advice == ("go north",)
    inbox.say("and  east\n", "b", "2026-01-01")
    assert inbox.unread(state.heard) == [("inbox:b", "and east")]


def test_a_torn_line_costs_only_itself(tmp_path: Path) -> None:
    inbox = Inbox(tmp_path)
    inbox.say("one", "a", "2026-01-01")
    with (tmp_path / INBOX).open("a") as file:
        file.write('{"id": "b", "te')
    inbox.say("two", "c", "2026-01-01")
    assert [text for _, text in inbox.unread(())] == ["one", "two"]


@pytest.mark.parametrize("text", ["", "  \n", "x" * 3000])
def test_what_cannot_be_said_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageMistake):
        Inbox(tmp_path).say(text, "a", "2026-01-01")
    assert Inbox(tmp_path).unread(()) == []
