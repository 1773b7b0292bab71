"""Golden vectors: a network's answers to a synthetic window, tap by tap.

The window needs no image file: it is integer arithmetic alone, so that src/network/syntheticImage.ts makes the very
same bytes. It looks faintly like a moving face, so that no block's ReLU is silent.
"""

from collections.abc import Iterable

import numpy as np
import torch

from training.models.evidence_network import EvidenceNetwork, Stream
from training.models.texture_network import ARCHITECTURES

# About so many values of each golden tensor are kept, spread by an odd stride: a wrong kernel does not hide in the
# rest.
GOLDEN_VALUES = 256
# Side px, and the number that the first frame is drawn with, of each crop; and the range that the network sees it in.
SYNTHETIC_CROPS = {
    "face": (128, 0, (-0.5, 0.5)),
    "context": (128, 100, (-0.5, 0.5)),
    "near": (80, 10, (0, 1)),
    "wide": (80, 20, (0, 1)),
}
TAPS = (
    *("backbone.stem", "backbone.low", "backbone.middle", "backbone.high"),
    *("backbone.depth1", "backbone.depth2", "backbone.depth3"),
    *("temporal.reduce_low", "temporal.reduce_middle", "temporal.reduce_high"),
    *("temporal.short_low", "temporal.short_middle", "temporal.short_high"),
    *("temporal.gru1", "temporal.gru2", "appearance"),
    *(f"depth_map.{block}" for block in ("low", "middle", "high", "joined", "hidden", "out", "surroundings")),
    *(
        f"texture.{name}{part}"
        for name, stages in ARCHITECTURES.items()
        for part in (".stem", *(f".stages.{number}" for number in range(len(stages))), ".widen", "")
    ),
)


def synthetic_image(size: int, frame: int) -> np.ndarray:
    """size x size x 3 bytes of frame 0, 1, 2, ..."""
    y, x, channel = np.meshgrid(np.arange(size), np.arange(size), np.arange(3), indexing="ij")
    u = (x * 256) // size - 128 - 2 * frame
    v = (y * 256) // size - 128 + frame
    radius = 3 * u * u + 2 * v * v
    head = np.maximum(0, 150 - radius // 220)
    eyes = np.maximum(0, 60 - ((np.abs(u) - 34) ** 2 + (v + 24) ** 2) // 4)
    mouth = np.maximum(0, 50 - (u * u // 16 + (v - 50) ** 2) // 3)
    mixed = (x * 374761393 + y * 668265263 + channel * 2147483647 + frame * 1274126177) & 0xFFFFFFFF
    mixed = ((mixed ^ (mixed >> 13)) * 1274126177) & 0xFFFFFFFF
    noise = (mixed >> 24) & 15
    tint = 12 * (1 - channel)
    return np.clip(50 + head - eyes - mouth + noise + tint, 0, 255).astype(np.uint8)


def synthetic_crops(names: Iterable[str], frame: int) -> dict[str, torch.Tensor]:
    """Crops 1 x 3 x H x W of a frame of the synthetic window, in the range that the network sees each in."""
    crops = {}
    for name in names:
        size, first, (least, most) = SYNTHETIC_CROPS[name]
        levels = torch.from_numpy(np.moveaxis(synthetic_image(size, first + frame), -1, 0)[None].astype(np.float32))
        crops[name] = least + levels / 255 * (most - least)
    return crops


@torch.no_grad()
def golden_tensors(network: EvidenceNetwork) -> dict[str, np.ndarray]:
    """`<tap>/<frame>` -> a sample of the map there, frame after frame of the synthetic window."""
    seen: dict[str, torch.Tensor] = {}
    handles = [
        module.register_forward_hook(lambda _, __, output, name=name: seen.__setitem__(name, output))
        for name, module in network.named_modules()
        if name in TAPS
    ]
    golden: dict[str, np.ndarray] = {}
    stream: Stream | None = None
    for frame in range(network.architecture.frames):
        seen.clear()
        crops = synthetic_crops(network.crops, frame)
        stream = network.first(crops) if stream is None else network.next(crops, stream)
        if frame == 0:
            # A depth map's network does not call the branch itself; the stream has the vector either way.
            seen["appearance"] = stream.appearance
        if frame > 0:
            answer = network.finish(stream)
            seen["moments"] = stream.moments[-1]
            if answer.refined is not None:
                seen["refined"] = answer.refined
            seen |= {f"evidence.{kind}": log_odds for kind, log_odds in answer.evidence.items()}
            seen |= {"log odds": answer.log_odds, "score": answer.score}
        if "backbone.depth3" in seen:
            # The coarse depth is what comes after the ReLU.
            seen["backbone.depth3"] = seen["backbone.depth3"].clamp(min=0)
        golden |= {f"{name}/{frame}": sample(output) for name, output in seen.items()}
    for handle in handles:
        handle.remove()
    return golden


def sample(output: torch.Tensor) -> np.ndarray:
    """Every k-th value, channels last; k is odd, so that all rows, columns and channels occur."""
    flat = output[0].permute(1, 2, 0).flatten() if output.dim() == 4 else output.flatten()
    stride = max(1, flat.numel() // GOLDEN_VALUES)
    return flat[:: stride | 1].numpy()
