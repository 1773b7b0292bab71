"""The depth network, trained on rendered windows. Its rigidity branch ships as it is, and its appearance branch after
further training: see evidence_network.py.

Method: Wang et al., "Deep Spatial Gradient and Temporal Depth Learning for Face Anti-spoofing", CVPR 2020, with fewer
channels, to run in a browser. Tensors are N x C x H x W; frames are RGB scaled to [-0.5, 0.5]. `t` is the older one of
two frames.

It differs from the authors' released code on purpose:

- The ConvGRU recurs over time; theirs, as we read it, iterates over the batch.
- The classifier emits a plain logit; theirs applies softmax twice.
- The short-term block takes the compressed feature and the previous level, as in the paper's text.
- The Sobel kernels are scaled by 1/8, so that a unit ramp has gradient 1.
- An appearance branch sees the first frame's face and surroundings, and a rigidity branch sees how both move.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

SOBEL_SCALE = 1 / 8
MAGNITUDE_EPSILON = 1e-8
# Semi-axes of the ellipse that an aligned face fills, as shares of the face crop's side.
FACE_ELLIPSE = (0.33, 0.38)


@dataclass(frozen=True)
class Bottleneck:
    """An inverted residual of MobileNetV2 (Sandler et al., CVPR 2018, table 1)."""

    expansion: int
    channels: int
    stride: int


# Widths and strides of MobileNetV2's first twelve bottlenecks; more would not fit into 1.5 MB.
FIRST_BOTTLENECKS = (
    Bottleneck(1, 16, 1),
    *(Bottleneck(6, 24, stride) for stride in (2, 1)),
    *(Bottleneck(6, 32, stride) for stride in (2, 1, 1)),
    *(Bottleneck(6, 64, stride) for stride in (2, 1, 1, 1)),
    *(Bottleneck(6, 96, stride) for stride in (1, 1)),
)


@dataclass(frozen=True)
class Architecture:
    """Widths in channels, sizes in pixels; goes into checkpoints as it is."""

    frames: int = 5
    face_size: int = 128
    context_size: int = 128
    depth_size: int = 32
    stem: int = 16
    level: int = 32
    wide: int = 48
    depth_hidden: int = 16
    reduced: int = 8
    hidden: int = 16
    appearance_stem: int = 32
    appearance: tuple[Bottleneck, ...] = FIRST_BOTTLENECKS
    classifier: int = 64
    rigidity: int = 32
    # D_refined = (1 - alpha) D_single + alpha D_multi (eq. 4); score = beta b_hat + (1 - beta) depth (eq. 11). The
    # paper's beta is 0.8. Here b_hat is already computed from the depth map and the appearance, and counting depth
    # again only makes the score worse: on validation windows AUC rises with beta up to 1.
    alpha: float = 0.6
    beta: float = 1.0

    @property
    def appearance_vector(self) -> int:
        """Mean and maximum of each channel, of two crops."""
        return 4 * self.appearance[-1].channels

    @staticmethod
    def of(saved: Mapping[str, Any]) -> Architecture:
        """The architecture that `dataclasses.asdict` wrote, or JSON made of it. Raises TypeError or KeyError if another
        version wrote it."""
        return Architecture(**{**saved, "appearance": tuple(Bottleneck(**one) for one in saved["appearance"])})


def sobel(x: Tensor) -> tuple[Tensor, Tensor]:
    """Depthwise horizontal and vertical Sobel responses (eq. 1) with zero padding, scaled by 1/8."""
    padded = F.pad(x, (1, 1, 1, 1))
    rows = padded[:, :, :-2] + 2 * padded[:, :, 1:-1] + padded[:, :, 2:]
    columns = padded[..., :-2] + 2 * padded[..., 1:-1] + padded[..., 2:]
    horizontal = (rows[..., 2:] - rows[..., :-2]) * SOBEL_SCALE
    vertical = (columns[:, :, 2:] - columns[:, :, :-2]) * SOBEL_SCALE
    return horizontal, vertical


def magnitude_of(horizontal: Tensor, vertical: Tensor) -> Tensor:
    """sqrt(Gx^2 + Gy^2 + eps)."""
    return (horizontal * horizontal).addcmul_(vertical, vertical).add_(MAGNITUDE_EPSILON).sqrt_()


class GradientMagnitude(torch.autograd.Function):
    """magnitude_of(*sobel(x)) with a hand-written backward pass: autograd through both is half as fast."""

    @staticmethod
    def forward(ctx, x: Tensor) -> Tensor:
        horizontal, vertical = sobel(x)
        magnitude = magnitude_of(horizontal, vertical)
        ctx.save_for_backward(horizontal, vertical, magnitude)
        return magnitude

    @staticmethod
    def backward(ctx, gradient: Tensor) -> Tensor:
        horizontal, vertical, magnitude = ctx.saved_tensors
        ratio = gradient / magnitude * SOBEL_SCALE
        padded = F.pad(ratio * horizontal, (1, 1, 1, 1))
        rows = padded[:, :, :-2] + 2 * padded[:, :, 1:-1] + padded[:, :, 2:]
        result = rows[..., :-2] - rows[..., 2:]
        padded = F.pad(ratio * vertical, (1, 1, 1, 1))
        columns = padded[..., :-2] + 2 * padded[..., 1:-1] + padded[..., 2:]
        return result.add_(columns[:, :, :-2]).sub_(columns[:, :, 2:])


class SpatialGradientBlock(nn.Module):
    """Residual spatial gradient block (eq. 2): ReLU(BN(conv3x3(x) + BN(conv1x1(|grad x|))))."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, 3, padding=1)
        self.gradient = nn.Conv2d(inputs, outputs, 1, bias=False)
        self.gradient_norm: nn.Module = nn.BatchNorm2d(outputs)
        self.norm: nn.Module = nn.BatchNorm2d(outputs)

    def forward(self, x: Tensor) -> Tensor:
        magnitude = GradientMagnitude.apply(x) if torch.is_grad_enabled() else magnitude_of(*sobel(x))
        residual = self.gradient_norm(self.gradient(magnitude))
        return F.relu(self.norm(self.conv(x) + residual))

    def fold(self) -> None:
        """Folds both batch norms into the convolutions; inference only."""
        scale, shift = affine(self.norm)
        inner_scale, inner_shift = affine(self.gradient_norm)
        assert self.conv.bias is not None
        self.conv.bias.data = scale * (self.conv.bias.data + inner_shift) + shift
        self.conv.weight.data *= scale[:, None, None, None]
        self.gradient.weight.data *= (scale * inner_scale)[:, None, None, None]
        self.norm, self.gradient_norm = nn.Identity(), nn.Identity()


class NormalisedConv(nn.Module):
    """ReLU(BN(conv(x))), kernel 1 or 3."""

    def __init__(self, inputs: int, outputs: int, kernel: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2)
        self.norm: nn.Module = nn.BatchNorm2d(outputs)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.norm(self.conv(x)))

    def fold(self) -> None:
        scale, shift = affine(self.norm)
        assert self.conv.bias is not None
        self.conv.bias.data = scale * self.conv.bias.data + shift
        self.conv.weight.data *= scale[:, None, None, None]
        self.norm = nn.Identity()


def affine(norm: nn.Module) -> tuple[Tensor, Tensor]:
    """Scale and shift of a batch norm in inference."""
    assert isinstance(norm, nn.BatchNorm2d)
    assert norm.running_mean is not None and norm.running_var is not None
    scale = norm.weight.data / torch.sqrt(norm.running_var + norm.eps)
    return scale, norm.bias.data - norm.running_mean * scale


def fold_norm(norm: nn.BatchNorm1d, layer: nn.Linear) -> None:
    """Folds a norm without weights of its own into the layer, whose last inputs it normalises; inference only."""
    assert norm.running_mean is not None and norm.running_var is not None
    weight = layer.weight.data[:, -norm.num_features :]
    weight /= torch.sqrt(norm.running_var + norm.eps)
    layer.bias.data -= weight @ norm.running_mean


@dataclass
class Features:
    """The backbone's results for one frame: the three levels before their pools, and the coarse depth."""

    low: Tensor  # N x level x 64 x 64
    middle: Tensor  # N x level x 32 x 32
    high: Tensor  # N x level x 16 x 16
    depth: Tensor  # N x 1 x 32 x 32, >= 0


class Backbone(nn.Module):
    """Three levels of spatial gradient blocks and the coarse depth map (D_single)."""

    def __init__(self, a: Architecture) -> None:
        super().__init__()
        self.depth_size = a.depth_size
        self.stem = SpatialGradientBlock(3, a.stem)
        self.low = level(a.stem, a)
        self.middle = level(a.level, a)
        self.high = level(a.level, a)
        self.depth1 = SpatialGradientBlock(3 * a.level, a.level)
        self.depth2 = SpatialGradientBlock(a.level, a.depth_hidden)
        self.depth3 = nn.Conv2d(a.depth_hidden, 1, 3, padding=1)
        # Starts above zero so that the closing ReLU cannot be dead from the first step on.
        assert self.depth3.bias is not None
        nn.init.constant_(self.depth3.bias, 0.2)

    def forward(self, frame: Tensor) -> Features:
        low = self.low(F.max_pool2d(self.stem(frame), 2))
        middle = self.middle(F.max_pool2d(low, 2))
        high = self.high(F.max_pool2d(middle, 2))
        joined = torch.cat([F.max_pool2d(low, 2), middle, upsample(high, self.depth_size)], 1)
        depth = F.relu(self.depth3(self.depth2(self.depth1(joined))))
        return Features(low, middle, high, depth)


def level(inputs: int, a: Architecture) -> nn.Sequential:
    return nn.Sequential(
        SpatialGradientBlock(inputs, a.level),
        SpatialGradientBlock(a.level, a.wide),
        SpatialGradientBlock(a.wide, a.level),
    )


def upsample(x: Tensor, size: int) -> Tensor:
    """Bilinear, half-pixel centres: tf.image.resizeBilinear(..., alignCorners=false, halfPixelCenters=true)."""
    return F.interpolate(x, size=(size, size), mode="bilinear", align_corners=False)


class ShortTermBlock(nn.Module):
    """Short-term spatio-temporal block of one level: fuses the compressed feature of `t`, the spatial gradients of
    `t` and `t+1`, the temporal gradient and the previous level's result."""

    def __init__(self, previous: int, a: Architecture) -> None:
        super().__init__()
        self.fuse = NormalisedConv(6 * a.reduced + previous, a.level, 3)

    def forward(self, older: Tensor, newer: Tensor, previous: Tensor | None) -> Tensor:
        parts = [older, *sobel(older), *sobel(newer), older - newer]
        if previous is not None:
            parts.append(previous)
        return self.fuse(torch.cat(parts, 1))


class ConvGRUCell(nn.Module):
    """ConvGRU (eq. 3) with 3x3 kernels: R, U = sigmoid(conv[H, X]); H~ = tanh(conv[R.H, X]);
    H <- (1 - U).H + U.H~. Gates are ordered R, U; inputs are ordered X, H."""

    def __init__(self, inputs: int, hidden: int) -> None:
        super().__init__()
        self.hidden = hidden
        self.gates = nn.Conv2d(inputs + hidden, 2 * hidden, 3, padding=1)
        self.candidate = nn.Conv2d(inputs + hidden, hidden, 3, padding=1)

    def forward(self, x: Tensor, state: Tensor | None) -> Tensor:
        if state is None:
            state = x.new_zeros(x.shape[0], self.hidden, *x.shape[2:])
        reset, update = torch.sigmoid(self.gates(torch.cat([x, state], 1))).chunk(2, 1)
        candidate = torch.tanh(self.candidate(torch.cat([x, reset * state], 1)))
        return (1 - update) * state + update * candidate


@dataclass
class Reduced:
    """The compressed features of one frame (1x1 convolutions), all that the next step needs of it."""

    low: Tensor  # N x reduced x 64 x 64
    middle: Tensor  # N x reduced x 32 x 32
    high: Tensor  # N x reduced x 32 x 32, upsampled
    depth: Tensor  # N x 1 x 32 x 32, D_single


class TemporalModule(nn.Module):
    """Spatio-temporal propagation module: short-term blocks at three levels, then two ConvGRU cells."""

    def __init__(self, a: Architecture) -> None:
        super().__init__()
        self.depth_size, self.alpha = a.depth_size, a.alpha
        self.reduce_low = NormalisedConv(a.level, a.reduced, 1)
        self.reduce_middle = NormalisedConv(a.level, a.reduced, 1)
        self.reduce_high = NormalisedConv(a.level, a.reduced, 1)
        self.short_low = ShortTermBlock(0, a)
        self.short_middle = ShortTermBlock(a.level, a)
        self.short_high = ShortTermBlock(a.level, a)
        self.gru1 = ConvGRUCell(a.level, a.hidden)
        self.gru2 = ConvGRUCell(a.hidden, 1)

    def reduce(self, features: Features) -> Reduced:
        return Reduced(
            self.reduce_low(features.low),
            self.reduce_middle(features.middle),
            upsample(self.reduce_high(features.high), self.depth_size),
            features.depth,
        )

    def short_term(self, older: Reduced, newer: Reduced) -> Tensor:
        """N x level x 32 x 32."""
        low = F.max_pool2d(self.short_low(older.low, newer.low, None), 2)
        middle = self.short_middle(older.middle, newer.middle, low)
        return self.short_high(older.high, newer.high, middle)

    def propagate(self, x: Tensor, state: tuple[Tensor, Tensor] | None) -> tuple[Tensor, Tensor]:
        """One step of both cells; the second cell's state is D_multi in (-1, 1)."""
        hidden = self.gru1(x, None if state is None else state[0])
        return hidden, self.gru2(hidden, None if state is None else state[1])

    def refine(self, single: Tensor, multi: Tensor) -> Tensor:
        """D_refined of frame t (eq. 4)."""
        return (1 - self.alpha) * single + self.alpha * multi

    def window(self, features: Features, frames: int) -> tuple[Tensor, Tensor]:
        """Whole windows of T frames, in one batch of N x T -> refined depth of each step N x T-1 x 1 x 32 x 32, coarse
        depth N x T x 1 x 32 x 32."""
        parts = {name: x.unflatten(0, (-1, frames)) for name, x in vars(self.reduce(features)).items()}
        older = Reduced(**{name: x[:, :-1].flatten(0, 1) for name, x in parts.items()})
        newer = Reduced(**{name: x[:, 1:].flatten(0, 1) for name, x in parts.items()})
        steps = self.short_term(older, newer).unflatten(0, (-1, frames - 1))
        gru, refined = None, []
        for step in range(frames - 1):
            gru = self.propagate(steps[:, step], gru)
            refined.append(self.refine(parts["depth"][:, step], gru[1]))
        return torch.stack(refined, 1), parts["depth"]


class SameConv(nn.Conv2d):
    """3x3 convolution with TensorFlow's padding: at stride 2 an even side gets its one zero after it, none before."""

    def __init__(self, inputs: int, outputs: int, stride: int, groups: int = 1) -> None:
        super().__init__(inputs, outputs, 3, stride, groups=groups)

    def forward(self, x: Tensor) -> Tensor:
        height, width = (self._zeros(side) for side in x.shape[2:])
        return super().forward(F.pad(x, (*width, *height)))

    def _zeros(self, side: int) -> tuple[int, int]:
        stride = self.stride[0]
        missing = max((-(-side // stride) - 1) * stride + 3 - side, 0)
        return missing // 2, missing - missing // 2


class InvertedResidual(nn.Module):
    """x + project(ReLU6(depthwise(ReLU6(expand(x))))), without x where the map's size changes. Batch norms are folded
    into the weights, as in the weights that training starts from."""

    def __init__(self, inputs: int, b: Bottleneck) -> None:
        super().__init__()
        hidden = b.expansion * inputs
        if b.expansion > 1:
            self.expand = nn.Conv2d(inputs, hidden, 1)
        self.depthwise = SameConv(hidden, hidden, b.stride, groups=hidden)
        self.project = nn.Conv2d(hidden, b.channels, 1)
        self.expands, self.residual = b.expansion > 1, b.stride == 1 and b.channels == inputs

    def forward(self, x: Tensor) -> Tensor:
        hidden = F.relu6(self.expand(x)) if self.expands else x
        y = self.project(F.relu6(self.depthwise(hidden)))
        return x + y if self.residual else y


class AppearanceBranch(nn.Module):
    """Describes the appearance of the window's first frame: the first bottlenecks of MobileNetV2, applied to the
    context crop and, with the same weights, to the face crop. Training starts from pretrained weights
    (pretrained.py)."""

    sees_context = sees_face = True
    # The blocks whose maps the depth map is decoded from: the last ones at strides 4, 8 and 16.
    TAPS = (2, 5, 11)

    def __init__(self, a: Architecture) -> None:
        super().__init__()
        widths = (a.appearance_stem, *(b.channels for b in a.appearance))
        self.stem = SameConv(3, a.appearance_stem, stride=2)
        self.blocks = nn.Sequential(*(InvertedResidual(i, b) for i, b in zip(widths, a.appearance)))
        # Folded into the classifier's weights at export.
        self.norm: nn.Module = nn.BatchNorm1d(a.appearance_vector, momentum=0.02, affine=False)

    def last_map(self, crop: Tensor) -> Tensor:
        """N x appearance[-1].channels x 8 x 8 of a crop of 128 x 128."""
        return self.blocks(F.relu6(self.stem(crop)))

    def maps(self, crop: Tensor) -> list[Tensor]:
        """Maps of a crop of 128 x 128 after each of TAPS: 32 x 32, 16 x 16 and 8 x 8. The last is `last_map`."""
        maps, x = [], F.relu6(self.stem(crop))
        for number, block in enumerate(self.blocks):
            x = block(x)
            if number in self.TAPS:
                maps.append(x)
        return maps

    def vector(self, context: Tensor, face: Tensor) -> Tensor:
        """Mean and maximum of both last maps, N x 4C."""
        return self.norm(torch.cat([f(x, (2, 3)) for x in (context, face) for f in (torch.mean, torch.amax)], 1))

    def forward(self, context: Tensor, face: Tensor) -> Tensor:
        """Both N x 3 x 128 x 128 -> N x 4*appearance[-1].channels."""
        return self.vector(self.last_map(context), self.last_map(face))


# Flow is measured on luminance averaged over this many pixels a side, which lowers the camera's noise.
FLOW_PIXELS = 2
# Weights of RGB times 16, so that fp16 can hold products of small differences.
LUMINANCE = (16 * 0.299, 16 * 0.587, 16 * 0.114)
# Regions of the context crop by the distance from its centre, in half sides: most of the face; the surroundings.
FACE_RADIUS, AROUND_RADIUS = 0.45, 0.7


class RigidityBranch(nn.Module):
    """Measures how far one affine flow (Lucas and Kanade, IJCAI 1981) explains the motion of the face, of its
    surroundings and of both together. A head moves in front of a still room; a print or a screen moves both.

    From one frame to the next, gradients of luminance obey gx u + gy v + gt = 0. With (u, v) affine in the position,
    least squares over a region needs only moments of the gradients' products, and solves small systems of equations.
    """

    basis: Tensor
    luma: Tensor
    FEATURES = 12
    # Keep the equations solvable where the image does not determine the flow; units of squared luminance.
    DAMPING, LEAST_GRADIENT, LEAST_CHANGE = 7.68e-4, 2.56e-4, 2.56e-6
    LEAST = 0.02  # added before the logarithm, px of the crop

    def __init__(self, a: Architecture) -> None:
        super().__init__()
        size = a.context_size // FLOW_PIXELS
        steps = (torch.arange(size) + 0.5) * 2 / size - 1
        y, x = torch.meshgrid(steps, steps, indexing="ij")
        powers = torch.stack([torch.ones_like(x), x, y, x * x, x * y, y * y])
        distance = torch.hypot(x, y)
        parts = torch.stack([distance < FACE_RADIUS, distance > AROUND_RADIUS]).float()
        self.share = [float(part.sum() / parts.sum()) for part in parts]
        basis = (parts / parts.sum((1, 2), keepdim=True))[:, None] * powers
        # 12 x 4096: a region's mean of products, of products times x, ...
        self.register_buffer("basis", basis.flatten(0, 1).flatten(1), persistent=False)
        self.register_buffer("luma", torch.tensor(LUMINANCE).view(1, 3, 1, 1), persistent=False)
        # Folded into the weights at export.
        self.norm: nn.Module = nn.BatchNorm1d(self.FEATURES, momentum=0.02, affine=False)
        self.hidden = nn.Linear(self.FEATURES, a.rigidity)
        self.out = nn.Linear(a.rigidity, 1, bias=False)
        # Adds nothing before it is trained.
        nn.init.zeros_(self.out.weight)

    def luminance(self, context: Tensor) -> Tensor:
        """N x 3 x 128 x 128 -> N x 1 x 64 x 64 in [-8, 8]."""
        return F.avg_pool2d((context * self.luma).sum(1, keepdim=True), FLOW_PIXELS)

    def moments(self, older: Tensor, newer: Tensor) -> Tensor:
        """Moments of one step, N x 12 x 6, from the luminance of its two frames. Rows are face and surroundings times
        1, x, y, x^2, xy, y^2; columns are the products gx^2, gx gy, gy^2, gx gt, gy gt, gt^2. Spatial gradients are
        those of both frames' mean, edges clamped."""
        mean = F.pad((older + newer) / 2, (1, 1, 1, 1), mode="replicate")
        gx, gy = (gradient[..., 1:-1, 1:-1] for gradient in sobel(mean))
        gt = newer - older
        products = torch.cat([gx * gx, gx * gy, gy * gy, gx * gt, gy * gt, gt * gt], 1)
        return self.basis @ products.flatten(2).transpose(1, 2)

    def moments_of(self, contexts: Tensor) -> Tensor:
        """Moments of all steps of a window: N x T x 3 x 128 x 128 -> N x T-1 x 12 x 6."""
        n, t = contexts.shape[:2]
        luminance = self.luminance(contexts.flatten(0, 1)).unflatten(0, (n, t))
        return torch.stack([self.moments(luminance[:, i], luminance[:, i + 1]) for i in range(t - 1)], 1)

    def features(self, moments: Tensor) -> Tensor:
        """N x S x 12 x 6 -> N x 12, logarithms averaged over the steps: how far face and surroundings move, and how
        much these motions differ (translations in px of the crop, linear parts in px per half side); the residual of
        the affine flow of the face, of the surroundings and of one flow for both (px; the last also as a share of all
        change); and the first two residuals in luminance."""
        face, around = moments.double().unflatten(2, (2, 6)).unbind(2)
        both = self.share[0] * face + self.share[1] * around
        (flow_f, left_f, _, slope_f), (flow_a, left_a, _, slope_a), (_, left_b, change_b, slope_b) = (
            self._affine(region) for region in (face, around, both)
        )
        flows = torch.stack([flow_f, flow_a, flow_f - flow_a], -3)
        shift_f, shift_a, shift_apart = (FLOW_PIXELS * flows[..., 0].norm(dim=-1)).unbind(-1)
        bend_f, bend_a, bend_apart = (FLOW_PIXELS * flows[..., 1:].flatten(-2).norm(dim=-1)).unbind(-1)
        unexplained = [
            FLOW_PIXELS * (left / (slope + self.LEAST_GRADIENT)).sqrt()
            for left, slope in ((left_f, slope_f), (left_a, slope_a), (left_b, slope_b))
        ]
        share = left_b / (change_b + self.LEAST_CHANGE)
        noise = [1.25 * left.sqrt() for left in (left_f, left_a)]
        all_of_them = [shift_f, shift_a, shift_apart, bend_apart, bend_f, bend_a, *unexplained, share, *noise]
        return (torch.stack(all_of_them, -1) + self.LEAST).log().mean(1).float()

    def _affine(self, moments: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """N x S x 6 x 6 of a region -> its affine flow N x S x 2 x 3 (of u and v: at the centre, per x, per y), the
        mean squared change of luminance that it leaves, all of it, and the mean squared spatial gradient."""
        gram = moments[..., [[0, 1, 2], [1, 3, 4], [2, 4, 5]], :]  # ... x 3 x 3 x 6
        xx, xy, yy = gram[..., 0], gram[..., 1], gram[..., 2]
        matrix = torch.cat([torch.cat([xx, xy], -1), torch.cat([xy, yy], -1)], -2)
        matrix = matrix + self.DAMPING * torch.eye(6, dtype=moments.dtype, device=moments.device)
        right = -torch.cat([moments[..., :3, 3], moments[..., :3, 4]], -1)
        flow = torch.linalg.solve(matrix, right.unsqueeze(-1)).squeeze(-1)
        change = moments[..., 0, 5]
        left = (change - (right * flow).sum(-1)).clamp(min=0)
        return flow.unflatten(-1, (2, 3)), left, change, moments[..., 0, 0] + moments[..., 0, 2]

    def forward(self, moments: Tensor) -> Tensor:
        """Log odds that the branch adds to the logit: N x S x 12 x 6 -> N."""
        return self.out(F.relu(self.hidden(self.norm(self.features(moments))))).squeeze(1)

    def fold(self) -> None:
        """Folds the norm into the weights; inference only."""
        assert isinstance(self.norm, nn.BatchNorm1d)
        fold_norm(self.norm, self.hidden)
        self.norm = nn.Identity()


class Classifier(nn.Module):
    """fcs(D_avg), with the appearance vector beside the depth: a logit, positive for bona fide."""

    def __init__(self, a: Architecture) -> None:
        super().__init__()
        self.depth = nn.Linear(a.depth_size * a.depth_size, a.classifier)
        self.join = nn.Linear(a.classifier + a.appearance_vector, 1)

    def forward(self, depth: Tensor, appearance: Tensor) -> Tensor:
        hidden = F.relu(self.depth(depth.flatten(1)))
        return self.join(torch.cat([hidden, appearance], 1)).squeeze(1)

    def fold(self, norm: nn.BatchNorm1d) -> None:
        """Folds the norm of the appearance's vector into the weights; inference only."""
        fold_norm(norm, self.join)

    def split(self) -> tuple[nn.Linear, nn.Linear]:
        """`join` as two layers whose results add up to its own: one for the hidden depth, with bias 0, and one for the
        appearance."""
        hidden = self.depth.out_features
        of_depth, of_appearance = nn.Linear(hidden, 1), nn.Linear(self.join.in_features - hidden, 1)
        of_depth.weight.data, of_appearance.weight.data = self.join.weight.data.tensor_split([hidden], 1)
        of_depth.bias.data, of_appearance.bias.data = torch.zeros(1), self.join.bias.data
        return of_depth, of_appearance


def face_mask(size: int) -> Tensor:
    """size x size, 1 inside the ellipse that an aligned face fills. The paper takes the mask from a face-shape model.
    Here the crop is aligned to the detector's box, so an ellipse can replace it."""
    centre = (torch.arange(size) + 0.5) / size - 0.5
    y, x = torch.meshgrid(centre, centre, indexing="ij")
    return (((x / FACE_ELLIPSE[0]) ** 2 + (y / FACE_ELLIPSE[1]) ** 2) <= 1).float()


def mean_depth(depth: Tensor, mask: Tensor) -> Tensor:
    """Mean of a depth map N x 1 x 32 x 32 over the face: N in [0, 1]."""
    return mean_over_face(depth.clamp(0, 1), mask)


def mean_over_face(maps: Tensor, mask: Tensor) -> Tensor:
    """Mean of maps N x 1 x 32 x 32 over the face: N."""
    return (maps * mask).sum((1, 2, 3)) / mask.sum()


class DepthNetwork(nn.Module):
    """Window of face crops and context crops -> refined depth, logit and score."""

    mask: Tensor

    def __init__(self, architecture: Architecture = Architecture()) -> None:
        super().__init__()
        self.architecture = architecture
        self.backbone = Backbone(architecture)
        self.temporal = TemporalModule(architecture)
        self.appearance = AppearanceBranch(architecture)
        self.rigidity = RigidityBranch(architecture)
        self.classifier = Classifier(architecture)
        self.register_buffer("mask", face_mask(architecture.depth_size), persistent=False)
        # How an ablated network differs (ablate/ablation.py): goes into its checkpoint.
        self.variant: dict[str, Any] = {}

    def score(self, depth: Tensor, logit: Tensor) -> Tensor:
        """Window score in [0, 1] (eq. 11), N."""
        beta = self.architecture.beta
        return beta * torch.sigmoid(logit) + (1 - beta) * mean_depth(depth, self.mask)

    def scores(self, faces: Tensor, contexts: Tensor) -> dict[str, Tensor]:
        """`score` of whole windows, and the mean of their `refined` and `coarse` depth over the face, N each."""
        refined, coarse, logit = self(faces, contexts)
        depth = refined.mean(1)
        return {
            "score": self.score(depth, logit),
            "refined": mean_depth(depth, self.mask),
            "coarse": mean_depth(coarse.mean(1), self.mask),
        }

    def forward(self, faces: Tensor, contexts: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """A whole window, frames in one batch: crops N x T x 3 x 128 x 128 -> refined depth of each step
        N x T-1 x 1 x 32 x 32, coarse depth N x T x 1 x 32 x 32, logit N."""
        features = self.backbone(faces.flatten(0, 1))
        return self.window(features, contexts, self.appearance(contexts[:, 0], faces[:, 0]))

    def window(self, features: Features, contexts: Tensor, appearance: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """`forward` from features that were computed before (stage 2 freezes the backbone)."""
        maps, coarse = self.temporal.window(features, contexts.shape[1])
        logit = self.classifier(maps.mean(1), appearance) + self.rigidity(self.rigidity.moments_of(contexts))
        return maps, coarse, logit

    def folded(self) -> DepthNetwork:
        """A copy for inference with every batch norm folded away."""
        network = copy.deepcopy(self).eval()
        for module in list(network.modules()):
            if isinstance(module, (SpatialGradientBlock, NormalisedConv)):
                module.fold()
        if isinstance(network.appearance.norm, nn.BatchNorm1d):
            network.classifier.fold(network.appearance.norm)
            network.appearance.norm = nn.Identity()
        if [*network.rigidity.parameters()]:
            network.rigidity.fold()
        return network
