"""Fine-tunes the texture branch on rendered stills, near the initial weights.

    python3 -m training train texture --start start.npz --stills data/texture --out runs/texture

The initial weights come from real attacks, and renders show only some of these; so the weights are held near the start.
Each of the two networks learns the answer of their ensemble to a still (distillation: Hinton et al. 2015), under the
changes that cameras, screens and paper make; for attacks that the ensemble misses the answer is lowered. Weights are
drawn back to the start (L2-SP: Li et al. 2018). In the end they are averaged with it (WiSE-FT: Wortsman et al. 2022),
half and half in `train shipped`, or by a share that real clips choose (`train texture-choose`).
"""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.data.evidence_stills import Stills, read_stills
from training.data.species import SPECIES_NAMES
from training.errors import TrainingError
from training.eval.metrics import auc
from training.models.texture_network import ARCHITECTURES, TextureNetwork, live_log_odds, load, save, scaled
from training.options import option
from training.train.texture_augment import augmented

LEAST_LIVE = 1.0  # log odds from the start, below which a live render is left out
BATCH = 32
SAVE_EVERY = 80  # steps
# Log odds: above which the ensemble misses an attack, by how much its target is then lowered, and the bound of targets.
KNOWN_ATTACK, CORRECTED, LARGEST = -2.0, 2.0, 8.0
SURE = 3.0  # log odds of a true label, at least (`--lessons labels`)
HUBER = 2.0  # log odds up to which the loss is square


@torch.no_grad()
def answers(network: TextureNetwork, crops: np.ndarray) -> np.ndarray:
    """Log odds of bona fide of each crop, uint8 N x 80 x 80 x 3 RGB."""
    return np.concatenate(
        [live_log_odds(network(scaled(crops[at : at + 64]))).numpy() for at in range(0, len(crops), 64)]
    )


def batches(species: np.ndarray, kept: np.ndarray, random: np.random.Generator) -> Iterator[np.ndarray]:
    """Rows: half bona fide, half attacks, these evenly over their species. Raises TrainingError if there are none of
    either."""
    rows = [np.flatnonzero((species == one) & kept) for one in range(len(SPECIES_NAMES))]
    attacks = [one for one in range(1, len(rows)) if len(rows[one])]
    if not len(rows[0]) or not attacks:
        raise TrainingError(f"{len(rows[0])} bona fide stills to learn from, and {len(attacks)} species of attack")
    while True:
        of_attacks = [random.choice(rows[one]) for one in random.choice(attacks, BATCH // 2)]
        yield np.concatenate([random.choice(rows[0], BATCH // 2), of_attacks]).astype(int)


def lessons(networks: dict[str, TextureNetwork], stills: Stills) -> np.ndarray:
    """The target of both networks for each still, log odds: their mean answer to it and its mirror image.

    The target of attacks that they miss is lowered by CORRECTED. NaN for live renders that they take for attacks: these
    have nothing in common but being renders.
    """
    species = stills.species
    views = [
        answers(network, getattr(stills, name)[:, :, ::way]) for name, network in networks.items() for way in (1, -1)
    ]
    wanted = np.mean(views, 0)
    wanted = np.where((species > 0) & (wanted > KNOWN_ATTACK), wanted - CORRECTED, wanted)
    wanted[(species == 0) & (wanted < LEAST_LIVE)] = np.nan
    return np.clip(wanted, -LARGEST, LARGEST)


def labels(networks: dict[str, TextureNetwork], stills: Stills) -> np.ndarray:
    """True labels as log odds, at least as sure as the answers that both networks already give.

    No weights that ship were trained on them: they show what renders alone teach (`evaluate truth`).
    """
    thought = np.mean([answers(network, getattr(stills, name)) for name, network in networks.items()], 0)
    wanted = np.where(stills.species == 0, np.maximum(thought, SURE), np.minimum(thought, -SURE))
    return np.clip(wanted, -LARGEST, LARGEST)


LESSONS = {"both": lessons, "labels": labels}


def distance(network: nn.Module, start: nn.Module) -> Tensor:
    """Squared distance of the weights from the start, over the squared size of the start's, mean over tensors."""
    parts = [
        ((a - b) ** 2).sum() / (b**2).sum().clamp(min=1e-6) for a, b in zip(network.parameters(), start.parameters())
    ]
    return torch.stack(parts).mean()


def finetune(
    start: TextureNetwork,
    crops: np.ndarray,
    species: np.ndarray,
    wanted: np.ndarray,
    steps: int,
    rate: float,
    hold: float,
    seed: int,
) -> Iterator[tuple[int, TextureNetwork]]:
    """The network after every SAVE_EVERY steps and the last.

    `wanted`: see `lessons`; `hold`: times the distance from the start.
    """
    random = np.random.default_rng(seed)
    network = copy.deepcopy(start)
    # No render knows what a real screen's pixels look like: the layers nearest to them stay as they are.
    for module in (network.stem, network.stages[0]):
        module.requires_grad_(False)
    optimizer = torch.optim.Adam([one for one in network.parameters() if one.requires_grad], lr=rate)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, steps, pct_start=0.1)
    for step, rows in zip(range(steps), batches(species, np.isfinite(wanted), random)):
        pixels = augmented(scaled(crops[rows]), species[rows], random)
        answer = live_log_odds(network(pixels))
        loss = F.smooth_l1_loss(answer, torch.from_numpy(wanted[rows].astype(np.float32)), beta=HUBER)
        (loss + hold * distance(network, start)).backward()
        optimizer.step()
        optimizer.zero_grad()
        schedule.step()
        if (step + 1) % SAVE_EVERY == 0 or step + 1 == steps:
            print(
                f"step {step + 1}: loss {loss.item():.3f}, distance {distance(network, start).item():.5f}", flush=True
            )
            yield step + 1, network


def average(start: TextureNetwork, end: TextureNetwork, share: float) -> TextureNetwork:
    """Weights the share `share` of the way from start to end."""
    result = copy.deepcopy(start)
    for mine, a, b in zip(result.parameters(), start.parameters(), end.parameters()):
        mine.data = torch.lerp(a.data, b.data, share)
    return result


@dataclass(frozen=True, kw_only=True)
class FinetuneOptions:
    start: Path = option(help="what `train texture-start` wrote")
    stills: Path = option(help="folder with train/ and validation/ of `render evidence-stills`")
    out: Path
    lessons: str = option("both", "what is learned: what both networks think, or the true labels", choices=LESSONS)
    steps: int = 240
    rate: float = 1e-4
    hold: float = option(30.0, "times the distance from the start is added to the loss")
    seed: int = 1


def finetune_both(options: FinetuneOptions) -> None:
    """Writes both networks after every SAVE_EVERY steps and the last, as step-NNNN.npz."""
    o = options
    torch.set_num_threads(1)
    train, validation = (read_stills(o.stills / part) for part in ("train", "validation"))
    starts = load(o.start)
    wanted = LESSONS[o.lessons](starts, train)
    print(f"{np.isfinite(wanted).sum()} of {len(wanted)} stills are learned from", flush=True)
    runs = [
        finetune(starts[name], getattr(train, name), train.species, wanted, o.steps, o.rate, o.hold, o.seed)
        for name in ARCHITECTURES
    ]
    for ends in zip(*runs):
        networks = dict(zip(ARCHITECTURES, (network for _, network in ends)))
        for name, network in networks.items():
            scores = answers(average(starts[name], network, 0.5), getattr(validation, name))
            print(f"{name}: rendered validation AUC {auc(validation.species == 0, scores):.3f}", flush=True)
        save(o.out / f"step-{ends[0][0]:04d}.npz", networks)
