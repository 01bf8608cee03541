"""`voyager run`: take a session up, learn, and say what was learned.

Knows the options; the run itself is cli/session_run.py, the learning voyager/loop.py.
"""

from __future__ import annotations

from typing import Annotated

import typer

from voyager.cli.options import Home


def run(
    context: typer.Context,
    session: Annotated[
        str | None,
        typer.Option(help="Session to begin or continue [default: default].", metavar="NAME"),
    ] = None,
    world: Annotated[
        str | None,
        typer.Option(help="embedded, embedded:NAME, or a server as HOST[:PORT].", metavar="W"),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(help="Seed of an embedded world [default: 0].", metavar="N")
    ] = None,
    author: Annotated[
        str | None,
        typer.Option(help="Who writes the programs: recipes (no model) or model.", metavar="A"),
    ] = None,
    goal: Annotated[
        str | None, typer.Option(help='What to work towards: "obtain a diamond pickaxe".')
    ] = None,
    tasks: Annotated[
        int | None, typer.Option(help="Stop after N tasks [default: 40].", metavar="N")
    ] = None,
    minutes: Annotated[
        float | None, typer.Option(help="Stop after M minutes of wall time.", metavar="M")
    ] = None,
    model: Annotated[
        str | None, typer.Option(help="Model for --author model.", metavar="NAME")
    ] = None,
    base_url: Annotated[
        str | None, typer.Option(help="Any OpenAI-compatible server.", metavar="URL")
    ] = None,
    home: Home = None,
    plain: Annotated[
        bool,
        typer.Option("--plain", help="One line an event (by itself when there is no terminal)."),
    ] = False,
    as_json: Annotated[
        bool,
        typer.Option("--json", help="The journal's entries as they are written, one JSON a line."),
    ] = False,
) -> int:
    """Learn: propose a task, write a program for it, run it in the game, judge it, keep what worked.

    The same command again continues the session. Without options: session `default` in the embedded
    world with the recipe author, up to a diamond pickaxe or 40 tasks. Ctrl-C ends it cleanly.
    """
    from voyager.cli.session_run import run_session
    from voyager.core.settings import load_settings

    settings = load_settings(
        session=session, world=world, seed=seed, author=author, goal=goal, tasks=tasks,
        minutes=minutes, model=model, base_url=base_url, home=home,
    )  # fmt: skip
    return run_session(settings, context.obj, "json" if as_json else "plain" if plain else None)
