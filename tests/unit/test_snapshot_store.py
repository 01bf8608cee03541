"""Saved worlds on disk: named by what they hold, and never handed out damaged."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from voyager.adapters.snapshot_store import SnapshotStore
from voyager.core.errors import WorldLost


def test_what_is_kept_comes_back_under_its_hash(tmp_path: Path) -> None:
    store = SnapshotStore(tmp_path)
    sha = store.put("a world")
    assert sha == hashlib.sha256(b"a world").hexdigest()
    assert store.put("a world") == sha
    assert SnapshotStore(tmp_path).get(sha) == "a world"
    assert [path.name for path in (tmp_path / "snapshots").iterdir()] == [sha]


def test_a_missing_one_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(WorldLost, match="is not in"):
        SnapshotStore(tmp_path).get("0" * 64)


@pytest.mark.parametrize("damage", ["", "a worl", "another", "a world "])
def test_a_damaged_one_is_never_handed_out(tmp_path: Path, damage: str) -> None:
    store = SnapshotStore(tmp_path)
    sha = store.put("a world")
    (tmp_path / "snapshots" / sha).write_text(damage)
    with pytest.raises(WorldLost, match="damaged"):
        store.get(sha)


def test_one_that_was_torn_is_written_again(tmp_path: Path) -> None:
    store = SnapshotStore(tmp_path)
    sha = store.put("a world")
    (tmp_path / "snapshots" / sha).write_text("a wo")
    store.put("a world")
    assert store.get(sha) == "a world"
