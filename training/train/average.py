"""Averages the weights of runs that began with the same ones: the average is often better than any of them.

    python3 -m training train average runs/one/final.pt runs/two/final.pt --out runs/average/final.pt

Runs from one start, with other seeds or windows, end in one valley of the loss, lowest in the middle (Wortsman et
al., "Model soups", ICML 2022). Name the start, too, if it is to count. Runs that began with other weights share no
valley: their average is of no use. Batch norms' means and variances are averaged like weights; a run that starts from
the average (`train stages --initial`) may begin with stage 2, which fits the classifier to them.
"""

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from training.errors import TrainingError
from training.models import checkpoint
from training.options import option


def average(weights: list[dict[str, Tensor]]) -> dict[str, Tensor]:
    """The mean of state dictionaries of one architecture; tensors of integers as in the first."""
    first, *_ = weights
    return {
        name: torch.stack([one[name].float() for one in weights]).mean(0) if value.is_floating_point() else value
        for name, value in first.items()
    }


@dataclass(frozen=True, kw_only=True)
class AverageOptions:
    checkpoints: tuple[Path, ...] = option(help="two or more, of one architecture", word=False)
    out: Path = option()


def average_checkpoints(options: AverageOptions) -> None:
    """Writes the average of several checkpoints. Raises TrainingError for one alone, CheckpointError as `load` does."""
    first_path, *others = options.checkpoints
    if not others:
        raise TrainingError("one checkpoint has no average: name two or more")
    network, first = checkpoint.load(first_path)
    saved = [first]
    for path in others:
        saved.append(checkpoint.read(path))
        checkpoint.restore(network, saved[-1], path)
    network.load_state_dict(average([one["network"] for one in saved]))
    never_seen = set.intersection(*(set(one.get("left_out", ())) for one in saved))
    checkpoint.save(options.out, network, left_out=sorted(never_seen))
