"""Renders windows for training: shards of 256, each an .npz of crops, depth labels and species.

A shard holds face uint8 Nx5x128x128x3 RGB, context uint8 Nx5x128x128x3 RGB, depth uint8 Nx5x32x32, label
uint8 N (1 bona fide, 0 attack), species uint8 N (0 bona fide, 1 print, 2 replay), `identity` N file names and `filling`
bool N (attacks whose edges are out of view). Shards that exist are left alone, so an interrupted run goes on where it
stopped.
"""

import argparse
import os
import time
from multiprocessing import Pool
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np

from ..faces import SPLITS, load_faces
from .camera import Camera
from .crops import CONTEXT_SCALE, FACE_SCALE, Square, resample, simulated_box, square_around
from .draws import Random
from .geometry import GRID, View
from .scene import FRAME_SIZES, LIVE, PRINT, REPLAY, Cast, Recording, cast_of, face_part, present, stage

FRAMES = 5
INTERVAL = 0.1  # seconds between a window's frames
JITTER = 0.01
SHARD = 256
SPECIES = (LIVE, PRINT, LIVE, REPLAY)  # in turn: half bona fide, a quarter each attack


class Window(NamedTuple):
    """`face`, `context`: uint8 5x128x128x3 RGB; `depth`: uint8 5x32x32; `identity`: a file name."""

    face: np.ndarray
    context: np.ndarray
    depth: np.ndarray
    species: int
    identity: str
    filling: bool


def _view_of(squares: tuple[Square, ...], width: int, height: int) -> View:
    """What the crops are cut from: whole blocks of 16 px, as JPEG has them, or up to the frame's edge."""
    margin = 12

    def span(low: float, high: float, end: int) -> tuple[int, int]:
        start = max(0, int(low - margin) // 16 * 16)
        stop = min(end, -(-int(high + margin) // 16) * 16)
        return start, (stop - start) // GRID * GRID

    x, w = span(min(s.x for s in squares), max(s.x + s.side for s in squares), width)
    y, h = span(min(s.y for s in squares), max(s.y + s.side for s in squares), height)
    return View(x, y, w, h)


def _in_view(square: Square, view: View) -> Square:
    return Square(square.x - view.x, square.y - view.y, square.side)


def film(
    random: Random, recording: Recording, camera: Camera, species: int, frames: int = FRAMES
) -> Window:
    """The camera's frames of a scene, cropped around the face of the first."""
    width, height = recording.size
    scene = recording.scene
    box = simulated_box(random, scene.mesh(0))
    face, context = (square_around(box, scale, width, height) for scale in (FACE_SCALE, CONTEXT_SCALE))
    view = _view_of((face, context), width, height)
    faces, contexts, depths = [], [], []
    for index in range(frames):
        seconds = index * INTERVAL + (random.uniform(-JITTER, JITTER) if index else 0.0)
        frame = scene.frame(view, seconds)
        mesh = scene.mesh(seconds)
        if index == 0:
            camera.meter(frame, face_part(mesh, view))
        velocity = (scene.mesh(seconds + 0.02) - mesh).mean(0) / 0.02
        picture = camera.shoot(frame, view, (width, height), velocity, seconds)
        faces.append(resample(picture, _in_view(face, view)))
        contexts.append(resample(picture, _in_view(context, view)))
        depths.append(scene.depth(face, seconds))
    flip = -1 if camera.mirrored else 1
    return Window(
        np.stack(faces)[:, :, ::flip],
        np.stack(contexts)[:, :, ::flip],
        np.stack(depths)[:, :, ::flip],
        species,
        recording.face.name,
        recording.filling,
    )


def compose(random: Random, seed: tuple[int, ...], cast: Cast, species: int) -> tuple[Recording, Camera]:
    """A scene of a species, and its camera: drawn from the seed, not from the species."""
    width, height = FRAME_SIZES[int(random.choice(len(FRAME_SIZES), p=(0.6, 0.25, 0.15)))]
    if species == LIVE:
        recording = stage(random, cast, width, height, whole=False)
    else:
        recording = present(random, cast, species, width, height)
    return recording, Camera(np.random.default_rng((*seed, 1)), recording.side)


def render(seed: tuple[int, ...], cast: Cast, species: int, frames: int = FRAMES) -> Window:
    """One window. The same seed, cast and species give the same window."""
    random = np.random.default_rng(seed)
    recording, camera = compose(random, seed, cast, species)
    return film(random, recording, camera, species, frames)


def _render_shard(job: tuple[Path, int, int, int, int, Path, Path | None, str]) -> tuple[Path, int, float]:
    out, shard, count, frames, seed, faces, context, split = job
    cv2.setNumThreads(1)
    start = time.monotonic()
    cast = cast_of(load_faces(faces, split), context, split)
    windows = [
        render((seed, SPLITS.index(split), index), cast, SPECIES[index % len(SPECIES)], frames)
        for index in range(shard * SHARD, shard * SHARD + count)
    ]
    species = np.array([window.species for window in windows], np.uint8)
    part = out.with_suffix(".part")
    with part.open("wb") as file:
        np.savez(
            file,
            face=np.stack([window.face for window in windows]),
            context=np.stack([window.context for window in windows]),
            depth=np.stack([window.depth for window in windows]),
            label=(species == LIVE).astype(np.uint8),
            species=species,
            identity=np.array([window.identity for window in windows]),
            filling=np.array([window.filling for window in windows]),
        )
    os.replace(part, out)
    return out, count, time.monotonic() - start


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--faces", type=Path, required=True, help="folder of face sets (index.json, meshes.npz)"
    )
    parser.add_argument("--context", type=Path, help="folder of rooms, hands, devices; drawn ones without it")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--split", choices=SPLITS, required=True)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--frames", type=int, default=FRAMES, help="1 for the stills of stage 1")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    jobs = []
    for shard in range(-(-options.count // SHARD)):
        out = options.out / f"windows-{shard:05d}.npz"
        count = min(SHARD, options.count - shard * SHARD)
        if not out.exists():
            jobs.append((out, shard, count, options.frames, options.seed, options.faces, options.context, options.split))
    done, start = 0, time.monotonic()
    with Pool(options.jobs) as pool:
        for out, count, seconds in pool.imap_unordered(_render_shard, jobs):
            done += count
            rate = done / (time.monotonic() - start)
            print(
                f"{out.name}: {done} windows, {rate:.1f}/s, {1000 * seconds / count:.0f} ms a window",
                flush=True,
            )


if __name__ == "__main__":
    main()
