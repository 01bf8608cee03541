"""What went wrong with a call of a model's service, and whether asking again could help.

Reads openai's exceptions by type and every other provider's by status code and wording.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from voyager.adapters.chat_model import Endpoint

Kind = Literal[
    "busy",
    "server",
    "unreachable",
    "timeout",
    "not_json",
    "key",
    "quota",
    "unknown_model",
    "schema",
    "parameter",
    "too_long",
    "refused",
    "bug",
]
TOO_LONG = re.compile(
    r"context.{0,20}(length|window|size)|maximum context|too many tokens|prompt is too long", re.I
)
SCHEMA = re.compile(r"response_format|json_schema|structured output|grammar", re.I)
PARAMETERS = {  # ours → how a server that does not take it speaks of it
    "temperature": re.compile(r"\btemperature\b", re.I),
    "output limit": re.compile(r"\bmax_(completion_)?tokens\b|in the completion", re.I),
}
KEY = re.compile(r"\b(sk|key|tok)-[A-Za-z0-9_\-]{6,}|Bearer\s+\S+", re.I)

LOGIN = re.compile(r"//[^/@\s]*@")  # user and password in an address: never shown, never written down


class NotAChat(ValueError):
    """An answer that is not a chat completion."""


@dataclass(frozen=True)
class ModelFault:
    """One failed call."""

    kind: Kind
    sentence: str
    """What happened, to what, what to do; holds no key."""
    again: bool = False
    wait_s: float | None = None
    parameter: str | None = None
    """One of PARAMETERS, when the server takes the call without it."""
    tries: int = 99


def classify(error: Exception, point: Endpoint) -> ModelFault:
    """Sort a failure; kind `bug` when it is none of a service's."""
    where = without_login(point.base_url or "") or "the model's service"
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        return _by_status(status, error, point, where)
    names = {cls.__name__ for cls in type(error).__mro__}
    if names & {"APITimeoutError", "TimeoutException", "ReadTimeout", "ConnectTimeout"}:
        return ModelFault(
            "timeout",
            f"{where} did not answer within {point.timeout_s:g} s. Raise --model-timeout, "
            "or use a smaller model.",
            again=True,
            tries=3,
        )
    if names & {"APIConnectionError", "TransportError", "ConnectError", "ConnectionError"}:
        remedy = "Start the server or correct --base-url" if point.base_url else "Check the network"
        return ModelFault(
            "unreachable",
            f"No model answers at {where}. {remedy}; the same command continues.",
            again=True,
            tries=4,
        )
    empty = isinstance(error, TypeError | KeyError | IndexError | AttributeError) and any(
        word in str(error) for word in ("choices", "null value", "model_dump", "list index")
    )
    if (
        isinstance(error, NotAChat | json.JSONDecodeError)
        or empty
        or names & {"APIResponseValidationError"}
    ):
        return ModelFault(
            "not_json",
            f"{where} answered with something that is not a chat completion. "
            "Is --base-url right? It usually ends in /v1.",
            again=True,
            tries=3,
        )
    return ModelFault("bug", redacted(str(error)))


def _by_status(status: int, error: Exception, point: Endpoint, where: str) -> ModelFault:
    said = redacted(_message(error))
    if status in (401, 403):
        return ModelFault(
            "key", f"{where} refuses the key (HTTP {status}). Set OPENAI_API_KEY to a valid one."
        )
    if status == 429 and "insufficient_quota" in said:
        return ModelFault("quota", f"The account at {where} has no credit left: {said}")
    if status == 429:
        return ModelFault(
            "busy",
            f"{where} asks for fewer requests (HTTP 429).",
            again=True,
            wait_s=_retry_after(error),
        )
    if status == 404 and (not said or "model" in said.lower()):
        return ModelFault(
            "unknown_model", f"{where} has no model {point.model!r}. Give one with --model."
        )
    if status == 404:
        return ModelFault(
            "refused",
            f"Nothing to chat with at {where} (HTTP 404). --base-url usually ends in /v1.",
        )
    named = next((p for p, spoken in PARAMETERS.items() if spoken.search(said)), None)
    if status in (400, 413, 422) and TOO_LONG.search(said):
        sentence = f"The prompt is too long for {point.model}: {said}"
        return ModelFault("too_long", sentence, parameter=named)
    if status in (400, 422) and SCHEMA.search(said):
        return ModelFault("schema", f"{where} does not support the reply format asked for: {said}")
    if status in (400, 422) and named:
        sentence = f"{where} does not take the {named} for {point.model}: {said}"
        return ModelFault("parameter", sentence, parameter=named)
    if status in (408, 409, 425) or status >= 500:
        return ModelFault(
            "server",
            f"{where} failed (HTTP {status}{': ' + said if said else ''}).",
            again=True,
            wait_s=_retry_after(error),
        )
    return ModelFault("refused", f"{where} refused the request (HTTP {status}): {said}")


def _message(error: Exception) -> str:
    body: Any = getattr(error, "body", None)
    if isinstance(body, dict):
        inner = body.get("error", body)
        if isinstance(inner, dict):
            parts = [str(inner[key]) for key in ("message", "code") if inner.get(key)]
            return " ".join(parts)[:300]
        return str(inner)[:300]
    text = str(getattr(error, "message", "") or error)
    return "" if "<html" in text.lower() else text[:300]


def _retry_after(error: Exception) -> float | None:
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    try:
        return max(0.0, float(headers.get("retry-after", "")))
    except ValueError:
        return None


def redacted(text: str) -> str:
    """`text` without anything that looks like a key, or like a login inside an address."""
    return KEY.sub("[key]", without_login(text))


def without_login(text: str, instead: str = "") -> str:
    """`http://name:word@host` → `http://host`, with `instead` where the login stood."""
    return LOGIN.sub(f"//{instead}", text)
