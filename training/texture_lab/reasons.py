"""From where on a kind of evidence may be named as a reason, so that what a verdict says is true.

    python3 -m training.texture_lab.reasons --evidence field.npz dev.npz

A kind speaks against a live face where its log odds are lower than those of all but NAMED_BPCER of the live windows. Of
those that do, the one that took most away from what a typical live window has comes first. Where none does, nothing
speaks against a real face. Printed for each kind: that threshold, and how many live and attack windows it is named for,
and named first.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from training.errors import command
from training.texture_lab.fusion import KINDS, PRIOR, fit, read

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


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--evidence", type=Path, nargs="+", required=True)
    parser.add_argument("--kinds", nargs="+", choices=tuple(PRIOR), default=KINDS)
    a = parser.parse_args(arguments)
    evidence = read(a.evidence, tuple(a.kinds), False)
    weights = fit(evidence, tuple(a.kinds))[:-1]
    speaks = evidence.kinds < thresholds(evidence.kinds, evidence.live)
    first = first_reasons(evidence.kinds, evidence.live, weights)
    below = thresholds(evidence.kinds, evidence.live)
    for number, kind in enumerate(a.kinds):
        median = np.median(evidence.kinds[evidence.live, number])
        named = ", ".join(
            f"{one} {(speaks[rows, number]).sum()} (first {(first[rows] == number).sum()}) of {rows.sum()}"
            for one in np.unique(evidence.species)
            for rows in [evidence.species == one]
        )
        print(f"{kind}: below {below[number]:.2f}, live median {median:.2f}; {named}")
    for one in np.unique(evidence.species):
        print(f"nothing named for {(first[evidence.species == one] < 0).sum()} of {(evidence.species == one).sum()} {one}")


if __name__ == "__main__":
    command(main)
