"""Any chat model behind langchain: one call, its faults sorted out, its usage counted.

`openai:NAME` or a bare NAME goes to an OpenAI-compatible endpoint (`base_url` for a local one);
`provider:NAME` to langchain's init_chat_model. Retries are ours, so that each has a reason and a
limit. Knows no journal, cache or budget: recorded_model.py wraps this.
"""

from __future__ import annotations

import importlib.util
import json
import random
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from voyager.adapters import model_faults
from voyager.core.errors import ContextTooLong, ModelFailed, SetupFailed, UsageMistake
from voyager.core.records import Message, Reply

TRIES = 6  # of one call, waits of 1, 2, 4, 8 and 16 s between them
LONGEST_WAIT_S = 60.0  # a Retry-After beyond this is not waited for

EXTRAS = {  # provider of `provider:NAME` → extra of this package that brings it (pyproject.toml)
    "anthropic": "anthropic", "google_genai": "google", "ollama": "ollama", "mistralai": "mistral",
}  # fmt: skip

Ladder = Literal["json_schema", "json_object", "text"]
STEPS: tuple[Ladder, ...] = ("json_schema", "json_object", "text")


@dataclass(frozen=True)
class Usage:
    """Tokens of one call, as the server counted them; zeros when it does not say."""

    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0


@dataclass(frozen=True)
class Endpoint:
    """Where a model is and how to ask it."""

    model: str
    base_url: str | None = None
    api_key: str | None = field(default=None, repr=False)
    """Never shown: left out of repr, logs and errors."""
    temperature: float = 0.0
    timeout_s: float = 120.0
    max_output_tokens: int = 8192
    """Of one reply; a model that thinks first counts its thoughts in."""


class ChatModel:
    """One endpoint. `sleep` and `jitter` are handed in so that tests do not wait."""

    def __init__(
        self,
        endpoint: Endpoint,
        sleep: Callable[[float], None],
        jitter: random.Random,
        notice: Callable[[str], None] = lambda text: None,
    ) -> None:
        self.endpoint = endpoint
        self._sleep = sleep
        self._jitter = jitter
        self._notice = notice
        self._rung = 0
        self._without: set[str] = set()
        """What this server does not take: `temperature`, `output limit`."""
        self._client: Any = None

    @property
    def name(self) -> str:
        return self.endpoint.model

    def ask(
        self, messages: Sequence[Message], schema: Mapping[str, Any] | None = None
    ) -> tuple[Reply, Usage]:
        """One reply and what it used.

        Raises ContextTooLong, or ModelFailed with a sentence when asking again would not help.
        """
        attempt = 0
        while True:
            attempt += 1
            try:
                return self._once(messages, schema)
            except Exception as error:
                if isinstance(error, ModelFailed | SetupFailed | UsageMistake):
                    raise
                if (unfinished := _unfinished(error)) is not None:
                    return unfinished
                found = model_faults.classify(error, self.endpoint)
                if found.kind == "schema" and schema and self._rung < len(STEPS) - 1:
                    self._rung += 1
                    attempt -= 1
                    continue
                if found.parameter and found.parameter not in self._without:
                    self._without.add(found.parameter)
                    self._client = None
                    attempt -= 1
                    continue
                if found.kind == "too_long":
                    raise ContextTooLong(found.sentence) from error
                if found.kind == "bug":
                    raise
                if not found.again or attempt >= min(TRIES, found.tries):
                    raise ModelFailed(self._final(found, attempt)) from error
                wait = found.wait_s if found.wait_s is not None else 2.0 ** (attempt - 1)
                if wait > LONGEST_WAIT_S:
                    raise ModelFailed(
                        f"{found.sentence} It asks to wait {wait:.0f} s: run the same command "
                        "again later, it continues where it was."
                    ) from error
                self._notice(f"{found.sentence} Trying again in {wait:.0f} s.")
                self._sleep(wait * (1 + 0.25 * self._jitter.random()))

    def _final(self, found: model_faults.ModelFault, attempt: int) -> str:
        tries = f" (tried {attempt} times)" if attempt > 1 else ""
        listed = ""
        if found.kind == "unknown_model":
            offered = self._offered()
            listed = f" The server has: {', '.join(offered[:12])}." if offered else ""
        return f"{found.sentence}{tries}{listed}"

    def _once(
        self, messages: Sequence[Message], schema: Mapping[str, Any] | None
    ) -> tuple[Reply, Usage]:
        rung = STEPS[self._rung] if schema else None
        options: dict[str, Any] = {}
        if rung == "json_schema":
            options["response_format"] = {
                "type": "json_schema",
                "json_schema": {"name": "reply", "strict": True, "schema": dict(schema or {})},
            }
        elif rung == "json_object":
            options["response_format"] = {"type": "json_object"}
        answer = self._connected().invoke(
            [(m.role, m.text) for m in self._spelled_out(messages, schema, rung)], **options
        )
        return _reply(answer), _usage(answer)

    def _spelled_out(
        self, messages: Sequence[Message], schema: Mapping[str, Any] | None, rung: Ladder | None
    ) -> Sequence[Message]:
        """Servers that cannot enforce a schema are shown it."""
        if not schema or rung == "json_schema" or not messages:
            return messages
        last = messages[-1]
        told = f"{last.text}\n\nThe JSON object's schema: {json.dumps(schema)}"
        return [*messages[:-1], Message(role=last.role, text=told)]

    def _connected(self) -> Any:
        if self._client is None:
            self._client = _connect(self.endpoint, self._without)
        return self._client

    def _offered(self) -> list[str]:
        """Names of the models that the server lists; empty when it will not say."""
        import openai

        point = self.endpoint
        try:
            client = openai.OpenAI(
                base_url=point.base_url, api_key=point.api_key or "none", max_retries=0, timeout=10
            )
            return sorted(model.id for model in client.models.list())
        except (openai.OpenAIError, ValueError, TypeError, AttributeError):
            return []


def provider_of(model: str, base_url: str | None) -> str | None:
    """`anthropic` of `anthropic:claude-…`; None for an OpenAI-compatible endpoint.

    With a base_url the name is the server's own, colons and all (`qwen3:8b`).
    """
    provider, _, name = model.partition(":")
    ours = provider in ("openai", "ft")  # ft:MODEL:… is OpenAI's own name for a tuned one
    if base_url or not name or ours or not provider.replace("_", "").isalnum():
        return None
    return provider


def check_provider(point: Endpoint) -> None:
    """See that the provider of `provider:NAME` could be asked; asks nothing.

    Raises UsageMistake for one that langchain does not know, SetupFailed when its package or its
    key is missing. Says nothing of an OpenAI-compatible endpoint.
    """
    if provider_of(point.model, point.base_url) is not None:
        _connect(point)


def _check_package(model: str, provider: str) -> None:
    """Raises SetupFailed when the provider's package is known and not installed."""
    if provider in EXTRAS and importlib.util.find_spec(f"langchain_{provider}") is None:
        raise _not_installed(model, provider)


def _unknown_provider(model: str, provider: str) -> UsageMistake:
    return UsageMistake(
        f"--model {model}: no provider is named {provider!r}. Known are {', '.join(EXTRAS)}, openai and "
        "the others of langchain's init_chat_model. If this is a local server's own name for a "
        "model, give its address with --base-url."
    )


def _not_installed(model: str, provider: str) -> SetupFailed:
    package = f"langchain-{provider.replace('_', '-')}"
    what = f"'voyager-agent[{EXTRAS[provider]}]'" if provider in EXTRAS else package
    return SetupFailed(
        f"--model {model} needs the package {package}, which is not installed. "
        f"Install it with: pip install {what}"
    )


def _connect(point: Endpoint, without: Container[str] = ()) -> Any:
    temperature = None if "temperature" in without else point.temperature
    limit = None if "output limit" in without else point.max_output_tokens
    provider = provider_of(point.model, point.base_url)
    name = point.model.partition(":")[2]
    if provider is not None:
        _check_package(point.model, provider)
        from langchain.chat_models import init_chat_model

        try:
            return init_chat_model(
                name,
                model_provider=provider,
                temperature=temperature,
                max_retries=0,
                timeout=point.timeout_s,
            )
        except ImportError as error:
            raise _not_installed(point.model, provider) from error
        except Exception as error:  # whatever a provider's own package raises for a missing key
            told = model_faults.redacted(" ".join(str(error).split()))
            if isinstance(error, ValueError) and told.startswith("Unsupported provider"):
                raise _unknown_provider(point.model, provider) from error
            raise SetupFailed(f"--model {point.model} cannot be used: {told:.300}") from error
    from langchain_openai import ChatOpenAI
    from pydantic import SecretStr

    return ChatOpenAI(
        model=point.model.removeprefix("openai:") if point.base_url is None else point.model,
        base_url=point.base_url,
        api_key=SecretStr(point.api_key or "none"),
        temperature=temperature,
        max_retries=0,
        timeout=point.timeout_s,
        max_completion_tokens=limit,
    )


def _unfinished(error: Exception) -> tuple[Reply, Usage] | None:
    """The reply inside the errors that openai raises when a reply of a schema was not finished."""
    import openai

    if isinstance(error, openai.ContentFilterFinishReasonError):
        return Reply(text="", ended="refusal"), Usage()
    if not isinstance(error, openai.LengthFinishReasonError):
        return None
    told = error.completion.usage
    details = told.prompt_tokens_details if told else None
    usage = Usage(
        input_tokens=told.prompt_tokens if told else 0,
        cached_tokens=(details.cached_tokens or 0) if details else 0,
        output_tokens=told.completion_tokens if told else 0,
    )
    text = "".join(choice.message.content or "" for choice in error.completion.choices[:1])
    return Reply(text=text, ended="length"), usage


def _reply(answer: Any) -> Reply:
    if isinstance(answer, str) or not hasattr(answer, "content"):
        raise model_faults.NotAChat("the server's answer is not a chat completion")
    text = answer.text if isinstance(answer.text, str) else str(answer.content)
    said = getattr(answer, "response_metadata", {}) or {}
    if (getattr(answer, "additional_kwargs", {}) or {}).get("refusal"):
        return Reply(text=text, ended="refusal")
    ended = said.get("finish_reason") or said.get("stop_reason") or "stop"
    if ended in ("length", "max_tokens"):
        return Reply(text=text, ended="length")
    if ended in ("content_filter", "refusal"):
        return Reply(text=text, ended="refusal")
    return Reply(text=text, ended="stop" if text.strip() else "empty")


def _usage(answer: Any) -> Usage:
    told = getattr(answer, "usage_metadata", None) or {}
    details = told.get("input_token_details") or {}
    return Usage(
        input_tokens=int(told.get("input_tokens") or 0),
        cached_tokens=int(details.get("cache_read") or 0),
        output_tokens=int(told.get("output_tokens") or 0),
    )
