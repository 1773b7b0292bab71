"""Replay: a video playing on a screen, with its tone, its pixels, its glass and its frame."""

from typing import NamedTuple

import cv2
import numpy as np

from training.render.camera import saturated
from training.render.codec import jpeg
from training.render.draws import Random, chance, clipped_normal, log_uniform
from training.render.geometry import View
from training.render.live import Scene


class Device(NamedTuple):
    """The frame around a screen.

    `picture` uint8 RGBA, transparent where the screen is; `screen` (x, y, w, h) px of it.
    """

    picture: np.ndarray
    screen: tuple[float, float, float, float]


def with_clear_screen(picture: np.ndarray, screen: tuple[float, float, float, float]) -> Device:
    """A device of a picture whose screen is painted over."""
    x, y, w, h = (int(round(v)) for v in screen)
    picture = picture.copy()
    picture[y : y + h, x : x + w, 3] = 0
    return Device(picture, screen)


def drawn_device(random: Random, width: int, height: int) -> Device:
    """A plain rounded bezel for a width x height screen."""
    thick = max(2.0, log_uniform(random, 0.012, 0.12) * min(width, height))
    left = right = thick
    top, bottom = thick * random.uniform(1, 3, 2) if chance(random, 0.4) else (thick, thick)
    w, h = int(width + left + right), int(height + top + bottom)
    dark = chance(random, 0.75)
    shade = random.uniform(6, 50) if dark else random.uniform(130, 235)
    colour = np.clip(shade * random.uniform(0.92, 1.08, 3), 0, 255)
    picture = np.zeros((h, w, 4), np.uint8)
    radius = int(min(random.uniform(0, 2.5) * thick, 0.2 * min(w, h)))
    corners = np.zeros((h, w), np.uint8)
    cv2.rectangle(corners, (radius, 0), (w - 1 - radius, h - 1), 255, -1)
    cv2.rectangle(corners, (0, radius), (w - 1, h - 1 - radius), 255, -1)
    for x in (radius, w - 1 - radius):
        for y in (radius, h - 1 - radius):
            cv2.circle(corners, (x, y), radius, 255, -1, cv2.LINE_AA)
    picture[..., :3] = np.round(colour)
    rim = cv2.erode(corners, np.ones((3, 3), np.uint8)) < 128
    picture[rim, :3] = np.round(np.clip(colour * random.uniform(0.7, 2.2), 0, 255))
    picture[..., 3] = corners
    return with_clear_screen(picture, (int(left), int(top), width, height))


class Screen:
    """A display showing a live scene recorded earlier. See panel.Panel."""

    def __init__(
        self,
        random: Random,
        recording: Scene,
        video: View,
        face: tuple[float, float],
        unit: float,
        on_camera: float,
        device: Device | None = None,
        interface: np.ndarray | None = None,
        reflected: np.ndarray | None = None,
    ) -> None:
        """Shows the part `video` of a recording, whose face is at `face` px and `unit` px large.

        `on_camera`: that size in the final frame. Without a `device` the video's edges are out of sight.
        `interface` uint8 RGBA is laid over the screen; `reflected` uint8 RGB is the picture that the glass mirrors.
        """
        self._recording, self._video, self._interface = recording, video, interface
        self._reflected = reflected
        self.unit = unit
        self._origin = np.zeros(2)
        self._frame: np.ndarray | None = None
        if device is not None:
            self._origin = self._framed(random, device)
        self.centre = np.asarray(face) - (video.x, video.y) + self._origin
        # Where no edge is in view, only the pixels give the screen away.
        dotted = 0.65 if device is not None else 0.95
        self._rate = float(random.choice([24, 25, 30, 60]))
        self._quality = random.uniform(35, 92)
        self._soft = log_uniform(random, 0.3, 1.4) if chance(random, 0.4) else 0.0
        self._tone, self._vivid = self.tone_of(random)
        self._light_slope = random.uniform(-0.25, 0.25, 2) * chance(random, 0.6)
        self._moire = self._waves(random, unit / on_camera) if chance(random, dotted) else []
        self._band = random.uniform(0.01, 0.06) if chance(random, 0.25) else 0.0
        self._band_shape = (random.uniform(0.4, 4), np.pi / 2 * random.integers(-4, 5), random.uniform(0, 6.3))
        self._mirror = random.uniform(0.03, 0.2) if chance(random, 0.35) else 0.0
        # Lamps of the room, most of all on glossy televisions.
        lamps = int(random.integers(1, 5)) if chance(random, 0.35 if device else 0.6) else 0
        self._glare = [self._spot(random) for _ in range(lamps)]

    def _framed(self, random: Random, device: Device) -> np.ndarray:
        """Scales the device to the video; returns where the video starts in the texture."""
        x, y, w, h = device.screen
        sx, sy = self._video.width / w, self._video.height / h
        size = (round(device.picture.shape[1] * sx), round(device.picture.shape[0] * sy))
        way = cv2.INTER_AREA if sx < 1 else cv2.INTER_LINEAR
        self._frame = cv2.resize(device.picture, size, interpolation=way)
        self._over = self._frame[..., 3:].astype(np.float32) / 255
        origin = np.round(np.array([x * sx, y * sy]))
        left, top = origin.astype(int)
        self._frame[top : top + self._video.height, left : left + self._video.width, 3] = 255
        return origin

    @staticmethod
    def tone_of(random: Random) -> tuple[np.ndarray, float]:
        """A display's tone curve (a table as cv2.LUT takes it) and how much more saturated it is.

        After 65 photographs of lit screens beside the pictures that they showed: black at 24 of 255 (quartiles 18 and
        34), neutrals 11 bluer (1 and 24, up to 60) and 6 less green, contrast 1.07 and chroma 1.07 (0.92 and 1.26),
        more of both before webcams, which see less between black and white than phones do. Haze belongs to sessions.
        """
        x = np.linspace(0, 1, 256)[:, None]
        y = np.clip(0.5 + (x - 0.5) * (1.28 + clipped_normal(random, 0.15, 0.3)), 0, 1)
        blue, green = 0.03 + clipped_normal(random, 0.1, 0.3), -0.04 + clipped_normal(random, 0.03, 0.06)
        black = 24 / 255 * np.exp(clipped_normal(random, 0.45, 1.1))
        if chance(random, 0.12):
            black += random.uniform(0.05, 0.35)
        curve = 255 * (black + (1 - black) * y * np.array([1, 1 + green, 1 + blue]))
        return np.clip(curve, 0, 255).astype(np.uint8)[:, None, :], 1.45 * np.exp(clipped_normal(random, 0.2, 0.45))

    @staticmethod
    def _waves(random: Random, texture_per_camera: float) -> list[tuple[float, float, float, float]]:
        """Pixel grid as cosines over the texture: (x and y cycles per texture px, amplitude, red-blue phase).

        Sampled at camera pixels they alias into moire by themselves.
        """
        rate = log_uniform(random, 0.35, 3.0) / texture_per_camera  # screen px per texture px
        amplitude = log_uniform(random, 0.008, 0.14)
        phase = random.uniform(1.3, 2.6) if chance(random, 0.6) else random.uniform(-0.4, 0.4)
        waves = [(rate, 0.0, amplitude, phase), (0.0, rate, amplitude * random.uniform(0.2, 1), 0.0)]
        if chance(random, 0.3):
            waves.append((rate / 2, rate / 2, amplitude * random.uniform(0, 0.5), phase))
        return waves

    @staticmethod
    def _spot(random: Random) -> tuple[np.ndarray, np.ndarray, float, float]:
        """Glare fixed in the room: centre and radii in units of the view, strength, angle."""
        return (
            random.uniform(0, 1, 2),
            np.array([log_uniform(random, 0.02, 0.3), log_uniform(random, 0.02, 0.15)]),
            random.uniform(20, 150),
            random.uniform(0, np.pi),
        )

    def _played(self, seconds: float) -> float:
        """The recording's time on the screen: it advances frame by frame."""
        return float(np.floor(seconds * self._rate + 1e-6) / self._rate)

    def mesh(self, seconds: float) -> np.ndarray:
        return self._recording.mesh(self._played(seconds)) - (self._video.x, self._video.y) + self._origin

    def texture(self, seconds: float) -> np.ndarray:
        video = self._recording.frame(self._video, self._played(seconds))
        if self._soft > 0.3:
            video = cv2.GaussianBlur(video, (0, 0), self._soft)
        video = jpeg(video, self._quality)
        if self._interface is not None:
            alpha = self._interface[..., 3:].astype(np.float32) / 255
            video = np.round(video + alpha * (self._interface[..., :3] - video.astype(np.float32))).astype(np.uint8)
        video = cv2.LUT(saturated(video, self._vivid), self._tone)
        if self._frame is None:
            return cv2.cvtColor(video, cv2.COLOR_RGB2RGBA)
        texture = self._frame.copy()
        x, y = self._origin.astype(int)
        part = np.s_[y : y + video.shape[0], x : x + video.shape[1]]
        over = self._over[part]
        fits = video[: over.shape[0], : over.shape[1]]
        texture[part][..., :3] = np.round(fits + over * (self._frame[part][..., :3].astype(np.float32) - fits))
        return texture

    def outline(self) -> np.ndarray:
        if self._frame is None:
            return np.full((self._video.height, self._video.width), 255, np.uint8)
        return self._frame[..., 3]

    def lit(self, picture: np.ndarray, points: np.ndarray, view: View, seconds: float) -> np.ndarray:
        lit: np.ndarray = picture.astype(np.float32)
        across = np.divide(points - self.centre.astype(np.float32), np.float32(self.unit))
        light = (
            1 + across[..., 0] * np.float32(self._light_slope[0]) + across[..., 1] * np.float32(self._light_slope[1])
        )
        if self._band:
            cycles, speed, phase = self._band_shape
            rows = np.arange(view.height, dtype=np.float32) / view.width
            light = light * (1 + self._band * np.cos(6.283 * cycles * rows + speed * seconds + phase))[:, None]
        lit *= np.clip(light, 0.4, 1.6)[..., None]
        if self._moire:
            lit *= 1 + self._pixel_grid(points)
        if self._mirror and self._reflected is not None:
            room = cv2.resize(self._reflected, (view.width, view.height), interpolation=cv2.INTER_LINEAR)
            lit = lit * (1 - 0.4 * self._mirror) + self._mirror * room.astype(np.float32)
        for spot in self._glare:
            lit += glare(view, *spot)[..., None]
        return lit

    def _pixel_grid(self, points: np.ndarray) -> np.ndarray:
        grid = np.zeros((*points.shape[:2], 3), np.float32)
        for x, y, amplitude, phase in self._moire:
            angle = np.float32(2 * np.pi * x) * points[..., 0] + np.float32(2 * np.pi * y) * points[..., 1]
            if phase == 0:
                grid += np.float32(amplitude) * np.cos(angle)[..., None]
                continue
            cosine, sine = np.cos(angle) * np.float32(amplitude), np.sin(angle) * np.float32(amplitude)
            shifted, c = sine * np.float32(np.sin(phase)), np.float32(np.cos(phase))
            grid += np.dstack([cosine * c - shifted, cosine, cosine * c + shifted])
        return grid


def glare(view: View, centre: np.ndarray, radii: np.ndarray, strength: float, angle: float) -> np.ndarray:
    """A spot of light, float32, the view's size; centre and radii in units of the view."""
    x = np.arange(view.width, dtype=np.float32)[None] / view.width - centre[0]
    y = np.arange(view.height, dtype=np.float32)[:, None] / view.height - centre[1]
    c, s = np.cos(angle), np.sin(angle)
    away = ((c * x + s * y) / radii[0]) ** 2 + ((c * y - s * x) / radii[1]) ** 2
    return np.float32(strength) * np.exp(-away.astype(np.float32))
