"""`voyager bench world`: what is asked of world.js, and how its figures are told."""

from __future__ import annotations

import json
from typing import Any

import pytest

from voyager.cli.app import main
from voyager.cli.bench_world import CASES, _turns, sound, table
from voyager.core.errors import UsageMistake
from voyager.shipped import shipped

MEASURED: dict[str, Any] = {
    "format": 1, "node": "v24", "cpus": 2, "seed": 1,
    "figures": {
        "idle": {"game_s": 600, "wall_s": 1.67, "speed": 359.9},
        "working": {"speed": 39.2, "said": ["held 4"], "fault": None},
        "determinism": {"seeds": 3, "same": 3, "differing": [], "errors": []},
    },
    "targets": [
        {"figure": "idle.speed", "value": 359.9, "least": 500, "reached": False},
        {"figure": "working.speed", "value": 39.2, "least": 20, "reached": True},
    ],
}  # fmt: skip


def test_the_table_says_what_is_promised_and_what_is_not_kept() -> None:
    lines = table(MEASURED)
    assert lines[0] == "Node v24, 2 processors, seed 1"
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[4:]]
    assert cells == [
        ["idle.game_s", "600", "", ""],
        ["idle.wall_s", "1.67", "", ""],
        ["idle.speed", "359.9", "at least 500", "✗ not reached"],
        ["working.speed", "39.2", "at least 20", "✓"],
        ["determinism", "3 of 3 seeds alike", "all", "✓"],
    ]
    assert len({len(line) for line in lines[2:]}) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"start": {"error": "ended with 1"}},
        {"determinism": {"differing": [{"seed": 2}], "errors": []}},
        {"determinism": {"differing": [], "errors": [{"seed": 2, "error": "x"}]}},
    ],
)
def test_a_case_that_failed_or_a_world_that_differed_is_not_sound(wrong: dict[str, Any]) -> None:
    assert sound(MEASURED["figures"])
    assert not sound(MEASURED["figures"] | wrong)


def test_cases_are_those_of_the_script_and_those_that_need_each_other_run_together() -> None:
    script = (shipped("bridge") / "bench" / "world.js").read_text(encoding="utf-8")
    assert f"const CASES = {list(CASES)!r}" in script
    assert _turns("restore") == [("snapshot", "restore")]
    assert [name for turn in _turns(None) for name in turn] == list(CASES)
    with pytest.raises(UsageMistake, match="--only flying"):
        _turns("start,flying")


@pytest.mark.real_world
def test_a_case_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "world", "--only", "start", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["figures"]["start"]["to_first_action_ms"] > 0
    assert [target["figure"] for target in told["targets"]] == ["start.to_first_action_ms"]
