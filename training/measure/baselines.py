"""Peers of the product, as judges of rendered windows. Never teachers: no label comes from here."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from training.errors import TrainingError
from training.measure.appearance import Box, FilmedWindow
from training.render.crops import CONTEXT_SCALE


def grown(box: Box, width: int, height: int, scale: float) -> tuple[int, int, int, int]:
    """The box grown about its centre, at most to the frame, shifted inside; whole px: Silent-Face's `_get_new_box`.

    As in evaluation/judge/systems/grown.ts.
    """
    x, y, w, h = box
    factor = min((height - 1) / h, (width - 1) / w, scale)
    wide, high = w * factor, h * factor
    left = int(min(max(x + w / 2 - wide / 2, 0), width - 1 - wide))
    top = int(min(max(y + h / 2 - high / 2, 0), height - 1 - high))
    return left, top, int(wide) + 1, int(high) + 1


class SilentFace:
    """minivision-ai/Silent-Face-Anti-Spoofing (Apache-2.0), trained by its authors on real attacks.

    The mean live probability of its two networks, ONNX files as evaluation/judge/systems/silentFaceFiles.ts names them.
    """

    NETWORKS = ((2.7, "2.7_80x80_MiniFASNetV2.onnx"), (4.0, "4_0_0_80x80_MiniFASNetV1SE.onnx"))
    SIDE = 80  # px of the networks' input
    THRESHOLD = 0.5

    def __init__(self, folder: Path) -> None:
        """Raises TrainingError if a network is missing, or none."""
        try:
            self._networks = [(scale, cv2.dnn.readNetFromONNX(str(folder / file))) for scale, file in self.NETWORKS]
        except cv2.error as error:
            files = " and ".join(file for _, file in self.NETWORKS)
            raise TrainingError(f"{folder} does not hold {files}, or not whole ones") from error

    def score(self, frame: np.ndarray, box: Box) -> float:
        """Live probability of the face at `box` px of a uint8 HxWx3 RGB frame."""
        height, width = frame.shape[:2]
        scores = []
        for scale, network in self._networks:
            x, y, w, h = grown(box, width, height, scale)
            crop = cv2.resize(frame[y : y + h, x : x + w], (self.SIDE, self.SIDE), interpolation=cv2.INTER_LINEAR)
            bgr = crop[..., ::-1].transpose(2, 0, 1)[None]
            network.setInput(np.ascontiguousarray(bgr, np.float32))  # 0 to 255
            logits = network.forward()[0].astype(np.float64)
            odds = np.exp(logits - logits.max())
            scores.append(odds[1] / odds.sum())
        return float(np.mean(scores))

    def of_window(self, window: FilmedWindow) -> float:
        """Mean over the window's frames, of which it is shown the context crop only.

        A scene is drawn no further, for rendered and real windows alike.
        """
        left, top, width, height = (int(length) for length in window.crop(CONTEXT_SCALE))
        return float(
            np.mean(
                [
                    self.score(frame[top : top + height, left : left + width], (x - left, y - top, w, h))
                    for frame, (x, y, w, h) in zip(window.frames, window.boxes)
                ]
            )
        )
