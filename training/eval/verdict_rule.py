"""When a check may conclude: the rule over a clip's windows, and its thresholds, chosen on real clips.

    python3 -m training evaluate verdicts --evidence field.npz dev.npz

Windows of one face say almost the same, so that n of them count as their sum over 1 + (n - 1) times their correlation;
no window counts for more than LARGEST_LOG_ODDS. A check concludes as soon as this passes a threshold: `live` a margin
above the highest attack, `spoof` the same margin below the lowest live clip, all of them judged by weights that were
fitted without their sources. The wider the margin, the more checks end without an answer; "left out" says what a margin
is worth on sources that neither weights nor thresholds have met.
"""

from typing import NamedTuple

import numpy as np

from training.eval.correlation import CORRELATION, LARGEST_LOG_ODDS, intraclass_correlation
from training.eval.fusion import Evidence, EvidenceFiles, left_out, read

MARGINS = (0.25, 0.5, 0.75, 1.0, 1.25)  # log odds


class Rule(NamedTuple):
    """`live` and `spoof`: log odds from which on, and down to which, a check concludes."""

    live: float
    spoof: float
    correlation: float = CORRELATION
    largest: float = LARGEST_LOG_ODDS


def running(log_odds: np.ndarray, correlation: float = CORRELATION, largest: float = LARGEST_LOG_ODDS) -> np.ndarray:
    """Log odds over the first window, the first two, ... of windows in time order."""
    before = np.arange(len(log_odds))
    return np.clip(log_odds, -largest, largest).cumsum() / (1 + before * correlation)


def verdict(log_odds: np.ndarray, rule: Rule) -> int:
    """1 for live, -1 for spoof, 0 for no answer; the first threshold that is passed decides."""
    for value in running(log_odds, rule.correlation, rule.largest):
        if value >= rule.live:
            return 1
        if value <= rule.spoof:
            return -1
    return 0


def by_clip(evidence: Evidence, log_odds: np.ndarray) -> dict[str, tuple[bool, np.ndarray]]:
    """Whether it is live, and the windows' log odds in time order, of each clip."""
    clips = {}
    for clip in np.unique(evidence.clip):
        rows = np.flatnonzero(evidence.clip == clip)
        rows = rows[np.argsort(evidence.first[rows])]
        clips[str(clip)] = bool(evidence.live[rows[0]]), log_odds[rows]
    return clips


def choose(clips: dict[str, tuple[bool, np.ndarray]], margin: float, correlation: float = CORRELATION) -> Rule:
    """The most lenient thresholds under which no attack is ever called live and no live clip spoof, and a margin."""
    highest = max(running(windows, correlation).max() for live, windows in clips.values() if not live)
    lowest = min(running(windows, correlation).min() for live, windows in clips.values() if live)
    return Rule(round(float(highest) + margin, 2), round(float(lowest) - margin, 2), correlation)


def correlation_of(clips: dict[str, tuple[bool, np.ndarray]], live: bool) -> float:
    """Intraclass correlation of the first two windows of those clips that have as many."""
    pairs = [
        np.clip(windows[:2], -LARGEST_LOG_ODDS, LARGEST_LOG_ODDS)
        for label, windows in clips.values()
        if label == live and len(windows) > 1
    ]
    return intraclass_correlation(pairs)


def table(clips: dict[str, tuple[bool, np.ndarray]], rule: Rule) -> str:
    """The verdicts on all clips, for a person to read."""
    given: dict[bool, list[int]] = {True: [], False: []}
    for live, windows in clips.values():
        given[live].append(verdict(windows, rule))
    return counted(given)


def counted(given: dict[bool, list[int]]) -> str:
    """Verdicts over live clips (True) and attacks, for a person to read."""
    return "; ".join(
        f"{name}: live {given[label].count(1)}, spoof {given[label].count(-1)}, no answer {given[label].count(0)} "
        f"of {len(given[label])}"
        for label, name in ((True, "live clips"), (False, "attacks"))
    )


def on_left_out(clips: dict[str, tuple[bool, np.ndarray]], source: dict[str, str], margin: float) -> str:
    """The table where each clip is judged by thresholds chosen without its source."""
    given: dict[bool, list[int]] = {True: [], False: []}
    for one in set(source.values()):
        rule = choose({clip: known for clip, known in clips.items() if source[clip] != one}, margin)
        for clip, (live, windows) in clips.items():
            if source[clip] == one:
                given[live].append(verdict(windows, rule))
    return counted(given)


def print_verdicts(options: EvidenceFiles) -> None:
    """Prints the correlation of clips' windows, and for each margin the thresholds and the verdicts under them."""
    evidence = read(options.evidence, options.kinds, True).of_both_classes()
    clips = by_clip(evidence, left_out(evidence, options.kinds))
    print(f"{len(evidence.live)} windows of {len(clips)} clips")
    for label in (True, False):
        print(f"correlation of {'live' if label else 'attack'} clips' windows {correlation_of(clips, label):.2f}")
    source = {str(clip): str(one) for clip, one in zip(evidence.clip, evidence.source)}
    for margin in MARGINS:
        rule = choose(clips, margin)
        print(f"margin {margin}: live from {rule.live}, spoof up to {rule.spoof}: {table(clips, rule)}")
        print(f"  left out: {on_left_out(clips, source, margin)}")
