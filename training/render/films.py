"""Renders a set of clips with a manifest, for `npm run evaluate`: whole frames as a camera delivers them.

One window a clip, or several one after the other: of five frames each, 0.1 s apart, stored without loss (FFV1 in
Matroska). Scenes and cameras are those of windows.py with the same seed, except that exposure is for the whole frame
here. Scenes are made to fill the context crop: beyond it some stills are mirrored, and panels whose edges are
"hidden" may end in the frame, where a system that looks further sees these edges. Clips that exist are left alone;
the manifest is written anew.
"""

import csv
import io
import math
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path

import av
import cv2
import numpy as np

from training.atomic_file import write_atomic
from training.claim import claim
from training.data.crops import FRAMES, INTERVAL
from training.data.faces import SPLITS, skin_tone
from training.data.species import SPECIES_NAMES
from training.errors import TrainingError
from training.options import option
from training.render.geometry import View
from training.render.processes import in_processes
from training.render.scene import split_cast
from training.render.windows import SPECIES, compose_scene, light_of, made_of, record


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
    write_atomic(out, content.getvalue())


def age_group(years: str) -> str:
    """An age group; rough, because estimates are years off."""
    age = float(years)
    if not 0 < age < math.inf:
        raise ValueError(f"nobody is {years} years old")
    return "under 30" if age < 30 else "30 to 49" if age < 50 else "50 and over"


def glasses_group(worn: str) -> str:
    return {"yes": "worn", "no": "none"}[worn]


# How a table's column sorts people into slices.
GROUPS = {"age": age_group, "glasses": glasses_group}
COLUMNS = ("file", "subject", "label", "attack_type", "face", "edges", "tone", "light", *GROUPS)


def groups_of(table: Path, column: str) -> dict[str, str]:
    """Slices by faces' names. Raises TrainingError for a table (CSV) without faces or that column."""
    try:
        with table.open(newline="") as file:
            groups = {row["face"]: GROUPS[column](row[column]) for row in csv.DictReader(file)}
    except (OSError, csv.Error, KeyError, TypeError, ValueError) as error:
        raise TrainingError(f"{table} is no table of faces and their {column} ({error!r})") from error
    if not groups:
        raise TrainingError(f"{table} says nothing of anybody's {column}")
    return groups


@dataclass(frozen=True, kw_only=True)
class FilmsOptions:
    faces: Path = option(help="folder of face sets (index.json, meshes.npz)")
    out: Path
    split: str = option(choices=SPLITS)
    count: int
    context: Path | None = option(None, "folder of rooms, hands, devices; drawn ones without it")
    windows: int = option(1, "how many windows a clip is long; 8: four seconds")
    seed: int = 0
    jobs: int = option(1, "processes", least=1)
    ages: Path | None = option(None, "table of `face` and `age`, years: makes slices by age")
    glasses: Path | None = option(None, "table of `face` and `glasses`, yes or no: slices by who wears them")


def render_clip(options: FilmsOptions, index: int) -> dict[str, str]:
    """Renders a clip, if it is missing; returns its row of the manifest."""
    o = options
    cv2.setNumThreads(1)
    species = SPECIES[index % len(SPECIES)]
    name = f"{index:05d}-{SPECIES_NAMES[species].replace(' ', '-')}.mkv"
    cast = split_cast(o.faces, o.context, o.split)
    key = (o.seed, SPLITS.index(o.split), index)
    recording, camera = compose_scene(np.random.default_rng(key), key, cast, species)
    if not (o.out / name).exists():
        width, height = recording.size
        pictures = record(
            recording, camera, View(0, 0, width, height), [INTERVAL * i for i in range(FRAMES * o.windows)]
        )
        write([picture[:, :: -1 if camera.mirrored else 1] for picture in pictures], o.out / name)
    mesh = recording.scene.mesh(0)
    x, y = (mesh.min(0) + mesh.max(0)) / 2
    return {
        "file": name,
        "subject": recording.face.name,
        "label": "attack" if species else "live",
        "attack_type": SPECIES_NAMES[species] if species else "",
        # The person who holds a cut-out or wears a mask may show a face of their own.
        "face": f"{recording.size[0] - 1 - x if camera.mirrored else x:.0f} {y:.0f}",
        "edges": "hidden" if recording.filling else "in view" if species else "none",
        "tone": skin_tone(recording.face),
        "light": light_of(camera),
    }


def render_films(options: FilmsOptions) -> None:
    """Renders the clips that are missing and writes the manifest.

    Raises TrainingError for a table that says nothing of these faces, MadeOtherwise if the folder holds other clips.
    """
    tables = {"age": options.ages, "glasses": options.glasses}
    groups = {column: groups_of(table, column) for column, table in tables.items() if table}
    made = made_of(options.split, options.seed, split_cast(options.faces, options.context, options.split))
    made += f", --windows {options.windows}" if options.windows > 1 else ""
    claim(options.out / "made.txt", made, "*.mkv")
    rows = list(in_processes(partial(render_clip, options), range(options.count), options.jobs))
    for column, said in groups.items():
        if not any(row["subject"] in said for row in rows):
            raise TrainingError(f"{tables[column]} has the {column} of none of the {len(rows)} clips' faces")
    manifest = io.StringIO(newline="")
    writer = csv.DictWriter(manifest, COLUMNS)
    writer.writeheader()
    # Empty where nobody knows, which makes no slice.
    writer.writerows(row | {column: said.get(row["subject"], "") for column, said in groups.items()} for row in rows)
    write_atomic(options.out / "manifest.csv", manifest.getvalue().encode())
    print(f"{options.out}: {len(rows)} clips")
