"""Logistic regression by Newton's method, for a handful of numbers."""

import numpy as np

STEPS = 100
# A step this small changes no digit that is kept.
SMALLEST_STEP = 1e-10


def fit_logistic(
    columns: np.ndarray, target: np.ndarray, weight: np.ndarray, start: np.ndarray, pull: np.ndarray
) -> np.ndarray:
    """The numbers (K) under which `columns @ numbers` are the log odds of `target`.

    They minimize the cross-entropy plus `pull` times the squared distance from `start`. `columns`: N x K; `target`: N,
    0 to 1; `weight`: N, of the windows; `pull`: K, at least 0.
    """

    def loss(numbers: np.ndarray) -> float:
        log_odds = columns @ numbers
        return float(weight @ (np.logaddexp(0, log_odds) - target * log_odds) + pull @ (numbers - start) ** 2)

    numbers = start.astype(np.float64)
    for _ in range(STEPS):
        probability = 1 / (1 + np.exp(-np.clip(columns @ numbers, -700, 700)))
        slope = columns.T @ (weight * (probability - target)) + 2 * pull * (numbers - start)
        curvature = (columns.T * (weight * probability * (1 - probability))) @ columns + np.diag(2 * pull)
        step = np.linalg.lstsq(curvature, slope, rcond=None)[0]
        # Where the curvature is small, a whole step may lead beyond the minimum.
        while loss(numbers - step) > loss(numbers) and np.abs(step).max() > SMALLEST_STEP:
            step /= 2
        numbers = numbers - step
        if np.abs(step).max() <= SMALLEST_STEP:
            break
    return numbers
