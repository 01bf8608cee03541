"""Practice in real embedded worlds: the start asked for, the record, and the same for the same seed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from voyager.adapters.mineflayer_world import MineflayerWorld
from voyager.adapters.sessions import Sessions
from voyager.adapters.skill_files import SkillFiles
from voyager.core.events import Noted, WorldSpec
from voyager.core.records import (
    HaveItem, Limits, Observation, Origin, Position, Practice, Program, Skill, SkillDraft,
    StepResult,
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


# ── what a run owes the library ────────────────────────────────────────────────────────────────

MAKE = "async function makeSticks(bot) { await craftSticks(bot) }"
HOES = CODE.replace('"stick"', '"wooden_hoe"')


def library_of_two(home: Path) -> SkillFiles:
    """craftSticks, and makeSticks that calls it; both learned to have 4 sticks."""
    files = SkillFiles(home)
    base = files.add(SkillDraft(name="craftSticks", code=CODE, description="Crafts sticks.",
                                needs={"planks": 2}), Origin(goal=GOAL))  # fmt: skip
    origin = Origin(goal=GOAL, called={"craftSticks": base.sha})
    files.add(
        SkillDraft(name="makeSticks", code=MAKE, description="Makes.", needs={"planks": 2}), origin
    )
    return files


def run(home: Path, *options: str, kill: str = "") -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.doubles.killing_cli", "run", "--home", str(home), "--seed", "1",
         "--tasks", "1", "--plain", *options],
        env=os.environ | ({"KILL_AFTER": kill} if kill else {}),
        capture_output=True, text=True, timeout=PATIENCE_S, check=False,
    )  # fmt: skip
    assert done.returncode == (-signal.SIGKILL if kill else 0), done.stderr
    return done


def notes_of(home: Path) -> list[str]:
    events = [entry.event for entry in Sessions(home).entries("seed-1")]
    return [event.text for event in events if isinstance(event, Noted) and event.about == "makeSticks"]


def test_an_edit_by_hand_has_the_callers_run_again_when_the_next_run_ends(tmp_path: Path) -> None:
    files = library_of_two(tmp_path)
    (files.folder / "craftSticks" / "v1.js").write_text(HOES)

    left = run(tmp_path, "--no-practice").stdout
    assert "practised   2 due for practice: voyager skills practice --changed" in left
    assert notes_of(tmp_path) == []

    told = run(tmp_path).stdout  # the mark has outlived the process that saw the edit
    assert "was practised, since craftSticks changed; it failed: " in told
    assert "practised   2 skills in 2 fresh worlds, " in told
    after = files.load("makeSticks")
    assert isinstance(after, Skill) and after.record.practice
    assert after.record.practice.faults == {"missing_item": 1} and after.record.tried == 1
    assert len(notes_of(tmp_path)) == 1

    again = run(tmp_path).stdout  # once for each change
    assert "practised" not in again
    due = practise(tmp_path, "--changed", "--worlds", "1")  # it has not passed yet
    assert [each["name"] for each in due] == ["makeSticks"]


def test_a_version_learned_takes_over_in_practice_and_its_callers_run_even_after_a_kill(
    tmp_path: Path,
) -> None:
    files, logs = SkillFiles(tmp_path), HaveItem(item="log", count=3)
    old = 'async function mineLog(bot) { fail("not_found", "No log here.", { block: "log" }) }'
    proved = files.add(SkillDraft(name="mineLog", code=old, description="Mines."), Origin(goal=logs))
    seen = Observation(tick=0, position=Position(x=0, y=64, z=0), health=20, food=20)
    for _ in range(20):
        files.record("mineLog", 1, StepResult(outcome="finished", after=seen), True, "embedded:1")
    code = "async function gather(bot) { await mineLog(bot) }"
    origin = Origin(goal=logs, called={"mineLog": proved.sha})
    files.add(SkillDraft(name="gather", code=code, description="Gathers."), origin)

    run(tmp_path, kill="session_paused:1")  # it has learned its own mineLog, and practised nothing
    assert (files.known("mineLog").current, files.known("mineLog").candidate) == (1, 2)

    told = run(tmp_path).stdout
    card = files.known("mineLog")
    assert (card.current, card.candidate) == (2, None), told
    assert card.versions[2].record.tried >= 3
    assert "practice worlds; it takes over" in told
    assert "was practised, since mineLog changed; it passed" in told
    gather = files.load("gather")
    assert isinstance(gather, Skill) and gather.record.practice
    assert gather.record.practice.called == {"mineLog": card.versions[2].sha}
