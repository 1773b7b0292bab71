"""Averages the weights of runs that began with the same ones, which is worth more than any of them.

    python3 -m training.average runs/one/final.pt runs/two/final.pt --out runs/average/final.pt

Runs of other seeds or windows from one start end in the same valley; its middle lies lower than its edges (Wortsman et
al., "Model soups", ICML 2022). Name the start, too, if it is to count. Runs that began otherwise have nothing between
them: the average of such is no network. Batch norms' means and variances are averaged like weights; what goes on from
there (`training.train --initial`) may begin with stage 2, which fits the classifier to them.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from torch import Tensor

from training.errors import TrainingError, command
from training.learning import checkpoint


def average(weights: list[dict[str, Tensor]]) -> dict[str, Tensor]:
    """Of the state dictionaries of one architecture; what is no floating-point number as in the first."""
    first, *_ = weights
    return {
        name: torch.stack([one[name].float() for one in weights]).mean(0) if value.is_floating_point() else value
        for name, value in first.items()
    }


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoints", type=Path, nargs="+", help="two or more, of one architecture")
    parser.add_argument("--out", type=Path, required=True)
    a = parser.parse_args(arguments)
    if len(a.checkpoints) < 2:
        raise TrainingError("one checkpoint has no average: name two or more")
    network, first = checkpoint.load(a.checkpoints[0])
    saved = [first]
    for path in a.checkpoints[1:]:
        saved.append(checkpoint.read(path))
        checkpoint.restore(network, saved[-1], path)
    network.load_state_dict(average([one["network"] for one in saved]))
    never_seen = set.intersection(*(set(one.get("left_out", ())) for one in saved))
    a.out.parent.mkdir(parents=True, exist_ok=True)
    checkpoint.save(a.out, network, left_out=sorted(never_seen))


if __name__ == "__main__":
    command(main)
