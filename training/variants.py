"""Networks with a part taken out, to measure what the part is worth, and central-difference training.

The shipped network's mathematics stands in network.py alone; here its parts are replaced. Taking something out leaves a
network that the browser cannot run: it is trained and scored like the others, but not exported.

    --gradient none     vanilla convolutions instead of the spatial gradient blocks (RSGB, eq. 1 and 2)
    --short-term none   the recurrence sees the compressed features of frame t instead of the short-term block's result
    --gru none          each step's D_multi from that step alone, and the mean over the steps instead of a recurrence
    --frames 1          D_refined = D_single: no temporal module
    --branches still    depth and appearance, no rigidity
    --branches depth    neither appearance nor rigidity
    --branches appearance   appearance alone: no depth in the classifier, no rigidity
    --branches rigidity     rigidity alone
    --crops context     the appearance branch sees the wide crop alone; `face`: the face's alone
    --motion-alone      D_refined = D_multi (alpha = 1), neither appearance nor rigidity, and short-term blocks that see
                        the temporal gradient F(t) - F(t+1) alone: nothing that one frame shows reaches the classifier. A still
                        picture held still gives the same answer whatever it shows
    --detail half       crops of half as many pixels a side, enlarged again
    --theta T           central-difference convolutions (Yu et al., CVPR 2020) in the backbone; folded at export, so
                        inference does not change
"""

from __future__ import annotations

import argparse
import copy
from collections.abc import Callable
from dataclasses import dataclass, replace

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.errors import TrainingError
from training.network import (
    AppearanceBranch,
    Architecture,
    Classifier,
    ConvGRUCell,
    DepthNetwork,
    Features,
    NormalisedConv,
    RigidityBranch,
    ShortTermBlock,
    SpatialGradientBlock,
    upsample,
)


class NotExportable(TrainingError):
    """A network with a part taken out."""


@dataclass(frozen=True)
class Variant:
    """How a network differs from network.py, beyond what its Architecture says. Goes into the checkpoint."""

    gradient: str = "sobel"  # or "none"
    short_term: str = "full"  # or "none", "motion"
    gru: str = "recurrent"  # or "none"
    branches: str = "all"  # or "still", "depth", "appearance", "rigidity"
    crops: str = "both"  # or "context", "face": what the appearance branch sees
    detail: str = "full"  # or "half"
    theta: float = 0.0


class CentralDifferenceConv(nn.Conv2d):
    """3x3 convolution of x minus theta times x at the centre times the sum of the kernel.

    That is a convolution whose centre weight is W_c - theta * sum W, and is computed as such.
    """

    def __init__(self, conv: nn.Conv2d, theta: float) -> None:
        super().__init__(conv.in_channels, conv.out_channels, 3, padding=1)
        self.load_state_dict(conv.state_dict())
        self.theta = theta

    def central(self) -> Tensor:
        return self.weight - F.pad(self.theta * self.weight.sum((2, 3), keepdim=True), (1, 1, 1, 1))

    def forward(self, x: Tensor) -> Tensor:
        return F.conv2d(x, self.central(), self.bias, padding=1)


class FrameAlone(ShortTermBlock):
    """The compressed feature of `t` and the previous level: no gradients, no second frame."""

    def __init__(self, previous: int, a: Architecture) -> None:
        nn.Module.__init__(self)
        self.fuse = NormalisedConv(a.reduced + previous, a.level, 3)

    def forward(self, older: Tensor, newer: Tensor, previous: Tensor | None) -> Tensor:
        return self.fuse(older if previous is None else torch.cat([older, previous], 1))


class MotionAlone(FrameAlone):
    """The temporal gradient and the previous level."""

    def forward(self, older: Tensor, newer: Tensor, previous: Tensor | None) -> Tensor:
        return super().forward(older - newer, newer, previous)


class StatelessCell(ConvGRUCell):
    """The candidate of a ConvGRU without state: tanh(conv(X))."""

    def __init__(self, cell: ConvGRUCell) -> None:
        nn.Module.__init__(self)
        inputs, hidden = cell.candidate.in_channels - cell.hidden, cell.hidden
        self.candidate = nn.Conv2d(inputs, hidden, 3, padding=1)

    def forward(self, x: Tensor, state: Tensor | None) -> Tensor:
        return torch.tanh(self.candidate(x))


class NoAppearance(AppearanceBranch):
    """Zeros for whatever is seen."""

    def __init__(self, a: Architecture) -> None:
        nn.Module.__init__(self)
        self.width = a.appearance[-1].channels
        self.norm = nn.Identity()

    def last_map(self, crop: Tensor) -> Tensor:
        return crop.new_zeros(len(crop), self.width, 1, 1)

    def vector(self, context: Tensor, face: Tensor) -> Tensor:
        return context.new_zeros(len(context), 4 * self.width)


class OneCrop(AppearanceBranch):
    """Zeros for what the other crop shows."""

    def __init__(self, a: Architecture, seen: str) -> None:
        super().__init__(a)
        self.sees_context, self.sees_face = seen == "context", seen == "face"

    def vector(self, context: Tensor, face: Tensor) -> Tensor:
        unseen = torch.zeros_like(face)
        return super().vector(context, unseen) if self.sees_context else super().vector(unseen, face)


class NoRigidity(RigidityBranch):
    """Adds nothing, whatever moves."""

    def __init__(self) -> None:
        nn.Module.__init__(self)

    def moments_of(self, contexts: Tensor) -> Tensor:
        return contexts.new_zeros(len(contexts), 0)

    def forward(self, moments: Tensor) -> Tensor:
        return moments.new_zeros(len(moments))


class NoDepth(Classifier):
    """Sees no depth."""

    def forward(self, depth: Tensor, appearance: Tensor) -> Tensor:
        return super().forward(torch.zeros_like(depth), appearance)


class SingleFrameNetwork(DepthNetwork):
    """Judges by the coarse depth of one frame and by its appearance."""

    def window(self, features: Features, contexts: Tensor, appearance: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        single = features.depth.unflatten(0, contexts.shape[:2])
        return single, single, self.classifier(single.mean(1), appearance)


def halved(crop: Tensor) -> Tensor:
    """N x C x H x W with the detail of H/2 x W/2."""
    return upsample(F.avg_pool2d(crop, 2), crop.shape[-1])


def build(architecture: Architecture, variant: Variant) -> DepthNetwork:
    """An untrained network; its `variant` is the one given."""
    kind = SingleFrameNetwork if architecture.frames == 1 else DepthNetwork
    network = kind(architecture)
    network.variant = variant
    if variant.gradient == "none":
        _replace(network, SpatialGradientBlock, lambda b: NormalisedConv(b.conv.in_channels, b.conv.out_channels, 3))
    if variant.short_term != "full":
        block = {"none": FrameAlone, "motion": MotionAlone}[variant.short_term]
        full = 6 * architecture.reduced
        _replace(network, ShortTermBlock, lambda b: block(b.fuse.conv.in_channels - full, architecture))
    if variant.gru == "none":
        _replace(network, ConvGRUCell, StatelessCell)
    if variant.branches in ("depth", "rigidity"):
        network.appearance = NoAppearance(architecture)
    elif variant.crops != "both":
        network.appearance = OneCrop(architecture, variant.crops)
    if variant.branches in ("appearance", "rigidity"):
        network.classifier = NoDepth(architecture)
    if variant.branches in ("still", "depth", "appearance") or architecture.frames == 1:
        network.rigidity = NoRigidity()
    if variant.detail == "half":
        for branch in (network.backbone, network.appearance):
            if hasattr(branch, "stem"):
                branch.stem.register_forward_pre_hook(lambda _, crops: tuple(map(halved, crops)))
    if variant.theta:
        for block in network.backbone.modules():
            if isinstance(block, (SpatialGradientBlock, NormalisedConv)):
                block.conv = CentralDifferenceConv(block.conv, variant.theta)
    return network


def exportable(network: DepthNetwork) -> DepthNetwork:
    """A copy in which central differences are folded into the weights. Raises NotExportable if a part is missing."""
    plain = Variant(theta=network.variant.theta)
    if network.variant != plain or network.architecture.frames == 1:
        raise NotExportable(
            f"the browser has no code for this network ({network.variant}, {network.architecture.frames} frames): "
            "score it with training.evaluate --checkpoint"
        )
    network = copy.deepcopy(network)
    network.variant = Variant()
    _replace(network, CentralDifferenceConv, _folded)
    return network


def _replace(parent: nn.Module, kind: type[nn.Module], make: Callable) -> None:
    """Puts `make(part)` in the place of every part of a kind."""
    for name, part in parent.named_children():
        if isinstance(part, kind):
            setattr(parent, name, make(part))
        else:
            _replace(part, kind, make)


def _folded(conv: CentralDifferenceConv) -> nn.Conv2d:
    result = nn.Conv2d(conv.in_channels, conv.out_channels, 3, padding=1)
    result.load_state_dict({"weight": conv.central(), "bias": conv.bias})
    return result


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options that `chosen` reads."""
    group = parser.add_argument_group("ablations", "see training/variants.py")
    group.add_argument("--gradient", choices=("sobel", "none"), default="sobel")
    group.add_argument("--short-term", choices=("full", "none"), default="full")
    group.add_argument("--gru", choices=("recurrent", "none"), default="recurrent")
    group.add_argument("--frames", type=int, choices=(1, 5), default=5)
    group.add_argument("--branches", choices=("all", "still", "depth", "appearance", "rigidity"),
                       default="all")
    group.add_argument("--crops", choices=("both", "context", "face"), default="both")
    group.add_argument("--detail", choices=("full", "half"), default="full")
    group.add_argument("--motion-alone", action="store_true")
    group.add_argument("--theta", type=float, default=0.0, help="central-difference convolution, 0 = none")


def chosen(a: argparse.Namespace) -> tuple[Architecture, Variant]:
    """The network that the options ask for."""
    architecture = Architecture(frames=a.frames)
    variant = Variant(a.gradient, a.short_term, a.gru, a.branches, a.crops, a.detail, a.theta)
    if a.crops != "both" and (a.motion_alone or a.branches in ("depth", "rigidity")):
        raise TrainingError("--crops: this network sees no appearance")
    if a.frames == 1 and a.branches == "rigidity":
        raise TrainingError("--frames 1: nothing moves in a single frame, and rigidity alone would see nothing")
    if a.motion_alone:
        if (a.frames, a.short_term, a.branches) != (5, "full", "all"):
            raise TrainingError("--motion-alone chooses frames, short-term blocks and branches itself")
        return replace(architecture, alpha=1.0), replace(variant, short_term="motion", branches="depth")
    return architecture, variant
