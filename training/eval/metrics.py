"""AUC, bounds and thresholds of window scores; bona fide = 1, attack = 0. figures.py has APCER and BPCER."""

import math
from collections.abc import Callable, Iterator

import numpy as np

from training.data.image_statistics import ranks


def auc(label: np.ndarray, score: np.ndarray) -> float:
    """Probability that a bona fide window scores above an attack; ties count half."""
    live = label > 0.5
    if live.all() or not live.any():
        return float("nan")
    n, m = int(live.sum()), int((~live).sum())
    return float((ranks(score)[live].sum() - n * (n + 1) / 2) / (n * m))


def clopper_pearson(errors: int, trials: int) -> tuple[float, float]:
    """Exact 95 % bounds of a share."""
    ways = [math.lgamma(trials + 1) - math.lgamma(k + 1) - math.lgamma(trials - k + 1) for k in range(trials + 1)]

    def up_to(most: int, share: float) -> float:
        """Probability of at most so many errors."""
        hit, miss = math.log(share), math.log1p(-share)
        return math.fsum(math.exp(ways[k] + k * hit + (trials - k) * miss) for k in range(most + 1))

    low = _where(lambda share: up_to(errors - 1, share) < 0.975) if errors else 0.0
    high = _where(lambda share: up_to(errors, share) < 0.025) if errors < trials else 1.0
    return low, high


def _where(holds: Callable[[float], bool]) -> float:
    """The least share in (0, 1) for which it holds, by bisection."""
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return (low + high) / 2


def resampled(group: np.ndarray, resamples: int) -> Iterator[np.ndarray]:
    """Rows of bootstrap samples that draw whole groups: windows of one face are not independent."""
    random = np.random.default_rng(0)
    _, group = np.unique(group, return_inverse=True)
    order = np.argsort(group, kind="stable")
    members = np.split(order, np.flatnonzero(np.diff(group[order])) + 1)
    for _ in range(resamples):
        yield np.concatenate([members[one] for one in random.integers(len(members), size=len(members))])


def percentiles(values: list[float]) -> tuple[float, float]:
    """95 % bounds of a bootstrap's values; NaN if there are none."""
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
    """95 % percentile bootstrap over groups of the AUC of `score` minus that of `other` on the same windows.

    Scores are N, or K x N of networks that K pairs of trainings made, each pair with a seed of its own: then the mean
    AUC counts, and the bootstrap draws pairs as well as groups.
    """
    random = np.random.default_rng(0)
    pairs = list(zip(np.atleast_2d(score), np.atleast_2d(other), strict=True))
    values = []
    for rows in resampled(group, resamples):
        each = [auc(label[rows], one[rows]) - auc(label[rows], its_pair[rows]) for one, its_pair in pairs]
        values.append(float(np.mean([each[pair] for pair in random.integers(len(pairs), size=len(pairs))])))
    return percentiles(values)


def threshold_at_bpcer(label: np.ndarray, score: np.ndarray, bpcer: float) -> float:
    """The highest score below which at most the share `bpcer` of the bona fide windows lies."""
    live = np.sort(score[label > 0.5])
    return float(live[min(most(bpcer, len(live)), len(live) - 1)])


def most(share: float, count: int) -> int:
    """The largest number that is at most a share of `count`."""
    return int(share * count + 1e-9)
