"""Compares two sets of windows, as rendered ones with real ones, by what their crops look like.

    python3 -m training evaluate gaps --windows data/windows-1/validation --against data/others

For each feature of image_features.py, the largest gap first: the probability that its value in the first set is
above that in the other set, within a class (an AUC: 0.5 is no gap, 0 or 1 gives one of them away), and the probability
that a bona fide window's value is above an attack's in either set. A feature that tells classes apart in rendered
windows alone is a shortcut that a network will learn; one that does so in real windows alone is a cue that it will
miss. Quartiles of all four groups follow.

Few real clips stand behind many real windows, so a gap of 0.1 is nothing, and colours are those of a few rooms: widen a
distribution until it covers them, do not move it onto them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from training.data.dataset import Windows
from training.eval.image_features import image_features
from training.eval.metrics import auc
from training.options import option

QUARTILES = (25, 50, 75)


class Features(NamedTuple):
    """Features of N windows: `values` by name, float N (NaN where a window lacks one); `live` bool N."""

    live: np.ndarray
    values: dict[str, np.ndarray]

    def of_class(self, name: str, live: bool) -> np.ndarray:
        values = self.values[name][self.live == live]
        return values[np.isfinite(values)]


def features_of(windows: Windows) -> Features:
    each = [image_features(face, context) for face, context in zip(windows.face, windows.context)]
    return Features(windows.label == 1, {name: np.array([one[name] for one in each]) for name in each[0]})


def above(a: np.ndarray, b: np.ndarray) -> float:
    """Probability that one of `a` is above one of `b`; NaN if there is none of either."""
    return auc(np.repeat([1, 0], (len(a), len(b))), np.concatenate([a, b]))


class Gap(NamedTuple):
    """One feature: the probabilities described above, and its quartiles in the four groups."""

    name: str
    live: float  # bona fide windows: the first set above the other
    attack: float
    first_classes: float  # the first set: bona fide above attack
    other_classes: float
    quartiles: tuple[np.ndarray, ...]  # bona fide and attacks of the first set, then of the other

    @property
    def size(self) -> float:
        """The larger of the gaps of the two classes, 0 to 0.5."""
        return float(np.nanmax([abs(self.live - 0.5), abs(self.attack - 0.5), 0.0]))


def gaps(first: Features, other: Features) -> list[Gap]:
    """All features, the largest gap first."""
    found = []
    for name in first.values:
        groups = [features.of_class(name, live) for features in (first, other) for live in (True, False)]
        live, attack, other_live, other_attack = groups
        aucs = (
            above(live, other_live),
            above(attack, other_attack),
            above(live, attack),
            above(other_live, other_attack),
        )
        quartiles = (np.percentile(values, QUARTILES) if len(values) else np.full(3, np.nan) for values in groups)
        found.append(Gap(name, *aucs, tuple(quartiles)))
    return sorted(found, key=lambda gap: -gap.size)


def gap_lines(found: list[Gap]) -> Iterator[str]:
    groups = ("first live", "first attack", "other live", "other attack")
    yield f"{'':42} first > other    live > attack   quartiles of"
    yield f"{'feature':42}   live   attack    first  other  " + "".join(f"{group:^28}" for group in groups)
    for gap in found:
        quartiles = "  ".join(" ".join(f"{value:8.3g}" for value in three) for three in gap.quartiles)
        aucs = f"{gap.live:6.2f} {gap.attack:7.2f} {gap.first_classes:8.2f} {gap.other_classes:6.2f}"
        yield f"{gap.name:42} {aucs}  {quartiles}"


@dataclass(frozen=True, kw_only=True)
class GapsOptions:
    windows: Path = option(help="folder of windows")
    against: Path = option(help="folder of windows to compare them with")
    limit: int = option(256, "windows of each, the first ones")


def compare(options: GapsOptions) -> None:
    """Prints the gaps. Raises UnusableWindows."""
    first, other = (features_of(Windows(folder).first(options.limit)) for folder in (options.windows, options.against))
    print("\n".join(gap_lines(gaps(first, other))))
