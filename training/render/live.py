"""A bona fide scene: a person moving in three dimensions, before a room or inside their own picture."""

from typing import Protocol

import cv2
import numpy as np

from training.data.crops import MEDIUM_SIZE, Rectangle, samples
from training.render.depth_label import FINE_SIZE, depth_label
from training.render.draws import Random, chance, clipped_normal, log_uniform
from training.render.geometry import SmoothMotion, View, full_map, invert, rotation
from training.render.landmarks import BROWS, CHIN, EYES, LOWER_LIDS, LOWER_LIP, MOUTH_CORNERS, UPPER_LIDS
from training.render.person import Person
from training.render.room import CameraMotion

NECK = np.array([0, 0.5, 0.3], np.float32)  # the point the head turns about, in mesh sides from the face's centre
CAMERA_DISTANCE = (2.5, 6)  # in mesh sides
BASE_TURN = 0.25  # rad, what the relief bears
BLINK = 0.12  # seconds from open to shut


class Scene(Protocol):
    """Anything a camera can look at; `seconds` since the recording began."""

    def frame(self, view: View, seconds: float) -> np.ndarray: ...

    def mesh(self, seconds: float) -> np.ndarray: ...

    def depth(self, crop: Rectangle, seconds: float) -> np.ndarray: ...

    def medium(self, crop: Rectangle, seconds: float) -> np.ndarray: ...


class Background(Protocol):
    def frame(self, view: View, seconds: float) -> np.ndarray: ...


class Expression:
    """Speaking and frowning: bumps in the still's plane that move with time."""

    def __init__(self, random: Random, mesh: np.ndarray, period: float | None) -> None:
        lively = log_uniform(random, 0.004, 0.045) if chance(random, 0.75) else 0.0
        self._bumps = []
        jaw = SmoothMotion(random, lively, period, fastest=4)
        smile, brow = SmoothMotion(random, lively * 0.6, period), SmoothMotion(random, lively * 0.5, period)
        for landmark, direction, radius, motion in (
            ((mesh[LOWER_LIP] + mesh[CHIN]) / 2, (0, 1), 0.2, jaw),
            (mesh[MOUTH_CORNERS[0]], (-1, -0.4), 0.11, smile),
            (mesh[MOUTH_CORNERS[1]], (1, -0.4), 0.11, smile),
            (mesh[BROWS[0]], (0, -1), 0.14, brow),
            (mesh[BROWS[1]], (0, -1), 0.14, brow),
        ):
            self._bumps.append((landmark[:2].copy(), np.array(direction, np.float32), radius, motion))

    def __call__(self, points: np.ndarray, seconds: float) -> np.ndarray:
        """Displacement of ... x 2 points, all in mesh sides from the face's centre."""
        moved = np.zeros_like(points)
        for at, direction, radius, motion in self._bumps:
            amount = motion(seconds)
            if amount:
                away = ((points - at) ** 2).sum(-1, keepdims=True)
                moved += np.exp(-away / (2 * radius**2)) * (amount * direction)
        return moved


class Eyes:
    """Lids that shut now and then and a gaze that wanders, in the px of the texture, at full resolution."""

    def __init__(self, random: Random, person: Person, period: float | None) -> None:
        solid = person.mesh[:, :2] * person.side + person.centre
        self._middle = [solid[list(ring)].mean(0) for ring in EYES]
        self._half = [np.ptp(solid[list(ring), 0]) / 2 for ring in EYES]
        self._open = [max(1.0, solid[low, 1] - solid[up, 1]) for low, up in zip(LOWER_LIDS, UPPER_LIDS)]
        self._every = random.uniform(1.2, 6) if period is None else period / max(1, round(period / 3))
        self._phase = random.uniform(0, self._every)
        self._gaze = [SmoothMotion(random, size * person.side, period, fastest=4) for size in (0.007, 0.003)]

    def shut(self, seconds: float) -> float:
        """How far the lids are down, 0 to 1."""
        since = (seconds + self._phase) % self._every
        return max(0.0, 1 - abs(since - BLINK) / BLINK)

    def move(self, at: np.ndarray, seconds: float) -> None:
        """Changes a map (h x w x 2 px of the texture) where it shows the eyes."""
        shut = self.shut(seconds)
        gaze = np.array([motion(seconds) for motion in self._gaze], np.float32)
        for middle, half, gap in zip(self._middle, self._half, self._open):
            dx, dy = at[..., 0] - middle[0], at[..., 1] - middle[1]
            rows, columns = np.nonzero((np.abs(dx) < 1.3 * half) & (np.abs(dy) < 2.2 * half))
            if len(rows) == 0:
                continue
            top, left = rows.min(), columns.min()
            part = np.s_[top : rows.max() + 1, left : columns.max() + 1]
            x, y = dx[part] / half, dy[part]
            iris = np.exp(-(((x / 0.45) ** 2 + (y / (0.9 * gap)) ** 2) ** 2))[..., None]
            moved = -gaze * iris
            if shut:
                # The lid's skin comes down over the eye; above it the skin stretches.
                lid = np.exp(-(((y + 0.2 * gap) / (1.1 * gap)) ** 2)) * np.clip(1.15 - x * x, 0, 1)
                moved[..., 1] -= shut * 1.15 * gap * lid
            at[part] += moved


class Live:
    """One person in a frame.

    Coordinates of points on the still are in mesh sides from the face's centre; `place` is where that centre
    is at rest and `side` the mesh side, in px of the frame.
    """

    def __init__(
        self,
        random: Random,
        person: Person,
        place: tuple[float, float],
        side: float,
        background: Background | None,
        shake: CameraMotion,
        period: float | None = None,
        base_turn: float = 1.0,
    ) -> None:
        """Without a `background` the still fills the frame. `base_turn` scales the turn of the pose at rest, and its
        limits."""
        self._person, self._place, self._side = person, np.array(place, np.float32), side
        self._background, self._shake = background, shake
        self._lean = clipped_normal(random, 0.07, 0.2) * base_turn
        self._distance = random.uniform(*CAMERA_DISTANCE)
        limit = BASE_TURN * base_turn
        self._base = [clipped_normal(random, 0.14, limit) * base_turn, clipped_normal(random, 0.09, limit * 0.7), 0.0]
        # How lively people are varies far more than the tails of a normal distribution allow.
        turning, vigour = log_uniform(random, 0.08, 2.0), log_uniform(random, 0.08, 4)
        self._turns = [SmoothMotion(random, turning * size, period) for size in (0.07, 0.05, 0.04)]
        self._shifts = [SmoothMotion(random, vigour * size, period) for size in (0.035, 0.025, 0.05)]
        self._expression = Expression(random, person.mesh, period)
        self._eyes = Eyes(random, person, period)
        # A display's light on the face: its colour and strength, and how it flickers with the picture on it.
        self._glow = (
            random.uniform(0.05, 0.4) * np.array([0.75, 0.95, 1.25], np.float32) if chance(random, 0.18) else None
        )
        self._flicker = SmoothMotion(random, random.uniform(0, 0.5), period)
        c, s = np.cos(self._lean), np.sin(self._lean)
        self._roll = np.array([[c, -s], [s, c]], np.float32)

    def _pose(self, seconds: float) -> tuple[np.ndarray, np.ndarray]:
        turn = rotation(*(base + motion(seconds) for base, motion in zip(self._base, self._turns)))
        return turn, np.array([motion(seconds) for motion in self._shifts], np.float32)

    @property
    def distance(self) -> float:
        """Distance of the camera, in mesh sides."""
        return self._distance

    def head_motion(self, seconds: float) -> tuple[np.ndarray, np.ndarray]:
        """Turn (3x3) and shift (mesh sides) about the face's centre of whatever is fixed to the head."""
        turn, shift = self._pose(seconds)
        lean = rotation(0, 0, self._lean)
        return lean @ turn, lean @ (NECK - turn @ NECK + shift)

    def _head_weight(self, points: np.ndarray) -> np.ndarray:
        """1 on the head, falling to 0 well outside it: how far a point follows the head."""
        x, y = points[..., 0] / 0.75, (points[..., 1] + 0.08) / 0.8
        away = np.sqrt(x * x + y * y)
        fall = np.clip((1.75 - away) / 0.85, 0, 1)
        return fall * fall * (3 - 2 * fall)

    def _solid(self, points: np.ndarray, depth: np.ndarray) -> np.ndarray:
        """... x 3: points at their depth, placed so that the unturned head projects onto the still."""
        return np.concatenate([points * (1 + depth / self._distance)[..., None], depth[..., None]], -1)

    def _forward(self, points: np.ndarray, depth: np.ndarray, seconds: float) -> np.ndarray:
        """Where points of the still (... x 2) at `depth` land in the frame, px."""
        turn, shift = self._pose(seconds)
        turned = (self._solid(points, depth) - NECK) @ turn.T + NECK + shift
        head = turned[..., :2] / (1 + turned[..., 2:] / self._distance)
        weight = self._head_weight(points)[..., None]
        rest = points if self._background is None else points + 0.7 * shift[:2]
        flat = rest + weight * (head - rest)
        return self._place + self._side * (flat @ self._roll.T) + self._shake.at(seconds, 1).astype(np.float32)

    def _relief(self, points: np.ndarray) -> np.ndarray:
        person = self._person
        at = (points * person.side + person.centre + 0.5) * person.relief_scale - 0.5
        at = at.astype(np.float32)
        return cv2.remap(person.relief, at[..., 0], at[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)

    def _backward(self, pixels: np.ndarray, seconds: float) -> np.ndarray:
        """The still's points seen at pixels (h x w x 2 px) of the frame."""
        start = (pixels - self._place) @ self._roll / self._side
        return invert(lambda q: self._forward(q, self._relief(q), seconds), pixels, start, self._roll.T / self._side)

    def mesh(self, seconds: float) -> np.ndarray:
        """The mesh as the frame shows it, float32 468x2 px."""
        mesh = self._person.mesh
        flat = mesh[:, :2] + self._expression(mesh[:, :2], seconds)
        return self._forward(flat, mesh[:, 2], seconds)

    def frame(self, view: View, seconds: float) -> np.ndarray:
        """uint8 RGB, the view's size."""
        person = self._person
        points = self._backward(view.grid(), seconds)
        points = points - self._expression(points, seconds)
        at = full_map((points * person.side + person.centre).astype(np.float32), view)
        self._eyes.move(at, seconds)
        way = cv2.INTER_CUBIC if self._side > 1.15 * person.side else cv2.INTER_LINEAR
        if self._background is None:
            picture = np.ascontiguousarray(person.texture[..., :3])
            seen = cv2.remap(picture, at[..., 0], at[..., 1], way, borderMode=cv2.BORDER_REFLECT)
            return self._lit(seen, view, seconds)
        shown = cv2.remap(
            person.texture, at[..., 0], at[..., 1], way, borderMode=cv2.BORDER_CONSTANT, borderValue=(0, 0, 0, 0)
        )
        behind = self._background.frame(view, seconds)
        alpha = shown[..., 3:].astype(np.float32) / 255
        both = np.round(behind + alpha * (shown[..., :3].astype(np.float32) - behind)).astype(np.uint8)
        return self._lit(both, view, seconds)

    def _lit(self, picture: np.ndarray, view: View, seconds: float) -> np.ndarray:
        """The screen's light on the face."""
        if self._glow is None:
            return picture
        mesh = self.mesh(seconds)
        x = np.arange(view.width, dtype=np.float32)[None] + view.x
        y = np.arange(view.height, dtype=np.float32)[:, None] + view.y
        middle = (mesh.min(0) + mesh.max(0)) / 2
        near = np.exp(-((x - middle[0]) ** 2 + (y - middle[1]) ** 2) / (2 * (0.7 * self._side) ** 2))
        lit = picture * (1 + near[..., None] * self._glow * np.clip(1 + self._flicker(seconds), 0, 2))
        return np.clip(lit, 0, 255).astype(np.uint8)

    def depth(self, crop: Rectangle, seconds: float) -> np.ndarray:
        """The label over a crop, as depth_label makes it."""
        points = self._backward(samples(crop, FINE_SIZE), seconds)
        turn, _ = self._pose(seconds)
        away = (self._solid(points, self._relief(points)) - NECK) @ turn[2]
        mesh = self._person.mesh
        rim = (self._solid(mesh[:, :2], mesh[:, 2]) - NECK) @ turn[2]
        near, far = float(rim.min()), float(rim.max())
        return depth_label(away, near, far, (self.mesh(seconds) - (crop.x, crop.y) + 0.5) / (crop.width, crop.height))

    def medium(self, crop: Rectangle, seconds: float) -> np.ndarray:
        """The attack's medium over a crop: there is none."""
        return np.zeros((MEDIUM_SIZE, MEDIUM_SIZE), np.float32)
