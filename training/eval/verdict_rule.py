"""When a check may conclude: the rule over a clip's windows, and its thresholds, chosen on real clips.

    python3 -m training evaluate verdicts --evidence field.npz dev.npz

Windows of one face say almost the same, so that n of them count as their sum over 1 + (n - 1) times their correlation;
no window counts for more than LARGEST_LOG_ODDS. A check concludes as soon as this passes a threshold.

The command tries several margins: the threshold `live` lies a margin above the highest attack, and `spoof` the same
margin below the lowest live clip, where each clip is judged by weights that were fitted without its source. The wider
the margin, the more checks end without an answer; "left out" says what a margin is worth on sources that neither
weights nor thresholds have met. The shipped thresholds are those of checkpoints/evidence.json; their margin is the
smaller of the two distances that they keep, under the shipped weights.

Clips without a window of the product count as clips without an answer. Renders have no such windows; their windows
with a face stand for them.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np

from training.eval.correlation import CORRELATION, LARGEST_LOG_ODDS, intraclass_correlation
from training.eval.fusion import EQUAL, NUMBERS, PRIOR, TRUST, Evidence, EvidenceFiles, combined, fit, left_out, read
from training.figures_file import names_of

MARGINS = (0.25, 0.5, 0.75, 1.0, 1.25)  # log odds, beside the shipped one

# Whether a clip is live, and its windows' log odds in time order, by its name.
Clips = dict[str, tuple[bool, np.ndarray]]


class Rule(NamedTuple):
    """`live` and `spoof`: log odds from which on, and down to which, a check concludes."""

    live: float
    spoof: float
    correlation: float = CORRELATION
    largest: float = LARGEST_LOG_ODDS


def log_odds_of(probability: float) -> float:
    return math.log(probability / (1 - probability))


SHIPPED = Rule(*(round(log_odds_of(NUMBERS["decision"][name]), 2) for name in ("liveProbability", "spoofProbability")))


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


def by_clip(evidence: Evidence, log_odds: np.ndarray) -> Clips:
    clips = {}
    for clip in np.unique(evidence.clip):
        rows = np.flatnonzero(evidence.clip == clip)
        rows = rows[np.argsort(evidence.first[rows])]
        clips[str(clip)] = bool(evidence.live[rows[0]]), log_odds[rows]
    return clips


def highest_and_lowest(clips: Clips) -> tuple[float, float]:
    """How high an attack gets and how low a live clip, over its windows so far; clips without windows do neither."""
    reached = [(live, running(windows)) for live, windows in clips.values() if len(windows)]
    highest = max(values.max() for live, values in reached if not live)
    lowest = min(values.min() for live, values in reached if live)
    return float(highest), float(lowest)


def choose(clips: Clips, margin: float) -> Rule:
    """The most lenient thresholds that call no attack live and no live clip spoof, each moved out by a margin."""
    highest, lowest = highest_and_lowest(clips)
    return Rule(round(highest + margin, 2), round(lowest - margin, 2))


def correlation_of(clips: Clips, live: bool) -> float:
    """Intraclass correlation of the first two windows of those clips that have as many."""
    pairs = [
        np.clip(windows[:2], -LARGEST_LOG_ODDS, LARGEST_LOG_ODDS)
        for label, windows in clips.values()
        if label == live and len(windows) > 1
    ]
    return intraclass_correlation(pairs)


class Verdicts(NamedTuple):
    """How many clips got each verdict (1 live, -1 spoof, 0 no answer): live ones, and attacks."""

    live: Counter[int]
    attacks: Counter[int]

    def __str__(self) -> str:
        return "; ".join(
            f"{name}: live {given[1]}, spoof {given[-1]}, no answer {given[0]} of {given.total()}"
            for given, name in ((self.live, "live clips"), (self.attacks, "attacks"))
        )

    def as_printed(self, name: str) -> dict[str, str | int]:
        """As the documents print them: of live clips and attacks let in, no answer, turned away or caught."""
        live, attacks = ((given[1], given[0], given[-1]) for given in self)
        return {
            f"{name}-row": " | ".join(map(str, (*live, *attacks))),
            f"{name}-counts": f"{' / '.join(map(str, live))} | {' / '.join(map(str, attacks[::-1]))}",
            f"{name}-live-let-in": live[0],
            f"{name}-live-no-answer": live[1],
            f"{name}-live-turned-away": live[2],
            f"{name}-attacks-let-in": attacks[0],
            f"{name}-attacks-no-answer": attacks[1],
            f"{name}-attacks-caught": attacks[2],
        }


def judged(clips: Clips, rules: Mapping[str, Rule]) -> Verdicts:
    """The verdicts on all clips, each by its rule."""
    given = {label: Counter[int]() for label in (True, False)}
    for clip, (live, windows) in clips.items():
        given[live][verdict(windows, rules[clip])] += 1
    return Verdicts(given[True], given[False])


def by_one(clips: Clips, rule: Rule) -> Verdicts:
    return judged(clips, dict.fromkeys(clips, rule))


class Fold(NamedTuple):
    """The clips of one source, and those of all others. The weights that gave these log odds were fitted without the
    source, and those of another clip also without that clip's own source."""

    source: Clips
    others: Clips


def folds(evidence: Evidence, kinds: tuple[str, ...]) -> list[Fold]:
    """One for each source."""
    found = []
    for source in np.unique(evidence.source):
        there = evidence.source == source
        own, others = evidence.rows(there), evidence.rows(~there)
        log_odds = combined(fit(others, kinds, weights=EQUAL), own)
        found.append(Fold(by_clip(own, log_odds), by_clip(others, left_out(others, kinds))))
    return found


def on_left_out(sources: list[Fold], unjudged: Clips, margin: float) -> Verdicts:
    """The verdicts where each clip is judged by weights and thresholds that were chosen without its source."""
    clips, rules = dict(unjudged), dict.fromkeys(unjudged, SHIPPED)
    for source, others in sources:
        clips |= source
        rules |= dict.fromkeys(source, choose(others, margin))
    return judged(clips, rules)


def faceless(paths: Iterable[Path]) -> Clips:
    """The clips in which no window has a face, as `evaluate evidence` wrote them."""
    clips: Clips = {}
    for path in paths:
        with np.load(path) as stored:
            named = zip(stored["faceless"], stored["faceless_label"], strict=True)
            clips |= {str(clip): (bool(live), np.empty(0)) for clip, live in named}
    return clips


def let_in_by_species(clips: Clips, species: Mapping[str, str], rule: Rule) -> str:
    """For a person to read: "paper mask 3 of 14, flat print 1 of 28", or "none"."""
    attacks = [clip for clip, (live, _) in clips.items() if not live]
    every = Counter(species[clip] for clip in attacks)
    passed = Counter(species[clip] for clip in attacks if verdict(clips[clip][1], rule) == 1)
    return ", ".join(f"{one} {count} of {every[one]}" for one, count in passed.most_common()) or "none"


def print_verdicts(options: EvidenceFiles) -> None:
    """Prints the correlation of clips' windows under the shipped weights, the shipped rule's verdicts, and for each
    margin the thresholds and the verdicts under them.

    Raises TrainingError as `read` does, and where windows are of one class.
    """
    kinds = options.kinds
    with_face = read(options.evidence, kinds, False)
    evidence = read(options.evidence, kinds, True)
    evidence = (evidence if len(evidence.live) else with_face).of_both_classes()
    unjudged = faceless(options.evidence)
    unjudged |= {str(clip): (bool(live), np.empty(0)) for clip, live in zip(with_face.clip, with_face.live)}
    species = {str(clip): str(one) for clip, one in zip(with_face.clip, with_face.species)}
    trust = np.array([*(PRIOR[kind] for kind in kinds), TRUST["bias"]])
    shipped = by_clip(evidence, combined(trust, evidence))
    unjudged = {clip: known for clip, known in unjudged.items() if clip not in shipped}
    print(f"{len(evidence.live)} windows of {len(shipped)} clips; {len(unjudged)} clips without one")
    kept: dict[str, str | int] = {"clips-with-window": len(shipped), "clips-without-window": len(unjudged)}
    for label, name in ((True, "live"), (False, "attacks")):
        correlation = correlation_of(shipped, label)
        print(f"correlation of windows of {name}: {correlation:.2f}")
        if not math.isnan(correlation):
            kept[f"correlation-{name}"] = f"{correlation:.2f}"

    highest, lowest = highest_and_lowest(shipped)
    margin = round(min(SHIPPED.live - highest, lowest - SHIPPED.spoof), 2)
    given = by_one(unjudged | shipped, SHIPPED)
    after_one = by_one(unjudged | {clip: (live, windows[:1]) for clip, (live, windows) in shipped.items()}, SHIPPED)
    passed = let_in_by_species(shipped, species, SHIPPED)
    print(f"shipped weights and rule, live from {SHIPPED.live}, spoof up to {SHIPPED.spoof}: {given}")
    print(f"  highest attack {highest:.2f}, lowest live clip {lowest:.2f}, margin {margin}; attacks let in: {passed}")
    print(f"  after one window: {after_one}")
    kept |= {"highest-attack": f"{highest:.2f}", "lowest-live": f"{lowest:.2f}", "margin": f"{margin:.2f}"}
    kept |= {"after-one": after_one.live[1], "shipped-let-in-species": passed, **given.as_printed("shipped")}

    clips = by_clip(evidence, left_out(evidence, kinds))
    sources = folds(evidence, kinds)
    # The shipped rule has no margin where a clip has already passed it, as renders have.
    for one in sorted({*MARGINS, margin} if margin > 0 else MARGINS):
        rule, outside = choose(clips, one), on_left_out(sources, unjudged, one)
        print(f"margin {one}: live from {rule.live}, spoof up to {rule.spoof}: {by_one(unjudged | clips, rule)}")
        print(f"  left out: {outside}")
        if one == margin:
            kept |= outside.as_printed("left-out")
    options.keep(f"evaluate verdicts --evidence {names_of(options.evidence)}", kept)
