"""How true renders are: three tests of rendered windows against those of real clips.

    python3 -m training train texture --start data/start.npz --stills data/texture --lessons labels --out runs/truth
    python3 -m training evaluate truth --rendered cache-rendered --real cache-field --start data/start.npz \\
        --end runs/truth/step-0240.npz

1. A network that has seen real attacks knows rendered ones: the AUC of Silent-Face as its authors trained it (the mean
   log odds of both its networks).
2. Image statistics tell rendered windows apart as they do real ones: the largest difference of the AUC of tone,
   sharpness and size (data/image_statistics.py).
3. Lessons from renders hold for real faces: V2's AUC on real frames after it was fine-tuned on rendered stills with
   their true labels, less its AUC before. Without `--end` this one is left out.

`--rendered` is what `render frames` cached, `--real` what `evaluate frames` did. Bounds: bootstrap over people or
sources.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from training.data.crops import FRAMES
from training.data.image_statistics import STATISTICS, statistics_of
from training.errors import TrainingError
from training.eval.evidence import clips, source_of, species_of, texture_of
from training.eval.metrics import auc, auc_bounds, auc_difference_bounds
from training.eval.real_frames import window_starts
from training.figures_file import FiguresOption
from training.models.texture_network import TextureNetwork, load
from training.options import option

BOTH = "both"

Columns = dict[str, np.ndarray]


def windows_in(cache: Path, networks: dict[str, TextureNetwork]) -> Columns:
    """One row a window with a face: `live`, `species`, `source`, each network's mean log odds of bona fide and that of
    `both`, and each of STATISTICS. Raises TrainingError if the cache holds none."""
    rows: list[dict] = []
    for record, crops in clips(cache):
        clip, frames, first = record["clip"], record["frames"], list(crops["start"])
        live = clip["label"] == "live"
        said = texture_of(crops, networks)
        for start in window_starts(frames):
            there = np.isin(crops["index"], range(start, start + FRAMES))
            of_window = {name: values[there].mean() for name, values in said.items()}
            side = max(frames[start]["box"][2:])
            rows.append(
                {"live": live, "species": species_of(clip), "source": source_of(clip)}
                | {**of_window, BOTH: np.mean(list(of_window.values()))}
                | dict(zip(STATISTICS, statistics_of(crops["face"][first.index(start), 0], side)))
            )
    if not rows:
        raise TrainingError(f"no windows in {cache}: cache some with `render frames` or `evaluate frames`")
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}


def frames_in(cache: Path, networks: dict[str, TextureNetwork]) -> Columns:
    """One row a frame with a face: `live`, `source`, and each network's log odds of bona fide of its V2 crop."""
    parts: list[Columns] = []
    for record, crops in clips(cache):
        clip, count = record["clip"], len(crops["index"])
        said = texture_of(dict.fromkeys(networks, crops["v2"]), networks)
        of_clip = {"live": np.full(count, clip["label"] == "live"), "source": np.full(count, source_of(clip))}
        parts.append(of_clip | said)
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def area(rows: Columns, name: str) -> str:
    low, high = auc_bounds(rows["live"], rows[name], rows["source"])
    return f"{auc(rows['live'], rows[name]):.3f} [{low:.3f}, {high:.3f}]"


def of_species(rows: Columns, name: str) -> dict[str, float]:
    """AUC of each species of attack against all live windows."""
    live, species = rows["live"], rows["species"]
    attacks = np.unique(species[~live])
    return {one: auc(live[kept], rows[name][kept]) for one in attacks for kept in [live | (species == one)]}


def differences(rendered: Columns, real: Columns) -> dict[str, tuple[float, float]]:
    """AUC of each statistic on rendered and on real windows."""
    return {name: (auc(rendered["live"], rendered[name]), auc(real["live"], real[name])) for name in STATISTICS}


@dataclass(frozen=True, kw_only=True)
class TruthOptions(FiguresOption):
    rendered: Path = option(help="what `render frames` wrote")
    real: Path = option(help="what `evaluate frames` wrote")
    start: Path = option(help="what `train texture-start` wrote")
    end: Path | None = option(None, "what `train texture --lessons labels` made of it")


def print_truth(options: TruthOptions) -> None:
    """Prints the three tests. Raises TrainingError where a cache is empty or weights cannot be read."""
    torch.set_num_threads(1)
    start = load(options.start)
    rendered, real = (windows_in(cache, start) for cache in (options.rendered, options.real))
    for name, rows in (("rendered", rendered), ("real", real)):
        live = rows["live"]
        print(f"{name}: {live.sum()} live and {(~live).sum()} attack windows, {len(np.unique(rows['source']))} sources")
    print("1. AUC of Silent-Face               rendered                real")
    kept: dict[str, str | int] = {}
    for name in (*start, BOTH):
        print(f"   {name:30} {area(rendered, name)}  {area(real, name)}")
    for name, rows in (("rendered", rendered), ("real", real)):
        refused = f"{(rows[BOTH][rows['live']] < 0).mean():.0%}".replace("%", " %")
        by_species = of_species(rows, BOTH)
        listed = ", ".join(f"{one} {value:.3f}" for one, value in by_species.items())
        print(f"   {name}: live windows called attacks {refused}; AUC of {listed}")
        kept |= {f"{name}-windows": len(rows["live"]), f"{name}-auc": area(rows, BOTH), f"{name}-refused": refused}
        kept |= {f"{name}-{one.replace(' ', '-')}": f"{value:.2f}" for one, value in by_species.items()}
    print("2. AUC of what needs no model    rendered   real   difference")
    aucs = differences(rendered, real)
    for name, (of_rendered, of_real) in aucs.items():
        print(f"   {name:28}   {of_rendered:.3f}   {of_real:.3f}   {of_rendered - of_real:+.3f}")
    largest, name = max((abs(of_rendered - of_real), name) for name, (of_rendered, of_real) in aucs.items())
    print(f"   largest difference {largest:.3f}")
    kept["difference"] = f"{largest:.3f} ({name})"
    if options.end:
        frames = frames_in(options.real, {"before": start["v2"], "after": load(options.end)["v2"]})
        before, after = (auc(frames["live"], frames[name]) for name in ("before", "after"))
        low, high = auc_difference_bounds(frames["live"], frames["after"], frames["before"], frames["source"])
        less = f"{after - before:+.4f} [{low:+.4f}, {high:+.4f}]"
        print(f"3. V2 on {len(frames['live'])} real frames, fine-tuned on renders less before")
        print(f"   AUC {after:.4f} less {before:.4f}: {less}")
        kept |= {"frames": f"{len(frames['live']):,}", "v2-difference": less}
    options.keep("evaluate truth --rendered cache-rendered --real cache-field", kept)
