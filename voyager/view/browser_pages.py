"""What the skill browser says of one skill, page by page, and which skills a search lets through.

Pure: skills in, rich renderables out. Knows no terminal and no library; every text that came from a
program or a pack is cleaned before it is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from rich.console import Group, RenderableType
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from voyager.core.goals import describe
from voyager.core.knowledge import in_family
from voyager.core.milestones import Milestone
from voyager.core.practice import Lookup, Run, certified, changed
from voyager.core.records import HaveItem, Skill
from voyager.view.fold import clean, clean_code
from voyager.view.skill_graph import below, calls_of, trees

FLOOR = 0.8  # share of practice worlds from which on the browser calls a skill certified
LONG = 2000  # characters of a description

Status = Literal["all", "certified", "practised", "due", "quarantined"]
STATUSES: tuple[Status, ...] = ("all", "certified", "practised", "due", "quarantined")
ALL = "all"


@dataclass(frozen=True)
class Filters:
    """What is let through: every word of `text`, and whatever is not `all`."""

    text: str = ""
    status: Status = "all"
    learned_from: str = ALL
    """An author: `recipes`, `model:NAME`, `import:PACK`…"""
    milestone: str = ALL
    """A tier of the milestones: `wooden`, `stone`…"""


def lets_through(
    skill: Skill, filters: Filters, lookup: Lookup, milestones: Sequence[Milestone]
) -> bool:
    """Whether the list shows `skill`."""
    told = f"{skill.name} {skill.description} {skill.learned_from.task}".lower()
    if not all(word in told for word in filters.text.lower().split()):
        return False
    if filters.learned_from not in (ALL, skill.learned_from.author):
        return False
    if filters.milestone != ALL:
        tiers = {milestone.tier for milestone in serves(skill, milestones)}
        if filters.milestone not in tiers:
            return False
    match filters.status:
        case "certified":
            return certified(skill, FLOOR, lookup)
        case "practised":
            return skill.record.practice is not None
        case "due":
            return bool(changed(skill, lookup))
        case "quarantined":
            return skill.quarantined is not None
        case _:
            return True


def serves(skill: Skill, milestones: Iterable[Milestone]) -> list[Milestone]:
    """The milestones that the skill's goal is, as far as that was written down."""
    goal = skill.learned_from.goal
    found = []
    for milestone in milestones:
        wanted = milestone.goal
        same_item = (
            isinstance(goal, HaveItem)
            and isinstance(wanted, HaveItem)
            and (in_family(goal.item, wanted.item) or in_family(wanted.item, goal.item))
        )
        if goal == wanted or same_item:
            found.append(milestone)
    return found


def line(skill: Skill, lookup: Lookup) -> Text:
    """A skill in the list: a mark, its name, how often it worked."""
    if skill.quarantined:
        mark, style = "x", "yellow"
    elif certified(skill, FLOOR, lookup):
        mark, style = "✓", "green"
    elif changed(skill, lookup):
        mark, style = "!", "cyan"
    else:
        mark, style = " ", ""
    record = skill.record
    text = Text(no_wrap=True, overflow="ellipsis")
    text.append(f"{mark} ", style)
    text.append(clean(skill.name, 80), "dim" if skill.quarantined else "")
    if record.practice:
        text.append(f" {record.practice.passed}/{record.practice.worlds}", "dim")
    elif record.tried:
        text.append(f" {record.succeeded}/{record.tried}", "dim")
    return text


def code_page(skill: Skill) -> RenderableType:
    return Syntax(
        clean_code(skill.code), "javascript", theme="ansi_dark", background_color="default",
        word_wrap=True,
    )  # fmt: skip


def about_page(skill: Skill, lookup: Lookup, milestones: Sequence[Milestone]) -> RenderableType:
    origin = skill.learned_from
    rows = {
        "quarantined": skill.quarantined or "",
        "due": f"{', '.join(changed(skill, lookup))} changed since it last passed"
        if changed(skill, lookup) else "",
        "needs": ", ".join(f"{count} {item}" for item, count in skill.needs.items()),
        "learned for": origin.task,
        "held to": describe(origin.goal) if origin.goal else "",
        "milestone": ", ".join(f"{m.name} ({m.tier})" for m in serves(skill, milestones)),
        "by": origin.author,
        "in": ", ".join(part for part in (origin.session, origin.world) if part),
        "game": origin.game_version,
        "licence": origin.licence,
        "sha": skill.sha[:16],
    }  # fmt: skip
    return Group(Text(clean(skill.description, LONG)), Text(), _rows(rows))


def graph_page(skill: Skill, skills: Sequence[Skill]) -> RenderableType:
    calls = calls_of(skills)
    off = frozenset(each.name for each in skills if each.quarantined)
    callers = [name for name, callees in calls.items() if skill.name in callees]
    parts: list[RenderableType] = [*trees(below(skill.name, calls), [skill.name], off), Text()]
    parts.append(Text("called by " + (", ".join(callers) if callers else "no other skill")))
    return Group(*parts)


def record_page(skill: Skill, last: Run | None = None) -> RenderableType:
    record, practice = skill.record, skill.record.practice
    mean = f"{record.ticks / record.succeeded / 20:.0f} game s" if record.succeeded else ""
    rows = {
        "in use": f"worked {record.succeeded} of {record.tried} times" if record.tried else "not yet",
        "mean time": mean,
        "worlds": clean(", ".join(record.worlds[-8:]), 300),
        "last fault": f"{record.last_fault.kind}: {record.last_fault.message}"
        if record.last_fault else "",
    }  # fmt: skip
    if practice:
        rows |= {
            "practice": f"passed in {practice.passed} of {practice.worlds} worlds (seed {practice.seed})",
            "rate": f"{practice.rate:.2f}, 95 %: {practice.low:.2f}–{practice.high:.2f}",
            "faults": ", ".join(f"{kind} {count}" for kind, count in practice.faults.items()),
        }
    else:
        rows["practice"] = "never"
    parts: list[RenderableType] = [_rows(rows)]
    if last is not None:
        how = "passed" if last.passed else "failed"
        start = last.scene.start
        told = {
            "run here": f"{how} after {last.result.ticks / 20:.0f} game s",
            "why": last.why,
            "world": f"seed {last.scene.seed}, time {start.time_of_day}, difficulty {start.difficulty}, "
            f"{start.latency_ms} ms",
            "said": " / ".join(last.result.chat[-5:]),
        }
        parts += [Text(), _rows(told)]
    return Group(*parts)


def versions_page(skill: Skill, history: Callable[[str], Sequence[Skill]]) -> RenderableType:
    table = Table(box=None, pad_edge=False, header_style="bold", expand=True)
    for name in ("version", "worked", "practice", "by", "what changed"):
        table.add_column(name, no_wrap=name != "what changed")
    before: Skill | None = None
    for each in history(skill.name):
        record, practice = each.record, each.record.practice
        mark = " ●" if each.version == skill.version else ""
        told = each.quarantined or (f"{_grown(before, each)} lines" if before else "first")
        table.add_row(
            f"v{each.version}{mark}",
            f"{record.succeeded}/{record.tried}" if record.tried else "-",
            f"{practice.passed}/{practice.worlds}" if practice else "-",
            clean(each.learned_from.author, 24),
            clean(told, 200),
        )
        before = each
    return table


def _grown(before: Skill, after: Skill) -> str:
    import difflib

    rows = difflib.unified_diff(before.code.splitlines(), after.code.splitlines(), n=0)
    signs = [row[0] for row in rows if row[:3] not in ("+++", "---")]
    return f"+{signs.count('+')} −{signs.count('-')}"


def _rows(rows: dict[str, str]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for label, text in rows.items():
        if text:
            table.add_row(label, Text(clean(text, LONG)))
    return table
