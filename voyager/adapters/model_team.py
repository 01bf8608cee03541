"""Which model answers which role: a main one, others by role, a fallback, a stronger one after failures."""

from __future__ import annotations

import os
import random
import stat
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from voyager.adapters.chat_model import ChatModel, Endpoint, check_provider, provider_of
from voyager.core.errors import UsageMistake

ROLES = ("curriculum", "answer", "actor", "critic", "librarian")
KEY_FILE = "openai.key"  # in Voyager's home; only its owner may read it


@dataclass(frozen=True)
class TeamSpec:
    """Model names as the user gave them."""

    model: str
    by_role: Mapping[str, str] = field(default_factory=dict)
    fallback: str | None = None
    """Asked when the model of a role fails for good."""
    strong: str | None = None
    """Writes programs after `escalate_after` failed tries of a task."""
    escalate_after: int = 2
    base_url: str | None = None
    temperature: float = 0.0
    timeout_s: float = 120.0

    @property
    def names(self) -> Sequence[str]:
        """Every model that may be asked, each once."""
        others = (*self.by_role.values(), self.fallback, self.strong)
        return list(dict.fromkeys(name for name in (self.model, *others) if name))


class Team:
    """Makes each model once. `choose` is what RecordedModel asks."""

    def __init__(
        self,
        spec: TeamSpec,
        api_key: str | None,
        sleep: Callable[[float], None],
        jitter: random.Random,
        notice: Callable[[str], None] = lambda text: None,
    ) -> None:
        unknown = sorted(set(spec.by_role) - set(ROLES))
        if unknown:
            raise UsageMistake(f"No role is named {unknown[0]!r}. Roles: {', '.join(ROLES)}.")
        self._spec = spec
        self._key = api_key
        self._sleep = sleep
        self._jitter = jitter
        self._notice = notice
        self._made: dict[str, ChatModel] = {}

    def choose(self, role: str, failed_tries: int) -> Sequence[ChatModel]:
        """The models to ask, in order; the next one when one fails for good."""
        spec = self._spec
        first = spec.by_role.get(role, spec.model)
        if role == "actor" and spec.strong and failed_tries >= spec.escalate_after:
            first = spec.strong
        names = dict.fromkeys([first, *([spec.fallback] if spec.fallback else [])])
        return [self._model(name) for name in names]

    def _model(self, name: str) -> ChatModel:
        if name not in self._made:
            spec = self._spec
            endpoint = Endpoint(name, spec.base_url, self._key, spec.temperature, spec.timeout_s)
            self._made[name] = ChatModel(endpoint, self._sleep, self._jitter, self._notice)
        return self._made[name]


def check(spec: TeamSpec, api_key: str | None) -> None:
    """See that every model could be asked, before anything starts.

    Raises UsageMistake when a key is missing or a provider unknown, SetupFailed when its package is missing.
    """
    for name in spec.names:
        provider = provider_of(name, spec.base_url)
        if provider is None and not spec.base_url and not api_key:
            raise UsageMistake(
                "--author model needs a key, and OPENAI_API_KEY is not set. Set it, or give --base-url "
                "of a local server, or leave --author out: the recipe author needs no model."
            )
        check_provider(Endpoint(name, spec.base_url, api_key, spec.temperature, spec.timeout_s))


def find_key(home: Path, environment: Mapping[str, str] = os.environ) -> str | None:
    """OPENAI_API_KEY, or the key file in `home`; None when there is neither.

    Raises UsageMistake for a key file that others can read.
    """
    if key := environment.get("OPENAI_API_KEY", "").strip():
        return key
    path = home / KEY_FILE
    try:
        status = path.stat()
    except OSError:
        return None
    if status.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise UsageMistake(f"Others can read {path}. Run: chmod 600 {path}")
    return path.read_text("utf-8").strip() or None
