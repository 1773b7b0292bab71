"""The distributions a scene's parameters are drawn from."""

import math

import numpy as np

Random = np.random.Generator


def chance(random: Random, probability: float) -> bool:
    return bool(random.random() < probability)


def log_uniform(random: Random, low: float, high: float) -> float:
    return math.exp(random.uniform(math.log(low), math.log(high)))


def clipped_normal(random: Random, deviation: float, limit: float) -> float:
    """Zero-mean normal, held inside [-limit, limit]."""
    return float(np.clip(random.normal(0, deviation), -limit, limit))
