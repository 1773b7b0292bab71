"""The background of people and displays: photographs of rooms, or drawn ones."""

import re
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from training.data.faces import SPLITS, split_of
from training.errors import TrainingError
from training.render.draws import Random, chance, log_uniform
from training.render.geometry import SmoothMotion, View, translation

BARE = 0.15  # share of drawn walls, as webcams often see
COLOURED = 0.3  # share of these in a colour, painted or lit
HUNG = 0.3  # share of rooms with more straight edges put up

FOLDERS = ("rooms_polyhaven_cc0", "stock/rooms", "intel_sample_videos_ccby4")


class NoRooms(TrainingError):
    """A context folder without photographs of rooms."""


def room_pictures(context: Path | None, split: str) -> list[Path]:
    """Photographs of rooms of one split; none without a context folder. Raises NoRooms if a folder has none at all.

    All views of one room are in one split: the first split that the name of any of them falls into.
    """
    if context is None:
        return []
    found = [path for folder in FOLDERS for path in sorted((context / folder).glob("*.jpg"))]
    if not found:
        raise NoRooms(f"no *.jpg in {', '.join(FOLDERS)} below {context}: name another folder, or none to draw rooms")
    split_of_room: dict[str, str] = {}
    for path in found:
        room = _room_of(path)
        splits = {split_of(path.name), split_of_room.get(room, SPLITS[-1])}
        split_of_room[room] = min(splits, key=SPLITS.index)
    return [path for path in found if split_of_room[_room_of(path)] == split]


def _room_of(picture: Path) -> str:
    """Views of one room are `ROOM_y090.jpg`, by their yaw, or `ROOM_004.jpg`, out of one film."""
    return str(picture.parent / re.sub(r"_(y\d+|\d{3})$", "", picture.stem))


def drawn_room(random: Random, width: int = 640, height: int = 480) -> np.ndarray:
    """A wall with light falling on it and perhaps some rectangles for furniture, uint8 RGB."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    wall = random.uniform(25, 235) * random.uniform(*((0.3, 1.1) if chance(random, COLOURED) else (0.88, 1.1)), 3)
    light = 1 + random.uniform(-0.5, 0.5) * (x / width - 0.5) + random.uniform(-0.4, 0.4) * (y / height - 0.5)
    room = wall * light[..., None]
    for _ in range(max(0, int(random.integers(-2, 5)))):
        left, top = random.uniform(-0.2, 1, 2) * (width, height)
        size = random.uniform(0.06, 0.5, 2) * (width, height)
        a, b = (int(left), int(top)), (int(left + size[0]), int(top + size[1]))
        cv2.rectangle(room, a, b, (random.uniform(20, 235) * random.uniform(0.7, 1.1, 3)).tolist(), -1)
    room += cv2.GaussianBlur(random.normal(0, 1, (height, width, 1)).astype(np.float32), (0, 0), 2)[
        ..., None
    ] * random.uniform(0, 8)
    return np.clip(room, 0, 255).astype(np.uint8)


def photograph(random: Random, pictures: Sequence[Path]) -> np.ndarray:
    """One of the pictures, uint8 RGB. Raises OSError if it cannot be read."""
    path = pictures[int(random.integers(len(pictures)))]
    picture = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if picture is None:
        raise OSError(f"cannot read {path}")
    return cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)


def hang(random: Random, room: np.ndarray, pictures: Sequence[Path]) -> np.ndarray:
    """Puts framed pictures, dark screens or doors up: straight edges behind a person are no sign of an attack."""
    room = room.copy()
    height, width = room.shape[:2]
    for _ in range(int(random.integers(1, 4))):
        w, h = (random.uniform(0.12, 0.6, 2) * min(width, height)).astype(int)
        x, y = int(random.uniform(-0.3 * w, width - 0.7 * w)), int(random.uniform(-0.3 * h, height - 0.5 * h))
        if pictures and chance(random, 0.6):
            inside = cv2.resize(photograph(random, pictures), (w, h), interpolation=cv2.INTER_AREA)
        else:
            inside = np.full((h, w, 3), random.uniform(5, 235, 3) if chance(random, 0.5) else random.uniform(5, 60))
        thick = max(1, int(random.uniform(0, 0.07) * min(w, h)))
        frame = random.uniform(0, 250, 3) if chance(random, 0.3) else np.full(3, random.uniform(5, 250))
        sheet = cv2.copyMakeBorder(inside, *[thick] * 4, cv2.BORDER_CONSTANT, value=frame.tolist())
        left, top = max(0, -x), max(0, -y)
        part = room[max(0, y) : y + sheet.shape[0], max(0, x) : x + sheet.shape[1]]
        part[:] = sheet[top : top + part.shape[0], left : left + part.shape[1]]
    return room


class CameraMotion:
    """The camera's own motion.

    Turns (px) move everything alike; shifts (px) are those of a thing at a face's distance.
    """

    def __init__(self, random: Random, unit: float, period: float | None = None) -> None:
        hand_held = chance(random, 0.5)
        size = log_uniform(random, 0.004, 0.1) * unit if hand_held else 0.0
        self._turn = [SmoothMotion(random, size, period) for _ in range(2)]
        self._shift = [SmoothMotion(random, size * random.uniform(0, 0.6), period) for _ in range(2)]

    def at(self, seconds: float, distance: float) -> np.ndarray:
        """Displacement (x, y) px of a thing `distance` times as far away as the face."""
        return np.array([turn(seconds) + shift(seconds) / distance for turn, shift in zip(self._turn, self._shift)])


class Room:
    """A picture covering a width x height frame, some times further away than the face."""

    def __init__(
        self, random: Random, pictures: Sequence[Path], width: int, height: int, shake: CameraMotion, brightness: float
    ) -> None:
        """`brightness`: mean the room is brought towards, 0 to 255."""
        photographed = pictures and not chance(random, BARE)
        picture = photograph(random, pictures) if photographed else drawn_room(random)
        if chance(random, 0.5):
            picture = picture[:, ::-1]
        if chance(random, HUNG):
            picture = hang(random, picture, pictures)
        margin = 0.08 * max(width, height)  # so that shaking shows no border
        scale = max((width + 2 * margin) / picture.shape[1], (height + 2 * margin) / picture.shape[0])
        scale *= log_uniform(random, 1, 1.6)
        picture = cv2.resize(
            np.ascontiguousarray(picture),
            None,
            fx=scale,
            fy=scale,
            interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR,
        )
        spare = np.array([picture.shape[1] - width, picture.shape[0] - height]) - 2 * margin
        x, y = (margin + random.uniform(0, 1, 2) * np.maximum(spare, 0)).astype(int)
        border = int(margin)
        picture = picture[max(0, y - border) : y + height + border, max(0, x - border) : x + width + border]
        self._origin = (min(x, border), min(y, border))
        if chance(random, 0.75):
            # A room behind a face on a small panel can be as small as a thumbnail.
            sharpest, bluntest = 0.6, 0.006 * max(width, height)
            blur = log_uniform(random, sharpest, max(sharpest, bluntest))
            picture = cv2.GaussianBlur(picture, (0, 0), blur)
        gain = brightness / max(8.0, float(picture.mean())) * log_uniform(random, 0.7, 1.4)
        picture = cv2.convertScaleAbs(picture, alpha=float(np.clip(gain, 0.25, 3)))
        self._picture = picture
        self._shake = shake
        self._distance = random.uniform(1.5, 6)

    def frame(self, view: View, seconds: float) -> np.ndarray:
        """uint8 RGB, the view's size."""
        dx, dy = self._shake.at(seconds, self._distance)
        move = translation(dx - self._origin[0] - view.x, dy - self._origin[1] - view.y)
        return cv2.warpAffine(
            self._picture, move[:2], (view.width, view.height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
        )
