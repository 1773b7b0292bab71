"""The two crops that the texture branch sees, cut as its authors cut them.

A box is grown about its centre by the network's scale, by less if the frame is not that large, so that it keeps its
shape; then it is shifted inside the frame. Nothing is ever padded.
"""

import cv2
import numpy as np

from training.data.crops import Rectangle, samples

SIDE = 80  # px of a crop
SCALES = {"v2": 2.7, "v1se": 4.0}  # sides of each network's crop over those of the face box

Box = tuple[float, float, float, float]  # x, y, width, height px of the frame


def grown(box: Box, scale: float, width: int, height: int) -> Rectangle:
    """The box grown about its centre inside a frame of width x height px; not rounded."""
    x, y, w, h = box
    scale = min(scale, (width - 1) / w, (height - 1) / h)
    across, down = w * scale, h * scale
    left = min(max(x + w / 2 - across / 2, 0), width - 1 - across)
    top = min(max(y + h / 2 - down / 2, 0), height - 1 - down)
    return Rectangle(left, top, across, down)


def texture_crop(frame: np.ndarray, box: Box, scale: float) -> np.ndarray:
    """uint8 80 x 80 x 3 of a uint8 frame: one bilinear sample a pixel, however much that shrinks.

    The authors' networks were trained on such crops. Averaging, as in the other crops, would remove the aliasing of a
    screen's pixels, which V1SE uses as evidence.
    """
    height, width = frame.shape[:2]
    at = samples(grown(box, scale, width, height), SIDE)
    return cv2.remap(frame, at, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def texture_crops(frame: np.ndarray, box: Box) -> dict[str, np.ndarray]:
    """The crop of each network, by its name."""
    return {name: texture_crop(frame, box, scale) for name, scale in SCALES.items()}
