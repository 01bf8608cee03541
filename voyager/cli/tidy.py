"""`voyager skills tidy`: one skill for several that are nearly the same."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voyager.cli.compose import Factory
from voyager.cli.options import AsJson, Home, home_of, print_json

if TYPE_CHECKING:
    from voyager.adapters.tidying import Proposals, Trial
    from voyager.core.merging import Merger
    from voyager.core.practice import Job, Run


def tidy(
    context: typer.Context,
    apply: Annotated[
        bool, typer.Option("--apply", help="Prove each proposal by practice; what holds, replaces.")
    ] = False,
    worlds: Annotated[
        int,
        typer.Option(min=1, max=100, metavar="N", help="Fresh worlds for each old skill's proof."),
    ] = 3,
    seed: Annotated[int, typer.Option(metavar="S", help="Other worlds.")] = 0,
    jobs: Annotated[int, typer.Option(min=1, max=2, help="Worlds at a time.")] = 2,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Find skills that are nearly the same, and propose one for all.

    Nothing is changed without --apply. With it, old and new run side by side in fresh worlds; where
    the new one does at least as well for each, the old names call it from then on. Old versions stay.
    """
    from voyager.adapters.skill_files import SkillFiles
    from voyager.adapters.tidying import propose, prove, replace

    factory: Factory = context.obj
    where = home_of(home)
    files = SkillFiles(where)
    library = factory.library(where, lambda text: None)
    try:
        found = propose(library.all())
        trials: list[Trial] = []
        if apply and found.mergers:
            factory.prepare()
            read = factory.goal_reader()
            for merger in found.mergers:
                trial = prove(
                    merger, worlds, seed, files, library.get, read,
                    lambda work: _told(factory.practise(work, jobs), work),
                )  # fmt: skip
                if trial.holds:
                    replace(merger, trial, seed, files, library.get)
                trials.append(trial)
    finally:
        library.close()
    if as_json:
        print_json(_as_json(found, trials))
    else:
        _show(found, trials, apply)


def _told(runs: Iterator[tuple[int, Run]], jobs: Sequence[Job]) -> Iterator[tuple[int, Run]]:
    for index, run in runs:
        how = "passed" if run.passed else f"failed: {run.why[:120]}"
        which = "new" if index % 2 else "old"
        name = jobs[index].skill.name
        print(f"{name} ({which})  world {run.scene.seed}  {how}", file=sys.stderr, flush=True)
        yield index, run


def _as_json(found: Proposals, trials: list[Trial]) -> dict[str, Any]:
    proved: list[Trial | None] = [*trials]
    proved += [None] * (len(found.mergers) - len(trials))
    return {
        "proposals": [
            {
                "skills": [skill.name for skill in merger.members],
                "likeness": round(merger.likeness, 3),
                "parameters": list(merger.parameters),
                "merged": merger.merged.model_dump(),
                "aliases": [alias.model_dump() for alias in merger.aliases],
                "proofs": [proof.model_dump() for proof in trial.proofs] if trial else None,
                "replaced": bool(trial and trial.holds),
            }
            for merger, trial in zip(found.mergers, proved, strict=True)
        ],
        "alike": [
            {"skills": [pair.first, pair.second], "likeness": round(pair.likeness, 3)}
            for pair in found.pairs
        ],
    }


def _show(found: Proposals, trials: list[Trial], applied: bool) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    for i, merger in enumerate(found.mergers):
        _show_merger(console, merger)
        if applied:
            trial = trials[i]
            for proof in trial.proofs:
                told = f"  {proof.name}: {proof.before} of {proof.worlds} before, {proof.after} with it"
                console.print(told, markup=False)
            done = "replaced" if trial.holds else "not proved: all stays as it was"
            console.print(f"  {done}", style="green" if trial.holds else "yellow", markup=False)
        console.print()
    if found.pairs:
        console.print("Alike in what they call and mean, but written differently:", style="bold")
        for pair in found.pairs:
            console.print(f"  {pair.first}, {pair.second} ({pair.likeness:.2f})", markup=False)
    if not found.mergers and not found.pairs:
        console.print("No two skills are nearly the same.")
    elif found.mergers and not applied:
        console.print("Nothing was changed. Prove and replace with: voyager skills tidy --apply")


def _show_merger(console: Any, merger: Merger) -> None:
    from rich.syntax import Syntax

    from voyager.view.fold import clean_code

    names = ", ".join(skill.name for skill in merger.members)
    head = f"{names} → {merger.merged.name} (alike {merger.likeness:.2f})"
    console.print(head, style="bold", markup=False, soft_wrap=True)
    code = clean_code(merger.merged.code)
    if console.is_terminal:
        console.print(
            Syntax(code, "javascript", theme="ansi_dark", background_color="default", word_wrap=True)
        )
    else:
        print(code)
