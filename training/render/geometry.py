"""Motion over time, poses in three dimensions, and how a surface maps onto the camera's frame."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import cv2
import numpy as np

from training.render.draws import Random, log_uniform

GRID = 8  # px between the points at which a warp is solved; the map is interpolated between them


class View(NamedTuple):
    """The part of the camera's frame that is drawn, whole px.

    Everything else works in the frame's coordinates.
    """

    x: int
    y: int
    width: int
    height: int

    def grid(self) -> np.ndarray:
        """Centres of the GRID x GRID px cells of the view and one ring around, h x w x 2 px of the frame."""
        x = np.arange(-1, self.width // GRID + 1, dtype=np.float32) * GRID + (GRID - 1) / 2 + self.x
        y = np.arange(-1, self.height // GRID + 1, dtype=np.float32) * GRID + (GRID - 1) / 2 + self.y
        return np.dstack(np.meshgrid(x, y))


class SmoothMotion:
    """A slow random motion: a sum of sines, so that any time in seconds can be asked for.

    Its standard deviation is `amplitude`. With `period` (seconds) it repeats after that time.
    """

    def __init__(self, random: Random, amplitude: float, period: float | None = None, fastest: float = 2.5) -> None:
        waves = 5
        frequency = np.array([log_uniform(random, 0.15, fastest) for _ in range(waves)])
        if period is not None:
            frequency = np.maximum(1, np.round(frequency * period)) / period
        strength = random.uniform(0.3, 1, waves) / frequency
        self._strength = amplitude * strength * np.sqrt(2 / (strength**2).sum())
        self._rate = 2 * np.pi * frequency
        self._phase = random.uniform(0, 2 * np.pi, waves)

    def __call__(self, seconds: float) -> float:
        return float((self._strength * np.sin(self._rate * seconds + self._phase)).sum())


def rotation(yaw: float, pitch: float, roll: float) -> np.ndarray:
    """3x3 rotation in radians: x right, y down, z away from the camera."""
    (cy, cp, cr), (sy, sp, sr) = np.cos([yaw, pitch, roll]), np.sin([yaw, pitch, roll])
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_x = np.array([[1, 0, 0], [0, cp, -sp], [0, sp, cp]])
    about_z = np.array([[cr, -sr, 0], [sr, cr, 0], [0, 0, 1]])
    return (about_z @ about_x @ about_y).astype(np.float32)


def translation(x: float, y: float) -> np.ndarray:
    return np.array([[1, 0, x], [0, 1, y], [0, 0, 1]], np.float64)


def similarity(scale: float, roll: float, x: float, y: float) -> np.ndarray:
    """3x3: scales and rolls about the origin, then moves it to (x, y)."""
    c, s = scale * np.cos(roll), scale * np.sin(roll)
    return np.array([[c, -s, x], [s, c, y], [0, 0, 1]], np.float64)


def transform(matrix: np.ndarray, points: np.ndarray) -> np.ndarray:
    """A 3x3 homography applied to ... x 2 points."""
    mapped = points @ matrix[:, :2].T + matrix[:, 2]
    return mapped[..., :2] / mapped[..., 2:]


def plane_homography(
    turn: np.ndarray, shift: np.ndarray | Sequence[float], distance: float, scale: float
) -> np.ndarray:
    """Where a plane seen through a pinhole lands: K [r1 r2 t], px relative to the principal point.

    `turn` 3x3 rotation; `shift` (x, y, z) and `distance` in the plane's units; `scale` px per unit at that
    distance.
    """
    lens = np.diag([scale * distance, scale * distance, 1.0])
    column = np.asarray(shift, np.float64) + (0, 0, distance)
    return lens @ np.column_stack([turn[:, 0], turn[:, 1], column])


def invert(
    forward: Callable[[np.ndarray], np.ndarray], pixels: np.ndarray, start: np.ndarray, slope: np.ndarray
) -> np.ndarray:
    """The surface points (h x w x 2) that `forward` sends to `pixels`: a map as resampling needs it.

    Newton steps with one fixed 2x2 `slope`, about the derivative of the inverse.
    """
    points = start
    for _ in range(5):
        points = points + (pixels - forward(points)) @ slope.T
    return points.astype(np.float32)


def full_map(coarse: np.ndarray, view: View) -> np.ndarray:
    """A map solved at `view.grid()`, at every pixel of the view (its sides multiples of GRID)."""
    size = (view.width + 2 * GRID, view.height + 2 * GRID)
    wide = cv2.resize(coarse.astype(np.float32), size, interpolation=cv2.INTER_LINEAR)
    return wide[GRID:-GRID, GRID:-GRID]
