"""Augmentation while training: drawn once a window, since a change between frames would be a motion cue. Only noise
differs from frame to frame, as a camera's does; its strength is drawn once a window, too."""

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from training.data.dataset import Batch

# Largest change of scale, shift (share of the side) and angle (radians). The detector's box wanders; the surroundings
# must not be learned by heart.
FACE_MOTION = (0.08, 0.04, 0.08)
CONTEXT_MOTION = (0.2, 0.1, 0.12)
GREY = 0.1  # share of windows without colours of their own
BARS = 0.1  # share of windows in whose surroundings a black bar is in view
WIDEST_BAR = 0.2  # of the context crop's side: beyond it a bar would reach the face crop


def augment(batch: Batch, random: np.random.Generator) -> Batch:
    """Flips and changes each crop by a similarity, saturation, gain, offset, tint, noise and a covered square.

    Some surroundings get black bars, as where a camera's picture ends within its frame: an attack's device is not the
    only thing with such edges. Depth follows the face crop, the medium the context crop. `contexts` stay as they moved:
    a patch or bar that stands still would look like a still background.
    """
    n = batch.faces.shape[0]
    flips = random.random(n) < 0.5
    face_motion = similarities(n, FACE_MOTION, flips, random)
    faces = move(batch.faces, face_motion, "border")
    depth = move(batch.depth, face_motion, "zeros")
    context_motion = similarities(n, CONTEXT_MOTION, flips, random)
    context = move(batch.context[:, None], context_motion, "reflection")[:, 0]
    medium = move(batch.medium[:, None], context_motion, "reflection")[:, 0]
    for i in range(n):
        gain = np.exp(random.uniform(-0.4, 0.4)) * random.uniform(0.93, 1.07, size=(3, 1, 1))
        offset = random.uniform(-0.1, 0.1)
        noise = random.uniform(0, 0.03) if random.random() < 0.3 else 0.0
        saturation = 0.0 if random.random() < GREY else random.uniform(0.5, 1.4)
        for crops in (faces, context):
            grey = crops[i].mean(-3, keepdim=True)
            crops[i].sub_(grey).mul_(saturation).add_(grey)
            crops[i].mul_(torch.from_numpy(gain.astype(np.float32))).add_(offset)
            crops[i].add_(torch.randn_like(crops[i]) * noise).clamp_(-0.5, 0.5)
            if random.random() < 0.2:
                cut_out(crops[i], random)
        if random.random() < BARS:
            add_bars(context[i], random)
    return batch._replace(faces=faces, context=context, depth=depth, medium=medium)


def similarities(n: int, largest: tuple[float, float, float], flips: np.ndarray, random: np.random.Generator) -> Tensor:
    """n x 2 x 3 maps from output to input in the coordinates of `affine_grid`."""
    scale, shift, angle = largest
    zoom = np.exp(random.uniform(-scale, scale, n))
    turn = random.uniform(-angle, angle, n)
    cosine, sine = zoom * np.cos(turn), zoom * np.sin(turn)
    mirror = np.where(flips, -1.0, 1.0)
    x, y = random.uniform(-2 * shift, 2 * shift, (2, n))
    rows = [[mirror * cosine, -mirror * sine, x], [sine, cosine, y]]
    return torch.from_numpy(np.moveaxis(np.array(rows), 2, 0).astype(np.float32))


def move(crops: Tensor, motion: Tensor, padding: str) -> Tensor:
    """N x T x C x H x W, all frames of a window alike."""
    n, t, c, height, width = crops.shape
    grid = F.affine_grid(motion, [n, c, height, width], align_corners=False)
    grid = grid.repeat_interleave(t, 0)
    moved = F.grid_sample(crops.flatten(0, 1), grid, padding_mode=padding, align_corners=False)
    return moved.unflatten(0, (n, t))


def cut_out(crops: Tensor, random: np.random.Generator) -> None:
    """Covers the same square of every frame, ... x H x W."""
    size = crops.shape[-1]
    side = int(random.integers(size // 12, size // 4))
    y, x = random.integers(0, size - side, size=2)
    crops[..., y : y + side, x : x + side] = random.uniform(-0.5, 0.5)


def add_bars(crop: Tensor, random: np.random.Generator) -> None:
    """Black along one side of ... x H x W or along two opposite ones."""
    size = crop.shape[-1]
    across = crop if random.random() < 0.5 else crop.transpose(-1, -2)
    first, last = (int(random.integers(1, int(WIDEST_BAR * size) + 1)) for _ in range(2))
    sides = random.integers(3)  # the first, the last or both
    if sides != 1:
        across[..., :first, :] = -0.5
    if sides != 0:
        across[..., size - last :, :] = -0.5
