"""How well a way of finding finds: recall and reciprocal rank over queries whose answer is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from voyager.core.records import Record

DEPTH = 100  # how far down a ranking is looked at; an answer below counts as not found
Part = Literal["tune", "test", "all"]


class Case(Record):
    """A skill of the benchmark and what is asked when it is wanted."""

    name: str
    description: str = Field(min_length=1)
    queries: tuple[str, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Score:
    """Shares of the queries whose skill was among the first one, three, five; mean reciprocal rank."""

    queries: int
    recall1: float
    recall3: float
    recall5: float
    mrr: float


def part_of(cases: Sequence[Case], part: Part) -> list[Case]:
    """Every second skill is there to tune with; the others (first, third, …) to report."""
    if part == "all":
        return list(cases)
    return list(cases[0::2] if part == "test" else cases[1::2])


def measure(cases: Iterable[Case], rank: Callable[[str], Sequence[str]]) -> Score:
    """Ask `rank` (query → names, best first) every query of `cases`."""
    ranks = [_place(rank(query), case.name) for case in cases for query in case.queries]
    count = max(len(ranks), 1)

    def within(k: int) -> float:
        return sum(place <= k for place in ranks) / count

    return Score(
        len(ranks), within(1), within(3), within(5), sum(1 / place for place in ranks) / count
    )


def _place(names: Sequence[str], wanted: str) -> float:
    return names.index(wanted) + 1 if wanted in names else float("inf")
