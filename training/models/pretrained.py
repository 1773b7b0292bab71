"""Weights trained on photographs, for the appearance branch to start from.

    npm pack @mediapipe/objectron@0.4.1675468480 && tar xzf mediapipe-objectron-0.4.1675468480.tgz
    python3 -m training train pretrained package/objectron_solution_packed_assets.data

Google's SSD MobileNetV2, trained on Open Images V4 (Apache-2.0), comes in that package as a TensorFlow Lite model with
its batch norms folded. Only the convolutions that the branch has are taken. Rendered scenes show few rooms and few
objects, and a branch trained on them alone takes whatever it has not seen for an attack.
"""

from __future__ import annotations

import struct
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from training.atomic_file import write_arrays
from training.errors import TrainingError
from training.models.network import AppearanceBranch, Architecture
from training.options import option

PRETRAINED = Path(__file__).parents[1] / "checkpoints" / "mobilenet-v2.npz"
# Operators and types of TensorFlow Lite's schema.
CONVOLUTION, DEPTHWISE, DEQUANTIZE = 3, 4, 6
FLOAT16 = 1
# Their network takes pixels in [-1, 1], ours in [-0.5, 0.5].
RANGE = 2


class UnusableWeights(TrainingError):
    """A file that holds no weights for the appearance branch."""


class Table:
    """A table of a FlatBuffer; fields by their number in the schema."""

    def __init__(self, data: bytes, at: int) -> None:
        self.data, self.at = data, at
        self.fields = at - struct.unpack_from("<i", data, at)[0]
        self.count = (struct.unpack_from("<H", data, self.fields)[0] - 4) // 2

    def number(self, field: int, form: str) -> int:
        at = self._place(field)
        return struct.unpack_from(form, self.data, at)[0] if at else 0

    def vector(self, field: int) -> tuple[int, int]:
        """Its length and where its items begin."""
        at = self._place(field)
        if not at:
            return 0, 0
        at += struct.unpack_from("<I", self.data, at)[0]
        return struct.unpack_from("<I", self.data, at)[0], at + 4

    def integers(self, field: int) -> tuple[int, ...]:
        count, at = self.vector(field)
        return struct.unpack_from(f"<{count}i", self.data, at)

    def tables(self, field: int) -> list[Table]:
        count, at = self.vector(field)
        places = [at + 4 * index for index in range(count)]
        return [Table(self.data, place + struct.unpack_from("<I", self.data, place)[0]) for place in places]

    def _place(self, field: int) -> int:
        offset = struct.unpack_from("<H", self.data, self.fields + 4 + 2 * field)[0] if field < self.count else 0
        return self.at + offset if offset else 0


def convolutions(model: bytes) -> list[tuple[np.ndarray, np.ndarray]]:
    """Kernels (O x H x W x I, depthwise 1 x H x W x C) and biases of a TensorFlow Lite model, in its order."""
    root = Table(model, struct.unpack_from("<I", model, 0)[0])
    codes = [code.number(0, "<b") for code in root.tables(1)]
    (graph,), buffers = root.tables(2), root.tables(4)
    tensors, operators = graph.tables(0), graph.tables(3)
    stored = {
        operator.integers(2)[0]: operator.integers(1)[0]
        for operator in operators
        if codes[operator.number(0, "<I")] == DEQUANTIZE
    }

    def values(index: int) -> np.ndarray:
        tensor = tensors[stored.get(index, index)]
        length, at = buffers[tensor.number(2, "<I")].vector(0)
        kind = "<f2" if tensor.number(1, "<b") == FLOAT16 else "<f4"
        return np.frombuffer(model[at : at + length], kind).astype(np.float32).reshape(tensor.integers(0))

    return [
        (values(operator.integers(1)[1]), values(operator.integers(1)[2]))
        for operator in operators
        if codes[operator.number(0, "<I")] in (CONVOLUTION, DEPTHWISE)
    ]


def taken(model: bytes, branch: AppearanceBranch) -> dict[str, np.ndarray]:
    """The branch's first weights, by their names, float16."""
    ours = [(name, module) for name, module in branch.named_modules() if isinstance(module, nn.Conv2d)]
    result = {}
    for (name, module), (kernel, bias) in zip(ours, convolutions(model)):
        weight = kernel.transpose(3, 0, 1, 2) if module.groups > 1 else kernel.transpose(0, 3, 1, 2)
        result[f"{name}.weight"] = (RANGE * weight if name == "stem" else weight).astype(np.float16)
        result[f"{name}.bias"] = bias.astype(np.float16)
    return result


def load_pretrained(path: Path, branch: AppearanceBranch) -> None:
    """Puts pretrained weights into the branch. Raises UnusableWeights if they are not all there, or of other shapes."""
    try:
        with np.load(path) as stored:
            weights = {name: torch.from_numpy(stored[name].astype(np.float32)) for name in stored.files}
        norm = {f"norm.{name}": value for name, value in branch.norm.state_dict().items()}
        branch.load_state_dict(weights | norm)
    except (OSError, ValueError, KeyError, RuntimeError, zipfile.BadZipFile) as error:
        raise UnusableWeights(f"{path} holds no weights for the appearance branch: {error}") from error


@dataclass(frozen=True, kw_only=True)
class PretrainedOptions:
    assets: Path = option(help="objectron_solution_packed_assets.data", word=False)
    out: Path = PRETRAINED


def extract(options: PretrainedOptions) -> None:
    """Writes the branch's first weights. Raises UnusableWeights if there is no model among the assets."""
    data = options.assets.read_bytes()
    # A model's file identifier stands four bytes after its beginning.
    start = data.find(b"TFL3") - 4
    if start < 0:
        raise UnusableWeights(f"there is no TensorFlow Lite model in {options.assets}")
    write_arrays(options.out, **taken(data[start:], AppearanceBranch(Architecture())))
