"""A window: frames at a cadence, and the crops of face and surroundings, the very same as the browser's."""

from typing import NamedTuple

import cv2
import numpy as np

FRAMES = 5
INTERVAL = 0.1  # seconds between frames
FRAME_SIZES = ((640, 480), (480, 640), (640, 360))  # px, of rendered frames
LONGER_SIDE = max(map(max, FRAME_SIZES))  # px; the browser shrinks larger frames to it
FACE_SCALE = 1.4  # side over the longer side of the detector's box
CONTEXT_SCALE = 3.0
CROP_SIZE = 128  # px
DEPTH_SIZE = 32  # px
MEDIUM_SIZE = 16  # px
SAMPLES = 2  # bilinear samples per output pixel and axis


class Rectangle(NamedTuple):
    """A part of the frame in px: top left corner (pixel edges, not centres) and size."""

    x: float
    y: float
    width: float
    height: float


def crop_around(box: tuple[float, float, float, float], scale: float, width: int, height: int) -> Rectangle:
    """The crop about a box (x, y, w, h px): a square, its side `scale` times the box's longer side, inside the frame.

    A crop that sticks out is shifted. Where it is larger than the frame it ends with the frame in that direction alone:
    in the other the edge of paper or a device may show. Nothing is padded.
    """
    x, y, w, h = box
    side = scale * max(w, h)
    across, down = min(side, width), min(side, height)
    left = min(max(x + w / 2 - across / 2, 0), width - across)
    top = min(max(y + h / 2 - down / 2, 0), height - down)
    return Rectangle(left, top, across, down)


def samples(crop: Rectangle, count: int) -> np.ndarray:
    """Evenly spaced px of the frame (their centres are whole numbers) within a crop: count x count x 2, float32."""
    steps = (np.arange(count, dtype=np.float32) + 0.5) / count
    x, y = crop.x + steps * crop.width - 0.5, crop.y + steps * crop.height - 0.5
    return np.dstack(np.meshgrid(x, y)).astype(np.float32)


def resample(frame: np.ndarray, crop: Rectangle, size: int = CROP_SIZE) -> np.ndarray:
    """The crop, squeezed to size x size: each pixel the mean of 2x2 bilinear samples, edges clamped.

    Same type as `frame`.
    """
    at = samples(crop, size * SAMPLES)
    sampled = cv2.remap(frame, at, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return cv2.resize(sampled, (size, size), interpolation=cv2.INTER_AREA)
