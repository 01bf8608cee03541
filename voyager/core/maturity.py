"""When a skill is trusted, when it is no longer offered, and when a newer version may replace it.

Pure arithmetic on track records. A young skill changes freely; one that has proved itself gives way
only to a version that does at least as well in practice (the idea of PSN, arXiv 2601.03509).
"""

from __future__ import annotations

import math
from typing import Literal

from voyager.core.records import TrackRecord

MATURE_TRIES = 5  # runs before a record says anything; at 4 of 5 a coin is still possible, but rare
MATURE_RATE = 0.8  # share of runs that succeeded from which on a skill is trusted
FLOOR_TRIES = 5  # runs before a skill can fall below the floor
FLOOR_RATE = 0.3  # a skill that works 7 times of 10 has a bad luck of 1 in 5 or worse once in 32
TRIAL_TRIES = 3  # runs of a candidate before it can take over
Z = 1.96  # standard deviations; 95 % of a normal distribution lies within

Verdict = Literal["replace", "keep", "undecided"]


def rate(record: TrackRecord) -> float:
    """Share of runs that succeeded; 0 when it was never run."""
    return record.succeeded / record.tried if record.tried else 0.0


def mature(record: TrackRecord) -> bool:
    """Whether the record is good enough that a change must prove itself first."""
    return record.tried >= MATURE_TRIES and rate(record) >= MATURE_RATE


def below_floor(record: TrackRecord, pardoned: tuple[int, int] = (0, 0)) -> str | None:
    """Why a skill with this record is not to be offered, or None.

    `pardoned` is (tried, succeeded) when it last came out of quarantine: only later runs count.
    A plain share and not a confidence bound: the bound of 1 in 5 reaches up to 0.62, and a skill that
    fails four times of five wastes attempts whatever its true rate is; one success brings it back.
    """
    tried, succeeded = record.tried - pardoned[0], record.succeeded - pardoned[1]
    if tried < FLOOR_TRIES or succeeded >= FLOOR_RATE * tried:
        return None
    return f"it worked {succeeded} of {tried} times"


def compare(current: TrackRecord, candidate: TrackRecord) -> Verdict:
    """Whether `candidate` takes the place of `current`, by what both did in practice.

    It takes over when it has been tried enough and succeeds at least as often; it is given up when
    even its upper bound lies below; until then it goes on being tried.
    """
    if candidate.tried >= TRIAL_TRIES and rate(candidate) >= rate(current):
        return "replace"
    if candidate.tried >= TRIAL_TRIES and upper(candidate) < rate(current):
        return "keep"
    return "undecided"


def upper(record: TrackRecord) -> float:
    """Wilson's upper bound of the true rate of success (95 %); 1 when nothing was tried."""
    if not record.tried:
        return 1.0
    n, p = record.tried, rate(record)
    centre = p + Z * Z / (2 * n)
    spread = Z * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    return (centre + spread) / (1 + Z * Z / n)
