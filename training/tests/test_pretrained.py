"""The reader of TensorFlow Lite models, on a small one that is written here."""

import struct
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

from training.models.network import AppearanceBranch, Architecture, Bottleneck
from training.models.pretrained import PRETRAINED, UnusableWeights, load_pretrained, taken
from training.tests.fixtures import SMALL, run


class Writer:
    """Writes a FlatBuffer from its end to its beginning; places count from the end."""

    def __init__(self) -> None:
        self.data = b""

    def put(self, part: bytes) -> int:
        self.data = part + self.data
        return len(self.data)

    def align(self, size: int, coming: int) -> None:
        self.data = b"\0" * (-(len(self.data) + coming) % size) + self.data

    def vector(self, values: bytes, count: int) -> int:
        self.align(4, len(values))
        self.put(values)
        return self.put(struct.pack("<I", count))

    def integers(self, values: list[int]) -> int:
        return self.vector(struct.pack(f"<{len(values)}i", *values), len(values))

    def references(self, places: list[int]) -> int:
        self.align(4, 0)
        for place in reversed(places):
            self.put(struct.pack("<I", len(self.data) + 4 - place))
        return self.put(struct.pack("<I", len(places)))

    def table(self, fields: dict[int, tuple[str, int]]) -> int:
        """`fields`: by number, ("place", of what it refers to) or (a format of struct, its value)."""
        self.align(4, 0)
        offsets = {}
        for number, (form, value) in fields.items():
            if form == "place":
                offsets[number] = self.put(struct.pack("<I", len(self.data) + 4 - value))
            else:
                offsets[number] = self.put(struct.pack(form, value).ljust(4, b"\0"))
        count = max(fields) + 1
        start = self.put(struct.pack("<i", 0))
        entries = [start - offsets[number] if number in offsets else 0 for number in range(count)]
        self.align(2, 0)
        head = struct.pack(f"<HH{count}H", 4 + 2 * count, 4 + 4 * len(fields), *entries)
        distance = len(head)
        self.put(head)
        at = len(self.data) - distance
        self.data = (
            self.data[: len(self.data) - at] + struct.pack("<i", distance) + self.data[len(self.data) - at + 4 :]
        )
        return start


def lite_model(layers: list[tuple[int, np.ndarray, np.ndarray]]) -> bytes:
    """Builtin operator, kernel and bias of each. Stored in halves that are dequantised first, as in the real one."""
    w = Writer()
    arrays = [array for _, kernel, bias in layers for array in (kernel, bias)]
    buffers = [w.table({0: ("place", w.vector(a.astype("<f2").tobytes(), 2 * a.size))}) for a in arrays]
    count = len(arrays)
    tensors = [
        w.table({0: ("place", w.integers([*a.shape])), 1: ("<b", 1), 2: ("<I", index)})
        for index, a in enumerate(arrays)
    ]
    tensors += [w.table({0: ("place", w.integers([*a.shape])), 1: ("<b", 0), 2: ("<I", 0)}) for a in arrays]
    codes = [w.table({0: ("<b", code)}) for code in (3, 4, 6)]

    def operator(code: int, inputs: list[int], output: int) -> int:
        taken = {1: ("place", w.integers(inputs)), 2: ("place", w.integers([output]))}
        return w.table({0: ("<I", (3, 4, 6).index(code)), **taken})

    operators = [operator(6, [index], count + index) for index in range(count)]
    operators += [
        operator(code, [2 * count, count + 2 * index, count + 2 * index + 1], 2 * count)
        for index, (code, _, _) in enumerate(layers)
    ]
    graph = w.table({0: ("place", w.references(tensors)), 3: ("place", w.references(operators))})
    parts = {1: w.references(codes), 2: w.references([graph]), 4: w.references(buffers)}
    root = w.table({number: ("place", place) for number, place in parts.items()})
    w.align(4, 8)
    w.put(b"TFL3")
    return struct.pack("<I", len(w.data) + 4 - root) + w.data


class Pretrained(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def test_the_bundled_ones_are_all_there(self) -> None:
        torch.manual_seed(0)
        branch = AppearanceBranch(Architecture())
        before = {name: value.clone() for name, value in branch.state_dict().items()}
        load_pretrained(PRETRAINED, branch)
        unchanged = {name for name, value in branch.state_dict().items() if torch.equal(value, before[name])}
        self.assertTrue(all(name.startswith("norm.") for name in unchanged), unchanged)

    def test_kernels_of_a_lite_model_are_taken_in_our_layout(self) -> None:
        branch = AppearanceBranch(SMALL)
        random = np.random.default_rng(0)
        layers, expected = [], {}
        for name, module in branch.named_modules():
            if not isinstance(module, torch.nn.Conv2d):
                continue
            weight = random.normal(size=module.weight.shape).astype(np.float16)
            bias = random.normal(size=module.bias.shape).astype(np.float16)
            depthwise = module.groups > 1
            layers.append((4 if depthwise else 3, weight.transpose((1, 2, 3, 0) if depthwise else (0, 2, 3, 1)), bias))
            # Theirs sees pixels from -1 to 1.
            expected[f"{name}.weight"], expected[f"{name}.bias"] = (2 * weight if name == "stem" else weight), bias
        found = taken(lite_model(layers), branch)
        self.assertEqual(found.keys(), expected.keys())
        for name, value in expected.items():
            np.testing.assert_array_equal(found[name], value, name)

    def test_other_weights_are_refused(self) -> None:
        path = self.folder / "other.npz"
        np.savez(path, **{"stem.weight": np.zeros((4, 3, 3, 3))})
        (self.folder / "text.npz").write_text("text")
        for name in ("other.npz", "text.npz", "nowhere.npz"):
            with self.assertRaisesRegex(UnusableWeights, name):
                load_pretrained(self.folder / name, AppearanceBranch(SMALL))
        wider = AppearanceBranch(Architecture(appearance=(Bottleneck(1, 24, 1),)))
        with self.assertRaises(UnusableWeights):
            load_pretrained(PRETRAINED, wider)

    def test_a_file_without_a_model_is_named(self) -> None:
        (self.folder / "assets.data").write_bytes(b"no model")
        with self.assertRaisesRegex(UnusableWeights, "assets.data"):
            run("train pretrained", self.folder / "assets.data", "--out", self.folder / "out.npz")
        self.assertFalse((self.folder / "out.npz").exists())
