"""A flat or bent thing that shows a face, moved by a hand before the camera."""

from collections.abc import Callable
from typing import Protocol

import cv2
import numpy as np

from training.data.crops import DEPTH_SIZE, MEDIUM_SIZE, Rectangle, samples
from training.render.draws import Random, chance, clipped_normal, log_uniform
from training.render.geometry import (
    SmoothMotion,
    View,
    full_map,
    invert,
    plane_homography,
    rotation,
    transform,
    translation,
)
from training.render.live import CAMERA_DISTANCE, Background
from training.render.room import CameraMotion


class Panel(Protocol):
    """A print or a display. `centre` (of the shown face) and `unit` (its mesh side) in px of its texture."""

    centre: np.ndarray
    unit: float

    def texture(self, seconds: float) -> np.ndarray:
        """uint8 RGBA: the content and what frames it."""
        ...

    def outline(self) -> np.ndarray:
        """The texture's alpha alone, which never changes: uint8 h x w."""
        ...

    def mesh(self, seconds: float) -> np.ndarray:
        """n x 2 px of the texture."""
        ...

    def lit(self, picture: np.ndarray, points: np.ndarray, view: View, seconds: float) -> np.ndarray:
        """The panel in its light, with its own structure: float32 RGB 0 to 255, before compositing.

        `points` (h x w x 2) are the texture's px seen at each pixel of the view.
        """
        ...


class Hand:
    """Layers (uint8 RGBA) in the panel's own plane: the hand behind the panel and the fingers over its edge.

    `placed` maps the layers' px to the panel texture's.
    """

    def __init__(self, behind: np.ndarray, over: np.ndarray | None, placed: np.ndarray) -> None:
        self.behind, self.over, self.placed = behind, over, placed


Motion = Callable[[float], tuple[np.ndarray, np.ndarray]]
"""Seconds -> 3x3 turn and (x, y, z) shift in mesh sides."""


class HandMotion:
    """How a hand, or with `still` a stand, moves a panel. `tilt` scales its pose at rest."""

    def __init__(self, random: Random, tilt: float = 1.0, still: bool = False, period: float | None = None) -> None:
        self._base = [tilt * clipped_normal(random, size, 2 * size) for size in (0.18, 0.14, 0.09)]
        turning, vigour = (0.0, 0.0) if still else (log_uniform(random, 0.2, 3.0), log_uniform(random, 0.4, 8))
        self._turns = [SmoothMotion(random, turning * size, period) for size in (0.06, 0.05, 0.04)]
        self._shifts = [SmoothMotion(random, vigour * size, period) for size in (0.045, 0.035, 0.06)]

    def __call__(self, seconds: float) -> tuple[np.ndarray, np.ndarray]:
        turn = rotation(*(base + motion(seconds) for base, motion in zip(self._base, self._turns)))
        return turn, np.array([motion(seconds) for motion in self._shifts])


def _laid_over(below: np.ndarray, colour: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    """Float32 RGB: `colour` (already multiplied by its alpha) over `below`; `alpha` h x w in [0, 1]."""
    return below * (1 - alpha[..., None]) + colour


class Attack:
    """A presentation attack: a panel with a face on it, before a background."""

    def __init__(
        self,
        random: Random,
        shown: Panel,
        place: tuple[float, float],
        side: float,
        background: Background,
        shake: CameraMotion,
        motion: Motion,
        distance: float | None = None,
        hand: Hand | None = None,
        bend: float = 0.0,
        axis: float | None = None,
        lift: float = 0.0,
        blur: float = 0.0,
    ) -> None:
        """`place` px and `side` px: where the shown face's centre is and how large; `distance` of the camera in
        those sides.

        `bend`: curvature in 1/sides along `axis` (rad, 0 is a vertical cylinder), away from the camera where it is
        positive; `lift`: how far its middle stands out towards the camera, in sides. `blur`: px by which it is out of
        focus.
        """
        self._panel, self._place, self._side = shown, place, side
        self._background, self._shake, self._hand, self._motion = background, shake, hand, motion
        self._bend, self._lift, self._blur = bend, lift, blur
        self._axis = random.uniform(0, np.pi) if axis is None else axis
        self._distance = random.uniform(*CAMERA_DISTANCE) if distance is None else distance
        self._shadow = random.uniform(0.1, 0.5) if chance(random, 0.5) else 0.0

    def homography(self, seconds: float) -> np.ndarray:
        """3x3, from the texture's px to the frame's (of the tangent plane where the panel is bent)."""
        turn, shift = self._motion(seconds)
        shift = shift - self._lift * turn[:, 2]
        to_sides = np.diag([1 / self._panel.unit, 1 / self._panel.unit, 1]) @ translation(*-self._panel.centre)
        at = np.asarray(self._place) + self._shake.at(seconds, 1)
        return translation(*at) @ plane_homography(turn, shift, self._distance, self._side) @ to_sides

    def _bent(self, points: np.ndarray, seconds: float) -> np.ndarray:
        """Where texture points (... x 2 px) of a bent panel land in the frame: a parabola's cylinder."""
        turn, shift = self._motion(seconds)
        flat = (points - self._panel.centre) / self._panel.unit
        along = flat @ np.array([np.cos(self._axis), np.sin(self._axis)])
        solid = np.concatenate([flat, (self._bend / 2 * along**2 - self._lift)[..., None]], -1)
        turned = solid @ turn.T + shift
        at = np.asarray(self._place) + self._shake.at(seconds, 1)
        return at + self._side * turned[..., :2] / (1 + turned[..., 2:] / self._distance)

    def _seen(self, pixels: np.ndarray, seconds: float) -> np.ndarray:
        """The texture's px seen at the frame's (h x w x 2)."""
        back = np.linalg.inv(self.homography(seconds))
        if not self._bend:
            return transform(back, pixels)
        slope = np.array([transform(back, np.array(self._place) + step) for step in ((1, 0), (0, 1))])
        slope = (slope - transform(back, np.array(self._place))).T
        return invert(lambda q: self._bent(q, seconds), pixels, transform(back, pixels), slope)

    def mesh(self, seconds: float) -> np.ndarray:
        """The shown mesh as the frame shows it, n x 2 px."""
        points = self._panel.mesh(seconds)
        if self._bend:
            return self._bent(points, seconds).astype(np.float32)
        return transform(self.homography(seconds), points).astype(np.float32)

    def frame(self, view: View, seconds: float) -> np.ndarray:
        """uint8 RGB, the view's size."""
        picture = self._background.frame(view, seconds).astype(np.float32)
        plane = translation(-view.x, -view.y) @ self.homography(seconds)
        if self._hand is not None:
            picture = self._layered(picture, self._hand.behind, plane @ self._hand.placed, view)
        points = full_map(self._seen(view.grid(), seconds), view)
        panel = cv2.remap(
            self._panel.texture(seconds),
            points[..., 0],
            points[..., 1],
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=(0, 0, 0, 0),
        )
        alpha = panel[..., 3].astype(np.float32) / 255
        if self._shadow and alpha.min() < 0.5:
            cast = cv2.GaussianBlur(cv2.resize(alpha, None, fx=0.25, fy=0.25), (0, 0), max(1, self._side / 60))
            cast = cv2.resize(cast, (view.width, view.height))
            picture *= 1 - self._shadow * cast[..., None]
        lit = self._panel.lit(panel[..., :3], points, view, seconds)
        lit = lit * alpha[..., None]
        if self._blur > 0.3:
            lit, alpha = (cv2.GaussianBlur(part, (0, 0), self._blur) for part in (lit, alpha))
        picture = _laid_over(picture, lit, alpha)
        if self._hand is not None and self._hand.over is not None:
            picture = self._layered(picture, self._hand.over, plane @ self._hand.placed, view)
        return np.clip(picture, 0, 255).astype(np.uint8)

    def _layered(self, picture: np.ndarray, layer: np.ndarray, plane: np.ndarray, view: View) -> np.ndarray:
        seen = cv2.warpPerspective(layer, plane, (view.width, view.height), flags=cv2.INTER_LINEAR)
        alpha = seen[..., 3].astype(np.float32) / 255
        return _laid_over(picture, seen[..., :3] * alpha[..., None], alpha)

    def depth(self, crop: Rectangle, seconds: float) -> np.ndarray:
        """The label over a crop: an attack's is flat, all zeros."""
        return np.zeros((DEPTH_SIZE, DEPTH_SIZE), np.uint8)

    def medium(self, crop: Rectangle, seconds: float) -> np.ndarray:
        """Where the panel lies in a crop: float32 MEDIUM_SIZE^2, the share of each cell it covers."""
        points = self._seen(samples(crop, 4 * MEDIUM_SIZE), seconds).astype(np.float32)
        seen = cv2.remap(self._panel.outline(), points[..., 0], points[..., 1], cv2.INTER_LINEAR, borderValue=0)
        covered = cv2.resize(seen.astype(np.float32), (MEDIUM_SIZE, MEDIUM_SIZE), interpolation=cv2.INTER_AREA)
        return covered / 255
