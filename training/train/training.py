"""Trains from rendered windows, in stages.

    python3 -m training train stages --windows data/train --validation data/validation --out runs/first

Stage 1 trains the backbone with Euclidean and contrastive depth loss on single frames, of the windows and of
`--stills` (windows of one frame, which are cheap to render). The appearance stage starts from weights that were trained
on photographs (models/pretrained.py) and trains the appearance branch on the same windows: to tell attacks, through the
part of the classifier that it will have, and to point at their medium, through a head that only training has. The
rigidity stage trains the rigidity branch on whole windows, to add to the logit what the appearance does not know. Stage
2 freezes the backbone (batch norms in inference mode) and trains the temporal module and the classifier on whole
windows (eq. 7 and 8); with `--appearance-steps 0` the appearance branch too, unless `--keep-appearance`, and with
`--rigidity-steps 0` the rigidity branch.

Each stage writes a checkpoint every `--save-every` steps and when it is interrupted, and goes on from it when the
command is run again; `--initial` starts from another run, so that a run with `--steps1 0` goes on where that one ended.
"""

import math
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from training.data.dataset import Windows
from training.data.species import species_called
from training.errors import TrainingError
from training.eval.matched_pairs import caliper_for, matched_pairs
from training.eval.metrics import auc
from training.eval.score import score_windows
from training.models import checkpoint
from training.models.checkpoint import CheckpointError, NoCheckpoint
from training.models.network import DepthNetwork
from training.models.pretrained import load_pretrained
from training.train.augment import augment
from training.train.device import usable_device
from training.train.interruption import Interruption
from training.train.log import add_row, drop_rows
from training.train.options import TrainingOptions
from training.train.patch_exchange import exchange_patches
from training.train.stages import Losses, Stage, copy_head, stages


def train(options: TrainingOptions, build: Callable[[], DepthNetwork] = DepthNetwork) -> Path:
    """Trains the network that `build` makes through all stages; returns the checkpoint of its end.

    Raises KeyboardInterrupt, once all is saved, if it was asked to stop, and CheckpointError if what is in `out` is of
    another run.
    """
    device = usable_device(options.device)
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    network = build().to(device)
    network.backbone.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    network.appearance.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    leave_out = never_seen = frozenset[int]().union(*map(species_called, options.leave_out))
    if options.initial:
        saved = checkpoint.read(options.initial, device)
        checkpoint.restore(network, saved, options.initial)
        never_seen &= frozenset(saved.get("left_out", ()))
    windows = Windows(options.windows, leave_out)
    if options.rigidity_steps or options.steps2:
        windows.require_frames(network.architecture.frames)
    stills = [Windows(folder, leave_out) for folder in options.stills]
    validation = Validation(Windows(options.validation, leave_out).first(options.validation_limit))
    validation.windows.require_frames(network.architecture.frames)
    print(
        f"{len(windows)} windows and {sum(map(len, stills))} stills to train on, {len(validation.windows)} windows to "
        f"validate on, {len(validation.matched)} of them matched",
        flush=True,
    )
    final = options.out / "final.pt"
    if final.exists() and not any(options.out.glob("stage*.pt")):
        raise CheckpointError(
            f"{final} is there without the stages' checkpoints, which say what it learned from: put them back, or "
            "delete it to train anew"
        )
    pretrained = None if options.initial else options.pretrained
    run = Run(options, network, windows, stills, validation, checksum(options.initial or pretrained))
    for stage in stages(options):
        if not any([*getattr(network, part).parameters()] for part in stage.parts):
            continue  # an ablated network may lack the part
        # Only now: the checkpoint of a stage before it may be of a run that began otherwise.
        if pretrained and "appearance" in stage.parts and [*network.appearance.parameters()]:
            load_pretrained(pretrained, network.appearance)
            pretrained = None
        run.train_stage(stage)
    # Rewritten only if a stage went on: runs that began with it know it by its bytes.
    ends = [path.stat().st_mtime_ns for path in options.out.glob("stage*.pt")]
    if not final.exists() or final.stat().st_mtime_ns < max(ends):
        checkpoint.save(final, network, left_out=sorted(never_seen))
    return final


class Validation:
    """Rendered windows of other people, and the matched ones among them (eval/matched_pairs.py)."""

    def __init__(self, windows: Windows) -> None:
        self.windows = windows
        self.matched = matched_pairs(windows, caliper_for(windows)).ravel()

    def aucs(self, network: DepthNetwork) -> dict[str, float]:
        scored = score_windows(network, self.windows)
        found = {f"auc_{name}": auc(scored["label"], scored[name]) for name in ("coarse", "score")}
        found["auc_matched"] = auc(scored["label"][self.matched], scored["score"][self.matched])
        return {name: round(value, 4) for name, value in found.items()}


@dataclass
class Run:
    """A run: what its stages share. `began_with`: a checksum of the weights it started from."""

    options: TrainingOptions
    network: DepthNetwork
    windows: Windows
    stills: list[Windows]
    validation: Validation
    began_with: str

    def train_stage(self, stage: Stage) -> None:
        """Trains one stage from its checkpoint, if there is one, to its end. Raises as `train` does."""
        o, network = self.options, self.network
        losses = Losses(
            network, worst_species=o.worst_species, contrast=o.contrast, medium=o.medium, hide_context=o.hide_context
        ).to(o.device)
        for name, module in network.named_children():
            module.requires_grad_(name in stage.parts)
        trained = [getattr(network, part) for part in stage.parts]
        optimizer, peaks = self._optimizer(stage, trained, losses)
        parameters = [p for group in optimizer.param_groups for p in group["params"]]
        sets = [self.windows, *self.stills] if stage.single_frame else [self.windows]
        shares = np.array([len(windows) for windows in sets]) / sum(len(windows) for windows in sets)
        learned = self._learned(stage, sets)
        path = o.out / f"stage{stage.name}.pt"
        first, mean_loss = self._resume(stage, path, losses, optimizer, learned)
        drop_rows(o.out / "log.csv", stage.name, first)

        started = time.monotonic()
        with Interruption() as interruption:
            for step in range(first, stage.steps):
                # Everything random depends on the step alone: a resumed run draws what an unbroken one would have
                # drawn.
                random = np.random.default_rng([o.seed, stage.number, step])
                torch.manual_seed(o.seed * 1_000_003 + step)
                self._set_modes(stage, trained)
                for group, peak in zip(optimizer.param_groups, peaks, strict=True):
                    group["lr"] = learning_rate(step, stage.steps, peak)
                drawn = sets[random.choice(len(sets), p=shares)]
                batch = drawn.balanced(stage.batch_size, random, stage.single_frame, o.matched)
                batch = augment(batch.frames(network.architecture.frames), random)
                if stage.name == "1":
                    batch = exchange_patches(batch, o.patch_exchange, random)
                loss = stage.loss(losses, network, batch.to(network.mask.device))
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
                due = done % o.save_every == 0 or done == stage.steps
                if due or interruption.asked:
                    if stage.name == "appearance":
                        copy_head(network, losses.head.weight.data)
                    if due:
                        row = {"stage": stage.name, "step": done, "loss": round(mean_loss, 5)}
                        row |= self.validation.aucs(network)
                        print(row, flush=True)
                        add_row(o.out / "log.csv", row)
                    checkpoint.save(
                        path,
                        network,
                        losses=losses.state_dict(),
                        optimizer=optimizer.state_dict(),
                        step=done,
                        loss=mean_loss,
                        **learned,
                    )
                if interruption.asked:
                    print(f"stage {stage.name}: stopped at step {done}; run the command again to go on", flush=True)
                    raise KeyboardInterrupt

    def _optimizer(
        self, stage: Stage, trained: list[nn.Module], losses: Losses
    ) -> tuple[torch.optim.Optimizer, tuple[float, ...]]:
        """With the peak of the learning rate of each of its groups."""
        appearance = self.network.appearance
        others = [p for module in trained if module is not appearance for p in module.parameters()]
        pretrained = [*appearance.parameters()] if appearance in trained else []
        # Weights that know photographs would forget them at the rate of heads that start from nothing.
        peaks = (stage.rate, min(stage.rate, self.options.appearance_rate), self.options.rate2)
        groups = (others, pretrained, [*losses.parameters()])
        return torch.optim.AdamW([{"params": group} for group in groups], weight_decay=1e-2), peaks

    def _set_modes(self, stage: Stage, trained: list[nn.Module]) -> None:
        """Parts that are not trained stay in inference mode, also right after a resumed run skipped stage 1.

        On whole windows so do the norms of backbone and appearance, because a batch would hold few windows, whose
        frames are alike. Those of rigidity do in all stages but its own, whose batches alone are large enough for a
        mean.
        """
        self.network.eval()
        for module in trained:
            module.train()
        if not stage.single_frame:
            self.network.backbone.eval()
            self.network.appearance.eval()
        if stage.name != "rigidity":
            self.network.rigidity.eval()

    def _learned(self, stage: Stage, sets: list[Windows]) -> dict[str, Any]:
        """The entries of a stage's checkpoint that tell whether it is of this run."""
        source = {"seed": self.options.seed, "windows": [windows.fingerprint for windows in sets]}
        if "appearance" in stage.parts or stage.name != "1" or self.options.initial:
            source["began with"] = self.began_with
        return {"learned_from": source, "learned_by": {name: getattr(self.options, name) for name in stage.options}}

    def _resume(
        self, stage: Stage, path: Path, losses: Losses, optimizer: torch.optim.Optimizer, learned: dict[str, Any]
    ) -> tuple[int, float]:
        """The step from which the stage goes on and its mean loss so far. Raises CheckpointError."""
        first, mean_loss = 0, 0.0
        if path.exists():
            try:
                saved = checkpoint.read(path, self.options.device)
            except NoCheckpoint as error:
                raise CheckpointError(f"{error}: delete it to start anew") from error
            checkpoint.restore(self.network, saved, path)
            if saved.get("learned_from") != learned["learned_from"]:
                raise CheckpointError(
                    f"{path} learned from other windows or weights or with another seed: delete it to start anew, or "
                    "choose another --out"
                )
            now = learned["learned_by"]
            before = saved.get("learned_by", now)
            changed = [f"{name} was {before[name]}" for name in before if before[name] != now[name]]
            if changed:
                raise CheckpointError(
                    f"{path} learned by other options ({', '.join(changed)}): delete it to start anew, or choose "
                    "another --out"
                )
            try:
                losses.load_state_dict(saved["losses"])
                optimizer.load_state_dict(saved["optimizer"])
            except (RuntimeError, ValueError) as error:
                raise CheckpointError(
                    f"{path} is of another version of the training: delete it to start anew"
                ) from error
            first, mean_loss = saved["step"], saved["loss"]
            print(f"stage {stage.name}: goes on at step {first} of {stage.steps}", flush=True)
        if first < stage.steps:
            self._require_no_later_stage(stage, first)
        return first, mean_loss

    def _require_no_later_stage(self, stage: Stage, first: int) -> None:
        """A later stage's weights would take the place of those that this stage is about to learn."""
        names = [each.name for each in stages(self.options)]
        later = [self.options.out / f"stage{name}.pt" for name in names[names.index(stage.name) + 1 :]]
        there = [str(path) for path in later if path.exists()]
        if there:
            raise CheckpointError(
                f"stage {stage.name} is at step {first} of {stage.steps}, but later stages went on from there: delete "
                f"{', '.join(there)}, or choose another --out"
            )


def learning_rate(step: int, steps: int, peak: float) -> float:
    """Warm-up over 5 %, then cosine to zero."""
    warm = max(1, steps // 20)
    return peak * min((step + 1) / warm, 0.5 + 0.5 * math.cos(math.pi * step / steps))


def checksum(path: Path | None) -> str:
    """CRC-32 of a file, "none" without one. Raises TrainingError if it cannot be read."""
    try:
        return f"{zlib.crc32(path.read_bytes()):08x}" if path else "none"
    except OSError as error:
        raise TrainingError(f"cannot read {path}: {error.strerror}") from error
