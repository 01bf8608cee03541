"""`voyager skills practice|run|edit|graph|tidy` and plain `voyager skills`, with worlds that are doubles."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from tests.doubles.toy_cli import ToyFactory
from voyager.adapters.skill_files import SkillFiles
from voyager.adapters.skill_library import Library
from voyager.cli.app import main
from voyager.cli.compose import Factory
from voyager.core.practice import Job, Run
from voyager.core.records import (
    Described, Goal, HaveItem, Observation, Origin, Position, Skill, SkillDraft, StepResult,
)  # fmt: skip

SEEN = Observation(tick=0, position=Position(x=0, y=64, z=0), health=20, food=20)


class Grounds(Factory):
    """The real library; worlds in which everything passes but `broken`."""

    def prepare(self) -> None:
        return None

    def library(self, home: Path, notice: Callable[[str], None]) -> Library:
        return Library(home, notice=notice)

    def goal_reader(self) -> Callable[[str], Goal]:
        return lambda text: Described(text=text)

    def practise(self, jobs: Sequence[Job], processes: int) -> Iterator[tuple[int, Run]]:
        for index, job in enumerate(jobs):
            passed = job.skill.name != "broken"
            after = SEEN.model_copy(update={"inventory": {"stick": 4}})
            result = StepResult(outcome="finished" if passed else "threw", after=after, ticks=60)
            yield index, Run(scene=job.scene, passed=passed, why="as it is", result=result)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    files = SkillFiles(tmp_path)
    goal = HaveItem(item="stick", count=4)
    for name, code in {
        "craftStick": 'async function craftStick(bot) { await craftItem(bot, "stick") }',
        "makeHoe": "async function makeHoe(bot) { await craftStick(bot) }",
        "broken": "async function broken(bot) { await makeHoe(bot) }",
    }.items():
        files.add(SkillDraft(name=name, code=code, description=f"{name} it."), Origin(goal=goal))
    return tmp_path


def call(home: Path, *arguments: str) -> int:
    return main(["skills", *arguments, "--home", str(home)], Grounds())


def test_practice_tells_and_records(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(home, "practice", "--worlds", "5") == 0
    told = capsys.readouterr()
    assert "broken v1" in told.out and "0/5" in told.out and "1.00 (0.57–1.00)" in told.out
    assert told.err.count("passed") == 10 and told.err.count("failed: as it is") == 5
    skill = SkillFiles(home).load("craftStick")
    assert isinstance(skill, Skill) and skill.record.practice and skill.record.practice.passed == 5


def test_practice_of_a_skill_that_is_not_there_is_one_sentence(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(home, "practice", "craftStick", "nope") == 2
    assert "no skill 'nope'" in capsys.readouterr().err


def test_a_run_says_how_it_went_by_its_exit_code(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(home, "run", "craftStick") == 0
    assert "ended with  4 stick" in capsys.readouterr().out
    assert call(home, "run", "broken", "--json") == 3
    assert json.loads(capsys.readouterr().out)["passed"] is False
    skill = SkillFiles(home).load("broken")
    assert isinstance(skill, Skill) and skill.record.tried == 0


def test_the_graph_in_each_form(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(home, "graph") == 0
    assert capsys.readouterr().out.splitlines()[0] == "broken"
    assert call(home, "graph", "makeHoe", "--format", "mermaid") == 0
    out = capsys.readouterr().out
    assert '"craftStick"' in out and "broken" not in out
    drawn = home / "graph.svg"
    assert call(home, "graph", "--format", "svg", "-o", str(drawn)) == 0
    assert len(list(ElementTree.parse(drawn).iter("{http://www.w3.org/2000/svg}rect"))) == 3
    assert call(home, "graph", "-o", str(home / "no" / "folder")) == 1


def test_tidy_changes_nothing_unless_told_to(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = SkillFiles(home)
    for what in ("axe", "sword"):
        name = f"craft{what.capitalize()}"
        code = f'async function {name}(bot) {{ await craftItem(bot, "stone_{what}") }}'
        files.add(SkillDraft(name=name, code=code, description=f"Crafts a stone {what}."), Origin())
    before = {path: path.read_bytes() for path in files.folder.glob("*/*")}
    assert call(home, "tidy") == 0
    out = capsys.readouterr().out
    assert "craftAxe, craftSword → craftAnyItem" in out and "Nothing was changed" in out
    assert {path: path.read_bytes() for path in files.folder.glob("*/*")} == before
    assert call(home, "tidy", "--apply", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["proposals"][0]["replaced"] is True
    alias = files.load("craftAxe")
    assert isinstance(alias, Skill) and alias.quarantined == "replaced by craftAnyItem"


def test_an_edit_becomes_the_next_version_of_the_skill(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = home / "editor.py"
    editor.write_text("import sys; f = open(sys.argv[1], 'a'); f.write('// mine'); f.close()")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"{sys.executable} {editor}")
    assert call(home, "edit", "craftStick") == 0
    told = capsys.readouterr()
    assert "version 2" in told.out
    assert "craftStick v2" in told.err  # it, and whatever calls it, is run once at once
    assert call(home, "practice", "--changed", "--json") == 0
    assert json.loads(capsys.readouterr().out) == [], "so nothing is due any more"
    monkeypatch.setenv("EDITOR", "false")
    assert call(home, "edit", "craftStick") == 1
    monkeypatch.delenv("EDITOR")
    assert call(home, "edit", "craftStick") == 2


def test_without_a_terminal_skills_alone_is_the_list(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["skills", "--home", str(home)], Grounds()) == 0
    assert "craftStick v1" in capsys.readouterr().out


def test_a_share_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--require-certified", "1.5"], ToyFactory()) == 2
    assert "--require-certified" in capsys.readouterr().err


def test_show_names_callers_and_what_is_due(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = SkillFiles(home)
    code = "async function makeRake(bot) { await craftStick(bot) }"
    draft = SkillDraft(name="makeRake", code=code, description="Rakes.", needs={"planks": 2})
    files.add(draft, Origin(called={"craftStick": "an older one"}))
    assert call(home, "show", "craftStick") == 0
    assert "  called by   makeHoe, makeRake\n" in capsys.readouterr().out
    assert call(home, "show", "makeRake") == 0
    told = capsys.readouterr().out
    assert "  needs       2 planks\n" in told
    assert "  due         since craftStick changed: voyager skills practice --changed\n" in told


def test_on_a_narrow_terminal_no_code_is_cut_off(home: Path) -> None:
    line = f"async function longOne(bot) {{ bot.chat('{'word ' * 30}the end') }}"
    SkillFiles(home).add(SkillDraft(name="longOne", code=line, description="Long."), Origin())
    shown = on_terminal(["skills", "show", "longOne", "--home", str(home)], columns=60)
    assert "the end" in shown


def on_terminal(arguments: Sequence[str], columns: int) -> str:
    """What the real program writes to a terminal of so many columns."""
    main_end, its_end = pty.openpty()
    fcntl.ioctl(its_end, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    program = [sys.executable, "-m", "voyager", *arguments]
    done = subprocess.Popen(program, stdin=its_end, stdout=its_end, env=os.environ | {"TERM": "xterm"})
    os.close(its_end)
    shown = b""
    with suppress(OSError):  # how Linux says that the other end has gone
        while part := os.read(main_end, 4096):
            shown += part
    os.close(main_end)
    assert done.wait(60) == 0
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode()).replace("\r", "")
