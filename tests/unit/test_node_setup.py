"""Fetching the bridge's packages: what a person is told when it cannot be done."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from voyager.adapters import bridge_cache, node_setup
from voyager.core.errors import SetupFailed
from voyager.shipped import shipped

LOCK = {
    "name": "tiny", "version": "1.0.0", "lockfileVersion": 3, "requires": True,
    "packages": {
        "": {"name": "tiny", "version": "1.0.0", "dependencies": {"leftover": "file:leftover"}},
        "leftover": {"version": "1.0.0"},
        "node_modules/leftover": {"resolved": "leftover", "link": True},
    },
}  # fmt: skip


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A bridge whose only package lies beside it, so that npm needs no network."""
    bridge = tmp_path / "bridge"
    bridge.mkdir()
    manifest = {"name": "tiny", "version": "1.0.0", "dependencies": {"leftover": "file:leftover"}}
    (bridge / "package.json").write_text(json.dumps(manifest))
    (bridge / "package-lock.json").write_text(json.dumps(LOCK))
    return bridge


@pytest.fixture
def far_away(clone: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The same, with a package that only a registry has, and no registry."""
    entry = {"version": "9.9.9", "integrity": "sha512-" + "A" * 86 + "=="}
    lock = {**LOCK, "packages": {
        "": {"name": "tiny", "version": "1.0.0", "dependencies": {"faraway": "9.9.9"}},
        "node_modules/faraway": entry,
    }}  # fmt: skip
    manifest = {"name": "tiny", "version": "1.0.0", "dependencies": {"faraway": "9.9.9"}}
    (clone / "package.json").write_text(json.dumps(manifest))
    (clone / "package-lock.json").write_text(json.dumps(lock))
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9/")
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "npm-cache"))
    return clone


def test_node_is_the_real_binary_from_the_wheel() -> None:
    node = node_setup.node_binary()
    assert node.read_bytes()[:4] in (b"\x7fELF", b"\xcf\xfa\xed\xfe", b"MZ\x90\x00")


def test_this_clones_packages_are_complete_and_found_at_once() -> None:
    assert node_setup.installed()
    assert node_setup.bridge_folder() == shipped("bridge")


def test_without_a_network_nothing_is_left_behind_and_one_sentence_says_why(far_away: Path) -> None:
    with pytest.raises(SetupFailed, match="npm registry cannot be reached") as caught:
        node_setup.install_in_clone(far_away, lambda done, total: None)
    assert "\n" not in str(caught.value)
    assert not (far_away / "node_modules").exists()
    assert [path.name for path in (far_away / ".deps").iterdir()] == [".lock"]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("npm error code ENOSPC\nnpm error nospc", "The disk is full"),
        ("npm error code EAI_AGAIN\nnpm error request to x failed", "cannot be reached"),
        ("npm error code ETARGET\nnpm error notarget No matching version", "does not have"),
        ("npm error code EACCES\nnpm error path /x", "may not write"),
        ("npm error something odd\nnpm error A complete log of this run", "something odd"),
        ("", "exit code 7"),
    ],
)
def test_what_npm_says_becomes_a_sentence(said: str, sentence: str) -> None:
    assert sentence in node_setup.reason_of(said, Path("/place"), 7)


def test_an_install_is_kept_by_the_locks_hash_and_replaced_when_the_lock_changes(
    clone: Path,
) -> None:
    (clone / "leftover").mkdir()
    (clone / "leftover" / "package.json").write_text('{"name": "leftover", "version": "1.0.0"}')
    steps: list[tuple[int, int]] = []
    node_setup.install_in_clone(clone, lambda done, total: steps.append((done, total)))
    first = (clone / "node_modules").readlink()
    assert (clone / "node_modules" / ".package-lock.json").is_file()
    assert steps[-1][0] == steps[-1][1]
    (clone / "package-lock.json").write_text(json.dumps({**LOCK, "version": "1.0.1"}))
    (clone / "node_modules" / ".package-lock.json").unlink()
    node_setup.install_in_clone(clone, lambda done, total: None)
    assert (clone / "node_modules").readlink() != first
    kept = [path for path in (clone / ".deps").iterdir() if path.is_dir()]
    assert len(kept) == 1


def test_packages_put_there_by_hand_for_this_lock_are_taken_as_they_are(clone: Path) -> None:
    (clone / "node_modules").mkdir()
    shutil.copy(clone / "package-lock.json", clone / "node_modules" / ".package-lock.json")
    assert node_setup.install_in_clone(clone, lambda done, total: None) == clone
    assert not (clone / ".deps").exists()


def test_bridges_of_other_versions_go_when_asked_and_the_own_one_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("sys.platform", "linux")
    assert bridge_cache.remove_others() == (0, 0)
    own = node_setup.place_in_cache(shipped("bridge"))
    for folder in (own, own.parent / "older", own.parent / ".torn-x1"):
        folder.mkdir(parents=True)
        (folder / "file").write_bytes(b"x" * 1000)
    assert bridge_cache.remove_others() == (2, 2000)
    assert (own / "file").exists()
    assert bridge_cache.others() == []
