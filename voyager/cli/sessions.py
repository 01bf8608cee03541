"""`voyager sessions list|show|fork|rm`."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Annotated

import typer

from voyager.cli.options import AsJson, Home, Yes, home_of, print_json, utc_now

if TYPE_CHECKING:
    from voyager.adapters.sessions import SessionLine

app = typer.Typer(help="List, show, fork and remove sessions.", no_args_is_help=True)
WIDE = 400  # columns; more than the longest row
Name = Annotated[str, typer.Argument(metavar="NAME", help="The session's name.")]


@app.command("list")
def list_(home: Home = None, as_json: AsJson = False) -> None:
    """Every session: its world, how far it got, whether it runs now."""
    from rich.console import Console
    from rich.table import Table

    from voyager.adapters.sessions import Sessions
    from voyager.view.fold import world_name

    where = home_of(home)
    found = list(Sessions(where).each())
    if as_json:
        print_json([_as_json(line) for line in found])
        return
    if not found:
        print(f"No sessions in {where} yet. Begin one with: voyager run")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("session", "world", "tasks", "failed", "skills", "last event", "now"):
        right = column in ("tasks", "failed", "skills")
        table.add_column(column, justify="right" if right else "left", overflow="fold")
    for line in found:
        state = line.state
        if state is None:
            table.add_row(line.name, "-", "-", "-", "-", "-", "broken journal")
            continue
        table.add_row(
            line.name,
            world_name(state.world),
            str(len(state.completed)),
            str(len(state.failed)),
            str(len(state.skills)),
            line.last_at[:19].replace("T", " "),
            "running" if line.held_by else "-",
        )
    console = Console(highlight=False)
    if not console.is_terminal:  # a pipe has no width: one session, one line
        console = Console(highlight=False, width=WIDE)
    console.print(table)


@app.command()
def show(name: Name, home: Home = None, as_json: AsJson = False) -> None:
    """The tasks of one session, and every event as a line."""
    from voyager.adapters.sessions import Sessions
    from voyager.view.fold import clock, picture, world_name

    sessions = Sessions(home_of(home))
    entries = sessions.entries(name)
    if as_json:
        for entry in entries:
            print(entry.model_dump_json())
        return
    seen = picture(entries, lines_kept=len(entries))
    state = seen.state
    print(f"session   {name}, {len(entries)} events")
    print(f"world     {world_name(state.world)}")
    print(f"author    {state.author}")
    if state.goal:
        print(f"goal      {state.goal}")
    print(f"tasks     {len(state.completed)} done, {len(state.failed)} failed")
    print(f"skills    {', '.join(state.skills) or 'none'}")
    print(f"game time {clock(seen.tick / 20)}")
    print(f"kept in   {sessions.path(name)}")
    print()
    for line in seen.lines:
        print(f"{line.seq:>5} {clock(line.tick / 20):>8}  {line.mark} {line.text}")


@app.command()
def fork(
    name: Name,
    new: Annotated[str, typer.Argument(metavar="NEW", help="The new session's name.")],
    at: Annotated[
        str | None,
        typer.Option(
            metavar="POINT",
            help="An event (17), a task (t3) or an attempt (t3.2) [default: the end].",
        ),
    ] = None,
    home: Home = None,
) -> None:
    """Begin a new session from a point of another one.

    It has that one's journal until there, and the world as it was.
    """
    from voyager.adapters.sessions import Sessions
    from voyager.view.fold import counted

    events = Sessions(home_of(home)).fork(name, new, at, utc_now)
    print(f"Session {new} begins with {counted(events, 'event')} of {name}.")
    where = f" --home {shlex.quote(str(home))}" if home else ""
    print(f"Go on with: voyager run --session {new}{where}")


@app.command()
def rm(name: Name, yes: Yes = False, home: Home = None, as_json: AsJson = False) -> None:
    """Remove a session and the world snapshots that only it uses. Skills stay."""
    from voyager.adapters.sessions import Sessions

    sessions = Sessions(home_of(home))
    folder = sessions.existing(name)
    if not yes:
        typer.confirm(f"Remove {folder}? The skills that it learned stay", abort=True)
    freed = sessions.remove(name, utc_now())
    if as_json:
        print_json({"removed": name, "freed_bytes": freed})
    else:
        print(f"Session {name} is removed ({freed / 1e6:.1f} MB). The skills that it learned stay.")


def _as_json(line: SessionLine) -> dict[str, object]:
    state = line.state
    told: dict[str, object] = {
        "name": line.name,
        "events": line.events,
        "last_at": line.last_at,
        "running": line.held_by is not None,
        "broken": line.broken,
    }
    if state is not None:
        told |= {
            "world": state.world.model_dump(),
            "author": state.author,
            "goal": state.goal,
            "tasks_done": len(state.completed),
            "tasks_failed": len(state.failed),
            "skills": list(state.skills),
        }
    return told
