"""Augmentation while training: drawn once a window, never a frame, since a change between frames is a motion cue."""

from __future__ import annotations

import numpy as np
import torch

from training.windows import Batch


def augment(batch: Batch, random: np.random.Generator) -> Batch:
    """Flip, gain, offset and tint; a cut-out square on the face crop. Labels flip with the picture."""
    faces, context, depth = batch.faces.clone(), batch.context.clone(), batch.depth.clone()
    size = faces.shape[-1]
    for i in range(faces.shape[0]):
        if random.random() < 0.5:
            faces[i], context[i], depth[i] = faces[i].flip(-1), context[i].flip(-1), depth[i].flip(-1)
        gain = random.uniform(0.8, 1.25) * random.uniform(0.93, 1.07, size=(3, 1, 1))
        offset = random.uniform(-0.1, 0.1)
        tone = torch.from_numpy(gain.astype(np.float32))
        faces[i] = (faces[i] * tone + offset).clamp(-0.5, 0.5)
        context[i] = (context[i] * tone + offset).clamp(-0.5, 0.5)
        if random.random() < 0.2:
            side = int(random.integers(size // 12, size // 4))
            y, x = random.integers(0, size - side, size=2)
            faces[i, :, :, y : y + side, x : x + side] = random.uniform(-0.5, 0.5)
    return batch._replace(faces=faces, context=context, depth=depth)
