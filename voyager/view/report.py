"""What a session took and what came of it: a fold of its journal, as figures and as lines.

Knows no terminal. A program prompt is a call that asked a model for a program, answered or from the
cache; a session without a model has none, and its attempts are counted instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field

from voyager.core.events import Attempted, Entry, ModelCalled
from voyager.core.milestones import Milestone
from voyager.core.records import TICKS_PER_SECOND
from voyager.view.fold import Picture, clean, clock, counted, shown_name, world_name

WRITER = "actor"  # the role that is asked for programs
TIERS = ("wooden", "stone", "iron", "diamond")
TOOLS = ("pickaxe", "axe", "shovel", "sword", "hoe")


@dataclass
class Used:
    """What one role has used of one model."""

    role: str
    model: str
    calls: int = 0
    failed: int = 0
    from_cache: int = 0
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    usd: float | None = 0.0
    """None when the model's price is not known."""
    wall_s: float = 0.0

    def add(self, call: ModelCalled) -> None:
        """Count one call in."""
        self.calls += 1
        self.failed += call.failed is not None
        self.wall_s += call.wall_s
        if call.from_cache:
            self.from_cache += 1
            return
        self.input_tokens += call.input_tokens
        self.cached_tokens += call.cached_tokens
        self.output_tokens += call.output_tokens
        if call.failed is None:
            known = call.usd is not None and self.usd is not None
            self.usd = (self.usd or 0.0) + (call.usd or 0.0) if known else None


@dataclass(frozen=True)
class Milestoned:
    """When a milestone was reached."""

    name: str
    program_prompts: int
    attempts: int
    game_s: int


@dataclass
class Report:
    """The figures of one session."""

    session: str = ""
    author: str = ""
    world: str = ""
    goal: str | None = None
    goal_reached: bool | None = None
    """None when the session has no goal."""
    tasks_done: int = 0
    tasks_failed: int = 0
    attempts: int = 0
    rejected: int = 0
    """Attempts whose program could not have run: unreadable, or found wrong before running."""
    program_prompts: int = 0
    game_s: int = 0
    skills: list[str] = field(default_factory=list)
    used: list[Used] = field(default_factory=list)
    milestones: list[Milestoned] = field(default_factory=list)
    milestones_in_all: int = 0

    @property
    def rejected_share(self) -> float:
        """0 to 1."""
        return self.rejected / self.attempts if self.attempts else 0.0

    def figures(self) -> dict[str, object]:
        """For programs."""
        return {**asdict(self), "rejected_share": round(self.rejected_share, 4)}


def report(entries: Iterable[Entry], milestones: Sequence[Milestone] = ()) -> Report:
    """The report of a session's journal."""
    seen = Picture(milestones=tuple(milestones))
    told = Report(milestones_in_all=len(milestones))
    used: dict[tuple[str, str], Used] = {}
    for entry in entries:
        event = entry.event
        seen = seen.apply(entry)
        if isinstance(event, ModelCalled):
            key = (event.role, event.model)
            used.setdefault(key, Used(*key)).add(event)
            told.program_prompts += event.role == WRITER and event.failed is None
        elif isinstance(event, Attempted):
            told.attempts += 1
            told.rejected += event.attempt.result.outcome == "rejected"
        for new in seen.reached[len(told.milestones) :]:
            at = Milestoned(
                new.name, told.program_prompts, new.attempts, new.tick // TICKS_PER_SECOND
            )
            told.milestones.append(at)
    state = seen.state
    told.session, told.author, told.goal = state.session, state.author, state.goal
    told.world = world_name(state.world)
    told.goal_reached = bool(state.finished and state.finished.reached) if state.goal else None
    told.tasks_done, told.tasks_failed = len(state.completed), len(state.failed)
    told.skills = list(state.skills)
    told.game_s = seen.tick // TICKS_PER_SECOND
    told.used = [used[key] for key in sorted(used)]
    return told


def lines(told: Report) -> list[str]:
    """The report for people."""
    rows = [
        f"session     {told.session}, {told.world}",
        f"author      {clean(told.author)}",
    ]
    if told.goal:
        word = "reached" if told.goal_reached else "not reached"
        rows.append(f"goal        {clean(told.goal)}: {word}")
    rows += [
        f"tasks       {told.tasks_done} done, {told.tasks_failed} failed, "
        f"in {clock(told.game_s)} of game time",
        f"attempts    {told.attempts}, of which {told.rejected} ({told.rejected_share:.0%}) held no "
        "program that could run",
        f"skills      {len(told.skills)}",
    ]
    if told.used:
        rows += ["", *_table(told)]
    if told.milestones:
        rows += ["", *_milestones(told)]
    return rows


def _table(told: Report) -> list[str]:
    head = (
        "role",
        "model",
        "calls",
        "failed",
        "cache",
        "input",
        "cached",
        "output",
        "cost",
        "wall",
    )
    body = [_row(u) for u in told.used]
    if len(told.used) > 1:
        body.append(_row(total(told.used)))
    widths = [max(len(row[i]) for row in (head, *body)) for i in range(len(head))]

    def line(row: Sequence[str]) -> str:
        names = [cell.ljust(width) for cell, width in zip(row[:2], widths[:2], strict=True)]
        numbers = [cell.rjust(width) for cell, width in zip(row[2:], widths[2:], strict=True)]
        return "  ".join([*names, *numbers]).rstrip()

    return [line(head), *map(line, body)]


def total(used: Sequence[Used]) -> Used:
    """The sum; its cost is what is known of it."""
    whole = Used("all", "")
    for each in used:
        whole.calls += each.calls
        whole.failed += each.failed
        whole.from_cache += each.from_cache
        whole.input_tokens += each.input_tokens
        whole.cached_tokens += each.cached_tokens
        whole.output_tokens += each.output_tokens
        whole.wall_s += each.wall_s
        whole.usd = None if each.usd is None or whole.usd is None else whole.usd + each.usd
    return whole


def _row(u: Used) -> tuple[str, ...]:
    cost = "unknown" if u.usd is None else f"${u.usd:.4f}"
    counts = (u.calls, u.failed, u.from_cache, u.input_tokens, u.cached_tokens, u.output_tokens)
    return (u.role, clean(u.model, 60), *(f"{n:,}" for n in counts), cost, f"{u.wall_s:.1f} s")


def _milestones(told: Report) -> list[str]:
    with_model = told.program_prompts > 0

    def took(m: Milestoned) -> str:
        return (
            counted(m.program_prompts, "program prompt")
            if with_model
            else counted(m.attempts, "attempt")
        )

    rows = [f"milestones  {len(told.milestones)} of {told.milestones_in_all}"]
    for m in told.milestones:
        rows.append(f"  {shown_name(m.name):<22} after {took(m)}, game time {clock(m.game_s)}")
    for tier in TIERS:
        tools = {f"{tier}_{tool}" for tool in TOOLS}
        first = next((m for m in told.milestones if m.name in tools), None)
        if first:
            rows.append(f"{tier} tools within {took(first)}")
    return rows
