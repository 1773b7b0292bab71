"""Print: one frozen frame on paper, with its inks, its margins and its sheen. attacks.py bends, cuts and wears it."""

from collections.abc import Sequence

import cv2
import numpy as np

from training.render.camera import saturated
from training.render.draws import Random, chance, log_uniform
from training.render.geometry import View


class Paper:
    """A printed photograph. See panel.Panel."""

    def __init__(
        self,
        random: Random,
        photo: np.ndarray,
        mesh: np.ndarray,
        face: np.ndarray,
        unit: float,
        on_camera: float,
        margins: Sequence[int] = (0, 0, 0, 0),
    ) -> None:
        """`photo` uint8 RGB; `mesh` n x 2 px, `face` (x, y) px and `unit` px: the face on it.

        `on_camera`: its size in the final frame. `margins` (left, top, right, bottom) px of paper.
        """
        left, top, right, bottom = margins
        shift = np.array([left, top])
        self.centre, self.unit = np.asarray(face, np.float64) + shift, unit
        self._mesh = mesh + shift
        self._white = white = np.clip(random.uniform(185, 250) * random.uniform(0.95, 1.0, 3), 0, 255)
        inked = self._inked(random, photo, white / 255, unit / on_camera)
        sheet = cv2.copyMakeBorder(inked, top, bottom, left, right, cv2.BORDER_CONSTANT, value=white.tolist())
        self._texture = np.dstack([sheet, np.full(sheet.shape[:2], 255, np.uint8)])
        self._shade = random.uniform(-0.2, 0.2, 4) * chance(random, 0.8)
        self._sheen = random.uniform(10, 110) if chance(random, 0.35) else 0.0
        self._sheen_at, self._sheen_angle = random.uniform(-1, 1, 2), random.uniform(0, np.pi)
        self._sheen_radii = np.array([log_uniform(random, 0.1, 1.0), log_uniform(random, 0.05, 0.4)])

    @staticmethod
    def _inked(random: Random, photo: np.ndarray, white: np.ndarray, texture_per_camera: float) -> np.ndarray:
        curve, vivid = Paper.tone_of(random, white)
        inked = cv2.LUT(saturated(photo, vivid), curve)
        if chance(random, 0.4):  # ink runs
            inked = cv2.GaussianBlur(inked, (0, 0), log_uniform(random, 0.3, 1.5) + 0.01)
        if not chance(random, 0.6):
            return inked
        period = random.uniform(1.0, 2.4) * texture_per_camera
        blend = log_uniform(random, 0.02, 0.3)
        hard = random.uniform(4, 12)
        rows, columns = np.mgrid[0 : photo.shape[0], 0 : photo.shape[1]].astype(np.float32)
        dots = np.empty(inked.shape, np.float32)
        for channel, degrees in enumerate((15, 75, 0)):
            angle = np.radians(degrees + random.uniform(-5, 5))
            c, s = np.float32(np.cos(angle) * 2 * np.pi / period), np.float32(np.sin(angle) * 2 * np.pi / period)
            threshold = 0.5 + 0.25 * (np.cos(c * columns + s * rows) + np.cos(c * rows - s * columns))
            level = inked[..., channel].astype(np.float32) / 255
            dots[..., channel] = 255 / (1 + np.exp(-hard * (level - threshold)))
        return np.round(inked * (1 - blend) + dots * blend).astype(np.uint8)

    @staticmethod
    def tone_of(random: Random, white: np.ndarray) -> tuple[np.ndarray, float]:
        """A print's tone curve (a table as cv2.LUT takes it) on paper of colour `white`, 3 in [0, 1], and how much more
        saturated it is.

        It leans towards 8 photographs of one printer's prints, which had black at 42 of 255 and half of the chroma, but
        not all the way, since other printers differ.
        """
        grey = chance(random, 0.06)
        vivid = 0.0 if grey else random.uniform(0.6, 1.3)
        x = np.linspace(0, 1, 256)[:, None]
        y = x - random.uniform(0, 0.4) * x * (1 - x)
        black = random.uniform(0.0, 0.12)
        tint = 1 + random.uniform(-0.05, 0.05, 3) * (0 if grey else 1)
        curve = 255 * (black + (1 - black) * y * tint) * white
        return np.clip(curve, 0, 255).astype(np.uint8)[:, None, :], vivid

    def cut(self, outlines: Sequence[Sequence[int]], widened: float) -> None:
        """Cuts holes along landmarks of the printed mesh, `widened` times as large."""
        for outline in outlines:
            points = self._mesh[list(outline)]
            self._texture[..., 3] = np.minimum(self._texture[..., 3], 255 - self._inside(points, widened))

    def trim(self, widened: float, rim: float = 0.0) -> None:
        """Leaves only the printed face itself: the mesh's hull, `widened` times as large, and a `rim` of bare paper."""
        hull = cv2.convexHull(self._mesh.astype(np.float32))[:, 0]
        self._texture[self._inside(hull, widened) < 128, :3] = self._white
        self._texture[..., 3] = self._inside(hull, widened + rim)

    def _inside(self, outline: np.ndarray, widened: float) -> np.ndarray:
        """uint8: 255 inside a polygon (n x 2 px) grown about its middle."""
        middle = outline.mean(0)
        corners = np.round(16 * (middle + widened * (outline - middle))).astype(np.int32)
        inside = np.zeros(self._texture.shape[:2], np.uint8)
        cv2.fillPoly(inside, [corners], 255, cv2.LINE_AA, 4)
        return inside

    def texture(self, seconds: float) -> np.ndarray:
        return self._texture

    def outline(self) -> np.ndarray:
        return self._texture[..., 3]

    def mesh(self, seconds: float) -> np.ndarray:
        return self._mesh

    def lit(self, picture: np.ndarray, points: np.ndarray, view: View, seconds: float) -> np.ndarray:
        across = (points - self.centre.astype(np.float32)) / np.float32(self.unit)
        x, y = across[..., 0], across[..., 1]
        a, b, c, d = (np.float32(v) for v in self._shade)
        light = np.clip(1 + a * x + b * y + 0.5 * c * x * x + 0.5 * d * x * y, 0.5, 1.5)
        lit = picture * light[..., None]
        if self._sheen:
            x, y = x - np.float32(self._sheen_at[0]), y - np.float32(self._sheen_at[1])
            ca, sa = np.float32(np.cos(self._sheen_angle)), np.float32(np.sin(self._sheen_angle))
            away = ((ca * x + sa * y) / self._sheen_radii[0]) ** 2 + ((ca * y - sa * x) / self._sheen_radii[1]) ** 2
            lit += (np.float32(self._sheen) * np.exp(-away.astype(np.float32)))[..., None]
        return lit.astype(np.float32)
