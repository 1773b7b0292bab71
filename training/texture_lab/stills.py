"""Renders stills to fine-tune the texture branch on: whole frames, of which its two crops are kept.

    python3 -m training.texture_lab.stills --faces FACES --context CONTEXT --split train --count 4096 --out data/texture

They differ from the windows of training/render/windows.py in what those make useless on purpose. Here tone, haze and
sharpness may give an attack away, since real screens and paper look so: live scenes are hardly ever spoilt, the camera
is cleaner, and attacks more often fill the view. What a screen or a print does to the picture is left to fine-tuning's
augmentation (screen_look.py).
"""

from __future__ import annotations

import argparse
import io
import time
from functools import lru_cache, partial
from multiprocessing import Pool
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np

from training.errors import TrainingError, command
from training.faces import SPLITS
from training.render.attacks import present
from training.render.camera import Camera
from training.render.conditions import Conditions
from training.render.crops import simulated_box
from training.render.draws import Random, chance
from training.render.geometry import View
from training.render.scene import Cast, Recording, split_cast, stage
from training.render.windows import SPECIES, record, shown_part
from training.species import (
    BENT_PRINT,
    BONA_FIDE,
    FLAT_PRINT,
    MONITOR_REPLAY,
    PHONE_REPLAY,
    TABLET_REPLAY,
)
from training.texture_lab.texture_crops import texture_crop
from training.texture_lab.texture_network import ARCHITECTURES
from training.whole_file import write_whole

SHARD = 256
FRAME_SIZES, FRAME_SHARES = ((640, 480), (640, 360), (480, 640)), (0.65, 0.25, 0.1)
SPOILT = 0.1  # share of live scenes seen through haze, a tinted light or a soft lens
STRENGTH = (0.2, 0.8)  # of what the camera spoils
# Share of each species held so near that no edge is in view.
FILLING = {FLAT_PRINT: 0.2, BENT_PRINT: 0.1, PHONE_REPLAY: 0.3, TABLET_REPLAY: 0.35, MONITOR_REPLAY: 0.5}


class Still(NamedTuple):
    """`crops`: uint8 80 x 80 x 3 RGB by the network that sees them. `identity`: a file's name."""

    crops: dict[str, np.ndarray]
    species: int
    identity: str
    filling: bool


def compose(random: Random, key: tuple[int, ...], cast: Cast, species: int) -> tuple[Recording, Camera]:
    """A scene of a species and its camera, drawn from `random` and `key`."""
    width, height = FRAME_SIZES[int(random.choice(len(FRAME_SIZES), p=FRAME_SHARES))]
    if species == BONA_FIDE:
        recording = stage(random, cast, width, height, whole=True)
        if chance(random, SPOILT):
            recording = recording._replace(scene=Conditions(random, recording.scene))
    else:
        filling = chance(random, FILLING.get(species, 0.0))
        recording = present(random, cast, species, width, height, filling=filling)
    return recording, Camera(np.random.default_rng((*key, 1)), recording.side, random.uniform(*STRENGTH))


def render(key: tuple[int, ...], cast: Cast, species: int) -> Still:
    """One still. The same key, cast and species give the same one."""
    random = np.random.default_rng(key)
    recording, camera = compose(random, key, cast, species)
    box = simulated_box(random, recording.scene.mesh(0))
    view = View(0, 0, *recording.size)
    (frame,) = record(recording, camera, view, [0.0], shown_part(box, recording.size))
    crops = {name: texture_crop(frame, box, architecture.scale) for name, architecture in ARCHITECTURES.items()}
    return Still(crops, species, recording.face.name, recording.filling)


@lru_cache(maxsize=1)
def _cast(faces: Path, context: Path | None, split: str) -> Cast:
    return split_cast(faces, context, split)


def _shard(start: int, count: int, faces: Path, context: Path | None, split: str, seed: int) -> dict[str, np.ndarray]:
    cv2.setNumThreads(1)
    cast = _cast(faces, context, split)
    stills = [
        render((seed, SPLITS.index(split), index), cast, SPECIES[index % len(SPECIES)])
        for index in range(start, min(start + SHARD, count))
    ]
    return {
        **{name: np.stack([still.crops[name] for still in stills]) for name in ARCHITECTURES},
        "species": np.array([still.species for still in stills], np.uint8),
        "identity": np.array([still.identity for still in stills]),
        "filling": np.array([still.filling for still in stills]),
    }


COLUMNS = (*ARCHITECTURES, "species", "identity", "filling")


def read(folder: Path) -> dict[str, np.ndarray]:
    """What the texture branch learns from, of all stills of a folder. Raises TrainingError if there is none."""
    paths = sorted(folder.glob("stills-*.npz"))
    if not paths:
        raise TrainingError(f"no stills-*.npz in {folder}: render some with training.texture_lab.stills")
    shards = [np.load(path) for path in paths]
    return {name: np.concatenate([shard[name] for shard in shards]) for name in COLUMNS}


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faces", type=Path, required=True, help="folder of face sets (index.json, meshes.npz)")
    parser.add_argument("--context", type=Path, help="folder of rooms, hands, devices; drawn ones without it")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--split", choices=SPLITS, required=True)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1)
    a = parser.parse_args(arguments)
    a.out.mkdir(parents=True, exist_ok=True)
    starts = [start for start in range(0, a.count, SHARD) if not (a.out / f"stills-{start:06d}.npz").exists()]
    shard = partial(_shard, count=a.count, faces=a.faces, context=a.context, split=a.split, seed=a.seed)
    began = time.monotonic()
    with Pool(a.jobs) as pool:
        for done, (start, columns) in enumerate(zip(starts, pool.imap(shard, starts)), 1):
            content = io.BytesIO()
            np.savez(content, **columns)
            write_whole(a.out / f"stills-{start:06d}.npz", content.getvalue())
            print(f"{done * SHARD} stills, {(time.monotonic() - began) / done / SHARD:.2f} s each", flush=True)


if __name__ == "__main__":
    command(main)
