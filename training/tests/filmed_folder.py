"""A folder as `npm run annotate -- windows` leaves it for training/filmed.py, with made-up crops."""

import json
from pathlib import Path

import numpy as np

from training.render.crops import CROP_SIZE
from training.species import BONA_FIDE, FLAT_PRINT, MONITOR_REPLAY

FRAMES = 5
SUBJECTS = {"train": ("anna", "bert"), "validation": ("carl",)}
SPECIES = (BONA_FIDE, FLAT_PRINT, MONITOR_REPLAY)


def write_film(path: Path, windows: int, mesh: np.ndarray | None, random: np.random.Generator) -> None:
    crops = (windows, FRAMES, CROP_SIZE, CROP_SIZE, 3)
    arrays = {
        "face": random.integers(0, 256, crops, np.uint8),
        "context": random.integers(0, 256, crops, np.uint8),
        "side": np.full(windows, 120, np.float32),
    }
    if mesh is not None:
        arrays["mesh"] = np.broadcast_to(mesh, (windows, FRAMES, *mesh.shape)).astype(np.float32)
    np.savez(path, **arrays)


def write_films(folder: Path, mesh: np.ndarray, windows: int = 2) -> list[dict]:
    """A film of each species and subject; returns what films.json says."""
    random = np.random.default_rng(1)
    (folder / "films").mkdir(parents=True)
    entries = []
    for part, subjects in SUBJECTS.items():
        for subject in subjects:
            for species in SPECIES:
                file = f"films/{subject}-{species}.npz"
                write_film(folder / file, windows, mesh if species == BONA_FIDE else None, random)
                entries.append(
                    {"file": file, "clip": f"{subject}/{species}.mp4", "species": species, "subject": subject, "part": part}
                )
    (folder / "films.json").write_text(json.dumps(entries))
    return entries
