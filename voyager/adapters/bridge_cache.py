"""Bridges of other versions in the cache folder: half a gigabyte each, and nobody else removes them.

Knows where an installed package puts its bridge (node_setup.py). Does not know whether another
installation still uses one, so it removes only when asked to; what is gone is fetched again.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from voyager.adapters.atomic import locked
from voyager.adapters.node_setup import cache_folder, place_in_cache
from voyager.shipped import shipped


def others() -> list[Path]:
    """Folders in the cache that this version does not use, torn installations among them."""
    mine = place_in_cache(shipped("bridge"))
    try:
        return sorted(p for p in cache_folder().iterdir() if p.is_dir() and p != mine)
    except OSError:
        return []


def size(folders: Sequence[Path]) -> int:
    """Bytes that the files in `folders` take; what vanishes meanwhile counts nothing."""
    total = 0
    for folder in folders:
        for path, _, names in os.walk(folder):
            for name in names:
                try:
                    total += os.lstat(os.path.join(path, name)).st_size
                except OSError:
                    continue
    return total


def remove_others() -> tuple[int, int]:
    """Remove what `others` finds, while nobody installs; how many are gone, and their bytes."""
    if not others():
        return 0, 0
    with locked(cache_folder() / ".lock"):
        found = others()
        taken = size(found)
        for folder in found:
            shutil.rmtree(folder, ignore_errors=True)
    gone = [folder for folder in found if not folder.exists()]
    return len(gone), taken - size(found)
