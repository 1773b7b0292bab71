"""Presents a recorded scene again, as each species of attack does: on paper, cut out, worn, or on a display."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from training.data.faces import Face
from training.data.species import (
    BENT_PRINT,
    CUT_OUT,
    FLAT_PRINT,
    MONITOR_REPLAY,
    PAPER_MASK,
    PHONE_REPLAY,
    TABLET_REPLAY,
)
from training.render.camera import Camera
from training.render.display import Device, Screen, drawn_device
from training.render.draws import Random, chance, log_uniform
from training.render.geometry import GRID, View
from training.render.landmarks import EYES, LIPS
from training.render.live import Live
from training.render.optics import Optics
from training.render.panel import Attack, Hand, HandMotion
from training.render.paper import Paper
from training.render.room import CameraMotion, Room
from training.render.scene import Cast, Recording, context_around, draw_place, place_face

LARGEST_TEXTURE = 1100  # px

# Share of each species held so near that no edge is in view; of monitors, those that are televisions.
EDGES_OUT_OF_VIEW = {FLAT_PRINT: 0.12, BENT_PRINT: 0.05, PHONE_REPLAY: 0.3, TABLET_REPLAY: 0.3, MONITOR_REPLAY: 0.4}
VIEW_SCALE = 4.3  # sides of the face that are looked at

# How large, m, a face is: on passport photographs and sheets, phones held upright, televisions; cut-outs and masks are
# as large as life.
FACE_ON = {
    FLAT_PRINT: (0.025, 0.2),
    BENT_PRINT: (0.04, 0.2),
    CUT_OUT: (0.15, 0.2),
    PAPER_MASK: (0.16, 0.2),
    PHONE_REPLAY: (0.03, 0.07),
    TABLET_REPLAY: (0.06, 0.14),
    MONITOR_REPLAY: (0.08, 0.4),
}


class Shape(NamedTuple):
    """The part of a scene that a panel shows, in sides of the face on it."""

    upright: float  # share held upright
    size: tuple[float, float]  # the shorter side
    aspect: tuple[float, float]  # longer over shorter


SHAPES = {
    FLAT_PRINT: Shape(0.65, (1.35, 2.6), (1.0, 1.6)),
    BENT_PRINT: Shape(0.7, (1.35, 2.3), (1.0, 1.6)),
    CUT_OUT: Shape(0.75, (1.4, 2.2), (1.0, 1.5)),
    PAPER_MASK: Shape(0.5, (1.35, 1.5), (1.0, 1.1)),
    PHONE_REPLAY: Shape(0.7, (1.3, 2.3), (1.5, 2.1)),
    TABLET_REPLAY: Shape(0.5, (1.5, 2.4), (1.25, 1.6)),
    MONITOR_REPLAY: Shape(0.08, (1.5, 2.5), (1.3, 1.9)),
}


class Footage(NamedTuple):
    """The content of an attack: a recording, the part of it that is shown, where and how large (px) the face is."""

    recording: Recording
    video: View
    face: tuple[float, float]
    unit: float
    filling: bool


class Setting(NamedTuple):
    """Where an attack takes place: the frame, where its face is in it and how large, px, and the cast at hand."""

    random: Random
    cast: Cast
    width: int
    height: int
    side: float
    blur: float
    place: tuple[float, float]
    shake: CameraMotion
    period: float | None

    def room(self, brightness: float) -> Room:
        return Room(self.random, self.cast.rooms, self.width, self.height, self.shake, brightness)


def _record_footage(setting: Setting, species: int, filling: bool, face: Face | None) -> Footage:
    """Records what a panel shows, so that in the final frame its face is as large and where `setting` says."""
    random, side = setting.random, setting.side
    density = log_uniform(random, 0.6, 1.4)  # texture px per camera px
    if filling:
        seen = context_around(setting.place, side, setting.width, setting.height, VIEW_SCALE)
        spare = 0.3 * side
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
        at = ((setting.place[0] - seen.x + spare) * density, (setting.place[1] - seen.y + spare) * density)
    w, h = (int(v * density) // GRID * GRID for v in (w, h))
    unit = side * density
    recording = place_face(random, setting.cast, w, h, unit, True, at, face, setting.period, posed=True)
    middle = recording.scene.mesh(0)
    centre = tuple((middle.min(0) + middle.max(0)) / 2)
    return Footage(recording, View(0, 0, w, h), centre, unit, filling)


def _photo(random: Random, footage: Footage) -> np.ndarray:
    """One frame as a camera that was there took it, uint8 RGB."""
    video, scene = footage.video, footage.recording.scene
    camera = Camera(random, strength=0.5)
    frame = scene.frame(video, 0.0)
    camera.meter(frame, face_part(scene.mesh(0.0), video))
    return camera.deliver([camera.shoot(frame, video, (video.width, video.height), np.zeros(2), 0.0)])[0]


def face_part(mesh: np.ndarray, view: View) -> tuple[slice, slice]:
    """The rows and columns of a view's picture that the mesh (n x 2 px of the frame) covers, at least a few."""
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
    """An attack of a species in a width x height frame. Arguments as for `place_face`.

    `filling`: whether the panel's edges are beyond the context crop. Raises NothingFits if no face of the cast fits.
    """
    if filling is None:
        filling = chance(random, EDGES_OUT_OF_VIEW.get(species, 0.0))
    optics, shown = Optics(random, width, height), log_uniform(random, *FACE_ON[species])
    as_large_as_life = species in (CUT_OUT, PAPER_MASK)
    size = side or (optics.live_side(random) if as_large_as_life else optics.shown_side(random, shown))
    at = place or draw_place(random, width, height, size, random.uniform(0.7, 1.5))
    blur, shake = optics.blur(shown, size), CameraMotion(random, size, period)
    setting = Setting(random, cast, width, height, size, blur, at, shake, period)
    footage = _record_footage(setting, species, filling, face)
    if species == PAPER_MASK:
        scene = _worn(setting, footage)
    elif species in (PHONE_REPLAY, TABLET_REPLAY, MONITOR_REPLAY):
        scene = _replay(setting, footage, species)
    else:
        scene = _held_print(setting, footage, species)
    return Recording(scene, (width, height), size, footage.recording.face, filling)


def _paper(setting: Setting, footage: Footage, photo: np.ndarray, margins: Sequence[int] = (0, 0, 0, 0)) -> Paper:
    mesh, face = footage.recording.scene.mesh(0), np.array(footage.face)
    return Paper(setting.random, photo, mesh, face, footage.unit, setting.side, margins)


def _attacker(setting: Setting) -> Live:
    """The person who wears a mask or looks through a cut-out: some face of the cast, right behind the paper."""
    recording = place_face(
        setting.random,
        setting.cast,
        setting.width,
        setting.height,
        setting.side * setting.random.uniform(0.88, 1.0),
        whole=False,
        place=setting.place,
        period=setting.period,
        base_turn=0.5,
        held=setting.shake,
    )
    assert isinstance(recording.scene, Live)
    return recording.scene


def _held_print(setting: Setting, footage: Footage, species: int) -> Attack:
    random = setting.random
    photo = _photo(random, footage)
    margins = [0, 0, 0, 0]
    if not footage.filling and chance(random, 0.6):
        border = random.uniform(0.03, 0.12) * footage.unit
        spread = random.uniform(0.5, 1.5, 4) if chance(random, 0.5) else np.ones(4)
        margins = [int(v) for v in border * spread]
    paper = _paper(setting, footage, photo, margins)
    if species == CUT_OUT:
        # The eyes almost always, since whoever holds it wants to blink; the mouth now and then.
        paper.cut(list(EYES) + ([LIPS] if chance(random, 0.4) else []), random.uniform(1.2, 1.9))
        behind: Live | Room = _attacker(setting)
    else:
        behind = setting.room(log_uniform(random, 70, 190))
    bend = 0.0
    if species == BENT_PRINT:
        bend = log_uniform(random, 0.12, 0.7) * (1 if chance(random, 0.7) else -1)
    elif chance(random, 0.3):  # no sheet in a hand is quite flat
        bend = random.normal(0, 0.04)
    hand = None
    if not footage.filling and chance(random, 0.75):
        hand = _hand(setting, paper.texture(0).shape, paper.centre, footage.unit)
    motion = HandMotion(random, period=setting.period)
    return Attack(
        random,
        paper,
        setting.place,
        setting.side,
        behind,
        setting.shake,
        motion,
        hand=hand,
        bend=bend,
        blur=setting.blur,
    )


def _worn(setting: Setting, footage: Footage) -> Attack:
    """A mask of paper on the attacker's own head: it moves as the head does, around which it is bent."""
    random = setting.random
    paper = _paper(setting, footage, _photo(random, footage))
    whole_head = chance(random, 0.5)
    paper.trim(random.uniform(1.25, 1.5) if whole_head else random.uniform(1.0, 1.2), 0.08 * chance(random, 0.4))
    if chance(random, 0.75):
        paper.cut(list(EYES), random.uniform(1.1, 1.7))
    wearer = _attacker(setting)
    return Attack(
        random,
        paper,
        setting.place,
        setting.side,
        wearer,
        setting.shake,
        wearer.head_motion,
        wearer.distance,
        bend=random.uniform(0.8, 2.2),
        axis=0.0,
        lift=random.uniform(0.15, 0.25),
        blur=setting.blur,
    )


def _hand(setting: Setting, texture: tuple[int, ...], centre: np.ndarray, unit: float) -> Hand | None:
    return setting.cast.props.hand(setting.random, (0, 0, texture[1], texture[0]), centre, unit)


def _replay(setting: Setting, footage: Footage, species: int) -> Attack:
    random, video = setting.random, footage.video
    device: Device | None = None
    interface = None
    if not footage.filling:
        if chance(random, 0.6):
            device = setting.cast.props.device(random, species, video.width / video.height)
        device = device or drawn_device(random, video.width, video.height)
        if chance(random, 0.5):
            interface = setting.cast.props.interface(random, video.width, video.height)
    room = setting.room(log_uniform(random, 20, 110))
    mirrored = Room(random, setting.cast.rooms, 160, 120, setting.shake, random.uniform(60, 180))
    screen = Screen(
        random,
        footage.recording.scene,
        video,
        footage.face,
        footage.unit,
        setting.side,
        device,
        interface,
        mirrored.frame(View(0, 0, 160, 120), 0),
    )
    standing = {PHONE_REPLAY: 0.1, TABLET_REPLAY: 0.25, MONITOR_REPLAY: 0.9}[species]
    still = chance(random, standing)
    hand = None
    if device is not None and not still and chance(random, 0.75):
        hand = _hand(setting, screen.texture(0).shape, screen.centre, footage.unit)
    motion = HandMotion(random, 0.7 if still else 1.0, still, setting.period)
    return Attack(
        random, screen, setting.place, setting.side, room, setting.shake, motion, hand=hand, blur=setting.blur
    )
