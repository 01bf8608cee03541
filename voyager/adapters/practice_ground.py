"""Practice in real embedded worlds, on up to two processes; answers come as they are ready.

Knows the worker processes and how they end. Does not know which skills are practised, nor why.
"""

from __future__ import annotations

import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import IO

from voyager.adapters.practice_worker import Answered, Asked
from voyager.core.errors import SetupFailed, VoyagerError
from voyager.core.practice import Job, Run

MOST_PROCESSES = 2  # a world keeps a core busy, and holds 250 MB
END_S = 10.0  # for a worker to leave its world

WORKER = (sys.executable, "-m", "voyager.adapters.practice_worker")


def run_all(jobs: Sequence[Job], processes: int) -> Iterator[tuple[int, Run]]:
    """Each job's run with the job's index, in the order in which they end.

    The runs themselves do not depend on that order: each has a world of its own. Raises the
    VoyagerError that a worker met; leaving early (Ctrl-C, `close`) ends the workers.
    """
    waiting: queue.SimpleQueue[Asked] = queue.SimpleQueue()
    for number, job in enumerate(jobs):
        waiting.put(Asked(number=number, job=job))
    done: queue.SimpleQueue[Answered] = queue.SimpleQueue()
    last_words = tempfile.TemporaryFile("w+", errors="replace")  # noqa: SIM115  # closed with the workers
    workers = [
        subprocess.Popen(
            WORKER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=last_words, text=True
        )
        for _ in range(max(1, min(processes, MOST_PROCESSES, len(jobs))))
    ]  # fmt: skip
    feeders = [
        threading.Thread(target=_feed, args=(worker, waiting, done), daemon=True)
        for worker in workers
    ]
    try:
        for feeder in feeders:
            feeder.start()
        for _ in jobs:
            answer = done.get()
            if answer.run is None:
                kind = SetupFailed if answer.exit_code == SetupFailed.exit_code else VoyagerError
                raise kind(answer.failed or _ended_by_itself(last_words))
            yield answer.number, answer.run
    finally:
        _end(workers)
        last_words.close()


def _ended_by_itself(last_words: IO[str]) -> str:
    last_words.seek(0)
    said = last_words.read().strip().splitlines()[-1:]
    told = f" ({said[0][:300]})" if said else ""
    return f"A practice process ended by itself{told}. Run the same command again."


def _feed(
    worker: subprocess.Popen[str],
    waiting: queue.SimpleQueue[Asked],
    done: queue.SimpleQueue[Answered],
) -> None:
    """Give one worker a job after another."""
    assert worker.stdin and worker.stdout
    number = 0
    with suppress(queue.Empty):
        while True:
            asked = waiting.get_nowait()
            number = asked.number
            try:
                worker.stdin.write(asked.model_dump_json() + "\n")
                worker.stdin.flush()
                line = worker.stdout.readline()
            except (OSError, ValueError):  # it has gone, or is being ended
                line = ""
            if not line:
                done.put(Answered(number=number))
                return
            done.put(Answered.model_validate_json(line))


def _end(workers: list[subprocess.Popen[str]]) -> None:
    """Nothing is left behind: a worker that sees its stdin end stops its Node and goes."""
    for worker in workers:
        assert worker.stdin and worker.stdout
        with suppress(OSError):
            worker.stdin.close()
    for worker in workers:
        assert worker.stdout
        try:
            worker.wait(END_S)
        except subprocess.TimeoutExpired:
            worker.kill()  # its Node sees that, too
            worker.wait()
        worker.stdout.close()
