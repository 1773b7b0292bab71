"""Depth losses of the paper (eq. 5, 6) over maps N x 1 x 32 x 32, its binary loss (eq. 7), and a loss for where an
attack's medium is. stages.py has the overall loss (eq. 8)."""

import torch
import torch.nn.functional as F
from torch import Tensor


def _contrast_kernels() -> Tensor:
    """The eight 3x3 kernels with +1 at one neighbour and -1 at the centre, 8 x 1 x 3 x 3."""
    kernels = torch.zeros(8, 1, 3, 3)
    neighbours = [(y, x) for y in range(3) for x in range(3) if (y, x) != (1, 1)]
    for kernel, (y, x) in zip(kernels, neighbours):
        kernel[0, y, x] = 1
        kernel[0, 1, 1] = -1
    return kernels


CONTRAST_KERNELS = _contrast_kernels()


def binary_loss(logit: Tensor, live: Tensor) -> Tensor:
    """Cross-entropy (eq. 7) of each row, with labels smoothed to 0.02 and 0.98, so that probabilities can be
    calibrated: N, N -> N."""
    return F.binary_cross_entropy_with_logits(logit, 0.02 + 0.96 * live, reduction="none")


def euclidean_depth(predicted: Tensor, truth: Tensor) -> Tensor:
    """Euclidean depth loss (eq. 5), the depth supervision: mean over the map."""
    return F.mse_loss(predicted, truth)


def contrastive_depth(predicted: Tensor, truth: Tensor) -> Tensor:
    """Contrastive depth loss (eq. 6), mean over kernels and map: depth differences to each neighbour must agree."""
    return F.conv2d(predicted - truth, CONTRAST_KERNELS.to(predicted)).square().mean()


def depth_loss(predicted: Tensor, truth: Tensor, contrast: float) -> Tensor:
    """The Euclidean depth loss plus `contrast` times the contrastive one."""
    return euclidean_depth(predicted, truth) + contrast * contrastive_depth(predicted, truth)


def medium_loss(logits: Tensor, medium: Tensor) -> Tensor:
    """Mean cross-entropy of `logits` N x 1 x S x S with the share of each cell that an attack's medium covers, N x 1 x
    16 x 16. As depth does for the face, it shows the appearance branch where the evidence is, not only that there is
    some (pixel-wise supervision, George and Marcel, ICB 2019)."""
    return F.binary_cross_entropy_with_logits(
        logits, F.adaptive_avg_pool2d(medium, (logits.shape[-2], logits.shape[-1]))
    )
