"""Chooses how far the texture branch goes from the start to the end of fine-tuning, by real clips.

    python3 -m training.texture_lab.choose --start start.npz --end runs/texture/step-0240.npz --cache cache \\
        --evidence field.npz --out training/checkpoints/texture.npz

Each share of the way is scored by the plain sum of all evidence (`fusion.py`). "Chosen, left out" is what a choice
without a source makes of that source, so that its figures are no better than they should be. Written is the share of
those given with the best AUC, over windows with a face and those of the product.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

from training.errors import command
from training.measure.metrics import auc
from training.render.windows import FRAMES
from training.texture_lab.evidence import clips, texture_of
from training.texture_lab.finetune import average
from training.texture_lab.fusion import KINDS, PRIOR, Evidence, figures, read, texture
from training.texture_lab.texture_network import ARCHITECTURES, TextureNetwork, load, save

SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)


def of_windows(cache: Path, networks: dict[str, TextureNetwork], evidence: Evidence) -> np.ndarray:
    """Texture's log odds of each window, in the order of `evidence`."""
    found: dict[tuple[str, int], float] = {}
    wanted = {(str(clip), int(first)) for clip, first in zip(evidence.clip, evidence.first)}
    for record, crops in clips(cache):
        of_frames = texture_of(crops, networks)
        place = {int(index): at for at, index in enumerate(crops["index"])}
        for start in crops["start"]:
            if (record["clip"]["id"], int(start)) in wanted:
                at = [place[int(start) + frame] for frame in range(FRAMES)]
                window = {name: log_odds[None, at] for name, log_odds in of_frames.items()}
                found[record["clip"]["id"], int(start)] = float(texture(window)[0])
    return np.array([found[str(clip), int(first)] for clip, first in zip(evidence.clip, evidence.first)])


def chosen_left_out(evidence: Evidence, sums: np.ndarray) -> np.ndarray:
    """Scores (of shares x windows), each source's by the share with the best AUC without it."""
    score = np.zeros(len(evidence.live))
    for source in np.unique(evidence.source):
        there = evidence.source == source
        areas = [auc(evidence.live[~there], one[~there]) for one in sums]
        score[there] = sums[int(np.argmax(areas))][there]
    return score


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--end", type=Path, required=True)
    parser.add_argument("--cache", type=Path, required=True, help="what training.texture_lab.real_frames wrote")
    parser.add_argument("--evidence", type=Path, required=True, help="of the same clips, for the other kinds")
    parser.add_argument("--shares", type=float, nargs="+", default=SHARES)
    parser.add_argument("--out", type=Path)
    a = parser.parse_args(arguments)
    torch.set_num_threads(1)
    start, end = load(a.start), load(a.end)
    parts = [read([a.evidence], KINDS, product) for product in (False, True)]
    scores: list[list[np.ndarray]] = [[], []]
    for share in a.shares:
        networks = {name: average(start[name], end[name], share) for name in ARCHITECTURES}
        for evidence, sums in zip(parts, scores):
            of_texture = of_windows(a.cache, networks, evidence)
            rest = evidence.kinds[:, 1:] @ np.array([PRIOR[kind] for kind in KINDS[1:]])
            sums.append(PRIOR["texture"] * of_texture + rest)
            print(f"{share:.2f} texture", figures(evidence, of_texture))
            print(f"{share:.2f} sum    ", figures(evidence, sums[-1]), flush=True)
    tuned = [number for number, share in enumerate(a.shares) if share > 0]
    for evidence, sums in zip(parts, scores):
        print("chosen, left out", figures(evidence, chosen_left_out(evidence, np.stack([sums[n] for n in tuned]))))
    best = max(tuned, key=lambda number: sum(auc(part.live, sums[number]) for part, sums in zip(parts, scores)))
    print(f"chosen: {a.shares[best]:g}")
    if a.out:
        share = a.shares[best]
        save(a.out, {name: average(start[name], end[name], share) for name in ARCHITECTURES})


if __name__ == "__main__":
    command(main)
