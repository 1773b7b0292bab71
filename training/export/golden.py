"""Golden vectors: what a network answers to a synthetic window, block by block.

The window needs no image file: it is integer arithmetic alone, so that src/network/syntheticImage.ts makes the very
same bytes. It looks faintly like a moving face, so that no block's ReLU is silent.
"""

import numpy as np
import torch

from training.data.dataset import scaled
from training.models.network import DepthNetwork

# So many values of each golden tensor are kept, spread by an odd stride: a wrong kernel does not hide in the rest.
GOLDEN_VALUES = 256
# The number that the first context crop is drawn with.
CONTEXT_FRAME = 100
GOLDEN_BLOCKS = (
    *("backbone.stem", "backbone.low", "backbone.middle", "backbone.high"),
    *("backbone.depth1", "backbone.depth2", "backbone.depth3"),
    *("temporal.reduce_low", "temporal.reduce_middle", "temporal.reduce_high"),
    *("temporal.short_low", "temporal.short_middle", "temporal.short_high"),
    *("temporal.gru1", "temporal.gru2", "appearance"),
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


def synthetic_window(frames: int, face_size: int, context_size: int) -> tuple[np.ndarray, np.ndarray]:
    """frames x face_size^2 x 3 bytes, and as many context crops."""
    faces = [synthetic_image(face_size, frame) for frame in range(frames)]
    contexts = [synthetic_image(context_size, CONTEXT_FRAME + frame) for frame in range(frames)]
    return np.stack(faces), np.stack(contexts)


@torch.no_grad()
def golden_tensors(network: DepthNetwork) -> dict[str, np.ndarray]:
    """`<block>/<frame>` -> a sample of the block's output, frame after frame of the synthetic window."""
    a = network.architecture
    faces, contexts = synthetic_window(a.frames, a.face_size, a.context_size)
    seen: dict[str, torch.Tensor] = {}
    handles = [
        module.register_forward_hook(lambda _, __, output, name=name: seen.__setitem__(name, output))
        for name, module in network.named_modules()
        if name in GOLDEN_BLOCKS
    ]
    golden = {}
    state = None
    for frame in range(a.frames):
        seen.clear()
        face = scaled(faces[frame])[None]
        context = scaled(contexts[frame])[None]
        state = network.first(face, context) if state is None else network.next(face, context, state)
        if frame > 0:
            depth, logit = network.finish(state)
            seen["moments"] = state.moments[-1]
            seen["refined"] = depth
            seen["classifier"] = logit
            seen["score"] = network.score(depth, logit)
        # The coarse depth is what comes after the ReLU.
        seen["backbone.depth3"] = seen["backbone.depth3"].clamp(min=0)
        for name, output in seen.items():
            golden[f"{name}/{frame}"] = sample(output)
    for handle in handles:
        handle.remove()
    return golden


def sample(output: torch.Tensor) -> np.ndarray:
    """Every k-th value, channels last; k is odd, so that all rows, columns and channels occur."""
    flat = output[0].permute(1, 2, 0).flatten() if output.dim() == 4 else output.flatten()
    stride = max(1, flat.numel() // GOLDEN_VALUES)
    return flat[:: stride | 1].numpy()
