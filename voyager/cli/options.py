"""Options that several commands share."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand



def _folder(text: str) -> Path:
    """A folder that was named; an empty name is a slip (a variable that is not set), not a folder."""
    if not text.strip():
        raise typer.BadParameter("it is empty. Name a folder, or leave --home out")
    return Path(text)


Home = Annotated[
    Path | None,
    typer.Option(
        "--home",
        parser=_folder,
        help="Folder for sessions, skills and snapshots [VOYAGER_HOME].",
        metavar="FOLDER",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


class Grouped(TyperCommand):
    """A command whose options stand in `--help` under the headings that they were given."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        groups: dict[str, list[tuple[str, str]]] = {}
        for parameter in self.get_params(ctx):
            if record := parameter.get_help_record(ctx):
                heading = getattr(parameter, "rich_help_panel", None) or "Options"
                groups.setdefault(heading, []).append(record)
        for heading, records in groups.items():
            with formatter.section(heading):
                formatter.write_dl(records)


def home_of(home: Path | None) -> Path:
    """The home folder: flag, else environment, else voyager.toml, else the platform's own."""
    from voyager.core.settings import load_settings

    return load_settings(home=home).home.expanduser()


def utc_now() -> str:
    """The wall clock as the journal writes it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def print_json(value: Any) -> None:
    """For people and programs alike: indented on a terminal, one line in a pipe."""
    indent = 2 if sys.stdout.isatty() else None
    print(json.dumps(value, indent=indent, ensure_ascii=False))
