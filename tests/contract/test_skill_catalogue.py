"""What is derived from the skills' files: looked at cheaply, lost, broken, behind, made again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contract.test_skill_library import ORIGIN, draft
from tests.contract.test_skill_truth import RAN, SEEN, Letters, library
from voyager.adapters.skill_files import SkillFiles
from voyager.adapters.skill_index import REPLAYED, SkillIndex
from voyager.adapters.skill_library import Library

__all__ = ["library"]  # a fixture


def test_nothing_new_costs_one_look_at_one_file(tmp_path: Path, library: Library) -> None:
    library.add(draft("a"), ORIGIN)
    assert library.get("a")
    (tmp_path / "library").rename(tmp_path / "away")
    (tmp_path / "library").mkdir()
    os.link(tmp_path / "away/.changes", tmp_path / "library/.changes")
    assert library.get("a"), "only the log is looked at, and it says nothing new"


@pytest.mark.parametrize("how", ["delete", "shrink", "replace"])
def test_a_log_of_changes_that_tells_nothing_means_looking_at_everything(
    tmp_path: Path, library: Library, how: str
) -> None:
    library.add(draft("a"), ORIGIN)
    assert library.get("a")
    SkillFiles(tmp_path).add(draft("b"), ORIGIN)
    log = tmp_path / "library/.changes"
    if how == "delete":
        log.unlink()
    elif how == "shrink":
        log.write_text("")
    else:
        (tmp_path / "new").write_text("nothing of use\n" * 9)
        (tmp_path / "new").replace(log)
    assert library.get("b")


def test_another_process_is_seen_at_once(tmp_path: Path, library: Library) -> None:
    assert library.all() == []
    SkillFiles(tmp_path).add(draft("a", "Digs clay."), ORIGIN)
    assert [s.name for s in library.relevant("clay")] == ["a"]
    SkillFiles(tmp_path).record("a", 1, RAN, True, "w")
    skill = library.get("a")
    assert skill is not None and skill.record.tried == 1


@pytest.mark.parametrize("damage", ["delete", "garbage", "rows"])
def test_a_lost_or_broken_catalogue_is_made_again(tmp_path: Path, damage: str) -> None:
    library = Library(tmp_path, Letters)
    library.add(draft("a", "Digs clay."), ORIGIN)
    assert library.get("a")
    library.close()
    path = tmp_path / "index/catalogue.sqlite"
    if damage == "rows":
        import sqlite3

        db = sqlite3.connect(path)
        (table,) = (
            row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type='table'")
        )
        db.execute(f"UPDATE {table} SET json = '[]'")
        db.commit()
        db.close()
    elif damage == "garbage":
        path.write_bytes(b"garbage" * 999)
    else:
        path.unlink()
    for _ in range(2):
        again = Library(tmp_path, Letters)
        assert [s.name for s in again.relevant("clay")] == ["a"]
        again.close()


def test_a_second_opening_embeds_nothing_and_a_kill_loses_nothing(tmp_path: Path) -> None:
    program = (
        "import os, signal, sys; from pathlib import Path\n"
        "from tests.contract.test_skill_truth import *\n"
        "library = Library(Path(sys.argv[1]), Letters)\n"
        "for n in range(40): library.add(draft(f'skill{n}', f'Makes thing {n}.'), ORIGIN)\n"
        "library.relevant('thing'); os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False)
    assert done.returncode == -signal.SIGKILL
    letters = Letters()
    library = Library(tmp_path, lambda: letters)
    assert len(library.relevant("make a thing", k=40)) == 40
    library.close()
    assert letters.embedded <= 2, "the question alone"


def test_while_the_index_catches_up_a_scan_gives_the_same_answer(tmp_path: Path) -> None:
    ready, behind = Library(tmp_path, Letters), Library(tmp_path, Letters, at_once=0)
    for n in range(12):
        ready.add(draft(f"skill{n}", f"Makes {'abcdefghijkl'[n] * 5} out of {n}."), ORIGIN)
    for query in ("make ccccc", "out of 7"):
        assert [s.name for s in behind.relevant(query, k=3)] == [
            s.name for s in ready.relevant(query, k=3)
        ]
    ready.add(draft("another", "Sings a song."), ORIGIN)
    assert behind.relevant("sing songs", k=1)[0].name == "another"
    ready.close()
    behind.close()


def test_a_clean_end_writes_the_index_out_and_the_next_start_finds_it_whole(tmp_path: Path) -> None:
    letters = Letters()
    texts = {f"skill{n}": f"Makes thing {n}." for n in range(REPLAYED + 50)}
    first = SkillIndex(tmp_path, letters)
    first.sync(texts, most=100)
    assert first.behind(texts) == REPLAYED - 50
    first.sync(texts)
    first.close()
    assert list(tmp_path.glob("slot-0/*/*.bin")), "the graph is on disk"
    again = SkillIndex(tmp_path, letters)
    assert again.behind(texts) == 0
    assert again.healed is None
    vector = letters.embed(["Makes thing 7."])[0]
    assert again.query(vector, 1)[0][1] > 0.99
    again.close()


def test_what_is_out_of_reach_ranks_below(library: Library) -> None:
    for name, needs in (("makePickA", {"diamond": 3}), ("makePickB", {"cobblestone": 3})):
        said = draft(name, "Makes a pick.").model_copy(update={"needs": needs})
        library.add(said, ORIGIN)
    poor = SEEN.model_copy(update={"inventory": {"cobblestone": 5}})
    rich = SEEN.model_copy(update={"inventory": {"diamond": 5}})
    assert [s.name for s in library.relevant("make a pick", poor)] == ["makePickB", "makePickA"]
    assert [s.name for s in library.relevant("make a pick", rich)] == ["makePickA", "makePickB"]
