"""`voyager skills run|edit`: try a skill once in a fresh world; change its code with an editor."""

from __future__ import annotations

import os
import shlex
import subprocess
from typing import TYPE_CHECKING, Annotated

import typer

from voyager.cli.compose import Factory
from voyager.cli.options import AsJson, Home, home_of, print_json

if TYPE_CHECKING:
    from voyager.core.practice import Run

NOT_PASSED = 3  # exit code of a run that did not reach the skill's goal

Name = Annotated[str, typer.Argument(metavar="NAME", help="The skill's name.")]


def run(
    context: typer.Context,
    name: Name,
    seed: Annotated[int, typer.Option(metavar="S", help="Another seed, another world.")] = 0,
    home: Home = None,
    as_json: AsJson = False,
) -> int:
    """Run a skill once in a fresh embedded world that meets its needs. Nothing is recorded."""
    from voyager.adapters.practising import goal_of
    from voyager.adapters.skill_files import SkillFiles
    from voyager.core.errors import UnknownSkill
    from voyager.core.practice import job_of

    factory: Factory = context.obj
    where = home_of(home)
    library = factory.library(where, lambda text: None)
    try:
        skill = library.get(name)
        if skill is None:
            raise UnknownSkill(f"There is no skill {name!r}. See: voyager skills list")
        factory.prepare()
        goal = goal_of(skill, SkillFiles(where), factory.goal_reader())
        job = job_of(skill, 0, seed, goal, library.get)
    finally:
        library.close()
    done = next(run for _, run in factory.practise([job], 1))
    if as_json:
        print_json({"name": name, "version": skill.version, **done.model_dump(mode="json")})
    else:
        _show(name, done)
    return 0 if done.passed else NOT_PASSED


def _show(name: str, done: Run) -> None:
    from voyager.view.fold import clean

    start, result = done.scene.start, done.result
    print(f"{name}: {'passed' if done.passed else 'failed'} ({clean(done.why)})")
    place = f"seed {done.scene.seed}, time {start.time_of_day}, difficulty {start.difficulty}"
    print(f"  world     {place}, {start.latency_ms} ms away")
    print(f"  took      {result.ticks / 20:.0f} game s, {result.wall_s:.0f} s")
    for label, counts in (("began with", start.inventory), ("ended with", result.after.inventory)):
        if counts:
            told = ", ".join(f"{count} {item}" for item, count in counts.items())
            print(f"  {label}  {clean(told)}"[:400])
    for fault in result.faults:
        line = f" ({fault.file}:{fault.line})" if fault.file else ""
        print(f"  fault     {fault.kind}: {clean(fault.message)}{line}")
    for said in result.chat[-10:]:
        print(f"  said      {clean(said)}")


def edit(context: typer.Context, name: Name, home: Home = None, as_json: AsJson = False) -> None:
    """Open a skill's code in $VISUAL or $EDITOR.

    What is saved becomes its next version. Skills that call it run once, in a fresh world each.
    """
    from voyager.adapters.skill_files import SkillFiles
    from voyager.cli.practice import rerun_callers
    from voyager.core.errors import SetupFailed, UnknownSkill, UsageMistake

    factory: Factory = context.obj
    where = home_of(home)
    files = SkillFiles(where)
    card = files.known(name)
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    path = files.folder / name / f"v{card.current}.js"
    if not editor:
        raise UsageMistake(
            f"Neither VISUAL nor EDITOR says which editor to open. Set one, or edit {path} yourself: "
            "the next command sees it."
        )
    try:
        ended = subprocess.run([*shlex.split(editor), str(path)], check=False).returncode
    except OSError as error:
        raise SetupFailed(f"The editor {editor!r} did not start: {error.strerror}.") from error
    if ended:
        raise SetupFailed(f"The editor {editor!r} ended with {ended}.")
    notes: list[str] = []
    library = factory.library(where, notes.append)
    try:
        skill = library.get(name)
    finally:
        library.close()
    if skill is None:
        raise UnknownSkill(f"{name} cannot be read any more: see {path}.")
    rerun = rerun_callers(factory, where)
    if as_json:
        callers = {each.skill.name: each.practice.passed == 1 for each in rerun}
        print_json({**skill.model_dump(exclude={"code"}), "notes": notes, "callers": callers})
    else:
        print("\n".join(notes) or f"{name} is as it was.")
