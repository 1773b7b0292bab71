"""Networks with a part taken out, to measure what the part is worth, or with central-difference convolutions.

The depth network's mathematics stands in models/network.py alone; here its parts are replaced. The browser cannot run
such a network: `ablate` trains and scores it, and nothing exports it.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.errors import TrainingError
from training.models.network import (
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


@dataclass(frozen=True)
class Ablation:
    """How a network differs from models/network.py. Raises TrainingError for what cannot be combined.

    gradient    "none": vanilla convolutions instead of the spatial gradient blocks (RSGB, eq. 1 and 2)
    short_term  "none": the recurrence sees the compressed features of frame t instead of the short-term block's result
    gru         "none": each step's D_multi from that step alone, and the mean over the steps instead of a recurrence
    frames      1: D_refined = D_single, no temporal module
    branches    "still": no rigidity; "depth": neither appearance nor rigidity; "appearance": no depth in the
                classifier, no rigidity; "rigidity": no depth, no appearance
    crops       "context": the appearance branch sees the context crop alone; "face": the face crop alone
    detail      "half": crops of half as many pixels a side, enlarged again
    motion_alone  D_refined = D_multi (alpha = 1), neither appearance nor rigidity, and short-term blocks that see the
                temporal gradient F(t) - F(t+1) alone: nothing that one frame shows reaches the classifier. A still
                image held still gives the same answer whatever it shows
    theta       of central-difference convolutions (Yu et al., CVPR 2020) in the backbone
    """

    gradient: str = "sobel"
    short_term: str = "full"
    gru: str = "recurrent"
    frames: int = 5
    branches: str = "all"
    crops: str = "both"
    detail: str = "full"
    motion_alone: bool = False
    theta: float = 0.0

    def __post_init__(self) -> None:
        if self.crops != "both" and (self.motion_alone or self.branches in ("depth", "rigidity")):
            raise TrainingError("crops: this network sees no appearance")
        if self.frames == 1 and self.branches == "rigidity":
            raise TrainingError("frames 1: nothing moves in a single frame, and rigidity alone would see nothing")
        if self.motion_alone and (self.frames, self.short_term, self.branches) != (5, "full", "all"):
            raise TrainingError("motion_alone chooses frames, short-term blocks and branches itself")

    @property
    def differences(self) -> dict[str, object]:
        """The fields that differ from the network itself."""
        whole = asdict(Ablation())
        return {name: value for name, value in asdict(self).items() if value != whole[name]}


class CentralDifferenceConv(nn.Conv2d):
    """3x3 convolution of x minus theta times x at the centre times the sum of the kernel.

    That is a convolution whose centre weight is W_c - theta * sum W, and is computed as such.
    """

    def __init__(self, conv: nn.Conv2d, theta: float) -> None:
        super().__init__(conv.in_channels, conv.out_channels, 3, padding=1)
        self.load_state_dict(conv.state_dict())
        self.theta = theta

    def forward(self, x: Tensor) -> Tensor:
        central = self.weight - F.pad(self.theta * self.weight.sum((2, 3), keepdim=True), (1, 1, 1, 1))
        return F.conv2d(x, central, self.bias, padding=1)


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
    """A ConvGRU's candidate without a state: tanh(conv(X))."""

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


def build(ablation: Ablation, architecture: Architecture | None = None) -> DepthNetwork:
    """An untrained network without the part."""
    architecture = replace(architecture or Architecture(), frames=ablation.frames)
    if ablation.motion_alone:
        architecture = replace(architecture, alpha=1.0)
    network = (SingleFrameNetwork if ablation.frames == 1 else DepthNetwork)(architecture)
    network.variant = ablation.differences
    branches = "depth" if ablation.motion_alone else ablation.branches
    if ablation.gradient == "none":
        without_gradient(network)
    if ablation.motion_alone or ablation.short_term == "none":
        block = MotionAlone if ablation.motion_alone else FrameAlone
        full = 6 * architecture.reduced
        _replace(network, ShortTermBlock, lambda b: block(b.fuse.conv.in_channels - full, architecture))
    if ablation.gru == "none":
        _replace(network, ConvGRUCell, StatelessCell)
    if branches in ("depth", "rigidity"):
        network.appearance = NoAppearance(architecture)
    elif ablation.crops != "both":
        network.appearance = OneCrop(architecture, ablation.crops)
    if branches in ("appearance", "rigidity"):
        network.classifier = NoDepth(architecture)
    if branches in ("still", "depth", "appearance") or ablation.frames == 1:
        network.rigidity = NoRigidity()
    if ablation.detail == "half":
        for branch in (network.backbone, network.appearance):
            if hasattr(branch, "stem"):
                branch.stem.register_forward_pre_hook(lambda _, crops: tuple(map(halved, crops)))  # type: ignore[arg-type]
    if ablation.theta:
        for part in network.backbone.modules():
            if isinstance(part, (SpatialGradientBlock, NormalisedConv)):
                part.conv = CentralDifferenceConv(part.conv, ablation.theta)
    return network


def without_gradient(network: nn.Module) -> None:
    """Puts vanilla convolutions in the place of the spatial gradient blocks."""
    _replace(network, SpatialGradientBlock, lambda b: NormalisedConv(b.conv.in_channels, b.conv.out_channels, 3))


def _replace(parent: nn.Module, kind: type[nn.Module], make: Callable) -> None:
    """Puts `make(part)` in the place of every part of a kind."""
    for name, part in parent.named_children():
        if isinstance(part, kind):
            setattr(parent, name, make(part))
        else:
            _replace(part, kind, make)
