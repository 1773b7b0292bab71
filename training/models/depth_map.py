"""The depth map of a window's first frame, decoded from the appearance encoder's maps of the face crop.

Residual spatial gradient blocks (Wang et al., CVPR 2020, eq. 2) read the encoder's maps at three strides and join them,
as the paper's three levels are joined; one number from the last maps of both crops raises or lowers the map as a whole.
So depth costs a window one decoder beside an encoder that runs anyway.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from training.models.network import (
    AppearanceBranch,
    Architecture,
    SpatialGradientBlock,
    face_mask,
    fold_norm,
    mean_over_face,
    upsample,
)


@dataclass(frozen=True)
class DepthMapWidths:
    """Channels. `low`, `middle`, `high`: of the blocks on the encoder's maps at strides 4, 8 and 16."""

    low: int = 16
    middle: int = 16
    high: int = 24
    joined: int = 32
    hidden: int = 16


class DepthMap(nn.Module):
    """Log odds of every cell of the face crop: their sigmoid is the depth, 0 for paper and screens, 1 at the nose."""

    mask: Tensor

    def __init__(self, a: Architecture, widths: DepthMapWidths = DepthMapWidths()) -> None:
        super().__init__()
        w, self.size, self.widths = widths, a.depth_size, widths
        low, middle, high = (a.appearance[block].channels for block in AppearanceBranch.TAPS)
        self.low = SpatialGradientBlock(low, w.low)
        self.middle = SpatialGradientBlock(middle, w.middle)
        self.high = SpatialGradientBlock(high, w.high)
        self.joined = SpatialGradientBlock(w.low + w.middle + w.high, w.joined)
        self.hidden = SpatialGradientBlock(w.joined, w.hidden)
        self.out = nn.Conv2d(w.hidden, 1, 3, padding=1)
        self.surroundings = nn.Linear(a.appearance_vector, 1)
        # Most cells of most crops have no depth; and nothing is known of the surroundings before training.
        assert self.out.bias is not None
        nn.init.constant_(self.out.bias, -1)
        nn.init.zeros_(self.surroundings.weight)
        nn.init.zeros_(self.surroundings.bias)
        self.register_buffer("mask", face_mask(a.depth_size), persistent=False)

    def forward(self, maps: Sequence[Tensor], appearance: Tensor) -> Tensor:
        """`maps` of the face crop (AppearanceBranch.maps), the appearance vector N x 4C -> log odds N x 1 x 32 x 32."""
        low, middle, high = maps
        levels = [self.low(low), upsample(self.middle(middle), self.size), upsample(self.high(high), self.size)]
        relief = self.out(self.hidden(self.joined(torch.cat(levels, 1))))
        return relief + self.surroundings(appearance)[:, :, None, None]

    def evidence(self, log_odds: Tensor) -> Tensor:
        """Mean of the log odds over the face: N x 1 x 32 x 32 -> N."""
        return mean_over_face(log_odds, self.mask)

    def fold(self, norm: nn.BatchNorm1d | None = None) -> None:
        """Folds the batch norms, and that of the appearance's vector, into the weights; inference only."""
        for module in self.children():
            if isinstance(module, SpatialGradientBlock):
                module.fold()
        if norm is not None:
            fold_norm(norm, self.surroundings)


def gated(log_odds: Tensor, gate: Tensor) -> Tensor:
    """The depth map as it is shown: its log odds N x 1 x 32 x 32, log odds N of all other evidence -> depth.

    Other evidence only flattens the map. Where it speaks for a live face, the map stays as it was seen.
    """
    return torch.sigmoid(log_odds + gate.clamp(max=0)[:, None, None, None])
