"""The medium: whether a phone, television, laptop or book is seen around the face.

YOLOX-nano (Ge et al., arXiv 2107.08430; Megvii, Apache-2.0; trained on COCO) sees the whole frame, once a window. It
was not trained on attacks: a medium's box that holds the face speaks for one. A face is never small in the frame, so
that the level of small things (stride 8) needs no head. It was tried and is not part of the model (TEXTURE.md).

Input is RGB scaled to [0, 1], the frame shrunk to fit the upper left corner, the rest grey. The authors' BGR from 0 to
255 is folded into the first convolution. Batch norms are folded; SiLU, x sigmoid(x), follows every convolution except
the last ones.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.models.onnx_weights import UnusableOnnx, put, read_nodes

COCO_CLASSES = 80
# COCO's television, laptop, phone and book.
MEDIA = {"television": 62, "laptop": 63, "phone": 67, "book": 73}
STRIDES = (8, 16, 32)
HOLDS = 0.75  # share of the face's box that a medium's has to cover
LEAST_PROBABILITY = 1e-6
WIDTHS = (16, 32, 64, 128, 256)  # channels of the stem and of strides 4, 8, 16 and 32
HEAD = 64


class Conv(nn.Sequential):
    """SiLU(conv(x)); padded so that stride 1 keeps the size."""

    def __init__(self, inputs: int, outputs: int, kernel: int = 1, stride: int = 1, groups: int = 1) -> None:
        super().__init__(nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups), nn.SiLU())


class Separable(nn.Sequential):
    """A depthwise 3 x 3 and a pointwise convolution."""

    def __init__(self, inputs: int, outputs: int, stride: int = 1) -> None:
        super().__init__(Conv(inputs, inputs, 3, stride, groups=inputs), Conv(inputs, outputs))


class Bottleneck(nn.Module):
    def __init__(self, channels: int, residual: bool) -> None:
        super().__init__()
        self.conv1, self.conv2 = Conv(channels, channels), Separable(channels, channels)
        self.residual = residual

    def forward(self, x: Tensor) -> Tensor:
        y = self.conv2(self.conv1(x))
        return x + y if self.residual else y


class CrossStage(nn.Module):
    """A cross stage partial block (Wang et al. 2020): bottlenecks on half of the channels, then both halves joined."""

    def __init__(self, inputs: int, outputs: int, count: int, residual: bool) -> None:
        super().__init__()
        hidden = outputs // 2
        self.main, self.side = Conv(inputs, hidden), Conv(inputs, hidden)
        self.blocks = nn.Sequential(*(Bottleneck(hidden, residual) for _ in range(count)))
        self.join = Conv(2 * hidden, outputs)

    def forward(self, x: Tensor) -> Tensor:
        return self.join(torch.cat([self.blocks(self.main(x)), self.side(x)], 1))


class PyramidPooling(nn.Module):
    """The map beside its maxima over 5, 9 and 13 px (He et al. 2015)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.narrow, self.join = Conv(channels, channels // 2), Conv(2 * channels, channels)

    def forward(self, x: Tensor) -> Tensor:
        x = self.narrow(x)
        return self.join(torch.cat([x, *(F.max_pool2d(x, side, 1, side // 2) for side in (5, 9, 13))], 1))


class Backbone(nn.Module):
    """CSPDarknet: maps of strides 8, 16 and 32."""

    def __init__(self) -> None:
        super().__init__()
        stem, *wide = WIDTHS
        self.stem = Conv(4 * 3, stem, 3)
        self.stride4 = nn.Sequential(Separable(stem, wide[0], 2), CrossStage(wide[0], wide[0], 1, True))
        self.stride8 = nn.Sequential(Separable(wide[0], wide[1], 2), CrossStage(wide[1], wide[1], 3, True))
        self.stride16 = nn.Sequential(Separable(wide[1], wide[2], 2), CrossStage(wide[2], wide[2], 3, True))
        self.stride32 = nn.Sequential(
            Separable(wide[2], wide[3], 2), PyramidPooling(wide[3]), CrossStage(wide[3], wide[3], 1, False)
        )

    def forward(self, frame: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        corners = [frame[..., y::2, x::2] for x in (0, 1) for y in (0, 1)]
        low = self.stride8(self.stride4(self.stem(torch.cat(corners, 1))))
        middle = self.stride16(low)
        return low, middle, self.stride32(middle)


class Pyramid(nn.Module):
    """A path aggregation network (Liu et al. 2018): down from the coarse maps, then up again."""

    def __init__(self) -> None:
        super().__init__()
        low, middle, high = WIDTHS[2:]
        self.narrow_high = Conv(high, middle)
        self.down_middle = CrossStage(2 * middle, middle, 1, False)
        self.narrow_middle = Conv(middle, low)
        self.down_low = CrossStage(2 * low, low, 1, False)
        self.shrink_low = Separable(low, low, 2)
        self.up_middle = CrossStage(2 * low, middle, 1, False)
        self.shrink_middle = Separable(middle, middle, 2)
        self.up_high = CrossStage(2 * middle, high, 1, False)

    def forward(self, low: Tensor, middle: Tensor, high: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        narrow_high = self.narrow_high(high)
        narrow_middle = self.narrow_middle(self.down_middle(torch.cat([_doubled(narrow_high), middle], 1)))
        low = self.down_low(torch.cat([_doubled(narrow_middle), low], 1))
        middle = self.up_middle(torch.cat([self.shrink_low(low), narrow_middle], 1))
        return low, middle, self.up_high(torch.cat([self.shrink_middle(middle), narrow_high], 1))


def _doubled(x: Tensor) -> Tensor:
    return F.interpolate(x, scale_factor=2, mode="nearest")


class Head(nn.Module):
    """What is at each cell of one level: box (4), objectness and class probabilities."""

    def __init__(self, inputs: int, classes: int) -> None:
        super().__init__()
        self.stem = Conv(inputs, HEAD)
        self.class_convs = nn.Sequential(Separable(HEAD, HEAD), Separable(HEAD, HEAD))
        self.classes = nn.Conv2d(HEAD, classes, 1)
        self.box_convs = nn.Sequential(Separable(HEAD, HEAD), Separable(HEAD, HEAD))
        self.box = nn.Conv2d(HEAD, 4, 1)
        self.objectness = nn.Conv2d(HEAD, 1, 1)

    def forward(self, x: Tensor) -> Tensor:
        """N x C x H x W -> N x (5 + classes) x H x W."""
        x = self.stem(x)
        of_box = self.box_convs(x)
        scores = torch.sigmoid(torch.cat([self.objectness(of_box), self.classes(self.class_convs(x))], 1))
        return torch.cat([self.box(of_box), scores], 1)


class Found(NamedTuple):
    """Boxes (... x 4: left, top, right, bottom, px of the input) and what is in them."""

    boxes: Tensor
    probability: Tensor  # ... x classes: objectness times class


class MediumDetector(nn.Module):
    """Frame -> what may be in it. `levels`: which of STRIDES have a head."""

    def __init__(self, levels: tuple[int, ...] = STRIDES, classes: int = COCO_CLASSES) -> None:
        super().__init__()
        self.levels = levels
        self.backbone, self.pyramid = Backbone(), Pyramid()
        widths = dict(zip(STRIDES, WIDTHS[2:]))
        self.heads = nn.ModuleDict({str(stride): Head(widths[stride], classes) for stride in levels})

    def forward(self, frame: Tensor) -> Found:
        """N x 3 x H x W RGB in [0, 1], sides that 32 divides -> N x cells."""
        maps = dict(zip(STRIDES, self.pyramid(*self.backbone(frame))))
        found = [_decoded(self.heads[str(stride)](maps[stride]), stride) for stride in self.levels]
        return Found(*(torch.cat(parts, 1) for parts in zip(*found)))


def _decoded(values: Tensor, stride: int) -> Found:
    height, width = values.shape[2:]
    y, x = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    centre = (values[:, :2] + torch.stack([x, y])) * stride
    half = values[:, 2:4].exp() * stride / 2
    boxes = torch.cat([centre - half, centre + half], 1)
    probability = values[:, 4:5] * values[:, 5:]
    return Found(boxes.flatten(2).transpose(1, 2), probability.flatten(2).transpose(1, 2))


def from_onnx(path: Path) -> MediumDetector:
    """The detector with its authors' weights. Raises UnusableOnnx if the file is of another network."""
    detector = MediumDetector()
    stored = [node.weights for node in read_nodes(path) if node.operator == "Conv"]
    convolutions: Iterator[nn.Conv2d] = (module for module in detector.modules() if isinstance(module, nn.Conv2d))
    try:
        for module, (kernel, bias) in zip(convolutions, stored, strict=True):
            put(module.weight, kernel)
            put(module.bias, bias)
    except ValueError as error:
        raise UnusableOnnx(f"{path} is not the ONNX file of this network") from error
    first = detector.backbone.stem[0]
    first.weight.data = 255 * first.weight.data.unflatten(1, (4, 3)).flip(2).flatten(1, 2)
    return detector.eval()


def covered(boxes: np.ndarray, face: np.ndarray) -> np.ndarray:
    """Share of the face's box (x, y, w, h) that each box (N x 4: left, top, right, bottom) covers."""
    x, y, w, h = face
    across = np.clip(np.minimum(boxes[:, 2], x + w) - np.maximum(boxes[:, 0], x), 0, None)
    down = np.clip(np.minimum(boxes[:, 3], y + h) - np.maximum(boxes[:, 1], y), 0, None)
    return across * down / (w * h)


@torch.no_grad()
def evidence(detector: nn.Module, frame: np.ndarray, face: np.ndarray, side: int | None = None) -> dict[str, float]:
    """Log odds against each of MEDIA around a face: the most likely box that holds it.

    `detector`: a MediumDetector. `frame`: uint8 H x W x 3 RGB, shrunk to the upper left corner as `letterboxed` does;
    `face`: its box there, px. The detector looks at `side` px a side, or at all of them.
    """
    if side and side != len(frame):
        face = face * side / len(frame)
        frame = cv2.resize(frame, (side, side), interpolation=cv2.INTER_AREA)
    pixels = torch.from_numpy(np.moveaxis(frame, -1, 0)[None].astype(np.float32) / 255)
    boxes, probability = (values[0].numpy() for values in detector(pixels))
    holds = covered(boxes, face) >= HOLDS
    found = {}
    for name, column in MEDIA.items():
        most = probability[holds, column].max(initial=0).clip(LEAST_PROBABILITY, 1 - LEAST_PROBABILITY)
        found[name] = float(np.log((1 - most) / most))
    return found
