"""`voyager skills graph`: which skill calls which."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from voyager.cli.compose import Factory
from voyager.cli.options import Home, home_of


class Form(StrEnum):
    """How the graph is drawn."""

    tree = "tree"
    mermaid = "mermaid"
    svg = "svg"


def graph(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="Only what NAME calls [default: all].")
    ] = None,
    form: Annotated[Form, typer.Option("--format", help="How to draw it.")] = Form.tree,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write it there.")
    ] = None,
    home: Home = None,
) -> None:
    """Draw which skill calls which."""
    from voyager.core.errors import UnknownSkill
    from voyager.view import skill_graph as drawn
    from voyager.view.skill_svg import svg

    factory: Factory = context.obj
    library = factory.library(home_of(home), lambda text: None)
    try:
        skills = library.all()
    finally:
        library.close()
    calls = drawn.calls_of(skills)
    if name is not None and name not in calls:
        raise UnknownSkill(f"There is no skill {name!r}. See: voyager skills list")
    if name is not None:
        calls = drawn.below(name, calls)
    off = frozenset(skill.name for skill in skills if skill.quarantined)
    if form is Form.tree:
        tops = [name] if name else drawn.roots(calls)
        _print_trees(calls, tops, off, output)
    else:
        text = drawn.mermaid(calls, off) + "\n" if form is Form.mermaid else svg(calls, off)
        _put(text, output)


def _print_trees(
    calls: dict[str, list[str]], tops: list[str], off: frozenset[str], output: Path | None
) -> None:
    import io

    from rich.console import Console

    from voyager.view.skill_graph import shortened, trees

    text = io.StringIO()
    console = Console(file=text, width=200, no_color=True) if output else Console(highlight=False)
    cut = False
    for tree in trees(calls, tops, off):
        console.print(tree, soft_wrap=True)
        cut = cut or shortened(tree)
    if cut and console.is_terminal:
        console.print("… what it calls is drawn above", style="dim")
    if not calls:
        console.print("No skills yet. Learn some with: voyager run")
    if output:
        _put(text.getvalue(), output)


def _put(text: str, output: Path | None) -> None:
    from voyager.core.errors import SetupFailed

    if output is None:
        print(text, end="")
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise SetupFailed(f"{output} cannot be written: {error.strerror}.") from error
