"""Many new skills put into a library folder together: all of them, or none.

Written aside first, then renamed into place; a list of the names (`.importing`) stands beside them
until the last one is there, so that whoever comes after a kill takes the first ones back. Called
under the library's lock.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from voyager.adapters import atomic
from voyager.adapters.skill_card import NAME, SkillCard
from voyager.core.errors import UsageMistake

LIST = ".importing"
ASIDE = ".incoming"


def put_in_place(folder: Path, cards: Sequence[tuple[SkillCard, Mapping[int, str]]]) -> None:
    """Raises UsageMistake when one of the names is taken, SetupFailed when the disk does not take them."""
    take_back(folder)
    names = [card.name for card, _ in cards]
    for name in names:
        if (folder / name).exists():
            raise UsageMistake(f"{name} is in the library already. Nothing was imported.")
    aside = folder / ASIDE
    try:
        for card, codes in cards:
            _write(aside / card.name, card, codes)
        atomic.write(folder / LIST, json.dumps(names).encode())
        for name in names:
            os.rename(aside / name, folder / name)
        atomic.sync_folder(folder)
        (folder / LIST).unlink()
    except OSError as error:
        take_back(folder)
        raise atomic.cannot_write(folder, error) from error
    except BaseException:
        take_back(folder)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def half_done(folder: Path) -> bool:
    """Whether an import has begun and not ended: it is running now, or was killed."""
    return (folder / LIST).exists()


def take_back(folder: Path) -> None:
    """Undo an import that did not end."""
    try:
        names = json.loads((folder / LIST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        names = []
    for name in names:
        if isinstance(name, str) and NAME.fullmatch(name):
            shutil.rmtree(folder / name, ignore_errors=True)
    (folder / LIST).unlink(missing_ok=True)
    shutil.rmtree(folder / ASIDE, ignore_errors=True)


def _write(place: Path, card: SkillCard, codes: Mapping[int, str]) -> None:
    place.mkdir(parents=True)
    texts = {f"v{number}.js": code for number, code in codes.items()}
    for name, text in {**texts, "skill.json": card.model_dump_json(indent=2) + "\n"}.items():
        with (place / name).open("wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
    atomic.sync_folder(place)
