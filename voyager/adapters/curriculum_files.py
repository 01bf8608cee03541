"""Reads curriculum/*.toml: the milestones, the warm-up, the words of the game, the benchmark."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import ValidationError

from voyager.core.errors import SetupFailed
from voyager.core.milestones import Milestone, disorder
from voyager.core.retrieval import Case
from voyager.core.thesaurus import Thesaurus


def load_milestones(folder: Path) -> tuple[Milestone, ...]:
    """Every milestone of `folder`/milestones.toml, in its order.

    Raises SetupFailed when the file cannot be read or the tree has no order.
    """
    path = folder / "milestones.toml"
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8")).get("milestone", [])
        milestones = tuple(Milestone.model_validate(row) for row in rows)
    except (OSError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise SetupFailed(f"The milestones cannot be read from {path}: {error}") from error
    if wrong := disorder(milestones):
        raise SetupFailed(f"{path}: {'; '.join(wrong)}.")
    return milestones


def load_warmup(folder: Path) -> tuple[tuple[str, int], ...]:
    """`folder`/warmup.toml: part of the state → tasks completed from which on a model is shown it.

    Raises SetupFailed when the file cannot be read.
    """
    path = folder / "warmup.toml"
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["part"]
        return tuple((str(row["name"]), int(row["after"])) for row in rows)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SetupFailed(f"The warm-up cannot be read from {path}: {error}") from error


def load_retrieval(folder: Path) -> tuple[Case, ...]:
    """`folder`/retrieval.toml: the benchmark that finding is measured with.

    Raises SetupFailed when the file cannot be read.
    """
    path = folder / "retrieval.toml"
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["skill"]
        return tuple(Case.model_validate(row) for row in rows)
    except (OSError, tomllib.TOMLDecodeError, KeyError, ValidationError) as error:
        raise SetupFailed(f"The benchmark cannot be read from {path}: {error}") from error


def load_thesaurus(folder: Path) -> Thesaurus:
    """`folder`/thesaurus.toml: what people call the game's things. Raises SetupFailed."""
    path = folder / "thesaurus.toml"
    try:
        return Thesaurus(tomllib.loads(path.read_text(encoding="utf-8"))["words"])
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise SetupFailed(f"The thesaurus cannot be read from {path}: {error}") from error
