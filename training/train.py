"""Two-stage training from rendered windows.

    python3 -m training.train --windows data/train --validation data/validation --out runs/first

Stage 1 trains the backbone with Euclidean and contrastive depth loss on single frames, of the windows and of `--stills`
(windows of one frame, rendered with `--frames 1`, which are cheap); the context branch learns beside it with a linear head of its own. Stage 2 freezes the backbone (batch norms in inference mode) and trains the
temporal module, the context branch and the classifier on whole windows (eq. 7 and 8). Between them, if `--context-steps`
says so, the context branch learns alone: it is cheap, and what it lacks most is scenes. Each stage writes a checkpoint
every `--checkpoint` steps and goes on from it when the command is run again; `--initial` starts from another run, so that
a run with `--steps1 0` goes on where that one ended.
"""

from __future__ import annotations

import argparse
import csv
import math
import time
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.augment import augment
from training.losses import depth_loss
from training.metrics import auc
from training.network import DepthNetwork
from training.windows import Batch, Windows

CONTRAST_WEIGHT = {1: 0.5, 2: 1.0}
# Context logits say little about depth, and the classifier would lean on them alone from the first step on.
CONTEXT_DROPOUT = 0.3


def stage1_loss(network: DepthNetwork, head: nn.Linear, batch: Batch) -> Tensor:
    """One random frame of each window."""
    depth = network.backbone(batch.faces[:, 0]).depth
    context = head(network.context(batch.context)).squeeze(1)
    return 4 * depth_loss(depth, batch.depth[:, 0], CONTRAST_WEIGHT[1]) + 0.5 * binary(context, batch.label)


def context_loss(head: nn.Linear, network: DepthNetwork, batch: Batch) -> Tensor:
    """The surroundings alone, one random frame of each window."""
    return binary(head(network.context(batch.context)).squeeze(1), batch.label)


def stage2_loss(network: DepthNetwork, batch: Batch) -> Tensor:
    """Whole windows, backbone frozen (eq. 8)."""
    n, t = batch.faces.shape[:2]
    with torch.no_grad():
        features = network.backbone(batch.faces.flatten(0, 1).contiguous(memory_format=torch.channels_last))
    keep = (torch.rand(n, 1) >= CONTEXT_DROPOUT).float()
    refined, _, logit = network.window(features, n, t, network.context(batch.context) * keep)
    beta = network.architecture.beta
    truth = batch.depth[:, :-1]
    depth = depth_loss(refined.flatten(0, 1), truth.flatten(0, 1), CONTRAST_WEIGHT[2])
    return beta * binary(logit, batch.label) + (1 - beta) * 4 * depth


def binary(logit: Tensor, label: Tensor) -> Tensor:
    """Cross-entropy with labels softened to 0.02 and 0.98, so that probabilities stay calibratable."""
    return F.binary_cross_entropy_with_logits(logit, 0.02 + 0.96 * label)


@torch.no_grad()
def score_windows(network: DepthNetwork, windows: Windows, limit: int | None = None) -> dict[str, np.ndarray]:
    """Scores, coarse-depth means, labels and species over a set, in order, without augmentation."""
    network.eval()
    scores, coarse, labels, species = [], [], [], []
    for batch in windows.in_order(16, limit):
        refined, single, logit = network(batch.faces, batch.context)
        scores.append(network.score(refined.mean(1), logit))
        coarse.append((single.mean(1) * network.mask).sum((1, 2, 3)) / network.mask.sum())
        labels.append(batch.label)
        species.append(batch.species)
    parts = {"score": scores, "coarse": coarse, "label": labels, "species": species}
    return {name: torch.cat(values).numpy() for name, values in parts.items()}


def learning_rate(step: int, steps: int, peak: float) -> float:
    """Warm-up over 5 %, then cosine to zero."""
    warm = max(1, steps // 20)
    return peak * min((step + 1) / warm, 0.5 + 0.5 * math.cos(math.pi * step / steps))


def context_head(network: DepthNetwork) -> nn.Linear:
    """What the classifier makes of the context alone, as a layer of its own."""
    join = network.classifier.join
    head = nn.Linear(2 * network.architecture.context[-1], 1)
    head.weight.data = join.weight.data[:, -head.in_features :].clone()
    head.bias.data = join.bias.data.clone()
    return head


def run_stage(
    stage: int | str, network: DepthNetwork, sets: list[Windows], validation: Windows, a: argparse.Namespace
) -> None:
    """`stage`: 1, "context" or 2."""
    head = context_head(network)
    if stage == 1:
        steps, batch_size, peak = a.steps1, a.batch1, a.rate1
        trained = [network.backbone, network.context, head]
    elif stage == "context":
        steps, batch_size, peak = a.context_steps, a.batch1, a.rate1 / 2
        trained = [network.context, head]
    else:
        steps, batch_size, peak = a.steps2, a.batch2, a.rate2
        network.backbone.requires_grad_(False)
        trained = [network.temporal, network.context, network.classifier]
    parameters = [p for module in trained for p in module.parameters()]
    optimizer = torch.optim.AdamW(parameters, lr=peak, weight_decay=1e-2)

    checkpoint = a.out / f"stage{stage}.pt"
    first = 0
    if checkpoint.exists():
        saved = torch.load(checkpoint)
        network.load_state_dict(saved["network"])
        head.load_state_dict(saved["head"])
        optimizer.load_state_dict(saved["optimizer"])
        first = saved["step"]
        print(f"stage {stage}: goes on at step {first} of {steps}", flush=True)

    shares = np.array([len(windows) for windows in sets]) / sum(len(windows) for windows in sets)
    started, mean_loss = time.monotonic(), 0.0
    for step in range(first, steps):
        # Everything random hangs on the step alone: a resumed run draws what an unbroken one would have drawn.
        random = np.random.default_rng([a.seed, 3 if stage == "context" else stage, step])
        torch.manual_seed(a.seed * 1_000_003 + step)
        # What is not trained stays in inference mode, also right after a resumed run skipped stage 1.
        network.eval()
        for module in trained:
            module.train()
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(step, steps, peak)
        drawn = sets[random.choice(len(sets), p=shares)]
        batch = augment(drawn.balanced(batch_size, random, single_frame=stage != 2), random)
        if stage == 1:
            loss = stage1_loss(network, head, batch)
        elif stage == "context":
            loss = context_loss(head, network, batch)
        else:
            loss = stage2_loss(network, batch)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, 5.0)
        optimizer.step()
        mean_loss += 0.02 * (loss.item() - mean_loss) if step > first else loss.item()
        done = step + 1
        if done % 10 == 0 or done == steps:
            left = (time.monotonic() - started) / (done - first) * (steps - done)
            print(f"stage {stage} step {done}/{steps} loss {mean_loss:.4f} {left / 60:.1f} min left", flush=True)
        if done % a.checkpoint == 0 or done == steps:
            if stage == "context":
                network.classifier.join.weight.data[:, -head.in_features :] = head.weight.data
            result = score_windows(network, validation, a.validation_limit)
            row = {"stage": stage, "step": done, "loss": round(mean_loss, 5)}
            row |= {f"auc_{name}": round(auc(result["label"], result[name]), 4) for name in ("coarse", "score")}
            print(row, flush=True)
            log(a.out / "log.csv", row)
            state = {"network": network.state_dict(), "head": head.state_dict()}
            torch.save(state | {"optimizer": optimizer.state_dict(), "step": done}, checkpoint)
    network.backbone.requires_grad_(True)


def log(path: Path, row: dict[str, object]) -> None:
    fresh = not path.exists()
    with path.open("a", newline="") as file:
        writer = csv.DictWriter(file, row.keys())
        if fresh:
            writer.writeheader()
        writer.writerow(row)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--windows", type=Path, required=True)
    parser.add_argument("--stills", type=Path, nargs="*", default=[], help="windows of one frame, for stage 1 and context")
    parser.add_argument("--validation", type=Path, required=True)
    parser.add_argument("--initial", type=Path, help="checkpoint of an earlier run to start from")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps1", type=int, default=2800)
    parser.add_argument("--steps2", type=int, default=900)
    parser.add_argument("--context-steps", type=int, default=0)
    parser.add_argument("--batch1", type=int, default=32)
    parser.add_argument("--batch2", type=int, default=12)
    parser.add_argument("--rate1", type=float, default=2e-3)
    parser.add_argument("--rate2", type=float, default=2e-3)
    parser.add_argument("--checkpoint", type=int, default=200)
    parser.add_argument("--validation-limit", type=int, default=256)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    a = parser.parse_args(arguments)

    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    a.out.mkdir(parents=True, exist_ok=True)
    network = DepthNetwork()
    if a.initial:
        network.load_state_dict(torch.load(a.initial)["network"])
    network.backbone.to(memory_format=torch.channels_last)
    network.context.to(memory_format=torch.channels_last)
    train, validation = Windows(a.windows), Windows(a.validation)
    print(f"{len(train)} windows to train on, {len(validation)} to validate on", flush=True)
    stills = [Windows(folder) for folder in a.stills]
    run_stage(1, network, [train, *stills], validation, a)
    run_stage("context", network, [train, *stills], validation, a)
    run_stage(2, network, [train], validation, a)
    torch.save({"architecture": asdict(network.architecture), "network": network.state_dict()}, a.out / "final.pt")


if __name__ == "__main__":
    main()
