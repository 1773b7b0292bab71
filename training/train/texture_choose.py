"""Chooses how far the texture branch goes from the start to the end of fine-tuning, by real clips.

    python3 -m training train texture-choose --start start.npz --end runs/texture/step-0240.npz --cache cache \\
        --evidence field.npz --out training/checkpoints/texture.npz

Each share of the way is scored by the plain sum of all evidence (eval/fusion.py). "Chosen, left out" judges each source
by the share that is chosen without it, so the choice does not flatter its figures. The share with the best AUC, over
windows with a face and those of the product, is written.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from training.data.crops import FRAMES
from training.errors import TrainingError
from training.eval.evidence import clips, texture_of
from training.eval.fusion import KINDS, PRIOR, TRUST, Evidence, figures, read, texture
from training.eval.metrics import auc
from training.models.evidence_network import shaped
from training.models.texture_network import ARCHITECTURES, TextureNetwork, load, save
from training.options import option
from training.train.texture_finetune import average

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
    """The score of each window by the share that has the best AUC without its source. `sums`: shares x windows."""
    score = np.zeros(len(evidence.live))
    for source in np.unique(evidence.source):
        there = evidence.source == source
        areas = [auc(evidence.live[~there], one[~there]) for one in sums]
        score[there] = sums[int(np.argmax(areas))][there]
    return score


@dataclass(frozen=True, kw_only=True)
class ChooseOptions:
    start: Path
    end: Path
    cache: Path = option(help="what `evaluate frames` wrote")
    evidence: Path = option(help="of the same clips, for the other kinds")
    shares: tuple[float, ...] = SHARES
    out: Path | None = None

    def __post_init__(self) -> None:
        if not any(share > 0 for share in self.shares):
            raise TrainingError("--shares: there is none above 0 to choose")


def choose_share(options: ChooseOptions) -> None:
    """Prints the figures of each share and writes the weights at the chosen one."""
    torch.set_num_threads(1)
    start, end = load(options.start), load(options.end)
    parts = [read([options.evidence], KINDS, product).of_both_classes() for product in (False, True)]
    scores: list[list[np.ndarray]] = [[], []]
    for share in options.shares:
        networks = {name: average(start[name], end[name], share) for name in ARCHITECTURES}
        for evidence, sums in zip(parts, scores):
            of_texture = of_windows(options.cache, networks, evidence)
            rest = evidence.kinds[:, 1:] @ np.array([PRIOR[kind] for kind in KINDS[1:]])
            sums.append(PRIOR["texture"] * shaped(of_texture, TRUST["texture"]) + rest)
            print(f"{share:.2f} texture", figures(evidence, of_texture))
            print(f"{share:.2f} sum    ", figures(evidence, sums[-1]), flush=True)
    tuned = [number for number, share in enumerate(options.shares) if share > 0]
    for evidence, sums in zip(parts, scores):
        print("chosen, left out", figures(evidence, chosen_left_out(evidence, np.stack([sums[n] for n in tuned]))))
    best = max(tuned, key=lambda number: sum(auc(part.live, sums[number]) for part, sums in zip(parts, scores)))
    share = options.shares[best]
    print(f"chosen: {share:g}")
    if options.out:
        save(options.out, {name: average(start[name], end[name], share) for name in ARCHITECTURES})
