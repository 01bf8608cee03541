"""What a run owes the library when it has ended: callers of what changed, and candidates, are practised.

A skill that changes, by a session or by hand, marks those that call it as due; the marks are the
code that each caller last passed with, so no kill loses one. Here they are settled: when the run has
ended, in processes and worlds of their own, so that neither its world nor its course depends on it.
Knows when and how much; what practice says of a skill is core/practice.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from voyager.core.errors import VoyagerError
from voyager.core.records import TICKS_PER_SECOND

if TYPE_CHECKING:
    from voyager.adapters.practising import Planned, Practised
    from voyager.adapters.skill_files import SkillFiles
    from voyager.cli.compose import ClosableLibrary, Factory
    from voyager.core.practice import Job, Run

MOST_SKILLS = 12  # practised at the end of one run; the others stay due
PATIENCE_S = 60.0  # wall seconds after which no further result is waited for, beyond those under way
PROCESSES = 2  # worlds at a time
COMMAND = "voyager skills practice --changed"

Tell = Callable[[str, str], None]
"""A sentence, and the skill that it is about."""


def settle(
    factory: Factory, home: Path, learned: Sequence[str], now_s: Callable[[], float], tell: Tell
) -> str:
    """Practise what is owed, each result told; in one line what that came to, or nothing.

    `learned` are the skills of the session: theirs are the candidates. First the candidates, since
    one that takes over makes its callers due; then each caller once. Ctrl-C leaves the rest due.
    """
    from voyager.adapters.practising import Planned, trials, untried
    from voyager.adapters.skill_files import SkillFiles
    from voyager.core.practice import owed

    files = SkillFiles(home)
    began, count, worlds = now_s(), 0, 0
    since: dict[str, list[str]] = {}
    library = factory.library(home, lambda text: None)
    try:
        for callers in (False, True):
            if callers:
                due = untried(library.all(), library.get)
                since = {skill.name: owed(skill, library.get) for skill in due}
                planned = [Planned(skill, range(1)) for skill in due]
            else:
                planned = trials(learned, files)
            planned = planned[: MOST_SKILLS - count]
            for done in _practised(factory, planned, files, library, began + PATIENCE_S, now_s):
                count, worlds = count + 1, worlds + len(done.runs)
                told = _rerun(done, since[done.skill.name]) if callers else _trial(done, files)
                tell(told, done.skill.name)
    except KeyboardInterrupt:
        tell(f"Practice was broken off. What is left is done by the next run, or: {COMMAND}", "")
    except VoyagerError as error:
        tell(f"Skills that are due could not be practised ({error}). Later: {COMMAND}", "")
    left = owing(library)
    library.close()
    if not count:
        return left
    told = f"{count} {'skill' if count == 1 else 'skills'} in {worlds} fresh "
    told += f"{'world' if worlds == 1 else 'worlds'}, {now_s() - began:.0f} s (--no-practice: not)"
    return f"{told}; {left}" if left else told


def left_due(factory: Factory, home: Path) -> str:
    """What a run that practises nothing leaves to be done, in words; empty when nothing is."""
    library = factory.library(home, lambda text: None)
    try:
        return owing(library)
    finally:
        library.close()


def owing(library: ClosableLibrary) -> str:
    """How many skills have not been run since they or what they call changed, and the command for it."""
    from voyager.adapters.practising import untried

    count = len(untried(library.all(), library.get))
    return f"{count} due for practice: {COMMAND}" if count else ""


def _practised(
    factory: Factory,
    planned: Sequence[Planned],
    files: SkillFiles,
    library: ClosableLibrary,
    until_s: float,
    now_s: Callable[[], float],
) -> Iterator[Practised]:
    """Practise `planned`; breaks off once it is `until_s`. What is complete by then stays recorded."""
    from voyager.adapters.practising import practise_planned

    def ground(jobs: Sequence[Job]) -> Iterator[tuple[int, Run]]:
        for answer in factory.practise(jobs, PROCESSES):
            yield answer
            if now_s() >= until_s:
                return

    if planned and now_s() < until_s:
        yield from practise_planned(
            planned, 0, files, library.get, factory.goal_reader(), ground
        )


def _rerun(done: Practised, since: Sequence[str]) -> str:
    """How a due skill did, in a sentence: the same for the same seed, so without wall time."""
    from voyager.view.fold import clean

    run = done.runs[0]
    how = "passed" if run.passed else f"failed: {clean(run.why, 140)}"
    return f"{_named(done)} was practised, since {', '.join(since)} changed; it {how}"


def _trial(done: Practised, files: SkillFiles) -> str:
    """How a candidate did, and what becomes of it."""
    passed = sum(run.passed for run in done.runs)
    card = files.known(done.skill.name)
    verdict = "it is still on trial"
    if card.current == done.skill.version:
        verdict = "it takes over"
    elif card.candidate != done.skill.version:
        verdict = f"v{card.current} stays in use"
    return f"{_named(done)} passed {passed} of {len(done.runs)} practice worlds; {verdict}"


def _named(done: Practised) -> str:
    game_s = sum(run.result.ticks for run in done.runs) / TICKS_PER_SECOND
    return f"{done.skill.name} v{done.skill.version} ({game_s:.0f} game s)"
