"""The two crops the networks see, the very same as the browser's."""

from typing import NamedTuple

import cv2
import numpy as np

from ..faces import mesh_side
from .draws import Random, clipped_normal

FACE_SCALE = 1.4  # side over the longer side of the detector's box
CONTEXT_SCALE = 3.0
CROP_SIZE = 128  # px
DEPTH_SIZE = 32  # px
MEDIUM_SIZE = 16  # px
SAMPLES = 2  # bilinear samples per output pixel and axis

# The box of BlazeFace short range (tasks-vision 0.10.35) against the mesh's, both in units of the mesh's
# longer side: measured on 160 training stills put into 640x480 frames at 90 to 260 px (159 found; standard
# deviations after one outlier). Its boxes are square.
BOX_CENTRE = (0.014, 0.055)
BOX_CENTRE_DEVIATION = (0.029, 0.036)
BOX_SIDE = 0.963
BOX_SIDE_DEVIATION = 0.064


class Rectangle(NamedTuple):
    """A part of the frame in px: top left corner (pixel edges, not centres) and size."""

    x: float
    y: float
    width: float
    height: float


def simulated_box(random: Random, mesh: np.ndarray) -> tuple[float, float, float, float]:
    """Where the detector would put its box (x, y, w, h px) on a face with this mesh (n x 2 px)."""
    low, high = mesh[:, :2].min(0), mesh[:, :2].max(0)
    unit = mesh_side(mesh)
    side = unit * (BOX_SIDE + clipped_normal(random, BOX_SIDE_DEVIATION, 2 * BOX_SIDE_DEVIATION))
    dx, dy = (
        mean + clipped_normal(random, deviation, 2 * deviation)
        for mean, deviation in zip(BOX_CENTRE, BOX_CENTRE_DEVIATION)
    )
    x, y = (low + high) / 2 + (dx * unit, dy * unit)
    return x - side / 2, y - side / 2, side, side


def crop_around(box: tuple[float, float, float, float], scale: float, width: int, height: int) -> Rectangle:
    """The crop about a box (x, y, w, h px): a square, its side `scale` times the box's longer side, inside the frame.

    One that sticks out is shifted; where it is larger than the frame it ends with the frame, the other way it stays as
    long as it was: the edge of what is held up to the camera may be there. Nothing is padded.
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
