"""Pictures of the hands, devices and phone interfaces that hold and show presentation attacks."""

import json
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np

from training.data.species import MONITOR_REPLAY, PHONE_REPLAY, TABLET_REPLAY
from training.render.camera import saturated
from training.render.display import Device, with_clear_screen
from training.render.draws import Random, chance
from training.render.geometry import similarity
from training.render.panel import Hand

_OVER_THE_FACE = ("home_screen", "lock_notification", "video_paused_bars", "video_player")
# Names of the pictures by what they are; the rest are phones.
_TABLETS = ("ipad", "surface-pro", "nexus_7_", "nexus_10", "xoom", "galaxy_tab")
_MONITORS = ("imac", "macbook", "pro-display", "surface-studio", "surface-book")
_ARM = 2.5  # length of the forearm below a hand's picture, in its heights


def _shows(picture: str) -> int:
    """The species of replay that a device's picture belongs to."""
    if any(name in picture for name in _MONITORS):
        return MONITOR_REPLAY
    return TABLET_REPLAY if any(name in picture for name in _TABLETS) else PHONE_REPLAY


@lru_cache(maxsize=96)
def _picture(path: Path) -> np.ndarray:
    """uint8 RGBA. Raises OSError if it cannot be read."""
    picture = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    if picture is None or picture.ndim != 3 or picture.shape[2] != 4:
        raise OSError(f"no RGBA picture at {path}")
    return cv2.cvtColor(picture, cv2.COLOR_BGRA2RGBA)


def _with_arm(hand: np.ndarray) -> np.ndarray:
    """The hand with its last row carried on as a forearm."""
    row = cv2.GaussianBlur(hand[-4:], (0, 0), 3)[-1:]
    arm = np.repeat(row, int(_ARM * hand.shape[0]), axis=0)
    return np.concatenate([hand, arm])


class Props:
    """The props below a context folder; every method copes with there being none."""

    def __init__(self, context: Path | None, devices: bool = True) -> None:
        """Without `devices` only what is in the public domain: hands and interfaces."""
        self._hands: list[Path] = []
        self._devices: list[tuple[Path, tuple[float, float, float, float]]] = []
        self._interfaces: list[Path] = []
        if context is None:
            return
        hands = context / "hands_godot_xr_cc0"
        self._hands = [path for path in sorted(hands.glob("*.png")) if not path.stem.endswith("_front")]
        if devices:
            self._devices = _css_devices(context / "frames_devices_css_mit")
            self._devices += _android_devices(context / "frames_android_apache2")
        drawn = sorted((context / "phone_ui_own_cc0").glob("*.png"))
        self._interfaces = [path for path in drawn if path.stem not in _OVER_THE_FACE]

    def __str__(self) -> str:
        return f"{len(self._hands)} hands, {len(self._devices)} devices, {len(self._interfaces)} interfaces"

    def device(self, random: Random, species: int, aspect: float) -> Device | None:
        """One for a species of replay whose screen's width / height is within a quarter of `aspect`, if any."""
        fitting = [
            (path, box)
            for path, box in self._devices
            if 0.75 < box[2] / box[3] / aspect < 1.33 and _shows(path.name) == species
        ]
        if not fitting:
            return None
        path, screen = fitting[int(random.integers(len(fitting)))]
        picture = _picture(path)
        painted = picture[int(screen[1] + screen[3] / 2), int(screen[0] + screen[2] / 2), 3] > 0
        return with_clear_screen(picture, screen) if painted else Device(picture, screen)

    def interface(self, random: Random, width: int, height: int) -> np.ndarray | None:
        """An interface (uint8 RGBA) to lay over a screen of width x height px, if that is a phone's."""
        if not self._interfaces or width / height > 0.7:
            return None
        path = self._interfaces[int(random.integers(len(self._interfaces)))]
        return cv2.resize(_picture(path), (width, height), interpolation=cv2.INTER_AREA)

    def hand(
        self, random: Random, box: tuple[float, float, float, float], centre: np.ndarray, unit: float
    ) -> Hand | None:
        """A hand that holds a panel and leaves the face on it free.

        The panel lies at `box` (x, y, w, h px of its texture), its face at `centre` px and `unit` px large.
        """
        if not self._hands:
            return None
        path = self._hands[int(random.integers(len(self._hands)))]
        front = path.with_name(f"{path.stem}_front.png")
        tone, light = random.uniform(0.6, 0.9), random.uniform(0.55, 1.1)

        def toned(layer: np.ndarray) -> np.ndarray:
            colour = saturated(np.ascontiguousarray(layer[..., :3]), tone)
            return np.dstack([cv2.convertScaleAbs(colour, alpha=light), layer[..., 3]])

        behind = toned(_with_arm(_picture(path)))
        over = toned(_picture(front)) if front.exists() else None
        x, y, w, h = box
        height, width = _picture(path).shape[:2]
        # A hand is about as long as a face, unless a small phone lies in it.
        scale = random.uniform(0.85, 1.25) * unit * 1.1 / height
        chin = centre[1] + 0.55 * unit
        if over is not None and w < 1.6 * unit and w < h:
            scale, roll = 1.5 * w / width, 0.0
            at = (x + w / 2, max(y + random.uniform(0.55, 0.95) * h, chin + 0.45 * scale * height))
        else:
            low, out = y + random.uniform(0.6, 0.95) * h, 0.3 * scale * height
            at, roll = (
                ((x + random.uniform(0.2, 0.8) * w, max(y + h, chin + 0.45 * scale * height)), 0.0),
                ((min(x, centre[0] - 0.55 * unit - out), low), 0.9),
                ((max(x + w, centre[0] + 0.55 * unit + out), low), -0.9),
            )[int(random.integers(3))]
        roll += random.uniform(-0.25, 0.25)
        flip = np.diag([-1.0, 1, 1]) if chance(random, 0.5) else np.eye(3)
        middle = np.array([[1, 0, -width / 2], [0, 1, -height / 2], [0, 0, 1]])
        return Hand(behind, over, similarity(scale, roll, *at) @ flip @ middle)


def _css_devices(folder: Path) -> list[tuple[Path, tuple[float, float, float, float]]]:
    listed = folder / "screens.json"
    if not listed.exists():
        return []
    screens = json.loads(listed.read_text())
    return [(folder / f"{name}.png", tuple(entry["screen_xywh"])) for name, entry in screens.items()]


def _android_devices(folder: Path) -> list[tuple[Path, tuple[float, float, float, float]]]:
    listed = folder / "screens.json"
    if not listed.exists():
        return []
    read = json.loads(listed.read_text())
    found = []
    for name, entry in read["files"].items():
        for way in ("port", "land"):
            model = name.removesuffix(f"_{way}_back.png")
            screen = read["screens_original_px"].get(model)
            if model == name or not screen or f"{way}_offset" not in screen:
                continue
            (x, y), (w, h) = screen[f"{way}_offset"], screen["port_size"]
            if way == "land":
                w, h = h, w
            scale = entry["scale"]
            found.append((folder / name, (x * scale, y * scale, w * scale, h * scale)))
    return found
