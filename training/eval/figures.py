"""Scores rendered test windows, as PyTorch runs them.

    python3 -m training evaluate windows --model models/mine --windows data/test --validation data/validation

`--model` takes a shipped folder: folded weights, calibration and thresholds as they stand in it. `--checkpoint` takes
a run's, and chooses calibration and thresholds on `--validation` as the export would. The matched set holds pairs of
windows that the image statistics cannot tell apart (eval/matched_pairs.py), with the caliper chosen on `--validation`,
or else on the same windows; the four AUCs beside the network's show how well that worked.

Rates come with exact (Clopper-Pearson) 95 % bounds, which take windows for independent: where windows are of fewer
people, they are somewhat too narrow. AUCs come with a bootstrap's over people. The evaluation of the product itself
goes through the browser.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from training.atomic_file import write_atomic
from training.data.dataset import Windows
from training.data.image_statistics import STATISTICS
from training.data.species import SPECIES_NAMES
from training.errors import TrainingError
from training.eval.calibrate import decide
from training.eval.matched_pairs import caliper_for, matched_pairs, statistic_aucs
from training.eval.metrics import auc, auc_bounds, auc_difference_bounds, clopper_pearson, threshold_at_bpcer
from training.eval.score import score_windows
from training.models import checkpoint
from training.models.evidence_network import EvidenceNetwork
from training.models.network import DepthNetwork
from training.models.shipped import load_shipped
from training.options import option

# A medium that covers this share of the context crop counts as covering all of it: a warped one's mesh leaves pixels
# out.
WHOLE = 0.95


def share(hits: np.ndarray) -> dict[str, float]:
    """How many booleans there are, the share that is true, and its exact 95 % bounds."""
    low, high = clopper_pearson(int(hits.sum()), len(hits))
    return {"windows": len(hits), "rate": float(hits.mean()), "low": low, "high": high}


def errors_by_species(species: np.ndarray, accepted: np.ndarray) -> dict[str, dict[str, float]]:
    """BPCER of bona fide windows, APCER of each species of attack."""
    return {SPECIES_NAMES[one]: share(accepted[species == one] != (one == 0)) for one in np.unique(species)}


def area(windows: Windows, score: np.ndarray, rows: np.ndarray) -> dict[str, float]:
    label = windows.label[rows]
    low, high = auc_bounds(label, score[rows], windows.identity[rows])
    return {"windows": len(rows), "auc": auc(label, score[rows]), "low": low, "high": high}


def figures(windows: Windows, score: np.ndarray, decision: dict[str, Any], caliper: float | None) -> dict[str, Any]:
    """All figures of a set, from its window scores. Keys as in the file that `--json` writes."""
    species, everything = windows.species, np.arange(len(windows))
    logit = decision["calibration"]["slope"] * score + decision["calibration"]["intercept"]
    accepted = logit > 0
    at_bpcer3 = score >= threshold_at_bpcer(windows.label, score, 0.03)
    probability = 1 / (1 + np.exp(-logit))
    pairs = matched_pairs(windows, caliper)
    result: dict[str, Any] = {
        "all": area(windows, score, everything),
        "people": {
            name: len(np.unique(windows.identity[windows.label == label]))
            for name, label in (("bonaFide", 1), ("attacks", 0))
        },
        "statistics": dict(zip(STATISTICS, statistic_aucs(windows))),
        "matched": {"caliper": caliper, "pairs": len(pairs)},
        "atHalf": errors_by_species(species, accepted),
        "atBpcer3": errors_by_species(species, at_bpcer3),
        "attacksAccepted": {"atHalf": share(accepted[species > 0]), "atBpcer3": share(at_bpcer3[species > 0])},
        "thresholds": [],
        "closeUps": {},
        "slices": {},
    }
    if len(pairs):
        result["matched"] |= area(windows, score, pairs.ravel())
        result["matched"]["statistics"] = dict(zip(STATISTICS, statistic_aucs(windows, pairs.ravel())))
    for point in decision.get("thresholds", []):
        for key in ("probability", "probabilityWithMargin"):
            at = {"chosenForBpcer": point["bpcer"], "margin": key != "probability", "probability": point[key]}
            result["thresholds"].append(at | {"species": errors_by_species(species, probability >= point[key])})
    for name, chosen in by_visible_edges(windows).items():
        if chosen.any():
            result["closeUps"][name] = {"atHalf": share(accepted[chosen]), "atBpcer3": share(at_bpcer3[chosen])}
    for column, values in windows.slices.items():
        result["slices"][column.removeprefix("slice_")] = {
            str(value): slice_figures(windows, score, accepted, np.flatnonzero(values == value))
            for value in np.unique(values)
        }
    return result


def by_visible_edges(windows: Windows) -> dict[str, np.ndarray]:
    """Attacks by whether they are held so near that the context crop can show no edge of their paper or device, and
    by whether it shows one: a boolean for each window."""
    attacks, of_context = windows.species > 0, windows.medium[:, 0].astype(np.float32).mean((1, 2))
    return {
        "edges hidden": windows.filling,
        "edges in view": ~windows.filling & attacks,
        "no edge in the wide crop": attacks & (of_context >= WHOLE),
        "an edge there": attacks & (of_context < WHOLE),
    }


def slice_figures(windows: Windows, score: np.ndarray, accepted: np.ndarray, rows: np.ndarray) -> dict[str, Any]:
    """BPCER, share of all attacks accepted, and AUC of some rows, as far as they have such windows. There are too few
    of a single species for an APCER."""
    live = windows.label[rows] == 1
    result: dict[str, Any] = {}
    if live.any():
        result["bpcer"] = share(~accepted[rows[live]])
    if not live.all():
        result["attacksAccepted"] = share(accepted[rows[~live]])
    if live.any() and not live.all():
        result["auc"] = area(windows, score, rows)
    return result


def percent(figure: dict[str, Any]) -> str:
    """A rate in percent with its exact 95 % bounds."""
    low, high = 100 * figure["low"], 100 * figure["high"]
    return f"{100 * figure['rate']:.1f} % [{low:.1f}, {high:.1f}]"


def percent_of(figure: dict[str, Any]) -> str:
    return f"{percent(figure)} of {figure['windows']}"


def auc_text(figure: dict[str, float]) -> str:
    return f"{figure['auc']:.3f} [{figure['low']:.3f}, {figure['high']:.3f}] on {figure['windows']}"


def print_figures(result: dict[str, Any], never_seen: frozenset[str]) -> None:
    print("errors                 at probability 0.5              at BPCER 3 % of these windows")
    for name, figure in result["atHalf"].items():
        mark = "*" if name in never_seen else " "
        print(f"{name:15}{mark} {percent_of(figure):36} {percent_of(result['atBpcer3'][name])}")
    every = result["attacksAccepted"]
    print(f"{'all attacks':16} {percent_of(every['atHalf']):36} {percent_of(every['atBpcer3'])}")
    if never_seen:
        print("* never trained or calibrated on")
    for at in result["thresholds"]:
        attacks = {name: figure for name, figure in at["species"].items() if name != SPECIES_NAMES[0]}
        worst = max(attacks, key=lambda name: attacks[name]["rate"])
        margin = "with margin" if at["margin"] else "           "
        print(
            f"probability {at['probability']:.3f} for BPCER {at['chosenForBpcer']:4.0%} {margin}  "
            f"BPCER {percent_of(at['species'][SPECIES_NAMES[0]])}, worst APCER {percent_of(attacks[worst])}: {worst}"
        )
    for name, figure in result["closeUps"].items():
        print(f"attacks with {name:25} accepted {percent_of(figure['atHalf']):26} {percent_of(figure['atBpcer3'])}")
    for column, values in result["slices"].items():
        for value, figure in values.items():
            names = {"bpcer": "BPCER", "attacksAccepted": "attacks accepted"}
            parts = [f"{name} {percent_of(figure[key])}" for key, name in names.items() if key in figure]
            parts += [f"AUC {auc_text(figure['auc'])}"] if "auc" in figure else []
            print(f"{column} {value}: {', '.join(parts)}")
    matched = result["matched"]
    people = result["people"]
    print(f"bona fide windows of {people['bonaFide']} people, attacks of {people['attacks']}")
    print(f"AUC {auc_text(result['all'])}")
    if "against" in result:
        other = result["against"]
        bounds = f"[{other['low']:+.3f}, {other['high']:+.3f}]"
        print(f"AUC {other['auc']:.3f} of the other, the difference's bounds are {bounds}")
    if "auc" in matched:
        print(f"AUC {auc_text(matched)} matched: {matched['pairs']} pairs, caliper {matched['caliper']:.3f}")
    else:
        print("no matched set: no caliper makes the four statistics say nothing on so few or so different windows")
    for name, value in result["statistics"].items():
        of_matched = f", matched {matched['statistics'][name]:.3f}" if "statistics" in matched else ""
        print(f"AUC {value:.3f} of {name} alone, no model{of_matched}")


@dataclass(frozen=True, kw_only=True)
class WindowsOptions:
    windows: Path
    model: Path | None = option(None, "folder that `export model` wrote")
    checkpoint: Path | None = option(None, "final.pt of a run")
    validation: Path | None = option(None, "sets caliper and, for a checkpoint, thresholds")
    against: Path | None = option(None, "final.pt of another run, whose AUC is subtracted")
    json: Path | None = option(None, "writes all figures to this file")

    def __post_init__(self) -> None:
        if (self.model is None) == (self.checkpoint is None):
            raise TrainingError("name either --model or --checkpoint")
        if self.checkpoint and not self.validation:
            raise TrainingError("a checkpoint has no thresholds of its own: name rendered windows with --validation")


def evaluate_windows(options: WindowsOptions) -> None:
    """Prints the figures. Raises TrainingError where a model, a checkpoint or windows cannot be used."""
    validation = None
    network: DepthNetwork | EvidenceNetwork
    if options.model:
        network, model = load_shipped(options.model)
        validation = Windows(options.validation) if options.validation else None
        decision, never_seen = model["decision"], frozenset(model.get("neverSeen", ()))
    else:
        assert options.checkpoint and options.validation
        network, saved = checkpoint.load(options.checkpoint)
        left_out = frozenset(saved.get("left_out", ()))
        validation = Windows(options.validation, left_out)
        scored = score_windows(network, validation)
        decision = decide(scored["species"], scored["score"], validation.statistics[:, 0])
        never_seen = frozenset(SPECIES_NAMES[one] for one in left_out)
    windows = Windows(options.windows)
    score = score_windows(network, windows)["score"].astype(np.float64)
    result = figures(windows, score, decision, caliper_for(validation or windows))
    if options.against:
        other = score_windows(checkpoint.load(options.against)[0], windows)["score"].astype(np.float64)
        low, high = auc_difference_bounds(windows.label, score, other, windows.identity)
        result["against"] = {"auc": auc(windows.label, other), "low": low, "high": high}
    print_figures(result, never_seen)
    if options.json:
        write_atomic(options.json, (json.dumps(result, indent=1) + "\n").encode())
