"""A LanguageModel that says what a test scripted and remembers what it was asked."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from voyager.core.records import Message, Reply


@dataclass
class ScriptedModel:
    """Replies in order; a dict is sent as JSON, an exception is raised."""

    replies: list[str | dict[str, Any] | Reply | Exception]
    asked: list[tuple[str, Sequence[Message]]] = field(default_factory=list)
    name: str = "scripted"

    def ask(
        self,
        role: str,
        messages: Sequence[Message],
        *,
        schema: Mapping[str, Any] | None = None,
        template_sha: str = "",
        failed_tries: int = 0,
    ) -> Reply:
        self.asked.append((role, messages))
        said = self.replies.pop(0)
        if isinstance(said, Exception):
            raise said
        if isinstance(said, Reply):
            return said
        return Reply(text=said if isinstance(said, str) else json.dumps(said))

    @property
    def last(self) -> str:
        """Everything of the last prompt, as one text."""
        return "\n".join(message.text for message in self.asked[-1][1])
