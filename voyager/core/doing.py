"""What a program is doing while it runs: told now and then by a world, kept nowhere."""

from __future__ import annotations

from voyager.core.observation import Record


class Doing(Record):
    """What a program is doing while it runs; for people to see, decides nothing."""

    call: str
    """The primitive or skill that began last, with its arguments: `mineBlock("log", 3)`."""
    line: int | None = None
    """The line of the program behind it, from 1."""
    seconds: float = 0
    """Game seconds that the call has taken so far."""
