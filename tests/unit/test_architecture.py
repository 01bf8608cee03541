"""The shape of the code, kept by a test: who may import whom, how long a file is, what it may name."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LAYERS = (
    "core",
    "roles",
    "imagination",
    "loop",
    "adapters",
    "view",
    "cli",
)  # imports point left only
FREE = {"voyager", "voyager.shipped"}  # the version, and where the package's own files lie
ANYWHERE = {"pydantic", "pydantic_settings"}
EDGES = {"adapters", "view", "cli"}  # where third-party packages may be known
LONG, TOO_LONG = 300, 350  # lines: most files are under the first, all but LONGER under the second
LONGER = {  # a second idea is still inside; nothing joins them, and none grows past its figure
    "bridge/test/items_world.test.js": 480,
    "bridge/test/life_world.test.js": 440,
}
LONG_SHARE = 0.1
SOURCES = (".py", ".js", ".mjs")
HOMES = re.compile(
    "|".join(("/" + "work/", "/" + "root/", "/" + r"home/\w+/", "/" + r"Users/\w+/"))
)


def tracked() -> list[Path]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    paths = (ROOT / name for name in done.stdout.decode().split("\0") if name)
    return [path for path in paths if path.is_file()]


def modules() -> list[Path]:
    return sorted((ROOT / "voyager").rglob("*.py"))


def layer_of(module: str) -> str | None:
    """`voyager.core.state` → `core`; None for the package itself."""
    return None if module in FREE else module.split(".")[1]


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            assert node.module
            if node.module == "voyager":
                yield from (f"voyager.{alias.name}" for alias in node.names)
            else:
                yield node.module


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_imports_point_one_way(path: Path) -> None:
    own = layer_of(name_of(path))
    if own in (None, "__main__"):
        return
    for module in imports(path):
        top = module.split(".")[0]
        if top == "voyager" and module not in FREE and module != "voyager.__version__":
            other = layer_of(module)
            assert other in LAYERS, f"{module} is in no layer"
            assert LAYERS.index(other) <= LAYERS.index(str(own)), f"{own} imports {module}"
        elif top not in sys.stdlib_module_names and top != "voyager" and own not in EDGES:
            assert top in ANYWHERE, f"{own} imports the package {top}"


def test_only_one_module_imports_the_bridge_package() -> None:
    found = [
        name_of(path)
        for path in modules()
        if "javascript" in {m.split(".")[0] for m in imports(path)}
    ]
    assert set(found) <= {"voyager.adapters.mineflayer_world", "voyager.adapters.bridge"}


def test_most_files_fit_in_one_sitting() -> None:
    sources = [path for path in tracked() if path.suffix in SOURCES]
    lengths = {path: path.read_text(encoding="utf-8").count("\n") for path in sources}
    by_name = {str(path.relative_to(ROOT)): n for path, n in lengths.items()}
    too_long = {name: n for name, n in by_name.items() if n > LONGER.get(name, TOO_LONG)}
    assert not too_long, "look for the second idea inside"
    long = sum(n > LONG for n in lengths.values())
    assert long <= LONG_SHARE * len(sources), (
        f"{long} of {len(sources)} files are over {LONG} lines"
    )


def test_every_module_says_what_it_is() -> None:
    silent = [
        name_of(path)
        for path in modules()
        if path.stat().st_size
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not silent


def test_no_tracked_file_names_a_place_on_someones_machine() -> None:
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found = HOMES.search(text)
        assert not found, f"{path.relative_to(ROOT)} names {found[0]}"


def test_the_lock_file_holds_names_and_hashes_but_no_addresses() -> None:
    lock = (ROOT / "bridge" / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved": "http' not in lock
