"""Pairs bona fide windows with attacks that look alike to the image statistics (data/image_statistics.py).

Between such windows tone, sharpness, brightness and face size say nothing: a network has to look for the attack. Two
windows are as far apart as their statistics, each replaced by its rank within the set over the set's size.
"""

import numpy as np

from training.data.dataset import Windows
from training.data.image_statistics import rank_normalised
from training.eval.assignment import assigned
from training.eval.metrics import auc

# The AUC of each statistic must lie within this range on the windows that the caliper is chosen on. On as many other
# windows it strays twice as far, to 0.45 and 0.55.
MATCHED_AUC = (0.475, 0.525)
# From far looser to far tighter than ever needed; distances in the unit cube of four ranks reach 2.
CALIPERS = 2 * 0.8 ** np.arange(24)


def matched_pairs(windows: Windows, caliper: float | None) -> np.ndarray:
    """One-to-one pairs (bona fide row, attack row), P x 2: as many as lie within `caliper`, as near as can be; without
    a caliper none."""
    if caliper is None:
        return np.zeros((0, 2), int)
    place = rank_normalised(windows.statistics)
    distance = np.linalg.norm(place[windows.live][:, None] - place[windows.attacks], axis=2)
    # A pair beyond the caliper costs more than all those within it together, so none is made that can be avoided.
    beyond = distance > caliper
    live, attack = assigned(np.where(beyond, 2.0 * min(distance.shape) + 1, distance))
    kept = ~beyond[live, attack]
    return np.stack([windows.live[live[kept]], windows.attacks[attack[kept]]], 1)


def statistic_aucs(windows: Windows, rows: np.ndarray | None = None) -> list[float]:
    """AUC of each statistic as a score, of all windows or of some rows."""
    label, statistics = windows.label, windows.statistics
    if rows is not None:
        label, statistics = label[rows], statistics[rows]
    return [auc(label, column) for column in statistics.T]


def caliper_for(windows: Windows) -> float | None:
    """The widest of `CALIPERS` under which all four statistics say nothing; None if there is none.

    Choose it on validation windows, then match others with it.
    """
    low, high = MATCHED_AUC
    for caliper in CALIPERS:
        aucs = statistic_aucs(windows, matched_pairs(windows, caliper).ravel())
        if all(low <= value <= high for value in aucs):
            return float(caliper)
    return None
