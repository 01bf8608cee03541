"""The skill browser: `voyager skills` on a terminal.

Knows keys, widgets and what is selected. What a page says is view/browser_pages.py; where skills come
from and how one is run is handed in, so the browser runs the same over doubles.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, ClassVar, Protocol, TypeVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Footer, Input, OptionList, Static, TabbedContent, TabPane
from textual.widgets.option_list import Option

from voyager.core.errors import VoyagerError
from voyager.core.milestones import Milestone
from voyager.core.practice import Run
from voyager.core.records import Practice, Skill
from voyager.view import browser_pages as pages
from voyager.view.browser_pages import ALL, STATUSES, Filters
from voyager.view.fold import clean

PAGES = ("code", "about", "graph", "record", "versions")
V = TypeVar("V", bound=str)
WORLDS = 5  # of one practice from here: what a certificate needs


class Shelf(Protocol):
    """What the browser asks for. `run` and `practise` are called on a thread of their own."""

    def skills(self) -> Sequence[Skill]: ...

    def history(self, name: str) -> Sequence[Skill]: ...

    def run(self, name: str) -> Run:
        """Once, in a fresh world; nothing is recorded."""
        ...

    def practise(self, name: str, worlds: int, told: Callable[[str], None]) -> Practice:
        """In fresh worlds; recorded."""
        ...


class Browser(App[None]):
    """A list that narrows as one types, and five pages about the skill that is chosen."""

    TITLE = "Voyager skills"
    ENABLE_COMMAND_PALETTE = False
    CSS = """
    #search { height: 1; border: none; padding: 0 1; background: $surface; }
    #search:focus { border: none; }
    #filters { height: 1; padding: 0 1; color: $text-muted; }
    #list { width: 32; height: 1fr; border: none; padding: 0; scrollbar-size-vertical: 1; }
    #list:focus { border: none; }
    #right { width: 1fr; padding-left: 1; border-left: solid $surface-lighten-1; }
    #name { height: 1; text-style: bold; }
    #status { height: 1; padding: 0 1; color: $text-muted; }
    TabPane { padding: 0; }
    VerticalScroll { scrollbar-size-vertical: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "choose(-1)", "choose", key_display="↑↓", priority=True),
        Binding("down", "choose(1)", show=False, priority=True),
        Binding("tab", "page(1)", "page", priority=True),
        Binding("shift+tab", "page(-1)", show=False, priority=True),
        Binding("pagedown", "scroll_page(1)", show=False, priority=True),
        Binding("pageup", "scroll_page(-1)", show=False, priority=True),
        Binding("f2", "cycle('status')", "status", priority=True),
        Binding("f3", "cycle('learned_from')", "from", priority=True),
        Binding("f4", "cycle('milestone')", "tier", priority=True),
        Binding("f5", "run_skill", "run", priority=True),
        Binding("f6", "practise", "practise", priority=True),
        Binding("escape", "leave", "clear/quit", priority=True),
    ]

    def __init__(self, shelf: Shelf, milestones: Sequence[Milestone] = ()) -> None:
        super().__init__()
        self._shelf = shelf
        self._milestones = milestones
        self._skills: dict[str, Skill] = {}
        self._last: dict[str, Run] = {}
        self._shown: list[str] = []
        self._busy = ""
        self._said = ""
        self.filters = Filters()

    def compose(self) -> ComposeResult:
        yield Input(placeholder="type to search", id="search")
        yield Static(id="filters")
        with Horizontal():
            yield OptionList(id="list")
            with Vertical(id="right"):
                yield Static(id="name", markup=False)
                with TabbedContent(*PAGES):
                    for page in PAGES:
                        with TabPane(page, id=page), VerticalScroll(can_focus=False):
                            yield Static(id=f"text-{page}", markup=False)
        yield Static(id="status", markup=False)
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        self._load()
        self.query_one("#list").can_focus = False
        self.query_one("#search").focus()

    @property
    def chosen(self) -> Skill | None:
        """The skill that the pages are about."""
        at = self.query_one("#list", OptionList).highlighted
        return self._skills.get(self._shown[at]) if at is not None and self._shown else None

    # ── what is shown ──────────────────────────────────────────────────────────────────────────

    def _load(self) -> None:
        self._skills = {skill.name: skill for skill in self._shelf.skills()}
        self._fill()

    def _fill(self) -> None:
        """The list anew, with the same skill chosen if it is still there."""
        chosen = self.chosen
        listed = self.query_one("#list", OptionList)
        get = self._skills.get
        through = [
            skill for skill in self._skills.values()
            if pages.lets_through(skill, self.filters, get, self._milestones)
        ]  # fmt: skip
        self._shown = [skill.name for skill in through]
        listed.clear_options()
        listed.add_options([Option(pages.line(skill, get)) for skill in through])
        if self._shown:
            here = chosen.name if chosen and chosen.name in self._shown else self._shown[0]
            listed.highlighted = self._shown.index(here)
        f = self.filters
        self.query_one("#filters", Static).update(
            f"{len(through)} of {len(self._skills)}   status: {f.status}   from: {f.learned_from}   "
            f"tier: {f.milestone}"
        )
        self._show()

    def _show(self) -> None:
        skill = self.chosen
        name = f"{skill.name} v{skill.version}" if skill else "No skill fits."
        self.query_one("#name", Static).update(name if self._skills else "There are no skills yet.")
        page = self.query_one(TabbedContent).active
        target = self.query_one(f"#text-{page}", Static)
        target.update(self._page(page, skill) if skill else "")
        self._status(self._busy or self._said)

    def _page(self, page: str, skill: Skill) -> Any:
        match page:
            case "code":
                return pages.code_page(skill)
            case "about":
                return pages.about_page(skill, self._skills.get, self._milestones)
            case "graph":
                return pages.graph_page(skill, list(self._skills.values()))
            case "record":
                return pages.record_page(skill, self._last.get(skill.name))
            case _:
                return pages.versions_page(skill, self._shelf.history)

    def _status(self, text: str) -> None:
        self.query_one("#status", Static).update(clean(text, 300))

    # ── keys ───────────────────────────────────────────────────────────────────────────────────

    def on_input_changed(self, event: Input.Changed) -> None:
        self.filters = replace(self.filters, text=event.value)
        self._fill()

    def on_option_list_option_highlighted(self) -> None:
        self._scroller.scroll_home(animate=False)
        self._show()

    def on_tabbed_content_tab_activated(self) -> None:
        self._show()

    def action_choose(self, by: int) -> None:
        listed = self.query_one("#list", OptionList)
        if self._shown:
            at = (listed.highlighted or 0) + by
            listed.highlighted = max(0, min(len(self._shown) - 1, at))

    def action_page(self, by: int) -> None:
        tabs = self.query_one(TabbedContent)
        tabs.active = PAGES[(PAGES.index(tabs.active) + by) % len(PAGES)]

    @property
    def _scroller(self) -> VerticalScroll:
        page = self.query_one(TabbedContent).active
        return self.query_one(f"#{page} VerticalScroll", VerticalScroll)

    def action_scroll_page(self, by: int) -> None:
        scroller = self._scroller
        scroller.scroll_relative(y=by * max(1, scroller.size.height - 1), animate=False)

    def action_cycle(self, which: str) -> None:
        """The next value of a filter, of those that there are."""
        f = self.filters
        authors = sorted({skill.learned_from.author for skill in self._skills.values()} - {""})
        match which:
            case "status":
                self.filters = replace(f, status=_after(f.status, STATUSES))
            case "learned_from":
                self.filters = replace(f, learned_from=_after(f.learned_from, (ALL, *authors)))
            case _:
                tiers = (ALL, *dict.fromkeys(m.tier for m in self._milestones))
                self.filters = replace(f, milestone=_after(f.milestone, tiers))
        self._fill()

    def action_leave(self) -> None:
        search = self.query_one("#search", Input)
        if search.value or replace(self.filters, text="") != Filters():
            self.filters = Filters()
            search.value = ""
            self._fill()
        else:
            self.exit()

    def action_run_skill(self) -> None:
        """Run the chosen skill once in a fresh world."""
        skill = self._begin("runs in a fresh world …")
        if skill is not None:
            name = skill.name
            self.run_worker(lambda: self._run(name), thread=True)

    def action_practise(self) -> None:
        """Practise the chosen skill; its record is written."""
        skill = self._begin(f"is practised in {WORLDS} fresh worlds …")
        if skill is not None:
            name = skill.name
            self.run_worker(lambda: self._practise(name), thread=True)

    def _begin(self, what: str) -> Skill | None:
        skill = self.chosen
        if self._busy or skill is None:
            return None
        self._busy = f"{skill.name} {what}"
        self._status(self._busy)
        return skill

    def _run(self, name: str) -> None:
        try:
            run = self._shelf.run(name)
        except VoyagerError as error:
            self.call_from_thread(self._ended, f"{name}: {error}")
            return
        self._last[name] = run
        told = "passed" if run.passed else f"failed: {run.why}"
        self.call_from_thread(self._ended, f"{name} {told}")

    def _practise(self, name: str) -> None:
        def told(text: str) -> None:
            self.call_from_thread(self._status, text)

        try:
            done = self._shelf.practise(name, WORLDS, told)
        except VoyagerError as error:
            self.call_from_thread(self._ended, f"{name}: {error}")
            return
        text = f"{name} passed in {done.passed} of {done.worlds} worlds ({done.low:.2f}–{done.high:.2f})"
        self.call_from_thread(self._ended, text)

    def _ended(self, text: str) -> None:
        self._busy, self._said = "", text
        self._load()


def _after(now: V, values: Sequence[V]) -> V:
    """The value after `now`; the first after the last."""
    at = values.index(now) if now in values else 0
    return values[(at + 1) % len(values)]
