"""Reads an exported model back."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from training.errors import TrainingError
from training.models.depth_map import DepthMap, DepthMapWidths
from training.models.evidence_network import EvidenceNetwork
from training.models.network import Architecture, Bottleneck, DepthNetwork
from training.models.texture_network import Stage, TextureNetwork

FORMAT = "depthproof-model/3"


def load_shipped(folder: Path) -> tuple[EvidenceNetwork, dict[str, Any]]:
    """The network as the browser runs it (folded, from weights.bin), and model.json.

    Raises TrainingError if the folder holds no model, or parts of two.
    """
    try:
        model = json.loads((folder / "model.json").read_text())
        data = (folder / "weights.bin").read_bytes()
    except (OSError, ValueError) as error:
        raise TrainingError(f"{folder} is no model that `export` wrote: {error}") from error
    try:
        if hashlib.sha256(data).hexdigest() != model["sha256"]:
            raise TrainingError(f"{folder}: weights.bin is not the one that model.json is of: export once more")
        if model["format"] != FORMAT:
            raise TypeError(f"its format is {model['format']}, not {FORMAT}")
        network = _network_of(model)
        network.load_state_dict(_state_of(network, model["weightsManifest"], data))
    except (KeyError, TypeError, AttributeError, ValueError, RuntimeError) as error:
        raise TrainingError(f"{folder} is of a network that this code does not know: {error}") from error
    return network, model


def _network_of(model: Mapping[str, Any]) -> EvidenceNetwork:
    """Without its weights."""
    branches, crops = model["architecture"], model["crops"]
    # A depth map shares these two with the depth branch; its widths are its own.
    mapped = {name: value for name, value in branches.get("depthMap", {}).items() if name in ("size", "beta")}
    depth = {**branches.get("depth", mapped)}
    if depth:
        depth["depth_size"] = depth.pop("size")
        depth.pop("ellipse", None)
    architecture = Architecture(
        frames=branches["frames"],
        face_size=crops["face"]["size"],
        context_size=crops["context"]["size"],
        appearance_stem=branches["appearance"]["stem"],
        appearance=tuple(Bottleneck(**one) for one in branches["appearance"]["bottlenecks"]),
        rigidity=branches["rigidity"]["hidden"],
        **depth,
    )
    texture = branches.get("texture", {})
    return EvidenceNetwork(
        DepthNetwork(architecture),
        model["evidence"],
        {name: TextureNetwork(tuple(_stage(one) for one in rest["stages"])) for name, rest in texture.items()},
        {name: rest["share"] for name, rest in texture.items()},
        _depth_map_of(architecture, branches["depthMap"]) if "depthMap" in branches else None,
    )


def _depth_map_of(architecture: Architecture, described: Mapping[str, Any]) -> DepthMap:
    widths = DepthMapWidths(**{field.name: described[field.name] for field in fields(DepthMapWidths)})
    depth_map = DepthMap(architecture, widths)
    depth_map.fold()
    return depth_map


def _stage(described: Mapping[str, Any]) -> Stage:
    return Stage(**{**described, "hidden": tuple(described["hidden"])})


def _state_of(network: nn.Module, manifest: list[dict], data: bytes) -> dict[str, Tensor]:
    """The state that weights.bin holds, from TensorFlow.js' layouts to PyTorch's, with a ConvPReLU's layers apart."""
    state, offset = {}, 0
    for entry in (entry for group in manifest for entry in group["weights"]):
        count = int(np.prod(entry["shape"]))
        value = torch.from_numpy(np.frombuffer(data, "<f2", count, offset).astype(np.float32).reshape(entry["shape"]))
        offset += 2 * count
        name, part = entry["name"].rsplit(".", 1)
        module = network.get_submodule(name)
        if isinstance(module, nn.Sequential):
            layer = int(part == "slope")
            name, module = f"{name}.{layer}", module[layer]
        if part == "kernel":
            if isinstance(module, nn.Conv2d):
                value = value.permute((2, 3, 0, 1) if module.groups > 1 else (3, 2, 0, 1))
            else:
                value = value.T
        state[f"{name}.{'bias' if part == 'bias' else 'weight'}"] = value
    return state
