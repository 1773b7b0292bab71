"""Measures what each part of the depth map and of its training is worth, on renders and on real clips.

    python3 -m training ablate stills --initial training/checkpoints/depthproof-9.pt --stills data/stills \\
        --caches cache-rendered cache-field --out runs/ablations

Each row is trained as by `train stills`, with all of its steps, but without one part. Each seed's network is scored on
the first frame of each window with a face; the mean of their AUCs is printed. A row's networks differ from those of the
first row in nothing but the part: they begin with the same weights and see the same batches. Bounds: 95 % of a
bootstrap over people or sources and over seeds. Rows that are finished are left alone; those that learned otherwise are
refused.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from training.ablate.ablation import without_gradient
from training.data.evidence_stills import Stills, read_stills
from training.data.species import SPECIES_NAMES, species_called
from training.errors import TrainingError
from training.eval.evidence import clips, source_of, species_of
from training.eval.metrics import auc, auc_difference_bounds, threshold_at_bpcer
from training.eval.real_frames import window_starts
from training.figures_file import FiguresOption
from training.models.still_network import StillNetwork, average
from training.options import option
from training.train.still_training import Lessons, StillTrainingOptions, answers, first_weights, of_seeds


class Part(NamedTuple):
    """What a row lacks. `left_out`: a species or group of attacks that is never shown."""

    what: str
    gradient: bool = True
    surroundings: bool = True
    lessons: Lessons = Lessons()
    left_out: str = ""


PARTS = {
    "full": Part("nothing"),
    "gradient": Part("spatial gradient blocks: plain convolutions instead", gradient=False),
    "contrast": Part("contrastive depth loss", lessons=Lessons(contrast=0)),
    "surroundings": Part("surroundings in the depth map", surroundings=False),
    "depth": Part("both depth losses", lessons=Lessons(depth=0)),
    "medium": Part("the place of the medium", lessons=Lessons(medium=0)),
    "print": Part("prints, never shown", left_out="print"),
    "replay": Part("replays, never shown", left_out="replay"),
    "paper-mask": Part("paper masks, never shown", left_out="paper mask"),
}


class Nothing(nn.Module):
    """No say, whatever the appearance's vector (N x C) says."""

    def forward(self, vector: Tensor) -> Tensor:
        return vector.new_zeros(len(vector), 1)


def build(start: StillNetwork, part: Part) -> StillNetwork:
    """The network before training, without the part."""
    network = average([start])
    if not part.gradient:
        without_gradient(network.depth_map)
    if not part.surroundings:
        network.depth_map.surroundings = Nothing()  # type: ignore[assignment]
    return network


class Windows(NamedTuple):
    """First frames of windows with a face: crops uint8 N x 128 x 128 x 3; who or what windows have in common."""

    face: np.ndarray
    context: np.ndarray
    live: np.ndarray
    species: np.ndarray
    source: np.ndarray


def windows_in(cache: Path) -> Windows:
    """Raises TrainingError if the cache holds none."""
    rows = []
    for record, crops in clips(cache):
        clip, first = record["clip"], list(crops["start"])
        for start in window_starts(record["frames"]):
            face, context = (crops[name][first.index(start), 0] for name in ("face", "context"))
            rows.append((face, context, clip["label"] == "live", species_of(clip), source_of(clip)))
    if not rows:
        raise TrainingError(f"no windows in {cache}: cache some with `render frames` or `evaluate frames`")
    return Windows(*map(np.array, zip(*rows)))


@dataclass(frozen=True, kw_only=True)
class StillStudyOptions(StillTrainingOptions, FiguresOption):
    caches: tuple[Path, ...] = option(help="what `render frames` and `evaluate frames` wrote")
    only: tuple[str, ...] = option(tuple(PARTS), "rows of the table", choices=PARTS)


def ablate_stills(options: StillStudyOptions) -> None:
    """Trains the rows that are missing; prints, for each cache, their AUCs and how far they are from the first row."""
    o = options
    torch.set_num_threads(o.threads)
    start = first_weights(o.initial)
    stills = read_stills(o.stills / "train")
    networks = {name: networks_of(PARTS[name], start, stills, replace(o, out=o.out / name)) for name in o.only}
    kept: dict[str, str] = {}
    for cache in o.caches:
        windows = windows_in(cache)
        said = {name: answers_of(of_row, windows) for name, of_row in networks.items()}
        print(f"{cache.name}: {windows.live.sum()} live windows, {(~windows.live).sum()} of attacks")
        for name, of_row in said.items():
            cells = [cell(windows, of_row[kind], said[o.only[0]][kind]) for kind in of_row]
            if PARTS[name].left_out:
                cells.append(never_shown(windows, PARTS[name].left_out, of_row, said[o.only[0]]))
            print(f"  without {PARTS[name].what}: {' | '.join(cells)}", flush=True)
            kept[f"{cache.name.removeprefix('cache-')}-{name}"] = " | ".join(cells)
    o.keep("ablate stills", kept)


def networks_of(part: Part, start: StillNetwork, stills: Stills, options: StillStudyOptions) -> list[StillNetwork]:
    """A network for each seed, trained or read from `out`."""
    print(f"without {part.what}:", flush=True)
    # What is not of the checkpoint begins with the same weights in each row.
    torch.manual_seed(0)
    left_out = species_called(part.left_out) if part.left_out else ()
    return of_seeds(build(start, part), stills, options, part.lessons, left_out)


def answers_of(networks: list[StillNetwork], windows: Windows) -> dict[str, np.ndarray]:
    """Log odds of appearance and depth, K x N of K networks."""
    said = [answers(network, windows.face, windows.context) for network in networks]
    return {kind: np.stack([one[kind] for one in said]) for kind in said[0]}


def cell(windows: Windows, log_odds: np.ndarray, full: np.ndarray) -> str:
    """Mean AUC of K x N log odds, and by how much it differs from the first row's, with bounds."""
    text = f"{np.mean([auc(windows.live, one) for one in log_odds]):.3f}"
    if log_odds is full:
        return text
    low, high = auc_difference_bounds(windows.live, log_odds, full, windows.source)
    return f"{text} [{low:+.4f}, {high:+.4f}]"


def never_shown(windows: Windows, left_out: str, log_odds: dict[str, np.ndarray], full: dict[str, np.ndarray]) -> str:
    """How many attacks of the species pass at BPCER 3 %, here and in the first row, by the seeds' mean log odds of
    appearance and depth together."""
    of_species = np.isin(windows.species, [*(SPECIES_NAMES[one] for one in species_called(left_out))])
    if not of_species.any():
        return "none of these"
    passed = []
    for said in (log_odds, full):
        both = (said["appearance"] + said["depth"]).mean(0)
        passed.append(int((both >= threshold_at_bpcer(windows.live, both, 0.03))[of_species].sum()))
    return f"{passed[0]} of {of_species.sum()} pass, {passed[1]} where they were shown"
