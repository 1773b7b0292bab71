"""Reads the rendered stills of render/evidence_stills.py, which the branches of the evidence network are trained on."""

import zipfile
import zlib
from pathlib import Path
from typing import NamedTuple

import numpy as np

from training.errors import TrainingError


class Stills(NamedTuple):
    """A row for each still. Crops are uint8 RGB: `v2` and `v1se` N x 80 x 80 x 3, each for the texture network of that
    name, `face` and `context` N x 128 x 128 x 3. `depth`: uint8 N x 32 x 32 of the face crop; `medium`: float16
    N x 16 x 16 of the context crop, the share of each cell that paper or device covers; `species`: an index into
    SPECIES_NAMES; `identity`: a file's name; `filling`: attacks whose edges are beyond the context crop."""

    v2: np.ndarray
    v1se: np.ndarray
    face: np.ndarray
    context: np.ndarray
    depth: np.ndarray
    medium: np.ndarray
    species: np.ndarray
    identity: np.ndarray
    filling: np.ndarray

    @property
    def fingerprint(self) -> str:
        """A checksum of the stills in their order, by which a command notices other ones."""
        parts = (self.species, self.depth, self.identity.astype(str))
        return f"{len(self.species)}-{zlib.crc32(b''.join(part.tobytes() for part in parts)):08x}"


def read_stills(folder: Path) -> Stills:
    """All stills of a folder. Raises TrainingError if there is none, and for a file that is damaged or of another
    renderer."""
    paths = sorted(folder.glob("stills-*.npz"))
    if not paths:
        raise TrainingError(f"no stills-*.npz in {folder}: render some with `render evidence-stills`")
    try:
        shards = [np.load(path) for path in paths]
        return Stills(*(np.concatenate([shard[name] for shard in shards]) for name in Stills._fields))
    except (OSError, EOFError, ValueError, zipfile.BadZipFile) as error:
        raise TrainingError(f"stills in {folder} cannot be read ({error}): render them again") from error
    except KeyError as error:
        raise TrainingError(
            f"stills in {folder} are of another renderer ({error} missing): render them again"
        ) from error
