"""Renders test windows into a cache like that of real clips, so that evidence.py measures them in the same way.

    python3 -m training.texture_lab.rendered_frames --faces FACES --context CONTEXT --count 512 --out cache-rendered

Scenes are those of training/render/windows.py, hard conditions of live ones and all species of attack included; whole
frames are rendered, since the texture branch looks further than the other crops do.
"""

from __future__ import annotations

import argparse
import io
import json
from functools import partial
from multiprocessing import Pool
from pathlib import Path

import cv2
import numpy as np

from training.errors import command
from training.faces import SPLITS
from training.render.crops import CONTEXT_SCALE, FACE_SCALE, crop_around, resample, simulated_box
from training.render.geometry import View
from training.render.scene import split_cast
from training.render.windows import FRAMES, INTERVAL, SPECIES, compose, moments, record, shown_part
from training.species import BONA_FIDE, SPECIES_NAMES
from training.texture_lab.texture_crops import texture_crop
from training.texture_lab.texture_network import ARCHITECTURES
from training.whole_file import write_whole


def seen_in(index: int, faces: Path, context: Path | None, split: str, seed: int) -> dict[str, object]:
    """Record and crops of a rendered window, as real_frames.py has them."""
    cv2.setNumThreads(1)
    key = (seed, SPLITS.index(split), index)
    random = np.random.default_rng(key)
    species = SPECIES[index % len(SPECIES)]
    recording, camera = compose(random, key, split_cast(faces, context, split), species)
    times = moments(random, FRAMES)
    boxes = [simulated_box(random, recording.scene.mesh(seconds)) for seconds in times]
    size = recording.size
    frames = record(recording, camera, View(0, 0, *size), times, shown_part(boxes[0], size))
    clip = {
        "id": f"{split} {seed} {index}",
        "label": "live" if species == BONA_FIDE else "attack",
        "species": SPECIES_NAMES[species],
        "slices": {"source": recording.face.name},
    }
    judged = [{"time": 1000 * INTERVAL * number, "box": list(box)} for number, box in enumerate(boxes)]
    return {
        "record": json.dumps({"clip": clip, "frames": judged, "windows": []}),
        "index": np.arange(FRAMES),
        "start": np.zeros(1, int),
        **{
            name: np.stack([resample(frame, crop_around(boxes[0], scale, *size)) for frame in frames])[None]
            for name, scale in (("face", FACE_SCALE), ("context", CONTEXT_SCALE))
        },
        **{
            name: np.stack([texture_crop(frame, box, architecture.scale) for frame, box in zip(frames, boxes)])
            for name, architecture in ARCHITECTURES.items()
        },
    }


def _written(index: int, out: Path, **options: object) -> None:
    path = out / f"{index:06d}.npz"
    if not path.exists():
        content = io.BytesIO()
        np.savez(content, **seen_in(index, **options))
        write_whole(path, content.getvalue())


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faces", type=Path, required=True, help="folder of face sets")
    parser.add_argument("--context", type=Path, help="folder of rooms, hands, devices; drawn ones without it")
    parser.add_argument("--split", choices=SPLITS, default="test")
    parser.add_argument("--count", type=int, default=512)
    parser.add_argument("--seed", type=int, default=103)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    a = parser.parse_args(arguments)
    a.out.mkdir(parents=True, exist_ok=True)
    split_cast(a.faces, a.context, a.split)  # says what is missing before anything is rendered
    written = partial(_written, out=a.out, faces=a.faces, context=a.context, split=a.split, seed=a.seed)
    with Pool(a.jobs) as pool:
        pool.map(written, range(a.count), chunksize=1)


if __name__ == "__main__":
    command(main)
