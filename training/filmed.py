"""Packs filmed clips into windows to fine-tune on.

    npm run annotate -- windows clips.csv --out data/real

films the clips and then runs `python3 -m training.filmed --films data/real`, which writes data/real/train and
data/real/validation: shards like those of training/render/windows.py, with depth from the faces' meshes and without the
attacks' medium, which nobody has drawn. Species take turns, so that the first windows of a part are of all kinds.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

import numpy as np

from training.errors import TrainingError, command
from training.mesh_depth import mesh_depth
from training.render.crops import DEPTH_SIZE
from training.species import BONA_FIDE, SPECIES_NAMES
from training.statistics import statistics_of
from training.whole_file import CannotWrite

PARTS = ("train", "validation")
SHARD = 256
SEED = 1


class UnusableFilms(TrainingError):
    """A folder of films that no windows can be made of."""


class FilmEntry(NamedTuple):
    """A line of films.json: one clip's windows. `species` is an index into SPECIES_NAMES."""

    file: str
    clip: str
    species: int
    subject: str
    part: str


def read_index(folder: Path) -> list[FilmEntry]:
    """Raises UnusableFilms."""
    try:
        return [FilmEntry(**entry) for entry in json.loads((folder / "films.json").read_text())]
    except OSError as error:
        raise UnusableFilms(f"no films.json in {folder}: film clips with npm run annotate -- windows") from error
    except (ValueError, TypeError) as error:
        raise UnusableFilms(f"{folder}/films.json is damaged ({error}): film the clips again") from error


def windows_of(entry: FilmEntry, folder: Path) -> dict[str, np.ndarray]:
    """The arrays of a shard, of one film. Raises UnusableFilms."""
    try:
        with np.load(folder / entry.file) as film:
            face, context, side = film["face"], film["context"], film["side"]
            meshes = film["mesh"] if entry.species == BONA_FIDE else None
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise UnusableFilms(
            f"{entry.file} ({entry.clip}) cannot be read ({error}): delete it and film the clips again"
        ) from error
    count, frames = face.shape[:2]
    depth = np.zeros((count, frames, DEPTH_SIZE, DEPTH_SIZE), np.uint8)
    if meshes is not None:
        for place in np.ndindex(count, frames):
            depth[place] = mesh_depth(meshes[place])
    return {
        "face": face,
        "context": context,
        "depth": depth,
        "label": np.full(count, entry.species == BONA_FIDE, np.uint8),
        "species": np.full(count, entry.species, np.uint8),
        "identity": np.full(count, entry.subject),
        # Whether a real attack's edges are in view is not known.
        "filling": np.zeros(count, bool),
        "statistics": np.stack([statistics_of(window[0], px) for window, px in zip(face, side)]),
    }


def in_turn(entries: list[FilmEntry], random: np.random.Generator) -> list[FilmEntry]:
    """Shuffled, then one of each species, again and again while there are."""
    by_species: dict[int, list[FilmEntry]] = defaultdict(list)
    for index in random.permutation(len(entries)):
        by_species[entries[index].species].append(entries[index])
    rounds = zip_longest(*(by_species[species] for species in sorted(by_species)))
    return [entry for one_of_each in rounds for entry in one_of_each if entry is not None]


def shards(entries: list[FilmEntry], folder: Path) -> Iterator[dict[str, np.ndarray]]:
    """The films' windows, SHARD at a time, shuffled within each."""
    random = np.random.default_rng(SEED)
    held: list[dict[str, np.ndarray]] = []
    waiting = in_turn(entries, random)
    while waiting or held:
        while waiting and sum(len(part["label"]) for part in held) < SHARD:
            held.append(windows_of(waiting.pop(0), folder))
        joined = {name: np.concatenate([part[name] for part in held]) for name in held[0]}
        rest = {name: values[SHARD:] for name, values in joined.items()}
        held = [rest] if len(rest["label"]) else []
        order = random.permutation(min(SHARD, len(joined["label"])))
        yield {name: values[:SHARD][order] for name, values in joined.items()}


def pack(entries: list[FilmEntry], folder: Path, part: str) -> Path:
    """Writes the part beside what was there; returns where to. Raises CannotWrite."""
    beside = folder / f"{part}.part"
    shutil.rmtree(beside, ignore_errors=True)
    counts = np.zeros(len(SPECIES_NAMES), int)
    target = folder / part
    try:
        beside.mkdir()
        for number, shard in enumerate(shards(entries, folder)):
            np.savez(beside / f"windows-{number:05d}.npz", **shard)
            counts += np.bincount(shard["species"], minlength=len(counts))
    except OSError as error:
        shutil.rmtree(beside, ignore_errors=True)
        raise CannotWrite(f"{target}: {error.strerror}. Make room and run again") from error
    kinds = ", ".join(f"{count} {name}" for count, name in zip(counts, SPECIES_NAMES) if count)
    people = len({entry.subject for entry in entries})
    print(f"{target}: {counts.sum()} windows of {people} subjects: {kinds}", flush=True)
    return beside


def put_in_place(packed: dict[str, Path], folder: Path) -> None:
    """Once all are written, so that nobody is in a part of these films and in one of those before. What was there goes
    first and by one move each: a part is whole or missing. Raises CannotWrite."""
    try:
        for part in packed:
            before = folder / f"{part}.before"
            shutil.rmtree(before, ignore_errors=True)
            if (folder / part).exists():
                os.replace(folder / part, before)
        for part, beside in packed.items():
            os.replace(beside, folder / part)
            shutil.rmtree(folder / f"{part}.before", ignore_errors=True)
    except OSError as error:
        raise CannotWrite(f"{folder}: {error.strerror}. Mend that and run again") from error


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--films", type=Path, required=True, help="folder with films.json, where the windows go too")
    a = parser.parse_args(arguments)
    entries = read_index(a.films)
    parts = {part: [entry for entry in entries if entry.part == part] for part in PARTS}
    for part, of_part in parts.items():
        if {entry.species == BONA_FIDE for entry in of_part} != {True, False}:
            raise UnusableFilms(f"too few subjects for a split: {part} has not both bona fide clips and attacks")
    put_in_place({part: pack(of_part, a.films, part) for part, of_part in parts.items()}, a.films)


if __name__ == "__main__":
    command(main)
