"""The skill browser, driven by Textual's own Pilot over a shelf of doubles."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from voyager.core.errors import SetupFailed
from voyager.core.milestones import Milestone
from voyager.core.practice import Run
from voyager.core.records import (
    HaveItem, Observation, Origin, Position, Practice, Skill, StepResult, TrackRecord,
)  # fmt: skip
from voyager.core.scenes import Scene, Start
from voyager.view.browser import PAGES, Browser
from voyager.view.browser_pages import Filters

SEEN = Observation(tick=0, position=Position(x=0, y=64, z=0), health=20, food=20)
MILESTONES = (Milestone(name="Sticks", tier="wooden", goal=HaveItem(item="stick")),)
CERTIFIED = TrackRecord(
    tried=5,
    succeeded=5,
    practice=Practice(worlds=5, passed=5, low=0.57, called={"mineLog": ""}),
)


def made(name: str, description: str, **more: Any) -> Skill:
    code = f"async function {name}(bot) {{ await mineLog(bot) }}"
    return Skill(name=name, code=code, description=description, **more)


class Shelf:
    """Three skills; practice always passes."""

    def __init__(self) -> None:
        sticks = Origin(author="recipes", task="Craft sticks", goal=HaveItem(item="stick"))
        self.held = [
            made("craftStick", "Makes sticks.", record=CERTIFIED, learned_from=sticks),
            made("mineLog", "Fells a tree.", learned_from=Origin(author="model:x")),
            made("old", "\x1b[31mOld[/] [red]one.", quarantined="replaced by mineLog"),
        ]
        self.practised: list[tuple[str, int]] = []
        self.fails = False

    def skills(self) -> Sequence[Skill]:
        return self.held

    def history(self, name: str) -> Sequence[Skill]:
        return [skill for skill in self.held if skill.name == name]

    def run(self, name: str) -> Run:
        if self.fails:
            raise SetupFailed("Node is not here. Run: voyager setup")
        result = StepResult(outcome="finished", after=SEEN, ticks=400, chat=("hello",))
        return Run(scene=Scene(seed=7, start=Start()), passed=True, why="done", result=result)

    def practise(self, name: str, worlds: int, told: Callable[[str], None]) -> Practice:
        told(f"{name}: 1 of {worlds}")
        self.practised.append((name, worlds))
        return Practice(worlds=worlds, passed=worlds, low=0.57)


@dataclass(frozen=True)
class Seen:
    """A browser after some keys."""

    screen: str
    chosen: str | None
    filters: Filters
    running: bool


def drive(*keys: str, shelf: Shelf | None = None, size: tuple[int, int] = (80, 24)) -> Seen:
    """Press `keys` in a browser."""

    async def main() -> Seen:
        app = Browser(shelf or Shelf(), MILESTONES)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            for key in keys:
                await pilot.press(key)
                await pilot.pause()
                await app.workers.wait_for_complete()
                await pilot.pause()
            if not app.is_running:
                return Seen("", None, app.filters, False)
            rows = app.screen._compositor.render_strips()
            screen = "\n".join(row.text for row in rows)
            return Seen(screen, app.chosen.name if app.chosen else None, app.filters, True)

    return asyncio.run(main())


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 15)])
def test_it_opens_with_every_skill_and_the_first_ones_code(size: tuple[int, int]) -> None:
    seen = drive(size=size)
    assert seen.chosen == "craftStick"
    assert "✓ craftStick 5/5" in seen.screen and "x old" in seen.screen
    assert "3 of 3" in seen.screen
    assert "craftStick v1" in seen.screen and "async function" in seen.screen


def test_the_list_narrows_as_one_types_and_escape_widens_it_again() -> None:
    seen = drive(*"tree")
    assert seen.chosen == "mineLog" and "1 of 3" in seen.screen
    seen = drive(*"tree", "escape")
    assert "3 of 3" in seen.screen
    seen = drive(*"zzz")
    assert "No skill fits." in seen.screen


def test_tab_goes_through_the_pages() -> None:
    shows = {
        "about": "Craft sticks", "graph": "mineLog", "record": "0.57", "versions": "v1",
    }  # fmt: skip
    for number, page in enumerate(PAGES[1:], start=1):
        seen = drive(*["tab"] * number)
        assert shows[page] in seen.screen, page


def test_what_a_pack_may_have_written_reaches_no_terminal() -> None:
    seen = drive("down", "down", "tab")
    assert "\x1b" not in seen.screen and "[red]one." in seen.screen


def test_filters_by_status_author_and_milestone() -> None:
    seen = drive("f2")
    assert "status: certified" in seen.screen and "1 of 3" in seen.screen
    seen = drive("f2", "f2", "f2", "f2")
    assert seen.filters.status == "quarantined" and seen.chosen == "old"
    seen = drive("f3")
    assert seen.filters.learned_from == "model:x" and seen.chosen == "mineLog"
    seen = drive("f4")
    assert seen.filters.milestone == "wooden" and seen.chosen == "craftStick"


def test_a_run_from_here_is_told_and_stands_on_the_record_page() -> None:
    seen = drive("f5", "tab", "tab", "tab", size=(120, 30))
    assert "craftStick passed" in seen.screen
    assert "run here" in seen.screen and "hello" in seen.screen


def test_practice_from_here_runs_what_is_chosen() -> None:
    shelf = Shelf()
    seen = drive("down", "f6", shelf=shelf)
    assert shelf.practised == [("mineLog", 5)]
    assert "mineLog passed in 5 of 5 worlds" in seen.screen


def test_a_failure_is_a_sentence_and_the_browser_stays() -> None:
    shelf = Shelf()
    shelf.fails = True
    seen = drive("f5", shelf=shelf)
    assert "Run: voyager setup" in seen.screen


def test_escape_with_nothing_to_clear_leaves() -> None:
    seen = drive("escape")
    assert not seen.running


def test_an_empty_library_says_so() -> None:
    shelf = Shelf()
    shelf.held = []
    seen = drive("down", "tab", "f5", "f6", shelf=shelf)
    assert "There are no skills yet." in seen.screen
