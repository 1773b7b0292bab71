"""Conditions that make a bona fide recording look as bad as an attack does, so that looking bad proves nothing."""

import cv2
import numpy as np

from training.data.crops import Rectangle
from training.render.camera import saturated
from training.render.display import Screen
from training.render.draws import Random, chance, log_uniform
from training.render.geometry import View
from training.render.live import Scene
from training.render.paper import Paper


class Conditions:
    """A scene seen through haze, a tinted light or a soft lens: the tones are drawn as a display's or a print's are."""

    def __init__(self, random: Random, scene: Scene) -> None:
        self._scene = scene
        if chance(random, 0.5):
            self._tone, self._vivid = Screen.tone_of(random, 0.7)
        else:
            white = np.clip(random.uniform(215, 255) * random.uniform(0.95, 1.0, 3), 0, 255) / 255
            self._tone, self._vivid = Paper.tone_of(random, white, 0.7)
        # Light that falls into the lens, as it lies on glass and on glossy paper.
        veil = random.uniform(5, 50) if chance(random, 0.4) else 0.0
        self._tone = np.clip(self._tone.astype(np.float32) * (1 - veil / 255) + veil, 0, 255).astype(np.uint8)
        self._soft = log_uniform(random, 0.4, 2.2) if chance(random, 0.75) else 0.0
        self._slope = random.uniform(-0.2, 0.2, 2) * chance(random, 0.6)

    def mesh(self, seconds: float) -> np.ndarray:
        return self._scene.mesh(seconds)

    def depth(self, crop: Rectangle, seconds: float) -> np.ndarray:
        return self._scene.depth(crop, seconds)

    def medium(self, crop: Rectangle, seconds: float) -> np.ndarray:
        return self._scene.medium(crop, seconds)

    def frame(self, view: View, seconds: float) -> np.ndarray:
        picture = cv2.LUT(saturated(self._scene.frame(view, seconds), self._vivid), self._tone)
        if self._slope.any():
            x = np.linspace(-1, 1, view.width, dtype=np.float32)[None]
            y = np.linspace(-1, 1, view.height, dtype=np.float32)[:, None]
            light = 1 + np.float32(self._slope[0]) * x + np.float32(self._slope[1]) * y
            picture = np.clip(picture * light[..., None], 0, 255).astype(np.uint8)
        return cv2.GaussianBlur(picture, (0, 0), self._soft) if self._soft else picture
