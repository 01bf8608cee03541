"""When deaths end a task: whoever died twice of it will die of it again.

Knows attempts; does not know who writes the programs.
"""

from __future__ import annotations

from collections.abc import Sequence

from voyager.core.records import Attempt

DEATHS = 2  # in one task, after which it is given up


def died_too_often(attempts: Sequence[Attempt]) -> str:
    """Why the deaths in these attempts end the task; empty when they do not."""
    deaths = sum(attempt.result.outcome == "died" for attempt in attempts)
    return f"The player died {deaths} times in this task." if deaths >= DEATHS else ""
