"""The shapes that cross from the bridge; bridge/test/protocol.test.js reads the same files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from voyager.core.records import Observation, StepResult

FIXTURES = Path(__file__).parents[1] / "fixtures" / "protocol"


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.json")), ids=lambda path: path.stem)
def test_what_the_bridge_may_send_is_a_record_and_says_the_same_again(path: Path) -> None:
    value = json.loads(path.read_text(encoding="utf-8"))
    shape = Observation if path.stem.startswith("observation") else StepResult
    assert shape.model_validate(value).model_dump(mode="json") == value


@pytest.mark.parametrize(
    "path", sorted((FIXTURES / "wrong").glob("*.json")), ids=lambda path: path.stem
)
def test_what_no_record_allows_is_refused(path: Path) -> None:
    value = json.loads(path.read_text(encoding="utf-8"))["value"]
    with pytest.raises(ValidationError):
        StepResult.model_validate(value)
