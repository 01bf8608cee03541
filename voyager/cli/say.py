"""`voyager say`: the operator's own voice."""

from __future__ import annotations

from typing import Annotated

import typer

from voyager.cli.options import Home, home_of, utc_now


def say(
    session: Annotated[str, typer.Argument(metavar="SESSION", help="Whom to say it to.")],
    text: Annotated[list[str], typer.Argument(metavar="TEXT", help="What to say.")],
    home: Home = None,
) -> None:
    """Give advice that the session's next proposal takes into account, also while it runs."""
    from uuid import uuid4

    from voyager.adapters.inbox import Inbox
    from voyager.adapters.jsonl_journal import busy
    from voyager.adapters.sessions import Sessions
    from voyager.core.state import fold

    sessions = Sessions(home_of(home))
    folder = sessions.existing(session)
    author = fold(entry.event for entry in sessions.entries(session)).author
    Inbox(folder).say(" ".join(text), uuid4().hex[:12], utc_now())
    when = "its next task is chosen" if busy(folder) else "it runs again"
    print(f"Session {session} reads it when {when}.")
    if not author.startswith("model:"):
        print("The recipe author follows recipes only; a model (--author model) takes advice.")
