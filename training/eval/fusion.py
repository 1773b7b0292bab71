"""How far each kind of evidence is trusted: a handful of numbers, fitted on real clips, tested on left-out sources.

    python3 -m training evaluate fusion --evidence field.npz dev.npz --out fusion.json

A window's log odds are a weighted sum of its kinds of evidence, and a bias. The clips have so few sources of attacks
that a free fit does worse than a plain sum by the shipped weights (PRIOR). So the fit is drawn to these, or, where a
source is left out, to equal ones, and each source counts in its class by the square root of the number of its windows.
"""

import json
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from training.atomic_file import write_atomic
from training.errors import TrainingError
from training.eval.logistic import fit_logistic
from training.eval.metrics import auc, auc_difference_bounds, percentiles, resampled, threshold_at_bpcer
from training.figures_file import FiguresOption, names_of
from training.models.evidence_network import read_numbers, shaped, steadiness
from training.options import option

NUMBERS = read_numbers()
SHARES, TRUST = NUMBERS["shares"], NUMBERS["evidence"]
KINDS = ("texture", "surroundings", "rigidity", "steadiness", "depth")
# Weights of a plain sum, and how strongly the fitted weights are drawn to them; the bias is free.
PRIOR = {kind: TRUST[kind]["weight"] for kind in KINDS}
# Weights that no clip has chosen: fits of figures "left out" are drawn to these.
EQUAL = dict.fromkeys(KINDS, 0.5)
PULL = 0.3
LABELS = (0.02, 0.98)
BPCER = 0.03
# Names of the sums in docs/figures.
FIGURE_NAMES = {"plain sum": "sum", "fitted, left out": "left-out"}


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
    """The evidence of the product's windows, or of all with a face, as `evaluate evidence` wrote it.

    Raises TrainingError for another file, and for one without a kind.
    """
    parts = []
    for path in paths:
        try:
            stored = dict(np.load(path))
        except (OSError, EOFError, ValueError, zipfile.BadZipFile) as error:
            raise TrainingError(f"{path} is no file of evidence: {error}") from error
        columns = {
            "texture": lambda s: shaped(texture(s), TRUST["texture"]),
            "surroundings": lambda s: shaped(s["appearance"], TRUST["surroundings"]),
            "rigidity": lambda s: s["rigidity"],
            "depth": lambda s: shaped(s["depth"], TRUST["depth"]),
            "steadiness": lambda s: steadiness(s["shift"], TRUST["steadiness"]["shift"], TRUST["steadiness"]["most"]),
        }
        try:
            evidence = np.stack([columns[kind](stored) for kind in kinds], 1).astype(np.float64)
            rest = [stored[name] for name in ("label", "species", "source", "clip", "first")]
            wanted = stored["product"] == product
        except KeyError as error:
            raise TrainingError(f"{path} has no column {error}: measure it with `evaluate evidence`") from error
        parts.append(Evidence(evidence, *rest).rows(wanted))
    return Evidence(*(np.concatenate(columns) for columns in zip(*parts)))


def balance(live: np.ndarray, source: np.ndarray) -> np.ndarray:
    """Weights under which both classes count alike, and in each the sources by the root of their number of windows."""
    weight = np.zeros(len(live))
    for label in (True, False):
        names, place, count = np.unique(source[live == label], return_inverse=True, return_counts=True)
        of_class = 1 / np.sqrt(count)[place]
        weight[live == label] = of_class / of_class.sum() / 2
    return weight


def fit(
    evidence: Evidence, kinds: tuple[str, ...], pull: float = PULL, weights: Mapping[str, float] = PRIOR
) -> np.ndarray:
    """The weight of each kind, drawn to `weights`, and the bias."""
    prior = np.array([weights[kind] for kind in kinds])
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
        log_odds[there] = combined(fit(evidence.rows(~there), kinds, pull, EQUAL), evidence.rows(there))
    return log_odds


def equal_error_rate(live: np.ndarray, score: np.ndarray) -> float:
    """The error where the share of bona fide windows below equals that of attacks above."""
    thresholds = np.unique(score)
    rejected = np.searchsorted(np.sort(score[live]), thresholds) / live.sum()
    passed = 1 - np.searchsorted(np.sort(score[~live]), thresholds) / (~live).sum()
    at = np.abs(rejected - passed).argmin()
    return float((rejected[at] + passed[at]) / 2)


def attacks_passed(live: np.ndarray, score: np.ndarray, bpcer: float = BPCER) -> float:
    """Share of all attacks that is accepted where at most `bpcer` of the bona fide windows is rejected."""
    return float((score[~live] >= threshold_at_bpcer(live, score, bpcer)).mean())


class Bounded(NamedTuple):
    """A figure with its 95 % bounds."""

    value: float
    low: float
    high: float

    def text(self, digits: int, of_bounds: int) -> str:
        return f"{self.value:.{digits}f} [{self.low:.{of_bounds}f}, {self.high:.{of_bounds}f}]"


class WindowFigures(NamedTuple):
    """AUC; EER and the share of all attacks accepted at BPCER 3 %, in percent; for each species how many of its windows
    pass there, and how many there are."""

    auc: Bounded
    eer: Bounded
    apcer: Bounded
    passed: dict[str, tuple[int, int]]

    def __str__(self) -> str:
        species = [f"{one} {passed}/{every}" for one, (passed, every) in self.passed.items()]
        rates = (
            f"AUC {self.auc.text(4, 4)}",
            f"EER {self.eer.text(1, 1)}",
            f"attacks accepted {self.apcer.text(1, 1)}",
        )
        return "  ".join([*rates, *species])

    def as_printed(self, name: str) -> dict[str, str]:
        """As the documents print them: a row of a table, and each figure without bounds."""
        digits = 4 if 0.99 < self.auc.value < 1 else 3
        worst = max(self.passed, key=lambda one: self.passed[one][0] / self.passed[one][1])
        passed, every = self.passed[worst]
        named = f"{worst}, {passed} of {every}" if passed else "none passes"
        row = (self.auc.text(digits, 3), self.eer.text(1, 1), self.apcer.text(1, 1), named)
        return {
            f"{name}-row": " | ".join(row),
            f"{name}-auc": f"{self.auc.value:.{digits}f}",
            f"{name}-eer": f"{self.eer.value:.1f}",
            f"{name}-apcer": f"{self.apcer.value:.1f}",
            f"{name}-worst": named,
        }


def figures(evidence: Evidence, score: np.ndarray) -> WindowFigures:
    """Figures of a score over windows, with a bootstrap's bounds over sources."""
    live = evidence.live
    draws = [rows for rows in resampled(evidence.source, 500) if live[rows].any() and not live[rows].all()]

    def bounded(figure: Callable[[np.ndarray, np.ndarray], float], unit: float) -> Bounded:
        low, high = percentiles([figure(live[rows], score[rows]) for rows in draws])
        return Bounded(unit * figure(live, score), unit * low, unit * high)

    passed = score >= threshold_at_bpcer(live, score, BPCER)
    rows_of = {str(one): evidence.species == one for one in np.unique(evidence.species[~live])}
    return WindowFigures(
        bounded(auc, 1),
        bounded(equal_error_rate, 100),
        bounded(attacks_passed, 100),
        {one: (int(passed[rows].sum()), int(rows.sum())) for one, rows in rows_of.items()},
    )


@dataclass(frozen=True, kw_only=True)
class EvidenceFiles(FiguresOption):
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
    """Prints the figures of each kind, of the plain sum, of the fit, and of the plain sum without each kind; writes the
    fitted weights and bias."""
    kinds, pull = options.kinds, options.pull
    plain = np.array([*(PRIOR[kind] for kind in kinds), 0.0])
    kept: dict[str, str | int] = {}
    for where, name, product in (("face", "windows with a face", False), ("product", "the product's windows", True)):
        evidence = read(options.evidence, kinds, product)
        live = evidence.live
        if not len(live):
            continue  # renders have none of the product's
        counts = {"live": int(live.sum()), "attacks": int((~live).sum()), "sources": len(np.unique(evidence.source))}
        kept |= {f"{where}-{one}": count for one, count in counts.items()}
        print(f"{name}: {counts['live']} live, {counts['attacks']} attack, {counts['sources']} sources")
        scores = dict(zip(kinds, evidence.kinds.T))
        scores |= {"plain sum": combined(plain, evidence), "fitted, left out": left_out(evidence, kinds, pull)}
        for one, score in scores.items():
            found = figures(evidence, score)
            print(f"  {one:22}", found)
            kept |= found.as_printed(f"{where}-{FIGURE_NAMES.get(one, one.replace(' ', '-'))}")
        for number, kind in enumerate(kinds):
            lacking = combined(np.where(np.arange(len(plain)) == number, 0, plain), evidence)
            found = figures(evidence, lacking)
            low, high = auc_difference_bounds(live, lacking, scores["plain sum"], evidence.source)
            print(f"  {'without ' + kind:22}", found, f" less AUC [{low:+.4f}, {high:+.4f}]")
            kept[f"{where}-without-{kind}"] = (
                f"{found.auc.value:.4f} [{low:+.4f}, {high:+.4f}] | {found.eer.value:.1f} | {found.apcer.value:.1f}"
            )
    numbers = fit(read(options.evidence, kinds, False).of_both_classes(), kinds, pull)
    described = {"weights": dict(zip(kinds, numbers[:-1].round(3))), "bias": round(float(numbers[-1]), 3)}
    print(json.dumps(described))
    moved = np.abs(numbers[:-1] - plain[:-1]).max()
    options.keep(f"evaluate fusion --evidence {names_of(options.evidence)}", kept | {"moved": f"{moved:.2f}"})
    if options.out:
        write_atomic(options.out, (json.dumps(described, indent=1) + "\n").encode())
