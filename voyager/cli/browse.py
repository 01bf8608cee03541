"""`voyager skills` with no more words: the browser on a terminal, the list anywhere else."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from voyager.cli.compose import Factory

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from voyager.adapters.skill_files import SkillFiles
    from voyager.core.practice import Run
    from voyager.core.records import Practice, Skill


class LibraryShelf:
    """A Shelf over a home's library; each question opens it anew, so threads share nothing."""

    def __init__(self, factory: Factory, home: Path) -> None:
        self._factory = factory
        self._home = home
        self._runs = 0

    def skills(self) -> Sequence[Skill]:
        library = self._factory.library(self._home, lambda text: None)
        try:
            return library.all()
        finally:
            library.close()

    def history(self, name: str) -> Sequence[Skill]:
        from voyager.adapters.skill_files import SkillFiles

        return list(SkillFiles(self._home).history(name))

    def run(self, name: str) -> Run:
        from voyager.adapters.practising import goal_of
        from voyager.core.practice import job_of

        files, found = self._files()
        self._runs += 1  # another world each time
        goal = goal_of(found[name], files, self._factory.goal_reader())
        job = job_of(found[name], self._runs, 1, goal, found.get)
        return next(run for _, run in self._factory.practise([job], 1))

    def practise(self, name: str, worlds: int, told: Callable[[str], None]) -> Practice:
        from voyager.adapters.practising import practise_all

        files, found = self._files()
        before = found[name].record.practice
        seed = before.seed + 1 if before else 0  # new worlds each time: they add up
        count = 0

        def tell(skill: Skill, run: Run) -> None:
            nonlocal count
            count += 1
            told(f"{name}: {count} of {worlds}, {'passed' if run.passed else run.why}")

        done = practise_all(
            [found[name]], worlds, seed, files, found.get, self._factory.goal_reader(),
            lambda jobs: self._factory.practise(jobs, 2), tell,
        )  # fmt: skip
        return next(iter(done)).practice

    def _files(self) -> tuple[SkillFiles, dict[str, Skill]]:
        from voyager.adapters.skill_files import SkillFiles

        return SkillFiles(self._home), {skill.name: skill for skill in self.skills()}


def room_for_browser() -> bool:
    """Whether there is a terminal that can show it."""
    return (
        sys.stdin.isatty()
        and sys.stdout.isatty()
        and os.environ.get("TERM") not in (None, "", "dumb")
    )


def browse(factory: Factory, home: Path) -> None:
    """Browse until the user leaves."""
    from voyager.view.browser import Browser

    Browser(LibraryShelf(factory, home), factory.milestones()).run()
