"""Saved states of embedded worlds, each a file named by the SHA-256 of what it holds.

Knows files and hashes. Does not know what a snapshot means: that is the bridge's own text. The same
state is stored once, however many attempts end in it; a file that does not match its name is never
handed out.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from voyager.adapters.atomic import write
from voyager.core.errors import WorldLost


class SnapshotStore:
    """The snapshots of one home folder."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "snapshots"

    def put(self, text: str) -> str:
        """Keep `text`; its SHA-256. On disk when this returns. Raises SetupFailed (disk full)."""
        content = text.encode("utf-8")
        sha = hashlib.sha256(content).hexdigest()
        path = self.folder / sha
        if not (path.is_file() and path.stat().st_size == len(content)):
            write(path, content)
        return sha

    def get(self, sha: str) -> str:
        """What `put` kept under `sha`. Raises WorldLost when it is missing or damaged."""
        try:
            content = (self.folder / sha).read_bytes()
        except OSError as error:
            raise WorldLost(
                f"The saved world {sha[:12]} is not in {self.folder}. "
                "Fork the session at an earlier step, or start a new one."
            ) from error
        if hashlib.sha256(content).hexdigest() != sha:
            raise WorldLost(
                f"The saved world {sha[:12]} in {self.folder} is damaged. "
                "Fork the session at an earlier step, or start a new one."
            )
        return content.decode("utf-8")
