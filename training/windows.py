"""Reads rendered windows (written by training/render/windows.py) into batches for the network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor


class Batch(NamedTuple):
    faces: Tensor  # N x T x 3 x 128 x 128, [-0.5, 0.5]
    context: Tensor  # N x 3 x 128 x 128, [-0.5, 0.5], of the window's first frame
    depth: Tensor  # N x T x 1 x 32 x 32, 0 to 1
    label: Tensor  # N, 1 = bona fide
    species: Tensor  # N, 0 = bona fide, 1 = print, 2 = replay


def scaled(pixels: np.ndarray) -> Tensor:
    """... x H x W x 3 bytes -> ... x 3 x H x W in [-0.5, 0.5], as the browser scales them."""
    return torch.from_numpy(np.moveaxis(pixels, -1, -3).astype(np.float32)).sub_(127.5).div_(255)


class Windows:
    """All shards of a folder, held in memory (0.5 MB a window)."""

    def __init__(self, folder: Path) -> None:
        shards = [np.load(path) for path in sorted(folder.glob("windows-*.npz"))]
        if not shards:
            raise FileNotFoundError(f"no windows-*.npz in {folder}: render some with training.render.windows")
        self.face = np.concatenate([shard["face"] for shard in shards])
        self.context = np.concatenate([shard["context"] for shard in shards])
        self.depth = np.concatenate([shard["depth"] for shard in shards])
        self.label = np.concatenate([shard["label"] for shard in shards])
        self.species = np.concatenate([shard["species"] for shard in shards])
        self.filling = np.concatenate([shard["filling"] for shard in shards])
        self.live = np.flatnonzero(self.label == 1)
        self.attacks = np.flatnonzero(self.label == 0)

    def __len__(self) -> int:
        return len(self.label)

    def balanced(self, size: int, random: np.random.Generator, single_frame: bool) -> Batch:
        """Half bona fide, half attacks; with `single_frame` one random frame of each window (T = 1)."""
        half = size // 2
        rows = np.concatenate([random.choice(self.live, half), random.choice(self.attacks, size - half)])
        frames = self.face.shape[1]
        return self.batch(rows, random.integers(frames, size=size) if single_frame else None)

    def in_order(self, size: int, limit: int | None) -> Iterator[Batch]:
        count = min(len(self), limit or len(self))
        for start in range(0, count, size):
            yield self.batch(np.arange(start, min(start + size, count)), None)

    def batch(self, rows: np.ndarray, frame: np.ndarray | None) -> Batch:
        if frame is None:
            faces, depth, context = self.face[rows], self.depth[rows], self.context[rows, 0]
        else:
            faces, depth = self.face[rows, frame][:, None], self.depth[rows, frame][:, None]
            context = self.context[rows, frame]
        return Batch(
            scaled(faces),
            scaled(context),
            torch.from_numpy(depth[:, :, None].astype(np.float32) / 255),
            torch.from_numpy(self.label[rows].astype(np.float32)),
            torch.from_numpy(self.species[rows].astype(np.int64)),
        )
