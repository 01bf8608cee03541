"""voyager.toml < environment < flags, and sentences for what cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from voyager.core.errors import UsageMistake
from voyager.core.settings import default_home, load_settings, session_name, world_spec


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_flags_win_over_the_environment_and_that_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "voyager.toml").write_text("tasks = 1\nseed = 1\nminutes = 1\n")
    monkeypatch.setenv("VOYAGER_TASKS", "2")
    monkeypatch.setenv("VOYAGER_SEED", "2")
    settings = load_settings(tasks=3)
    assert (settings.tasks, settings.seed, settings.minutes) == (3, 2, 1)


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("tasks = 0", r"'tasks' in voyager.toml cannot be 0"),
        ("foo = 1", r"'foo' in voyager.toml is no setting"),
        ("tasks = ", r"voyager.toml is not valid TOML"),
        ('api_key = "sk-1"', r"Keys do not belong in voyager.toml.*OPENAI_API_KEY"),
    ],
)
def test_a_wrong_file_is_named(tmp_path: Path, file: str, said: str) -> None:
    (tmp_path / "voyager.toml").write_text(file)
    with pytest.raises(UsageMistake, match=said) as told:
        load_settings()
    assert "sk-1" not in str(told.value)


def test_a_wrong_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOYAGER_MINUTES", "soon")
    with pytest.raises(UsageMistake, match="environment's VOYAGER_MINUTES cannot be 'soon'"):
        load_settings()


def test_an_empty_variable_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "SEED", "SESSION", "GOAL"):
        monkeypatch.setenv(f"VOYAGER_{name}", "")
    settings = load_settings()
    assert (settings.home, settings.seed, settings.goal) == (default_home(), None, None)


@pytest.mark.parametrize("seed", [2**53, -(2**53)])
def test_a_seed_that_javascript_cannot_tell_apart_is_refused(seed: int) -> None:
    with pytest.raises(UsageMistake, match="--seed cannot be"):
        load_settings(seed=seed)


@pytest.mark.parametrize(
    ("world", "host", "port"),
    [
        ("play.example.org", "play.example.org", 25565),
        ("[::1]:7", "::1", 7),
        ("10.0.0.1:65535", "10.0.0.1", 65535),
    ],
)
def test_a_server_is_host_and_port(world: str, host: str, port: int) -> None:
    spec = world_spec(world, 0, "V")
    assert (spec.kind, spec.host, spec.port) == ("remote", host, port)


def test_embedded_worlds_may_have_names() -> None:
    assert world_spec("embedded", 4, "V").name is None
    assert world_spec("embedded:farm", 4, "V").name == "farm"


@pytest.mark.parametrize(
    "world",
    [
        "",
        ":25565",
        "host:",
        "host:0",
        "host:65536",
        "host:x",
        "a b",
        "embedded:",
        "embedded:../x",
        "http://x",
    ],
)
def test_what_is_no_world_is_said(world: str) -> None:
    with pytest.raises(UsageMistake):
        world_spec(world, 0, "V")


@pytest.mark.parametrize(
    ("flags", "name"),
    [
        ({}, "default"),
        ({"seed": 7}, "seed-7"),
        ({"world": "embedded"}, "default"),
        ({"world": "embedded:farm", "seed": 2}, "embedded-farm-seed-2"),
        ({"world": "localhost:25566"}, "localhost-25566"),
        ({"world": "localhost", "session": "mine"}, "mine"),
    ],
)
def test_another_world_is_another_session(flags: dict[str, object], name: str) -> None:
    assert session_name(load_settings(**flags)) == name


def test_home_follows_the_platform() -> None:
    assert default_home({"XDG_DATA_HOME": "/x"}, "linux") == Path("/x/voyager")
    assert default_home({}, "linux") == Path.home() / ".local/share/voyager"
    assert default_home({}, "darwin") == Path.home() / "Library/Application Support/voyager"


def test_an_address_that_is_none_is_refused_and_says_what_one_is() -> None:
    with pytest.raises(UsageMistake, match="no address like http://localhost"):
        load_settings(base_url="localhost:11434")
    assert load_settings(base_url="https://one.example/v1").base_url == "https://one.example/v1"
