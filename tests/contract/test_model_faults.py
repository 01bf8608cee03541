"""What a model's service may do wrong, each over real HTTP, and what becomes of it."""

from __future__ import annotations

import random

import httpx
import pytest

from tests.doubles.chat_server import Answer, ChatServer, fails, hangs, raw, resets, says
from voyager.adapters.chat_model import ChatModel, Endpoint
from voyager.adapters.model_faults import classify, redacted
from voyager.core.errors import ContextTooLong, ModelFailed
from voyager.core.records import Message

HELLO = [Message(role="user", text="hello")]
KEY = "sk-test-0123456789abcdef"
SCHEMA = {
    "type": "object",
    "properties": {"a": {"type": "integer"}},
    "required": ["a"],
    "additionalProperties": False,
}

Waits = list[float]


def chat(server: ChatServer, waits: Waits, timeout_s: float = 5.0) -> ChatModel:
    endpoint = Endpoint("small", server.base_url, KEY, timeout_s=timeout_s)
    return ChatModel(endpoint, waits.append, random.Random(1))


def ask_after(script: list[Answer], **options: float) -> tuple[str, ChatServer, Waits]:
    waits: Waits = []
    with ChatServer(script) as server:
        reply, _ = chat(server, waits, **options).ask(HELLO)
        return reply.text, server, waits


@pytest.mark.parametrize(
    "trouble",
    [
        fails(429),
        fails(500),
        fails(503, "loading"),
        resets,
        raw(200, b"<html>login</html>"),
        raw(200, b"{not json"),
        raw(200, b'{"id": "x", "object": "chat.completion", "choices": []}'),
    ],
    ids=["429", "500", "503", "reset", "html", "bad json", "no choice"],
)
def test_passing_trouble_is_asked_again(trouble: Answer) -> None:
    text, server, waits = ask_after([trouble, says("hi")])
    assert text == "hi"
    assert len(server.requests) == 2
    assert len(waits) == 1


def test_retry_after_is_honoured() -> None:
    _, _, waits = ask_after([fails(429, retry_after="7"), says("hi")])
    assert 7 <= waits[0] <= 9


def test_a_long_retry_after_stops_with_a_sentence() -> None:
    with pytest.raises(ModelFailed, match="asks to wait 3600 s"):
        ask_after([fails(429, retry_after="3600")])


def test_a_hang_ends_at_the_timeout() -> None:
    with pytest.raises(ModelFailed, match=r"did not answer within 0\.3 s.*tried 3 times"):
        ask_after([hangs(2)], timeout_s=0.3)


def test_nobody_at_the_address() -> None:
    with ChatServer([says("hi")]) as server:
        gone = server.base_url
    model = ChatModel(Endpoint("small", gone, KEY), lambda _: None, random.Random(1))
    with pytest.raises(ModelFailed, match=r"No model answers at http://127.0.0.1.*--base-url"):
        model.ask(HELLO)


def test_with_no_address_given_the_network_is_what_to_look_at() -> None:
    error = httpx.ConnectError("no route")
    assert "Check the network; the same" in classify(error, Endpoint("gpt-5-mini")).sentence


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [
        (fails(401, f"Incorrect API key provided: {KEY}"), "refuses the key"),
        (fails(429, "You exceeded your quota", "insufficient_quota"), "no credit left"),
        (
            fails(404, "The model `small` does not exist"),
            "no model 'small'.*The server has: large, small",
        ),
        (fails(404), "no model 'small'|Nothing to chat with"),
        (fails(400, f"bad request of {KEY}"), "refused the request"),
    ],
    ids=["key", "quota", "model", "path", "request"],
)
def test_lasting_trouble_stops_at_once_and_shows_no_key(trouble: Answer, sentence: str) -> None:
    waits: Waits = []
    with ChatServer([trouble]) as server:
        with pytest.raises(ModelFailed, match=sentence) as failure:
            chat(server, waits).ask(HELLO)
        assert len(server.requests) == 1
    assert not waits
    assert KEY not in str(failure.value)


def test_a_login_inside_an_address_is_not_told() -> None:
    answer = "http://ann:secret@host/v1 and http://host/v1 refuse"
    assert redacted(answer) == "http://host/v1 and http://host/v1 refuse"
    with_login = Endpoint("small", base_url="http://ann:secret@localhost:1/v1", api_key=KEY)
    with pytest.raises(ModelFailed) as caught:
        ChatModel(with_login, lambda _: None, random.Random(1)).ask(HELLO)
    assert "localhost:1/v1" in str(caught.value)
    assert "secret" not in str(caught.value)
    assert "secret" not in classify(OSError(str(with_login.base_url)), with_login).sentence


def test_html_for_good_says_to_look_at_the_address() -> None:
    with pytest.raises(ModelFailed, match="base-url"):
        ask_after([raw(200, b"<html>login</html>")])


def test_a_prompt_that_is_too_long_is_its_own_failure() -> None:
    with pytest.raises(ContextTooLong):
        ask_after([fails(400, "This model's maximum context length is 8192 tokens")])


def test_a_server_without_schemas_is_asked_for_plain_json_then_only_told() -> None:
    unsupported = fails(400, "response_format is not supported")
    with ChatServer([unsupported, unsupported, says('{"a": 1}')]) as server:
        model = chat(server, [])
        reply, _ = model.ask(HELLO, SCHEMA)
        again, _ = model.ask(HELLO, SCHEMA)
    kinds = [r.get("response_format", {}).get("type") for r in server.requests]
    assert kinds == ["json_schema", "json_object", None, None]
    assert '"integer"' in server.requests[2]["messages"][-1]["content"]
    assert reply.text == again.text == '{"a": 1}'


@pytest.mark.parametrize(
    ("trouble", "parameter"),
    [
        (fails(400, "Unsupported value: 'temperature' does not support 0.0"), "temperature"),
        (fails(422, "Extra inputs: max_completion_tokens"), "max_completion_tokens"),
        (
            fails(400, "maximum context length is 4096 tokens, you asked 9000 in the completion"),
            "max_completion_tokens",
        ),
    ],
    ids=["temperature", "limit", "context of a small server"],
)
def test_what_a_server_does_not_take_is_left_out(trouble: Answer, parameter: str) -> None:
    with ChatServer([trouble, says("hi")]) as server:
        model = chat(server, [])
        assert model.ask(HELLO)[0].text == "hi"
        model.ask(HELLO)
    assert parameter in server.requests[0]
    assert not any(parameter in request for request in server.requests[1:])


@pytest.mark.parametrize(
    ("answer", "ended"),
    [
        (says("half", ended="length"), "length"),
        (says("", ended="stop"), "empty"),
        (says("", refusal="no"), "refusal"),
        (says("x", ended="content_filter"), "refusal"),
    ],
)
@pytest.mark.parametrize("schema", [None, SCHEMA], ids=["text", "schema"])
def test_replies_that_hold_nothing_say_so(
    answer: Answer, ended: str, schema: dict[str, object] | None
) -> None:
    with ChatServer([answer]) as server:
        reply, _ = chat(server, []).ask(HELLO, schema)
    assert reply.ended == ended


def test_a_reply_of_a_schema_that_was_cut_off_is_counted() -> None:
    with ChatServer([says('{"a":', ended="length", cached=64)]) as server:
        reply, usage = chat(server, []).ask(HELLO, SCHEMA)
    assert (reply.text, reply.ended) == ('{"a":', "length")
    assert (usage.input_tokens, usage.cached_tokens, usage.output_tokens) == (100, 64, 20)


def test_usage_counts_cached_tokens() -> None:
    with ChatServer([says("hi", cached=64)]) as server:
        _, usage = chat(server, []).ask(HELLO)
    assert (usage.input_tokens, usage.cached_tokens, usage.output_tokens) == (100, 64, 20)


def test_the_endpoint_never_shows_its_key() -> None:
    assert KEY not in repr(Endpoint("small", None, KEY))
