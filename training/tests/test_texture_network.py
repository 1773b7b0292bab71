"""The texture branch: read from ONNX files written here by hand, or the authors' where they are; golden logits."""

import os
import struct
import tempfile
import unittest
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import nn

from training.data.texture_crops import SIDE
from training.export.golden import synthetic_image
from training.models.onnx_weights import UnusableOnnx, read_nodes
from training.models.texture_network import (
    ARCHITECTURES,
    BATCH_NORM_EPSILON,
    EMBEDDING,
    ONNX_FILES,
    OtherTexture,
    TextureNetwork,
    from_onnx,
    live_log_odds,
    load,
    save,
    scaled,
)

CHECKPOINT = Path(__file__).parents[1] / "checkpoints" / "texture.npz"
# Logits of the shipped weights for frames 0 and 1 of synthetic_image, whose log odds every backend has to give, too.
GOLDEN = {
    "v2": [[1.8285, -0.1816, -1.6757], [1.4727, -0.2577, -1.2457]],
    "v1se": [[2.2450, -0.1415, -2.1149], [2.3483, -0.5811, -1.7871]],
}
# Folder with Silent-Face's two ONNX files, which are not part of this project.
SILENT_FACE = os.environ.get("SILENT_FACE")


def field(number: int, content: bytes | int) -> bytes:
    """A field of a protocol buffer: a varint, or anything else with its length before it."""
    if isinstance(content, int):
        return varint(number << 3) + varint(content)
    return varint(number << 3 | 2) + varint(len(content)) + content


def varint(value: int) -> bytes:
    low, rest = value & 127, value >> 7
    return bytes([low | 128]) + varint(rest) if rest else bytes([low])


def onnx_file(nodes: list[tuple[str, list[np.ndarray]]]) -> bytes:
    """A model of such operations: what each is called, and its weights."""
    graph = b""
    for index, (operator, weights) in enumerate(nodes):
        names = [f"{index}.{number}" for number in range(len(weights))]
        inputs = b"".join(field(1, name.encode()) for name in ["x", *names])
        graph += field(1, inputs + field(4, operator.encode()))
        for name, values in zip(names, weights):
            dims = b"".join(field(1, size) for size in values.shape)
            graph += field(5, dims + field(2, 1) + field(8, name.encode()) + field(9, values.astype("<f4").tobytes()))
    return field(1, 7) + field(7, graph)


def drawn_nodes(network: TextureNetwork, random: np.random.Generator) -> list[tuple[str, list[np.ndarray]]]:
    """The operations that an ONNX file of this network has, with random weights."""

    def draw(*shape: int) -> np.ndarray:
        return random.normal(0, 0.1, shape).astype(np.float32)

    nodes: list[tuple[str, list[np.ndarray]]] = []
    for module in network.modules():
        if isinstance(module, nn.Conv2d):
            nodes.append(("Conv", [draw(*module.weight.shape), draw(*module.bias.shape)]))
        elif isinstance(module, nn.PReLU):
            nodes.append(("PRelu", [draw(module.num_parameters, 1, 1)]))
    norm = [draw(128), draw(128), draw(128), np.abs(draw(128)) + 0.5]
    return [*nodes, ("MatMul", [draw(EMBEDDING, 128)]), ("BatchNormalization", norm), ("MatMul", [draw(128, 3)])]


class FromOnnx(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name) / "network.onnx"
        self.random = np.random.default_rng(1)
        self.stages = ARCHITECTURES["v1se"]
        self.nodes = drawn_nodes(TextureNetwork(self.stages), self.random)

    def read(self) -> TextureNetwork:
        self.file.write_bytes(onnx_file(self.nodes))
        return from_onnx(self.file, self.stages)

    def test_takes_each_weight_in_its_place(self) -> None:
        network = self.read()
        kernel, bias = [weights for operator, weights in self.nodes if operator == "Conv"][1]
        np.testing.assert_allclose(network.stem[1][0].weight.detach(), kernel)
        np.testing.assert_allclose(network.stem[1][0].bias.detach(), bias)
        excite = [weights for operator, weights in self.nodes if operator == "Conv"][-3]
        np.testing.assert_allclose(network.stages[2][-1].squeeze_excitation.excite.weight.detach(), excite[0])

    def test_folds_bgr_of_bytes_into_the_first_convolution(self) -> None:
        network = self.read()
        kernel, bias = self.nodes[0][1]
        crop = self.random.integers(0, 256, (1, SIDE, SIDE, 3)).astype(np.uint8)
        bgr = torch.from_numpy(np.moveaxis(crop[..., ::-1], -1, 1).astype(np.float32))
        expected = nn.functional.conv2d(bgr, torch.from_numpy(kernel), torch.from_numpy(bias), 2, 1)
        torch.testing.assert_close(network.stem[0][0](scaled(crop)), expected, rtol=1e-4, atol=1e-3)

    def test_folds_the_embedding_its_norm_and_the_last_layer_into_one(self) -> None:
        network = self.read()
        (embed,), (gain, shift, mean, variance), (last,) = (weights for _, weights in self.nodes[-3:])
        pooled = self.random.normal(0, 1, (4, EMBEDDING)).astype(np.float32)
        normed = (pooled @ embed - mean) / np.sqrt(variance + BATCH_NORM_EPSILON) * gain + shift
        with torch.no_grad():
            np.testing.assert_allclose(network.classify(torch.from_numpy(pooled)), normed @ last, atol=1e-5)

    def test_refuses_another_network_and_files_that_are_none(self) -> None:
        self.file.write_bytes(onnx_file(self.nodes))
        with self.assertRaisesRegex(UnusableOnnx, "not the ONNX file of this network"):
            from_onnx(self.file, ARCHITECTURES["v2"])
        whole = self.file.read_bytes()
        for damaged in (b"", b"no protocol buffer", whole[: len(whole) // 2]):
            self.file.write_bytes(damaged)
            with self.assertRaises(UnusableOnnx):
                from_onnx(self.file, self.stages)
        with self.assertRaisesRegex(UnusableOnnx, "cannot read"):
            read_nodes(self.file.with_name("missing.onnx"))

    def test_reads_floats_that_are_not_raw_and_packed_dimensions(self) -> None:
        values = struct.pack("<3f", 1, -2, 0.5)
        tensor = field(1, varint(3)) + field(2, 1) + field(4, values) + field(8, b"w")
        graph = field(1, field(1, b"w") + field(4, b"Conv")) + field(5, tensor)
        self.file.write_bytes(field(7, graph))
        (node,) = read_nodes(self.file)
        np.testing.assert_array_equal(node.weights[0], [1, -2, 0.5])


# These files are not part of this project.
if SILENT_FACE:

    class TheAuthorsFiles(unittest.TestCase):
        def test_give_the_logits_that_another_runtime_gives(self) -> None:
            crops = np.stack([synthetic_image(SIDE, frame) for frame in range(3)])
            for name, stages in ARCHITECTURES.items():
                path = Path(str(SILENT_FACE)) / ONNX_FILES[name]
                reference = cv2.dnn.readNetFromONNX(str(path))
                with torch.no_grad():
                    logits = from_onnx(path, stages)(scaled(crops)).numpy()
                for crop, ours in zip(crops, logits):
                    reference.setInput(np.ascontiguousarray(np.moveaxis(crop[None, ..., ::-1], -1, 1), np.float32))
                    np.testing.assert_allclose(ours, reference.forward()[0], atol=1e-4)


class Shipped(unittest.TestCase):
    def test_weights_give_their_golden_logits(self) -> None:
        crops = scaled(np.stack([synthetic_image(SIDE, frame) for frame in range(2)]))
        for name, network in load(CHECKPOINT).items():
            with torch.no_grad():
                np.testing.assert_allclose(network(crops), GOLDEN[name], atol=1e-3)


class Network(unittest.TestCase):
    def test_shrinks_the_map_to_one_vector(self) -> None:
        for stages in ARCHITECTURES.values():
            network = TextureNetwork(stages)
            crops = torch.rand(2, 3, SIDE, SIDE)
            self.assertEqual(network.stages(network.stem(crops)).shape, (2, 128, 5, 5))
            self.assertEqual(network(crops).shape, (2, 3))

    def test_log_odds_are_of_live_against_both_attacks(self) -> None:
        logits = torch.tensor([[0.3, 1.2, -0.7]])
        live = torch.softmax(logits, -1)[0, 1]
        torch.testing.assert_close(live_log_odds(logits)[0], torch.log(live / (1 - live)))

    def test_is_saved_as_half_floats_and_read_again(self) -> None:
        torch.manual_seed(1)
        networks = {name: TextureNetwork(stages).eval() for name, stages in ARCHITECTURES.items()}
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "texture.npz"
            save(path, networks)
            again = load(path)
            path.write_bytes(path.read_bytes()[:1000])
            with self.assertRaises(OtherTexture):
                load(path)
        for name, network in networks.items():
            expected = {key: value.half().float() for key, value in network.state_dict().items()}
            torch.testing.assert_close(dict(again[name].state_dict()), expected, rtol=0, atol=0)
