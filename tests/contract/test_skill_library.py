"""The library on disk: files are the truth, the index follows, and nothing is lost."""

from __future__ import annotations

import json
import multiprocessing
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from voyager.adapters.skill_library import Library
from voyager.core.errors import UsageMistake
from voyager.core.records import Observation, Origin, Position, Skill, SkillDraft, StepResult

ORIGIN = Origin(session="s", author="recipes")
DRAFTS = [
    ("mineOakLog", "Needs nothing. Chops oak trees near by. Leaves oak logs in the inventory."),
    ("smeltRawIron", "Needs raw iron, a furnace and fuel. Leaves iron ingots."),
    ("craftStonePickaxe", "Needs cobblestone and sticks. Crafts a stone pickaxe at a table."),
    ("craftIronPickaxe", "Needs iron ingots and sticks. Crafts an iron pickaxe at a table."),
    ("killPig", "Hunts a pig and picks up the porkchops."),
]


def draft(name: str, description: str = "Does something.", body: str = "") -> SkillDraft:
    return SkillDraft(
        name=name, code=f"async function {name}(bot) {{ {body} }}\n", description=description
    )


@pytest.fixture
def notices() -> list[str]:
    return []


@pytest.fixture
def library(tmp_path: Path, notices: list[str]) -> Iterator[Library]:
    library = Library(tmp_path, notice=notices.append)
    yield library
    library.close()


@pytest.fixture
def filled(library: Library) -> Library:
    for name, description in DRAFTS:
        library.add(draft(name, description), ORIGIN)
    return library


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("get some wood from a tree", "mineOakLog"),
        ("melt raw iron in an oven", "smeltRawIron"),
        ("make a stone pickaxe", "craftStonePickaxe"),
        ("make an iron pickaxe", "craftIronPickaxe"),
        ("find meat", "killPig"),
    ],
)
def test_skills_are_found_by_meaning(filled: Library, query: str, name: str) -> None:
    assert filled.relevant(query, k=1)[0].name == name


def test_an_empty_library_offers_nothing(library: Library) -> None:
    assert library.relevant("anything") == []


def test_the_same_code_again_is_the_same_version(library: Library) -> None:
    first = library.add(draft("mineOakLog"), ORIGIN)
    assert library.add(draft("mineOakLog"), ORIGIN).version == first.version == 1
    assert library.add(draft("mineOakLog", body="return 1"), ORIGIN).version == 2
    assert [s.version for s in library.files.history("mineOakLog")] == [1, 2]


def test_a_closure_holds_what_is_called_directly_and_not(library: Library) -> None:
    library.add(draft("a", body="await b(bot)"), ORIGIN)
    library.add(draft("b", body="await c(bot)"), ORIGIN)
    library.add(draft("c", body="await a(bot)"), ORIGIN)
    library.add(draft("d"), ORIGIN)
    assert [s.name for s in library.closure("await a(bot)")] == ["a", "b", "c"]
    own = "async function a(bot) { await b(bot) }"  # its own a; but c, in a scope of its own, calls the skill
    assert [s.name for s in library.closure(own)] == ["a", "b", "c"]
    assert library.closure("async function a(bot) { await a(bot) }") == []


def test_the_record_counts_runs(library: Library) -> None:
    skill = library.add(draft("mineOakLog"), ORIGIN)
    seen = Observation(tick=1, position=Position(x=0, y=0, z=0), health=20, food=20)
    result = StepResult(outcome="finished", after=seen, ticks=40)
    library.record(skill.name, 1, result, True, "embedded:1")
    library.record(skill.name, 1, result, False, "embedded:2")
    record = library.all()[0].record
    assert (record.tried, record.succeeded, record.ticks) == (2, 1, 40)
    assert record.worlds == ("embedded:1", "embedded:2")


@pytest.mark.parametrize("damage", ["delete", "garbage", "age"])
def test_a_lost_or_broken_index_is_made_again(tmp_path: Path, filled: Library, damage: str) -> None:
    before = filled.relevant("get wood", k=3)
    filled.close()
    index = tmp_path / "index"
    if damage == "delete":
        shutil.rmtree(index)
    elif damage == "garbage":
        for file in index.rglob("*.sqlite*"):
            file.write_bytes(b"garbage" * 1000)
    else:
        filled.files.add(draft("digClay", "Digs clay out of a lake."), ORIGIN)
    again = Library(tmp_path)
    if damage == "age":
        assert again.relevant("clay", k=1)[0].name == "digClay"
    else:
        assert [s.name for s in again.relevant("get wood", k=3)] == [s.name for s in before]
    again.close()


def test_a_broken_skill_is_left_out_and_said_so(
    tmp_path: Path, filled: Library, notices: list[str]
) -> None:
    (tmp_path / "library/killPig/skill.json").write_text("{ torn")
    assert filled.get("killPig") is None
    assert len(filled.all()) == len(DRAFTS) - 1
    assert "killPig" in notices[0]


def test_a_lost_card_never_costs_the_code_beside_it(tmp_path: Path, library: Library) -> None:
    library.add(draft("mineOakLog"), ORIGIN)
    (tmp_path / "library/mineOakLog/skill.json").unlink()
    again = library.add(draft("mineOakLog", body="return 2"), ORIGIN)
    assert again.version == 2
    assert (tmp_path / "library/mineOakLog/v1.js").exists()


@pytest.mark.parametrize("name", ["../escape", "", "a/b", "ünïcode", "x" * 200, "a b", "con\x00"])
def test_names_that_are_no_identifiers_are_refused(
    tmp_path: Path, library: Library, name: str
) -> None:
    with pytest.raises(UsageMistake, match="cannot name a skill"):
        library.add(draft(name), ORIGIN)
    assert library.files.names() == []


def test_names_that_differ_only_in_case_are_refused(library: Library) -> None:
    library.add(draft("mineOakLog"), ORIGIN)
    with pytest.raises(UsageMistake, match="ignores case"):
        library.add(draft("mineoaklog"), ORIGIN)


def _writes(home: str, writer: int) -> None:
    library = Library(Path(home))
    for number in range(8):
        library.add(draft(f"skill{writer}n{number}", f"Makes thing {writer} {number}."), ORIGIN)
        library.add(draft("shared", body=f"return {writer * 100 + number}"), ORIGIN)
        library.relevant("thing")
    library.close()


def test_processes_that_write_at_once_lose_nothing(tmp_path: Path, library: Library) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_writes, args=(str(tmp_path), n)) for n in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    names = {skill.name for skill in library.all()}
    assert names == {f"skill{w}n{n}" for w in range(3) for n in range(8)} | {"shared"}
    assert len(list(library.files.history("shared"))) == 24
    found = {s.name for s in library.relevant("thing", k=40)}
    assert len(found) == 25


def _dies_writing(home: str) -> None:
    library = Library(Path(home))
    number = 0
    while True:
        number += 1
        library.add(draft(f"skill{number}", f"Makes thing {number}."), ORIGIN)
        library.relevant("thing")


def test_a_killed_writer_leaves_a_library_that_opens(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    for _ in range(3):
        writer = context.Process(target=_dies_writing, args=(str(tmp_path),))
        writer.start()
        writer.join(3.5)
        writer.kill()
        writer.join()
        library = Library(tmp_path)
        skills = library.all()
        assert not library.broken
        assert {s.name for s in library.relevant("thing", k=len(skills))} == {
            s.name for s in skills
        }
        library.close()


def test_a_card_is_readable_json(tmp_path: Path, filled: Library) -> None:
    card = json.loads((tmp_path / "library/killPig/skill.json").read_text())
    assert card["current"] == 1
    assert card["versions"]["1"]["learned_from"]["author"] == "recipes"
    assert isinstance(filled.get("killPig"), Skill)
