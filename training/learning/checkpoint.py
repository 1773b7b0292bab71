"""Checkpoints: written whole or not at all, and read only by the network they belong to."""

from __future__ import annotations

import io
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch

from training.errors import TrainingError
from training.network import Architecture, DepthNetwork
from training.variants import Variant, build
from training.whole_file import write_whole


class CheckpointError(TrainingError):
    """A checkpoint that cannot be read."""


class NoCheckpoint(CheckpointError):
    """A file that is none, or not whole."""


class ArchitectureMismatch(CheckpointError):
    """A checkpoint of another network than the one that is to go on from it."""


def save(path: Path, network: DepthNetwork, **rest: Any) -> None:
    """`rest`: whatever else the run needs to go on, as torch.save takes it."""
    content = io.BytesIO()
    torch.save(
        {
            "architecture": asdict(network.architecture),
            "variant": asdict(network.variant),
            "network": network.state_dict(),
            **rest,
        },
        content,
    )
    write_whole(path, content.getvalue())


def read(path: Path, device: torch.device | str = "cpu") -> dict[str, Any]:
    """All that a checkpoint holds: pickled, so read none that you do not trust. Raises CheckpointError if it
    cannot be read, NoCheckpoint if it is none, or not whole."""
    try:
        saved = torch.load(path, map_location=device)
    except OSError as error:
        raise CheckpointError(f"cannot read {path}: {error.strerror}") from error
    # Bytes of other kinds make of an unpickler what they will.
    except Exception as error:
        raise NoCheckpoint(f"{path} is damaged, or no checkpoint as a run's final.pt is") from error
    if not isinstance(saved, dict):
        raise NoCheckpoint(f"{path} is no checkpoint as a run's final.pt is")
    return saved


def restore(network: DepthNetwork, saved: dict[str, Any], path: Path) -> None:
    """Puts a checkpoint's weights into a network. Raises ArchitectureMismatch if they are of another."""
    if "architecture" not in saved:
        raise ArchitectureMismatch(f"{path} does not say of which architecture it is: train it anew")
    theirs = saved["architecture"] | asdict(Variant()) | saved.get("variant", {})
    ours = asdict(network.architecture) | asdict(network.variant)
    differences = [
        f"{name} is {theirs.get(name)} there and {ours.get(name)} here"
        for name in (ours | theirs)
        if theirs.get(name) != ours.get(name)
    ]
    if differences:
        raise ArchitectureMismatch(f"{path} is of another network: {'; '.join(differences)}")
    network.load_state_dict(saved["network"])


def load(path: Path) -> tuple[DepthNetwork, dict[str, Any]]:
    """The network of a checkpoint in inference mode, as its architecture and variant say, and what else it holds."""
    saved = read(path)
    try:
        architecture = Architecture.of(saved["architecture"])
        network = build(architecture, Variant(**saved.get("variant", {})))
        network.load_state_dict(saved["network"])
    except (KeyError, TypeError, RuntimeError) as error:
        raise ArchitectureMismatch(f"{path} is not of a network that this code knows: {error}") from error
    return network.eval(), saved
