"""`voyager skills practice`: skills in fresh randomised worlds, and what that says of them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voyager.cli.compose import Factory
from voyager.cli.options import AsJson, Home, home_of, print_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from voyager.adapters.practising import Practised
    from voyager.adapters.skill_files import SkillFiles
    from voyager.core.ports import SkillLibrary
    from voyager.core.practice import Run
    from voyager.core.records import Skill

PIPE_WIDTH = 200  # columns of a table that no terminal cuts


def practice(
    context: typer.Context,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME…]", help="Which skills [default: all].")
    ] = None,
    worlds: Annotated[
        int, typer.Option(min=1, max=1000, metavar="N", help="Fresh worlds for each skill.")
    ] = 5,
    seed: Annotated[
        int, typer.Option(metavar="S", help="Another seed, other worlds; the same, the same.")
    ] = 0,
    changed: Annotated[
        bool,
        typer.Option("--changed", help="Only skills that call one that has changed since."),
    ] = False,
    jobs: Annotated[int, typer.Option(min=1, max=2, help="Worlds at a time.")] = 2,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Run skills in fresh worlds and note how often they succeed.

    The worlds are embedded ones that differ in seed, place, time, weather, ore, tool wear, latency and
    difficulty; each skill's record keeps how often it reached its own goal.
    """
    from voyager.adapters.practising import due, with_candidates
    from voyager.adapters.skill_files import SkillFiles

    factory: Factory = context.obj
    where = home_of(home)
    files = SkillFiles(where)
    library = factory.library(where, lambda text: None)
    try:
        chosen = _chosen(library, names or [])
        if changed:
            chosen = due(chosen, library.get)
        if not chosen:
            if as_json:
                print_json([])
            else:
                print("No skill is due for practice." if changed else "There are no skills yet.")
            return
        chosen = with_candidates(chosen, files)
        done = _practised(factory, chosen, worlds, seed, jobs, files, library)
    finally:
        library.close()
    if as_json:
        print_json([as_json_of(each) for each in done])
    else:
        _table(done)


def rerun_callers(factory: Factory, where: Path, jobs: int = 2) -> list[Practised]:
    """After a change: run every skill that calls what changed once more, in one fresh world each."""
    from voyager.adapters.practising import untried
    from voyager.adapters.skill_files import SkillFiles

    files = SkillFiles(where)
    library = factory.library(where, lambda text: None)
    try:
        chosen = untried(library.all(), library.get)
        return _practised(factory, chosen, 1, 0, jobs, files, library) if chosen else []
    finally:
        library.close()


def _practised(
    factory: Factory,
    chosen: Sequence[Skill],
    worlds: int,
    seed: int,
    jobs: int,
    files: SkillFiles,
    library: SkillLibrary,
) -> list[Practised]:
    """Practise `chosen`, told as it goes; in their order."""
    from voyager.adapters.practising import practise_all

    factory.prepare()
    read = factory.goal_reader()
    done = list(
        practise_all(
            chosen, worlds, seed, files, library.get, read,
            lambda work: factory.practise(work, jobs), _tell,
        )
    )  # fmt: skip
    order = {(skill.name, skill.version): i for i, skill in enumerate(chosen)}
    return sorted(done, key=lambda each: order[each.skill.name, each.skill.version])


def _chosen(library: SkillLibrary, names: Sequence[str]) -> list[Skill]:
    """The skills of these names, or all that can be practised. Raises UnknownSkill."""
    from voyager.adapters.practising import practicable
    from voyager.core.errors import UnknownSkill

    if not names:
        return practicable(library.all())
    found = []
    for name in dict.fromkeys(names):
        skill = library.get(name)
        if skill is None:
            raise UnknownSkill(f"There is no skill {name!r}. See: voyager skills list")
        found.append(skill)
    return found


def _tell(skill: Skill, run: Run) -> None:
    from voyager.view.fold import clean

    how = "passed" if run.passed else f"failed: {clean(run.why, 140)}"
    where = f"world {run.scene.seed}"
    print(f"{skill.name} v{skill.version}  {where}  {how}", file=sys.stderr, flush=True)


def as_json_of(each: Practised) -> dict[str, Any]:
    """One skill's practice, for programs."""
    return {
        "name": each.skill.name,
        "version": each.skill.version,
        "goal": each.goal.model_dump() if each.goal else None,
        "rate": round(each.practice.rate, 3),
        **each.practice.model_dump(exclude={"called", "outcomes", "ran_with"}),
        "runs": [
            {
                "world": run.scene.seed,
                "start": run.scene.start.model_dump(),
                "passed": run.passed,
                "why": run.why,
                "outcome": run.result.outcome,
                "ticks": run.result.ticks,
            }
            for run in each.runs
        ],
    }


def _table(done: Sequence[Practised]) -> None:
    from rich.console import Console
    from rich.table import Table

    from voyager.core.goals import describe
    from voyager.view.fold import clean

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name, side in (
        ("skill", "left"), ("passed", "right"), ("rate (95 %)", "left"), ("game s", "right"),
        ("held to", "left"), ("faults", "left"),
    ):  # fmt: skip
        cut = name not in ("held to", "faults")
        table.add_column(name, justify="right" if side == "right" else "left", no_wrap=cut)
    for each in done:
        told = each.practice
        faults = ", ".join(f"{kind} {count}" for kind, count in told.faults.items())
        table.add_row(
            f"{each.skill.name} v{each.skill.version}",
            f"{told.passed}/{told.worlds}",
            f"{told.rate:.2f} ({told.low:.2f}–{told.high:.2f})",
            seconds(told.ticks),
            describe(each.goal) if each.goal else "no faults",
            clean(faults, 60),
        )
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = PIPE_WIDTH
    console.print(table, markup=False)


def seconds(ticks: Sequence[int]) -> str:
    """Game seconds of the runs that passed: the middle one, and the span.

    >>> seconds([100, 200, 900])
    '10 (5–45)'
    """
    if not ticks:
        return "-"
    middle = ticks[len(ticks) // 2] / 20
    return f"{middle:.0f} ({ticks[0] / 20:.0f}–{ticks[-1] / 20:.0f})"
