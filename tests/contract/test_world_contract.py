"""What the loop may rely on in any World: run on the embedded world and on the double."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.doubles.toy_world import ToyWorld
from voyager.adapters.mineflayer_world import MineflayerWorld
from voyager.core.events import WorldSpec
from voyager.core.ports import World
from voyager.core.records import FAULT_KINDS, Limits, Program

LIMITS = Limits(game_s=120, wall_s=30)


@dataclass
class Case:
    """A world under test, how to make it again, and how its programs say `wait 20 ticks`."""

    world: World
    again: World
    wait: str


@pytest.fixture(params=["toy", "mineflayer"])
def case(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Case]:
    if request.param == "toy":
        case = Case(ToyWorld(tmp_path), ToyWorld(tmp_path), "wait(20);")
    else:
        spec = WorldSpec(seed=4)
        worlds = MineflayerWorld(spec, tmp_path), MineflayerWorld(spec, tmp_path)
        case = Case(*worlds, "await bot.waitForTicks(20);")
    yield case
    case.world.close()
    case.again.close()


def program(body: str) -> Program:
    return Program(name="act", code=f"async function act(bot) {{\n{body}\n}}")


def test_a_world_is_entered_seen_acted_in_and_left(case: Case) -> None:
    seen = case.world.begin(None)
    result = case.world.execute(program(case.wait), [], LIMITS)
    assert result.outcome == "finished"
    assert result.faults == ()
    assert result.ticks >= 20
    assert result.after.tick >= seen.tick + 20
    assert result.snapshot is not None
    case.world.close()
    case.world.close()


def test_a_program_that_fails_says_its_kind_and_line_and_the_world_goes_on(case: Case) -> None:
    case.world.begin(None)
    result = case.world.execute(program('fail("not_found", "nothing here")'), [], LIMITS)
    assert result.outcome == "threw"
    (fault,) = result.faults
    assert (fault.kind, fault.message, fault.file, fault.line) == (
        "not_found", "nothing here", "act.js", 2,
    )  # fmt: skip
    assert fault.kind in FAULT_KINDS
    assert case.world.execute(program(case.wait), [], LIMITS).outcome == "finished"


def test_what_is_no_program_is_rejected_without_running(case: Case) -> None:
    seen = case.world.begin(None)
    result = case.world.check(Program(name="act", code="this is not a program"), [])
    assert result is not None
    assert result.outcome == "rejected"
    assert result.faults[0].kind == "syntax"
    assert result.after.tick == seen.tick
    assert case.world.check(program(case.wait), []) is None


def test_a_saved_world_is_entered_again_as_it_was(case: Case) -> None:
    case.world.begin(None)
    result = case.world.execute(program(case.wait), [], LIMITS)
    case.world.execute(program(case.wait), [], LIMITS)
    case.world.close()
    seen = case.again.begin(result.snapshot)
    assert seen.tick == result.after.tick
    assert seen.position == result.after.position
    assert seen.inventory == result.after.inventory
    assert case.again.snapshot() == result.snapshot


def test_a_world_that_did_nothing_is_the_same_state_under_the_same_name(case: Case) -> None:
    case.world.begin(None)
    first = case.world.snapshot()
    assert first is not None
    assert case.world.snapshot() == first


def test_the_same_programs_in_the_same_world_have_the_same_results(case: Case) -> None:
    results = []
    for world in (case.world, case.again):
        world.begin(None)
        result = world.execute(program(case.wait), [], LIMITS)
        results.append(result.model_copy(update={"wall_s": 0.0}))
        world.close()
    assert results[0] == results[1]
