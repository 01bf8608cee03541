"""The LanguageModel port over chat models: chosen by role, budgeted, cached, priced, written down.

Every call becomes a ModelCalled in the journal, whether it was answered, failed or came from the
cache, so the journal alone can answer the same calls again (ReplayedModel).
"""

from __future__ import annotations

import contextlib
import difflib
import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from voyager.adapters import atomic
from voyager.adapters.chat_model import Usage
from voyager.adapters.prices import Price, price_of
from voyager.core.errors import BudgetReached, ContextTooLong, ModelFailed
from voyager.core.events import Event, ModelCalled
from voyager.core.records import Message, Reply
from voyager.core.state import Spent


CHARACTERS_PER_TOKEN = 4  # English and code, rule of thumb; only to see a limit coming


class Chat(Protocol):
    """What chat_model.ChatModel is, so that tests can hand in their own."""

    @property
    def name(self) -> str: ...

    def ask(
        self, messages: Sequence[Message], schema: Mapping[str, Any] | None = None
    ) -> tuple[Reply, Usage]: ...


@dataclass(frozen=True)
class Budget:
    """Hard limits for a session; None is no limit. What the cache answers counts for nothing."""

    calls: int | None = None
    tokens: int | None = None
    usd: float | None = None

    def reached(self, spent: Spent, prompt_tokens: int, price: Price | None) -> str | None:
        """Which limit a call with such a prompt would pass, in a sentence, or None.

        The reply's own length is not known before: the last call may pass a limit by that much.
        """
        made = spent.calls - spent.from_cache
        if self.calls is not None and made >= self.calls:
            return f"The budget of {self.calls} model calls is used up"
        used = spent.input_tokens + spent.output_tokens
        if self.tokens is not None and used + prompt_tokens > self.tokens:
            return f"The budget of {self.tokens:,} tokens is used up ({used:,})"
        cost = spent.usd + (price.of(Usage(prompt_tokens)) if price else 0.0)
        if self.usd is not None and cost > self.usd:
            return f"The budget of ${self.usd:.2f} is used up (${spent.usd:.4f})"
        return None


def prompt_sha(model: str, messages: Sequence[Message], schema: Mapping[str, Any] | None) -> str:
    """SHA-256 of everything that decides the reply."""
    said = [[m.role, m.text] for m in messages]
    text = json.dumps([model, said, schema], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


class RecordedModel:
    """The models of one session behind one call."""

    def __init__(
        self,
        choose: Callable[[str, int], Sequence[Chat]],
        emit: Callable[[Event], object],
        spent: Callable[[], Spent],
        prices: Mapping[str, Price],
        now_s: Callable[[], float],
        budget: Budget = Budget(),
        cache: ReplyCache | None = None,
        transcript: Transcript | None = None,
    ) -> None:
        """`choose(role, failed_tries)` gives the models to ask, the next when one fails."""
        self._choose = choose
        self._emit = emit
        self._spent = spent
        self._prices = prices
        self._now_s = now_s
        self._budget = budget
        self._cache = cache
        self._transcript = transcript

    @property
    def name(self) -> str:
        return self._choose("actor", 0)[0].name

    def ask(
        self,
        role: str,
        messages: Sequence[Message],
        *,
        schema: Mapping[str, Any] | None = None,
        template_sha: str = "",
        failed_tries: int = 0,
    ) -> Reply:
        """One reply. Raises BudgetReached before a call that would go over, ModelFailed after all failed."""
        chats = self._choose(role, failed_tries)
        for chat in chats:
            try:
                return self._ask_one(chat, role, messages, schema, template_sha)
            except (ContextTooLong, ModelFailed):
                if chat is chats[-1]:
                    raise
        raise AssertionError("choose() gives at least one model")

    def _ask_one(
        self,
        chat: Chat,
        role: str,
        messages: Sequence[Message],
        schema: Mapping[str, Any] | None,
        template_sha: str,
    ) -> Reply:
        sha = prompt_sha(chat.name, messages, schema)
        called = ModelCalled(role=role, model=chat.name, prompt_sha=sha, template_sha=template_sha)
        if self._transcript:
            self._transcript.keep(sha, messages)
        if self._cache and (held := self._cache.get(sha)):
            self._emit(_with(called, reply=held.text, ended=held.ended, from_cache=True))
            return held
        price = price_of(self._prices, chat.name)
        prompt_tokens = sum(len(m.text) for m in messages) // CHARACTERS_PER_TOKEN
        if why := self._budget.reached(self._spent(), prompt_tokens, price):
            raise BudgetReached(f"{why}.")
        began = self._now_s()
        try:
            reply, usage = chat.ask(messages, schema)
        except ModelFailed as failure:
            self._emit(_with(called, failed=str(failure), wall_s=self._now_s() - began))
            raise
        self._emit(
            _with(
                called,
                reply=reply.text,
                ended=reply.ended,
                input_tokens=usage.input_tokens,
                cached_tokens=usage.cached_tokens,
                output_tokens=usage.output_tokens,
                usd=None if price is None else price.of(usage),
                wall_s=self._now_s() - began,
            )
        )
        if self._cache and reply.ended == "stop":
            self._cache.put(sha, reply)
        return reply


def _with(called: ModelCalled, **what: object) -> ModelCalled:
    return called.model_copy(update=what)


class ReplyCache:
    """Prompt SHA-256 → reply, in SQLite; only for temperature 0. Disposable."""

    def __init__(self, path: Path, server: str | None = None) -> None:
        """`server`: whose replies; two servers may give one name to different models."""
        self._server = server or ""
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._open(path)
        except sqlite3.DatabaseError:
            path.unlink(missing_ok=True)
            self._open(path)

    def _open(self, path: Path) -> None:
        self._db = sqlite3.connect(path, timeout=30, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("CREATE TABLE IF NOT EXISTS replies (sha TEXT PRIMARY KEY, reply TEXT)")

    def get(self, sha: str) -> Reply | None:
        """The reply; None when there is none, or the file cannot be read: then it is asked for again."""
        try:
            select = "SELECT reply FROM replies WHERE sha = ?"
            row = self._db.execute(select, (self._key(sha),)).fetchone()
        except sqlite3.Error:
            return None
        return Reply.model_validate_json(row[0]) if row else None

    def put(self, sha: str, reply: Reply) -> None:
        values = (self._key(sha), reply.model_dump_json())
        with contextlib.suppress(sqlite3.Error):  # a full disk or a lock: it was only a cache
            self._db.execute("INSERT OR REPLACE INTO replies VALUES (?, ?)", values)

    def close(self) -> None:
        self._db.close()

    def _key(self, sha: str) -> str:
        return hashlib.sha256(f"{self._server}\n{sha}".encode()).hexdigest()


class Transcript:
    """The prompts of a session by their SHA-256, each message once: for replays and for people."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, sha: str, messages: Sequence[Message]) -> None:
        parts = [[m.role, self._keep_text(m.text)] for m in messages]
        self._write(f"{sha}.json", json.dumps(parts))

    def read(self, sha: str) -> Sequence[Message] | None:
        """The messages that were sent; None when they are not kept."""
        try:
            parts = json.loads((self._folder / f"{sha}.json").read_text("utf-8"))
            return [
                Message(role=role, text=(self._folder / f"{text}.txt").read_text("utf-8"))
                for role, text in parts
            ]
        except (OSError, ValueError, TypeError):
            return None

    def _keep_text(self, text: str) -> str:
        sha = hashlib.sha256(text.encode()).hexdigest()
        self._write(f"{sha}.txt", text)
        return sha

    def _write(self, name: str, text: str) -> None:
        path = self._folder / name
        if not path.exists():
            atomic.write(path, text.encode())


class ReplayedModel:
    """Answers from a journal, in its order, and stops at the first call that is not the same."""

    def __init__(
        self,
        recorded: Iterable[ModelCalled],
        transcript: Transcript,
        emit: Callable[[Event], object],
    ) -> None:
        self._left = list(recorded)
        self._transcript = transcript
        self._emit = emit
        self._number = 0

    @property
    def name(self) -> str:
        return next((call.model for call in self._left if call.failed is None), "replay")

    @property
    def next_role(self) -> str | None:
        """Who asks next in the record."""
        return next((call.role for call in self._left if call.failed is None), None)

    def ask(
        self,
        role: str,
        messages: Sequence[Message],
        *,
        schema: Mapping[str, Any] | None = None,
        template_sha: str = "",
        failed_tries: int = 0,
    ) -> Reply:
        """The recorded reply. Raises BudgetReached at the end of the record, ModelFailed at a difference."""
        failed: list[ModelCalled] = []
        while self._left and self._left[0].failed is not None:
            failed.append(self._left.pop(0))
        if not self._left:
            raise BudgetReached(f"The recorded session ends here: {self._number} calls replayed.")
        expected = self._left[0]
        same = prompt_sha(expected.model, messages, schema) == expected.prompt_sha
        for (
            call
        ) in failed:  # a prompt that was too long then is asked again with less, as it was then
            if not same and prompt_sha(call.model, messages, schema) == call.prompt_sha:
                raise ContextTooLong(call.failed or "")
        self._left.pop(0)
        self._number += 1
        if not same:
            raise ModelFailed(
                f"Replay stops at call {self._number}: the {role} asks something else than the "
                f"recorded {expected.role} did.\n{self._difference(expected, messages)}"
            )
        self._emit(expected.model_copy(update={"from_cache": True, "wall_s": 0.0}))
        return Reply(text=expected.reply, ended=expected.ended)

    def _difference(self, expected: ModelCalled, messages: Sequence[Message]) -> str:
        recorded = self._transcript.read(expected.prompt_sha)
        if recorded is None:
            return "The recorded prompt itself was not kept, so the lines cannot be shown."
        then = [line for m in recorded for line in (f"[{m.role}]", *m.text.splitlines())]
        now = [line for m in messages for line in (f"[{m.role}]", *m.text.splitlines())]
        lines = list(difflib.unified_diff(then, now, "recorded", "now", lineterm="", n=1))
        return "\n".join(lines[:20]) or "Only the reply's schema differs."
