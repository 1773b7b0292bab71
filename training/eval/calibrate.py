"""Chooses what model.json says under `decision` on validation windows: calibration, limits, thresholds.

A threshold that rejects 1 % of rendered bona fide windows rejects some other share of real ones, and without real clips
nobody knows which. One can measure how much the scores of live people depend on the camera among rendered
cameras: the median logit of all bona fide windows minus that of their least sharp quartile. A real camera is assumed to
differ from the rendered ones as the worst of them differ from their median, and each threshold is lowered by that much.
The margin compares medians, because a quartile of a few hundred windows is too small to have a first percentile. It
goes by sharpness, because cheap and badly focused cameras lose it, and the score was seen to depend on it most. The
margin costs APCER, so each threshold is written without and with it, with the APCER of the worst species at both. The
margin is a guess with a measured size, to be replaced by a threshold on real clips of the cameras in use.
"""

from typing import Any

import numpy as np

from training.eval.correlation import CORRELATION, LARGEST_LOG_ODDS
from training.eval.logistic import fit_logistic
from training.eval.metrics import most, threshold_at_bpcer

BPCERS = (0.01, 0.03, 0.1)
# The rates on validation windows at which a window alone may decide, and the range of probability in which calibration
# on so few windows can be trusted.
SPOOF_BPCER, SPOOF_RANGE = 0.01, (0.02, 0.2)
# No higher than 0.94: training softens labels to 0.98, and some weights put no window far above 0.95.
LIVE_APCER, LIVE_RANGE = 0.03, (0.8, 0.94)


def camera_margin(logit: np.ndarray, sharpness: np.ndarray) -> float:
    """By how much the median logit of the least sharp quartile of bona fide windows is below that of all; at least
    0."""
    dull = sharpness <= np.quantile(sharpness, 0.25)
    return max(0.0, float(np.median(logit) - np.median(logit[dull])))


def probability_of(logit: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-logit))


def round_down(logit: float) -> float:
    """A probability of six decimals, rounded down so that the bona fide window that lies there does not fall below
    it."""
    return float(np.floor(1e6 * probability_of(np.array(logit))) / 1e6)


def worst_apcer(species: np.ndarray, logit: np.ndarray, threshold: float) -> float:
    """The APCER of the species that passes most."""
    return max(float((logit[species == one] >= threshold).mean()) for one in np.unique(species[species != 0]))


def operating_points(species: np.ndarray, logit: np.ndarray, sharpness: np.ndarray) -> list[dict[str, float]]:
    """For each of `BPCERS` the probability from which a window counts as bona fide, without and with the margin, and
    the largest APCER of any species at each."""
    bona_fide = species == 0
    margin = camera_margin(logit[bona_fide], sharpness[bona_fide])

    def apcer(threshold: float) -> float:
        return round(worst_apcer(species, logit, threshold), 4)

    points = []
    for bpcer in BPCERS:
        threshold = threshold_at_bpcer(bona_fide, logit, bpcer)
        points.append(
            {
                "bpcer": bpcer,
                "probability": round_down(threshold),
                "worstApcer": apcer(threshold),
                "marginLogit": round(margin, 3),
                "probabilityWithMargin": round_down(threshold - margin),
                "worstApcerWithMargin": apcer(threshold - margin),
            }
        )
    return points


def verdict_limits(species: np.ndarray, probability: np.ndarray) -> tuple[float, float]:
    """Probabilities from which a window alone is called live, and up to which it is called spoof, to three digits.

    `spoof`: at most 1 % of the bona fide windows (species 0) lie no higher. `live`: at most 3 % of the windows of any
    one species of attack lie no lower. Both are held within the ranges above.
    """
    bona_fide = np.sort(probability[species == 0])
    spoof = np.nextafter(bona_fide[most(SPOOF_BPCER, len(bona_fide))], 0)
    live = 0.0
    for one in np.unique(species[species != 0]):
        attacks = np.sort(probability[species == one])[::-1]
        live = max(live, np.nextafter(attacks[most(LIVE_APCER, len(attacks))], 1))
    return (
        float(np.clip(np.ceil(1000 * live) / 1000, *LIVE_RANGE)),
        float(np.clip(np.floor(1000 * spoof) / 1000, *SPOOF_RANGE)),
    )


def platt(label: np.ndarray, score: np.ndarray) -> tuple[float, float]:
    """Slope and intercept of P(bona fide) = sigmoid(slope * score + intercept), with Platt's softened targets.

    Bona fide windows count as much as attacks, however many there are of each: a set of clips does not say how often a
    login is attacked.
    """
    live = label > 0.5
    n, m = live.sum(), (~live).sum()
    target = np.where(live, (n + 1) / (n + 2), 1 / (m + 2))
    weight = np.where(live, 0.5 / n, 0.5 / m)
    # The search takes small differences that float32 would round away.
    columns = np.stack([score, np.ones(len(score))], 1).astype(np.float64)
    slope, intercept = fit_logistic(columns, target, weight, np.array([5.0, -2.5]), np.zeros(2))
    return float(slope), float(intercept)


def decide(species: np.ndarray, score: np.ndarray, sharpness: np.ndarray) -> dict[str, Any]:
    """model.json's `decision`, from the scores of validation windows and their sharpness."""
    slope, intercept = platt((species == 0).astype(float), score)
    logit = slope * score.astype(np.float64) + intercept
    probability = probability_of(logit)
    live, spoof = verdict_limits(species, probability)
    rejected, passed = (probability[species == 0] <= spoof).mean(), worst_apcer(species, probability, live)
    return {
        "calibration": {"slope": slope, "intercept": intercept},
        "liveProbability": live,
        "spoofProbability": spoof,
        "correlation": CORRELATION,
        "largestLogOdds": LARGEST_LOG_ODDS,
        "thresholds": operating_points(species, logit, sharpness),
        "chosen": f"On {len(species)} validation windows, no test clips. Calibration by Platt scaling, both "
        "classes weighing alike; its slope does the work of a temperature: there is no other. "
        f"spoofProbability is where at most {SPOOF_BPCER:.0%} of bona fide windows lie no higher, held within "
        f"{SPOOF_RANGE}: {rejected:.1%} do. liveProbability is where at most {LIVE_APCER:.0%} of any species' windows "
        f"lie no lower, held within {LIVE_RANGE}: {passed:.1%} of the species that passes most do. thresholds: below "
        "probability at most the share bpcer of these bona fide windows lies. marginLogit is how much lower in logit "
        "the least sharp quartile of them lies (medians); probabilityWithMargin is lower by that, for cameras "
        "that these windows do not show. worstApcer is that of the species that passes most.",
    }
