"""Caches what every network sees of real clips, so that any of them can be measured in seconds.

    python3 -m training.texture_lab.real_frames --manifest clips.csv --report report --out cache

`--report`: what `npm run evaluate -- clips.csv --out report` wrote; the face boxes are the product's own. The cache holds
pictures of real people: it is for this machine, never to be committed, and nothing is trained on it.
"""

from __future__ import annotations

import argparse
import io
import json
from pathlib import Path

import cv2
import numpy as np

from training.errors import command
from training.measure.real_clips import _frames_at, _records, window_starts
from training.render.crops import CONTEXT_SCALE, FACE_SCALE, crop_around, resample
from training.render.scene import LONGER_SIDE
from training.render.windows import FRAMES
from training.texture_lab.texture_crops import Box, texture_crop
from training.texture_lab.texture_network import ARCHITECTURES
from training.whole_file import write_whole

MEDIUM_SIDE = 416  # px of the square in whose upper left corner the detector of media sees the whole frame
GREY = 114  # what it sees beside and below the frame


def letterboxed(frame: np.ndarray, side: int = MEDIUM_SIDE) -> tuple[np.ndarray, float]:
    """The frame shrunk into the upper left corner of a side x side picture, and by what."""
    height, width = frame.shape[:2]
    scale = side / max(height, width)
    size = round(width * scale), round(height * scale)
    picture = np.full((side, side, 3), GREY, np.uint8)
    picture[: size[1], : size[0]] = cv2.resize(frame, size, interpolation=cv2.INTER_LINEAR)
    return picture, scale


def starts_of(record: dict) -> list[int]:
    """First frame of each window: of those with a face throughout, and of the product's own."""
    return sorted({*window_starts(record["frames"]), *(window["first"] for window in record["windows"])})


def seen_in(record: dict, path: Path) -> dict[str, np.ndarray]:
    """What is seen of a clip; nothing if no window has a face.

    For each frame with a face, `index` in the record: the texture branch's crops (`v2`, `v1se`) about that frame's box,
    the whole `frame` and the `box` in it. For each window that begins at `start`: the `face` and `context` crops about its
    first frame's box, all frames of it.
    """
    judged, starts = record["frames"], starts_of(record)
    width, height = record["width"], record["height"]
    shrink = min(1.0, LONGER_SIDE / max(width, height))
    index = [place for place, frame in enumerate(judged) if "box" in frame]
    if not starts:
        return {}
    boxes = {place: tuple(shrink * length for length in judged[place]["box"]) for place in index}
    times = [judged[place]["time"] for place in index]
    frames = dict(zip(index, _frames_at(path, times, width, height, shrink), strict=True))
    of_frames = [_of_frame(frames[place], boxes[place]) for place in index]
    of_windows = [
        {
            name: np.stack([_wide_crop(frames[start + at], boxes[start], scale) for at in range(FRAMES)])
            for name, scale in (("face", FACE_SCALE), ("context", CONTEXT_SCALE))
        }
        for start in starts
    ]
    return {"index": np.array(index), "start": np.array(starts)} | {
        name: np.stack([one[name] for one in seen]) for seen in (of_frames, of_windows) for name in seen[0]
    }


def _of_frame(frame: np.ndarray, box: Box) -> dict[str, np.ndarray]:
    crops = {name: texture_crop(frame, box, architecture.scale) for name, architecture in ARCHITECTURES.items()}
    picture, scale = letterboxed(frame)
    return crops | {"frame": picture, "box": np.float32(box) * scale}


def _wide_crop(frame: np.ndarray, box: Box, scale: float) -> np.ndarray:
    height, width = frame.shape[:2]
    return resample(frame, crop_around(box, scale, width, height))


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--manifest", type=Path, required=True)
    parser.add_argument("--report", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    a = parser.parse_args(arguments)
    a.out.mkdir(parents=True, exist_ok=True)
    cv2.setNumThreads(1)
    for number, record in enumerate(_records(a.report).values()):
        path = a.out / f"{number:04d}.npz"
        if path.exists():
            continue
        seen = seen_in(record, a.manifest.parent / record["clip"]["file"])
        if seen:
            content = io.BytesIO()
            np.savez(content, record=json.dumps(record), **seen)
            write_whole(path, content.getvalue())


if __name__ == "__main__":
    command(main)
