"""How far each kind of evidence is trusted: a handful of numbers, fitted on real clips, tested on left-out sources.

    python3 -m training evaluate fusion --evidence field.npz dev.npz --out fusion.json

A window's log odds are a weighted sum of what its kinds of evidence say, and a bias. So few people were attacked in the
clips that a free fit loses to plain sums; so the fit is drawn to one (PRIOR), and sources count in their class by the
root of their windows.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from training.errors import TrainingError
from training.eval.logistic import fit_logistic
from training.eval.metrics import auc, percentiles, resampled, threshold_at_bpcer
from training.models.evidence_network import read_numbers, steadiness, surroundings
from training.options import option

KINDS = ("texture", "surroundings", "rigidity", "steadiness")
NUMBERS = read_numbers()
SHARES, TRUST = NUMBERS["shares"], NUMBERS["evidence"]
# Weights of a plain sum, and how strongly the fit is drawn to it. depthproof-10 has no depth.
PRIOR = {**{kind: TRUST[kind]["weight"] for kind in KINDS}, "depth": 0.25, "coarse depth": 0.25}
PULL = 0.3
LABELS = (0.02, 0.98)
BPCER = 0.03


class Evidence(NamedTuple):
    """Windows of real clips. `kinds`: N x K log odds of bona fide; `first`: the window's first frame in its clip."""

    kinds: np.ndarray
    live: np.ndarray
    species: np.ndarray
    source: np.ndarray
    clip: np.ndarray
    first: np.ndarray

    def rows(self, chosen: np.ndarray) -> "Evidence":
        return Evidence(*(column[chosen] for column in self))

    def of_both_classes(self) -> "Evidence":
        """The same windows. Raises TrainingError where none is bona fide or none an attack."""
        if self.live.all() or not self.live.any():
            raise TrainingError(
                f"{self.live.sum()} live and {(~self.live).sum()} attack windows: there have to be some of both"
            )
        return self


def texture(stored: dict[str, np.ndarray]) -> np.ndarray:
    """Mean log odds of both networks over a window's frames, by the networks' shares."""
    return np.stack([share * stored[name].mean(1) for name, share in SHARES.items()]).sum(0)


def read(paths: Iterable[Path], kinds: tuple[str, ...], product: bool) -> Evidence:
    """What `evaluate evidence` wrote of the product's windows, or of all with a face.

    Raises TrainingError for another file, and for one without a kind.
    """
    parts = []
    for path in paths:
        try:
            stored = dict(np.load(path))
        except (OSError, ValueError) as error:
            raise TrainingError(f"{path} is no file of evidence: {error}") from error
        columns = {
            "texture": texture,
            "surroundings": lambda s: surroundings(s["appearance"], **TRUST["surroundings"]["steeper"]),
            "rigidity": lambda s: s["rigidity"],
            "depth": lambda s: s["depth"],
            "coarse depth": lambda s: s["first coarse depth"],
            "steadiness": lambda s: steadiness(s["shift"], TRUST["steadiness"]["shift"], TRUST["steadiness"]["most"]),
        }
        try:
            evidence = np.stack([columns[kind](stored) for kind in kinds], 1).astype(np.float64)
        except KeyError as error:
            raise TrainingError(f"{path} has no column {error}: measure it with `evaluate evidence`") from error
        rest = [stored[name] for name in ("label", "species", "source", "clip", "first")]
        parts.append(Evidence(evidence, *rest).rows(stored["product"] == product))
    return Evidence(*(np.concatenate(columns) for columns in zip(*parts)))


def balance(live: np.ndarray, source: np.ndarray) -> np.ndarray:
    """Weights under which both classes count alike, and in each of them the sources by the root of their windows."""
    weight = np.zeros(len(live))
    for label in (True, False):
        names, place, count = np.unique(source[live == label], return_inverse=True, return_counts=True)
        of_class = 1 / np.sqrt(count)[place]
        weight[live == label] = of_class / of_class.sum() / 2
    return weight


def fit(evidence: Evidence, kinds: tuple[str, ...], pull: float = PULL) -> np.ndarray:
    """The weight of each kind, and the bias."""
    prior = np.array([PRIOR[kind] for kind in kinds])
    columns = np.column_stack([evidence.kinds, np.ones(len(evidence.live))])
    target = np.where(evidence.live, LABELS[1], LABELS[0])
    weight = balance(evidence.live, evidence.source)
    return fit_logistic(columns, target, weight, np.append(prior, 0.0), np.append(pull / prior**2, 0.0))


def combined(numbers: np.ndarray, evidence: Evidence) -> np.ndarray:
    """Log odds of each window."""
    return evidence.kinds @ numbers[:-1] + numbers[-1]


def left_out(evidence: Evidence, kinds: tuple[str, ...], pull: float = PULL) -> np.ndarray:
    """Log odds of each window by numbers fitted without its source."""
    log_odds = np.zeros(len(evidence.live))
    for source in np.unique(evidence.source):
        there = evidence.source == source
        log_odds[there] = combined(fit(evidence.rows(~there), kinds, pull), evidence.rows(there))
    return log_odds


def equal_error_rate(live: np.ndarray, score: np.ndarray) -> float:
    """Where as large a share of bona fide windows lies below as of attacks lies above."""
    thresholds = np.unique(score)
    rejected = np.searchsorted(np.sort(score[live]), thresholds) / live.sum()
    passed = 1 - np.searchsorted(np.sort(score[~live]), thresholds) / (~live).sum()
    at = np.abs(rejected - passed).argmin()
    return float((rejected[at] + passed[at]) / 2)


def attacks_passed(live: np.ndarray, score: np.ndarray, bpcer: float = BPCER) -> float:
    """Share of all attacks that is accepted where at most `bpcer` of the bona fide windows is rejected."""
    return float((score[~live] >= threshold_at_bpcer(live, score, bpcer)).mean())


def figures(evidence: Evidence, score: np.ndarray) -> str:
    """AUC, EER and APCER at BPCER 3 %, each with a bootstrap's bounds over sources, and that of each species."""
    live = evidence.live
    draws = [rows for rows in resampled(evidence.source, 500) if live[rows].any() and not live[rows].all()]
    parts = []
    for name, figure, unit in (("AUC", auc, 1), ("EER", equal_error_rate, 100), ("APCER", attacks_passed, 100)):
        value = unit * figure(live, score)
        low, high = (unit * bound for bound in percentiles([figure(live[rows], score[rows]) for rows in draws]))
        form = "{} {:.4f} [{:.4f}, {:.4f}]" if unit == 1 else "{} {:.1f} [{:.1f}, {:.1f}]"
        parts.append(form.format(name, value, low, high))
    passed = score >= threshold_at_bpcer(live, score, BPCER)
    species = [
        f"{one} {passed[evidence.species == one].sum()}/{(evidence.species == one).sum()}"
        for one in np.unique(evidence.species[~live])
    ]
    return "  ".join(parts + species)


@dataclass(frozen=True, kw_only=True)
class EvidenceFiles:
    evidence: tuple[Path, ...] = option(help="files that `evaluate evidence` wrote")
    kinds: tuple[str, ...] = option(KINDS, choices=PRIOR)

    def __post_init__(self) -> None:
        if not self.kinds:
            raise TrainingError("--kinds: name one or more")


@dataclass(frozen=True, kw_only=True)
class FusionOptions(EvidenceFiles):
    pull: float = option(PULL, "how strongly the fit is drawn to the plain sum")
    out: Path | None = None


def print_fusion(options: FusionOptions) -> None:
    """Prints the figures of each kind, of the plain sum and of the fit; writes the fitted weights and bias."""
    kinds, pull = options.kinds, options.pull
    plain = np.array([*(PRIOR[kind] for kind in kinds), 0.0])
    for name, product in (("windows with a face", False), ("the product's windows", True)):
        evidence = read(options.evidence, kinds, product)
        live = evidence.live
        if not len(live):
            continue  # renders have none of the product's
        print(f"{name}: {live.sum()} live, {(~live).sum()} attack, {len(np.unique(evidence.source))} sources")
        for number, kind in enumerate(kinds):
            print(f"  {kind:22}", figures(evidence, evidence.kinds[:, number]))
        print(f"  {'plain sum':22}", figures(evidence, combined(plain, evidence)))
        print(f"  {'fitted, left out':22}", figures(evidence, left_out(evidence, kinds, pull)))
    numbers = fit(read(options.evidence, kinds, False).of_both_classes(), kinds, pull)
    described = {"weights": dict(zip(kinds, numbers[:-1].round(3))), "bias": round(float(numbers[-1]), 3)}
    print(json.dumps(described))
    if options.out:
        options.out.write_text(json.dumps(described, indent=1) + "\n")
