"""Renders a set of clips with a manifest, for `depthproof evaluate`: whole frames as a camera delivers them.

One window a clip, or several one after the other: of five frames each, 0.1 s apart, stored without loss (FFV1 in Matroska). Scenes and cameras are those of
windows.py with the same seed, but for the exposure, which is here for the whole frame. A scene is made for what the wide
crop may show: beyond it some stills go on as in a mirror, and panels whose edges are "hidden" may end in the frame, which
whoever looks further sees. Clips that exist are left alone; the manifest is written anew.
"""

import argparse
import csv
import io
import math
from fractions import Fraction
from multiprocessing import Pool
from pathlib import Path
from typing import NamedTuple

import av
import cv2
import numpy as np

from ..errors import TrainingError, command
from ..faces import SPLITS, skin_tone
from ..species import SPECIES_NAMES
from ..whole_file import write_whole
from .geometry import View
from .scene import split_cast
from .windows import FRAMES, INTERVAL, SPECIES, compose, light_of, made_of, record


def write(pictures: list[np.ndarray], out: Path) -> None:
    """uint8 RGB frames of even sides as a lossless film."""
    content = io.BytesIO()
    with av.open(content, "w", format="matroska") as film:
        stream = film.add_stream("ffv1", rate=round(1 / INTERVAL))
        stream.height, stream.width = pictures[0].shape[:2]
        stream.pix_fmt, stream.time_base = "bgr0", Fraction(1, round(1 / INTERVAL))
        for picture in pictures:
            film.mux(stream.encode(av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")))
        film.mux(stream.encode(None))
    write_whole(out, content.getvalue())


def age_group(years: str) -> str:
    """A rough one: estimates are years off."""
    age = float(years)
    if not 0 < age < math.inf:
        raise ValueError(f"nobody is {years} years old")
    return "under 30" if age < 30 else "30 to 49" if age < 50 else "50 and over"


def glasses_group(worn: str) -> str:
    return {"yes": "worn", "no": "none"}[worn]


# What tables say of people, and the slice that it puts them into.
GROUPS = {"age": age_group, "glasses": glasses_group}
COLUMNS = ("file", "subject", "label", "attack_type", "face", "edges", "tone", "light", *GROUPS)


def groups_of(table: Path, column: str) -> dict[str, str]:
    """Slices by faces' names. Raises TrainingError for a table (CSV) without faces and that column."""
    try:
        with table.open(newline="") as file:
            groups = {row["face"]: GROUPS[column](row[column]) for row in csv.DictReader(file)}
    except (OSError, csv.Error, KeyError, TypeError, ValueError) as error:
        raise TrainingError(f"{table} is no table of faces and their {column} ({error!r})") from error
    if not groups:
        raise TrainingError(f"{table} says nothing of anybody's {column}")
    return groups


class OtherFilms(TrainingError):
    """Clips in the place of those that were asked for."""


class Job(NamedTuple):
    """A clip to render."""

    out: Path
    seed: int
    index: int
    faces: Path
    context: Path | None
    split: str
    windows: int


def _render(job: Job) -> dict[str, str]:
    out, seed, index, faces, context, split, windows = job
    cv2.setNumThreads(1)
    species = SPECIES[index % len(SPECIES)]
    name = f"{index:05d}-{SPECIES_NAMES[species].replace(' ', '-')}.mkv"
    cast = split_cast(faces, context, split)
    key = (seed, SPLITS.index(split), index)
    recording, camera = compose(np.random.default_rng(key), key, cast, species)
    if not (out / name).exists():
        width, height = recording.size
        pictures = record(recording, camera, View(0, 0, width, height), [INTERVAL * i for i in range(FRAMES * windows)])
        write([picture[:, :: -1 if camera.mirrored else 1] for picture in pictures], out / name)
    mesh = recording.scene.mesh(0)
    x, y = (mesh.min(0) + mesh.max(0)) / 2
    return {
        "file": name,
        "subject": recording.face.name,
        "label": "attack" if species else "live",
        "attack_type": SPECIES_NAMES[species] if species else "",
        # Whoever holds a cut-out or wears a mask may have a face of their own in view.
        "face": f"{recording.size[0] - 1 - x if camera.mirrored else x:.0f} {y:.0f}",
        "edges": "hidden" if recording.filling else "in view" if species else "none",
        "tone": skin_tone(recording.face),
        "light": light_of(camera),
    }


def claim(folder: Path, made: str) -> None:
    """Notes of what the folder's clips are made, before there are any. Raises OtherFilms if those in it are of others."""
    note = folder / "made.txt"
    before = note.read_text() if note.exists() else "nobody knows what" if any(folder.glob("*.mkv")) else made
    if before != made:
        raise OtherFilms(f"the clips in {folder} were made by {before}, not {made}: choose another --out")
    write_whole(note, made.encode())


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--faces", type=Path, required=True, help="folder of face sets (index.json, meshes.npz)")
    parser.add_argument("--context", type=Path, help="folder of rooms, hands, devices; drawn ones without it")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--split", choices=SPLITS, required=True)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--windows", type=int, default=1, help="how many fit into a clip one after the other; 8: four seconds")
    parser.add_argument("--ages", type=Path, help="what `npm run annotate -- ages` wrote: makes slices by age")
    parser.add_argument("--glasses", type=Path, help="table of `face` and `glasses`, yes or no: slices by who wears them")
    options = parser.parse_args(arguments)
    tables = {"age": options.ages, "glasses": options.glasses}
    groups = {column: groups_of(table, column) for column, table in tables.items() if table}
    options.out.mkdir(parents=True, exist_ok=True)
    of = (options.faces, options.context, options.split)
    length = f", --windows {options.windows}" if options.windows > 1 else ""
    claim(options.out, made_of(options.split, options.seed, split_cast(*of)) + length)
    jobs = [Job(options.out, options.seed, index, *of, options.windows) for index in range(options.count)]
    with Pool(options.jobs) as pool:
        rows = list(pool.imap(_render, jobs, chunksize=16))
    for column, said in groups.items():
        if not any(row["subject"] in said for row in rows):
            raise TrainingError(f"{tables[column]} has the {column} of none of the {len(rows)} clips' faces")
    manifest = io.StringIO(newline="")
    writer = csv.DictWriter(manifest, COLUMNS)
    writer.writeheader()
    # Nothing where nobody knows, which makes no slice.
    writer.writerows(row | {column: said.get(row["subject"], "") for column, said in groups.items()} for row in rows)
    write_whole(options.out / "manifest.csv", manifest.getvalue().encode())
    print(f"{options.out}: {len(rows)} clips")


if __name__ == "__main__":
    command(main)
