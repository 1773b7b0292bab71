"""The texture branch: two small networks that tell skin from screens and paper, in two crops of one frame.

The architectures are MiniFASNetV2 and MiniFASNetV1SE of minivision-ai/Silent-Face-Anti-Spoofing (Apache-2.0), pruned
relatives of MobileFaceNet (Chen et al. 2018). Batch norms are folded into the convolutions before them, and the
embedding, its batch norm and the last layer, between which there is no non-linearity, are one dense layer here.

Input is RGB scaled to [0, 1]; the authors' BGR from 0 to 255 is folded into the first convolution. Every convolution
pads with zeros.
"""

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.atomic_file import write_atomic
from training.errors import TrainingError
from training.models.onnx_weights import UnusableOnnx, put, read_nodes

STEM, EMBEDDING, LAST_MAP = 32, 512, 5  # channels, channels, px
# The classes of the last layer. A print and a screen are both attacks.
PRINT, LIVE, SCREEN = range(3)
SQUEEZE = 4  # how many times fewer channels a squeeze has
BATCH_NORM_EPSILON = 1e-5


@dataclass(frozen=True)
class Stage:
    """A block that halves the map, and residual blocks after it.

    `down`, `hidden`: channels inside the first block and each of the others. `squeezes`: whether the last one ends in
    squeeze and excitation.
    """

    down: int
    channels: int
    hidden: tuple[int, ...]
    squeezes: bool


# The stages of each network; data/texture_crops.py has its crop's scale.
ARCHITECTURES = {
    "v2": (
        Stage(103, 64, (13, 13, 13, 13), False),
        Stage(231, 128, (231, 52, 26, 77, 26, 26), False),
        Stage(308, 128, (26, 26), False),
    ),
    "v1se": (
        Stage(103, 64, (13, 26, 13, 52), True),
        Stage(231, 128, (154, 52, 26, 52, 26, 26), True),
        Stage(308, 128, (26, 26), True),
    ),
}
ONNX_FILES = {"v2": "2.7_80x80_MiniFASNetV2.onnx", "v1se": "4_0_0_80x80_MiniFASNetV1SE.onnx"}


class ConvPReLU(nn.Sequential):
    """PReLU(conv(x)), with a slope for each channel."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int = 1, groups: int = 1) -> None:
        super().__init__(nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups), nn.PReLU(outputs))


class SqueezeExcitation(nn.Module):
    """Scales each channel of x by sigmoid(W2 ReLU(W1 mean(x))) (Hu et al., CVPR 2018)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.squeeze = nn.Conv2d(channels, channels // SQUEEZE, 1)
        self.excite = nn.Conv2d(channels // SQUEEZE, channels, 1)

    def forward(self, x: Tensor) -> Tensor:
        return x * torch.sigmoid(self.excite(F.relu(self.squeeze(x.mean((2, 3), keepdim=True)))))


class Bottleneck(nn.Module):
    """project(PReLU(depthwise(PReLU(expand(x))))); x is added where the map's size does not change."""

    def __init__(self, inputs: int, hidden: int, outputs: int, stride: int = 1, squeezes: bool = False) -> None:
        super().__init__()
        self.expand = ConvPReLU(inputs, hidden, 1)
        self.depthwise = ConvPReLU(hidden, hidden, 3, stride, groups=hidden)
        self.project = nn.Conv2d(hidden, outputs, 1)
        self.squeeze_excitation = SqueezeExcitation(outputs) if squeezes else nn.Identity()
        self.residual = stride == 1

    def forward(self, x: Tensor) -> Tensor:
        y = self.squeeze_excitation(self.project(self.depthwise(self.expand(x))))
        return x + y if self.residual else y


def _stage(inputs: int, stage: Stage) -> nn.Sequential:
    last = len(stage.hidden) - 1
    return nn.Sequential(
        Bottleneck(inputs, stage.down, stage.channels, stride=2),
        *(
            Bottleneck(stage.channels, hidden, stage.channels, squeezes=stage.squeezes and index == last)
            for index, hidden in enumerate(stage.hidden)
        ),
    )


class TextureNetwork(nn.Module):
    """One crop -> logits of print, live and screen."""

    def __init__(self, stages: tuple[Stage, ...]) -> None:
        super().__init__()
        self.architecture = stages
        self.stem = nn.Sequential(ConvPReLU(3, STEM, 3, stride=2), ConvPReLU(STEM, STEM, 3, groups=STEM))
        inputs = (STEM, *(stage.channels for stage in stages))
        self.stages = nn.Sequential(*(_stage(i, stage) for i, stage in zip(inputs, stages)))
        self.widen = ConvPReLU(inputs[-1], EMBEDDING, 1)
        # A weighted mean of each channel over the whole map.
        self.pool = nn.Conv2d(EMBEDDING, EMBEDDING, LAST_MAP, groups=EMBEDDING)
        self.classify = nn.Linear(EMBEDDING, 3)

    def embedding(self, crops: Tensor) -> Tensor:
        """N x 3 x 80 x 80 RGB in [0, 1] -> N x 512, before the last layer."""
        return self.pool(self.widen(self.stages(self.stem(crops)))).flatten(1)

    def forward(self, crops: Tensor) -> Tensor:
        """N x 3 x 80 x 80 RGB in [0, 1] -> logits N x 3."""
        return self.classify(self.embedding(crops))


def live_log_odds(logits: Tensor) -> Tensor:
    """Log odds of bona fide against both kinds of attack, of the softmax of ... x 3 logits."""
    return logits[..., LIVE] - torch.logsumexp(logits[..., [PRINT, SCREEN]], -1)


def scaled(crops: np.ndarray) -> Tensor:
    """uint8 ... x H x W x 3 RGB -> float ... x 3 x H x W in [0, 1]."""
    return torch.from_numpy(np.moveaxis(crops, -1, -3).astype(np.float32)).div_(255)


def from_onnx(path: Path, stages: tuple[Stage, ...]) -> TextureNetwork:
    """The network with the weights that its authors trained. Raises UnusableOnnx if the file is of another one."""
    nodes = read_nodes(path)
    weights = {kind: [node.weights for node in nodes if node.operator == kind] for kind in ("Conv", "PRelu")}
    dense = [node.weights for node in nodes if node.operator == "MatMul"]
    norms = [node.weights for node in nodes if node.operator == "BatchNormalization"]
    network = TextureNetwork(stages)
    try:
        convolutions = (module for module in network.modules() if isinstance(module, nn.Conv2d))
        activations = (module for module in network.modules() if isinstance(module, nn.PReLU))
        for convolution, (kernel, bias) in zip(convolutions, weights["Conv"], strict=True):
            put(convolution.weight, kernel)
            put(convolution.bias, bias)
        for activation, (slope,) in zip(activations, weights["PRelu"], strict=True):
            put(activation.weight, slope.reshape(-1))
        (embed,), (last,) = dense
        ((gain, shift, mean, variance),) = norms
        scale = gain / np.sqrt(variance + BATCH_NORM_EPSILON)
        put(network.classify.weight, ((embed * scale) @ last).T)
        put(network.classify.bias, (shift - mean * scale) @ last)
    except (ValueError, TypeError) as error:
        raise UnusableOnnx(f"{path} is not the ONNX file of this network") from error
    first = network.stem[0][0]
    first.weight.data = 255 * first.weight.data.flip(1)
    return network.eval()


class OtherTexture(TrainingError):
    """A file that holds no weights of the texture branch."""


def save(path: Path, networks: dict[str, TextureNetwork]) -> None:
    """Writes both networks' weights, as half floats."""
    arrays = {
        f"{name}.{key}": value.detach().numpy().astype(np.float16)
        for name, network in networks.items()
        for key, value in network.state_dict().items()
    }
    content = io.BytesIO()
    np.savez_compressed(content, **arrays)
    write_atomic(path, content.getvalue())


def load(path: Path) -> dict[str, TextureNetwork]:
    """The networks that `save` wrote, by name. Raises OtherTexture if the file holds others, or none."""
    networks = {}
    try:
        with path.open("rb") as file, np.load(file) as stored:
            arrays = {name: torch.from_numpy(stored[name].astype(np.float32)) for name in stored.files}
        for name, stages in ARCHITECTURES.items():
            network = TextureNetwork(stages)
            prefix = f"{name}."
            network.load_state_dict(
                {key[len(prefix) :]: value for key, value in arrays.items() if key.startswith(prefix)}
            )
            networks[name] = network.eval()
    except Exception as error:
        raise OtherTexture(f"{path} holds no weights of the texture branch") from error
    return networks
