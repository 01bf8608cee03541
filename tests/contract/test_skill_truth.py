"""Versions, trust and hands on the files: what the library does as its skills come and go."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.contract.test_skill_library import ORIGIN, draft
from tests.doubles.memory_journal import MemoryJournal
from voyager.adapters import embedding
from voyager.adapters.program_check import why_not
from voyager.adapters.skill_card import SkillCard
from voyager.adapters.skill_files import SkillFiles
from voyager.adapters.skill_library import Library
from voyager.cli.app import main
from voyager.core.records import (
    Attempt, Call, Fault, Observation, Position, Program, StepResult, Verdict,
)  # fmt: skip
from voyager.loop import Ledger, _credit

SEEN = Observation(tick=1, position=Position(x=0, y=0, z=0), health=20, food=20)
RAN = StepResult(outcome="finished", after=SEEN, ticks=40)


class Letters:
    """Vectors from letter pairs: quick, and alike texts lie near each other."""

    def __init__(self) -> None:
        self.embedded = 0

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.zeros((len(texts), embedding.DIMENSIONS), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            self.embedded += 1
            for pair in pairwise(text):
                row[hash_of("".join(pair))] += 1
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        unit: NDArray[np.float32] = (rows / np.maximum(norms, 1e-6)).astype(np.float32)
        return unit


def hash_of(pair: str) -> int:
    return (ord(pair[0]) * 31 + ord(pair[1])) % embedding.DIMENSIONS


def refuses_torn(programs: Sequence[Program], skills: Sequence[str]) -> list[str | None]:
    return ["line 1: Unexpected token" if "torn" in p.code else None for p in programs]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library(tmp_path, Letters)
    yield library
    library.close()


def card_of(library: Library, name: str) -> SkillCard:
    return library.files.known(name)


def runs(library: Library, name: str, version: int, outcomes: str, practice: bool = False) -> None:
    for mark in outcomes:
        library.record(name, version, RAN, mark == "+", "embedded:1", practice=practice)


def test_below_the_floor_a_skill_is_not_shown_until_it_passes_again(library: Library) -> None:
    library.add(draft("a", "Digs clay."), ORIGIN)
    runs(library, "a", 1, "----")
    assert library.relevant("clay")
    runs(library, "a", 1, "-")
    assert library.relevant("clay") == []
    skill = library.get("a")
    assert skill is not None and skill.quarantined == "it worked 0 of 5 times"
    runs(library, "a", 1, "+")
    assert library.relevant("clay") == [], "luck in a session is no proof"
    runs(library, "a", 1, "+", practice=True)
    assert library.relevant("clay")
    runs(library, "a", 1, "----")
    assert library.relevant("clay"), "what was before the pardon is not held against it"


def test_a_proved_skill_gives_way_only_to_one_that_does_as_well(library: Library) -> None:
    library.add(draft("a", body="1"), ORIGIN)
    runs(library, "a", 1, "+++++")
    library.add(draft("a", body="2"), ORIGIN)
    card = card_of(library, "a")
    assert (card.current, card.candidate) == (1, 2)
    runs(library, "a", 2, "++")
    assert card_of(library, "a").current == 1
    runs(library, "a", 2, "+")
    card = card_of(library, "a")
    assert (card.current, card.candidate) == (2, None)
    skill = library.get("a")
    assert skill is not None and skill.version == 2


def test_a_young_skill_changes_freely_and_a_worse_candidate_is_given_up(library: Library) -> None:
    library.add(draft("a", body="1"), ORIGIN)
    runs(library, "a", 1, "++")
    library.add(draft("a", body="2"), ORIGIN)
    assert card_of(library, "a").current == 2
    runs(library, "a", 2, "+++++")
    library.add(draft("a", body="3"), ORIGIN)
    runs(library, "a", 3, "-----")
    card = card_of(library, "a")
    assert (card.current, card.candidate) == (2, None)
    assert sorted(card.versions) == [1, 2, 3]


def test_when_the_current_version_fails_a_proved_one_takes_over(library: Library) -> None:
    library.add(draft("a", body="1"), ORIGIN)
    runs(library, "a", 1, "+++++")
    library.add(draft("a", body="2"), ORIGIN)
    library.files.use_version("a", 2)
    runs(library, "a", 2, "-----")
    assert card_of(library, "a").current == 1


def edit(tmp_path: Path, name: str, code: str, version: int = 1) -> None:
    (tmp_path / f"library/{name}/v{version}.js").write_text(code)


def test_an_edit_by_hand_is_the_next_version_and_the_old_code_stays(
    tmp_path: Path, library: Library
) -> None:
    before = library.add(draft("a"), ORIGIN)
    assert library.get("a")
    edit(tmp_path, "a", "async function a(bot) { edited }")
    told: list[str] = []
    again = Library(tmp_path, Letters, notice=told.append, checker=refuses_torn)
    skill = again.get("a")
    assert skill is not None and (skill.version, skill.learned_from.author) == (2, "hand")
    assert [s.code for s in again.files.history("a")] == [
        before.code,
        "async function a(bot) { edited }",
    ]
    assert told == ["a was edited by hand: it is version 2 now."]
    again.close()


def test_an_edit_that_cannot_run_is_kept_quarantined_and_the_old_version_stays(
    tmp_path: Path, library: Library
) -> None:
    before = library.add(draft("a", "Digs clay."), ORIGIN)
    edit(tmp_path, "a", "torn")
    told: list[str] = []
    again = Library(tmp_path, Letters, notice=told.append, checker=refuses_torn)
    assert [s.code for s in again.relevant("clay")] == [before.code]
    versions = list(again.files.history("a"))
    assert (versions[1].code, versions[1].quarantined) == ("torn", "line 1: Unexpected token")
    assert "stays in use" in told[0]
    again.close()


def test_learning_the_same_again_does_not_undo_an_edit(tmp_path: Path, library: Library) -> None:
    library.add(draft("a"), ORIGIN)
    edit(tmp_path, "a", "async function a(bot) { edited }")
    library.add(draft("a"), ORIGIN)
    assert "edited" in (tmp_path / "library/a/v1.js").read_text()


def test_an_edit_of_code_that_no_copy_is_left_of_is_taken_as_it_is(
    tmp_path: Path, library: Library
) -> None:
    library.add(draft("a"), ORIGIN)
    for copy in (tmp_path / "library/.code").iterdir():
        copy.unlink()
    edit(tmp_path, "a", "torn")
    again = Library(tmp_path, Letters, checker=refuses_torn)
    skill = again.get("a")
    assert skill is not None
    assert (skill.version, skill.code, skill.quarantined) == (1, "torn", "line 1: Unexpected token")
    again.close()


@pytest.mark.real_world
def test_the_bridges_own_parser_checks_an_edit(tmp_path: Path, library: Library) -> None:
    library.add(draft("a"), ORIGIN)
    edit(tmp_path, "a", "async function a(bot) { await nowhere(bot) }")
    again = Library(tmp_path, Letters, checker=why_not)
    assert [s.quarantined for s in again.files.history("a")] == [None]
    assert again.get("a")
    reason = list(again.files.history("a"))[1].quarantined
    assert reason and "nowhere is not declared" in reason
    again.close()


def test_history_diff_and_rollback(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files, home = SkillFiles(tmp_path), ["--home", str(tmp_path)]
    files.add(draft("a", body="one"), ORIGIN)
    files.add(draft("a", body="two"), ORIGIN)
    files.record("a", 2, RAN, True, "embedded:1")
    assert main(["skills", "diff", "a", *home]) == 0
    said = capsys.readouterr().out
    assert "-async function a(bot) { one }" in said and "+async function a(bot) { two }" in said
    assert main(["skills", "rollback", "a", *home]) == 0
    assert "version 1 is in use; it was 2" in capsys.readouterr().out
    assert main(["skills", "history", "a", "--json", *home]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(r["version"], r["state"], r["record"]["tried"]) for r in rows] == [
        (1, "current", 0),
        (2, "kept", 1),
    ]
    for wrong in (
        ["rollback", "a", "9"],
        ["diff", "a", "7", "8"],
        ["history", "b"],
        ["rollback", "a"],
    ):
        assert main(["skills", *wrong, *home]) == 2
        assert capsys.readouterr().err.count("\n") == 1


def test_the_loop_charges_the_skill_that_failed_and_not_its_caller(library: Library) -> None:
    library.add(draft("inner"), ORIGIN)
    library.add(draft("outer", body="await inner(bot)"), ORIGIN)
    fault = Fault(kind="no_path", message="The way is blocked.", file="inner.js", line=1)
    calls = (
        Call(name="outer", kind="skill", start_tick=0, ticks=9, outcome="no_path"),
        Call(name="inner", kind="skill", parent=0, start_tick=0, ticks=9, outcome="no_path"),
    )
    result = RAN.model_copy(update={"outcome": "threw", "calls": calls, "faults": (fault,)})
    ledger = Ledger(MemoryJournal(), lambda event, state: None)
    _credit(
        Attempt(
            number=1,
            program=Program(name="p", code="await outer(bot)"),
            result=result,
            verdict=Verdict(success=False),
        ),
        library,
        ledger,
    )
    inner, outer = library.get("inner"), library.get("outer")
    assert inner is not None and outer is not None
    assert (inner.record.tried, inner.record.succeeded, inner.record.last_fault) == (1, 0, fault)
    assert outer.record.tried == 0
