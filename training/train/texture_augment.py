"""Augmentation of the texture branch's crops: light for all, and for attacks the effects of screens and paper.

Photographs of real phones, laptops and prints were measured beside the pictures they show: screens gain contrast and
chroma, lift black and shift towards blue; prints lose two fifths of their colour and of their range. Some phones in
front of a webcam are hazy, over-exposed and out of focus. A live face before a webcam seldom is, so none of this is
done to it.

All functions take and give N x 3 x H x W RGB in [0, 1].
"""

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from training.data.species import SPECIES_GROUPS

LUMA = (0.299, 0.587, 0.114)
PRINTS = SPECIES_GROUPS["print"]


def each(values: np.ndarray) -> Tensor:
    """A number for each crop, N x 1 x 1 x 1."""
    return torch.from_numpy(np.asarray(values, np.float32)).view(-1, 1, 1, 1)


def saturated(crops: Tensor, amount: Tensor) -> Tensor:
    grey = (crops * crops.new_tensor(LUMA).view(1, 3, 1, 1)).sum(1, keepdim=True)
    return grey + amount * (crops - grey)


def moved(crops: Tensor, random: np.random.Generator) -> Tensor:
    """Mirrored, shifted by up to 3 % and zoomed by up to 5 %, as a detector's box is not that exact."""
    count = len(crops)
    matrix = np.zeros((count, 2, 3), np.float32)
    zoom = np.exp(random.uniform(-0.05, 0.05, count))
    matrix[:, 0, 0] = zoom * random.choice([-1, 1], count)
    matrix[:, 1, 1] = zoom
    matrix[:, :, 2] = random.uniform(-0.06, 0.06, (count, 2))
    grid = F.affine_grid(torch.from_numpy(matrix), list(crops.shape), align_corners=False)
    return F.grid_sample(crops, grid, padding_mode="border", align_corners=False)


def lit(crops: Tensor, random: np.random.Generator) -> Tensor:
    """Another exposure and another camera's colours, lightly."""
    count = len(crops)
    crops = crops * each(np.exp(random.normal(0, 0.15, count)))
    return saturated(crops, each(random.normal(1, 0.15, count))).clamp(0, 1)


def displayed(crops: Tensor, random: np.random.Generator) -> Tensor:
    """As on a display: more contrast, a cast, lifted black; half of them hazy, some burnt out or out of focus."""
    count = len(crops)
    crops = saturated(crops, each(random.uniform(0.6, 1.15, count)))
    crops = 0.5 + (crops - 0.5) * each(random.uniform(0.95, 1.4, count))
    cast = np.ones((count, 3), np.float32)
    cast[:, 2] = random.uniform(0.97, 1.15, count)
    cast[:, 1] = random.uniform(0.95, 1.0, count)
    crops = crops * torch.from_numpy(cast).view(-1, 3, 1, 1)
    haze = each(random.uniform(0, 0.35, count) * (random.random(count) < 0.5))
    crops = crops * (1 - haze) + haze * each(random.uniform(0.6, 1, count))
    crops = crops * each(np.where(random.random(count) < 0.4, random.uniform(1, 1.5, count), 1))
    return blurred(crops.clamp(0, 1), random)


def printed(crops: Tensor, random: np.random.Generator) -> Tensor:
    """As on paper: less colour, grey black, dull white; some out of focus."""
    count = len(crops)
    crops = saturated(crops, each(random.uniform(0.5, 1, count)))
    black, white = each(random.uniform(0, 0.16, count)), each(random.uniform(0.8, 1, count))
    return blurred((black + crops * (white - black)).clamp(0, 1), random)


def blurred(crops: Tensor, random: np.random.Generator) -> Tensor:
    """Four in ten out of focus, by up to a pixel and a half."""
    radius = np.where(random.random(len(crops)) < 0.4, random.uniform(0.3, 1.5, len(crops)), 0.01)
    steps = np.arange(-3, 4)
    kernel = np.exp(-0.5 * (steps / radius[:, None]) ** 2)
    kernel = torch.from_numpy((kernel / kernel.sum(1, keepdims=True)).astype(np.float32)).repeat_interleave(3, 0)
    flat = F.pad(crops, (3, 3, 3, 3), mode="replicate").flatten(0, 1)[None]
    flat = F.conv2d(flat, kernel[:, None, None, :], groups=len(kernel))
    return F.conv2d(flat, kernel[:, None, :, None], groups=len(kernel))[0].unflatten(0, (-1, 3))


def augmented(crops: Tensor, species: np.ndarray, random: np.random.Generator) -> Tensor:
    """`species`: N, indices into SPECIES_NAMES; bona fide ones are moved and lit only."""
    crops = lit(moved(crops, random), random)
    on_paper = np.isin(species, list(PRINTS))
    for look, chosen in ((printed, on_paper), (displayed, (species > 0) & ~on_paper)):
        if chosen.any():
            crops[torch.from_numpy(chosen)] = look(crops[torch.from_numpy(chosen)], random)
    return crops
