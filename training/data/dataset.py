"""Reads rendered windows, which render/windows.py writes, into batches for the network."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from training.data.image_statistics import rank_normalised
from training.data.species import SPECIES_NAMES
from training.errors import TrainingError

# An attack's partner is drawn from this many of the bona fide windows most like it.
PARTNERS = 16


class UnusableWindows(TrainingError):
    """A folder of windows that cannot be trained or scored on."""


class Batch(NamedTuple):
    faces: Tensor  # N x T x 3 x 128 x 128, [-0.5, 0.5]
    context: Tensor  # N x 3 x 128 x 128, [-0.5, 0.5], of the window's first frame, as the appearance sees it
    contexts: Tensor  # N x T x 3 x 128 x 128, of all frames, never augmented: their motion is evidence
    depth: Tensor  # N x T x 1 x 32 x 32, 0 to 1
    medium: Tensor  # N x 1 x 16 x 16 of the first context, 0 to 1: where the attack's medium is
    label: Tensor  # N, 1 = bona fide
    species: Tensor  # N, index into SPECIES_NAMES

    def frames(self, count: int) -> Batch:
        """The first `count` frames of each window."""
        crops = {name: getattr(self, name)[:, :count] for name in ("faces", "contexts", "depth")}
        return self._replace(**crops)

    def to(self, device: torch.device) -> Batch:
        return Batch(*(tensor.to(device) for tensor in self))


def scaled(pixels: np.ndarray) -> Tensor:
    """... x H x W x 3 bytes -> ... x 3 x H x W in [-0.5, 0.5], as the browser scales them."""
    return torch.from_numpy(np.moveaxis(pixels, -1, -3).astype(np.float32)).sub_(127.5).div_(255)


class Windows:
    """All shards of a folder, held in memory (0.5 MB a window).

    `leave_out`: species that are not read. Raises UnusableWindows if there is nothing to compare: no shard, a damaged
    or outdated one, no bona fide window or no attack.
    """

    ARRAYS = ("face", "context", "depth", "medium", "label", "species", "filling", "identity", "statistics")

    def __init__(self, folder: Path, leave_out: frozenset[int] = frozenset()) -> None:
        shards = [_read(path, leave_out) for path in sorted(folder.glob("windows-*.npz"))]
        if not shards:
            raise UnusableWindows(f"no windows-*.npz in {folder}: render some with `render windows`")
        self.folder = folder
        names = set.intersection(*(set(shard) for shard in shards))
        self._set({name: np.concatenate([shard.pop(name) for shard in shards]) for name in sorted(names)})

    def _set(self, arrays: dict[str, np.ndarray]) -> None:
        self.face, self.context = arrays["face"], arrays["context"]
        self.depth, self.medium = arrays["depth"], arrays["medium"]
        self.label, self.species = arrays["label"], arrays["species"]
        self.filling: np.ndarray = arrays["filling"]  # attacks whose edges are beyond the context crop
        self.identity: np.ndarray = arrays["identity"]  # whose face it is
        self.statistics: np.ndarray = arrays["statistics"]  # N x 4, of image_statistics.py
        # Whatever else the renderer noted about a window (`slice_light`, ...), to break figures down by.
        self.slices = {name: column for name, column in arrays.items() if name.startswith("slice_")}
        self.live = np.flatnonzero(self.label == 1)
        self.attacks = np.flatnonzero(self.label == 0)
        for rows, what in ((self.live, "bona fide window"), (self.attacks, "attack")):
            if not len(rows):
                raise UnusableWindows(f"no {what} among the {len(self)} windows of {self.folder}: render more")
        # Position in `attacks` of each species' windows.
        self._by_species = [
            np.flatnonzero(self.species[self.attacks] == one) for one in np.unique(self.species[self.attacks])
        ]
        self._partners = nearest_lives(self.statistics, self.live, self.attacks, PARTNERS)

    @property
    def fingerprint(self) -> str:
        """A checksum of the windows in their order, by which a resumed run notices other ones."""
        parts = (self.species, self.statistics, self.identity.astype(str))
        return f"{len(self)}-{zlib.crc32(b''.join(part.tobytes() for part in parts)):08x}"

    def __len__(self) -> int:
        return len(self.label)

    def first(self, count: int) -> Windows:
        """The first `count` windows; the renderer takes the species in turn, so all are among them."""
        if count >= len(self):
            return self
        part = object.__new__(Windows)
        part.folder = self.folder
        part._set(
            {name: getattr(self, name)[:count] for name in self.ARRAYS}
            | {name: column[:count] for name, column in self.slices.items()}
        )
        return part

    def require_frames(self, count: int) -> None:
        """Raises UnusableWindows if a window has fewer frames."""
        there = self.face.shape[1]
        if there < count:
            raise UnusableWindows(
                f"the windows in {self.folder} have {there} of the {count} frames that the network judges by: name "
                "some that `render windows` rendered"
            )

    def balanced(self, size: int, random: np.random.Generator, single_frame: bool, matched: float) -> Batch:
        """Half bona fide, half attacks, and these evenly over their species.

        With probability `matched` an attack's bona fide partner is one of those most like it in the image statistics,
        else any. With `single_frame` one random frame of each window is taken (T = 1).
        """
        half = size // 2
        turn = np.resize(random.permutation(len(self._by_species)), half)
        attacks = np.array([random.choice(self._by_species[one]) for one in turn])
        alike = self._partners[attacks, random.integers(self._partners.shape[1], size=half)]
        live = np.where(random.random(half) < matched, alike, random.choice(self.live, half))
        frames = self.face.shape[1]
        rows = np.concatenate([live, self.attacks[attacks]])
        return self.batch(rows, random.integers(frames, size=len(rows)) if single_frame else None)

    def in_order(self, size: int) -> Iterator[Batch]:
        for start in range(0, len(self), size):
            yield self.batch(np.arange(start, min(start + size, len(self))), None)

    def batch(self, rows: np.ndarray, frame: np.ndarray | None) -> Batch:
        if frame is None:
            faces, contexts, depth, medium = self.face[rows], self.context[rows], self.depth[rows], self.medium[rows, 0]
        else:
            faces, contexts, depth = (x[rows, frame][:, None] for x in (self.face, self.context, self.depth))
            medium = self.medium[rows, frame]
        moving = scaled(contexts)
        return Batch(
            scaled(faces),
            moving[:, 0],
            moving,
            torch.from_numpy(depth[:, :, None].astype(np.float32) / 255),
            torch.from_numpy(medium[:, None].astype(np.float32)),
            torch.from_numpy(self.label[rows].astype(np.float32)),
            torch.from_numpy(self.species[rows].astype(np.int64)),
        )


def nearest_lives(statistics: np.ndarray, live: np.ndarray, attacks: np.ndarray, count: int) -> np.ndarray:
    """The `count` bona fide rows nearest to each attack (all, if fewer), len(attacks) x count.

    `statistics`: N x K of the whole set; `live`, `attacks`: rows of it.
    """
    place = rank_normalised(statistics)
    count = min(count, len(live))
    lives = torch.from_numpy(place[live])
    # A block at a time: all distances of a large set would not fit into memory.
    blocks = torch.from_numpy(place[attacks]).split(1024)
    nearest = [torch.cdist(block, lives).topk(count, largest=False).indices for block in blocks]
    return live[torch.cat(nearest).numpy()]


def _read(path: Path, leave_out: frozenset[int]) -> dict[str, np.ndarray]:
    try:
        with np.load(path) as shard:
            names = [name for name in shard.files if name in Windows.ARRAYS or name.startswith("slice_")]
            arrays = {name: shard[name] for name in names}
    except (OSError, EOFError, ValueError, zipfile.BadZipFile) as error:
        raise UnusableWindows(f"{path} cannot be read ({error}): delete it and render it again") from error
    missing = [name for name in Windows.ARRAYS if name not in arrays]
    if missing or arrays["species"].max(initial=0) >= len(SPECIES_NAMES):
        raise UnusableWindows(
            f"{path.name} in {path.parent} is of another renderer ({', '.join(missing) or 'unknown species'} "
            "missing): delete its shards and render them again with `render windows`"
        )
    if leave_out:
        kept = ~np.isin(arrays["species"], list(leave_out))
        arrays = {name: value[kept] for name, value in arrays.items()}
    return arrays
