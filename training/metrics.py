"""Figures of merit over window scores (ISO/IEC 30107-3 words: bona fide = 1, attack = 0)."""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize
from scipy.stats import rankdata


def auc(label: np.ndarray, score: np.ndarray) -> float:
    """Probability that a bona fide window scores above an attack; ties count half."""
    live = label > 0.5
    if live.all() or not live.any():
        return float("nan")
    ranks = rankdata(score)
    n, m = int(live.sum()), int((~live).sum())
    return float((ranks[live].sum() - n * (n + 1) / 2) / (n * m))


def threshold_at_bpcer(label: np.ndarray, score: np.ndarray, bpcer: float) -> float:
    """The score below which at most the share `bpcer` of the bona fide windows falls."""
    return float(np.quantile(score[label > 0.5], bpcer))


# Where a verdict may be given at once: what validation says, within what calibration on so few windows can be trusted.
SPOOF_BPCER, SPOOF_RANGE = 0.01, (0.02, 0.2)
LIVE_APCER, LIVE_RANGE = 0.03, (0.8, 0.95)


def verdict_limits(species: np.ndarray, probability: np.ndarray) -> tuple[float, float]:
    """Probabilities from which a window alone is called live, and up to which it is called spoof.

    `spoof`: at most 1 % of the bona fide windows (species 0) lie below. `live`: at most 3 % of the windows of any one
    species of attack lie above. Both are held within the ranges above.
    """
    spoof = np.quantile(probability[species == 0], SPOOF_BPCER)
    attacks = [probability[species == one] for one in np.unique(species) if one != 0]
    live = max(float(np.quantile(windows, 1 - LIVE_APCER)) for windows in attacks)
    return float(np.clip(live, *LIVE_RANGE)), float(np.clip(spoof, *SPOOF_RANGE))


def platt(label: np.ndarray, score: np.ndarray) -> tuple[float, float]:
    """Slope and intercept of P(bona fide) = sigmoid(slope * score + intercept), with Platt's softened targets."""
    live = label > 0.5
    n, m = live.sum(), (~live).sum()
    # The search takes differences that float32 rounds to nothing.
    score = score.astype(np.float64)
    target = np.where(live, (n + 1) / (n + 2), 1 / (m + 2))

    def loss(p: np.ndarray) -> float:
        z = p[0] * score + p[1]
        return float(np.mean(np.logaddexp(0, z) - target * z))

    slope, intercept = minimize(loss, np.array([5.0, -2.5]), method="BFGS").x
    return float(slope), float(intercept)
