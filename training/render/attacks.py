"""Presents a filmed scene again, as each species of attack does: on paper, cut out, worn, or on a display."""

from typing import NamedTuple

import numpy as np

from ..faces import Face
from ..species import BENT_PRINT, CUT_OUT, FLAT_PRINT, MONITOR_REPLAY, PAPER_MASK, PHONE_REPLAY, TABLET_REPLAY
from .camera import Camera
from .display import Device, Screen, drawn_device
from .draws import Random, chance, log_uniform
from .geometry import GRID, View
from .landmarks import EYES, LIPS
from .live import Live
from .panel import Attack, Hand, Held
from .paper import Paper
from .room import Room, Shake
from .scene import FACE_PIXELS, LARGEST_FACE, Cast, Recording, context_around, place_of, stage

LARGEST_TEXTURE = 1100  # px

# Share of each species held so near that no edge is in the context crop. A panel has to be more than three faces wide
# and high for it, or fill the frame, which a phone or a bent sheet hardly is, a poster or a monitor easily.
EDGES_OUT_OF_VIEW = {FLAT_PRINT: 0.12, PHONE_REPLAY: 0.04, TABLET_REPLAY: 0.15, MONITOR_REPLAY: 0.25}


class Shape(NamedTuple):
    """Of what a panel shows, in sides of the face on it."""

    upright: float  # share held upright
    size: tuple[float, float]  # the shorter side
    aspect: tuple[float, float]  # longer over shorter


SHAPES = {
    FLAT_PRINT: Shape(0.65, (1.35, 2.6), (1.0, 1.6)),
    BENT_PRINT: Shape(0.7, (1.35, 2.3), (1.0, 1.6)),
    CUT_OUT: Shape(0.75, (1.4, 2.2), (1.0, 1.5)),
    PAPER_MASK: Shape(0.5, (1.35, 1.5), (1.0, 1.1)),
    PHONE_REPLAY: Shape(0.7, (1.3, 2.3), (1.5, 2.1)),
    TABLET_REPLAY: Shape(0.5, (1.5, 2.8), (1.25, 1.6)),
    MONITOR_REPLAY: Shape(0.08, (1.5, 3.0), (1.3, 1.9)),
}


class Filmed(NamedTuple):
    """What an attack shows: a recording, the part of it that is shown, where and how large (px) the face is on it."""

    recording: Recording
    video: View
    face: tuple[float, float]
    unit: float
    filling: bool


class Stand(NamedTuple):
    """Where an attack takes place: the frame, where its face is in it and how large, px, and the cast at hand."""

    random: Random
    cast: Cast
    width: int
    height: int
    side: float
    place: tuple[float, float]
    shake: Shake
    period: float | None

    def room(self, brightness: float) -> Room:
        return Room(self.random, self.cast.rooms, self.width, self.height, self.shake, brightness)


def _film(stand: Stand, species: int, filling: bool, face: Face | None) -> Filmed:
    """Records what a panel shows on which the face is as large and where `stand` says, in the final frame."""
    random, side = stand.random, stand.side
    density = log_uniform(random, 0.45, 1.35)  # texture px per camera px
    if filling:
        seen, spare = context_around(stand.place, side, stand.width, stand.height), 0.3 * side
        w, h = seen.width + 2 * spare, seen.height + 2 * spare
    else:
        shape = SHAPES[species]
        w = side * log_uniform(random, *shape.size)
        h = w * random.uniform(*shape.aspect)
        if not chance(random, shape.upright):
            w, h = h, w
    density = min(density, LARGEST_TEXTURE / max(w, h))
    at = None
    if filling:
        at = ((stand.place[0] - seen.x + spare) * density, (stand.place[1] - seen.y + spare) * density)
    w, h = (int(v * density) // GRID * GRID for v in (w, h))
    unit = side * density
    recording = stage(random, stand.cast, w, h, unit, True, at, face, stand.period)
    middle = recording.scene.mesh(0)
    centre = tuple((middle.min(0) + middle.max(0)) / 2)
    return Filmed(recording, View(0, 0, w, h), centre, unit, filling)


def _photo(random: Random, filmed: Filmed) -> np.ndarray:
    """One frame as a camera that was there took it, uint8 RGB."""
    video, scene = filmed.video, filmed.recording.scene
    camera = Camera(random, filmed.unit, strength=0.5)
    frame = scene.frame(video, 0.0)
    camera.meter(frame, face_part(scene.mesh(0.0), video))
    return camera.deliver([camera.shoot(frame, video, (video.width, video.height), np.zeros(2), 0.0)])[0]


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
) -> Recording:
    """An attack of a species in a width x height frame. Arguments as for `stage`.

    `filling`: whether the panel's edges are beyond the wide crop. Raises NothingFits if no face of the cast fits.
    """
    if filling is None:
        filling = chance(random, EDGES_OUT_OF_VIEW.get(species, 0.0))
    size = side or random.uniform(FACE_PIXELS[0] + 15, min(FACE_PIXELS[1], LARGEST_FACE * min(width, height)))
    at = place or place_of(random, width, height, size, random.uniform(0.7, 1.5))
    stand = Stand(random, cast, width, height, size, at, Shake(random, size, period), period)
    filmed = _film(stand, species, filling, face)
    if species == PAPER_MASK:
        scene = _worn(stand, filmed)
    elif species in (PHONE_REPLAY, TABLET_REPLAY, MONITOR_REPLAY):
        scene = _replay(stand, filmed, species)
    else:
        scene = _held_print(stand, filmed, species)
    return Recording(scene, (width, height), size, filmed.recording.face, filling)


def _paper(stand: Stand, filmed: Filmed, photo: np.ndarray, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> Paper:
    mesh, face = filmed.recording.scene.mesh(0), np.array(filmed.face)
    return Paper(stand.random, photo, mesh, face, filmed.unit, stand.side, margins)


def _attacker(stand: Stand) -> Live:
    """Who wears a mask or looks through a cut-out: some face of the cast, right behind the paper."""
    recording = stage(
        stand.random,
        stand.cast,
        stand.width,
        stand.height,
        stand.side * stand.random.uniform(0.88, 1.0),
        whole=False,
        place=stand.place,
        period=stand.period,
        base_turn=0.5,
    )
    assert isinstance(recording.scene, Live)
    return recording.scene


def _held_print(stand: Stand, filmed: Filmed, species: int) -> Attack:
    random = stand.random
    photo = _photo(random, filmed)
    margins = (0, 0, 0, 0)
    if not filmed.filling and chance(random, 0.6):
        border = random.uniform(0.03, 0.12) * filmed.unit
        spread = random.uniform(0.5, 1.5, 4) if chance(random, 0.5) else np.ones(4)
        margins = tuple(int(v) for v in border * spread)
    paper = _paper(stand, filmed, photo, margins)
    if species == CUT_OUT:
        # Eyes almost always, as who holds it wants to blink; the mouth now and then.
        paper.cut(list(EYES) + ([LIPS] if chance(random, 0.4) else []), random.uniform(1.2, 1.9))
        behind: Live | Room = _attacker(stand)
    else:
        behind = stand.room(log_uniform(random, 45, 170))
    bend = 0.0
    if species == BENT_PRINT:
        bend = log_uniform(random, 0.12, 0.7) * (1 if chance(random, 0.7) else -1)
    elif chance(random, 0.3):  # no sheet in a hand is quite flat
        bend = random.normal(0, 0.04)
    hand = None
    if not filmed.filling and chance(random, 0.75):
        hand = _hand(stand, paper.texture(0).shape, paper.centre, filmed.unit)
    motion = Held(random, period=stand.period)
    return Attack(random, paper, stand.place, stand.side, behind, stand.shake, motion, hand=hand, bend=bend)


def _worn(stand: Stand, filmed: Filmed) -> Attack:
    """A mask of paper on the attacker's own head: it moves as the head does, around which it is bent."""
    random = stand.random
    paper = _paper(stand, filmed, _photo(random, filmed))
    paper.trim(random.uniform(1.0, 1.18))
    if chance(random, 0.75):
        paper.cut(list(EYES), random.uniform(1.1, 1.7))
    wearer = _attacker(stand)
    return Attack(
        random,
        paper,
        stand.place,
        stand.side,
        wearer,
        stand.shake,
        wearer.head_motion,
        wearer.distance,
        bend=random.uniform(0.8, 2.2),
        axis=0.0,
        lift=random.uniform(0.15, 0.25),
    )


def _hand(stand: Stand, texture: tuple[int, ...], centre: np.ndarray, unit: float) -> Hand | None:
    return stand.cast.props.hand(stand.random, (0, 0, texture[1], texture[0]), centre, unit)


def _replay(stand: Stand, filmed: Filmed, species: int) -> Attack:
    random, video = stand.random, filmed.video
    device: Device | None = None
    interface = None
    if not filmed.filling:
        if chance(random, 0.6):
            device = stand.cast.props.device(random, species, video.width / video.height)
        device = device or drawn_device(random, video.width, video.height)
        if chance(random, 0.5):
            interface = stand.cast.props.interface(random, video.width, video.height)
    room = stand.room(log_uniform(random, 12, 140))
    mirrored = Room(random, stand.cast.rooms, 160, 120, stand.shake, random.uniform(60, 180))
    screen = Screen(
        random,
        filmed.recording.scene,
        video,
        filmed.face,
        filmed.unit,
        stand.side,
        device,
        interface,
        mirrored.frame(View(0, 0, 160, 120), 0),
    )
    standing = {PHONE_REPLAY: 0.1, TABLET_REPLAY: 0.25, MONITOR_REPLAY: 0.9}[species]
    still = chance(random, standing)
    hand = None
    if device is not None and not still and chance(random, 0.75):
        hand = _hand(stand, screen.texture(0).shape, screen.centre, filmed.unit)
    motion = Held(random, 0.7 if still else 1.0, still, stand.period)
    return Attack(random, screen, stand.place, stand.side, room, stand.shake, motion, hand=hand)
