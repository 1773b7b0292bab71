"""Goes on from a checkpoint with windows of real clips, mixed with rendered ones.

    npm run annotate -- windows clips.csv --out data/real
    python3 -m training.finetune --checkpoint data/run-full-1/final.pt --windows data/real \\
        --rendered data/windows-1/train --out runs/real
    python3 -m training.export --checkpoint runs/real/final.pt --validation data/real/validation --out models/mine

Real sets are small and of few rooms and cameras; rendered windows in every batch keep what they taught. The stages are
those of training/train.py on whole windows: the temporal module, both branches beside it and the classifier first, with
the backbone frozen, then all together at a small rate. An interrupted run goes on where it stopped.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

from training.errors import TrainingError, command
from training.learning import checkpoint
from training.learning.device import device
from training.learning.fraction import fraction
from training.learning.stages import stages
from training.train import Validation, checksum, run_stage
from training.windows import Batch, UnusableWindows, Windows


class Mixture:
    """Draws every batch from two sets, for `run_stage` like one."""

    def __init__(self, real: Windows, rendered: Windows, real_share: float) -> None:
        self.real, self.rendered, self.real_share = real, rendered, real_share

    @property
    def fingerprint(self) -> str:
        return f"{self.real.fingerprint} {self.rendered.fingerprint} {self.real_share}"

    def __len__(self) -> int:
        return len(self.real) + len(self.rendered)

    def balanced(self, size: int, random: np.random.Generator, single_frame: bool, matched: float) -> Batch:
        # In pairs, since each set gives as many bona fide windows as attacks.
        pairs = size // 2
        of_real = min(max(round(pairs * self.real_share), 1), pairs)
        parts = [self.real.balanced(2 * of_real, random, single_frame, matched)]
        if of_real < pairs:
            parts.append(self.rendered.balanced(2 * (pairs - of_real), random, single_frame, matched))
        return Batch(*(torch.cat(tensors) for tensors in zip(*parts)))


def real_windows(folder: Path, part: str) -> Windows:
    """Raises UnusableWindows where clips have not been made into windows."""
    if not any((folder / part).glob("windows-*.npz")):
        raise UnusableWindows(f"no windows-*.npz in {folder / part}: npm run annotate -- windows <clips> --out {folder}")
    return Windows(folder / part)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, required=True, help="final.pt of the run to go on from")
    parser.add_argument("--windows", type=Path, required=True, help="what annotate wrote: train/ and validation/")
    parser.add_argument("--rendered", type=Path, help="rendered windows to mix in; without them real ones alone")
    parser.add_argument("--validation", type=Path, help="windows to validate on; those of the real clips by default")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--real-share", type=fraction, default=0.5, help="of each batch")
    parser.add_argument("--steps", type=int, default=300, help="with the backbone frozen")
    parser.add_argument("--joint-steps", type=int, default=300, help="all together")
    parser.add_argument("--rate", type=float, default=5e-4)
    parser.add_argument("--joint-rate", type=float, default=1e-4)
    parser.add_argument("--batch", type=int, default=12)
    parser.add_argument("--matched", type=fraction, default=0.7, help="share of attacks whose partner is much like them")
    parser.add_argument("--worst-species", type=float, default=1.0, help="how much harder species count, 0 = not")
    parser.add_argument("--contrast", type=float, default=1.0, help="times the contrastive depth loss")
    parser.add_argument("--save-every", type=int, default=100, metavar="STEPS")
    parser.add_argument("--validation-limit", type=int, default=512)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--device", type=device, default="cpu",
                        help="cpu or cuda; batches are drawn and augmented on the CPU")
    a = parser.parse_args(arguments)
    if not 0 < a.real_share <= 1:
        raise TrainingError(f"--real-share is a share of each batch, above 0 and at most 1, not {a.real_share}")

    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    network, saved = checkpoint.load(a.checkpoint)
    network.to(a.device)
    network.backbone.to(memory_format=torch.channels_last)
    network.appearance.to(memory_format=torch.channels_last)
    real = real_windows(a.windows, "train")
    rendered = Windows(a.rendered) if a.rendered else None
    train = Mixture(real, rendered, a.real_share) if rendered else real
    held_out = Windows(a.validation) if a.validation else real_windows(a.windows, "validation")
    for windows in filter(None, (real, rendered, held_out)):
        windows.hold_frames(network.architecture.frames)
    validation = Validation(held_out.first(a.validation_limit))
    print(f"{len(real)} real windows of {len(train)} to train on, {len(validation.windows)} to validate on", flush=True)
    a.out.mkdir(parents=True, exist_ok=True)
    a.initial, a.began_with = a.checkpoint, checksum(a.checkpoint)
    # What run_stage and the stages that are left out also ask for.
    a.patch_exchange = 0.0
    a.steps1, a.batch1, a.rate1 = 0, a.batch, 0.0
    a.appearance_steps, a.appearance_rate, a.medium, a.hide_context = 0, 1e-4, 0.0, 0.0
    a.keep_appearance = False
    a.rigidity_steps, a.rigidity_batch, a.rigidity_rate = 0, a.batch, 0.0
    a.steps2, a.batch2, a.rate2 = a.steps, a.batch, a.rate
    for stage in stages(a):
        if stage.steps > 0:
            run_stage(stage, network, [train], validation, a)
    # Species that the first run never saw are seen now if these windows show them.
    seen = {int(species) for windows in (real, rendered) if windows for species in np.unique(windows.species)}
    never_seen = set(saved.get("left_out", ())) - seen
    checkpoint.save(a.out / "final.pt", network, left_out=sorted(never_seen))


if __name__ == "__main__":
    command(main)
