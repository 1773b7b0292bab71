"""The camera: one stage for bona fide scenes and attacks alike. It never learns which of them it looks at."""

from functools import lru_cache

import cv2
import numpy as np

from training.render.codec import Codec
from training.render.draws import Random, chance, clipped_normal, log_uniform
from training.render.geometry import SmoothMotion, View

_BANK = 1280


@lru_cache(maxsize=1)
def _grain() -> tuple[np.ndarray, np.ndarray]:
    """White and spatially correlated noise of unit variance to cut pieces from, each 1280 x 1280 x 3."""
    random = np.random.default_rng(0)
    white = random.standard_normal((_BANK, _BANK, 3), np.float32)
    soft = cv2.GaussianBlur(white[::-1, ::-1], (0, 0), 0.9)
    return white, soft / soft.std()


def saturated(picture: np.ndarray, amount: float) -> np.ndarray:
    """uint8 RGB with its colourfulness multiplied."""
    luma = np.array([0.299, 0.587, 0.114], np.float32)
    return cv2.transform(picture, (amount * np.eye(3) + (1 - amount) * luma).astype(np.float32))


class Camera:
    """The parameters of one recording. Drawn once a clip; only the noise is fresh in every frame."""

    def __init__(self, random: Random, strength: float = 1.0, period: float | None = None) -> None:
        """`strength`, 0 to 1, scales all that spoils the picture."""
        self._random = random
        self.dim = chance(random, 0.18)  # a dark room: longer exposure, more gain, fewer frames
        self.target = random.uniform(0.2, 0.36) if self.dim else 0.54 + clipped_normal(random, 0.07, 0.18)
        self.metering = random.uniform(0.7, 1.0)
        self.on_the_face = random.uniform(0, 0.45)  # webcams expose for all of the frame, more or less
        self.neutral = random.uniform(0.2, 0.9)
        tint = np.array([clipped_normal(random, 0.05, 0.12) for _ in range(3)])
        self.tint = 1 + strength * tint * (1, 0.4, 1)
        self.saturation = 1 + strength * clipped_normal(random, 0.15, 0.35)
        self.veil = strength * random.uniform(0, 25) if chance(random, 0.5) else 0.0
        self.clearing = random.uniform(0, 0.7) if chance(random, 0.5) else 0.0
        self.slope = strength * random.uniform(-0.2, 0.2, 2) * chance(random, 0.5)
        self.softness = strength * log_uniform(random, 0.3, 1.3)  # px, of the lens and of what the sensor joins
        self.shutter = log_uniform(random, 0.02, 0.1) if self.dim else log_uniform(random, 0.005, 0.033)
        self.shot_noise = strength * log_uniform(random, 0.003, 0.5)
        self.read_noise = strength * log_uniform(random, 0.02, 8) * (random.uniform(1, 4) if self.dim else 1)
        self.grain = random.uniform(0, 1)
        self.tone = self._tone_curve(random, strength)
        # Cheap cameras take away noise with the detail, most of all in the colours, and draw edges anew.
        self.denoise = random.uniform(8, 35) if chance(random, 0.65 * strength) else 0.0
        self.colour_blur = log_uniform(random, 0.5, 3) if chance(random, 0.8 * strength) else 0.0
        self.sharpen = None
        if chance(random, 0.5 * strength):
            self.sharpen = (log_uniform(random, 0.2, 1.6), random.uniform(0.7, 1.6))
        self.shrink = random.uniform(0.55, 1) if chance(random, 0.3 * strength) else 1.0
        self.mirrored = chance(random, 0.5)
        self.deliver = Codec(random, strength)
        self._drift = SmoothMotion(random, log_uniform(random, 0.003, 0.03), period)
        self._gain, self._black = np.ones(3), 0.0

    @staticmethod
    def _tone_curve(random: Random, strength: float) -> np.ndarray:
        x = np.linspace(0, 1, 256)
        y = x ** (1 + strength * random.uniform(-0.25, 0.15))
        y = y + strength * random.uniform(-0.5, 0.3) * (y - y * y) * (2 * y - 1) * 1.2
        low, high = random.uniform(0, 0.03) * strength, 1 - random.uniform(-0.03, 0.1) * strength
        return np.clip(255 * (low + (high - low) * y), 0, 255).astype(np.uint8)

    def meter(self, frame: np.ndarray, face: tuple[slice, slice]) -> None:
        """Sets black level, exposure and white balance on a frame (uint8 RGB), `face` its part of it."""
        self._black = self.clearing * float(np.percentile(frame[::4, ::4], 2))
        frame = np.clip(frame - self._black, 0, 255)
        mean = self.on_the_face * frame[face].reshape(-1, 3).mean(0) + (1 - self.on_the_face) * frame.reshape(
            -1, 3
        ).mean(0)
        exposure = np.clip((self.target * 255 / max(mean.mean(), 4)) ** self.metering, 0.3, 4.0)
        # Skin and rooms are not grey: neutral is a warm mean.
        balance = (mean.mean() * np.array([1.06, 0.99, 0.95]) / np.maximum(mean, 4)) ** self.neutral
        self._gain = exposure * np.clip(balance, 0.6, 1.6) * self.tint

    def shoot(
        self, frame: np.ndarray, view: View, frame_size: tuple[int, int], velocity: np.ndarray, seconds: float
    ) -> np.ndarray:
        """The sensor's picture of the scene's frame (uint8 RGB, the view's part of a frame_size frame).

        `velocity` in px/s is the subject's, for motion blur.
        """
        gain = self._gain * (1 + self._drift(seconds))
        levels = np.maximum(np.arange(256) - self._black, 0)[:, None] * gain * (1 - self.veil / 255) + self.veil
        picture = cv2.LUT(frame, np.clip(levels, 0, 255).astype(np.uint8)[:, None, :])
        picture = saturated(picture, self.saturation)
        if self.softness > 0.25:
            picture = cv2.GaussianBlur(picture, (0, 0), self.softness)
        picture = self._smeared(picture, velocity)
        picture = self._noisy(picture, view, frame_size)
        picture = cv2.LUT(picture, self.tone)
        if self.denoise:
            picture = cv2.bilateralFilter(picture, 5, self.denoise, 1.5)
        if self.colour_blur:
            picture = self._smeared_colours(picture)
        if self.sharpen:
            amount, radius = self.sharpen
            picture = cv2.addWeighted(picture, 1 + amount, cv2.GaussianBlur(picture, (0, 0), radius), -amount, 0)
        if self.shrink < 0.97:
            small = cv2.resize(picture, None, fx=self.shrink, fy=self.shrink, interpolation=cv2.INTER_AREA)
            picture = cv2.resize(small, (view.width, view.height), interpolation=cv2.INTER_LINEAR)
        return picture

    def _smeared_colours(self, picture: np.ndarray) -> np.ndarray:
        planes = cv2.cvtColor(picture, cv2.COLOR_RGB2YCrCb)
        planes[..., 1:] = cv2.GaussianBlur(planes[..., 1:], (0, 0), self.colour_blur)
        return cv2.cvtColor(planes, cv2.COLOR_YCrCb2RGB)

    def _smeared(self, picture: np.ndarray, velocity: np.ndarray) -> np.ndarray:
        path = velocity * self.shutter
        length = float(np.hypot(*path))
        if length < 0.8:
            return picture
        path = path * min(1, 9 / length)
        size = 2 * int(np.ceil(min(length, 9) / 2)) + 3
        kernel = np.zeros((size, size), np.float32)
        middle = size // 2
        ends = [tuple(int(round((middle + sign * half) * 16)) for half in path / 2) for sign in (-1, 1)]
        cv2.line(kernel, ends[0], ends[1], 1.0, 1, cv2.LINE_AA, 4)
        return cv2.filter2D(picture, -1, kernel / kernel.sum())

    def _noisy(self, picture: np.ndarray, view: View, frame_size: tuple[int, int]) -> np.ndarray:
        signal = picture.astype(np.float32)
        if self.slope.any():
            x = (np.arange(view.width, dtype=np.float32) + view.x) / frame_size[0] - 0.5
            y = (np.arange(view.height, dtype=np.float32) + view.y) / frame_size[1] - 0.5
            signal *= (1 + self.slope[0] * 2 * x[None] + self.slope[1] * 2 * y[:, None])[..., None]
        white, soft = _grain()
        row = self._random.integers(0, _BANK - view.height)
        column = self._random.integers(0, _BANK - view.width)
        cut = np.s_[row : row + view.height, column : column + view.width]
        scale = 1 / np.hypot(self.grain, 1 - self.grain)
        noise = cv2.addWeighted(white[cut], (1 - self.grain) * scale, soft[cut], self.grain * scale, 0)
        deviation = cv2.sqrt(signal * np.float32(self.shot_noise) + np.float32(self.read_noise))
        return cv2.add(signal, cv2.multiply(noise, deviation), dtype=cv2.CV_8U)
