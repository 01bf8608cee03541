"""What the operator says to a session, also while another process runs it.

<session>/inbox.jsonl    {"id": …, "at": …, "text": …} a line, only ever appended to

The run that holds the journal reads the file before each proposal and takes what its journal does not
name yet. So a message counts exactly once, whoever is killed when.
"""

from __future__ import annotations

import json
import os
from collections.abc import Container
from pathlib import Path

from voyager.adapters import atomic
from voyager.core.errors import UsageMistake

INBOX = "inbox.jsonl"
LONGEST = 2000  # characters of one message


class Inbox:
    """One session's inbox."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / INBOX

    def say(self, text: str, message: str, at: str) -> None:
        """Put `text` there under the id `message`; on disk when this returns. Raises UsageMistake."""
        said = " ".join(text.split())
        if not 1 <= len(said) <= LONGEST:
            raise UsageMistake(f"Say between 1 and {LONGEST} characters.")
        line = json.dumps({"id": message, "at": at, "text": said}, ensure_ascii=False)
        try:
            # One write of one whole line with O_APPEND: two who speak at once do not mix. The newline
            # before it ends whatever a kill may have torn.
            file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
            try:
                os.write(file, f"\n{line}\n".encode())
                os.fsync(file)
            finally:
                os.close(file)
        except OSError as error:
            raise atomic.cannot_write(self._path, error) from error

    def unread(self, heard: Container[str]) -> list[tuple[str, str]]:
        """Messages whose id is not in `heard`, as (id, text), oldest first; broken lines are left out."""
        try:
            lines = self._path.read_text("utf-8", "replace").splitlines()
        except OSError:
            return []
        found = []
        for line in lines:
            try:
                row = json.loads(line)
                message, text = f"inbox:{row['id']}", str(row["text"])[:LONGEST]
            except (ValueError, KeyError, TypeError):
                continue
            if text and message not in heard:
                found.append((message, text))
        return found
