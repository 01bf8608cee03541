"""`voyager bench library`: how long a large library takes to open, to answer and to be indexed anew."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voyager.cli.options import AsJson, print_json

if TYPE_CHECKING:
    from voyager.core.records import StepResult

VERBS = ("mine", "craft", "smelt", "hunt", "place", "collect", "build", "find", "explore", "equip")
QUESTIONS = 40
_KILLED = """
import os, signal, sys
from pathlib import Path
from voyager.adapters.skill_library import Library
from voyager.cli.bench_library import ran
library = Library(Path(sys.argv[1]))
library.relevant("a question before the end")
library.record(library.all()[0].name, 1, ran(), True, "w")
os.kill(os.getpid(), signal.SIGKILL)
"""


def library(
    skills: Annotated[int, typer.Option(min=1, max=1_000_000, help="How many.")] = 10_000,
    as_json: AsJson = False,
) -> None:
    """Make a library of so many skills and time it.

    Wall and processor seconds.
    """
    with tempfile.TemporaryDirectory(prefix="voyager-bench-") as scratch:
        home = Path(scratch)
        _make(home, skills)
        figures = {"index built": _timed(home, "a first question")}
        built = figures["index built"]
        figures["opened after a clean end"] = _timed(home, None)
        figures["opened and answered after a clean end"] = _timed(home, "where is the iron")
        subprocess.run([sys.executable, "-c", _KILLED, str(home)], check=False)
        figures["opened and answered after a kill"] = _timed(home, "where is the coal")
        asked = _ask(home)
    per_s = {
        "skills indexed a wall second": skills / built[0],
        "a processor second": skills / built[1],
    }
    if as_json:
        print_json({"skills": skills, "seconds": figures, "per_s": per_s, "query_ms": asked})
        return
    print(f"{skills:,} skills            wall s   processor s")
    for what, (wall, cpu) in figures.items():
        print(f"{what:40} {wall:6.2f} {cpu:8.2f}")
    for what, rate in per_s.items():
        print(f"{what:40} {rate:6.0f}")
    for what, ms in asked.items():
        print(f"{what:40} {ms:6.1f}")


def ran() -> StepResult:
    """A run that says nothing, to write a record with."""
    from voyager.core.records import Observation, Position, StepResult

    here = Observation(tick=0, position=Position(x=0, y=0, z=0), health=20, food=20)
    return StepResult(outcome="finished", after=here)


def _make(home: Path, count: int) -> None:
    from voyager.adapters.skill_card import SkillCard, VersionCard, sha_of

    for i in range(count):
        verb = VERBS[i % len(VERBS)]
        name = f"{verb}Thing{i}"
        code = f"async function {name}(bot) {{ }}\n"
        said = f"{verb}s thing number {i} and leaves {i * 7 % 1000} of it; needs tool {i % 50}"
        folder = home / "library" / name
        folder.mkdir(parents=True)
        entry = VersionCard(sha=sha_of(code), description=said)
        card = SkillCard(name=name, current=1, versions={1: entry})
        (folder / "v1.js").write_text(code)
        (folder / "skill.json").write_text(card.model_dump_json())


def _timed(home: Path, question: str | None) -> tuple[float, float]:
    """Wall and processor seconds to open, ask once and close; Python's own imports left out."""
    from voyager.adapters.skill_library import Library

    wall, cpu = time.perf_counter(), time.process_time()
    opened = Library(home)
    try:
        opened.get("none")
        if question:
            opened.relevant(question)
    finally:
        opened.close()
    return time.perf_counter() - wall, time.process_time() - cpu


def _ask(home: Path) -> dict[str, float]:
    from voyager.adapters.skill_library import Library

    opened = Library(home)
    took = []
    try:
        opened.relevant("warm")
        for i in range(QUESTIONS):
            began = time.perf_counter()
            opened.relevant(f"explore the area of tool {i}")
            took.append((time.perf_counter() - began) * 1000)
    finally:
        opened.close()
    took.sort()
    return {
        "query ms, median": took[len(took) // 2],
        "query ms, nine of ten": took[-len(took) // 10],
    }
