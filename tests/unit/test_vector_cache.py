"""The cache of vectors in a place that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from voyager.adapters.vector_cache import VectorCache
from voyager.core.errors import SetupFailed


def test_a_cache_that_cannot_be_opened_nor_replaced_is_one_sentence(tmp_path: Path) -> None:
    place = tmp_path / "vectors.sqlite"
    place.mkdir()
    with pytest.raises(SetupFailed, match=r"vectors\.sqlite"):
        VectorCache(place)


def test_a_damaged_cache_is_made_anew(tmp_path: Path) -> None:
    place = tmp_path / "vectors.sqlite"
    place.write_bytes(b"rubbish" * 1000)
    VectorCache(place)
    assert place.read_bytes()[:6] == b"SQLite"
