"""What the documents say is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from voyager.cli.app import main

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def squeezed(text: str) -> str:
    return " ".join(text.replace("`", "").split())


def test_readme_says_of_the_walls_what_the_code_says() -> None:
    source = (ROOT / "bridge" / "player" / "harden.js").read_text(encoding="utf-8")
    head = source[source.index("Programs run in") : source.index("*/")]
    for claim in re.split(r"\n \*\n|\n \* (?=- |Not covered:)", head):
        text = squeezed(re.sub(r"^ \* ?", "", claim, flags=re.M)).replace("bridge/test/", "test/")
        assert text in squeezed(README).replace("bridge/test/", "test/"), text


def test_readme_names_only_commands_and_options_that_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["run", "--help"])
    known = set(re.findall(r"--[a-z][a-z-]*", capsys.readouterr().out))
    for line in re.findall(r"^ {4}voyager run.*", README, flags=re.M):
        assert set(re.findall(r"--[a-z][a-z-]*", line)) <= known, line
    for group, commands in re.findall(
        r"^ {4}voyager (sessions|skills) ([a-z |]+?)  ", README, flags=re.M
    ):
        for command in commands.split("|"):
            assert main([group, command.strip(), "--help"]) == 0


@pytest.mark.parametrize("group", [(), ("sessions",), ("skills",), ("world",), ("bench",)])
def test_lists_of_commands_cut_no_sentence_at_80_columns(
    group: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    main([*group, "--help"])
    listed = capsys.readouterr().out.partition("Commands:")[2]
    assert listed
    assert not [line for line in listed.splitlines() if line.endswith(("...", "…"))]


def test_readme_shows_both_commands_first() -> None:
    first_screen = "\n".join(README.splitlines()[:30])
    for command in ("make run", "make test", "python3 -m venv .venv", "voyager run"):
        assert command in first_screen


def test_changelog_has_the_version_that_is_next() -> None:
    assert "## [Unreleased]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["README.md", "docs/architecture.md"])
def test_files_that_documents_name_exist(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    for path in re.findall(
        r"`((?:voyager|bridge|tests|skills|curriculum|docs|prompts)/[\w/.-]+)`", text
    ):
        assert (ROOT / path).exists(), path
    for path in re.findall(r"\]\(((?!http)[^)#]+)\)", text):
        assert (ROOT / name).parent.joinpath(path).exists(), path
