"""`voyager bench milestones`: how fast a new agent climbs the tech tree, seed by seed.

Each seed runs in a home of its own, as a process of its own, so nothing learned in one helps another.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voyager.cli import bench_library, bench_retrieval, bench_world
from voyager.cli.compose import Factory
from voyager.cli.options import AsJson, print_json

if TYPE_CHECKING:
    from voyager.view.fold import Picture

app = typer.Typer(help="Measure Voyager itself.", no_args_is_help=True)
GRACE_S = 120  # wall seconds beyond --minutes before a run that does not end is killed


@dataclass(frozen=True)
class Row:
    """When one seed reached one milestone, counted from the start of its run."""

    seed: int
    milestone: str
    game_s: int
    wall_s: int
    attempts: int


@dataclass(frozen=True)
class SeedRun:
    """How one seed went."""

    seed: int
    reached: bool
    game_s: int
    wall_s: int
    attempts: int
    ended: str
    rows: tuple[Row, ...]


app.command("retrieval")(bench_retrieval.retrieval)
app.command("world")(bench_world.world)
app.command("library")(bench_library.library)


@app.command()
def milestones(
    context: typer.Context,
    seeds: Annotated[str, typer.Option(metavar="SEEDS", help="Like 1-10 or 1,2,7.")] = "1-10",
    goal: Annotated[
        str, typer.Option(help="What each run works towards.")
    ] = "obtain a diamond pickaxe",
    minutes: Annotated[
        float, typer.Option(min=0.1, help="Wall minutes that one seed may take.")
    ] = 20,
    tasks: Annotated[int, typer.Option(min=1, help="Tasks that one seed may take.")] = 60,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Seeds at a time.")] = 1,
    keep: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Keep each seed's home in here.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Run each seed anew and print when it reached what.

    Game seconds / wall seconds / attempts.
    """
    from voyager.cli.session_run import check_goal

    factory: Factory = context.obj
    wanted = parse_seeds(seeds)
    factory.prepare()
    check_goal(goal, factory)
    with (
        tempfile.TemporaryDirectory(prefix="voyager-bench-") as scratch,
        ThreadPoolExecutor(jobs) as pool,
    ):
        into = keep or Path(scratch)

        def one(seed: int) -> SeedRun:
            return run_seed(factory, into / f"seed-{seed}", seed, goal, minutes, tasks)

        runs: list[SeedRun] = []
        for done in pool.map(one, wanted):
            runs.append(done)
            told = "reached" if done.reached else f"not reached ({done.ended})"
            print(
                f"seed {done.seed}: {told} after {done.game_s} game s", file=sys.stderr, flush=True
            )
    if as_json:
        print_json([_as_json(done) for done in runs])
    else:
        names = [m.name for m in factory.milestones()]
        print("\n".join(table(runs, goal, names)))


def parse_seeds(text: str) -> list[int]:
    """`1-3,7` → 1, 2, 3, 7. Raises UsageMistake."""
    from voyager.core.errors import UsageMistake

    seeds: list[int] = []
    for part in text.split(","):
        span = re.fullmatch(r"\s*(\d{1,15})(?:-(\d{1,15}))?\s*", part)
        first, last = (int(span[1]), int(span[2] or span[1])) if span else (1, 0)
        if not first <= last < first + 1000:
            raise UsageMistake(
                f"--seeds {text} is no list of seeds. Give something like 1-10 or 1,2,7."
            )
        seeds += range(first, last + 1)
    return list(dict.fromkeys(seeds))


def run_seed(
    factory: Factory, home: Path, seed: int, goal: str, minutes: float, tasks: int
) -> SeedRun:
    """One run in a fresh home, read back from its journal."""
    from voyager.adapters.sessions import Sessions
    from voyager.core.errors import UsageMistake
    from voyager.view.fold import picture

    if (home / "sessions").exists():
        raise UsageMistake(f"{home} holds a session already. Give --keep a new folder.")
    command = [
        *factory.command, "run", "--home", str(home), "--session", "bench", "--seed", str(seed),
        "--goal", goal, "--minutes", str(minutes), "--tasks", str(tasks), "--json",
        "--no-practice",
    ]  # fmt: skip
    try:
        done = subprocess.run(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            timeout=minutes * 60 + GRACE_S, check=False,
        )  # fmt: skip
        said = done.stderr.strip().splitlines()[-1:] if done.returncode not in (0, 3) else []
    except subprocess.TimeoutExpired:
        said = [f"killed after {minutes:g} minutes"]
    names = Sessions(home).names()
    entries = Sessions(home).entries("bench") if names else []
    seen = picture(entries, factory.milestones())
    began = entries[0].at if entries else ""
    return SeedRun(
        seed=seed,
        reached=bool(seen.state.finished and seen.state.finished.reached),
        game_s=round(seen.run_game_s),
        wall_s=_seconds_between(began, entries[-1].at) if entries else 0,
        attempts=seen.state.spent.attempts,
        ended=" ".join(said) or seen.ended or "ended without a word",
        rows=tuple(_rows(seed, seen, began)),
    )


def _rows(seed: int, seen: Picture, began: str) -> Iterator[Row]:
    for r in seen.reached:
        game_s = round((r.tick - seen.run_began_tick) / 20)
        yield Row(seed, r.name, game_s, _seconds_between(began, r.at), r.attempts)


def _seconds_between(first: str, second: str) -> int:
    from datetime import datetime

    return round((datetime.fromisoformat(second) - datetime.fromisoformat(first)).total_seconds())


def table(runs: list[SeedRun], goal: str, order: list[str]) -> list[str]:
    """A Markdown table: milestones down, seeds across, `game s / wall s / attempts` in each cell."""
    cells = {
        (r.seed, r.milestone): f"{r.game_s}/{r.wall_s}/{r.attempts}" for d in runs for r in d.rows
    }
    found = {r.milestone for d in runs for r in d.rows}
    rows = [["milestone", *(f"seed {d.seed}" for d in runs)]]
    rows += [
        [name, *(cells.get((d.seed, name), "-") for d in runs)] for name in order if name in found
    ]
    rows.append(["**goal**", *("yes" if d.reached else "no" for d in runs)])
    rows.append(["all", *(f"{d.game_s}/{d.wall_s}/{d.attempts}" for d in runs)])
    rows.append(["game s a wall s", *(f"×{d.game_s / max(d.wall_s, 1):.0f}" for d in runs)])
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(c.ljust(w) for c, w in zip(r, widths, strict=True)) + " |" for r in rows
    ]
    lines.insert(1, "|" + "|".join("-" * (w + 2) for w in widths) + "|")
    reached = sum(d.reached for d in runs)
    game_s, wall_s = sum(d.game_s for d in runs), sum(d.wall_s for d in runs)
    return [
        f"{goal}: {reached} of {len(runs)} seeds, {game_s / max(wall_s, 1):.0f} game seconds a wall second",
        "(each cell: game seconds / wall seconds / attempts when the milestone was first reached)",
        "",
        *lines,
    ]


def _as_json(done: SeedRun) -> dict[str, object]:
    from dataclasses import asdict

    return asdict(done)
