"""`voyager skills list|show|search`: what the library holds, for people and for scripts."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voyager.cli import skills_share, skills_versions
from voyager.cli.compose import Factory
from voyager.cli.options import AsJson, Home, home_of, print_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
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
    _print_skill(skill, skills)


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


def _print_skill(skill: Skill, skills: Mapping[str, Skill]) -> None:
    from rich.console import Console
    from rich.syntax import Syntax
    from rich.table import Table
    from rich.text import Text

    from voyager.core.practice import changed
    from voyager.core.skill_graph import called_in
    from voyager.view.fold import clean, clean_code

    console = Console(highlight=False)
    origin, record, practice = skill.learned_from, skill.record, skill.record.practice
    callers = [n for n, s in skills.items() if n != skill.name and skill.name in called_in(s.code)]
    due = changed(skill, skills.get)
    console.print(f"{skill.name} v{skill.version}", style="bold", markup=False)
    console.print(clean(skill.description, 1000), markup=False)
    rows = {
        "needs": ", ".join(f"{count} {item}" for item, count in skill.needs.items()),
        "calls": ", ".join(skill.uses),
        "called by": ", ".join(callers),
        "worked": f"{record.succeeded} of {record.tried} times" if record.tried else "",
        "practised": f"passed {practice.passed} of {practice.worlds} worlds" if practice else "",
        "due": f"since {', '.join(due)} changed: voyager skills practice --changed" if due else "",
        "learned in": ", ".join(part for part in (origin.session, origin.world) if part),
        "for": origin.task,
        "by": origin.author,
        "quarantined": skill.quarantined or "",
        "sha": skill.sha[:12],
    }
    table = Table.grid(padding=(0, 1, 0, 0))
    for label, text in rows.items():
        if text and console.is_terminal:
            table.add_row(f"  {label:<11}", Text(clean(text, 1000)))
        elif text:  # a line each, for grep
            print(f"  {label:<11} {clean(text, 1000)}")
    if console.is_terminal:
        console.print(table)
    print()
    code = clean_code(skill.code)
    if console.is_terminal:
        console.print(
            Syntax(code, "javascript", theme="ansi_dark", background_color="default", word_wrap=True)
        )
    else:
        print(code)
