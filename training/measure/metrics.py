"""Figures of merit over window scores (ISO/IEC 30107-3 words: bona fide = 1, attack = 0)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.optimize import minimize
from scipy.stats import beta, rankdata


def auc(label: np.ndarray, score: np.ndarray) -> float:
    """Probability that a bona fide window scores above an attack; ties count half."""
    live = label > 0.5
    if live.all() or not live.any():
        return float("nan")
    ranks = rankdata(score)
    n, m = int(live.sum()), int((~live).sum())
    return float((ranks[live].sum() - n * (n + 1) / 2) / (n * m))


def clopper_pearson(errors: int, trials: int) -> tuple[float, float]:
    """Exact 95 % bounds of a share."""
    low = beta.ppf(0.025, errors, trials - errors + 1) if errors else 0.0
    high = beta.ppf(0.975, errors + 1, trials - errors) if errors < trials else 1.0
    return float(low), float(high)


def resampled(group: np.ndarray, resamples: int) -> Iterator[np.ndarray]:
    """Rows of bootstrap samples, drawing whole groups: windows of one face are not independent."""
    random = np.random.default_rng(0)
    _, group = np.unique(group, return_inverse=True)
    order = np.argsort(group, kind="stable")
    members = np.split(order, np.flatnonzero(np.diff(group[order])) + 1)
    for _ in range(resamples):
        yield np.concatenate([members[one] for one in random.integers(len(members), size=len(members))])


def percentiles(values: list[float]) -> tuple[float, float]:
    """95 % bounds from a bootstrap's values, NaN if it has none."""
    if np.isnan(values).all():
        return float("nan"), float("nan")
    low, high = np.nanquantile(values, (0.025, 0.975))
    return float(low), float(high)


def auc_bounds(label: np.ndarray, score: np.ndarray, group: np.ndarray, resamples: int = 1000) -> tuple[float, float]:
    """95 % percentile bootstrap of the AUC over groups."""
    return percentiles([auc(label[rows], score[rows]) for rows in resampled(group, resamples)])


def auc_difference_bounds(
    label: np.ndarray, score: np.ndarray, other: np.ndarray, group: np.ndarray, resamples: int = 1000
) -> tuple[float, float]:
    """95 % percentile bootstrap over groups of the AUC of `score` less that of `other`, both of the same windows."""
    return percentiles(
        [auc(label[rows], score[rows]) - auc(label[rows], other[rows]) for rows in resampled(group, resamples)]
    )


def threshold_at_bpcer(label: np.ndarray, score: np.ndarray, bpcer: float) -> float:
    """The highest score below which at most the share `bpcer` of the bona fide windows lies."""
    live = np.sort(score[label > 0.5])
    return float(live[min(_at_most(bpcer, len(live)), len(live) - 1)])


def _at_most(share: float, count: int) -> int:
    """How many of `count` are no more than the share of them."""
    return int(share * count + 1e-9)


# Where a verdict may be given at once: what validation says, within what calibration on so few windows can be trusted.
SPOOF_BPCER, SPOOF_RANGE = 0.01, (0.02, 0.2)
# No higher than 0.94: labels are softened to 0.98, and some weights bring no window far above 0.95.
LIVE_APCER, LIVE_RANGE = 0.03, (0.8, 0.94)


def verdict_limits(species: np.ndarray, probability: np.ndarray) -> tuple[float, float]:
    """Probabilities from which a window alone is called live, and up to which it is called spoof, to three digits.

    `spoof`: at most 1 % of the bona fide windows (species 0) lie no higher. `live`: at most 3 % of the windows of any
    one species of attack lie no lower. Both are held within the ranges above.
    """
    bona_fide = np.sort(probability[species == 0])
    spoof = np.nextafter(bona_fide[_at_most(SPOOF_BPCER, len(bona_fide))], 0)
    live = 0.0
    for one in np.unique(species[species != 0]):
        attacks = np.sort(probability[species == one])[::-1]
        live = max(live, np.nextafter(attacks[_at_most(LIVE_APCER, len(attacks))], 1))
    return (
        float(np.clip(np.ceil(1000 * live) / 1000, *LIVE_RANGE)),
        float(np.clip(np.floor(1000 * spoof) / 1000, *SPOOF_RANGE)),
    )


def platt(label: np.ndarray, score: np.ndarray) -> tuple[float, float]:
    """Slope and intercept of P(bona fide) = sigmoid(slope * score + intercept), with Platt's softened targets.

    Bona fide windows count as much as attacks, of however many of each there are: how often a login is attacked is not
    what a set of clips says.
    """
    live = label > 0.5
    n, m = live.sum(), (~live).sum()
    # The search takes differences that float32 rounds to nothing.
    score = score.astype(np.float64)
    target = np.where(live, (n + 1) / (n + 2), 1 / (m + 2))
    weight = np.where(live, 0.5 / n, 0.5 / m)

    def loss(p: np.ndarray) -> float:
        z = p[0] * score + p[1]
        return float(weight @ (np.logaddexp(0, z) - target * z))

    slope, intercept = minimize(loss, np.array([5.0, -2.5]), method="BFGS").x
    return float(slope), float(intercept)
