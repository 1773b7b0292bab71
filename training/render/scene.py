"""Composes bona fide scenes; attacks.py presents recordings of them again."""

import zlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np

from training.data.crops import CONTEXT_SCALE, Rectangle, crop_around
from training.data.faces import Face, load_faces, mesh_side
from training.errors import TrainingError
from training.render import person
from training.render.camera import saturated
from training.render.draws import Random, chance, log_uniform
from training.render.live import Live, Scene
from training.render.props import Props
from training.render.room import CameraMotion, Room, room_pictures

ENLARGED = 1.9  # times its own size a still is shown at most
# Stills are portraits; people before a laptop are often lit from behind, and in duller colours.
SHADE = (0.32, 0.95)  # light on a face over that on the room
DULL = (0.55, 1.0)  # colourfulness of that light
LIT = (0.9, 2.2)  # brightness of a room over the still's
WITH_ITS_OWN_ROOM = 0.3  # share of stills that are first tried with their own background
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
    filling: bool = False  # an attack whose edges are beyond the context crop


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


def _below(face: Face) -> float:
    """How far the still extends below the face's centre, in mesh sides."""
    return float(face.size[1] - (face.mesh[:, 1].min() + face.mesh[:, 1].max()) / 2) / mesh_side(face.mesh)


def context_around(
    place: tuple[float, float], side: float, width: int, height: int, scale: float = CONTEXT_SCALE * 1.08
) -> Rectangle:
    """The part of the frame that the crops will show, and a little more."""
    box = (place[0] - side / 2, place[1] - side / 2, side, side)
    return crop_around(box, scale, width, height)


def _covers(face: Face, place: tuple[float, float], side: float, needed: tuple[float, ...]) -> bool:
    """Whether the still, its face put at `place`, fills `needed` (left, top, right, bottom px)."""
    scale = side / mesh_side(face.mesh)
    centre = (face.mesh[:, :2].min(0) + face.mesh[:, :2].max(0)) / 2
    edge = person.border(*face.size) * scale + 0.05 * side
    left, top = place - centre * scale
    right, bottom = left + face.size[0] * scale, top + face.size[1] * scale
    return left + edge < needed[0] and top + edge < needed[1] and right - edge > needed[2] and bottom - edge > needed[3]


def _before_a_laptop(random: Random, still: np.ndarray) -> np.ndarray:
    return cv2.convertScaleAbs(saturated(still, random.uniform(*DULL)), alpha=log_uniform(random, *SHADE))


def place_face(
    random: Random,
    cast: Cast,
    width: int,
    height: int,
    side: float,
    whole: bool = True,
    place: tuple[float, float] | None = None,
    face: Face | None = None,
    period: float | None = None,
    base_turn: float = 1.0,
    posed: bool = False,
    held: CameraMotion | None = None,
) -> Recording:
    """A bona fide scene in a width x height frame.

    `side` px of the mesh; `place` px of its centre is drawn if not given, as is the `face`. `whole`: all of the frame
    must be free of the still's cut edges, not just the face's surroundings. `posed`: for a portrait or a film, so that
    light and colours are the still's. `held`: how the camera moves, if it is another scene's too. Raises NothingFits if
    no face of the cast fits.
    """
    uncut = chance(random, WITH_ITS_OWN_ROOM)
    for attempt in range(_TRIES):
        uncut = uncut and attempt < _TRIES_UNCUT
        who = face or cast.faces[int(random.integers(len(cast.faces)))]
        if face is None and side > ENLARGED * mesh_side(who.mesh):
            continue
        shake = held or CameraMotion(random, side, period)
        wanted = [place or draw_place(random, width, height, side, _below(who)) for _ in range(4)]
        shown = [context_around(at, side, width, height) for at in wanted]
        needed = [(0, 0, width, height) if whole else (q.x, q.y, q.x + q.width, q.y + q.height) for q in shown]
        if uncut:
            fitting = [at for at, part in zip(wanted, needed) if _covers(who, at, side, part)]
            if not fitting:
                continue
        elif _below(who) <= person.CHEST:
            continue
        picture = who.load()
        still = picture if posed else _before_a_laptop(random, picture)
        if uncut:
            body, at, room = person.build(still, who.mesh, side), fitting[0], None
        else:
            cut, at = person.build_cut_out(still, who.mesh, side, who.matte()), wanted[0]
            if cut is None:
                continue
            body = cut
            crown = at[1] - body.centre[1] * side / body.side
            if body.crown_cut and crown > needed[0][1] - 0.04 * side:
                continue
            brightness = log_uniform(random, *LIT) * float(picture.mean())
            room = Room(random, cast.rooms, width, height, shake, brightness)
        return Recording(Live(random, body, at, side, room, shake, period, base_turn), (width, height), side, who)
    raise NothingFits(
        f"in {_TRIES} tries no face of {len(cast.faces)} filled the frame: stills have to show the shoulders and reach "
        "beyond the hair, faces cropped tightly cannot be used"
    )
