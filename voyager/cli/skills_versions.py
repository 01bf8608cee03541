"""`voyager skills history|diff|rollback`: the versions of one skill."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from voyager.cli.options import AsJson, Home, home_of, print_json

if TYPE_CHECKING:
    from pathlib import Path

    from voyager.adapters.skill_card import SkillCard
    from voyager.adapters.skill_files import SkillFiles
    from voyager.core.records import Skill

Name = Annotated[str, typer.Argument(metavar="NAME", help="The skill's name.")]


def history(name: Name, home: Home = None, as_json: AsJson = False) -> None:
    """Every version of a skill, its origin and its record."""
    files, card = _open(home, name)
    versions = list(files.history(name))
    if as_json:
        rows = [
            {**skill.model_dump(exclude={"code"}), "state": _state(card, skill.version)}
            for skill in versions
        ]
        print_json(rows)
        return
    for skill in versions:
        _print_version(card, skill)


def diff(
    name: Name,
    before: Annotated[int | None, typer.Argument(metavar="[A]", help="Older version.")] = None,
    after: Annotated[int | None, typer.Argument(metavar="[B]", help="Newer version.")] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """What changed between two versions. Without numbers: between the last two."""
    import difflib

    from voyager.core.errors import UsageMistake
    from voyager.view.fold import clean_code

    files, card = _open(home, name)
    numbers = sorted(card.versions)
    after = after or (card.current if before else numbers[-1])
    earlier = [number for number in numbers if number < after]
    if before is None and not earlier:
        raise UsageMistake(
            f"{name} has no version before {after}. See: voyager skills history {name}"
        )
    old, new = (_version(files, card, n) for n in (before or earlier[-1], after))
    lines = list(
        difflib.unified_diff(
            clean_code(old.code).splitlines(),
            clean_code(new.code).splitlines(),
            f"{name} v{old.version}",
            f"{name} v{new.version}",
            lineterm="",
        )
    )
    if as_json:
        print_json({"name": name, "before": old.version, "after": new.version, "diff": lines})
        return
    if not lines:
        print(f"{name}: versions {old.version} and {new.version} hold the same code.")
    _print_diff(lines)


def rollback(
    context: typer.Context,
    name: Name,
    version: Annotated[
        int | None, typer.Argument(metavar="[VERSION]", help="Which; else the one before.")
    ] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Use an earlier version again. The newer ones stay in the history; skills that call it run once."""
    from voyager.cli.practice import rerun_callers
    from voyager.core.errors import UsageMistake

    files, card = _open(home, name)
    earlier = [number for number in sorted(card.versions) if number < card.current]
    if version is None and not earlier:
        raise UsageMistake(f"{name} has no version before {card.current}, the one in use.")
    wanted = version if version is not None else earlier[-1]
    skill = files.use_version(name, wanted)
    rerun = rerun_callers(context.obj, home_of(home))
    if as_json:
        callers = {each.skill.name: each.practice.passed == 1 for each in rerun}
        print_json({"name": name, "before": card.current, "now": skill.version, "callers": callers})
    else:
        print(f"{name}: version {skill.version} is in use; it was {card.current}.")
        if skill.quarantined:
            print(
                f"It is quarantined ({skill.quarantined}): not offered until it passes a practice."
            )


def _open(home: Path | None, name: str) -> tuple[SkillFiles, SkillCard]:
    """Raises UnknownSkill."""
    from voyager.adapters.skill_files import SkillFiles

    files = SkillFiles(home_of(home))
    return files, files.known(name)


def _version(files: SkillFiles, card: SkillCard, number: int) -> Skill:
    from voyager.core.errors import UnknownSkill
    from voyager.core.records import Skill

    found = files.version(card, number)
    if isinstance(found, Skill):
        return found
    raise UnknownSkill(f"{found.reason}. See: voyager skills history {card.name}")


def _state(card: SkillCard, number: int) -> str:
    if number == card.current:
        return "current"
    return "candidate" if number == card.candidate else "kept"


def _print_version(card: SkillCard, skill: Skill) -> None:
    from voyager.view.fold import clean, counted

    record, origin = skill.record, skill.learned_from
    worked = f"worked {record.succeeded} of {record.tried}" if record.tried else "never tried"
    print(
        f"v{skill.version}  {_state(card, skill.version):9} {worked}, by {origin.author or 'unknown'}"
    )
    notes = {
        "for": origin.task,
        "in": counted(len(record.worlds), "world") if record.worlds else "",
        "takes": f"{record.ticks / 20 / record.succeeded:.0f} game s" if record.succeeded else "",
        "quarantined": skill.quarantined or "",
        "last fault": record.last_fault.message if record.last_fault else "",
    }
    for label, text in notes.items():
        if text:
            print(f"    {label:<12}{clean(text, 200)}")


def _print_diff(lines: list[str]) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    styles = {"+": "green", "-": "red", "@": "cyan"}
    for line in lines:
        console.print(line, style=styles.get(line[:1], ""), markup=False, soft_wrap=True)
