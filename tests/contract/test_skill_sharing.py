"""Skills leave and enter a library: nothing runs, nothing is half done, nothing is taken on trust."""

from __future__ import annotations

import json
import os
import stat
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from voyager.adapters.program_check import Checked, read_programs
from voyager.adapters.skill_files import SkillFiles
from voyager.adapters.skill_import import take_in
from voyager.adapters.skill_library import Library
from voyager.adapters.skill_pack import Parcel, read_parcel
from voyager.cli.app import main
from voyager.core.errors import UsageMistake
from voyager.core.records import Fault, Origin, Program, Skill, SkillDraft

ORIGIN = Origin(session="s", author="model:big", game_version="1.20.4", world="embedded:7")


def fake_reader(programs: Sequence[Program], skills: Sequence[str]) -> list[Checked]:
    """Knows just enough: `broken` cannot run, calls are the names that stand in the code."""
    return [
        Checked(
            name=p.name,
            faults=(Fault(kind="syntax", message="Unexpected token"),)
            if "broken" in p.code
            else (),
            calls=tuple(s for s in skills if f"await {s}(" in p.code),
        )
        for p in programs
    ]


def draft(name: str, body: str = "") -> SkillDraft:
    code = f"async function {name}(bot) {{ {body} }}\n"
    return SkillDraft(name=name, code=code, description=f"Does {name}.")


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(p.relative_to(folder)): p.read_bytes() for p in files if p.name[0] != "."}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with two skills, one in two versions, calling each other one way."""
    files = SkillFiles(tmp_path / "home")
    files.add(draft("mineLog", "1"), ORIGIN)
    files.add(draft("mineLog", "2"), ORIGIN)
    files.add(draft("makePick", "await mineLog(bot)"), ORIGIN)
    return tmp_path / "home"


@pytest.fixture
def pack(tmp_path: Path, home: Path) -> Path:
    pack = tmp_path / "pack.zip"
    assert (
        main(["skills", "export", str(pack), "makePick", "--home", str(home), "--licence", "MIT"])
        == 0
    )
    return pack


def checkpoint(folder: Path, skills: object, **curriculum: object) -> Path:
    (folder / "skill").mkdir(parents=True)
    (folder / "curriculum").mkdir()
    (folder / "skill/skills.json").write_text(json.dumps(skills))
    for name, value in curriculum.items():
        (folder / f"curriculum/{name}.json").write_text(json.dumps(value))
    return folder


def zipped(path: Path, members: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


def test_a_pack_brings_called_skills_versions_and_provenance(tmp_path: Path, pack: Path) -> None:
    files = SkillFiles(tmp_path / "other")
    done = take_in(read_parcel(pack), files, fake_reader)
    assert done.kept == ("makePick", "mineLog")
    versions = list(files.history("mineLog"))
    assert [v.version for v in versions] == [1, 2]
    origin = versions[1].learned_from
    assert origin.author == "import:pack.zip by model:big"
    assert (origin.licence, origin.game_version, origin.world) == ("MIT", "1.20.4", "embedded:7")
    again = take_in(read_parcel(pack), files, fake_reader)
    assert (again.kept, again.there_already) == ((), ("makePick", "mineLog"))


def test_the_same_skills_are_the_same_bytes(tmp_path: Path, home: Path, pack: Path) -> None:
    os.utime(home / "library/mineLog/v1.js", (1, 1))
    again = tmp_path / "again.zip"
    assert (
        main(["skills", "export", str(again), "makePick", "--home", str(home), "--licence", "MIT"])
        == 0
    )
    assert again.read_bytes() == pack.read_bytes()


def test_a_strangers_record_counts_for_nothing(tmp_path: Path, home: Path) -> None:
    card = home / "library/mineLog/skill.json"
    said = json.loads(card.read_text())
    said["versions"]["2"]["record"] = {"tried": 99, "succeeded": 99}
    card.write_text(json.dumps(said))
    files = SkillFiles(tmp_path / "other")
    take_in(read_parcel(home), files, fake_reader)
    assert [v.record.tried for v in files.history("mineLog")] == [0, 0]


def test_what_cannot_run_comes_in_quarantined(tmp_path: Path) -> None:
    source = checkpoint(
        tmp_path / "ck", {"a": {"code": "async function a(bot) { broken", "description": "x"}}
    )
    library = Library(tmp_path / "other")
    done = take_in(read_parcel(source), library.files, fake_reader)
    assert done.quarantined == {"a": "Unexpected token"}
    skill = library.get("a")
    assert skill is not None and skill.quarantined and "Unexpected token" in skill.quarantined
    assert library.relevant("a") == []
    library.close()


CHECKPOINT: dict[str, Any] = {
    "mineWoodLog": {
        "code": "async function mineWoodLog(bot) { await mineBlock(bot, 'oak_log', 1); }",
        "description": "async function mineWoodLog(bot) {\n    // Mines one wood log.\n}",
    },
    "withHelper": {
        "code": "async function withHelper(bot) { ready(bot); await mineWoodLog(bot); }\n"
        "function ready(bot) { return new Vec3(0, 1, 2); }",
        "description": "d",
    },
    "sharesHelper": {
        "code": "async function sharesHelper(bot) { ready(bot); }",
        "description": "d",
    },
    "keyDiffers": {
        "code": "async function otherName(bot) { await bot.pathfinder.goto(new GoalBlock(0, 1, 2)); }",
        "description": "d",
    },
    "reachesOut": {"code": "async function reachesOut(bot) { require('fs'); }", "description": "d"},
}


@pytest.mark.real_world
def test_a_published_checkpoint_comes_in_by_its_skills_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the bridge's own parser: helpers shared, the function's name wins, answers kept."""
    source = checkpoint(
        tmp_path / "ck", CHECKPOINT, qa_cache={"How?": "So."}, completed_tasks=["Mine 1 wood log"]
    )
    (source / "skill/code").mkdir()
    (source / "skill/code/staleV2.js").write_text("not this one")
    assert main(["skills", "import", str(source), "--home", str(tmp_path / "home")]) == 0
    said = capsys.readouterr().out
    assert "player's walls" in said and "keyDiffers is called otherName here" in said
    files = SkillFiles(tmp_path / "home")
    assert files.names() == ["mineWoodLog", "otherName", "reachesOut", "sharesHelper", "withHelper"]
    skills = {n: s for n in files.names() if isinstance(s := files.load(n), Skill)}
    assert skills["mineWoodLog"].description == "Mines one wood log."
    assert skills["withHelper"].uses == ("mineWoodLog",)
    assert "function ready" in skills["sharesHelper"].code
    assert {n for n, s in skills.items() if s.quarantined} == {"reachesOut"}
    assert json.loads((tmp_path / "home/answers.jsonl").read_text())["answer"] == "So."
    assert main(["skills", "import", str(source), "--home", str(tmp_path / "home"), "--json"]) == 0
    again = json.loads(capsys.readouterr().out)
    assert (again["kept"], len(again["there_already"]), again["answers"]) == ([], 5, 0)


@pytest.mark.real_world
def test_the_parser_reads_without_running(tmp_path: Path) -> None:
    evil = "async function a(bot) {}\nconst x = bot.constructor.constructor('return process')().exit(3);"
    (checked,) = read_programs([Program(name="a", code=evil)], [])
    assert checked.wrong and "Only functions and constants" in checked.wrong
    (deep,) = read_programs([Program(name="a", code="(" * 90_000)], [])
    assert deep.wrong


def test_names_that_are_taken_are_refused_or_get_a_suffix(tmp_path: Path, pack: Path) -> None:
    files = SkillFiles(tmp_path / "other")
    files.add(draft("mineLog", "another"), ORIGIN)
    before = tree(files.folder)
    with pytest.raises(UsageMistake, match="mineLog would take a name"):
        take_in(read_parcel(pack), files, fake_reader)
    assert tree(files.folder) == before
    done = take_in(read_parcel(pack), files, fake_reader, suffix="Theirs")
    assert done.renamed == {"mineLog": "mineLogTheirs"}
    theirs = files.load("makePick")
    assert isinstance(theirs, Skill)
    assert "await mineLogTheirs(bot)" in theirs.code and theirs.uses == ("mineLogTheirs",)


def test_one_skill_can_come_under_another_name(tmp_path: Path) -> None:
    folder = tmp_path / "js"
    folder.mkdir()
    (folder / "dig.js").write_text("async function dig(bot) { await dig(bot) }")
    files = SkillFiles(tmp_path / "other")
    assert take_in(read_parcel(folder), files, fake_reader, only="digMore").kept == ("digMore",)
    loaded = files.load("digMore")
    assert (
        isinstance(loaded, Skill) and "function digMore(bot) { await digMore(bot) }" in loaded.code
    )


def circle() -> dict[str, object]:
    return {
        n: {"code": f"async function {n}(bot) {{ await {m}(bot) }}", "description": ""}
        for n, m in (("a", "b"), ("b", "c"), ("c", "a"))
    }


@pytest.mark.parametrize(
    ("skills", "said"),
    [
        (circle(), "a → b → c → a"),
        ({"a": {"code": "x" * 900_000, "description": ""}}, "larger than"),
        ({"a": {"code": "y" * 300_000, "description": ""}}, "300,000 characters"),
        ({"mine": {"code": "1"}, "MINE": {"code": "1"}}, "ignores case"),
        ({"ünïcode": {"code": "1"}}, "cannot name a skill"),
        ({"../up": {"code": "1"}}, "cannot name a skill"),
        ({"a": {"code": 7}}, "has no code"),
        ({"a": "text"}, "has no code"),
        ([1, 2], "no list of skills"),
    ],
)  # fmt: skip
def test_a_bad_checkpoint_is_refused_and_the_library_stays(
    tmp_path: Path, skills: object, said: str
) -> None:
    files = SkillFiles(tmp_path / "home")
    files.add(draft("keep"), ORIGIN)
    before = tree(files.folder)
    with pytest.raises(UsageMistake, match=said) as refused:
        take_in(read_parcel(checkpoint(tmp_path / "ck", skills)), files, fake_reader)
    assert "\n" not in str(refused.value) and tree(files.folder) == before


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"../../evil.js": "1"}, "no place in a pack"),
        ({"/etc/cron.d/evil": "1"}, "no place in a pack"),
        ({"skills/a/../../v1.js": "1"}, "no place in a pack"),
        ({"skills/a\\b/v1.js": "1"}, "no place in a pack"),
        ({"skills/a/v1.js": "1"}, "no skill.json"),
        ({"skills/a/skill.json": "{ torn"}, "broken JSON"),
        ({"skills/a/skill.json": "[" * 100_000}, "broken JSON"),
        ({"skills/a/skill.json": "{}"}, "not as it should be"),
        ({"skills/a/v1.js": " " * 900_000, "skills/a/skill.json": "{}"}, "larger than"),
        ({"voyager-pack.json": "{}"}, "holds no skills"),
    ],
)  # fmt: skip
def test_a_bad_pack_is_refused(tmp_path: Path, members: dict[str, str], said: str) -> None:
    with pytest.raises(UsageMistake, match=said):
        read_parcel(zipped(tmp_path / "bad.zip", members))


def test_code_that_is_not_what_its_card_says_is_refused(tmp_path: Path, pack: Path) -> None:
    with zipfile.ZipFile(pack) as archive:
        members = {m.filename: archive.read(m).decode() for m in archive.infolist()}
    members["skills/mineLog/v1.js"] += "// and more"
    with pytest.raises(UsageMistake, match="is not what skill"):
        read_parcel(zipped(tmp_path / "changed.zip", members))


def test_garbage_links_and_nothing_are_refused(tmp_path: Path) -> None:
    garbage = tmp_path / "x.zip"
    garbage.write_bytes(b"PK\x03\x04" + b"garbage" * 99)
    with pytest.raises(UsageMistake, match="cannot be read"):
        read_parcel(garbage)
    with pytest.raises(UsageMistake, match="There is no"):
        read_parcel(tmp_path / "absent")
    folder = tmp_path / "links"
    folder.mkdir()
    with pytest.raises(UsageMistake, match="holds no skills"):
        read_parcel(folder)
    (folder / "passwd.js").symlink_to("/etc/passwd")
    with pytest.raises(UsageMistake, match="links are not followed"):
        read_parcel(folder)


def test_a_disk_that_fails_half_way_leaves_nothing(tmp_path: Path, pack: Path) -> None:
    files = SkillFiles(tmp_path / "other")
    files.add(draft("keep"), ORIGIN)
    parcel = read_parcel(pack)
    lying = [s for s in parcel.skills if s.name == "makePick"]  # its folder cannot be made twice
    with pytest.raises(UsageMistake):
        take_in(Parcel("twice", (*parcel.skills, *lying)), files, fake_reader)
    assert files.names() == ["keep"]
    mode = files.folder.stat().st_mode
    assert stat.S_ISDIR(mode) and not (files.folder / ".importing").exists()


def test_an_import_that_was_killed_is_taken_back(tmp_path: Path, pack: Path) -> None:
    files = SkillFiles(tmp_path / "other")
    files.add(draft("keep"), ORIGIN)
    take_in(read_parcel(pack), files, fake_reader)
    (files.folder / ".importing").write_text(json.dumps(["makePick", "mineLog", "../keep"]))
    library = Library(tmp_path / "other")
    assert [s.name for s in library.all()] == ["keep"]
    library.close()
