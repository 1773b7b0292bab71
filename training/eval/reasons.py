"""How low a kind of evidence has to lie to be named as a reason of a verdict.

    python3 -m training evaluate reasons --evidence field.npz dev.npz

A kind is named where its log odds are below 0 and lower than those of all but NAMED_BPCER of the live windows. The
named kind that lies furthest below the median of the live windows, times its shipped weight, comes first. For each
kind the command prints that threshold, and how many live and attack windows it is named for, and named first.
"""

import numpy as np

from training.eval.fusion import PRIOR, EvidenceFiles, read
from training.figures_file import names_of

NAMED_BPCER = 0.02


def thresholds(kinds: np.ndarray, live: np.ndarray) -> np.ndarray:
    """Log odds of each kind (N x K) below which at most NAMED_BPCER of the live windows lie; 0 where that is higher."""
    ordered = np.sort(kinds[live], axis=0)
    return np.minimum(ordered[int(NAMED_BPCER * len(ordered))], 0)


def taken_away(kinds: np.ndarray, live: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """N x K: by how much each kind, times its weight, lies below its median over the live windows."""
    return weights * (np.median(kinds[live], axis=0) - kinds)


def first_reasons(kinds: np.ndarray, live: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Index of the kind that is named first for each window; -1 where nothing speaks against a live face."""
    speaks = kinds < thresholds(kinds, live)
    lost = np.where(speaks, taken_away(kinds, live, weights), -np.inf)
    return np.where(speaks.any(1), lost.argmax(1), -1)


def print_reasons(options: EvidenceFiles) -> None:
    """Prints, for each kind, the threshold and the windows that it is named for.

    Raises TrainingError as `read` does.
    """
    evidence = read(options.evidence, options.kinds, False).of_both_classes()
    kinds, live = evidence.kinds, evidence.live
    below = thresholds(kinds, live)
    speaks = kinds < below
    first = first_reasons(kinds, live, np.array([PRIOR[kind] for kind in options.kinds]))
    windows_of = {str(one): evidence.species == one for one in np.unique(evidence.species)}
    kept = {"heads": " | ".join(f"{one}, of {rows.sum()}" for one, rows in windows_of.items())}
    for number, kind in enumerate(options.kinds):
        named = {
            one: f"{speaks[rows, number].sum()} (first {(first[rows] == number).sum()})"
            for one, rows in windows_of.items()
        }
        # Without a sign where it would round to -0.00.
        median = round(float(np.median(kinds[live, number])), 2) + 0.0
        listed = ", ".join(f"{one} {text} of {windows_of[one].sum()}" for one, text in named.items())
        print(f"{kind}: below {below[number]:.2f}, live median {median:.2f}; {listed}")
        kept[f"{kind}-row"] = " | ".join((f"{below[number]:.2f}", f"{median:.2f}", *named.values()))
    nothing = {one: (first[rows] < 0).sum() for one, rows in windows_of.items()}
    for one, count in nothing.items():
        print(f"nothing named for {count} of {windows_of[one].sum()} {one}")
        kept[f"nothing-{one}"] = f"{count} of {windows_of[one].sum()}"
    kept["nothing-row"] = " | ".join(map(str, nothing.values()))
    options.keep(f"evaluate reasons --evidence {names_of(options.evidence)}", kept)
