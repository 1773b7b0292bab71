"""Composes bona fide scenes; attacks.py presents recordings of them again."""

import zlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from training.data.crops import CONTEXT_SCALE, Rectangle, crop_around
from training.data.faces import Face, load_faces, mesh_side
from training.errors import TrainingError
from training.render import person
from training.render.draws import Random, chance, log_uniform
from training.render.live import Live, Scene
from training.render.props import Props
from training.render.room import CameraMotion, Room, room_pictures

FACE_PIXELS = (80, 340)  # longer side of the mesh in the frame
LARGEST_FACE = 0.75  # of the frame's shorter side; the browser asks nearer faces to move back
_TRIES, _TRIES_UNCUT = 200, 30


class NothingFits(TrainingError):
    """No scene can be made of these faces."""


class Cast(NamedTuple):
    """All that may appear: faces and rooms of one split, hands, devices and phone interfaces, which are the same in
    all."""

    faces: list[Face]
    rooms: list[Path]
    props: Props

    @property
    def names(self) -> str:
        """Checksums of the people and rooms, to note what renders were made of."""

        def sum_of(names: Iterable[str]) -> str:
            return f"{zlib.crc32(chr(10).join(names).encode()):08x}"

        rooms = f"the rooms {sum_of(room.name for room in self.rooms)}" if self.rooms else "drawn rooms"
        return f"the people {sum_of(face.name for face in self.faces)} in {rooms}"


def cast_of(faces: list[Face], context: Path | None, split: str) -> Cast:
    return Cast(faces, room_pictures(context, split), Props(context))


@lru_cache(maxsize=2)
def split_cast(faces: Path, context: Path | None, split: str) -> Cast:
    """All of a split below two folders (see `load_faces` and `room_pictures`)."""
    return cast_of(load_faces(faces, split), context, split)


class Recording(NamedTuple):
    """A scene in a frame of `size` (width, height) px; `face` is who is in it, `side` px their mesh's."""

    scene: Scene
    size: tuple[int, int]
    side: float
    face: Face
    filling: bool = False  # an attack whose edges are beyond the wide crop


def draw_place(random: Random, width: int, height: int, side: float, below: float) -> tuple[float, float]:
    """Draws a face's centre, px: mostly so low that the body runs off the frame.

    `below`: how far the still extends below that centre, in mesh sides.
    """
    x = width * (0.5 + random.normal(0, 0.09))
    y = height * random.uniform(0.36, 0.62)
    if chance(random, 0.8):
        y = max(y, height - (below + 0.3) * side)
    return (
        float(np.clip(x, min(0.62 * side, width / 2), max(width - 0.62 * side, width / 2))),
        float(np.clip(y, min(0.6 * side, height / 2), max(height - 0.64 * side, height / 2))),
    )


def _below(face: Face, height: int) -> float:
    return float(height - face.mesh[:, 1].mean()) / mesh_side(face.mesh)


def context_around(place: tuple[float, float], side: float, width: int, height: int) -> Rectangle:
    """The part of the frame that the crops will show, and a little more."""
    box = (place[0] - side / 2, place[1] - side / 2, side, side)
    return crop_around(box, CONTEXT_SCALE * 1.08, width, height)


def _covers(
    still: np.ndarray, mesh: np.ndarray, place: tuple[float, float], side: float, needed: tuple[float, ...]
) -> bool:
    """Whether the still, its face put at `place`, fills `needed` (left, top, right, bottom px)."""
    scale = side / mesh_side(mesh)
    centre = (mesh[:, :2].min(0) + mesh[:, :2].max(0)) / 2
    edge = person.border(still) * scale + 0.05 * side
    left, top = place - centre * scale
    right, bottom = left + still.shape[1] * scale, top + still.shape[0] * scale
    return left + edge < needed[0] and top + edge < needed[1] and right - edge > needed[2] and bottom - edge > needed[3]


def place_face(
    random: Random,
    cast: Cast,
    width: int,
    height: int,
    side: float | None = None,
    whole: bool = True,
    place: tuple[float, float] | None = None,
    face: Face | None = None,
    period: float | None = None,
    base_turn: float = 1.0,
) -> Recording:
    """A bona fide scene in a width x height frame.

    `side` px of the mesh and `place` px of its centre are drawn if not given. `whole`: all of the frame must
    be free of the still's cut edges, not just the face's surroundings. Raises NothingFits if no face of the
    cast fits.
    """
    uncut = chance(random, 0.5)
    for attempt in range(_TRIES):
        uncut = uncut and attempt < _TRIES_UNCUT
        who = face or cast.faces[int(random.integers(len(cast.faces)))]
        largest = min(FACE_PIXELS[1], 1.9 * mesh_side(who.mesh), LARGEST_FACE * min(width, height))
        size = side or random.uniform(min(FACE_PIXELS[0], largest), largest)
        still = who.load()
        shake = CameraMotion(random, size, period)
        wanted = [place or draw_place(random, width, height, size, _below(who, still.shape[0])) for _ in range(4)]
        shown = [context_around(at, size, width, height) for at in wanted]
        needed = [(0, 0, width, height) if whole else (q.x, q.y, q.x + q.width, q.y + q.height) for q in shown]
        if uncut:
            fitting = [at for at, part in zip(wanted, needed) if _covers(still, who.mesh, at, size, part)]
            if not fitting:
                continue
            body, at, room = person.build(still, who.mesh, size), fitting[0], None
        else:
            cut, at = person.build_cut_out(still, who.mesh, size, who.matte()), wanted[0]
            if cut is None:
                continue
            body = cut
            crown = at[1] - body.centre[1] * size / body.side
            if body.crown_cut and crown > needed[0][1] - 0.04 * size:
                continue
            room = Room(random, cast.rooms, width, height, shake, log_uniform(random, 0.6, 1.6) * float(still.mean()))
        return Recording(Live(random, body, at, size, room, shake, period, base_turn), (width, height), size, who)
    raise NothingFits(
        f"in {_TRIES} tries no face of {len(cast.faces)} filled the frame: stills have to show the shoulders and reach "
        "beyond the hair, faces cropped tightly cannot be used"
    )
