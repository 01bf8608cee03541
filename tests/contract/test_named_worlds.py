"""Worlds kept under a name: what one run leaves, the next one and the server find."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from voyager.adapters.mineflayer_world import MineflayerWorld
from voyager.adapters.named_worlds import about, existing, look, names, world_file
from voyager.cli.app import main
from voyager.core.errors import SetupFailed, UsageMistake, WorldLost
from voyager.core.events import WorldSpec
from voyager.core.records import Limits, Program

DIG = """async function dig(bot) {
  await bot.dig(bot.blockAt(bot.entity.position.offset(0, -1, 0)))
  await bot.waitForTicks(40)
}"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the world `base` in it, in which one block was dug."""
    home = tmp_path_factory.mktemp("home")
    with MineflayerWorld(WorldSpec(seed=6, name="base"), home) as world:
        world.begin(None)
        done = world.execute(Program(name="dig", code=DIG), [], Limits(game_s=60, wall_s=20))
    assert done.outcome == "finished", done
    assert done.after.inventory
    return home


def test_a_named_world_goes_on_where_it_was_left(home: Path) -> None:
    with MineflayerWorld(WorldSpec(seed=6, name="base"), home) as world:
        seen = world.begin(None)
    assert seen.inventory
    assert seen.tick > 20
    assert names(home) == ["base"]


def test_a_world_of_another_name_is_fresh(home: Path, tmp_path: Path) -> None:
    with MineflayerWorld(WorldSpec(seed=6, name="other"), tmp_path) as world:
        assert not world.begin(None).inventory


def test_its_file_tells_its_land_and_its_players(home: Path) -> None:
    (told,) = about([world_file(home, "base")])
    assert told["seed"] == 6
    assert told["changed_blocks"] >= 1
    assert [player["name"] for player in told["players"]] == ["Voyager"]


def test_the_command_line_shows_draws_and_removes_it(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["world", "list", "--home", str(home), "--json"]) == 0
    assert [w["name"] for w in json.loads(capsys.readouterr().out)] == ["base"]
    assert main(["world", "show", "base", "--home", str(home)]) == 0
    assert "--world embedded:base" in capsys.readouterr().out
    picture = tmp_path / "m.png"
    drawn = ["world", "map", "base", "-o", str(picture), "--size", "64", "--home", str(home)]
    assert main(drawn) == 0
    assert main([*drawn, "--slice", "11"]) == 0
    assert picture.read_bytes().startswith(b"\x89PNG")
    spare = world_file(tmp_path, "spare")
    spare.parent.mkdir()
    spare.write_bytes(world_file(home, "base").read_bytes())
    assert main(["world", "rm", "spare", "--yes", "--home", str(tmp_path)]) == 0
    assert names(tmp_path) == []


def test_a_damaged_world_is_said_and_never_replaced(tmp_path: Path) -> None:
    path = world_file(tmp_path, "torn")
    path.parent.mkdir()
    path.write_text("bm90IGEgd29ybGQ=")
    assert "cannot be read" in about([path])[0]["broken"]
    with (
        MineflayerWorld(WorldSpec(seed=1, name="torn"), tmp_path) as world,
        pytest.raises(WorldLost, match="cannot be read"),
    ):
        world.begin(None)
    assert path.read_text() == "bm90IGEgd29ybGQ="


def test_a_name_nobody_gave_and_a_wrong_map_are_sentences(tmp_path: Path) -> None:
    with pytest.raises(UsageMistake, match="No world 'x'"):
        existing(tmp_path, "x")
    with pytest.raises(SetupFailed, match="no such file"):
        look(["map", str(tmp_path / "none"), str(tmp_path / "m.png")])
