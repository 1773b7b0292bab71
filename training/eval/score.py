"""Scores of a network over a set of windows. The score of one (eq. 11) is that of models/network.py."""

import numpy as np
import torch
from torch import Tensor

from training.data.dataset import Windows
from training.models.evidence_network import EvidenceNetwork
from training.models.network import DepthNetwork


@torch.no_grad()
def score_windows(network: DepthNetwork | EvidenceNetwork, windows: Windows) -> dict[str, np.ndarray]:
    """`network.scores`, `label` and `species` of each window, in order.

    Raises UnusableWindows if they have fewer frames than the network judges by, TrainingError if it sees more crops.
    """
    windows.require_frames(network.architecture.frames)
    network.eval()
    device = next(network.parameters()).device
    scored: list[dict[str, Tensor]] = []
    # Few at a time: tensors of more than 32 MB are mapped and faulted in anew by each layer, which trebles the time.
    for batch in windows.in_order(4):
        batch = batch.frames(network.architecture.frames).to(device)
        scores = network.scores(batch.faces, batch.contexts)
        scored.append(scores | {"label": batch.label, "species": batch.species})
    return {name: torch.cat([part[name] for part in scored]).cpu().numpy() for name in scored[0]}
