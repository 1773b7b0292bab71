"""How much windows of one clip have in common, from a report of `npm run evaluate`.

    python3 -m training render films --windows 8 --split validation --seed 7 --count 224 ...
    npm run evaluate -- data/scenes/manifest.csv --backend wasm --out build/scenes
    python3 -m training evaluate correlation build/scenes/report.json

It is the intraclass correlation of windows' log odds (one-way analysis of variance; Fisher 1925), by which
src/session/decision.ts discounts further windows.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.errors import TrainingError
from training.figures_file import FiguresOption
from training.options import option

# As in model.json: the bound of a window's log odds, and the share of their variance that windows of one clip have in
# common. This command measured it with depthproof-9 on rendered validation scenes: 0.84 bona fide, 0.92 attacks.
LARGEST_LOG_ODDS = 4.0
CORRELATION = 0.88


def window_log_odds(report: Path) -> dict[str, list[np.ndarray]]:
    """Bounded log odds of the windows of each clip that has two or more, by the clip's label.

    Raises TrainingError if the file is no report of `npm run evaluate`.
    """
    try:
        records = json.loads(report.read_text())["records"]
        clips = [(one["clip"]["label"], [window["probability"] for window in one["windows"]]) for one in records]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TrainingError(f"{report} is no report.json of `npm run evaluate`: {error!r}") from error
    found: dict[str, list[np.ndarray]] = {"live": [], "attack": []}
    for label, probabilities in clips:
        if len(probabilities) > 1:
            probability = np.clip(probabilities, 1e-9, 1 - 1e-9)
            odds = np.log(probability / (1 - probability))
            found[label].append(np.clip(odds, -LARGEST_LOG_ODDS, LARGEST_LOG_ODDS))
    return found


def intraclass_correlation(groups: list[np.ndarray]) -> float:
    """ICC(1): the share of the variance that is between groups; NaN for fewer than two groups or values a group."""
    sizes = np.array([len(group) for group in groups])
    count, total = len(sizes), int(sizes.sum())
    if count < 2 or total == count:
        return float("nan")
    values, means = np.concatenate(groups), np.array([group.mean() for group in groups])
    between = (sizes * (means - values.mean()) ** 2).sum() / (count - 1)
    within = sum(((group - mean) ** 2).sum() for group, mean in zip(groups, means)) / (total - count)
    size = (total - (sizes**2).sum() / total) / (count - 1)  # of a group; their mean where all are alike
    return float((between - within) / (between + (size - 1) * within))


@dataclass(frozen=True, kw_only=True)
class CorrelationOptions(FiguresOption):
    report: Path = option(help="report.json of `npm run evaluate`", word=False)


def print_correlation(options: CorrelationOptions) -> None:
    """Prints it for bona fide clips and for attacks. Raises TrainingError if the file is no report."""
    kept: dict[str, str | int] = {}
    for label, groups in window_log_odds(options.report).items():
        windows, correlation = sum(map(len, groups)), f"{intraclass_correlation(groups):.2f}"
        print(f"{label}: correlation {correlation} of {windows} windows of {len(groups)} clips")
        kept |= {label: correlation, f"{label}-clips": len(groups)}
    options.keep("evaluate correlation report.json", kept)
