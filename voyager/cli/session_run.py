"""One run of one session: parts put together, watched, ended cleanly, summed up.

Knows which session and world a run is about and how it ends; the learning is voyager/loop.py.
"""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import voyager
from voyager.adapters.jsonl_journal import JsonlJournal
from voyager.adapters.sessions import Sessions
from voyager.cli.compose import Factory
from voyager.core.errors import UsageMistake
from voyager.core.events import Noted, SessionContinued, SessionStarted, WorldEntered, WorldSpec
from voyager.core.records import Described, Limits
from voyager.core.settings import Settings, session_name, world_spec
from voyager.core.state import State
from voyager.loop import Ledger, RunLimits, learn
from voyager.view.fold import Picture, clean, picture, world_name
from voyager.view.live import LiveView
from voyager.view.plain import JsonView, PlainView
from voyager.view.summary import print_summary
from voyager.view.watch import Watch, WatchedJournal, WatchedRoles, WatchedWorld

TASKS = 40  # of a run with no limit of its own: a few minutes of wall time in the embedded world
LAST_ITEM = "diamond_pickaxe"  # where a run with no goal and no limit of its own ends
GOAL_NOT_REACHED = 3  # exit code of a run that ended without its --goal
INTERRUPTED = 130  # exit code after Ctrl-C: 128 + SIGINT, as shells have it
STOPPED_BY_USER = "stopped by you"  # the reason that the loop writes after Ctrl-C
SMALLEST = (60, 20)  # columns and lines under which the live view has no room

MODEL_OPTIONS = (
    "model", "base_url", "model_actor", "model_curriculum", "model_critic", "model_librarian",
    "model_answer", "model_fallback", "model_strong", "escalate_after", "model_timeout", "temperature",
    "budget_usd", "budget_tokens", "budget_calls", "no_cache",
)  # fmt: skip

Form = Literal["json", "plain"] | None
View = LiveView | PlainView | JsonView


@dataclass(frozen=True)
class UpTo(RunLimits):
    """Limits of a run that also ends once `item` has been obtained."""

    item: str | None = None

    def reached(self, state: State, wall_s: float) -> str | None:
        if self.item and self.item in state.obtained and state.open_task is None:
            return f"{self.item.replace('_', ' ')} obtained"
        return super().reached(state, wall_s)


def run_session(settings: Settings, factory: Factory, form: Form) -> int:
    """Begin or continue the session that `settings` name, until it ends; the exit code.

    Raises VoyagerError, after the summary, when the run ended for a reason that is no clean end.
    """
    factory.check_author(settings)
    home = settings.home.expanduser()
    folder = Sessions(home).path(session_name(settings))
    with ExitStack() as stack:
        journal = stack.enter_context(factory.journal(folder))
        stack.callback(_forget_unless_entered, journal)
        before = picture(journal.entries(), factory.milestones())
        spec = world_of(settings, before.state, folder.name)
        factory.prepare()
        if settings.author == "recipes" and settings.goal is not None:
            check_goal(settings.goal, factory)
        stack.enter_context(_ending_as_ctrl_c())
        began = factory.clock()
        watch = Watch(lambda: factory.clock() - began)
        view = _view(form, before, watch)
        practised, took_s = "", None
        try:
            with view:
                _learn(settings, factory, spec, journal, view, watch)
                took_s = watch.elapsed_s()
                practised = _settle(settings, factory, journal, view, watch)
        finally:
            if form != "json" and view.picture.state.seen is not None:
                continued_by = command(folder.name, settings)
                print_summary(view.picture, home, took_s or watch.elapsed_s(), continued_by, practised)
        return _exit_code(view.picture, settings)


def check_goal(goal: str, factory: Factory) -> None:
    """Raises UsageMistake for a goal in words that only a model could take up."""
    if isinstance(factory.goal_reader()(goal), Described):
        raise UsageMistake(
            f"The recipe author cannot plan for “{clean(goal, 80)}”: it understands goals such as "
            "“obtain an iron pickaxe”. Give one like that, or --author model for goals in free words."
        )


def _learn(
    settings: Settings,
    factory: Factory,
    spec: WorldSpec,
    journal: JsonlJournal,
    view: View,
    watch: Watch,
) -> None:
    """Put the parts together and learn; whatever happens, the parts are closed."""
    before = view.picture
    ledger = Ledger(WatchedJournal(journal, view.told, watch), lambda event, state: None)
    home = settings.home.expanduser()

    def notice(text: str) -> None:
        ledger.emit(Noted(kind="info", text=text))

    with ExitStack() as stack:
        library = factory.library(home, notice)
        stack.callback(library.close)
        if settings.require_certified is not None and spec.kind == "remote":
            from voyager.adapters.certified_library import CertifiedLibrary

            library = CertifiedLibrary(library, settings.require_certified)
        world = factory.world(spec, settings, home)
        stack.callback(world.close)
        roles = factory.roles(settings, spec, library, ledger, home)
        if before.state.session:
            ledger.emit(SessionContinued(author=roles.author, goal=settings.goal))
        else:
            ledger.emit(
                SessionStarted(
                    session=journal.path.parent.name,
                    world=spec,
                    author=roles.author,
                    goal=settings.goal,
                    voyager=voyager.__version__,
                )
            )
        if journal.dropped:
            ledger.emit(Noted(kind="warning", text=journal.dropped, about="journal"))
        learn(
            WatchedRoles(roles, watch),
            WatchedWorld(world, watch),
            library,
            ledger,
            limits(settings, view.picture),
            watch.elapsed_s,
            factory.advice(journal.path.parent),
        )
        watch.enter("pausing")


def _settle(
    settings: Settings, factory: Factory, journal: JsonlJournal, view: View, watch: Watch
) -> str:
    """Practise what the run has left to be practised, unless that is not wanted; what came of it."""
    from voyager.cli.after_run import left_due, settle

    home = settings.home.expanduser()
    if settings.no_practice or view.picture.ended == STOPPED_BY_USER:
        return left_due(factory, home)
    watch.enter("practising")
    watched = WatchedJournal(journal, view.told, watch)

    def tell(text: str, about: str) -> None:
        watched.append(Noted(kind="info", text=text, about=about))

    return settle(factory, home, view.picture.state.skills, watch.elapsed_s, tell)


def limits(settings: Settings, now: Picture) -> UpTo:
    """When this run ends. Tasks count from the last clean end: a killed run goes on with its count."""
    free = settings.tasks is None and settings.minutes is None and now.state.goal is None
    tasks = settings.tasks or (None if settings.minutes else TASKS)
    return UpTo(
        tasks=None if tasks is None else now.closed_before_run + tasks,
        tasks_before=now.closed_before_run,
        wall_s=None if settings.minutes is None else settings.minutes * 60,
        attempts_per_task=settings.attempts,
        step=Limits(game_s=settings.step_game_s, wall_s=settings.step_wall_s),
        item=LAST_ITEM if free and LAST_ITEM not in now.state.obtained else None,
    )


def command(session: str, settings: Settings) -> str:
    """The command that continues the session."""
    parts = [_program(), "run"]
    if session != "default":
        parts += ["--session", session]
    if "home" in settings.model_fields_set and os.environ.get("VOYAGER_HOME") != str(settings.home):
        parts += ["--home", str(settings.home)]
    if settings.author == "model":
        options = _model_options(settings)
        parts += options if "--model" in options else ["--author", "model", *options]
    return shlex.join(parts)


def _model_options(settings: Settings) -> list[str]:
    """Those of the model author that were given and that the environment does not repeat by itself.

    A login inside an address is for the user to fill in again: what is printed may be kept anywhere.
    """
    from voyager.adapters.model_faults import without_login

    parts = []
    for name in MODEL_OPTIONS:
        value = getattr(settings, name)
        given = name in settings.model_fields_set and value not in (None, False)
        said = os.environ.get(f"VOYAGER_{name.upper()}")
        if (given or name == "model") and said != str(value):
            flag = "--" + name.replace("_", "-")
            parts += [flag] if value is True else [flag, without_login(str(value), "USER:PASSWORD@")]
    return parts


def _program() -> str:
    """How this program is called from here: by its name where the shell finds it, else by its path."""
    called = Path(sys.argv[0])
    found = shutil.which("voyager")
    if called.name != "voyager" or (found and Path(found).samefile(called)):
        return "voyager"
    return os.path.relpath(called) if called.is_relative_to(Path.cwd()) else str(called)


def world_of(settings: Settings, state: State, session: str) -> WorldSpec:
    """The world of this run. Raises UsageMistake when the session lives in another one."""
    lives_in = state.world
    if not state.session:
        return world_spec(settings.world or "embedded", settings.seed or 0, settings.username)
    if settings.world is None:
        asked = (
            lives_in
            if settings.seed is None
            else lives_in.model_copy(update={"seed": settings.seed})
        )
    else:
        seed = lives_in.seed if settings.seed is None else settings.seed
        asked = world_spec(settings.world, seed, lives_in.username)
    if asked != lives_in:
        raise UsageMistake(
            f"Session {session!r} lives in another world ({world_name(lives_in)}), and a session stays in "
            "its world. Give this run a session of its own with --session NAME."
        )
    return lives_in


def _forget_unless_entered(journal: JsonlJournal) -> None:
    """A session that never saw its world leaves nothing behind, so its name is free for a better try."""
    if any(isinstance(entry.event, WorldEntered) for entry in journal.entries()):
        return
    journal.discard()


def _view(form: Form, before: Picture, watch: Watch) -> View:
    if form == "json":
        return JsonView(before)
    if form == "plain" or not _room_for_live():
        return PlainView(before, watch.elapsed_s)
    return LiveView(before, watch)


def _room_for_live() -> bool:
    if not sys.stdout.isatty() or os.environ.get("TERM") in (None, "", "dumb"):
        return False
    size = os.get_terminal_size(sys.stdout.fileno())
    return size.columns >= SMALLEST[0] and size.lines >= SMALLEST[1]


def _exit_code(ended: Picture, settings: Settings) -> int:
    if ended.ended == STOPPED_BY_USER:
        return INTERRUPTED
    finished = ended.state.finished
    if settings.goal is not None and not (finished and finished.reached):
        return GOAL_NOT_REACHED
    return 0


@contextmanager
def _ending_as_ctrl_c() -> Iterator[None]:
    """A request from outside to end (SIGTERM, a closed terminal) ends the run as Ctrl-C does."""

    def stop(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    before: dict[signal.Signals, Callable[..., object] | int | None] = {}
    for number in (signal.SIGTERM, signal.SIGHUP):
        before[number] = signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
