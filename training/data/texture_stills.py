"""Reads the rendered stills, which render/texture_stills.py writes, that the texture branch is fine-tuned on."""

from pathlib import Path

import numpy as np

from training.data.texture_crops import SCALES
from training.errors import TrainingError

COLUMNS = (*SCALES, "species", "identity", "filling")


def read_stills(folder: Path) -> dict[str, np.ndarray]:
    """All stills of a folder: crops uint8 N x 80 x 80 x 3 RGB by the network that sees them, `species` (an index into
    SPECIES_NAMES), `identity` and `filling`. Raises TrainingError if there is none."""
    paths = sorted(folder.glob("stills-*.npz"))
    if not paths:
        raise TrainingError(f"no stills-*.npz in {folder}: render some with `render texture-stills`")
    shards = [np.load(path) for path in paths]
    return {name: np.concatenate([shard[name] for shard in shards]) for name in COLUMNS}
