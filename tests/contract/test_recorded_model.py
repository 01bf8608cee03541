"""Calls of a model: budgeted, cached, priced, written down, played back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from voyager.adapters.chat_model import Usage
from voyager.adapters.prices import Price, load_prices, price_of
from voyager.adapters.recorded_model import (
    Budget,
    RecordedModel,
    ReplayedModel,
    ReplyCache,
    Transcript,
)
from voyager.core.errors import BudgetReached, ContextTooLong, ModelFailed, SetupFailed
from voyager.core.events import Event, ModelCalled
from voyager.core.records import Message, Reply
from voyager.core.state import State, fold

HELLO = [Message(role="system", text="rules"), Message(role="user", text="hello")]


class Chat:
    """A chat model that answers with its own name, or fails."""

    def __init__(self, name: str, fails: bool = False) -> None:
        self.name = name
        self.fails = fails
        self.asked = 0

    def ask(
        self, messages: Sequence[Message], schema: Mapping[str, Any] | None = None
    ) -> tuple[Reply, Usage]:
        self.asked += 1
        if self.fails:
            raise ModelFailed(f"{self.name} is down")
        return Reply(text=f"I am {self.name}"), Usage(1000, 400, 100)


class Session:
    """Events and the state folded from them."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    @property
    def state(self) -> State:
        return fold(self.events)

    @property
    def calls(self) -> list[ModelCalled]:
        return [event for event in self.events if isinstance(event, ModelCalled)]

    def model(self, *chats: Chat, **options: Any) -> RecordedModel:
        ticks: Iterator[int] = count()
        return RecordedModel(
            lambda role, failed_tries: chats,
            self.events.append,
            lambda: self.state.spent,
            {"small": Price(1.0, 0.5, 10.0)},
            lambda: float(next(ticks)),
            **options,
        )


def test_every_call_is_written_down_and_priced() -> None:
    session = Session()
    session.model(Chat("small")).ask("actor", HELLO, template_sha="abc")
    (call,) = session.calls
    assert (call.role, call.model, call.template_sha) == ("actor", "small", "abc")
    assert call.usd == pytest.approx((600 * 1.0 + 400 * 0.5 + 100 * 10.0) / 1e6)
    assert session.state.spent.input_tokens == 1000


def test_an_unknown_model_costs_nothing_that_is_known() -> None:
    session = Session()
    session.model(Chat("local")).ask("actor", HELLO)
    assert session.calls[0].usd is None


@pytest.mark.parametrize(
    ("budget", "allowed"),
    [(Budget(calls=2), 2), (Budget(tokens=1500), 2), (Budget(usd=0.0019), 2), (Budget(calls=0), 0)],
)
def test_no_call_is_made_once_a_budget_is_used_up(budget: Budget, allowed: int) -> None:
    session = Session()
    chat = Chat("small")
    model = session.model(chat, budget=budget)
    with pytest.raises(BudgetReached, match="is used up"):
        for _ in range(5):
            model.ask("actor", HELLO)
    assert chat.asked == allowed


def test_a_fallback_answers_when_the_first_fails() -> None:
    session = Session()
    reply = session.model(Chat("small", fails=True), Chat("large")).ask("actor", HELLO)
    assert reply.text == "I am large"
    assert [call.failed for call in session.calls] == ["small is down", None]


def test_the_same_call_is_answered_from_disk(tmp_path: Path) -> None:
    first, again = Session(), Session()
    chat = Chat("small")
    first.model(chat, cache=ReplyCache(tmp_path / "replies.sqlite")).ask("actor", HELLO)
    again.model(chat, cache=ReplyCache(tmp_path / "replies.sqlite")).ask("actor", HELLO)
    assert chat.asked == 1
    assert again.calls[0].from_cache
    assert again.state.spent.input_tokens == 0


def test_a_broken_cache_is_made_again(tmp_path: Path) -> None:
    path = tmp_path / "replies.sqlite"
    path.write_bytes(b"not a database" * 100)
    cache = ReplyCache(path)
    cache.put("a", Reply(text="b"))
    assert cache.get("a") == Reply(text="b")


def test_a_recorded_session_is_played_back_without_a_model(tmp_path: Path) -> None:
    recorded, replayed = Session(), Session()
    transcript = Transcript(tmp_path)
    model = recorded.model(Chat("small"), transcript=transcript)
    other = [*HELLO[:1], Message(role="user", text="goodbye")]
    replies = [model.ask("actor", HELLO), model.ask("critic", other)]
    replay = ReplayedModel(recorded.calls, transcript, replayed.events.append)
    assert [replay.ask("actor", HELLO), replay.ask("critic", other)] == replies
    with pytest.raises(BudgetReached, match="2 calls replayed"):
        replay.ask("actor", HELLO)


def test_a_replay_stops_at_the_first_difference_and_shows_it(tmp_path: Path) -> None:
    recorded = Session()
    transcript = Transcript(tmp_path)
    recorded.model(Chat("small"), transcript=transcript).ask("actor", HELLO)
    replay = ReplayedModel(recorded.calls, transcript, recorded.events.append)
    changed = [HELLO[0], Message(role="user", text="good evening")]
    with pytest.raises(ModelFailed, match=r"(?s)call 1.*-hello\n\+good evening"):
        replay.ask("actor", changed)


def test_a_prompt_that_was_too_long_is_too_long_again(tmp_path: Path) -> None:
    class Small(Chat):
        def ask(
            self, messages: Sequence[Message], schema: Mapping[str, Any] | None = None
        ) -> tuple[Reply, Usage]:
            if len(messages) > 1:
                raise ContextTooLong("too long")
            return super().ask(messages, schema)

    recorded, replayed = Session(), Session()
    transcript = Transcript(tmp_path)
    model = recorded.model(Small("small"), transcript=transcript)
    with pytest.raises(ContextTooLong):
        model.ask("actor", HELLO)
    model.ask("actor", HELLO[:1])
    replay = ReplayedModel(recorded.calls, transcript, replayed.events.append)
    with pytest.raises(ContextTooLong):
        replay.ask("actor", HELLO)
    assert replay.ask("actor", HELLO[:1]).text == "I am small"


def test_what_the_cache_answers_costs_no_budget(tmp_path: Path) -> None:
    session = Session()
    cache = ReplyCache(tmp_path / "replies.sqlite")
    model = session.model(Chat("small"), cache=cache, budget=Budget(calls=1))
    for _ in range(3):
        model.ask("actor", HELLO)
    assert session.state.spent.from_cache == 2


def test_two_servers_share_no_replies(tmp_path: Path) -> None:
    path = tmp_path / "replies.sqlite"
    ReplyCache(path, "http://a/v1").put("sha", Reply(text="a"))
    assert ReplyCache(path, "http://b/v1").get("sha") is None
    assert ReplyCache(path, "http://a/v1").get("sha") == Reply(text="a")


def test_prices_of_dated_and_prefixed_names(tmp_path: Path) -> None:
    prices = load_prices(tmp_path)
    assert price_of(prices, "openai:gpt-4o-mini") == price_of(prices, "gpt-4o-mini-2024-07-18")
    assert price_of(prices, "gpt-4o-audio") is None
    assert price_of(prices, "llama3") is None


def test_a_price_file_in_the_home_is_read_over_the_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "prices.toml").write_text("[gpt-4o]\ninput = 1\noutput = 2\n")
    assert price_of(load_prices(tmp_path), "gpt-4o") == Price(1.0, 1.0, 2.0)
    (tmp_path / "prices.toml").write_text("[gpt-4o]\ninput = 'much'\n")
    with pytest.raises(SetupFailed, match="not a price table"):
        load_prices(tmp_path)
