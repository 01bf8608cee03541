"""What a person sees of a session: a fold of its journal, told in lines and in one picture.

Pure: knows no terminal and no clock. The live view, the plain lines and the summary all draw from
here, so they cannot disagree. Text that comes from programs, models and players is untrusted: it
passes `clean` before it may reach a terminal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from voyager.core.events import (
    Attempted,
    Entry,
    Event,
    ModelCalled,
    Noted,
    Planned,
    SessionContinued,
    SessionPaused,
    SessionStarted,
    SkillLearned,
    TaskClosed,
    TaskOpened,
    WorldEntered,
    WorldSpec,
)
from voyager.core.milestones import Milestone, reached
from voyager.core.records import TICKS_PER_SECOND, Attempt, Program
from voyager.core.state import State

LINES_KEPT = 60  # newest lines; more than any terminal shows of them


@dataclass(frozen=True)
class Reached:
    """When a milestone was first seen to hold."""

    name: str
    tick: int
    attempts: int
    """Attempts made in the session until then."""
    at: str
    """When it was written, on the wall clock."""


@dataclass(frozen=True)
class Line:
    """One event as a person reads it."""

    seq: int
    tick: int
    mark: str
    """One character that says what kind of line it is, so that colour is never alone."""
    style: str
    """A rich style: `green`, `red`, `dim`…"""
    text: str


@dataclass(frozen=True)
class Picture:
    """All that the views show of a session. `apply` returns the next one."""

    milestones: tuple[Milestone, ...] = ()
    state: State = State()
    lines: tuple[Line, ...] = ()
    reached: tuple[Reached, ...] = ()
    run_began_tick: int = 0
    """Game tick at which the run entered the world that is under way, or ended last."""
    entered_tick: int = 0
    """The same of its last process; a later one when the run was killed and went on."""
    learned_in_run: tuple[str, ...] = ()
    closed_before_run: int = 0
    """Tasks that were closed when the run began that is under way, or ended last."""
    failed_before_run: int = 0
    resumed: bool = False
    """Whether the run was cut off, by a kill or a crash, and went on in another process."""
    in_run: bool = False
    ended: str = ""
    """Why the last run ended; empty while one is under way, or when it was killed."""
    events: int = 0
    lines_kept: int = LINES_KEPT

    def apply(self, entry: Entry) -> Picture:
        """The picture after `entry`."""
        event = entry.event
        state = self.state.apply(event)
        line = _line(entry, self.state, state)
        after = replace(
            self,
            state=state,
            lines=(*self.lines, line)[-self.lines_kept :] if line else self.lines,
            events=entry.seq,
        )
        if isinstance(event, SessionStarted | SessionContinued):
            # A run that was killed left no SessionPaused: the next one goes on with its count.
            if not self.in_run:
                after = replace(
                    after,
                    learned_in_run=(),
                    closed_before_run=len(state.closed),
                    failed_before_run=len(state.failed),
                    run_began_tick=self.tick,
                )
            after = replace(after, resumed=self.in_run, in_run=True, ended="")
        elif isinstance(event, SessionPaused):
            after = replace(after, in_run=False, ended=event.reason)
        elif isinstance(event, WorldEntered):
            began = self.run_began_tick if self.resumed else event.seen.tick
            after = replace(after, run_began_tick=began, entered_tick=event.seen.tick)
        elif isinstance(event, SkillLearned) and event.name not in self.state.skills:
            after = replace(after, learned_in_run=(*self.learned_in_run, event.name))
        return after._noting_milestones(entry.at)

    def _noting_milestones(self, at: str) -> Picture:
        have = {r.name for r in self.reached}
        new = tuple(
            Reached(m.name, self.tick, self.state.spent.attempts, at)
            for m in self.milestones
            if m.name not in have and reached(m, self.state)
        )
        return replace(self, reached=(*self.reached, *new)) if new else self

    @property
    def tick(self) -> int:
        """Game ticks since the world began."""
        return self.state.seen.tick if self.state.seen else 0

    @property
    def run_game_s(self) -> float:
        """Game seconds since the run began, its processes that were killed included."""
        return max(0, self.tick - self.run_began_tick) / TICKS_PER_SECOND

    @property
    def process_game_s(self) -> float:
        """Game seconds since this process (or the last one) entered the world."""
        return max(0, self.tick - self.entered_tick) / TICKS_PER_SECOND

    @property
    def done_in_run(self) -> tuple[int, int]:
        """Tasks done and tasks failed since the last clean end."""
        failed = len(self.state.failed) - self.failed_before_run
        return len(self.state.closed) - self.closed_before_run - failed, failed

    @property
    def next_milestone(self) -> Milestone | None:
        """The first one not reached yet."""
        have = {r.name for r in self.reached}
        return next((m for m in self.milestones if m.name not in have), None)


def picture(
    entries: Iterable[Entry],
    milestones: Sequence[Milestone] = (),
    lines_kept: int = LINES_KEPT,
) -> Picture:
    """The picture after all `entries`."""
    seen = Picture(milestones=tuple(milestones), lines_kept=lines_kept)
    for entry in entries:
        seen = seen.apply(entry)
    return seen


# ── words ──────────────────────────────────────────────────────────────────────────────────────


def clean(text: str, limit: int = 400) -> str:
    """One line without anything that a terminal would obey."""
    flat = " ".join(text.split())
    safe = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in flat)
    return safe if len(safe) <= limit else safe[: limit - 1] + "…"


def clean_code(code: str) -> str:
    """A program's text without anything that a terminal would obey; its lines stay."""
    rows = code.strip("\n").split("\n")
    return "\n".join("".join(c if c.isprintable() else " " for c in row) for row in rows)


def clock(seconds: float) -> str:
    """`1:02:03`, or `2:03` under an hour."""
    whole = int(seconds)
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def counted(number: int, thing: str) -> str:
    """`1 task`, `2 tasks`."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def shown_name(item: str) -> str:
    """`wooden_pickaxe` → `wooden pickaxe`."""
    return item.replace("_", " ")


def changes(gained: Mapping[str, int], most: int = 4) -> str:
    """`+3 oak log, +1 stick`: what was gained, greatest count first."""
    rows = sorted(((n, item) for item, n in gained.items() if n), key=lambda row: (-row[0], row[1]))
    told = [f"{n:+d} {shown_name(item)}" for n, item in rows[:most]]
    return ", ".join(told) + (f" and {len(rows) - most} more" if len(rows) > most else "")


def fault_text(attempt: Attempt) -> str:
    """Why an attempt failed, in one line."""
    result = attempt.result
    if result.faults:
        fault = result.faults[0]
        where = f" ({fault.file}:{fault.line})" if fault.file and fault.line else ""
        return clean(f"{fault.kind}: {fault.message}{where}")
    return clean(attempt.verdict.critique or result.outcome.replace("_", " "))


def _line(entry: Entry, before: State, after: State) -> Line | None:
    told = _told(entry.event, before, after)
    if told is None:
        return None
    mark, style, text = told
    tick = after.seen.tick if after.seen else 0
    return Line(entry.seq, tick, mark, style, clean(text))


def _told(event: Event, before: State, after: State) -> tuple[str, str, str] | None:
    match event:
        case SessionStarted():
            return "»", "dim", f"session {event.session} begins in {world_name(after.world)}"
        case SessionContinued():
            return "»", "dim", f"session {after.session} continues"
        case WorldEntered():
            place = event.seen.position
            return (
                "»",
                "dim",
                f"in the world at {place.x:.0f} {place.y:.0f} {place.z:.0f}, {event.seen.biome}",
            )
        case TaskOpened():
            return "○", "bold", f"{event.task.id}  {event.task.text}"
        case Attempted():
            return _attempt_told(event.attempt)
        case SkillLearned():
            return "★", "yellow", f"learned {event.name} v{event.version}"
        case TaskClosed():
            text = before.open_task.text if before.open_task else event.task_id
            if event.success:
                return "✓", "green", f"{event.task_id}  {text}"
            return "✗", "red", f"{event.task_id}  {text}: given up, {event.reason}"
        case Planned():
            steps = "; ".join(step.text for step in event.steps)
            return "→", "dim", f"plan for {event.goal}: {steps}"
        case Noted():
            mark = {"warning": "!", "advice": "→"}.get(event.kind, "·")
            return mark, "yellow" if event.kind == "warning" else "dim", event.text
        case ModelCalled():
            if event.failed:
                return "!", "yellow", f"{event.role}: {event.model} failed: {event.failed}"
            return None
        case SessionPaused():
            return "»", "dim", f"pause: {event.reason}"


def _attempt_told(attempt: Attempt) -> tuple[str, str, str]:
    result = attempt.result
    name = attempt.program.name if isinstance(attempt.program, Program) else "no program"
    took = f"{result.ticks / TICKS_PER_SECOND:.0f} s"
    if attempt.verdict.success:
        gained = changes(result.happened.gained)
        return (
            "+",
            "green",
            f"try {attempt.number} worked in {took}: {name}" + (f"  {gained}" if gained else ""),
        )
    restored = "; world put back" if result.restored else ""
    return (
        "-",
        "red",
        f"try {attempt.number} failed after {took}: {name}  {fault_text(attempt)}{restored}",
    )


def world_name(world: WorldSpec) -> str:
    """`embedded world, seed 7`; `embedded world home`, with a seed of its own; or an address."""
    if world.kind == "remote":
        return f"{world.host}:{world.port}"
    return f"embedded world {world.name}" if world.name else f"embedded world, seed {world.seed}"
