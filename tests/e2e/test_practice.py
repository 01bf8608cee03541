"""Practice in real embedded worlds: the start asked for, the record, and the same for the same seed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from voyager.adapters.mineflayer_world import MineflayerWorld
from voyager.adapters.skill_files import SkillFiles
from voyager.core.events import WorldSpec
from voyager.core.records import (
    HaveItem, Limits, Origin, Practice, Program, Skill, SkillDraft, StepResult,
)  # fmt: skip
from voyager.core.scenes import Offset, Start

PATIENCE_S = 240  # wall seconds for one command, on a loaded machine
CODE = 'async function craftSticks(bot) { await craftItem(bot, "stick", 1) }'
GOAL = HaveItem(item="stick", count=4)

pytestmark = pytest.mark.real_world


def crafted(start: Start, home: Path) -> tuple[MineflayerWorld, StepResult]:
    world = MineflayerWorld(WorldSpec(seed=5), home, start)
    world.begin(None)
    program = Program(name="craftSticks", code=CODE)
    return world, world.execute(program, [], Limits(game_s=60, wall_s=60))


def test_a_world_begins_as_it_is_asked_to_and_is_restored_as_it_was(tmp_path: Path) -> None:
    start = Start(
        inventory={"oak_planks": 70, "iron_pickaxe": 1, "no_such_thing": 3}, worn=0.5, food=11,
        time_of_day=14000, difficulty=0, offset=Offset(x=40, z=-30), raining=True, latency_ms=50,
    )  # fmt: skip
    with MineflayerWorld(WorldSpec(seed=5), tmp_path) as plain:
        usual = plain.begin(None)
    with MineflayerWorld(WorldSpec(seed=5), tmp_path, start) as world:
        seen = world.begin(None)
        assert seen.inventory == {"iron_pickaxe": 1, "oak_planks": 70}
        assert seen.uses_left == {"iron_pickaxe": 125}  # of 250
        assert 14000 <= seen.time_of_day < 14100 and seen.raining and 11 <= seen.food < 20
        assert usual.inventory == {}
        asked = usual.position.model_copy(
            update={"x": usual.position.x + 40, "z": usual.position.z - 30}
        )
        assert usual.position.distance_to(seen.position) > 8
        assert seen.position.distance_to(asked) < 80  # dry land, as near as there is any
        saved = world.snapshot()
        again = world.begin(saved)
        assert again.inventory == seen.inventory and again.position == seen.position


def test_a_server_far_away_is_slower(tmp_path: Path) -> None:
    took = []
    for latency in (0, 200):
        world, result = crafted(Start(inventory={"oak_planks": 2}, latency_ms=latency), tmp_path)
        world.close()
        assert result.outcome == "finished" and result.after.inventory == {"stick": 4}
        took.append(result.ticks)
    assert took[1] > took[0] + 2


def practise(home: Path, *options: str) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", "voyager", "skills", "practice", "--home", str(home), "--json", *options],
        capture_output=True, text=True, timeout=PATIENCE_S, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told: list[dict[str, Any]] = json.loads(done.stdout)
    return told


def test_practice_is_recorded_repeats_itself_and_follows_a_change(tmp_path: Path) -> None:
    files = SkillFiles(tmp_path)
    base = files.add(SkillDraft(name="craftSticks", code=CODE, description="Crafts sticks.",
                                needs={"planks": 2}), Origin(goal=GOAL))  # fmt: skip
    code = "async function makeSticks(bot) { await craftSticks(bot) }"
    origin = Origin(goal=GOAL, called={"craftSticks": base.sha})
    files.add(
        SkillDraft(name="makeSticks", code=code, description="Makes.", needs={"planks": 2}), origin
    )

    first = practise(tmp_path, "craftSticks", "--worlds", "2", "--jobs", "2")
    again = practise(tmp_path, "craftSticks", "--worlds", "1", "--jobs", "1")
    assert again[0]["runs"] == first[0]["runs"][:1]
    assert (first[0]["passed"], first[0]["worlds"]) == (2, 2)
    stored = files.load("craftSticks")
    assert isinstance(stored, Skill) and isinstance(stored.record.practice, Practice)
    assert stored.record.practice.passed == 2 and stored.record.tried == 3  # worlds count once

    assert practise(tmp_path, "--changed") == []
    card = files.known("craftSticks")
    worse = SkillDraft(
        name="craftSticks", code=CODE.replace('"stick"', '"wooden_hoe"'), description="Hoes."
    )
    assert files.add(worse, Origin()).version == 2 and card.current == 1
    files.use_version("craftSticks", 2)
    due = practise(tmp_path, "--changed", "--worlds", "1")
    assert [each["name"] for each in due] == ["makeSticks"]
    assert due[0]["passed"] == 0 and due[0]["faults"] == {"missing_item": 1}
