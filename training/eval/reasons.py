"""How low a kind of evidence has to lie to be named as a reason, so that what a verdict says is true.

    python3 -m training evaluate reasons --evidence field.npz dev.npz

A kind speaks against a live face where its log odds are lower than those of all but NAMED_BPCER of the live windows.
Among those that do, the one that took most away from what a typical live window has comes first. Where none does,
nothing speaks against a real face. For each kind the command prints that threshold, and how many live and attack
windows it is named for, and named first.
"""

import numpy as np

from training.eval.fusion import EvidenceFiles, fit, read

NAMED_BPCER = 0.02


def thresholds(kinds: np.ndarray, live: np.ndarray) -> np.ndarray:
    """Log odds of each kind (N x K) below which at most NAMED_BPCER of the live windows lie; 0 where that is higher."""
    ordered = np.sort(kinds[live], axis=0)
    return np.minimum(ordered[int(NAMED_BPCER * len(ordered))], 0)


def taken_away(kinds: np.ndarray, live: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """N x K: how much lower each kind makes a window's log odds than the median of the live ones has them."""
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
    kinds, live, species = evidence.kinds, evidence.live, evidence.species
    below = thresholds(kinds, live)
    speaks = kinds < below
    first = first_reasons(kinds, live, fit(evidence, options.kinds)[:-1])
    for number, kind in enumerate(options.kinds):
        named = ", ".join(
            f"{one} {(speaks[rows, number]).sum()} (first {(first[rows] == number).sum()}) of {rows.sum()}"
            for one in np.unique(species)
            for rows in [species == one]
        )
        print(f"{kind}: below {below[number]:.2f}, live median {np.median(kinds[live, number]):.2f}; {named}")
    for one in np.unique(species):
        print(f"nothing named for {(first[species == one] < 0).sum()} of {(species == one).sum()} {one}")
