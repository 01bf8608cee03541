"""Which model is asked for what, whether it can be, and what its server sees."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.doubles.chat_server import ChatServer, fails, says
from voyager.adapters.chat_model import provider_of
from voyager.adapters.model_team import Team, TeamSpec, check, find_key
from voyager.cli.compose import Factory
from voyager.core.errors import SetupFailed, UsageMistake
from voyager.core.records import Message
from voyager.core.settings import Settings

KEY = "sk-test-0123456789abcdef"
SPEC = TeamSpec(
    "small",
    by_role={"critic": "tiny"},
    fallback="spare",
    strong="large",
    escalate_after=2,
    base_url="http://127.0.0.1:9/v1",
)


def team(spec: TeamSpec) -> Team:
    return Team(spec, KEY, lambda _: None, random.Random(1))


@pytest.mark.parametrize(
    ("role", "failed_tries", "names"),
    [
        ("actor", 0, ["small", "spare"]),
        ("actor", 1, ["small", "spare"]),
        ("actor", 2, ["large", "spare"]),
        ("critic", 5, ["tiny", "spare"]),
        ("curriculum", 5, ["small", "spare"]),
    ],
)
def test_a_model_per_role_with_fallback_and_escalation(
    role: str, failed_tries: int, names: list[str]
) -> None:
    assert [model.name for model in team(SPEC).choose(role, failed_tries)] == names


def test_each_server_is_asked_for_its_model_at_the_temperature_given() -> None:
    with ChatServer([says("hi")]) as server:
        spec = TeamSpec("qwen3:8b", base_url=server.base_url, temperature=0.4, timeout_s=3)
        team(spec).choose("actor", 0)[0].ask([Message(role="user", text="hello")])
    assert server.requests[0]["model"] == "qwen3:8b"
    assert server.requests[0]["temperature"] == 0.4
    assert server.keys == [f"Bearer {KEY}"]


def test_a_wait_is_said() -> None:
    said: list[str] = []
    with ChatServer([fails(429), says("hi")]) as server:
        spec = TeamSpec("small", base_url=server.base_url)
        chosen = Team(spec, KEY, lambda _: None, random.Random(1), said.append)
        chosen.choose("actor", 0)[0].ask([Message(role="user", text="hello")])
    assert "fewer requests (HTTP 429). Trying again in 1 s." in said[0]


@pytest.mark.parametrize(
    ("model", "base_url", "provider"),
    [
        ("gpt-5-mini", None, None),
        ("openai:gpt-5", None, None),
        ("anthropic:claude", None, "anthropic"),
        ("qwen3:8b", "http://localhost:11434/v1", None),
        ("ft:gpt-4o-mini:me::1", None, None),
    ],
)
def test_the_provider_is_read_from_the_name(
    model: str, base_url: str | None, provider: str | None
) -> None:
    assert provider_of(model, base_url) == provider


def test_a_provider_whose_package_is_missing_is_told_with_the_command() -> None:
    with pytest.raises(SetupFailed, match=r"pip install 'voyager-agent\[mistral\]'"):
        check(TeamSpec("mistralai:small"), None)


def test_openai_needs_a_key_and_a_local_server_does_not() -> None:
    with pytest.raises(UsageMistake, match="OPENAI_API_KEY is not set"):
        check(TeamSpec("gpt-5-mini"), None)
    check(TeamSpec("gpt-5-mini"), KEY)
    check(SPEC, None)


def test_a_key_file_is_read_only_when_nobody_else_can(tmp_path: Path) -> None:
    assert find_key(tmp_path, {}) is None
    file = tmp_path / "openai.key"
    file.write_text(f"{KEY}\n")
    file.chmod(0o644)
    with pytest.raises(UsageMistake, match="chmod 600"):
        find_key(tmp_path, {})
    file.chmod(0o600)
    assert find_key(tmp_path, {}) == KEY
    assert find_key(tmp_path, {"OPENAI_API_KEY": "other"}) == "other"


def test_a_budget_in_dollars_needs_a_price(tmp_path: Path) -> None:
    settings = Settings(
        home=tmp_path, author="model", model="local", base_url="http://x/v1", budget_usd=1.0
    )
    with pytest.raises(UsageMistake, match="price of local is not known"):
        Factory().check_author(settings)
