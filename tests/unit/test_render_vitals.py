"""What the model is told of the body: danger is never left out."""

from __future__ import annotations

from voyager.core.records import Observation, Position
from voyager.roles.render import observation

CALM = Observation(tick=0, position=Position(x=0, y=64, z=0), health=20, food=20)


def test_standing_in_lava_and_burning_are_told() -> None:
    seen = CALM.model_copy(update={"health": 5, "in_fluid": "lava", "burning": True})
    assert observation(seen, 450, ["vitals"]) == "Health 5/20, food 20/20, in lava, burning"


def test_being_in_water_is_told_and_dry_land_is_not() -> None:
    wet = CALM.model_copy(update={"in_fluid": "water", "oxygen": 11})
    line = observation(wet, 450, ["vitals"])
    assert line == "Health 20/20, food 20/20, oxygen 11/20, in water"
    assert observation(CALM, 450, ["vitals"]) == "Health 20/20, food 20/20"
