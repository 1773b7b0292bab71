import os
import tempfile
import unittest
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import nn

from training.models.medium import MEDIA, MediumDetector, covered, evidence, from_onnx
from training.models.onnx_weights import UnusableOnnx
from training.tests.test_texture_network import onnx_file

YOLOX = os.environ.get("YOLOX_NANO")  # the ONNX file, which is not part of this project


class Medium(unittest.TestCase):
    def test_covers_by_the_share_of_the_face(self) -> None:
        boxes = np.array([[0, 0, 100, 100], [20, 20, 30, 40], [60, 0, 100, 100]])
        np.testing.assert_allclose(covered(boxes, np.array([20, 20, 20, 20])), [1, 0.5, 0])

    def test_counts_only_boxes_that_hold_the_face(self) -> None:
        class Sees(nn.Module):
            def forward(self, frame: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
                boxes = torch.tensor([[[0.0, 0, 200, 200], [300, 300, 400, 400]]])
                probability = torch.full((1, 2, 80), 1e-9)
                probability[0, 0, MEDIA["phone"]], probability[0, 1, MEDIA["book"]] = 0.9, 0.99
                return boxes, probability

        found = evidence(Sees(), np.zeros((416, 416, 3), np.uint8), np.array([50, 50, 100, 100]))
        self.assertAlmostEqual(found["phone"], -np.log(9), places=4)
        self.assertGreater(found["book"], 10)

    def test_levels_without_a_head_change_nothing_of_the_others(self) -> None:
        torch.manual_seed(1)
        whole, slim = MediumDetector().eval(), MediumDetector((16, 32)).eval()
        slim.load_state_dict({key: value for key, value in whole.state_dict().items() if not key.startswith("heads.8")})
        frame = torch.rand(1, 3, 64, 96)
        with torch.no_grad():
            all_of_it, part = whole(frame), slim(frame)
        self.assertEqual(all_of_it.boxes.shape[1] - part.boxes.shape[1], 8 * 12)
        torch.testing.assert_close(all_of_it.probability[:, 96:], part.probability)

    def test_refuses_the_file_of_another_network(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "other.onnx"
            path.write_bytes(onnx_file([("Conv", [np.zeros((1, 1, 1, 1)), np.zeros(1)])]))
            with self.assertRaises(UnusableOnnx):
                from_onnx(path)


if YOLOX:

    class TheAuthorsFile(unittest.TestCase):
        def test_finds_what_another_runtime_finds(self) -> None:
            random = np.random.default_rng(1)
            frame = cv2.resize(random.integers(0, 256, (52, 52, 3)).astype(np.uint8), (416, 416))
            reference = cv2.dnn.readNetFromONNX(YOLOX)
            reference.setInput(np.ascontiguousarray(np.moveaxis(frame[..., ::-1], -1, 0)[None], np.float32))
            (expected,) = reference.forward()
            with torch.no_grad():
                found = from_onnx(Path(str(YOLOX)))(torch.from_numpy(np.moveaxis(frame, -1, 0)[None] / np.float32(255)))
            np.testing.assert_allclose(found.probability[0], expected[:, 4:5] * expected[:, 5:], atol=1e-4)
