"""Shared by several tests: the door to all commands, the bundled faces, windows of noise, small networks."""

import contextlib
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from training.__main__ import main
from training.data.species import SPECIES_NAMES
from training.models.network import Architecture, Bottleneck, DepthNetwork
from training.train.options import TrainingOptions
from training.train.training import train

FACES = Path(__file__).parents[1] / "fixtures" / "faces"
SMALL = Architecture(
    stem=4,
    level=6,
    wide=8,
    depth_hidden=4,
    reduced=3,
    hidden=4,
    appearance_stem=4,
    appearance=(Bottleneck(1, 4, 1), Bottleneck(2, 6, 2)),
    classifier=8,
    rigidity=6,
)
# What starts from weights that were trained on photographs has to be as wide as they are.
NARROW = replace(SMALL, appearance_stem=Architecture.appearance_stem, appearance=Architecture.appearance)


def train_narrow(options: TrainingOptions, build: Callable[[], DepthNetwork] = lambda: DepthNetwork(NARROW)) -> Path:
    """The real training, of a network that takes less time."""
    return train(options, build)


def train_small(options: TrainingOptions, build: Callable[[], DepthNetwork] = lambda: DepthNetwork(SMALL)) -> Path:
    """The real training, of a network that takes much less time and cannot start from what photographs taught."""
    return train(replace(options, pretrained=None), build)


def run(command: str, *words: object) -> str:
    """Runs a command as from the command line; returns what it printed."""
    with contextlib.redirect_stdout(io.StringIO()) as out:
        main([*command.split(), *map(str, words)])
    return out.getvalue()


def window(frames: int = 5) -> tuple[torch.Tensor, torch.Tensor]:
    """Face crops and context crops of two windows of noise."""
    torch.manual_seed(1)
    crops = torch.rand(2, 2, frames, 3, 128, 128) - 0.5
    return crops[0], crops[1]


# They take turns, as in the renderer: half bona fide, then each attack.
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
