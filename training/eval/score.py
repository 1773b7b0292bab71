"""Scores of a network over a set of windows."""

import numpy as np
import torch
from torch import Tensor

from training.data.dataset import Windows
from training.models.network import DepthNetwork


@torch.no_grad()
def score_windows(network: DepthNetwork, windows: Windows) -> dict[str, np.ndarray]:
    """`score`, mean of the `refined` and the `coarse` depth, `label` and `species` of each window, in order.

    Raises UnusableWindows if they have fewer frames than the network judges by.
    """
    windows.require_frames(network.architecture.frames)
    network.eval()
    device = network.mask.device
    scored: list[dict[str, Tensor]] = []
    # Few at a time: tensors of more than 32 MB are mapped and faulted in anew by each layer, which trebles the time.
    for batch in windows.in_order(4):
        batch = batch.frames(network.architecture.frames).to(device)
        refined, coarse, logit = network(batch.faces, batch.contexts)
        depth = refined.mean(1)
        scored.append(
            {
                "score": network.score(depth, logit),
                "refined": network.mean_depth(depth),
                "coarse": network.mean_depth(coarse.mean(1)),
                "label": batch.label,
                "species": batch.species,
            }
        )
    return {name: torch.cat([part[name] for part in scored]).cpu().numpy() for name in scored[0]}
