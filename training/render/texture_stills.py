"""Renders stills to fine-tune the texture branch on: its two crops of whole frames.

    python3 -m training render texture-stills --faces FACES --context CONTEXT --split train --count 4096 \\
        --out data/texture/train

Scenes are those of render/windows.py.
"""

import io
import time
from dataclasses import dataclass
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np

from training.atomic_file import write_atomic
from training.data.faces import SPLITS
from training.data.texture_crops import SCALES, texture_crops
from training.options import option
from training.render.detector_box import simulated_box
from training.render.geometry import View
from training.render.scene import Cast, split_cast
from training.render.windows import SPECIES, compose_scene, record, shown_part

SHARD = 256


class Still(NamedTuple):
    """`crops`: uint8 80 x 80 x 3 RGB by the network that sees them. `identity`: a file's name."""

    crops: dict[str, np.ndarray]
    species: int
    identity: str
    filling: bool


def render(key: tuple[int, ...], cast: Cast, species: int) -> Still:
    """One still. The same key, cast and species give the same one."""
    random = np.random.default_rng(key)
    recording, camera = compose_scene(random, key, cast, species)
    box = simulated_box(random, recording.scene.mesh(0))
    view = View(0, 0, *recording.size)
    (frame,) = record(recording, camera, view, [0.0], shown_part(box, recording.size))
    return Still(texture_crops(frame, box), species, recording.face.name, recording.filling)


@dataclass(frozen=True, kw_only=True)
class TextureStillsOptions:
    faces: Path = option(help="folder of face sets (index.json, meshes.npz)")
    out: Path
    split: str = option(choices=SPLITS)
    count: int
    context: Path | None = option(None, "folder of rooms, hands, devices; drawn ones without it")
    seed: int = 0
    jobs: int = option(1, "processes")


def _shard(start: int, o: TextureStillsOptions) -> dict[str, np.ndarray]:
    cv2.setNumThreads(1)
    cast = split_cast(o.faces, o.context, o.split)
    stills = [
        render((o.seed, SPLITS.index(o.split), index), cast, SPECIES[index % len(SPECIES)])
        for index in range(start, min(start + SHARD, o.count))
    ]
    return {
        **{name: np.stack([still.crops[name] for still in stills]) for name in SCALES},
        "species": np.array([still.species for still in stills], np.uint8),
        "identity": np.array([still.identity for still in stills]),
        "filling": np.array([still.filling for still in stills]),
    }


def render_texture_stills(options: TextureStillsOptions) -> None:
    """Renders the shards that are missing."""
    options.out.mkdir(parents=True, exist_ok=True)
    paths = {start: options.out / f"stills-{start:06d}.npz" for start in range(0, options.count, SHARD)}
    starts = [start for start, path in paths.items() if not path.exists()]
    began = time.monotonic()
    with Pool(options.jobs) as pool:
        shards = pool.imap(partial(_shard, o=options), starts)
        done = 0
        for start, columns in zip(starts, shards):
            content = io.BytesIO()
            np.savez(content, **columns)
            write_atomic(paths[start], content.getvalue())
            done += len(columns["species"])
            print(f"{done} stills, {(time.monotonic() - began) / done:.2f} s each", flush=True)
