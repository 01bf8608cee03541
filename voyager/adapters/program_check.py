"""Has programs read by the bridge's parser in a Node process of its own: no world is started.

Nothing of what is read runs. The process gets no environment and may read the bridge's files only.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

from pydantic import Field, ValidationError

from voyager.core.errors import SetupFailed
from voyager.core.records import Fault, Program, Record

PATIENCE_S = 60.0  # wall seconds for one batch; ten thousand programs take about ten
BATCH = 500  # programs a process


class Checked(Record):
    """What the parser says of one program."""

    name: str
    """Its main function, as far as one was found."""
    faults: tuple[Fault, ...] = ()
    calls: tuple[str, ...] = ()
    """Names of the skills and primitives that it calls."""
    declares: dict[str, str] = Field(default_factory=dict)
    """Functions at the top of it: name → source."""

    @property
    def wrong(self) -> str | None:
        """Why it cannot run, in one line; None when it can."""
        for fault in self.faults:
            where = f"line {fault.line}: " if fault.line else ""
            return f"{where}{fault.message}"[:300]
        return None


def read_programs(programs: Sequence[Program], skills: Sequence[str]) -> list[Checked]:
    """Each program read; `skills` are the names they may call besides the primitives.

    Raises SetupFailed when Node or the bridge's packages are missing, or the parser does not answer.
    """
    from voyager.adapters.node_setup import bridge_folder, node_binary
    from voyager.shipped import shipped

    bridge = bridge_folder().resolve()
    command = [
        str(node_binary()), "--permission", f"--allow-fs-read={bridge}",
        f"--allow-fs-read={(bridge / 'node_modules').resolve()}",
        f"--allow-fs-read={shipped('skills').resolve()}",
        "--max-old-space-size=512", str(bridge / "check_cli.js"), str(shipped("skills").resolve()),
    ]  # fmt: skip
    found: list[Checked] = []
    for start in range(0, len(programs), BATCH):
        part = [{"name": p.name, "code": p.code} for p in programs[start : start + BATCH]]
        found += _ask(command, json.dumps({"programs": part, "skills": list(skills)}), bridge)
    return found


def why_not(programs: Sequence[Program], skills: Sequence[str]) -> list[str | None]:
    """For each program why it cannot run, or None: the Checker that a library asks."""
    return [checked.wrong for checked in read_programs(programs, skills)]


def _ask(command: list[str], question: str, bridge: Path) -> list[Checked]:
    try:
        done = subprocess.run(
            command, input=question.encode("utf-8", "replace"), capture_output=True,
            timeout=PATIENCE_S, check=False, env={}, cwd=bridge,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise SetupFailed(f"The parser did not answer within {PATIENCE_S:g} s.") from None
    except OSError as error:
        raise SetupFailed(f"Node does not start ({error.strerror}): {command[0]}") from error
    try:
        return [Checked.model_validate(row) for row in json.loads(done.stdout)["programs"]]
    except (ValueError, KeyError, ValidationError) as error:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise SetupFailed(
            f"The parser gave no answer: {(said or ['no message'])[0][:200]}"
        ) from error
