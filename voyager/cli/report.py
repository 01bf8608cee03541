"""`voyager report`: what a session took and what came of it."""

from __future__ import annotations

from typing import Annotated

import typer

from voyager.cli.compose import Factory
from voyager.cli.options import AsJson, Home, home_of, print_json


def report(
    context: typer.Context,
    session: Annotated[
        str, typer.Argument(metavar="SESSION", help="The session's name.")
    ] = "default",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Tokens, cost and seconds by role and model; tasks, attempts, skills; milestones and what they took."""
    from voyager.adapters.sessions import Sessions
    from voyager.view.report import lines
    from voyager.view.report import report as report_of

    factory: Factory = context.obj
    told = report_of(Sessions(home_of(home)).entries(session), factory.milestones())
    if as_json:
        print_json(told.figures())
    else:
        for line in lines(told):
            print(line)
