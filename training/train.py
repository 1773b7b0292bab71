"""Trains from rendered windows, in stages.

    python3 -m training.train --windows data/train --validation data/validation --out runs/first

Stage 1 trains the backbone with Euclidean and contrastive depth loss on single frames, of the windows and of
`--stills` (windows of one frame, rendered with `--frames 1`, which are cheap). The appearance stage goes on from weights
that know photographs (pretrained.py) and trains the appearance branch on the same windows, to tell attacks, by the
classifier's part that it will have, and to point at their medium, by a head that only training has. The rigidity stage
trains the rigidity branch on whole windows, to add to the logit what the appearance does not know. Stage 2 freezes the
backbone (batch norms in inference mode) and trains the temporal module and the classifier on whole windows (eq. 7 and 8);
with `--appearance-steps 0` the appearance branch too, but for `--keep-appearance`, and with `--rigidity-steps 0` the
rigidity branch.

Each stage writes a checkpoint every `--save-every` steps and when it is interrupted, and goes on from it when the
command is run again; `--initial` starts from another run, so that a run with `--steps1 0` goes on where that one ended.
"""

from __future__ import annotations

import argparse
import math
import time
import zlib
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from training import variants
from training.errors import TrainingError, command
from training.learning import checkpoint
from training.learning.augment import augment
from training.learning.checkpoint import CheckpointError, NoCheckpoint
from training.learning.device import device
from training.learning.fraction import fraction
from training.learning.interruption import Interruption
from training.learning.log import add_row, drop_rows
from training.learning.patch_exchange import exchange_patches
from training.learning.stages import Losses, Stage, put_back, stages
from training.matching import caliper_for, matched_pairs
from training.measure.metrics import auc
from training.network import DepthNetwork
from training.pretrained import PRETRAINED, start_from
from training.species import species_called
from training.windows import Windows


@torch.no_grad()
def score_windows(network: DepthNetwork, windows: Windows) -> dict[str, np.ndarray]:
    """Scores, means of refined and coarse depth, labels and species over a set, in order, without augmentation."""
    windows.hold_frames(network.architecture.frames)
    network.eval()
    device = network.mask.device
    scored: list[dict[str, Tensor]] = []
    # Few at a time: tensors of more than 32 MB are mapped and faulted in anew by each layer, which trebles the time.
    for batch in windows.in_order(4):
        batch = batch.frames(network.architecture.frames).to(device)
        refined, coarse, logit = network(batch.faces, batch.contexts)
        depth = refined.mean(1)
        scored.append({
            "score": network.score(depth, logit),
            "refined": network.mean_depth(depth),
            "coarse": network.mean_depth(coarse.mean(1)),
            "label": batch.label,
            "species": batch.species,
        })
    return {name: torch.cat([part[name] for part in scored]).cpu().numpy() for name in scored[0]}


def learning_rate(step: int, steps: int, peak: float) -> float:
    """Warm-up over 5 %, then cosine to zero."""
    warm = max(1, steps // 20)
    return peak * min((step + 1) / warm, 0.5 + 0.5 * math.cos(math.pi * step / steps))


def checksum(path: Path | None) -> str:
    """Of a file, none of none. Raises TrainingError if it cannot be read."""
    try:
        return f"{zlib.crc32(path.read_bytes()):08x}" if path else "none"
    except OSError as error:
        raise TrainingError(f"cannot read {path}: {error.strerror}") from error


class Validation:
    """Rendered windows of other people, and those of them between which the no-model statistics say nothing."""

    def __init__(self, windows: Windows) -> None:
        self.windows = windows
        self.matched = matched_pairs(windows, caliper_for(windows)).ravel()

    def aucs(self, network: DepthNetwork) -> dict[str, float]:
        result = score_windows(network, self.windows)
        of = {f"auc_{name}": auc(result["label"], result[name]) for name in ("coarse", "score")}
        of["auc_matched"] = auc(result["label"][self.matched], result["score"][self.matched])
        return {name: round(value, 4) for name, value in of.items()}


def run_stage(
    stage: Stage, network: DepthNetwork, sets: list[Windows], validation: Validation, a: argparse.Namespace
) -> None:
    """Raises KeyboardInterrupt, once all is saved, if it was asked to stop, CheckpointError if what is there is of another
    run or of later stages."""
    losses = Losses(
        network, worst_species=a.worst_species, contrast=a.contrast, medium=a.medium, hide_context=a.hide_context
    ).to(a.device)
    trained = [getattr(network, part) for part in stage.parts]
    for name, module in network.named_children():
        module.requires_grad_(name in stage.parts)
    others = [p for module in trained if module is not network.appearance for p in module.parameters()]
    knowing = [*network.appearance.parameters()] if network.appearance in trained else []
    # What knows photographs would forget them at the rate of heads that start from nothing.
    peaks = (stage.rate, min(stage.rate, a.appearance_rate), a.rate2)
    groups = (others, knowing, [*losses.parameters()])
    parameters = [p for group in groups for p in group]
    optimizer = torch.optim.AdamW([{"params": group} for group in groups], weight_decay=1e-2)

    order = [each.name for each in stages(a)]
    path, *later = (a.out / f"stage{name}.pt" for name in order[order.index(stage.name) :])
    first, mean_loss = 0, 0.0
    learned_by = {name: getattr(a, name) for name in stage.options}
    learned_from = {"seed": a.seed, "windows": [windows.fingerprint for windows in sets]}
    if knowing or stage.name != "1" or a.initial:
        learned_from["began with"] = a.began_with
    if path.exists():
        try:
            saved = checkpoint.read(path, a.device)
        except NoCheckpoint as error:
            raise CheckpointError(f"{error}: delete it to start anew") from error
        checkpoint.restore(network, saved, path)
        if saved.get("learned_from") != learned_from:
            raise CheckpointError(
                f"{path} learned from other windows or weights or with another seed: delete it to start anew, or choose "
                "another --out"
            )
        before = saved.get("learned_by", learned_by)
        changed = [f"{name} was {before[name]}" for name in before if before[name] != learned_by[name]]
        if changed:
            raise CheckpointError(
                f"{path} learned by other options ({', '.join(changed)}): delete it to start anew, or choose another --out"
            )
        try:
            losses.load_state_dict(saved["losses"])
            optimizer.load_state_dict(saved["optimizer"])
        except (RuntimeError, ValueError) as error:
            raise CheckpointError(f"{path} is of another version of the training: delete it to start anew") from error
        first, mean_loss = saved["step"], saved["loss"]
        print(f"stage {stage.name}: goes on at step {first} of {stage.steps}", flush=True)
    if first < stage.steps:
        # Their weights would take the place of those that this stage is about to learn.
        without = [str(other) for other in later if other.exists()]
        if without:
            raise CheckpointError(
                f"stage {stage.name} is at step {first} of {stage.steps}, but later stages went on from there: delete "
                f"{', '.join(without)}, or choose another --out"
            )
    drop_rows(a.out / "log.csv", stage.name, first)

    shares = np.array([len(windows) for windows in sets]) / sum(len(windows) for windows in sets)
    started = time.monotonic()
    with Interruption() as interruption:
        for step in range(first, stage.steps):
            # Everything random hangs on the step alone: a resumed run draws what an unbroken one would have drawn.
            random = np.random.default_rng([a.seed, stage.number, step])
            torch.manual_seed(a.seed * 1_000_003 + step)
            # What is not trained stays in inference mode, also right after a resumed run skipped stage 1; on whole
            # windows so do the norms of backbone and appearance, whose batches would be few windows' frames, all alike.
            network.eval()
            for module in trained:
                module.train()
            if not stage.single_frame:
                network.backbone.eval()
                network.appearance.eval()
            if stage.name != "rigidity":  # batches of the others are too few to tell a mean by
                network.rigidity.eval()
            for group, peak in zip(optimizer.param_groups, peaks):
                group["lr"] = learning_rate(step, stage.steps, peak)
            drawn = sets[random.choice(len(sets), p=shares)]
            batch = drawn.balanced(stage.batch_size, random, stage.single_frame, a.matched)
            batch = augment(batch.frames(network.architecture.frames), random)
            if stage.name == "1":
                batch = exchange_patches(batch, a.patch_exchange, random)
            loss = stage.loss(losses, network, batch.to(a.device))
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(parameters, 5.0)
            optimizer.step()
            mean_loss += max(0.02, 1 / (step + 1)) * (loss.item() - mean_loss)
            done = step + 1
            if done % 10 == 0 or done == stage.steps:
                left = (time.monotonic() - started) / (done - first) * (stage.steps - done)
                progress = f"stage {stage.name} step {done}/{stage.steps} loss {mean_loss:.4f}"
                print(f"{progress} {left / 60:.1f} min left", flush=True)
            due = done % a.save_every == 0 or done == stage.steps
            if due or interruption.asked:
                if stage.name == "appearance":
                    put_back(network, losses.head.weight.data)
                if due:
                    row = {"stage": stage.name, "step": done, "loss": round(mean_loss, 5)} | validation.aucs(network)
                    print(row, flush=True)
                    add_row(a.out / "log.csv", row)
                checkpoint.save(
                    path,
                    network,
                    losses=losses.state_dict(),
                    optimizer=optimizer.state_dict(),
                    step=done,
                    loss=mean_loss,
                    learned_from=learned_from,
                    learned_by=learned_by,
                )
            if interruption.asked:
                print(f"stage {stage.name}: stopped at step {done}; run the command again to go on", flush=True)
                raise KeyboardInterrupt


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--windows", type=Path, required=True)
    parser.add_argument("--stills", type=Path, nargs="*", default=[], help="windows of one frame, not for stage 2")
    parser.add_argument("--validation", type=Path, required=True)
    parser.add_argument("--initial", type=Path, help="checkpoint of an earlier run to start from")
    parser.add_argument("--pretrained", default=str(PRETRAINED), metavar="FILE",
                        help="what the appearance branch starts from without --initial; none: from nothing")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps1", type=int, default=3500)
    parser.add_argument("--appearance-steps", type=int, default=3600)
    parser.add_argument("--rigidity-steps", type=int, default=1200)
    parser.add_argument("--keep-appearance", action="store_true",
                        help="stage 2 leaves the appearance as it is, which learned in a run before")
    parser.add_argument("--steps2", type=int, default=600)
    parser.add_argument("--batch1", type=int, default=32)
    parser.add_argument("--rigidity-batch", type=int, default=48)
    parser.add_argument("--batch2", type=int, default=12)
    parser.add_argument("--rate1", type=float, default=2e-3)
    parser.add_argument("--appearance-rate", type=float, default=2e-4)
    parser.add_argument("--rigidity-rate", type=float, default=3e-3)
    parser.add_argument("--rate2", type=float, default=2e-3)
    parser.add_argument("--matched", type=fraction, default=0.7, help="share of attacks whose partner is much like them")
    parser.add_argument("--worst-species", type=float, default=1.0, help="how much harder species count, 0 = not")
    parser.add_argument("--patch-exchange", type=fraction, default=0.3, help="share of faces that swap a patch in stage 1")
    parser.add_argument("--contrast", type=float, default=1.0, help="times the contrastive depth loss")
    parser.add_argument("--medium", type=float, default=1.0,
                        help="times the loss of where an attack's medium is, in the appearance stage")
    parser.add_argument("--hide-context", type=fraction, default=0.3,
                        help="share of scenes of which the appearance stage sees the face's crop alone")
    parser.add_argument("--leave-out", nargs="*", default=[], metavar="SPECIES",
                        help="attacks never trained or calibrated on: print, replay or a species' name")
    parser.add_argument("--save-every", type=int, default=200, metavar="STEPS")
    parser.add_argument("--validation-limit", type=int, default=256)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--device", type=device, default="cpu",
                        help="cpu or cuda; batches are drawn and augmented on the CPU")
    variants.add_arguments(parser)
    a = parser.parse_args(arguments)

    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    a.out.mkdir(parents=True, exist_ok=True)
    network = variants.build(*variants.chosen(a)).to(a.device)
    network.backbone.to(memory_format=torch.channels_last)
    network.appearance.to(memory_format=torch.channels_last)
    leave_out = never_seen = frozenset().union(*map(species_called, a.leave_out))
    if a.initial:
        saved = checkpoint.read(a.initial, a.device)
        checkpoint.restore(network, saved, a.initial)
        never_seen &= frozenset(saved.get("left_out", ()))
    train = Windows(a.windows, leave_out)
    if a.rigidity_steps or a.steps2:
        train.hold_frames(network.architecture.frames)
    stills = [Windows(folder, leave_out) for folder in a.stills]
    validation = Validation(Windows(a.validation, leave_out).first(a.validation_limit))
    validation.windows.hold_frames(network.architecture.frames)
    matched = f"{len(validation.matched)} of them matched"
    print(
        f"{len(train)} windows and {sum(map(len, stills))} stills to train on, {len(validation.windows)} windows to "
        f"validate on, {matched}",
        flush=True,
    )
    pretrained = None if a.initial or a.pretrained == "none" else Path(a.pretrained)
    a.began_with = checksum(a.initial or pretrained)
    final = a.out / "final.pt"
    if final.exists() and not any(a.out.glob("stage*.pt")):
        raise CheckpointError(
            f"{final} is there without the stages' checkpoints, which say what it learned from: put them back, or delete it to "
            "train anew"
        )
    for stage in stages(a):
        if not any([*getattr(network, part).parameters()] for part in stage.parts):
            continue  # an ablated network may lack the part
        # Only now, since the checkpoint of a stage before it may be of a run that began otherwise.
        if pretrained and "appearance" in stage.parts and [*network.appearance.parameters()]:
            start_from(pretrained, network.appearance)
            pretrained = None
        run_stage(stage, network, [train, *stills] if stage.single_frame else [train], validation, a)
    # Not written anew for nothing: runs that began with it know it by its bytes.
    if not final.exists() or final.stat().st_mtime_ns < max(path.stat().st_mtime_ns for path in a.out.glob("stage*.pt")):
        checkpoint.save(final, network, left_out=sorted(never_seen))


if __name__ == "__main__":
    command(main)
