"""Renders the demo's bundled clips: live, print, replay, two-faces and no-face, each a loop without a seam.

Faces are AI-generated ones of the test split, which no network was trained on; rooms, hands and interfaces
are in the public domain, and training may have seen these very rooms: these clips show
something, they measure nothing.
Needs ffmpeg with libvpx-vp9.
"""

import contextlib
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np

from training.data.faces import Face, load_faces, split_of
from training.data.species import FLAT_PRINT, PHONE_REPLAY
from training.errors import TrainingError
from training.options import option
from training.render.attacks import face_part, present
from training.render.camera import Camera
from training.render.codec import jpeg
from training.render.draws import Random
from training.render.geometry import View
from training.render.live import Live
from training.render.person import build_cut_out
from training.render.props import Props
from training.render.room import CameraMotion, Room
from training.render.scene import Cast, Scene

WIDTH, HEIGHT, RATE, SECONDS = 640, 480, 30, 4
SPLIT = "test"
SIDE = 175  # px of the mesh
MIDDLE = (WIDTH / 2, HEIGHT / 2 + 20)
ROOMS = "rooms_polyhaven_cc0"
WOMAN = "sfhq_t2i/textual_search_1_age_female_top_8_matches_05_05.jpg"
ELDER = "sfhq_t2i/textual_search_2_EthnicityxAge1_top_10_matches_00_08.jpg"
YOUTH = "sfhq_t2i/textual_search_2_Accessories_top_10_matches_04_05.jpg"


class Take(NamedTuple):
    """A scene, the size of its face in px, and the points that exposure is set on (n x 2 px)."""

    scene: Scene | Room
    side: float
    metered: np.ndarray


def _face(cast: Cast, name: str) -> Face:
    return next(face for face in cast.faces if face.name == name)


def _person(
    random: Random,
    cast: Cast,
    name: str,
    place: tuple[float, float],
    side: float,
    background: Room | Live,
    shake: CameraMotion,
) -> Live:
    who = _face(cast, name)
    body = build_cut_out(who.load(), who.mesh, side, who.matte())
    if body is None:
        raise ValueError(f"{name} cannot be cut out")
    return Live(random, body, place, side, background, shake, SECONDS, base_turn=0.3)


def _room(random: Random, cast: Cast, shake: CameraMotion) -> Room:
    return Room(random, cast.rooms, WIDTH, HEIGHT, shake, brightness=120)


def _live(random: Random, cast: Cast) -> Take:
    shake = CameraMotion(random, SIDE, SECONDS)
    scene = _person(random, cast, ELDER, MIDDLE, SIDE, _room(random, cast, shake), shake)
    return Take(scene, SIDE, scene.mesh(0))


def _two_faces(random: Random, cast: Cast) -> Take:
    shake = CameraMotion(random, SIDE, SECONDS)
    one = _person(random, cast, YOUTH, (WIDTH * 0.28, HEIGHT * 0.55), 150, _room(random, cast, shake), shake)
    both = _person(random, cast, WOMAN, (WIDTH * 0.7, HEIGHT * 0.66), 140, one, shake)
    return Take(both, 150, both.mesh(0))


def _no_face(random: Random, cast: Cast) -> Take:
    room = _room(random, cast, CameraMotion(random, 300, SECONDS))
    return Take(room, SIDE, np.array([[0, 0], [WIDTH, HEIGHT]]))


def _attack(species: int, name: str) -> Callable[[Random, Cast], Take]:
    def take(random: Random, cast: Cast) -> Take:
        recording = present(
            random, cast, species, WIDTH, HEIGHT, SIDE, MIDDLE, _face(cast, name), SECONDS, filling=False
        )
        return Take(recording.scene, SIDE, recording.scene.mesh(0))

    return take


# Seeds chosen by looking at what they render.
CLIPS: dict[str, tuple[int, Callable[[Random, Cast], Take]]] = {
    "live": (6, _live),
    "print": (4, _attack(FLAT_PRINT, WOMAN)),
    "replay": (5, _attack(PHONE_REPLAY, YOUTH)),
    "two-faces": (8, _two_faces),
    "no-face": (4, _no_face),
}


def frames(cast: Cast, name: str) -> Iterator[np.ndarray]:
    """The clip's RATE * SECONDS frames, uint8 480x640x3 RGB."""
    seed, compose = CLIPS[name]
    random = np.random.default_rng(seed)
    take = compose(random, cast)
    camera = Camera(random, strength=0.4, period=SECONDS)
    view = View(0, 0, WIDTH, HEIGHT)
    for index in range(RATE * SECONDS):
        seconds = index / RATE
        frame = take.scene.frame(view, seconds)
        if index == 0:
            camera.meter(frame, face_part(take.metered, view))
        yield jpeg(camera.shoot(frame, view, (WIDTH, HEIGHT), np.zeros(2), seconds), camera.deliver.quality)


def encode(pictures: Iterator[np.ndarray], out: Path) -> None:
    """Writes a VP9 WebM of about 1 Mbit/s, whole or not at all. Raises TrainingError if ffmpeg fails."""
    part = out.with_name(f"{out.name}.part")
    source = f"-f rawvideo -pix_fmt rgb24 -s {WIDTH}x{HEIGHT} -r {RATE} -i -"
    codec = "-c:v libvpx-vp9 -pix_fmt yuv420p -b:v 1M -deadline good -cpu-used 3 -row-mt 0 -threads 1 -f webm"
    words = ["ffmpeg", "-v", "error", "-y", *source.split(), *codec.split(), str(part)]
    process = subprocess.Popen(words, stdin=subprocess.PIPE)
    # If ffmpeg gives up early, its exit code says so.
    with contextlib.suppress(BrokenPipeError), process:
        assert process.stdin is not None
        for picture in pictures:
            process.stdin.write(np.ascontiguousarray(picture).tobytes())
    if process.returncode:
        part.unlink(missing_ok=True)
        raise TrainingError(f"ffmpeg failed with {process.returncode}: {out} is as it was")
    part.replace(out)


@dataclass(frozen=True, kw_only=True)
class ClipsOptions:
    faces: Path = option(help="folder of face sets, with sfhq_t2i")
    context: Path = option(help="folder of rooms, hands and interfaces")
    out: Path
    only: tuple[str, ...] = option(tuple(CLIPS), "clips to render", choices=CLIPS)


def render_clips(options: ClipsOptions) -> None:
    """Renders the clips anew. Raises TrainingError if ffmpeg fails."""
    cv2.setNumThreads(1)
    options.out.mkdir(parents=True, exist_ok=True)
    faces = load_faces(options.faces, SPLIT)
    rooms = [path for path in sorted((options.context / ROOMS).glob("*.jpg")) if split_of(path.name) == SPLIT]
    cast = Cast(faces, rooms, Props(options.context, devices=False))
    for name in options.only:
        encode(frames(cast, name), options.out / f"{name}.webm")
        print(name, flush=True)
