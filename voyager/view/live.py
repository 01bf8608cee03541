"""The live terminal view: one screen, drawn anew a few times a second from the picture.

Knows rich and the picture; starts nothing, decides nothing. It fits 80×24 and uses what a larger
terminal gives. Every colour comes with a word, a mark or a number that says the same.
"""

from __future__ import annotations

from dataclasses import replace
from types import TracebackType

from rich.console import Console, Group, RenderableType
from rich.layout import Layout
from rich.live import Live
from rich.panel import Panel
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from voyager.core.events import Entry
from voyager.core.records import TICKS_PER_SECOND, Observation, Program, Unusable
from voyager.view.fold import Line, Picture, clean, clean_code, clock, counted, shown_name, world_name
from voyager.view.watch import Now, Watch

REFRESH_HZ = 4  # redraws a second: lively, and under one percent of a core
HEARTS = 10  # of 2 points each; https://minecraft.wiki/w/Health
DAY = 24000  # ticks; https://minecraft.wiki/w/Daylight_cycle
SUNRISE_HOUR = 6  # the game's clock: tick 0 is six in the morning
NIGHT = range(13000, 23000)  # hostile mobs spawn outside; https://minecraft.wiki/w/Daylight_cycle
PHASES = {
    "entering": "entering the world",
    "proposing": "choosing a task",
    "recalling": "looking for skills that fit",
    "writing": "writing a program",
    "running": "running",
    "judging": "judging",
    "describing": "keeping it as a skill",
    "practising": "practising what the new skills have changed",
    "pausing": "saving",
}
ITEM = 14  # columns that a number and a name take, shortened
BORDER = "grey50"
ROOM_FOR_SKILLS = 18  # lines of the middle part from which on skills have a panel of their own


class LiveView:
    """Shows a run while it lasts. `told` takes each entry; the phase comes from `watch`."""

    def __init__(
        self,
        picture: Picture,
        watch: Watch,
        console: Console | None = None,
    ) -> None:
        self.picture = picture
        self._watch = watch
        self._console = console or Console()
        self._live = Live(
            get_renderable=self._draw,
            console=self._console,
            refresh_per_second=REFRESH_HZ,
            screen=True,
            transient=True,
        )

    def told(self, entry: Entry) -> None:
        """An entry is in the journal."""
        self.picture = self.picture.apply(entry)

    def __enter__(self) -> LiveView:
        self._live.start(refresh=True)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._live.stop()

    def _draw(self) -> RenderableType:
        width, height = self._console.size
        now = self._watch.now
        if now.phase == "running":
            now = replace(now, doing=self._watch.doing())
        return draw(self.picture, now, self._watch.elapsed_s(), width, height)


def draw(picture: Picture, now: Now, elapsed_s: float, width: int, height: int) -> Layout:
    """The whole screen, `width` × `height` characters."""
    events = max(4, min(14, height // 4 + 1))
    tree = 5 if height >= 36 else 4
    screen = Layout()
    screen.split_column(
        Layout(_head(picture, elapsed_s, width), size=1),
        Layout(name="middle"),
        Layout(_tree(picture, width - 4, tree - 2), size=tree),
        Layout(_events(picture.lines, events - 2), size=events),
        Layout(_foot(picture, width), size=1),
    )
    side = 28 if width < 76 else 34 if width < 96 else 42
    body = height - 2 - tree - events
    skills = min(body // 3, 10) if body >= ROOM_FOR_SKILLS else 0
    player = Layout(_player(picture.state.seen, side - 4, body - skills - 2))
    column = Layout(size=side)
    if skills:
        column.split_column(player, Layout(_skills(picture, skills - 2), size=skills))
    else:
        column = Layout(player.renderable, size=side)
    screen["middle"].split_row(Layout(_work(picture, now, elapsed_s, body - 2)), column)
    return screen


def _head(picture: Picture, elapsed_s: float, width: int) -> Table:
    state = picture.state
    game_s = picture.process_game_s
    age_s = picture.tick / TICKS_PER_SECOND  # what the events below are dated by
    left = Text("Voyager ", style="bold green")
    left.append(
        f"{state.session} · {world_name(state.world)} · {clean(state.author, 40)}", style="default"
    )
    right = Text(f"game {clock(age_s)}  wall {clock(elapsed_s)}", style="default")
    if elapsed_s >= 1 and game_s:
        right.append(f"  ×{game_s / elapsed_s:.0f}", style="bold")
    row = Table.grid(expand=True)
    row.add_column(no_wrap=True, overflow="ellipsis", ratio=1)
    row.add_column(no_wrap=True, justify="right", width=min(right.cell_len, width // 2))
    row.add_row(left, right)
    return row


def _work(picture: Picture, now: Now, elapsed_s: float, lines: int) -> Panel:
    """The task and the program that runs, or ran last."""
    state = picture.state
    task = state.open_task
    title = Text(f"{task.id}  {clean(task.text, 90)}" if task else "no task yet", style="bold")
    status = Text(no_wrap=True, overflow="ellipsis")
    if task:
        status.append(f"try {max(now.attempt, len(state.attempts), 1)} · ")
    status.append(PHASES[now.phase], style="cyan")
    status.append(f" {clock(elapsed_s - now.since_s)}")
    rows: list[RenderableType] = [status]
    room = lines - 1
    doing = now.doing if now.phase == "running" else None
    if now.phase == "running" and room > 3:  # its line stays when nothing is known, or the code would jump
        told = f"{clean(doing.call, 120)} · {clock(doing.seconds)} of game time" if doing else "…"
        rows.append(Text(told, style="bold", no_wrap=True, overflow="ellipsis"))
        room -= 1
    if task and task.reason and room > 8:
        rows.append(Text(clean(task.reason), style="dim", no_wrap=True, overflow="ellipsis"))
        room -= 1
    last = state.attempts[-1] if state.attempts else None
    program = now.program or (last.program if last else None)
    if isinstance(program, Unusable):
        rows.append(Text(f"no program: {clean(program.reason)}", style="red"))
    elif program:
        rows.append(_code(program, room, doing.line if doing else None))
    return _panel(Group(*rows), title)


def _code(program: Program, room: int, line: int | None) -> Syntax:
    """As much of the program as there is room for: its top, or round the `line` that runs now, marked ❱."""
    room = max(room, 1)
    first = max(1, line - room // 2) if line and line > room else 1
    return Syntax(
        clean_code(program.code),
        "javascript",
        theme="ansi_dark",
        line_numbers=True,
        line_range=(first, first + room - 1),
        highlight_lines={line} if line else None,
        background_color="default",
        word_wrap=False,
    )


def _player(seen: Observation | None, width: int, lines: int) -> Panel:
    """Vitals, place, time and what is carried."""
    if seen is None:
        return _panel(Text("…", style="dim"), "player")
    rows: list[RenderableType] = [
        _bar("health", seen.health, "♥", "♡", "red"),
        _bar("food", seen.food, "●", "○", "yellow"),
    ]
    if seen.oxygen < 20:
        rows.append(_bar("air", seen.oxygen, "■", "□", "cyan"))
    p = seen.position
    rows.append(
        Text(
            f"x {p.x:.0f}  y {p.y:.0f}  z {p.z:.0f}  {shown_name(seen.biome)}",
            no_wrap=True,
            overflow="ellipsis",
        )
    )
    rows.append(Text(day_time(seen), no_wrap=True, overflow="ellipsis"))
    if hand := seen.equipment.get("hand"):
        rows.append(Text(f"in hand: {shown_name(hand)}", no_wrap=True, overflow="ellipsis"))
    rows.append(_inventory(seen, width, lines - len(rows)))
    return _panel(Group(*rows), f"player · {seen.slots_used}/36 slots")


def _bar(label: str, points: float, full: str, empty: str, style: str) -> Text:
    whole = max(0, min(HEARTS, round(points / 2)))
    text = Text(f"{label:<7}", no_wrap=True)
    text.append(full * whole, style=style)
    text.append(empty * (HEARTS - whole), style="dim")
    text.append(f" {points:.0f}/20")
    return text


def day_time(seen: Observation) -> str:
    """`day 2, 14:30`, with a word for the night."""
    day = seen.tick // DAY + 1
    minutes = (seen.time_of_day * 60 // 1000 + SUNRISE_HOUR * 60) % (24 * 60)
    night = ", night" if seen.time_of_day in NIGHT else ""
    rain = ", rain" if seen.raining else ""
    return f"day {day}, {minutes // 60:02}:{minutes % 60:02}{night}{rain}"


def _inventory(seen: Observation, width: int, lines: int) -> RenderableType:
    if not seen.inventory:
        return Text("nothing carried", style="dim")
    items = sorted(seen.inventory.items(), key=lambda row: (-_worth(row[0]), -row[1], row[0]))
    columns = 2 if len(items) > lines and width >= 2 * ITEM else 1
    room = max(1, lines) * columns
    shown = items if len(items) <= room else items[: room - 1]
    cells = [
        Text(f"{n:>3} {shown_name(item)}", no_wrap=True, overflow="ellipsis") for item, n in shown
    ]
    if len(items) > len(shown):
        cells.append(Text(f"… {len(items) - len(shown)} more", style="dim"))
    table = Table.grid(expand=True, padding=(0, 1, 0, 0))
    for _ in range(columns):
        table.add_column(no_wrap=True, overflow="ellipsis", width=width // columns - 1)
    height = -(-len(cells) // columns)
    for row in range(height):
        table.add_row(*cells[row::height])
    return table


def _worth(item: str) -> int:
    """Tools and rare things first: what a person looks for."""
    if "diamond" in item:
        return 3
    if item.endswith(("_pickaxe", "_axe", "_sword", "_shovel", "_hoe")):
        return 2
    return 1 if item.endswith(("_ingot", "_chestplate", "_helmet", "_leggings", "_boots")) else 0


def _tree(picture: Picture, width: int, lines: int) -> Panel:
    """Milestones: ✓ reached, → the one being worked on, · to come; as many rows as there is room."""
    have = {r.name for r in picture.reached}
    task = picture.state.open_task
    aim = task.milestone if task and task.milestone and task.milestone not in have else None
    if aim is None and picture.next_milestone:
        aim = picture.next_milestone.name
    rows: list[Text] = [Text(no_wrap=True)]
    frontier = 0
    for milestone in picture.milestones:
        name = shown_name(milestone.name)
        if milestone.name in have:
            chip = Text(f"✓ {name}", style="green")
        elif milestone.name == aim:
            chip = Text(f"→ {name}", style="bold yellow")
        else:
            chip = Text(f"· {name}", style="dim")
        if rows[-1].cell_len + chip.cell_len > width:
            rows.append(Text(no_wrap=True))
        rows[-1].append_text(chip).append("  ")
        if milestone.name == aim:
            frontier = len(rows) - 1
    first = max(0, min(frontier - lines // 2, len(rows) - lines))
    title = f"milestones {len(have)}/{len(picture.milestones)}"
    return _panel(Group(*rows[first : first + lines]), title)


def _skills(picture: Picture, lines: int) -> Panel:
    """Names of what was learned, newest first."""
    rows = [
        Text(f"★ {name}", style="yellow", no_wrap=True, overflow="ellipsis")
        for name in reversed(picture.state.skills)
    ]
    if len(rows) > lines:
        rows = [*rows[: lines - 1], Text(f"… {len(rows) - lines + 1} more", style="dim")]
    return _panel(Group(*rows), f"skills {len(picture.state.skills)}")


def _panel(body: RenderableType, title: str | Text) -> Panel:
    return Panel(body, title=title, title_align="left", border_style=BORDER)


def _events(lines: tuple[Line, ...], room: int) -> Panel:
    rows = []
    for line in lines[-room:]:
        row = Text(no_wrap=True, overflow="ellipsis")
        row.append(f"{clock(line.tick / TICKS_PER_SECOND):>8} ", style="dim")
        row.append(f"{line.mark} ", style=line.style)
        row.append(line.text, style=line.style)
        rows.append(row)
    return Panel(Group(*rows), title="events (game time)", title_align="left", border_style=BORDER)


def _foot(picture: Picture, width: int) -> Table:
    state = picture.state
    done, failed = len(state.completed), len(state.failed)
    left = Text(f"tasks {done} done, {failed} failed · skills {len(state.skills)}", style="default")
    if state.skills:
        left.append(f" · newest {state.skills[-1]}", style="yellow")
    if state.spent.calls:
        spent = state.spent
        usd = f", ${spent.usd:.3f}" if spent.usd else ""
        tokens = spent.input_tokens + spent.output_tokens
        left.append(f" · model: {counted(spent.calls, 'call')}, {tokens:,} tokens{usd}")
    row = Table.grid(expand=True)
    row.add_column(no_wrap=True, overflow="ellipsis", ratio=1)
    row.add_column(no_wrap=True, justify="right", width=20)
    row.add_row(left, Text("Ctrl-C ends cleanly", style="dim"))
    return row
