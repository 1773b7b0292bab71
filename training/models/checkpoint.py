"""Checkpoints: written completely or not at all, and loaded only into the network they belong to."""

import io
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch

from training.atomic_file import write_atomic
from training.errors import TrainingError
from training.models.network import Architecture, DepthNetwork


class CheckpointError(TrainingError):
    """A checkpoint that cannot be read."""


class NoCheckpoint(CheckpointError):
    """A file that is no checkpoint, or not a complete one."""


class ArchitectureMismatch(CheckpointError):
    """A checkpoint of a different network than the one that would load it."""


# The `variant` of a checkpoint of a network without ablations (ablate/ablation.py); a missing entry means the same.
WHOLE = {
    "gradient": "sobel",
    "short_term": "full",
    "gru": "recurrent",
    "branches": "all",
    "crops": "both",
    "detail": "full",
    "theta": 0.0,
}


def save(path: Path, network: DepthNetwork, **rest: Any) -> None:
    """`rest`: whatever else the run needs to go on, as torch.save takes it."""
    content = io.BytesIO()
    torch.save(
        {
            "architecture": asdict(network.architecture),
            "variant": network.variant,
            "network": network.state_dict(),
            **rest,
        },
        content,
    )
    write_atomic(path, content.getvalue())


def read(path: Path, device: torch.device | str = "cpu") -> dict[str, Any]:
    """All that a checkpoint holds. It is pickled: read none that you do not trust.

    Raises CheckpointError if it cannot be read, NoCheckpoint if it is none, or not whole.
    """
    try:
        saved = torch.load(path, map_location=device)
    except OSError as error:
        raise CheckpointError(f"cannot read {path}: {error.strerror}") from error
    # On other bytes an unpickler may raise anything.
    except Exception as error:
        raise NoCheckpoint(f"{path} is damaged, or no checkpoint as a run's final.pt is") from error
    if not isinstance(saved, dict):
        raise NoCheckpoint(f"{path} is no checkpoint as a run's final.pt is")
    return saved


def restore(network: DepthNetwork, saved: dict[str, Any], path: Path) -> None:
    """Puts a checkpoint's weights into a network. Raises ArchitectureMismatch if they are of another."""
    if "architecture" not in saved:
        raise ArchitectureMismatch(f"{path} does not say of which architecture it is: train it anew")
    theirs = saved["architecture"] | WHOLE | saved.get("variant", {})
    ours = asdict(network.architecture) | WHOLE | network.variant
    differences = [
        f"{name} is {theirs.get(name)} there and {ours.get(name)} here"
        for name in (ours | theirs)
        if theirs.get(name) != ours.get(name)
    ]
    if differences:
        raise ArchitectureMismatch(f"{path} is of another network: {'; '.join(differences)}")
    network.load_state_dict(saved["network"])


def load(path: Path) -> tuple[DepthNetwork, dict[str, Any]]:
    """The network of a checkpoint in inference mode, and what else the checkpoint holds.

    Raises CheckpointError as `read` does, ArchitectureMismatch for an ablated network or one of other code.
    """
    saved = read(path)
    ablated = {name: value for name, value in saved.get("variant", {}).items() if value != WHOLE.get(name)}
    if ablated:
        raise ArchitectureMismatch(f"{path} is of an ablated network ({ablated}), which only `ablate` knows")
    try:
        network = DepthNetwork(Architecture.of(saved["architecture"]))
        network.load_state_dict(saved["network"])
    except (KeyError, TypeError, RuntimeError) as error:
        raise ArchitectureMismatch(f"{path} is not of a network that this code knows: {error}") from error
    return network.eval(), saved
