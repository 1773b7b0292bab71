"""The network that learns from stills: the appearance's encoder, and on its maps log odds, a depth map and the place of
the medium (an attack's paper or device)."""

from __future__ import annotations

import copy
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from training.atomic_file import write_arrays
from training.errors import TrainingError
from training.models.depth_map import DepthMap
from training.models.network import AppearanceBranch, Architecture, DepthNetwork, fold_norm


class Seen(NamedTuple):
    """The answer for N stills."""

    logit: Tensor  # N, log odds of bona fide
    depth: Tensor  # N x 1 x 32 x 32, log odds
    medium: Tensor  # N x 1 x 8 x 8, logits of where an attack's medium is in the context crop


class StillNetwork(nn.Module):
    def __init__(self, architecture: Architecture | None = None) -> None:
        super().__init__()
        self.architecture = architecture = architecture or Architecture()
        self.appearance = AppearanceBranch(architecture)
        self.depth_map = DepthMap(architecture)
        self.head = nn.Linear(architecture.appearance_vector, 1)
        self.pointer = nn.Conv2d(architecture.appearance[-1].channels, 1, 1)

    @staticmethod
    def start(trained: DepthNetwork) -> StillNetwork:
        """With appearance and head of a trained depth network."""
        network = StillNetwork(trained.architecture)
        network.appearance.load_state_dict(trained.appearance.state_dict())
        network.head.load_state_dict(trained.classifier.split()[1].state_dict())
        return network

    def forward(self, face: Tensor, context: Tensor, hidden: Tensor | None = None) -> Seen:
        """Crops N x 3 x 128 x 128. `hidden`: N x 1, true where the surroundings do not reach the vector."""
        maps, surroundings = self.appearance.maps(face), self.appearance.last_map(context)
        vector = self.appearance.vector(surroundings, maps[-1])
        if hidden is not None:
            of_context, of_face = vector.chunk(2, 1)
            vector = torch.cat([of_context.masked_fill(hidden, 0), of_face], 1)
        return Seen(self.head(vector).squeeze(1), self.depth_map(maps, vector), self.pointer(surroundings))

    def folded(self) -> StillNetwork:
        """A copy for inference with every batch norm folded away."""
        network = copy.deepcopy(self).eval()
        norm = network.appearance.norm
        if isinstance(norm, nn.BatchNorm1d):
            network.depth_map.fold(norm)
            fold_norm(norm, network.head)
            network.appearance.norm = nn.Identity()
        return network


def average(networks: list[StillNetwork]) -> StillNetwork:
    """The mean of all weights of networks that began with the same ones (model soup: Wortsman et al., ICML 2022)."""
    result = copy.deepcopy(networks[0])
    states = [network.state_dict() for network in networks]
    result.load_state_dict({name: torch.stack([state[name].float() for state in states]).mean(0) for name in states[0]})
    return result


def save(path: Path, network: StillNetwork) -> None:
    """Weights as fp16, the norms' statistics as fp32."""
    state = {name: value.numpy() for name, value in network.state_dict().items()}
    write_arrays(path, **{name: x if "running" in name else x.astype(np.float16) for name, x in state.items()})


def load(path: Path, network: StillNetwork | None = None) -> StillNetwork:
    """The network, built anew or given, with the weights that `save` wrote. Raises TrainingError if the file holds none
    of it."""
    network = network or StillNetwork()
    try:
        with np.load(path) as stored:
            state: Mapping[str, Tensor] = {name: torch.from_numpy(stored[name].astype(np.float32)) for name in stored}
        network.load_state_dict(state)
    except (OSError, EOFError, ValueError, AttributeError, RuntimeError, zipfile.BadZipFile) as error:
        raise TrainingError(f"{path} holds no network that `train stills` wrote: {error}") from error
    return network.eval()
