"""Skills found by meaning: a Chroma collection derived from the library, disposable.

    <home>/index/vectors.sqlite   text SHA-256 → vector, shared by all: a rebuild embeds nothing twice
    <home>/index/slot-N/          one Chroma store for one process at a time, held by slot-N.lock

Chroma's embedded store is not safe for two processes, and one that was killed while writing may
bring the interpreter down when it is opened. So each process takes a slot of its own, a slot
that was not closed is first opened in a child process, and whatever cannot be used is
deleted and built again. While a process runs, the graph stays in SQLite's log, which a kill cannot
tear; a clean end writes it out, so that the next opening replays nothing. Knows texts and names.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voyager.adapters import embedding
from voyager.adapters.vector_cache import Embedder, VectorCache, sha_of_text, unwritable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


COLLECTION = "skills"
BATCH = 1000  # items an upsert; Chroma refuses more than 5461
IN_LOG = 1_000_000  # items before Chroma writes its graph by itself: never, while we run
REPLAYED = 300  # items whose replay on opening is not worth writing the graph for: 0.1 s
DOUBTFUL = 3000  # items of a store left by a kill: to build it anew costs less than to replay it
PROBE_S = 30  # seconds a doubtful store may take to open in a child process
_PROBE = "import sys; from voyager.adapters.skill_index import probe; probe(sys.argv[1])"


class SkillIndex:
    """One process's index. Open it with the texts it must hold; close it when done."""

    def __init__(self, folder: Path, embedder: Embedder, expected: int = 0) -> None:
        """`expected`: about how many texts it will have to hold."""
        self._embedder = embedder
        self._expected = expected
        self._written = False
        folder.mkdir(parents=True, exist_ok=True)
        self._vectors = VectorCache(folder / "vectors.sqlite")
        self._store, self._lock = _take_slot(folder)
        self.healed: str | None = None
        """What was wrong with the store that was found, when it had to be rebuilt."""
        self._shas: dict[str, str] = {}
        self._collection = self._open()

    def behind(self, texts: Mapping[str, str]) -> int:
        """How many entries `sync` would have to change."""
        gone = sum(name not in texts for name in self._shas)
        return gone + sum(self._shas.get(n) != sha_of_text(text) for n, text in texts.items())

    def sync(self, texts: Mapping[str, str], most: int | None = None) -> None:
        """Make the index hold exactly `texts` (name → text to be found by), or `most` of the way there."""
        wanted = {name: sha_of_text(text) for name, text in texts.items()}
        gone = [name for name in self._shas if name not in wanted]
        new = [name for name, sha in wanted.items() if self._shas.get(name) != sha][:most]
        if not gone and not new:
            return
        self._mark_dirty()
        try:
            self._apply(gone, new, wanted, texts)
        except Exception as error:  # noqa: BLE001  # Chroma's share no base class; the store is disposable
            self._rebuild(f"{type(error).__name__}: {error}", list(wanted)[:most], wanted, texts)

    def query(self, vector: NDArray[np.float32], k: int) -> list[tuple[str, float]]:
        """The k names nearest to `vector` with their cosine similarity, best first."""
        if not self._shas or k < 1:
            return []
        found = self._collection.query(
            query_embeddings=vector[None, :],
            n_results=min(k, len(self._shas)),
            include=["distances"],
        )
        names, distances = found["ids"][0], found["distances"][0]
        return [(name, 1.0 - d) for name, d in zip(names, distances, strict=True)]

    def close(self) -> None:
        """Leave the store clean and free its slot; safe to call twice."""
        if self._lock is None:
            return
        try:
            if self._written and len(self._shas) > REPLAYED:
                self._write_graph()
            _close_client(self._client)
            (self._store / "held").write_text(str(len(self._shas)))
            (self._store / "dirty").unlink(missing_ok=True)
        except Exception:  # noqa: BLE001  # a store that cannot be closed stays dirty: the next start looks
            _forget(self._store)
        self._vectors.close()
        os.close(self._lock)
        self._lock = None

    def _open(self) -> Any:
        doubtful = (self._store / "dirty").exists()
        if doubtful and (self._expected > DOUBTFUL or not _opens_in_child(self._store)):
            self.healed = "the last process was killed while it wrote the index"
            shutil.rmtree(self._store)
        try:
            return self._connect()
        except Exception as error:  # noqa: BLE001  # as above: the files can rebuild it
            self._rebuild(f"{type(error).__name__}: {error}", [], {}, {})
            return self._collection

    def _write_graph(self) -> None:
        """Have Chroma write its graph: it does so at the upsert that passes the threshold."""
        name = next(iter(self._shas))
        held = self._collection.get(ids=[name], include=["embeddings", "metadatas"])
        self._collection.modify(configuration={"hnsw": {"sync_threshold": 2}})
        self._collection.upsert(
            ids=[name], embeddings=held["embeddings"], metadatas=held["metadatas"]
        )
        self._collection.query(query_embeddings=held["embeddings"], n_results=1)
        self._collection.modify(configuration={"hnsw": {"sync_threshold": IN_LOG}})

    def _connect(self) -> Any:
        self._client, collection = _client_of(self._store)
        held = collection.get(include=["metadatas"])
        self._shas = {
            name: str((said or {}).get("sha", ""))
            for name, said in zip(held["ids"], held["metadatas"], strict=True)
        }
        return collection

    def _rebuild(
        self, why: str, names: list[str], wanted: Mapping[str, str], texts: Mapping[str, str]
    ) -> None:
        """Begin anew with `names`. Raises SetupFailed when even that fails: a full disk, most likely."""
        self.healed = why
        _forget(self._store)
        shutil.rmtree(self._store, ignore_errors=True)
        try:
            self._collection = self._connect()
            self._mark_dirty()
            self._apply([], names, wanted, texts)
        except Exception as error:  # as above
            raise unwritable(self._store, error) from error

    def _mark_dirty(self) -> None:
        self._written = True
        (self._store / "dirty").touch()

    def _apply(
        self, gone: list[str], new: list[str], wanted: Mapping[str, str], texts: Mapping[str, str]
    ) -> None:
        for start in range(0, len(gone), BATCH):
            self._collection.delete(ids=gone[start : start + BATCH])
        for name in gone:
            self._shas.pop(name)
        for start in range(0, len(new), BATCH):
            names = new[start : start + BATCH]
            vectors = self._vectors.embed([texts[n] for n in names], self._embedder)
            self._collection.upsert(
                ids=names,
                embeddings=vectors,
                metadatas=[{"sha": wanted[name]} for name in names],
            )
            self._shas.update((name, wanted[name]) for name in names)


def held_in(folder: Path) -> int:
    """How many entries the fullest store had when it was last closed; without opening it."""
    counts = [0]
    for note in folder.glob("slot-*/held"):
        with suppress(OSError, ValueError):  # a note, no more: nothing is wrong without it
            counts.append(int(note.read_text()))
    return max(counts)


def probe(store: str) -> None:
    """Open a store, read it whole and ask it one question; run in a child process."""
    _, collection = _client_of(Path(store))
    collection.get(include=["metadatas"])
    if collection.count():
        collection.query(query_embeddings=[[1.0] + [0.0] * (embedding.DIMENSIONS - 1)], n_results=1)


def _opens_in_child(store: Path) -> bool:
    try:
        done = subprocess.run(
            [sys.executable, "-c", _PROBE, str(store)],
            capture_output=True,
            timeout=PROBE_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def _client_of(store: Path) -> tuple[Any, Any]:
    import chromadb

    client = chromadb.PersistentClient(
        path=str(store), settings=chromadb.Settings(anonymized_telemetry=False)
    )
    collection = client.get_or_create_collection(
        f"{COLLECTION}-{embedding.VERSION}",
        embedding_function=None,  # the default one downloads a model
        # A high threshold keeps the index in SQLite's log: a kill cannot tear what is not written.
        configuration={"hnsw": {"space": "cosine", "sync_threshold": IN_LOG}},
    )
    return client, collection


def _close_client(client: Any) -> None:
    client._system.stop()
    _forget(client._identifier)


def _forget(identifier: Path | str) -> None:
    """Chroma keeps what it once opened by its path, even when the folder is gone."""
    from chromadb.api.shared_system_client import SharedSystemClient

    SharedSystemClient._identifier_to_system.pop(str(identifier), None)


def _take_slot(folder: Path) -> tuple[Path, int | None]:
    """The first slot that no living process holds, with the handle that holds it."""
    number = 0
    while True:
        handle = os.open(folder / f"slot-{number}.lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            number += 1
            continue
        store = folder / f"slot-{number}"
        store.mkdir(exist_ok=True)
        return store, handle
