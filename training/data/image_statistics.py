"""Four statistics of a face image that know nothing of attacks.

A network that does not beat them may have learned the camera. They are those of
evaluation/run/systems/imageStatistics.ts, by the same formulas (src/quality/measure.ts), on the face crop that the
network sees, which is wider than the detector's box. Signs are those under which bona fide clips tend to score higher.
"""

import numpy as np

STATISTICS = ("sharpness over contrast", "darkness", "red over blue", "face size")
# Variance of the luminance (0 to 255) below which there is nothing to judge sharpness by.
LEAST_CONTRAST = 1.0


def statistics_of(face: np.ndarray, side_px: float) -> np.ndarray:
    """float32 4, in the order of `STATISTICS`.

    `face`: uint8 HxWx3 RGB, 128 px a side wherever values are compared, for sharpness depends on it. `side_px`: side of
    the face box in the frame, px.
    """
    luminance = face @ np.array([0.299, 0.587, 0.114])
    red, _, blue = face.sum((0, 1), dtype=np.float64)
    return np.array([sharpness(luminance), 255 - luminance.mean(), red / max(blue, 1.0), side_px], np.float32)


def sharpness(luminance: np.ndarray) -> float:
    """Var(L) / Var(Y) of the luminance Y, HxW, 0 to 255, with the 4-neighbour Laplacian L off the border.

    0 where there is no contrast, for which the browser gives no figure: matching needs a number for every window.
    """
    contrast = luminance.var()
    if contrast < LEAST_CONTRAST:
        return 0.0
    neighbours = luminance[1:-1, :-2] + luminance[1:-1, 2:] + luminance[:-2, 1:-1] + luminance[2:, 1:-1]
    return float((neighbours - 4 * luminance[1:-1, 1:-1]).var() / contrast)


def rank_normalised(statistics: np.ndarray) -> np.ndarray:
    """N x K -> N x K, each column's ranks over N, in (0, 1]; ties share their mean rank."""
    return np.stack([ranks(column) for column in statistics.T], 1) / len(statistics)


def ranks(values: np.ndarray) -> np.ndarray:
    """N -> N, from 1 on; ties share their mean rank."""
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(count) - (count - 1) / 2)[place]
