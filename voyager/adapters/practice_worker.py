"""A process that practises: jobs as JSON lines on stdin, runs as JSON lines on stdout.

`python -m voyager.adapters.practice_worker`. Each process holds one Node, kept from job to job; each
job has a world of its own, which is thrown away. Ends with its stdin, and Node ends with it.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path

from pydantic import Field

from voyager.adapters.bridge import borrow, give_back
from voyager.adapters.mineflayer_world import MineflayerWorld
from voyager.adapters.node_setup import bridge_folder, node_binary
from voyager.core.errors import VoyagerError
from voyager.core.events import WorldSpec
from voyager.core.practice import Job, Run, practise
from voyager.core.records import Record

LOOK_S = 1.0  # between two looks whether the parent is still there


class Asked(Record):
    """A line of stdin."""

    number: int
    job: Job


class Answered(Record):
    """A line of stdout: a run, or the sentence for a person that says why there is none."""

    number: int
    run: Run | None = None
    failed: str = ""
    exit_code: int = Field(default=1, ge=1)


def one(number: int, job: Job, home: Path) -> Answered:
    """Open the job's world, practise, leave it."""
    spec = WorldSpec(seed=job.scene.seed)
    try:
        with MineflayerWorld(spec, home, job.scene.start) as world:
            return Answered(number=number, run=practise(job, world))
    except VoyagerError as error:
        return Answered(number=number, failed=str(error), exit_code=error.exit_code)


def go_with(parent: int, scratch: str) -> None:
    """End at once when the parent has been killed: in the middle of a job nobody looks at stdin."""
    while os.getppid() == parent:
        time.sleep(LOOK_S)
    shutil.rmtree(scratch, ignore_errors=True)
    os._exit(1)


def main() -> None:
    parent = os.getppid()
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C reaches the whole group; the parent decides
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever else is written here, by Node too, is no answer
    bridge = borrow(node_binary(), bridge_folder())
    try:
        with tempfile.TemporaryDirectory(prefix="voyager-practice-") as scratch:
            threading.Thread(target=go_with, args=(parent, scratch), daemon=True).start()
            for line in sys.stdin:
                asked = Asked.model_validate_json(line)
                answers.write(one(asked.number, asked.job, Path(scratch)).model_dump_json() + "\n")
                answers.flush()
    finally:
        give_back(bridge)


if __name__ == "__main__":
    main()
