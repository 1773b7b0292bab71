"""Windows of noise, for tests that do not look at them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from training.species import SPECIES_NAMES

# In turn, as the renderer takes them: half bona fide, then each attack.
TURN = np.array([value for attack in range(1, len(SPECIES_NAMES)) for value in (0, attack)])


def made_up_windows(count: int, frames: int = 5, side: int = 128) -> dict[str, np.ndarray]:
    """The arrays of a shard. All four statistics tell the classes apart; the depth of attacks is 0.
    `side`: of the crops, px."""
    random = np.random.default_rng(0)
    species = np.resize(TURN, count).astype(np.uint8)
    live = species == 0
    cells = -(-side // 4)
    return {
        "face": random.integers(0, 256, (count, frames, side, side, 3), np.uint8),
        "context": random.integers(0, 256, (count, frames, side, side, 3), np.uint8),
        "depth": random.integers(1, 256, (count, frames, cells, cells), np.uint8) * live[:, None, None, None],
        "medium": (random.random((count, frames, 16, 16)) * ~live[:, None, None, None]).astype(np.float16),
        "label": live.astype(np.uint8),
        "species": species,
        "filling": ~live & (random.random(count) < 0.3),
        "identity": np.char.add("face-", (np.arange(count) // 2).astype(str)),
        "statistics": (random.normal(size=(count, 4)) + 0.6 * live[:, None]).astype(np.float32),
    }


def write_shard(folder: Path, arrays: dict[str, np.ndarray]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "windows-00000.npz"
    np.savez(path, **arrays)
    return path
