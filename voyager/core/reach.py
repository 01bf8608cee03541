"""How far what a skill needs is from what is held: 1 it can begin at once, 0 all of it is missing.

Pure. What a skill needs stands on its card, declared or read off the run that taught it.
"""

from __future__ import annotations

from collections.abc import Mapping

from voyager.core.knowledge import count_of, in_family
from voyager.core.records import Observation, StepResult

IN_SIGHT = 0.5  # what lies about but is not held yet is half there
MOST_NEEDS = 12  # kinds kept of one skill; more says nothing


def needs_of(result: StepResult) -> dict[str, int]:
    """What had to be held before a run: everything it spent that it had not gained itself.

    Follows the outermost calls in order; a balance that falls below zero was held before. Tools are
    not spent and so not seen here.
    """
    balance: dict[str, int] = {}
    lowest: dict[str, int] = {}
    for call in result.calls:
        if call.parent is None:
            for item, change in call.gained.items():
                balance[item] = balance.get(item, 0) + change
                lowest[item] = min(lowest.get(item, 0), balance[item])
    needed = {item: -low for item, low in sorted(lowest.items()) if low < 0}
    return dict(list(needed.items())[:MOST_NEEDS])


def reach(needs: Mapping[str, int], seen: Observation | None) -> float:
    """0–1: the share of its needs that is held (or, counting half, in sight); 1 when it has none."""
    if seen is None or not needs:
        return 1.0
    return sum(_held(item, count, seen) for item, count in needs.items()) / len(needs)


def _held(item: str, count: int, seen: Observation) -> float:
    share = min(1.0, count_of(seen.inventory, item) / max(count, 1))
    if share >= IN_SIGHT:
        return share
    lies_about = any(in_family(block.name, item) for block in seen.blocks)
    in_chest = any(count_of(chest.items or {}, item) for chest in seen.chests)
    return IN_SIGHT if lies_about or in_chest else share
