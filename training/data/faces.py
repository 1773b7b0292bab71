"""Face stills with their meshes, split by identity."""

import hashlib
import json
import math
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np

from training.errors import TrainingError

SPLITS = ("train", "validation", "test")

# The mesh network works on a 192 px crop in which a face is about this tall; its z comes in pixels of that
# crop, not of the picture. Found by the similarity fit of 381 meshes to MediaPipe's canonical face (median,
# quartiles 136 and 148).
MESH_FACE_PIXELS = 142.0

MIN_SCORE = 0.9
MIN_SIDE = 60.0


def split_of(name: str) -> str:
    """Train (80 %), validation (10 %) or test (10 %), by a hash of the file's name, so it never changes."""
    digit = int(hashlib.sha1(name.encode()).hexdigest(), 16) % 10
    return SPLITS[max(0, digit - 7)]


def mesh_side(mesh: np.ndarray) -> float:
    """Longer side in px of the box around a mesh (n x 2 or n x 3 px): the unit of length of a face."""
    return float(np.ptp(mesh[:, :2], axis=0).max())


class UnusableFaces(TrainingError):
    """A face set that cannot be read."""


class NoFaces(TrainingError):
    """A split without a face."""


class Face(NamedTuple):
    """One identity.

    `still` is its picture's path, `size` its width and height in px, `mesh` float32 468x3 px (x right, y down, z
    smaller is nearer).
    """

    name: str
    still: Path
    size: tuple[int, int]
    mesh: np.ndarray

    def load(self) -> np.ndarray:
        """The still, uint8 HxWx3 RGB. Raises OSError if the picture cannot be read."""
        picture = cv2.imread(str(self.still), cv2.IMREAD_COLOR)
        if picture is None:
            raise OSError(f"cannot read {self.still}")
        return cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)

    def matte(self) -> np.ndarray | None:
        """The person cut out, float32 HxW in [0, 1]; None where the set has no mattes."""
        stored = self.still.parent / "mattes" / f"{self.still.stem}.png"
        matte = cv2.imread(str(stored), cv2.IMREAD_GRAYSCALE) if stored.exists() else None
        if matte is None:
            return None
        cv2.fillConvexPoly(matte, cv2.convexHull(np.round(self.mesh[:, :2]).astype(np.int32)), 255)
        # Its rim still carries the old background.
        return np.clip((matte.astype(np.float32) / 255 - 0.2) / 0.6, 0, 1)


CHEEKS = (50, 280, 101, 330, 205, 425)  # landmarks on bare skin


def skin_tone(face: Face) -> str:
    """Light, medium or dark, by the individual typology angle of the cheeks (Chardon et al. 1991): above 41, above 10,
    below. As lit in the still, so a rough sorting."""
    picture = cv2.GaussianBlur(face.load(), (0, 0), 2)
    skin = np.median([picture[int(y), int(x)] for x, y in face.mesh[list(CHEEKS), :2]], 0)
    lightness, _, yellow = cv2.cvtColor(np.float32(skin / 255).reshape(1, 1, 3), cv2.COLOR_RGB2LAB)[0, 0]
    angle = math.degrees(math.atan2(lightness - 50, yellow))
    return "light" if angle > 41 else "medium" if angle > 10 else "dark"


# Mean chroma (CIELAB) of a face below which its still counts as black and white.
COLOURLESS = 5.0


def _quarter(face: Face) -> np.ndarray:
    """The still at about a quarter of its size, uint8 BGR. Raises UnusableFaces if it cannot be read, or is not as
    large as when its mesh was made."""
    picture = cv2.imread(str(face.still), cv2.IMREAD_REDUCED_COLOR_4)
    if picture is None:
        raise UnusableFaces(f"cannot read {face.still}: annotate its set anew")
    there = 4 * np.array(picture.shape[1::-1])
    if (np.abs(there - face.size) > 4).any():
        raise UnusableFaces(
            f"{face.still} has about {there[0]} x {there[1]} px and had {face.size[0]} x {face.size[1]} when its mesh "
            "was made: annotate its set anew"
        )
    return picture


def in_colour(face: Face) -> bool:
    """Whether the still is in colour, as a live face before a camera is. Raises UnusableFaces as `_quarter` does."""
    # Every still is checked, and a quarter of its size is enough.
    picture = _quarter(face)
    left, top = np.maximum(face.mesh[:, :2].min(0) / 4, 0).astype(int)
    right, bottom = (face.mesh[:, :2].max(0) / 4).astype(int)
    lab = cv2.cvtColor(np.float32(picture[top : bottom + 1, left : right + 1]) / 255, cv2.COLOR_BGR2LAB)
    return bool(np.hypot(lab[..., 1], lab[..., 2]).mean() >= COLOURLESS)


def mesh_agrees(mesh: np.ndarray, box: Sequence[float]) -> bool:
    """Whether a mesh lies in the index's face box (x, y, w, h px): one fitted to a collar does not."""
    x, y, w, h = box
    centre = (mesh[:, :2].min(0) + mesh[:, :2].max(0)) / 2
    off = np.abs(centre - (x + w / 2, y + h / 2)).max() / max(w, h)
    return off < 0.2 and 0.45 < mesh_side(mesh) / max(w, h) < 1.15


def _read_set(folder: Path) -> Iterator[Face]:
    try:
        index = {entry["f"]: (entry["wh"], entry["face"]) for entry in json.loads((folder / "index.json").read_text())}
        with np.load(folder / "meshes.npz") as stored:
            meshes = list(zip(stored["names"], stored["xyz_tenths"], stored["score"]))
    except (OSError, KeyError, TypeError, ValueError, zipfile.BadZipFile) as error:
        raise UnusableFaces(f"{folder}: index.json or meshes.npz cannot be read ({error}): annotate it anew") from error
    for name, tenths, score in meshes:
        name = str(name)
        mesh = tenths.astype(np.float32) / 10
        side = mesh_side(mesh)
        if score < MIN_SCORE or side < MIN_SIDE or name not in index:
            continue
        (width, height), box = index[name]
        if not mesh_agrees(mesh, box):
            continue
        mesh[:, 2] *= side / MESH_FACE_PIXELS
        yield Face(f"{folder.name}/{name}", folder / name, (width, height), mesh)


def load_faces(root: Path, split: str) -> list[Face]:
    """The faces of one split below `root`, in a fixed order, without those in black and white. No live face before
    a camera is black and white, so a network would learn to take such faces for attacks.

    A face set is a folder with an index.json and a meshes.npz. Raises ValueError for an unknown split,
    UnusableFaces if a set cannot be read, NoFaces if no face is left.
    """
    if split not in SPLITS:
        raise ValueError(f"unknown split {split!r}")
    sets = sorted(path.parent for path in root.glob("*/meshes.npz"))
    faces = [
        face for folder in sets for face in _read_set(folder) if split_of(face.still.name) == split and in_colour(face)
    ]
    if not faces:
        raise NoFaces(
            f"no {split} face in colour below {root}: a folder of face sets is meant, each with an index.json and a "
            "meshes.npz"
        )
    return faces
