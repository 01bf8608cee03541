"""What people see: folds, lines, screens, summaries."""

from __future__ import annotations

import dataclasses
import io
import re
from pathlib import Path

import pytest
from rich.console import Console

from tests.doubles.memory_journal import MemoryJournal
from tests.doubles.toy_library import ToyLibrary
from tests.doubles.toy_roles import ToyRoles
from tests.doubles.toy_world import ToyWorld
from voyager.core.doing import Doing
from voyager.core.events import (
    Entry,
    Noted,
    SessionContinued,
    SessionStarted,
    TaskOpened,
    WorldEntered,
    WorldSpec,
)
from voyager.core.milestones import Milestone
from voyager.core.records import HaveItem, Program, Task
from voyager.loop import Ledger, RunLimits, learn
from voyager.view.fold import Picture, changes, clean, clean_code, clock, picture, world_name
from voyager.view.live import draw
from voyager.view.plain import JsonView, PlainView
from voyager.view.summary import summary
from voyager.view.watch import Now

TREE = tuple(
    Milestone(name=name, tier="wooden", goal=HaveItem(item=name))
    for name in ("oak_log", "wooden_pickaxe", "wooden_sword", "diamond_pickaxe")
)


def a_run(home: Path, tasks: int = 3) -> MemoryJournal:
    journal = MemoryJournal()
    ledger = Ledger(journal, lambda event, state: None)
    ledger.emit(SessionStarted(session="s", world=WorldSpec(seed=7), author="recipes", voyager="0"))
    learn(ToyRoles(), ToyWorld(home), ToyLibrary(home), ledger, RunLimits(tasks=tasks), lambda: 0.0)
    return journal


def screen(shown: Picture, now: Now, width: int, height: int) -> list[str]:
    console = Console(width=width, height=height, file=io.StringIO(), force_terminal=False)
    with console.capture() as drawn:
        console.print(draw(shown, now, 10.0, width, height))
    return drawn.get().splitlines()


def test_milestones_are_noted_once_with_time_and_attempts(tmp_path: Path) -> None:
    shown = picture(a_run(tmp_path).entries(), TREE)
    assert [r.name for r in shown.reached] == ["oak_log", "wooden_pickaxe"]
    assert shown.reached[1].attempts == 4
    assert shown.next_milestone == TREE[2]


def test_a_killed_run_goes_on_with_its_count_and_a_clean_end_begins_anew(tmp_path: Path) -> None:
    entries = list(a_run(tmp_path).entries())
    again = SessionContinued(author="recipes")
    killed = [*entries[:-1], Entry(seq=len(entries), at="", event=again)]
    ended = [*entries, Entry(seq=len(entries) + 1, at="", event=again)]
    assert picture(killed).done_in_run == (3, 0) and picture(killed).learned_in_run
    assert picture(ended).done_in_run == (0, 0) and not picture(ended).learned_in_run


def test_game_time_and_tasks_of_a_killed_run_are_counted_from_the_same_moment(
    tmp_path: Path,
) -> None:
    entries = list(a_run(tmp_path).entries())
    seen = next(e.event.seen for e in entries if isinstance(e.event, WorldEntered))
    late = seen.model_copy(update={"tick": seen.tick + 900})
    again = (SessionContinued(author="recipes"), WorldEntered(seen=late))
    killed = [*entries[:-1], *(Entry(seq=1, at="", event=event) for event in again)]
    after = picture(killed)
    assert (after.run_game_s, after.process_game_s) == (45, 0)
    told = "".join(line.plain for line in summary(after, tmp_path, 2.0, "voyager run"))
    assert "3 tasks done, 0 failed, in 0:45 of game time" in told and "since it was cut off" in told
    assert "cut off" not in "".join(
        line.plain for line in summary(picture(entries), tmp_path, 2.0, "voyager run")
    )


def test_a_failed_try_says_why_and_where(tmp_path: Path) -> None:
    shown = picture(a_run(tmp_path).entries(), TREE)
    failed = [line.text for line in shown.lines if line.mark == "-"]
    assert failed == [
        "try 1 failed after 3 s: obtainWoodenPickaxe missing_item: "
        "no stick to make a wooden_pickaxe of (obtainWoodenPickaxe.js:4)"
    ]


@pytest.mark.parametrize(("width", "height"), [(80, 24), (120, 40), (60, 20), (200, 60)])
def test_the_screen_fits_its_terminal(tmp_path: Path, width: int, height: int) -> None:
    entries = list(a_run(tmp_path).entries())
    program = Program(name="p", code="\n".join(f"line{n}();" + "x" * 200 for n in range(90)))
    for upto in (0, 1, 2, 3, 4, len(entries)):
        lines = screen(
            picture(entries[:upto], TREE), Now("running", 1.0, program, 2), width, height
        )
        assert len(lines) == height
        assert max(len(line) for line in lines) <= width


def test_the_screen_shows_task_program_vitals_inventory_and_time(tmp_path: Path) -> None:
    entries = list(a_run(tmp_path).entries())
    opened = next(n for n, e in enumerate(entries) if isinstance(e.event, TaskOpened) and n > 9)
    program = Program(name="p", code="async function p(bot) {\n  dig();\n}")
    text = "\n".join(
        screen(picture(entries[: opened + 1], TREE), Now("running", 4.0, program, 1), 80, 24)
    )
    for said in ("t3  Obtain 1 wooden", "running 0:06", "dig();", "17/20", "15/20", "3 oak log",
                 "plains", "✓ oak log", "→ wooden pickaxe", "×3", "skills 2", "Ctrl-C"):  # fmt: skip
        assert said in text, said


def test_colour_is_never_alone(tmp_path: Path) -> None:
    entries = list(a_run(tmp_path).entries())
    marks = {line.style: set[str]() for line in picture(entries).lines}
    for line in picture(entries).lines:
        marks[line.style].add(line.mark)
    assert not (marks["green"] & marks["red"])


def test_the_screen_shows_the_call_and_the_line_that_run_now(tmp_path: Path) -> None:
    shown = picture(a_run(tmp_path).entries(), TREE)
    code = "\n".join(f"step{n}();" for n in range(1, 61))
    doing = Doing(call='mineBlock("log", 3)', line=50, seconds=7)
    now = Now("running", 4.0, Program(name="dig", code=code), 1, doing)
    drawn = "\n".join(screen(shown, now, 100, 30))
    assert 'mineBlock("log", 3) · 0:07 of game time' in drawn
    assert re.search(r"❱ *50 *step50", drawn)
    assert "step49();" in drawn
    assert "step1();" not in drawn


def test_the_head_dates_by_the_clock_of_the_events_and_paces_by_its_own(tmp_path: Path) -> None:
    late = dataclasses.replace(picture(a_run(tmp_path).entries(), TREE), entered_tick=500)
    head = screen(late, Now("proposing", 0.0), 100, 30)[0]
    assert f"game {clock(late.tick / 20)}" in head
    assert f"×{(late.tick - 500) / 20 / 10:.0f}" in head
    assert world_name(WorldSpec(seed=0, name="home")) == "embedded world home"  # its seed is kept with it


def test_text_from_outside_cannot_command_the_terminal() -> None:
    evil = "\x1b[2J\x1b]0;owned\x07 [red]x[/red] \u202e\r\nnext\0"
    assert not set(clean(evil)) & set("\x1b\x07\r\n\0\u202e")
    assert "\x1b" not in clean_code("a();\n\x1b[2J//")
    task = Task(id="t1", text=evil, goal=HaveItem(item="x"), reason=evil)
    noted = [
        Entry(seq=1, at="", event=SessionStarted(session="s", world=WorldSpec(), author="a", voyager="0")),
        Entry(seq=2, at="", event=Noted(kind="warning", text=evil)),
        Entry(seq=3, at="", event=TaskOpened(task=task)),
    ]  # fmt: skip
    shown = picture(noted)
    text = "\n".join(screen(shown, Now("running", 0, Program(name="p", code=evil)), 100, 30))
    assert "\x1b" not in text and "\x07" not in text
    assert "[red]x[/red]" in text, "markup is shown, not obeyed"


def test_plain_is_one_line_an_event(tmp_path: Path) -> None:
    out = io.StringIO()
    view = PlainView(Picture(milestones=TREE), lambda: 61.0, out)
    entries = list(a_run(tmp_path).entries())
    for entry in entries:
        view.told(entry)
    lines = out.getvalue().splitlines()
    assert len(lines) == len(entries)
    assert lines[3] == "    0:16    1:01  + try 1 worked in 16 s: obtainOakLog +3 oak log"


def test_json_is_the_journal(tmp_path: Path) -> None:
    out = io.StringIO()
    view = JsonView(Picture(), out)
    entries = list(a_run(tmp_path).entries())
    for entry in entries:
        view.told(entry)
    assert [Entry.model_validate_json(line) for line in out.getvalue().splitlines()] == entries


def test_the_summary_says_what_was_learned_where_it_is_and_how_to_go_on(tmp_path: Path) -> None:
    shown = picture(a_run(tmp_path).entries(), TREE)
    text = "\n".join(
        line.plain for line in summary(shown, tmp_path, 2.0, "voyager run --session s")
    )
    for said in ("3 tasks done", "3 skills", "obtainOakLog", str(tmp_path / "library"),
                 "voyager run --session s", "wooden pickaxe", "0:47 of game time", "×24"):  # fmt: skip
        assert said in text, said


def test_small_words() -> None:
    assert [clock(s) for s in (0, 59.9, 60, 3661)] == ["0:00", "0:59", "1:00", "1:01:01"]
    assert changes({"oak_log": 3, "stick": -1, "dirt": 0}) == "+3 oak log, -1 stick"
    assert changes({"a": 1, "b": 1, "c": 1}, most=2) == "+1 a, +1 b and 1 more"
