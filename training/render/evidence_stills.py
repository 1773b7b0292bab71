"""Renders stills to train the shipped model on: all its crops of whole frames, with depth and medium.

    python3 -m training render evidence-stills --faces FACES --context CONTEXT --split train --count 6144 \\
        --out data/stills/train

Scenes are those of render/windows.py.
"""

import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2
import numpy as np

from training.atomic_file import write_arrays
from training.claim import claim
from training.data.crops import CONTEXT_SCALE, FACE_SCALE, crop_around, resample
from training.data.evidence_stills import Stills
from training.data.faces import SPLITS
from training.data.texture_crops import texture_crops
from training.options import option
from training.render.detector_box import simulated_box
from training.render.geometry import View
from training.render.processes import in_processes
from training.render.scene import Cast, split_cast
from training.render.windows import SPECIES, compose_scene, made_of, record, shown_part

SHARD = 256


def render(key: tuple[int, ...], cast: Cast, species: int) -> Stills:
    """One still, a row of `Stills`. The same key, cast and species give the same one."""
    random = np.random.default_rng(key)
    recording, camera = compose_scene(random, key, cast, species)
    scene, size = recording.scene, recording.size
    box = simulated_box(random, scene.mesh(0))
    (frame,) = record(recording, camera, View(0, 0, *size), [0.0], shown_part(box, size))
    face, context = (crop_around(box, scale, *size) for scale in (FACE_SCALE, CONTEXT_SCALE))
    return Stills(
        **texture_crops(frame, box),
        face=resample(frame, face),
        context=resample(frame, context),
        depth=scene.depth(face, 0),
        medium=scene.medium(context, 0).astype(np.float16),
        species=np.array(species, np.uint8),
        identity=np.array(recording.face.name),
        filling=np.array(recording.filling),
    )


@dataclass(frozen=True, kw_only=True)
class EvidenceStillsOptions:
    faces: Path = option(help="folder of face sets (index.json, meshes.npz)")
    out: Path
    split: str = option(choices=SPLITS)
    count: int
    context: Path | None = option(None, "folder of rooms, hands, devices; drawn ones without it")
    seed: int = 0
    jobs: int = option(1, "processes", least=1)


def _shard(start: int, o: EvidenceStillsOptions) -> dict[str, np.ndarray]:
    cv2.setNumThreads(1)
    cast = split_cast(o.faces, o.context, o.split)
    stills = [
        render((o.seed, SPLITS.index(o.split), index), cast, SPECIES[index % len(SPECIES)])
        for index in range(start, min(start + SHARD, o.count))
    ]
    return {name: np.stack([getattr(still, name) for still in stills]) for name in Stills._fields}


def render_evidence_stills(options: EvidenceStillsOptions) -> None:
    """Renders the shards that are missing. Raises MadeOtherwise if the folder holds others."""
    o = options
    made = made_of(o.split, o.seed, split_cast(o.faces, o.context, o.split))
    claim(o.out / "made.txt", f"{made}, --count {o.count}", "stills-*.npz")
    paths = {start: o.out / f"stills-{start:06d}.npz" for start in range(0, o.count, SHARD)}
    starts = [start for start, path in paths.items() if not path.exists()]
    began = time.monotonic()
    done = 0
    for start, columns in zip(starts, in_processes(partial(_shard, o=o), starts, o.jobs)):
        write_arrays(paths[start], **columns)
        done += len(columns["species"])
        print(f"{done} stills, {(time.monotonic() - began) / done:.2f} s each", flush=True)
