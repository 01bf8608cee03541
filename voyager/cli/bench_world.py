"""`voyager bench world`: speed, memory, start and determinism of the embedded world.

The measuring is bridge/bench/world.js; this runs it, one case at a time, and draws the table.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from voyager.cli.compose import Factory
from voyager.cli.options import AsJson, print_json

CASES = (
    "start", "idle", "walking", "working", "eight_bots", "chunks", "snapshot", "restore",
    "determinism",
)  # fmt: skip
TOGETHER = (("snapshot", "restore"),)  # the second reads what the first has saved


def world(
    context: typer.Context,
    seed: Annotated[int, typer.Option(metavar="N", help="Seed of the world measured.")] = 1,
    seeds: Annotated[
        int, typer.Option(min=1, help="Seeds that the determinism check runs, twice each.")
    ] = 3,
    only: Annotated[
        str | None, typer.Option(metavar="CASES", help=f"Some of {','.join(CASES)}.")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Measure the embedded world.

    It takes a minute or two on an idle machine, and only there it is worth anything.

    Exit code 1 when a figure could not be measured or a seed gave two different worlds.
    """
    from voyager.adapters.node_setup import bridge_folder, node_binary
    from voyager.shipped import shipped

    factory: Factory = context.obj
    turns = _turns(only)
    factory.prepare()
    script = bridge_folder() / "bench" / "world.js"
    command = [
        str(node_binary()), str(script), f"--seed={seed}", f"--seeds={seeds}",
        f"--skills={shipped('skills')}",
    ]  # fmt: skip
    measured: dict[str, Any] = {}
    for turn in turns:
        print(f"measuring {', '.join(turn)} …", file=sys.stderr, flush=True)
        _merge(measured, _measure([*command, f"--only={','.join(turn)}"], script))
    if as_json:
        print_json(measured)
    else:
        print("\n".join(table(measured)))
    return 0 if sound(measured["figures"]) else 1


def _turns(only: str | None) -> list[tuple[str, ...]]:
    """The cases wanted, in order, in the groups that must be run together. Raises UsageMistake."""
    from voyager.core.errors import UsageMistake

    wanted = [name.strip() for name in only.split(",")] if only is not None else list(CASES)
    if unknown := [name for name in wanted if name not in CASES]:
        raise UsageMistake(
            f"--only {unknown[0]} is nothing that is measured. There are: {', '.join(CASES)}."
        )
    turns: list[tuple[str, ...]] = []
    for name in CASES:
        group = next((g for g in TOGETHER if name in g and set(g) & set(wanted)), (name,))
        if (name in wanted or len(group) > 1) and group not in turns:
            turns.append(group)
    return turns


def _measure(command: Sequence[str], script: Path) -> dict[str, Any]:
    from voyager.core.errors import SetupFailed

    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        said = " ".join(done.stderr.split())[-300:] or f"it ended with code {done.returncode}"
        raise SetupFailed(f"{script.name} did not measure: {said}") from None
    return answer


def _merge(into: dict[str, Any], more: dict[str, Any]) -> None:
    for key, value in more.items():
        if key == "figures":
            into.setdefault(key, {}).update(value)
        elif key == "targets":
            into.setdefault(key, []).extend(value)
        else:
            into[key] = value


def sound(figures: dict[str, Any]) -> bool:
    """Whether every case gave figures, and every seed the same world twice."""
    return all(
        not case.get("error") and not case.get("errors") and not case.get("differing")
        for case in figures.values()
    )


def table(measured: dict[str, Any]) -> list[str]:
    """A Markdown table, one figure a line: what was measured, what is promised, whether it holds."""
    targets = {target["figure"]: target for target in measured["targets"]}
    rows = [("figure", "measured", "promised", "")]
    for case, figures in measured["figures"].items():
        if figures.get("error"):
            rows.append((case, "-", "", f"failed: {' '.join(str(figures['error']).split())[:60]}"))
            continue
        if case == "determinism":
            alike = f"{figures['same']} of {figures['seeds']} seeds alike"
            rows.append((case, alike, "all", _mark(figures["same"] == figures["seeds"])))
            continue
        for name, value in figures.items():
            target = targets.get(f"{case}.{name}")
            if isinstance(value, int | float) and not isinstance(value, bool):
                rows.append((f"{case}.{name}", f"{value:g}", *_promise(target)))
    widths = [max(len(row[i]) for row in rows) for i in range(4)]
    lines = [
        f"| {a.ljust(widths[0])} | {b.rjust(widths[1])} | {c.ljust(widths[2])} | {d.ljust(widths[3])} |"
        for a, b, c, d in rows
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    head = f"Node {measured['node']}, {measured['cpus']} processors, seed {measured['seed']}"
    return [head, "", *lines]


def _promise(target: dict[str, Any] | None) -> tuple[str, str]:
    if target is None:
        return "", ""
    bound = f"at least {target['least']:g}" if "least" in target else f"at most {target['most']:g}"
    return bound, _mark(target["reached"])


def _mark(holds: bool) -> str:
    return "✓" if holds else "✗ not reached"
