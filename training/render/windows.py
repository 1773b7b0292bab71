"""Renders windows for training: shards of 256, each an .npz of crops, depth labels and species.

    python3 -m training render windows --faces FACES --context CONTEXT --split train --count 6144 --out data/train

`render stills` renders windows of one frame. A shard holds face uint8 Nx5x128x128x3 RGB, context uint8 Nx5x128x128x3
RGB, depth uint8 Nx5x32x32 of the face crop, medium float16 Nx5x16x16 (how much of each cell of the context crop the
attack's paper or device covers), label uint8 N (1 bona fide, 0 attack), species uint8 N (an index into
species.SPECIES_NAMES), `identity` N file names, `filling` bool N (attacks whose edges are beyond the context crop),
statistics float32 Nx4 (data/image_statistics.py) and slice_tone, slice_light and slice_distance, N strings each, to
split figures by. Whole shards are left alone, so an interrupted run goes on where it stopped; `made` names the
options, people, rooms and RENDERER of a shard; shards made otherwise are refused.
"""

import time
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np

from training.atomic_file import write_arrays
from training.data.crops import (
    CONTEXT_SCALE,
    FACE_SCALE,
    FRAME_SIZES,
    FRAMES,
    INTERVAL,
    Rectangle,
    crop_around,
    resample,
)
from training.data.faces import SPLITS, skin_tone
from training.data.image_statistics import statistics_of
from training.data.species import (
    BENT_PRINT,
    BONA_FIDE,
    CUT_OUT,
    FLAT_PRINT,
    MONITOR_REPLAY,
    PAPER_MASK,
    PHONE_REPLAY,
    TABLET_REPLAY,
)
from training.errors import TrainingError
from training.options import option
from training.render.attacks import face_part, present
from training.render.camera import Camera
from training.render.detector_box import simulated_box
from training.render.draws import Random
from training.render.geometry import GRID, View
from training.render.optics import Optics
from training.render.processes import in_processes
from training.render.scene import Cast, Recording, place_face, split_cast

# Goes up whenever the same options give other pictures, so that no folder holds both.
RENDERER = 2
# Cameras' frames a second: a window takes the frames nearest to its interval, 67 or 133 ms apart at 15 a second.
RATES = (30, 30, 30, 25, 24, 20, 15)
DIM_RATES = (15, 15, 12, 10)  # in the dark, where a frame takes longer
JITTER, DIM_JITTER = 0.003, 0.012  # seconds
SHARD = 256
SCALES = (FACE_SCALE, CONTEXT_SCALE)
# Above NEAR times the frame's shorter side a face box counts as near, below FAR times it as far.
NEAR, FAR = 0.55, 0.35
FRAME_SHARES = (0.65, 0.1, 0.25)  # of FRAME_SIZES
# They take turns: half bona fide; the attacks half prints, half replays, phones and flat sheets most often.
SPECIES = tuple(
    species
    for attack in (
        *(FLAT_PRINT, PHONE_REPLAY, BENT_PRINT, TABLET_REPLAY, FLAT_PRINT, MONITOR_REPLAY),
        *(CUT_OUT, PHONE_REPLAY, PAPER_MASK, MONITOR_REPLAY, BENT_PRINT, PHONE_REPLAY),
    )
    for species in (BONA_FIDE, attack)
)


class Window(NamedTuple):
    """`face`, `context`: uint8 5x128x128x3 RGB; `depth`: uint8 5x32x32; `medium`: float16 5x16x16; `identity`: a file's
    name."""

    face: np.ndarray
    context: np.ndarray
    depth: np.ndarray
    medium: np.ndarray
    species: int
    identity: str
    filling: bool
    statistics: np.ndarray
    slice_tone: str
    slice_light: str
    slice_distance: str


def _view_of(crops: tuple[Rectangle, ...], width: int, height: int) -> View:
    """The part of the frame around the crops: whole blocks of 16 px, as JPEG has them, or up to the frame's edge."""
    margin = 12

    def span(low: float, high: float, end: int) -> tuple[int, int]:
        start = max(0, int(low - margin) // 16 * 16)
        stop = min(end, -(-int(high + margin) // 16) * 16)
        return start, (stop - start) // GRID * GRID

    x, w = span(min(crop.x for crop in crops), max(crop.x + crop.width for crop in crops), width)
    y, h = span(min(crop.y for crop in crops), max(crop.y + crop.height for crop in crops), height)
    return View(x, y, w, h)


def _in_view(crop: Rectangle, view: View) -> Rectangle:
    return crop._replace(x=crop.x - view.x, y=crop.y - view.y)


def frame_times(random: Random, frames: int, dim: bool = False) -> list[float]:
    """Seconds at which a camera of some rate delivers a window's frames; the first is 0."""
    rate, jitter = float(random.choice(DIM_RATES if dim else RATES)), DIM_JITTER if dim else JITTER
    phase = random.uniform(0, 1 / rate)
    on_the_grid = np.ceil((np.arange(frames) * INTERVAL + phase) * rate - 0.5) / rate
    since = on_the_grid - on_the_grid[0]
    return [float(t + random.uniform(-jitter, jitter)) if t > 0 else 0.0 for t in since]


def record(
    recording: Recording, camera: Camera, view: View, times: list[float], metered: View | None = None
) -> list[np.ndarray]:
    """The view's part of the camera's frames (uint8 RGB) at some seconds, exposed for `metered`, a part of the view, or
    for all of it."""
    scene, pictures = recording.scene, []
    part = metered or view
    left, top = part.x - view.x, part.y - view.y
    for index, seconds in enumerate(times):
        frame = scene.frame(view, seconds)
        mesh = scene.mesh(seconds)
        if index == 0:
            camera.meter(frame[top : top + part.height, left : left + part.width], face_part(mesh, part))
        velocity = (scene.mesh(seconds + 0.02) - mesh).mean(0) / 0.02
        pictures.append(camera.shoot(frame, view, recording.size, velocity, seconds))
    return camera.deliver(pictures)


def shown_part(box: tuple[float, float, float, float], size: tuple[int, int]) -> View:
    """The context crop in a frame of `size`, in whole px: whole frames are exposed for it, as windows are."""
    return View(*(int(length) for length in crop_around(box, CONTEXT_SCALE, *size)))


def shoot_window(
    random: Random,
    recording: Recording,
    camera: Camera,
    species: int,
    frames: int = FRAMES,
    scales: tuple[float, float] = SCALES,
) -> Window:
    """The camera's frames of a scene, cropped around the face of the first. `scales`: of the face and context crops."""
    width, height = recording.size
    scene = recording.scene
    box = simulated_box(random, scene.mesh(0))
    face, context = (crop_around(box, scale, width, height) for scale in scales)
    view = _view_of((face, context), width, height)
    times = frame_times(random, frames, camera.dim)
    pictures = record(recording, camera, view, times)
    depths = [scene.depth(face, seconds) for seconds in times]
    media = [scene.medium(context, seconds) for seconds in times]
    faces = [resample(picture, _in_view(face, view)) for picture in pictures]
    contexts = [resample(picture, _in_view(context, view)) for picture in pictures]
    flip = -1 if camera.mirrored else 1
    return Window(
        np.stack(faces)[:, :, ::flip],
        np.stack(contexts)[:, :, ::flip],
        np.stack(depths)[:, :, ::flip],
        np.stack(media)[:, :, ::flip].astype(np.float16),
        species,
        recording.face.name,
        recording.filling,
        statistics_of(faces[0], box[2]),
        skin_tone(recording.face),
        light_of(camera),
        distance_of(box[2] / min(width, height)),
    )


def distance_of(size: float) -> str:
    """How near a face is: its box is `size` times the frame's shorter side."""
    return "near" if size > NEAR else "far" if size < FAR else "middle"


def light_of(camera: Camera) -> str:
    """How well lit a recording is."""
    return "dim" if camera.dim else "bright" if camera.target > 0.6 else "normal"


def compose_scene(random: Random, seed: tuple[int, ...], cast: Cast, species: int) -> tuple[Recording, Camera]:
    """A scene of a species, and its camera: drawn from the seed, not from the species."""
    width, height = FRAME_SIZES[int(random.choice(len(FRAME_SIZES), p=FRAME_SHARES))]
    if species == BONA_FIDE:
        side = Optics(random, width, height).live_side(random)
        recording = place_face(random, cast, width, height, side)
    else:
        recording = present(random, cast, species, width, height)
    return recording, Camera(np.random.default_rng((*seed, 1)))


def render(
    seed: tuple[int, ...], cast: Cast, species: int, frames: int = FRAMES, scales: tuple[float, float] = SCALES
) -> Window:
    """One window. The same seed, cast and species give the same window."""
    random = np.random.default_rng(seed)
    recording, camera = compose_scene(random, seed, cast, species)
    return shoot_window(random, recording, camera, species, frames, scales)


def made_of(split: str, seed: int, cast: Cast) -> str:
    """A note of all that determines the scenes of a set."""
    return f"renderer {RENDERER}, --split {split} --seed {seed} of {cast.names}"


@dataclass(frozen=True, kw_only=True)
class WindowsOptions:
    faces: Path = option(help="folder of face sets (index.json, meshes.npz)")
    out: Path
    split: str = option(choices=SPLITS)
    count: int
    context: Path | None = option(None, "folder of rooms, hands, devices; drawn ones without it")
    scales: tuple[float, float] = option(
        SCALES, "face and context crop over the face box; the browser needs the model's, others are for ablations"
    )
    seed: int = 0
    jobs: int = option(1, "processes", least=1)

    def __post_init__(self) -> None:
        if max(self.scales) > CONTEXT_SCALE:
            raise TrainingError(f"--scales: scenes are drawn no further than {CONTEXT_SCALE:g} sides of the face box")


@dataclass(frozen=True)
class Job:
    """A shard to render: `first` is its first window's number, `scenes` names all that determines its scenes."""

    out: Path
    first: int
    count: int
    frames: int
    options: WindowsOptions
    scenes: str

    @property
    def made(self) -> str:
        face, context = self.options.scales
        return f"{self.scenes}, --frames {self.frames} --scales {face:g} {context:g}"

    def is_done(self) -> bool:
        """Raises OtherShard if the shard there was made by other options."""
        if not self.out.exists():
            return False
        try:
            with self.out.open("rb") as file, np.load(file) as shard:
                made, count = str(shard["made"]), len(shard["label"])
        except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile) as error:
            raise OtherShard(f"{self.out} cannot be read ({error}): delete it, or choose another --out") from error
        if made != self.made:
            raise OtherShard(f"{self.out} was made by {made}, not {self.made}: choose another --out")
        if count > self.count:
            raise OtherShard(
                f"{self.out} holds {count} windows, more than the {self.count} asked for: choose another --out"
            )
        return count == self.count


class OtherShard(TrainingError):
    """A file in the place of a shard that is not that shard."""


def _render_shard(job: Job) -> tuple[Path, int, float]:
    cv2.setNumThreads(1)
    start = time.monotonic()
    o = job.options
    cast = split_cast(o.faces, o.context, o.split)
    windows = [
        render((o.seed, SPLITS.index(o.split), index), cast, SPECIES[index % len(SPECIES)], job.frames, o.scales)
        for index in range(job.first, job.first + job.count)
    ]
    arrays = {name: np.array([getattr(window, name) for window in windows]) for name in Window._fields}
    arrays["species"] = arrays["species"].astype(np.uint8)
    arrays["label"] = (arrays["species"] == BONA_FIDE).astype(np.uint8)
    write_arrays(job.out, **arrays, made=np.array(job.made))
    return job.out, job.count, time.monotonic() - start


def render_stills(options: WindowsOptions) -> None:
    """Renders windows of one frame; otherwise as `render_windows`."""
    render_windows(options, frames=1)


def render_windows(options: WindowsOptions, frames: int = FRAMES) -> None:
    """Renders the shards that are missing. Raises OtherShard if the folder holds others."""
    options.out.mkdir(parents=True, exist_ok=True)
    shards = [options.out / f"windows-{shard:05d}.npz" for shard in range(-(-options.count // SHARD))]
    beyond = sorted({*options.out.glob("windows-*.npz")} - {*shards})
    if beyond:
        raise OtherShard(
            f"{options.out} holds more than {options.count} windows, and all in a folder are read: delete "
            f"{beyond[0].name} and what follows, or choose another --out"
        )
    # Read before the fork, so that the processes that render have it too.
    cast = split_cast(options.faces, options.context, options.split)
    made = made_of(options.split, options.seed, cast)
    jobs = [
        Job(out, shard * SHARD, min(SHARD, options.count - shard * SHARD), frames, options, made)
        for shard, out in enumerate(shards)
    ]
    missing = [job for job in jobs if not job.is_done()]
    done, start = 0, time.monotonic()
    for out, count, seconds in in_processes(_render_shard, missing, options.jobs):
        done += count
        rate = done / (time.monotonic() - start)
        print(f"{out.name}: {done} windows, {rate:.1f}/s, {1000 * seconds / count:.0f} ms a window", flush=True)
