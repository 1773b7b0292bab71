"""Group DRO over species of attack (Sagawa et al., ICLR 2020): a rare hard one is not traded for many easy ones.

A soft form: a species' weight grows with the exponential of its loss.
"""

import torch
from torch import Tensor, nn

from training.data.species import SPECIES_NAMES

MOMENTUM = 0.05


class GroupDRO(nn.Module):
    """Mean of losses with weights proportional to exp(`strength` * running mean loss of the species) among the attacks
    of a batch, and 1 for bona fide windows. Strength 0 is the plain mean. Goes into the checkpoint."""

    running: Tensor

    def __init__(self, strength: float) -> None:
        super().__init__()
        self.strength = strength
        self.register_buffer("running", torch.zeros(len(SPECIES_NAMES)))

    def forward(self, losses: Tensor, species: Tensor) -> Tensor:
        """`losses` float N, `species` int N -> scalar."""
        for one in species.unique():
            self.running[one] += MOMENTUM * (losses.detach()[species == one].mean() - self.running[one])
        weights = torch.exp(self.strength * self.running[species])
        attacks = species != 0
        weights = torch.where(attacks, weights / weights[attacks].mean(), torch.ones_like(weights))
        return (weights * losses).mean()
