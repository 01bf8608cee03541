"""`voyager skills list|show|search`: what the library holds, for people and for scripts."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voyager.cli import skills_share, skills_versions
from voyager.cli.compose import Factory
from voyager.cli.options import AsJson, Home, home_of, print_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from voyager.core.records import Skill

app = typer.Typer(help="Browse, list, show, search and practise the skills learned.")
app.command("history")(skills_versions.history)
app.command("diff")(skills_versions.diff)
app.command("rollback")(skills_versions.rollback)
app.command("export")(skills_share.export)
app.command("import")(skills_share.import_)


@app.callback(invoke_without_command=True)
def _browse(context: typer.Context, home: Home = None) -> None:
    """Browse, list, show, search and practise the skills learned; with no command, browse them."""
    if context.invoked_subcommand is not None:
        return
    from voyager.cli.browse import browse, room_for_browser

    if room_for_browser():
        browse(context.obj, home_of(home))
    else:
        list_(context, home)


@app.command("list")
def list_(context: typer.Context, home: Home = None, as_json: AsJson = False) -> None:
    """Every skill of the library."""
    where = home_of(home)
    skills = _read(context.obj, where)
    if as_json:
        print_json([_as_json(skill) for skill in skills])
    elif not skills:
        print(f"No skills in {where / 'library'} yet. Learn some with: voyager run")
    else:
        _table(skills)


@app.command()
def show(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The skill's name.")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """One skill: description, record, origin and code."""
    from voyager.core.errors import UnknownSkill

    where = home_of(home)
    skills = {skill.name: skill for skill in _read(context.obj, where)}
    skill = skills.get(name)
    if skill is None:
        import difflib

        near = difflib.get_close_matches(name, skills, n=3, cutoff=0.5)
        hint = f"Near to it: {', '.join(near)}. " if near else ""
        raise UnknownSkill(f"No skill {name!r} in {where}. {hint}See: voyager skills list")
    if as_json:
        print_json(_as_json(skill, code=True))
        return
    _print_skill(skill)


@app.command()
def search(
    context: typer.Context,
    query: Annotated[list[str], typer.Argument(metavar="WORDS…", help="What it should do.")],
    limit: Annotated[int, typer.Option("-k", help="How many to show.", min=1, max=100)] = 5,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """The skills nearest in meaning, best first."""
    factory: Factory = context.obj
    where = home_of(home)
    library = factory.library(where, lambda text: None)
    try:
        found = library.relevant(" ".join(query), k=limit)
    finally:
        library.close()
    if as_json:
        print_json([_as_json(skill) for skill in found])
    elif not found:
        print(f"No skill in {where / 'library'} fits.")
    else:
        _table(found)


def _read(factory: Factory, home: Path) -> Sequence[Skill]:
    library = factory.library(home, lambda text: print(f"! {text}", file=sys.stderr))
    try:
        return library.all()
    finally:
        library.close()


def _as_json(skill: Skill, code: bool = False) -> dict[str, Any]:
    return skill.model_dump(exclude=None if code else {"code"})


def _table(skills: Sequence[Skill]) -> None:
    from rich.console import Console
    from rich.table import Table

    from voyager.view.fold import clean

    rows = []
    for skill in skills:
        record = skill.record
        worked = f"{record.succeeded}/{record.tried}" if record.tried else "-"
        mark = " (quarantined)" if skill.quarantined else ""
        does = clean(skill.description.split(". ")[0].removesuffix("."), 200)  # `show` has the rest
        rows.append((f"{skill.name} v{skill.version}{mark}", worked, does))
    console = Console(highlight=False)
    if not console.is_terminal:  # a line a skill, whatever its length: for grep and cut
        wide = max(len(name) for name, _, _ in rows)
        for name, worked, does in rows:
            print(f"{name:<{wide}}  {worked:>7}  {does}")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("skill", no_wrap=True)
    table.add_column("worked", justify="right", no_wrap=True)
    table.add_column("what it does")
    for row in rows:
        table.add_row(*row)
    console.print(table, markup=False)


def _print_skill(skill: Skill) -> None:
    from rich.console import Console
    from rich.syntax import Syntax

    from voyager.view.fold import clean, clean_code

    console = Console(highlight=False)
    origin, record = skill.learned_from, skill.record
    console.print(f"{skill.name} v{skill.version}", style="bold", markup=False)
    console.print(clean(skill.description, 1000), markup=False)
    rows = {
        "calls": ", ".join(skill.uses),
        "worked": f"{record.succeeded} of {record.tried} times" if record.tried else "",
        "learned in": ", ".join(part for part in (origin.session, origin.world) if part),
        "for": origin.task,
        "by": origin.author,
        "quarantined": skill.quarantined or "",
        "sha": skill.sha[:12],
    }
    for label, text in rows.items():
        if text:
            console.print(f"  {label:<11} {clean(text)}", markup=False, soft_wrap=True)
    print()
    code = clean_code(skill.code)
    if console.is_terminal:
        console.print(Syntax(code, "javascript", theme="ansi_dark", background_color="default"))
    else:
        print(code)
