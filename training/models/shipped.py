"""Reads an exported model back."""

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from training.errors import TrainingError
from training.models.network import Architecture, DepthNetwork


def load_shipped(folder: Path) -> tuple[DepthNetwork, dict[str, Any]]:
    """The network as the browser runs it (folded, from weights.bin), and model.json.

    Raises TrainingError if the folder holds no model, or parts of two.
    """
    try:
        model = json.loads((folder / "model.json").read_text())
        data = (folder / "weights.bin").read_bytes()
    except (OSError, ValueError) as error:
        raise TrainingError(f"{folder} is no model that `export model` wrote: {error}") from error
    if hashlib.sha256(data).hexdigest() != model.get("sha256"):
        raise TrainingError(f"{folder}: weights.bin is not the one that model.json is of: export once more")
    try:
        network = DepthNetwork(Architecture.of(model["architecture"])).folded()
    except (KeyError, TypeError) as error:
        raise TrainingError(f"{folder} is of a network that this code does not know: {error}") from error
    state, offset = {}, 0
    for entry in (entry for group in model["weightsManifest"] for entry in group["weights"]):
        count = int(np.prod(entry["shape"]))
        value = torch.from_numpy(np.frombuffer(data, "<f2", count, offset).astype(np.float32).reshape(entry["shape"]))
        offset += 2 * count
        name, part = entry["name"].rsplit(".", 1)
        if part == "kernel":
            module = network.get_submodule(name)
            if isinstance(module, nn.Conv2d):
                value = value.permute((2, 3, 0, 1) if module.groups > 1 else (3, 2, 0, 1))
            else:
                value = value.T
        state[f"{name}.{'weight' if part == 'kernel' else 'bias'}"] = value
    network.load_state_dict(state)
    return network, model
