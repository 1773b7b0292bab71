"""Trains the appearance's encoder and the depth map on rendered stills.

    python3 -m training train stills --initial training/checkpoints/depthproof-9.pt --stills data/stills \\
        --out runs/stills

All parts learn at once: the encoder learns whether there is an attack (eq. 7) and where its medium (paper or device)
is, the depth map the depth of every cell of the face (eq. 5, 6). The encoder starts from one that learned on
photographs and an older renderer. Augmentation is light, as for the texture branch: haze, cast and a steep tone curve
are evidence.

`--seeds` trains one network for each seed and writes the mean of their weights; an interrupted run goes on with the
first seed whose network is missing. Networks in `--out` that learned otherwise are refused.
"""

import time
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from training.claim import claim
from training.data.dataset import scaled
from training.data.evidence_stills import Stills, read_stills
from training.eval.metrics import auc
from training.models import checkpoint, still_network
from training.models.still_network import StillNetwork
from training.options import option
from training.train.augment import move, similarities
from training.train.losses import binary_loss, depth_loss, medium_loss
from training.train.texture_finetune import batches
from training.train.training import checksum, learning_rate

HEADS_RATE, WEIGHT_DECAY, LARGEST_GRADIENT = 2e-3, 1e-2, 5.0
# Largest change of scale, shift (share of the side) and angle (radians) of each crop.
FACE_MOTION, CONTEXT_MOTION = (0.08, 0.04, 0.08), (0.15, 0.06, 0.1)


@dataclass(frozen=True)
class Lessons:
    """Weight of each loss beside the binary one; `contrast`: of the contrastive loss beside the Euclidean one.
    `hide_context`: share of stills of which the face's crop alone is shown."""

    depth: float = 4.0
    contrast: float = 0.5
    medium: float = 1.0
    hide_context: float = 0.3


@dataclass
class Batch:
    """Crops N x 3 x 128 x 128 in [-0.5, 0.5]; `depth` N x 1 x 32 x 32; `medium` N x 1 x 16 x 16; `live` N."""

    face: Tensor
    context: Tensor
    depth: Tensor
    medium: Tensor
    live: Tensor


def augmented(stills: Stills, rows: np.ndarray, random: np.random.Generator) -> Batch:
    """Stills moved, mirrored and under other lights and cameras' colours, lightly; depth and medium move with them."""
    count = len(rows)
    flips = random.random(count) < 0.5
    of_face, of_context = (similarities(count, most, flips, random) for most in (FACE_MOTION, CONTEXT_MOTION))

    def each(values: np.ndarray) -> Tensor:
        return torch.from_numpy(values.astype(np.float32))

    gain = each(np.exp(random.uniform(-0.15, 0.15, (count, 1, 1, 1)) + random.uniform(-0.04, 0.04, (count, 3, 1, 1))))
    offset, saturation = (each(random.uniform(*span, (count, 1, 1, 1))) for span in ((-0.04, 0.04), (0.8, 1.15)))

    def seen(crops: np.ndarray, motion: Tensor, padding: str) -> Tensor:
        moved = move(scaled(crops)[:, None], motion, padding)[:, 0]
        grey = moved.mean(1, keepdim=True)
        return ((grey + saturation * (moved - grey) + 0.5) * gain - 0.5 + offset).clamp(-0.5, 0.5)

    def followed(maps: np.ndarray, motion: Tensor, padding: str) -> Tensor:
        return move(each(maps)[:, None, None], motion, padding)[:, 0]

    return Batch(
        seen(stills.face[rows], of_face, "border"),
        seen(stills.context[rows], of_context, "reflection"),
        followed(stills.depth[rows] / 255, of_face, "zeros"),
        followed(stills.medium[rows], of_context, "reflection"),
        each(stills.species[rows] == 0),
    )


def loss_of(network: StillNetwork, batch: Batch, lessons: Lessons = Lessons()) -> Tensor:
    """Cross-entropy (eq. 7), depth (eq. 5, 6) and the place of the medium."""
    # The surroundings say so much so soon that the face's part would hardly learn its own cues.
    hidden = torch.rand(len(batch.live), 1) < lessons.hide_context
    seen = network(batch.face, batch.context, hidden)
    return (
        binary_loss(seen.logit, batch.live).mean()
        + lessons.depth * depth_loss(torch.sigmoid(seen.depth), batch.depth, lessons.contrast)
        + lessons.medium * medium_loss(seen.medium, batch.medium)
    )


def first_weights(initial: Path) -> StillNetwork:
    """The weights that every seed begins with, around a checkpoint's appearance. They are the same in a resumed run:
    only weights that began as the same ones can be averaged."""
    torch.manual_seed(0)
    return StillNetwork.start(checkpoint.load(initial)[0])


def trained(
    start: StillNetwork,
    stills: Stills,
    steps: int,
    rate: float,
    seed: int,
    lessons: Lessons = Lessons(),
    left_out: Collection[int] = (),
) -> StillNetwork:
    """A network trained from `start` for `steps`; the encoder at most at `rate`. It sees no species of `left_out`."""
    random = np.random.default_rng(seed)
    torch.manual_seed(seed)
    network = still_network.average([start]).train()
    encoder = {*network.appearance.parameters()}
    rest = [parameter for parameter in network.parameters() if parameter not in encoder]
    peaks = (rate, HEADS_RATE)
    optimizer = torch.optim.AdamW([{"params": [*encoder]}, {"params": rest}], weight_decay=WEIGHT_DECAY)
    kept = ~np.isin(stills.species, [*left_out])
    began = time.monotonic()
    for step, rows in zip(range(steps), batches(stills.species, kept, random)):
        for group, peak in zip(optimizer.param_groups, peaks, strict=True):
            group["lr"] = learning_rate(step, steps, peak)
        loss = loss_of(network, augmented(stills, rows, random), lessons)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), LARGEST_GRADIENT)
        optimizer.step()
        if (step + 1) % 50 == 0:
            left = (time.monotonic() - began) / (step + 1) * (steps - step - 1)
            print(f"seed {seed}, step {step + 1}: loss {loss.item():.3f}, {left / 60:.0f} min left", flush=True)
    return network.eval()


@torch.no_grad()
def answers(network: StillNetwork, faces: np.ndarray, contexts: np.ndarray) -> dict[str, np.ndarray]:
    """Log odds of bona fide by the appearance and by the depth map, N each; crops are uint8 N x 128 x 128 x 3."""
    seen = [network(scaled(faces[at : at + 64]), scaled(contexts[at : at + 64])) for at in range(0, len(faces), 64)]
    return {
        "appearance": torch.cat([one.logit for one in seen]).numpy(),
        "depth": torch.cat([network.depth_map.evidence(one.depth) for one in seen]).numpy(),
    }


@dataclass(frozen=True, kw_only=True)
class StillTrainingOptions:
    initial: Path = option(help="checkpoint whose appearance training starts from")
    stills: Path = option(help="folder with train/ and validation/ of `render evidence-stills`")
    out: Path
    seeds: tuple[int, ...] = (1, 2, 3)
    steps: int = 300
    rate: float = 2e-4
    threads: int = option(1, least=1)


def of_seeds(
    start: StillNetwork,
    stills: Stills,
    options: StillTrainingOptions,
    lessons: Lessons = Lessons(),
    left_out: Collection[int] = (),
) -> list[StillNetwork]:
    """A network for each seed: trained and written to seed-N.npz, or read from there.

    Raises MadeOtherwise if those there learned otherwise.
    """
    o = options
    made = f"--steps {o.steps} --rate {o.rate:g} --initial {checksum(o.initial)} --stills {stills.fingerprint}"
    claim(o.out / "seeds.txt", made, "seed-*.npz")
    networks = []
    for seed in o.seeds:
        path = o.out / f"seed-{seed}.npz"
        if not path.exists():
            still_network.save(path, trained(start, stills, o.steps, o.rate, seed, lessons, left_out))
        networks.append(still_network.load(path, still_network.average([start])))
    return networks


def train_stills(options: StillTrainingOptions) -> None:
    """Writes a network for each seed, seed-N.npz, and the mean of their weights, stills.npz."""
    o = options
    torch.set_num_threads(o.threads)
    train, validation = (read_stills(o.stills / part) for part in ("train", "validation"))
    networks = of_seeds(first_weights(o.initial), train, o)
    mean = still_network.average(networks).eval()
    for name, network in (*zip(map("seed {}".format, o.seeds), networks), ("mean", mean)):
        for part, log_odds in answers(network, validation.face, validation.context).items():
            print(f"{name}: rendered validation, {part}: AUC {auc(validation.species == 0, log_odds):.4f}", flush=True)
    still_network.save(o.out / "stills.npz", mean)
