"""Finds what comes with the package: skills/, curriculum/, prompts/ and bridge/.

In a clone they lie beside the package; in an installed wheel they lie inside it, as `_data`. No
other code knows a path of its own.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

PACKAGE = Path(__file__).resolve().parent


def shipped(folder: Literal["skills", "curriculum", "prompts", "bridge"]) -> Path:
    """The folder of that name."""
    inside = PACKAGE / "_data" / folder
    return inside if inside.is_dir() else PACKAGE.parent / folder


def editable() -> bool:
    """Whether this is a clone, where things may be installed beside the sources."""
    return not (PACKAGE / "_data").is_dir()
