"""Reads curriculum/recorded/*.json: moments of a real run, for measuring and comparing prompts.

Taken from one run of the recipe author (embedded world, seed 3): before its second task, before it mined
its first iron, and on the second night, after an attempt that failed.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from voyager.core.errors import SetupFailed
from voyager.roles.prompt_parts import Moment

NAMES = ("early", "middle", "late")


def load_moments(folder: Path) -> dict[str, Moment]:
    """The moments by name, in their order. Raises SetupFailed when one cannot be read."""
    moments = {}
    for name in NAMES:
        path = folder / "recorded" / f"{name}.json"
        try:
            moments[name] = Moment.model_validate_json(path.read_bytes())
        except (OSError, ValidationError) as error:
            raise SetupFailed(f"The moment cannot be read from {path}: {error}") from error
    return moments
