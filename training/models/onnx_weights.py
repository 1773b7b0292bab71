"""Reads the weights of an ONNX file without the `onnx` package.

An ONNX file is a protocol buffer message. Only a few fields of four kinds of message are needed here, so this reader of
the wire format is simpler than a dependency. Field numbers are those of onnx.proto3.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from training.errors import TrainingError

# Wire types of protocol buffers.
VARINT, FIXED64, LENGTH_DELIMITED, FIXED32 = 0, 1, 2, 5
# Fields, by message.
MODEL_GRAPH = 7
GRAPH_NODE, GRAPH_INITIALIZER = 1, 5
NODE_INPUT, NODE_OPERATOR = 1, 4
TENSOR_DIMS, TENSOR_TYPE, TENSOR_FLOATS, TENSOR_NAME, TENSOR_RAW = 1, 2, 4, 8, 9
FLOAT = 1


class UnusableOnnx(TrainingError):
    """A file that is no ONNX file, a damaged one, or one of another network."""


class Node(NamedTuple):
    """One operation of the graph: its name in ONNX and its weights, in the order of its inputs."""

    operator: str
    weights: list[np.ndarray]


def read_nodes(path: Path) -> list[Node]:
    """The operations of an ONNX file, in order, each with those of its inputs that are stored float tensors.

    Raises UnusableOnnx if the file cannot be read or is damaged.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnusableOnnx(f"cannot read {path}: {error.strerror}") from error
    try:
        graph = next(value for field, value in _fields(memoryview(data)) if field == MODEL_GRAPH)
        fields = list(_fields(graph))
        tensors = dict(_tensor(value) for field, value in fields if field == GRAPH_INITIALIZER)
        return [_node(value, tensors) for field, value in fields if field == GRAPH_NODE]
    except (StopIteration, IndexError, ValueError, TypeError) as error:
        raise UnusableOnnx(f"{path} is no ONNX file, or not a whole one") from error


def put(parameter: Tensor | None, values: np.ndarray) -> None:
    """Sets a network's parameter. Raises ValueError if it has another shape."""
    if parameter is None or parameter.shape != values.shape:
        raise ValueError(f"the network has no such place for weights of shape {values.shape}")
    parameter.data = torch.from_numpy(np.array(values, np.float32))


def _fields(message: memoryview) -> Iterator[tuple[int, Any]]:
    """Number and value of each field: an int for a varint, else a memoryview of its bytes."""
    at = 0
    while at < len(message):
        tag, at = _varint(message, at)
        field, wire = tag >> 3, tag & 7
        if wire == VARINT:
            value, at = _varint(message, at)
            yield field, value
            continue
        if wire == LENGTH_DELIMITED:
            length, at = _varint(message, at)
        elif wire in (FIXED32, FIXED64):
            length = 4 if wire == FIXED32 else 8
        else:
            raise ValueError(f"wire type {wire}")
        if at + length > len(message):
            raise ValueError("cut off")
        yield field, message[at : at + length]
        at += length


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at


def _tensor(message: memoryview) -> tuple[str, np.ndarray | None]:
    """A stored tensor's name and values; None for one that does not hold floats."""
    shape: list[int] = []
    name, kind, raw = "", 0, b""
    for field, value in _fields(message):
        if field == TENSOR_DIMS:
            # Some writers pack them, others write one by one.
            shape += [value] if isinstance(value, int) else _packed(value)
        elif field == TENSOR_TYPE:
            kind = value
        elif field == TENSOR_NAME:
            name = bytes(value).decode()
        elif field in (TENSOR_FLOATS, TENSOR_RAW):
            raw += bytes(value)
    return name, np.frombuffer(raw, "<f4").reshape(shape) if kind == FLOAT else None


def _packed(message: memoryview) -> list[int]:
    values, at = [], 0
    while at < len(message):
        value, at = _varint(message, at)
        values.append(value)
    return values


def _node(message: memoryview, tensors: dict[str, np.ndarray | None]) -> Node:
    operator, weights = "", []
    for field, value in _fields(message):
        if field == NODE_OPERATOR:
            operator = bytes(value).decode()
        elif field == NODE_INPUT:
            tensor = tensors.get(bytes(value).decode())
            if tensor is not None:
                weights.append(tensor)
    return Node(operator, weights)
