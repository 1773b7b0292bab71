"""A window that needs no picture: integer arithmetic alone, so that src/network/syntheticWindow.ts makes the very
same bytes. It looks faintly like a moving face, so that no block's ReLU is silent."""

from __future__ import annotations

import numpy as np


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


# The number that the first context crop is drawn with.
CONTEXT_FRAME = 100


def synthetic_window(frames: int, face_size: int, context_size: int) -> tuple[np.ndarray, np.ndarray]:
    """frames x face_size^2 x 3 bytes, and as many context crops."""
    faces = [synthetic_image(face_size, frame) for frame in range(frames)]
    contexts = [synthetic_image(context_size, CONTEXT_FRAME + frame) for frame in range(frames)]
    return np.stack(faces), np.stack(contexts)
