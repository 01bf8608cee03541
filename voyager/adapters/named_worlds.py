"""Embedded worlds that are kept under a name: one file each, shared by `voyager run` and `voyager world`.

Knows where they are and how to ask the bridge about them. Does not know what is in a file: that is the
bridge's own text.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from voyager.core.errors import SetupFailed, UsageMistake

SUFFIX = ".world"
LOOK_S = 60.0  # wall seconds for the bridge to read or draw; a map of 2048 blocks takes about 20


def world_file(home: Path, name: str) -> Path:
    """Where the world `name` is kept."""
    return home / "worlds" / f"{name}{SUFFIX}"


def names(home: Path) -> list[str]:
    """Every world that is kept, by name."""
    return sorted(path.stem for path in (home / "worlds").glob(f"*{SUFFIX}") if path.is_file())


def existing(home: Path, name: str) -> Path:
    """The file of a world that is there. Raises UsageMistake."""
    path = world_file(home, name)
    if name not in names(home):
        known = ", ".join(names(home))
        raise UsageMistake(
            f"No world {name!r} in {path.parent}. "
            + (
                f"There are: {known}."
                if known
                else "Keep one with: voyager world serve --persist NAME"
            )
        )
    return path


def look(arguments: Sequence[str]) -> str:
    """What bridge/world/look.js says to `arguments`. Raises SetupFailed, UsageMistake."""
    from voyager.adapters.node_setup import bridge_folder, node_binary

    script = bridge_folder() / "world" / "look.js"
    try:
        done = subprocess.run(
            [str(node_binary()), str(script), *arguments],
            capture_output=True, text=True, timeout=LOOK_S, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise SetupFailed(
            f"The world could not be read within {LOOK_S:.0f} s. Try again."
        ) from error
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        said = lines[0] if lines else f"Node ended with code {done.returncode}."
        raise UsageMistake(said) if done.returncode == 2 else SetupFailed(said)
    return done.stdout


def about(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """What each file holds; `broken` says why one cannot be read. Raises SetupFailed."""
    if not paths:
        return []
    told: list[dict[str, Any]] = json.loads(look(["about", *map(str, paths)]))
    return told
