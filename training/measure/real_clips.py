"""Windows of real clips, with the face boxes that the product's evaluation recorded. For measuring, never training."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np

from training.errors import TrainingError
from training.measure.appearance import FilmedWindow
from training.render.scene import LONGER_SIDE
from training.render.windows import FRAMES, INTERVAL

WINDOWS_PER_CLIP = 8  # at most, spread over it, so that no long clip stands for all


def real_windows(manifest: Path, report: Path) -> Iterator[FilmedWindow]:
    """Windows of a manifest's clips, in its order, shrunk as the product does.

    `report`: what `depthproof evaluate <manifest> --out <report>` wrote. A clip that it has not judged, or in which the
    product found too few faces, gives none, and is named on stderr. Raises TrainingError for a manifest or a clip that
    cannot be read, and for a report of other clips.
    """
    records = _records(report)
    try:
        with manifest.open(newline="") as file:
            clips = [(row["file"], int(row.get("start") or 0)) for row in csv.DictReader(file)]
    except (OSError, KeyError, ValueError) as error:
        raise TrainingError(f"{manifest} is no manifest of clips: {error}") from error
    if not any(clip in records for clip in clips):
        raise TrainingError(f"{report} has judged none of the clips of {manifest}: run depthproof evaluate")
    for file, start in clips:
        record = records.get((file, start))
        if record is None:
            print(f"{file} from frame {start} on: not judged by depthproof evaluate, left out", file=sys.stderr)
            continue
        if (manifest.parent / file).is_dir():
            print(f"{file}: a folder of pictures, left out", file=sys.stderr)
            continue
        windows = list(_windows_of(record, manifest.parent / file))
        if not windows:
            print(f"{record['clip']['id']}: no window, a face is not found often enough", file=sys.stderr)
        yield from windows


def _records(report: Path) -> dict[tuple[str, int], dict]:
    """The latest record of each clip, by its file and first frame."""
    records = {}
    for path in sorted((report / "judged").glob("*.json"), key=lambda path: path.stat().st_mtime_ns):
        record = json.loads(path.read_text())["record"]
        records[record["clip"]["file"], record["clip"].get("start", 0)] = record
    return records


def window_starts(frames: Sequence[dict]) -> list[int]:
    """Where windows begin among a record's frames that do not overlap and have a face at the cadence throughout."""
    longest = 1.5 * 1000 * INTERVAL * (FRAMES - 1)  # ms
    starts: list[int] = []
    for start in range(len(frames) - FRAMES + 1):
        window = frames[start : start + FRAMES]
        steady = all("box" in frame for frame in window) and window[-1]["time"] - window[0]["time"] < longest
        if steady and (not starts or start >= starts[-1] + FRAMES):
            starts.append(start)
    if len(starts) > WINDOWS_PER_CLIP:
        starts = [starts[round(at)] for at in np.linspace(0, len(starts) - 1, WINDOWS_PER_CLIP)]
    return starts


def _windows_of(record: dict, path: Path) -> Iterator[FilmedWindow]:
    clip, judged = record["clip"], record["frames"]
    width, height = record["width"], record["height"]
    shrink = min(1.0, LONGER_SIDE / max(width, height))
    starts = window_starts(judged)
    used = sorted({judged[start + index]["time"] for start in starts for index in range(FRAMES)})
    pictures = dict(zip(used, _frames_at(path, used, width, height, shrink), strict=True))
    for start in starts:
        window = judged[start : start + FRAMES]
        yield FilmedWindow(
            f"{clip['id']} at {window[0]['time'] / 1000:.1f} s",
            "live" if clip["label"] == "live" else clip["species"],
            [pictures[frame["time"]] for frame in window],
            [tuple(shrink * length for length in frame["box"]) for frame in window],
            {},
        )


def _frames_at(path: Path, wanted: list[float], width: int, height: int, shrink: float) -> Iterator[np.ndarray]:
    """Frames (uint8 RGB) whose presentation times are nearest to `wanted`, ascending ms, as ffmpeg decodes them."""
    listing = ["ffprobe", "-v", "error", "-select_streams", "v:0"]
    listing += ["-show_entries", "frame=best_effort_timestamp_time", "-of", "csv=p=0", str(path)]
    listed = subprocess.run(listing, stdout=subprocess.PIPE, text=True)
    if listed.returncode:
        raise TrainingError(f"{path}: ffprobe failed with {listed.returncode}")
    listed_times = [line.strip(",") for line in listed.stdout.split()]
    # Of frames without a time it says N/A.
    times = np.array([np.inf if time == "N/A" else 1000 * float(time) for time in listed_times])
    # Two times may be nearest to one frame, which is given twice then.
    chosen = Counter(int(np.abs(times - time).argmin()) for time in wanted)
    decoding = ["ffmpeg", "-v", "error", "-i", str(path), "-map", "0:v:0", "-fps_mode", "passthrough"]
    decoding += ["-vf", f"scale={width}:{height},setsar=1", "-pix_fmt", "rgb24", "-f", "rawvideo", "-"]
    with subprocess.Popen(decoding, stdout=subprocess.PIPE) as process:
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
