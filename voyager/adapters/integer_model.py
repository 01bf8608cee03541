"""Rewrites the embedding model so that its large products are computed with integers.

The file holds the weights of each linear layer as int8 with one scale a column, but tells the runtime to
turn them into floats first (Cast, Mul, MatMul). Here those three become one DynamicQuantizeMatMul,
which quantises what comes in and multiplies integers: 2.3 times as fast on processors with the
instructions for it (docs/log.md). What comes in is quantised by its greatest value, so a text's vector
depends on what is computed beside it: texts go in one by one.

Knows of ONNX only what this takes, which is the wire format of Protocol Buffers and the field
numbers of onnx.proto; it reads a file whose SHA-256 was compared before.
"""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator
from pathlib import Path

# Field numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
MODEL_GRAPH, MODEL_OPSET = 7, 8
GRAPH_NODE, GRAPH_INITIALIZER = 1, 5
NODE_INPUT, NODE_OUTPUT, NODE_OPERATOR, NODE_DOMAIN = 1, 2, 4, 7
TENSOR_DIMENSIONS, TENSOR_TYPE, TENSOR_NAME, TENSOR_BYTES = 1, 2, 8, 9
OPSET_DOMAIN, OPSET_VERSION = 1, 2
FLOAT = 1  # TensorProto.DataType
VARINT, BYTES = 0, 2  # kinds of fields on the wire; 1 and 5 are fixed numbers of 8 and 4 bytes
CONTRIB = b"com.microsoft"  # where the runtime's own operators live
QUANTISED, SCALE = b"_q", b"_scale"  # how this model names the parts of the weight that they end
EXACT_FLAGS = {"avx512_vnni", "avx_vnni"}  # without these, x86 adds products up in 16 bits, cut off
CPUINFO = Path("/proc/cpuinfo")

Field = tuple[int, int, int | bytes]
"""Number, kind on the wire, value."""


def integers_pay(machine: str = platform.machine(), cpuinfo: Path = CPUINFO) -> bool:
    """Whether this processor multiplies small integers exactly and faster than floats."""
    if machine in ("arm64", "aarch64"):
        return True
    if sys.platform != "linux":
        return False  # it may well, but does not say so in a file
    try:
        text = cpuinfo.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    flags = next((line for line in text.splitlines() if line.startswith("flags")), "")
    return bool(EXACT_FLAGS & set(flags.split()))


def with_integers(model: bytes) -> bytes:
    """`model` with every linear layer of quantised weights computed in integers."""
    out = b"".join(
        _field(number, kind, _graph(value) if number == MODEL_GRAPH else value)
        for number, kind, value in _fields(model)
    )
    opset = _field(OPSET_DOMAIN, BYTES, CONTRIB) + _field(OPSET_VERSION, VARINT, 1)
    return out + _field(MODEL_OPSET, BYTES, opset)


def _graph(graph: int | bytes) -> bytes:
    fields = list(_fields(graph))
    tensors = {
        _only(value, TENSOR_NAME): value for number, _, value in fields if number == GRAPH_INITIALIZER
    }
    parts, weights = [], set()
    for number, kind, value in fields:
        weight = _linear(value, tensors) if number == GRAPH_NODE else None
        if weight is None:
            parts.append(_field(number, kind, value))
        else:
            weights.add(weight)
            parts.append(_field(GRAPH_NODE, BYTES, _integer_product(value, weight)))
    for weight in sorted(weights):
        scale = _only(tensors[weight + SCALE], TENSOR_BYTES)
        parts.append(_field(GRAPH_INITIALIZER, BYTES, _row(weight + b"_row", scale)))
    return b"".join(parts)


def _linear(node: int | bytes, tensors: dict[bytes, int | bytes]) -> bytes | None:
    """The name of the quantised weight that `node` multiplies with; None for any other node."""
    if _only(node, NODE_OPERATOR) != b"MatMul":
        return None
    weight = _all(node, NODE_INPUT)[1]
    return weight if weight + QUANTISED in tensors and weight + SCALE in tensors else None


def _integer_product(node: int | bytes, weight: bytes) -> bytes:
    inputs = (_all(node, NODE_INPUT)[0], weight + QUANTISED, weight + b"_row")
    return b"".join(
        [
            *(_field(NODE_INPUT, BYTES, name) for name in inputs),
            _field(NODE_OUTPUT, BYTES, _only(node, NODE_OUTPUT)),
            _field(NODE_OPERATOR, BYTES, b"DynamicQuantizeMatMul"),
            _field(NODE_DOMAIN, BYTES, CONTRIB),
        ]
    )


def _row(name: bytes, floats: bytes) -> bytes:
    """A tensor of one dimension: what the operator asks for, where the file has two."""
    return b"".join(
        [
            _field(TENSOR_DIMENSIONS, VARINT, len(floats) // 4),
            _field(TENSOR_TYPE, VARINT, FLOAT),
            _field(TENSOR_NAME, BYTES, name),
            _field(TENSOR_BYTES, BYTES, floats),
        ]
    )


# ── Protocol Buffers ───────────────────────────────────────────────────────────────────────────


def _all(message: int | bytes, wanted: int) -> list[bytes]:
    return [value for number, _, value in _fields(message) if number == wanted and isinstance(value, bytes)]


def _only(message: int | bytes, wanted: int) -> bytes:
    """The field's value; empty when there is none."""
    return next(iter(_all(message, wanted)), b"")


def _fields(message: int | bytes) -> Iterator[Field]:
    assert isinstance(message, bytes), "a message is bytes"
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        kind = key & 7
        if kind == VARINT:
            number, at = _varint(message, at)
            yield key >> 3, kind, number
            continue
        size = {1: 8, 5: 4}.get(kind)
        if size is None:
            size, at = _varint(message, at)
        yield key >> 3, kind, message[at : at + size]
        at += size


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at


def _field(number: int, kind: int, value: int | bytes) -> bytes:
    key = _as_varint(number << 3 | kind)
    if isinstance(value, int):
        return key + _as_varint(value)
    return key + (_as_varint(len(value)) if kind == BYTES else b"") + value


def _as_varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])
