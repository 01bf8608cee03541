"""What the wheel carries of the bridge is all that its files need."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_CARRIED = re.compile(r"bridge/(test/|modules\.d\.ts|tsconfig\.json)")
RELATIVE = re.compile(r"""(?:from|import|import\(|require\(|new URL\()\s*['"](\.{1,2}/[^'"]+)['"]""")


def carried() -> set[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    parts = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    done = subprocess.run(
        ["git", "ls-files", "bridge"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    files = done.stdout.split()
    return {file for file in files if any(file == p or file.startswith(f"{p}/") for p in parts)}


def test_every_file_of_the_bridge_that_is_no_test_is_carried() -> None:
    done = subprocess.run(
        ["git", "ls-files", "bridge"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    left = {file for file in done.stdout.split() if not NOT_CARRIED.match(file)} - carried()
    assert not left, "name them in pyproject.toml, force-include"


def test_what_is_carried_imports_nothing_that_is_not() -> None:
    files = carried()
    for file in sorted(files):
        path = ROOT / file
        if path.suffix != ".js" or not path.is_file():
            continue
        code = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S)
        for target in RELATIVE.findall(code):
            aim = (path.parent / target).resolve()
            if aim.suffix in (".js", ".json"):
                assert str(aim.relative_to(ROOT)) in files, f"{file} imports {target}"
