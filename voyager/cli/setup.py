"""`voyager setup`: Node and the bridge's npm packages, fetched once, with progress shown."""

from __future__ import annotations


def setup() -> None:
    """Install what the bridge needs (a run does it by itself the first time)."""


def ensure_bridge() -> None:
    """X."""
