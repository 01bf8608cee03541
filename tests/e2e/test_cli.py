"""The command line as a new user meets it, mistakes first. The parts are toys; the CLI is real."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.doubles.toy_cli import ToyFactory
from voyager.adapters.jsonl_journal import JOURNAL
from voyager.adapters.sessions import Sessions
from voyager.cli.app import main
from voyager.cli import session_run
from voyager.core.errors import SetupFailed
from voyager.core.events import ENTRY
from voyager.core.settings import load_settings

TOY = [sys.executable, "-m", "tests.doubles.toy_cli"]


@pytest.fixture(autouse=True)
def _clean_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOYAGER_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)


def call(*arguments: str) -> int:
    return main(arguments, ToyFactory())


def one_sentence(err: str) -> str:
    """What was said on stderr: one line, for people."""
    lines = err.strip().splitlines()
    assert len(lines) == 1, err
    assert lines[0].startswith("voyager: ") and "Traceback" not in err
    return lines[0]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["run", "--seed", "abc"], 2, "'--seed': it should be a valid integer. See: voyager run --help"),
        (["run", "--seed", str(2**60)], 2, "--seed cannot be"),
        (["run", "--tasks", "0"], 2, "--tasks cannot be 0"),
        (["run", "--minutes", "-1"], 2, "--minutes cannot be"),
        (["run", "--minutes", "nan"], 2, "--minutes cannot be"),
        (["run", "--author", "gpt"], 2, "--author cannot be 'gpt'"),
        (["run", "--author", "model"], 2, "OPENAI_API_KEY is not set"),
        (["run", "--world", "host:99999"], 2, "--world 'host:99999' is no world"),
        (["run", "--session", "../x"], 2, "cannot be a session's name"),
        (["run", "--goal", ""], 2, "--goal cannot be"),
        (["run", "--goal", "be nice"], 2, "cannot plan for “be nice”"),
        (["run", "--home", ""], 2, "it is empty. Name a folder, or leave --home out"),
        (["run", "--base-url", "localhost:11434"], 2, "no address like http://localhost:11434/v1"),
        (["bench", "milestones", "--goal", "be nice"], 2, "cannot plan for “be nice”"),
        (["run", "--nonsense"], 2, "No such option: --nonsense"),
        (["rum"], 2, "No such command 'rum'. Did you mean 'run'? See: voyager --help"),
        (["run", "--tasks"], 2, "--tasks"),
        (["sessions", "show", "nope"], 2, "No session 'nope'"),
        (["sessions", "show"], 2, "Missing argument"),
        (["sessions", "rm", "nope", "--yes"], 2, "No session 'nope'"),
        (["sessions", "fork", "nope", "x"], 2, "No session 'nope'"),
        (["skills", "show", "nope"], 2, "No skill 'nope'"),
        (["bench", "milestones", "--seeds", "5-1"], 2, "--seeds 5-1"),
        (["run", "--model", "x", "--base-url", "http://x/v1", "--temperature", "9"], 2, "--temperature"),
        (["run", "--author", "model", "--budget-calls", "-1"], 2, "--budget-calls cannot be -1"),
        (["run", "--model", "anthropic:x"], 1, "needs the package langchain-anthropic"),
        (["run", "--model", "foo:bar"], 2, "no provider is named 'foo'"),
        (["run", "--replay", "nope"], 2, "No session 'nope'"),
        (["say", "nope", "hello"], 2, "No session 'nope'"),
        (["report", "nope"], 2, "No session 'nope'"),
    ],
)
def test_a_mistake_is_one_sentence_and_its_exit_code(
    arguments: Sequence[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(*arguments) == code
    assert said in one_sentence(capsys.readouterr().err)


def test_a_mistake_leaves_no_session_behind(tmp_path: Path) -> None:
    call("run", "--world", "host:99999")
    call("run", "--tasks", "0")
    call("run", "--session", "mine", "--goal", "be nice")
    call("run", "--model", "foo:bar")
    assert not list((tmp_path / "home").glob("sessions/*"))


def test_a_session_stays_in_its_world(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("run", "--session", "mine", "--seed", "3", "--tasks", "1") == 0
    capsys.readouterr()
    assert call("run", "--session", "mine", "--seed", "4") == 2
    assert "embedded world, seed 3" in one_sentence(capsys.readouterr().err)
    assert call("run", "--session", "mine", "--tasks", "1") == 0
    assert call("run", "--session", "mine", "--seed", "3", "--tasks", "1") == 0


def test_a_broken_journal_names_the_line_and_the_way_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call("run", "--tasks", "2")
    path = tmp_path / "home" / "sessions" / "default" / JOURNAL
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join([*lines[:4], "rubbish\n", *lines[5:]]))
    capsys.readouterr()
    assert call("run") == 1
    assert "Line 5" in one_sentence(capsys.readouterr().err)
    assert call("sessions", "fork", "default", "default-rescued", "--at", "4") == 0
    assert call("run", "--session", "default-rescued", "--tasks", "1") == 0


def test_a_home_that_cannot_be_written_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    assert call("run", "--home", str(tmp_path / "file")) == 1
    assert "--home" in one_sentence(capsys.readouterr().err)


def test_what_cannot_be_set_up_is_one_sentence_and_leaves_no_session(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    class NoNode(ToyFactory):
        def prepare(self) -> None:
            raise SetupFailed("npm could not fetch the bridge's packages. Check the network.")

    assert main(["run"], NoNode()) == 1
    assert "npm" in one_sentence(capsys.readouterr().err)
    assert Sessions(tmp_path / "home").names() == []


def test_json_prints_the_journal_and_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("run", "--json", "--tasks", "2") == 0
    lines = capsys.readouterr().out.splitlines()
    written = (tmp_path / "home" / "sessions" / "default" / JOURNAL).read_text().splitlines()
    assert lines == written
    assert ENTRY.validate_json(lines[-1]).event.type == "session_paused"


def test_the_default_run_ends_with_a_diamond_pickaxe_and_the_next_goes_on(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert call("run") == 0
    assert "diamond pickaxe obtained" in capsys.readouterr().out
    assert call("run") == 0
    assert "Every milestone is reached" in capsys.readouterr().out


def test_a_run_that_ends_without_its_goal_says_so_in_its_exit_code() -> None:
    assert call("run", "--goal", "obtain an iron pickaxe", "--tasks", "1") == 3


def test_the_command_in_the_summary_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call("run", "--session", "a-b", "--seed", "9", "--tasks", "1")
    said = re.search(r"go on +voyager (.*)", capsys.readouterr().out)
    assert said and said[1] == "run --session a-b"
    elsewhere = str(tmp_path / "elsewhere")  # another home than the environment's
    call("run", "--home", elsewhere, "--tasks", "1")
    said = re.search(r"go on +voyager (.*)", capsys.readouterr().out)
    assert said and said[1] == f"run --home {elsewhere}"


def test_listings_for_people_and_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    call("run", "--tasks", "3")
    for command in (["sessions", "list"], ["skills", "list"], ["skills", "search", "oak", "log"]):
        capsys.readouterr()
        assert call(*command) == 0
        assert capsys.readouterr().out
        assert call(*command, "--json") == 0
        assert isinstance(json.loads(capsys.readouterr().out), list)
    assert call("skills", "show", "obtainOakLog") == 0
    assert "async function obtainOakLog" in capsys.readouterr().out
    assert call("sessions", "show", "default") == 0
    assert "t3 Obtain 1 wooden pickaxe" in capsys.readouterr().out


def test_a_fork_begins_with_a_count_of_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call("run", "--tasks", "3")
    assert call("sessions", "fork", "default", "other", "--at", "t2") == 0
    capsys.readouterr()
    assert call("run", "--session", "other", "--tasks", "1") == 0
    assert "1 task done, 0 failed" in capsys.readouterr().out


def test_a_run_of_an_old_session_tells_its_own_limit(capsys: pytest.CaptureFixture[str]) -> None:
    call("run", "--tasks", "3")
    capsys.readouterr()
    call("run", "--tasks", "1")
    assert "Session default: the limit of 1 task is reached" in capsys.readouterr().out


def test_a_damaged_journal_is_told_with_a_command_that_can_be_copied(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "my home"
    call("run", "--tasks", "2", "--home", str(home))
    journal = home / "sessions" / "default" / JOURNAL
    lines = journal.read_text().splitlines(keepends=True)
    journal.write_text("".join([*lines[:4], "nonsense\n", *lines[5:]]))
    capsys.readouterr()
    assert call("run", "--home", str(home)) == 1
    rescue = shlex.split(one_sentence(capsys.readouterr().err).partition("voyager sessions")[2])
    assert call("sessions", *rescue) == 0
    assert f"--home '{home}'" in capsys.readouterr().out


def test_the_command_that_goes_on_shows_no_login() -> None:
    settings = load_settings(author="model", base_url="http://ann:secret@localhost:1/v1")
    told = session_run.command("mine", settings)
    assert "secret" not in told
    assert "http://USER:PASSWORD@localhost:1/v1" in told


def test_a_list_of_skills_in_a_pipe_has_one_line_a_skill() -> None:
    call("run", "--tasks", "4")
    done = subprocess.run([*TOY, "skills", "list"], capture_output=True, text=True, check=True)
    as_json = subprocess.run(
        [*TOY, "skills", "list", "--json"], capture_output=True, text=True, check=True
    )
    assert len(done.stdout.splitlines()) == len(json.loads(as_json.stdout)) > 1


def test_a_list_in_a_pipe_has_one_line_a_session(tmp_path: Path) -> None:
    name = "a-session-with-a-long-name-in-a-world-with-a-long-name"
    call("run", "--session", name, "--world", f"embedded:{name}", "--tasks", "1")
    done = subprocess.run([*TOY, "sessions", "list"], capture_output=True, text=True, check=True)
    assert len(done.stdout.splitlines()) == 2


def test_removing_a_session_asks_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    call("run", "--tasks", "1")
    done = subprocess.run([*TOY, "sessions", "rm", "default"], input="n\n", text=True,
                          capture_output=True, check=False)  # fmt: skip
    assert done.returncode == 130 and "stay" in done.stdout
    assert Sessions(tmp_path / "home").names() == ["default"]
    assert call("sessions", "rm", "default", "--yes") == 0
    assert Sessions(tmp_path / "home").names() == []


def test_bench_prints_milestones_by_seed(capfd: pytest.CaptureFixture[str]) -> None:
    assert call("bench", "milestones", "--seeds", "1,2", "--goal", "obtain an iron pickaxe") == 0
    out = capfd.readouterr().out
    assert re.search(r"\| milestone +\| seed 1 +\| seed 2 +\|", out)
    assert re.search(r"\| wooden_pickaxe +\| 47/\d+/4 +\| 47/\d+/4 +\|", out)


def test_a_session_without_a_model_has_nothing_to_replay_and_hears_no_advice(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call("run", "--tasks", "1")
    capsys.readouterr()
    assert call("run", "--replay", "default") == 2
    assert "nothing to replay" in one_sentence(capsys.readouterr().err)
    assert call("say", "default", "dig", "deeper") == 0
    assert "when it runs again" in capsys.readouterr().out
    call("run", "--tasks", "1", "--json")
    told = capsys.readouterr().out
    assert "dig deeper" in told


def test_the_report_of_a_session_without_a_model(capsys: pytest.CaptureFixture[str]) -> None:
    call("run", "--tasks", "5")
    capsys.readouterr()
    assert call("report") == 0
    assert "wooden pickaxe         after 4 attempts" in capsys.readouterr().out


def test_bench_prints_the_sizes_of_prompts(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("bench", "prompts", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told.keys() == {"early", "middle", "late"}
    assert call("bench", "prompts") == 0
    assert "of it unchanging" in capsys.readouterr().out


