"""Composes bona fide scenes and attacks, from the same distributions of place, size and room."""

from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np

from ..faces import Face, mesh_side
from . import person
from .camera import Camera
from .crops import CONTEXT_SCALE, Square, square_around
from .display import Device, Screen, drawn_device
from .draws import Random, chance, log_uniform
from .geometry import GRID, View
from .live import Live
from .panel import Attack
from .paper import Paper
from .props import Props
from .room import Room, Shake, room_pictures

LIVE, PRINT, REPLAY = 0, 1, 2  # species; 0 is no attack
FRAME_SIZES = ((640, 480), (480, 640), (640, 360))
FACE_PIXELS = (90, 260)  # longer side of the mesh in the frame
EDGES_OUT_OF_VIEW = 0.15  # share of attacks held so near that no edge of the panel is in the context crop
LARGEST_TEXTURE = 960  # px
_TRIES = 200


class Scene(Protocol):
    def frame(self, view: View, seconds: float) -> np.ndarray: ...

    def mesh(self, seconds: float) -> np.ndarray: ...

    def depth(self, square: Square, seconds: float) -> np.ndarray: ...


class Cast(NamedTuple):
    """Everything of one split that may appear."""

    faces: list[Face]
    rooms: list[Path]
    props: Props


def cast_of(faces: list[Face], context: Path | None, split: str) -> Cast:
    return Cast(faces, room_pictures(context, split), Props(context))


class Recording(NamedTuple):
    """A scene in a frame of `size` (width, height) px; `face` is who is in it, `side` px their mesh's."""

    scene: Scene
    size: tuple[int, int]
    side: float
    face: Face
    filling: bool = False  # an attack whose edges are out of view


def _place(random: Random, width: int, height: int, side: float, below: float) -> tuple[float, float]:
    """Where a face's centre is, px: mostly so low that the body runs off the frame.

    `below` is how far the still goes on below that centre, in mesh sides.
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


def _context(place: tuple[float, float], side: float, width: int, height: int) -> Square:
    """About what the crops will show, somewhat more of it."""
    box = (place[0] - side / 2, place[1] - side / 2, side, side)
    return square_around(box, CONTEXT_SCALE * 1.08, width, height)


def _covers(
    still: np.ndarray, mesh: np.ndarray, place: tuple[float, float], side: float, needed: tuple[float, ...]
) -> bool:
    """Whether the still, its face put at `place`, fills `needed` (left, top, right, bottom px)."""
    scale = side / mesh_side(mesh)
    centre = (mesh[:, :2].min(0) + mesh[:, :2].max(0)) / 2
    edge = person.border(still) * scale + 0.05 * side
    left, top = place - centre * scale
    right, bottom = left + still.shape[1] * scale, top + still.shape[0] * scale
    return (
        left + edge < needed[0]
        and top + edge < needed[1]
        and right - edge > needed[2]
        and bottom - edge > needed[3]
    )


def stage(
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
    be free of the still's cut edges, not just the face's surroundings. Raises RuntimeError if no face of the
    cast fits.
    """
    for _ in range(_TRIES):
        who = face or cast.faces[int(random.integers(len(cast.faces)))]
        largest = min(FACE_PIXELS[1], 1.7 * mesh_side(who.mesh), 0.75 * min(width, height))
        size = side or log_uniform(random, min(FACE_PIXELS[0], largest), largest)
        still = who.load()
        shake = Shake(random, size, period)
        wanted = [place or _place(random, width, height, size, _below(who, still.shape[0])) for _ in range(4)]
        squares = [_context(at, size, width, height) for at in wanted]
        needed = [(0, 0, width, height) if whole else (q.x, q.y, q.x + q.side, q.y + q.side) for q in squares]
        if chance(random, 0.5):
            fitting = [at for at, part in zip(wanted, needed) if _covers(still, who.mesh, at, size, part)]
            if not fitting:
                continue
            body, at, room = person.build(still, who.mesh, size, cut=False), fitting[0], None
        else:
            body, at = person.build(still, who.mesh, size, cut=True), wanted[0]
            if body is None:
                continue
            crown = at[1] - body.centre[1] * size / body.side
            if body.crown_cut and crown > needed[0][1] - 0.04 * size:
                continue
            room = Room(random, cast.rooms, width, height, shake, float(still.mean()))
        return Recording(
            Live(random, body, at, size, room, shake, period, base_turn), (width, height), size, who
        )
    raise RuntimeError("no face of this cast fits the frame")


class _Filmed(NamedTuple):
    """What an attack shows: a recording, the part of it that is shown, and how large its texture is."""

    recording: Recording
    video: View
    face: tuple[float, float]
    unit: float
    filling: bool


def _film(
    random: Random,
    cast: Cast,
    width: int,
    height: int,
    side: float,
    place: tuple[float, float],
    shape: str,
    period: float | None,
    filling: bool,
    face: Face | None,
) -> _Filmed:
    """Records what a panel shows on which the face is `side` px large at `place` in the final frame."""
    density = log_uniform(random, 0.75, 1.4)  # texture px per camera px
    if filling:
        seen, spare = _context(place, side, width, height), 0.3 * side
        w = h = seen.side + 2 * spare
    elif shape == "portrait":
        w = side * random.uniform(1.35, 2.3)
        h = w * random.uniform(1.3, 2.1)
    else:
        h = side * random.uniform(1.4, 2.3)
        w = h * random.uniform(1.0, 1.8)
    density = min(density, LARGEST_TEXTURE / max(w, h))
    at = ((place[0] - seen.x + spare) * density, (place[1] - seen.y + spare) * density) if filling else None
    w, h = (int(v * density) // GRID * GRID for v in (w, h))
    unit = side * density
    recording = stage(random, cast, w, h, unit, True, at, face, period)
    middle = recording.scene.mesh(0)
    centre = tuple((middle.min(0) + middle.max(0)) / 2)
    return _Filmed(recording, View(0, 0, w, h), centre, unit, filling)


def _first_generation(random: Random, filmed: _Filmed, seconds: float) -> np.ndarray:
    """One frame as a camera that was there took it, uint8 RGB."""
    video, scene = filmed.video, filmed.recording.scene
    camera = Camera(random, filmed.unit, strength=0.5)
    frame = scene.frame(video, seconds)
    camera.meter(frame, face_part(scene.mesh(seconds), video))
    return camera.shoot(frame, video, (video.width, video.height), np.zeros(2), seconds)


def face_part(mesh: np.ndarray, view: View) -> tuple[slice, slice]:
    """The rows and columns of a view's picture the mesh (n x 2 px of the frame) takes up, at least a few."""
    low = np.clip(mesh.min(0) - (view.x, view.y), 0, (view.width - 8, view.height - 8)).astype(int)
    high = np.clip(mesh.max(0) - (view.x, view.y), low + 8, (view.width, view.height)).astype(int)
    return slice(low[1], high[1]), slice(low[0], high[0])


def present(
    random: Random,
    cast: Cast,
    species: int,
    width: int,
    height: int,
    side: float | None = None,
    place: tuple[float, float] | None = None,
    face: Face | None = None,
    period: float | None = None,
    filling: bool | None = None,
    strength: float = 1.0,
) -> Recording:
    """An attack of a species (PRINT or REPLAY) in a width x height frame. Arguments as for `stage`.

    `filling`: whether the panel's edges are out of view. Raises RuntimeError if no face of the cast fits.
    """
    if filling is None:
        filling = chance(random, EDGES_OUT_OF_VIEW)
    size = side or log_uniform(random, FACE_PIXELS[0], min(FACE_PIXELS[1], 0.75 * min(width, height)))
    at = place or _place(random, width, height, size, random.uniform(0.7, 1.5))
    shape = "portrait" if chance(random, 0.55) else "landscape"
    filmed = _film(random, cast, width, height, size, at, shape, period, filling, face)
    shake = Shake(random, size, period)
    make = _print if species == PRINT else _replay
    scene = make(random, cast, filmed, width, height, size, at, shake, period, strength)
    return Recording(scene, (width, height), size, filmed.recording.face, filmed.filling)


def _print(
    random: Random,
    cast: Cast,
    filmed: _Filmed,
    width: int,
    height: int,
    side: float,
    place: tuple[float, float],
    shake: Shake,
    period: float | None,
    strength: float,
) -> Attack:
    photo = _first_generation(random, filmed, 0.0)
    margins = (0, 0, 0, 0)
    if not filmed.filling and chance(random, 0.6):
        border = random.uniform(0.03, 0.12) * filmed.unit
        spread = random.uniform(0.5, 1.5, 4) if chance(random, 0.5) else np.ones(4)
        margins = tuple(int(v) for v in border * spread)
    mesh = filmed.recording.scene.mesh(0)
    paper = Paper(random, photo, mesh, np.array(filmed.face), filmed.unit, side, margins, strength)
    room = Room(random, cast.rooms, width, height, shake, float(photo.mean()))
    bend = random.normal(0, 0.12) if chance(random, 0.5) else 0.0
    hand = None
    if not filmed.filling and chance(random, 0.65):
        sheet = paper.texture(0).shape
        hand = cast.props.hand(random, (0, 0, sheet[1], sheet[0]), paper.centre, filmed.unit)
    return Attack(random, paper, place, side, room, shake, hand, bend, 1.0, period)


def _replay(
    random: Random,
    cast: Cast,
    filmed: _Filmed,
    width: int,
    height: int,
    side: float,
    place: tuple[float, float],
    shake: Shake,
    period: float | None,
    strength: float,
) -> Attack:
    video = filmed.video
    device: Device | None = None
    interface = None
    if not filmed.filling:
        if chance(random, 0.6):
            device = cast.props.device(random, video.width / video.height)
        device = device or drawn_device(random, video.width, video.height)
        interface = cast.props.interface(random, video.width, video.height) if chance(random, 0.5) else None
    room = Room(random, cast.rooms, width, height, shake, random.uniform(50, 140))
    mirrored = Room(random, cast.rooms, 160, 120, shake, random.uniform(60, 180)).frame(
        View(0, 0, 160, 120), 0
    )
    screen = Screen(
        random,
        filmed.recording.scene,
        video,
        filmed.face,
        filmed.unit,
        side,
        device,
        interface,
        mirrored,
        strength,
    )
    resting = not filmed.filling and video.width > video.height and chance(random, 0.5)
    hand = None
    if device is not None and not resting and chance(random, 0.65):
        texture = screen.texture(0).shape
        hand = cast.props.hand(random, (0, 0, texture[1], texture[0]), screen.centre, filmed.unit)
    return Attack(
        random, screen, place, side, room, shake, hand, 0.0, 0.7 if resting else 1.0, period, resting
    )
