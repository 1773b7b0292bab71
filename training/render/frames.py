"""Caches every network's input crops from rendered windows, as `evaluate frames` does from real clips.

    python3 -m training render frames --faces FACES --context CONTEXT --count 512 --out cache-rendered

`evaluate evidence` and `evaluate truth` then measure both in the same way. Scenes are those of render/windows.py, all
species of attack included; whole frames are rendered, since the texture branch looks further than the
other crops do.
"""

import json
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from training.atomic_file import write_arrays
from training.claim import claim
from training.data.crops import CONTEXT_SCALE, FACE_SCALE, FRAMES, crop_around, resample
from training.data.faces import SPLITS
from training.data.species import BONA_FIDE, SPECIES_NAMES
from training.data.texture_crops import SCALES, texture_crops
from training.options import option
from training.render.detector_box import simulated_box
from training.render.geometry import View
from training.render.processes import in_processes
from training.render.scene import split_cast
from training.render.windows import SPECIES, compose_scene, frame_times, made_of, record, shown_part


@dataclass(frozen=True, kw_only=True)
class FramesOptions:
    faces: Path = option(help="folder of face sets")
    context: Path | None = option(None, "folder of rooms, hands, devices; drawn ones without it")
    split: str = option("test", choices=SPLITS)
    count: int = 512
    seed: int = 103
    jobs: int = option(1, "processes", least=1)
    out: Path


def seen_in(index: int, options: FramesOptions) -> dict[str, Any]:
    """Record and crops of a rendered window, as eval/real_frames.py has them."""
    cv2.setNumThreads(1)
    split, seed = options.split, options.seed
    key = (seed, SPLITS.index(split), index)
    random = np.random.default_rng(key)
    species = SPECIES[index % len(SPECIES)]
    recording, camera = compose_scene(random, key, split_cast(options.faces, options.context, split), species)
    times = frame_times(random, FRAMES, camera.dim)
    boxes = [simulated_box(random, recording.scene.mesh(seconds)) for seconds in times]
    size = recording.size
    frames = record(recording, camera, View(0, 0, *size), times, shown_part(boxes[0], size))
    clip = {
        "id": f"{split} {seed} {index}",
        "label": "live" if species == BONA_FIDE else "attack",
        "species": SPECIES_NAMES[species],
        "slices": {"source": recording.face.name},
    }
    judged = [{"time": 1000 * seconds, "box": list(box)} for seconds, box in zip(times, boxes)]
    textures = [texture_crops(frame, box) for frame, box in zip(frames, boxes)]
    return {
        "record": json.dumps({"clip": clip, "frames": judged, "windows": []}),
        "index": np.arange(FRAMES),
        "start": np.zeros(1, int),
        **{
            name: np.stack([resample(frame, crop_around(boxes[0], scale, *size)) for frame in frames])[None]
            for name, scale in (("face", FACE_SCALE), ("context", CONTEXT_SCALE))
        },
        **{name: np.stack([crops[name] for crops in textures]) for name in SCALES},
    }


def _write(index: int, options: FramesOptions) -> None:
    path = options.out / f"{index:06d}.npz"
    if not path.exists():
        write_arrays(path, **seen_in(index, options))


def render_frames(options: FramesOptions) -> None:
    """Renders the windows that are missing. Raises MadeOtherwise if the folder holds others."""
    o = options
    made = made_of(o.split, o.seed, split_cast(o.faces, o.context, o.split))
    claim(o.out / "made.txt", f"{made}, --count {o.count}", "*.npz")
    for _ in in_processes(partial(_write, options=o), range(o.count), o.jobs):
        pass
