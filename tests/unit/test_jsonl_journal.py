"""The journal on disk against torn lines, other writers, full disks and interrupts."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from voyager.adapters.jsonl_journal import JOURNAL, TORN, JsonlJournal, busy, read_entries
from voyager.core.errors import JournalBroken, SessionBusy, SetupFailed
from voyager.core.events import Event, Noted, SessionStarted, WorldSpec

START = SessionStarted(session="s", world=WorldSpec(), author="recipes", voyager="0")


def note(text: str) -> Noted:
    return Noted(kind="info", text=text)


def opened(folder: Path) -> JsonlJournal:
    return JsonlJournal(folder, lambda: "2026-01-01T00:00:00Z")


def written(folder: Path, *events: Event) -> Path:
    with opened(folder) as journal:
        for event in (START, *events):
            journal.append(event)
    return folder / JOURNAL


def texts(path: Path) -> list[str]:
    return [e.event.text for e in read_entries(path) if isinstance(e.event, Noted)]


@pytest.mark.parametrize("cut", [1, 5, 30])
def test_a_torn_last_line_is_dropped_kept_beside_and_said(tmp_path: Path, cut: int) -> None:
    path = written(tmp_path / "s", note("first"), note("second"))
    whole = path.read_bytes()
    path.write_bytes(whole[: -cut - 1])
    with opened(tmp_path / "s") as journal:
        assert texts(path) == ["first"]
        assert journal.dropped and TORN in journal.dropped
        assert journal.append(note("third")).seq == 3
    assert texts(path) == ["first", "third"]
    assert (path.parent / TORN).read_bytes().startswith(b'{"v":1,"seq":3')


def test_zeros_of_a_power_cut_are_a_torn_line(tmp_path: Path) -> None:
    path = written(tmp_path / "s", note("first"))
    with path.open("ab") as file:
        file.write(b"\0" * 300)
    with opened(tmp_path / "s") as journal:
        journal.append(note("second"))
    assert texts(path) == ["first", "second"]


def test_a_last_line_that_only_lacks_its_end_is_kept(tmp_path: Path) -> None:
    path = written(tmp_path / "s", note("first"))
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    with opened(tmp_path / "s") as journal:
        assert journal.dropped is None
        journal.append(note("second"))
    assert texts(path) == ["first", "second"]


@pytest.mark.parametrize(
    "damage",
    [
        b"{broken",
        b"[]",
        b'{"v":1}',
        b"\xff\xfe",
        b'{"v":1,"seq":2,"at":"x","event":{"type":"gone"}}',
    ],
)
def test_a_damaged_line_in_the_middle_is_named_with_a_way_out(
    tmp_path: Path, damage: bytes
) -> None:
    path = written(tmp_path / "s", note("first"), note("second"))
    lines = path.read_bytes().splitlines()
    path.write_bytes(b"\n".join([lines[0], damage, lines[2], b""]))
    with pytest.raises(
        JournalBroken, match=r"Line 2 of .*voyager sessions fork s s-rescued --at 1"
    ):
        opened(tmp_path / "s")


def test_a_missing_line_is_noticed(tmp_path: Path) -> None:
    path = written(tmp_path / "s", note("first"), note("second"))
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + lines[2])
    with pytest.raises(JournalBroken, match="missing or doubled"):
        opened(tmp_path / "s")


def test_an_unknown_version_asks_for_the_voyager_that_wrote_it(tmp_path: Path) -> None:
    path = written(tmp_path / "s")
    line = json.loads(path.read_text())
    path.write_text(json.dumps(line | {"v": 2}) + "\n")
    with pytest.raises(JournalBroken, match=r"format 2 .* reads format 1"):
        opened(tmp_path / "s")


def test_a_second_writer_is_told_who_holds_the_session(tmp_path: Path) -> None:
    with opened(tmp_path / "s"):
        with pytest.raises(SessionBusy, match=f"'s' is in use by process {os.getpid()} on "):
            opened(tmp_path / "s")
        assert busy(tmp_path / "s")
    assert busy(tmp_path / "s") is None


def test_the_lock_of_a_killed_process_is_taken_over(tmp_path: Path) -> None:
    program = (
        "import os, signal, pathlib, sys\n"
        "from voyager.adapters.jsonl_journal import JsonlJournal\n"
        "journal = JsonlJournal(pathlib.Path(sys.argv[1]), lambda: 'now')\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path / "s")], check=False)
    assert done.returncode == -9
    assert (tmp_path / "s" / "lock").read_text()
    with opened(tmp_path / "s") as journal:
        journal.append(START)


def test_an_interrupted_append_leaves_no_trace(tmp_path: Path) -> None:
    with opened(tmp_path / "s") as journal:
        journal.append(START)
        with journal.path.open("ab") as file:  # what a Ctrl-C between write and return leaves
            file.write(b'{"v":1,"seq":2,"at":"x","ev')
        journal.append(note("after"))
    assert texts(journal.path) == ["after"]


def test_a_full_disk_is_one_sentence_and_the_journal_stays_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(tmp_path / "s") as journal:
        journal.append(START)
        real = os.write

        def full(fd: int, content: bytes) -> int:
            if len(content) > 20:
                return real(fd, content[:20])
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(os, "write", full)
        with pytest.raises(JournalBroken, match=r"No space left.*make room"):
            journal.append(note("lost"))
        monkeypatch.undo()
        assert len(list(read_entries(journal.path))) == 1
        assert journal.path.read_bytes().endswith(b"\n")
        journal.append(note("room again"))
    assert texts(journal.path) == ["room again"]


def test_a_disk_too_full_to_begin_on_is_one_sentence_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(fd: int, content: bytes, offset: int) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "pwrite", full)
        with pytest.raises(SetupFailed, match=f"The disk is full: {tmp_path} could not be written"):
            opened(tmp_path)
    opened(tmp_path).close()


def test_a_journal_that_was_removed_under_the_run_is_noticed(tmp_path: Path) -> None:
    with opened(tmp_path / "s") as journal:
        journal.append(START)
        journal.path.unlink()
        with pytest.raises(JournalBroken, match="moved or removed"):
            journal.append(note("x"))


def test_half_a_surrogate_pair_in_chat_does_not_end_the_run(tmp_path: Path) -> None:
    path = written(tmp_path / "s", note("bad \ud800 half"))
    assert texts(path) == ["bad \N{REPLACEMENT CHARACTER} half"]


def test_a_home_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SetupFailed, match=r"cannot be written .*--home"):
        opened(tmp_path / "file" / "sessions" / "s")
