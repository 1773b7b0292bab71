"""Patch Exchange (Yu et al., DC-CDN, IJCAI 2021): a patch of one face and of its depth map swapped with another's.

Depth must then be told from the patch itself, not from the rest of the face. For single frames: a patch that moves
against its surroundings would be a motion cue.
"""

import numpy as np

from training.data.dataset import Batch

# Sides of a patch in cells of the depth map: an eighth to half of it.
SIDES = (4, 16)


def exchange_patches(batch: Batch, probability: float, random: np.random.Generator) -> Batch:
    """Pairs the batch at random and swaps a patch at the same place within each pair with the given probability.

    Only faces and depth are touched. A mixed face has no clear label, so no label of a whole window may be learned from
    it.
    """
    faces, depth = batch.faces.clone(), batch.depth.clone()
    cells = depth.shape[-1]
    scale = faces.shape[-1] // cells
    order = random.permutation(len(faces))
    for one, other in zip(order[::2], order[1::2]):
        if random.random() >= probability:
            continue
        side = int(random.integers(SIDES[0], SIDES[1] + 1))
        y, x = random.integers(0, cells - side + 1, size=2)
        for maps, unit in ((faces, scale), (depth, 1)):
            place = (..., slice(y * unit, (y + side) * unit), slice(x * unit, (x + side) * unit))
            patch = maps[one][place].clone()
            maps[one][place] = maps[other][place]
            maps[other][place] = patch
    return batch._replace(faces=faces, depth=depth)
