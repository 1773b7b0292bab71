"""Caches every network's input crops from real clips, so that any network can be measured in seconds.

    python3 -m training evaluate frames --manifest clips.csv --report report --out cache

`--report`: what `npm run evaluate -- clips.csv --out report` wrote; the face boxes are the product's own,
to 0.01 px. The cache
holds pictures of real people: keep it where it is made, never commit it, and train nothing on it.
"""

import json
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from training.atomic_file import write_arrays
from training.data.crops import CONTEXT_SCALE, FACE_SCALE, FRAMES, INTERVAL, LONGER_SIDE, crop_around, resample
from training.data.texture_crops import Box, texture_crops
from training.errors import TrainingError
from training.options import option

WINDOWS_PER_CLIP = 8  # at most, spread over it, so that no long clip stands for all


def _records(report: Path) -> list[dict]:
    """The records of all clips of a report.

    Raises TrainingError if there is no report, or none of a clip.
    """
    try:
        records = json.loads((report / "report.json").read_text())["records"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TrainingError(f"{report} has no report.json of `npm run evaluate`: {error!r}") from error
    if not records:
        raise TrainingError(f"{report} has judged no clip: run `npm run evaluate`")
    return records


def window_starts(frames: Sequence[dict]) -> list[int]:
    """Where windows begin in a record's frames: they do not overlap and have a face at the cadence throughout."""
    longest = 1.5 * 1000 * INTERVAL * (FRAMES - 1)  # ms
    starts: list[int] = []
    for start in range(len(frames) - FRAMES + 1):
        window = frames[start : start + FRAMES]
        steady = all("box" in frame for frame in window) and 0 < window[-1]["time"] - window[0]["time"] < longest
        if steady and (not starts or start >= starts[-1] + FRAMES):
            starts.append(start)
    if len(starts) > WINDOWS_PER_CLIP:
        starts = [starts[round(at)] for at in np.linspace(0, len(starts) - 1, WINDOWS_PER_CLIP)]
    return starts


def starts_of(record: dict) -> list[int]:
    """First frame of each window: of those with a face throughout, and of the product's own."""
    return sorted({*window_starts(record["frames"]), *(window["first"] for window in record["windows"])})


def seen_in(record: dict, path: Path) -> dict[str, np.ndarray]:
    """The crops of a clip; no crops and no `start` if no window has a face.

    For each frame with a face, `index` in the record: the texture branch's crops (`v2`, `v1se`) about that frame's box.
    For each window that begins at `start`: the `face` and `context` crops of all its frames, about its first frame's
    box.
    """
    judged, starts = record["frames"], starts_of(record)
    if not starts:
        return {"index": np.empty(0, int), "start": np.empty(0, int)}
    if any(frame.get("turn") for frame in judged):
        raise TrainingError(f"{path} lies on its side or upside down: turn it upright, and judge it again")
    width, height = record["width"], record["height"]
    shrink = min(1.0, LONGER_SIDE / max(width, height))
    index = [place for place, frame in enumerate(judged) if "box" in frame]
    boxes = {place: tuple(shrink * length for length in judged[place]["box"]) for place in index}
    times = [judged[place]["time"] for place in index]
    frames = dict(zip(index, _frames_at(path, times, width, height, shrink), strict=True))
    of_frames = [texture_crops(frames[place], boxes[place]) for place in index]
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


def _wide_crop(frame: np.ndarray, box: Box, scale: float) -> np.ndarray:
    height, width = frame.shape[:2]
    return resample(frame, crop_around(box, scale, width, height))


def _frames_at(path: Path, wanted: list[float], width: int, height: int, shrink: float) -> Iterator[np.ndarray]:
    """Frames (uint8 RGB) whose presentation times are nearest to `wanted`, ascending ms, as ffmpeg decodes them."""
    listing = ["ffprobe", "-v", "error", "-select_streams", "v:0"]
    listing += ["-show_entries", "frame=best_effort_timestamp_time", "-of", "csv=p=0", str(path)]
    listed = subprocess.run(listing, stdout=subprocess.PIPE, text=True)
    if listed.returncode:
        raise TrainingError(f"{path}: ffprobe failed with {listed.returncode}")
    listed_times = [line.strip(",") for line in listed.stdout.split()]
    # ffprobe says N/A for a frame without a time.
    times = np.array([np.inf if time == "N/A" else 1000 * float(time) for time in listed_times])
    if not len(times):
        raise TrainingError(f"{path} has no frames")
    # Two times may be nearest to one frame, which is given twice then.
    chosen = Counter(int(np.abs(times - time).argmin()) for time in wanted)
    decoding = ["ffmpeg", "-v", "error", "-i", str(path), "-map", "0:v:0", "-fps_mode", "passthrough"]
    decoding += ["-vf", f"scale={width}:{height},setsar=1", "-pix_fmt", "rgb24", "-f", "rawvideo", "-"]
    # A terminal as its input it would silence, and being killed leave so.
    with subprocess.Popen(decoding, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        for index in range(max(chosen, default=-1) + 1):
            pixels = process.stdout.read(3 * width * height)
            if len(pixels) < 3 * width * height:
                raise TrainingError(f"{path}: ffmpeg gave {index} frames and no more")
            if index in chosen:
                picture = np.frombuffer(pixels, np.uint8).reshape(height, width, 3)
                size = (round(width * shrink), round(height * shrink))
                shrunk = picture if shrink == 1 else cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
                yield from [shrunk] * chosen[index]
        process.kill()


def _path_of(folder: Path, file: str) -> Path:
    """The path of a clip's file, whose accents the disk may write otherwise than the manifest."""
    path = folder / file
    spellings = [folder / unicodedata.normalize(form, file) for form in ("NFC", "NFD")]
    return next((spelling for spelling in (path, *spellings) if spelling.exists()), path)


def _holds(path: Path, record: dict) -> bool:
    """Whether a file of the cache is there, and of this record: a later report may number its clips otherwise."""
    if not path.exists():
        return False
    with np.load(path) as stored:
        return json.loads(str(stored["record"])) == record


@dataclass(frozen=True, kw_only=True)
class FramesOptions:
    manifest: Path
    report: Path = option(help="what `npm run evaluate` wrote of its clips")
    out: Path


def cache_frames(options: FramesOptions) -> None:
    """Caches the clips that are missing or were judged anew, and drops those that are no longer in the report.

    Raises TrainingError for a report without clips and a clip that cannot be read.
    """
    cv2.setNumThreads(1)
    records = _records(options.report)
    paths = [options.out / f"{number:04d}.npz" for number in range(len(records))]
    # All in the folder are read.
    for beyond in {*options.out.glob("[0-9]" * 4 + ".npz")} - {*paths}:
        beyond.unlink()
    for path, record in zip(paths, records):
        if _holds(path, record):
            continue
        seen = seen_in(record, _path_of(options.manifest.parent, record["clip"]["file"]))
        write_arrays(path, record=json.dumps(record), **seen)
