"""Computes the log odds of bona fide that each kind of evidence gives the windows of real clips.

    python3 -m training evaluate evidence --cache cache --texture training/checkpoints/texture.npz --out field.npz

The file holds one row a window and one column a kind of evidence, beside label, species, source, clip and whether it is
a window of the product (all its frames passed the quality gate) or one of all windows with a face. `faceless` names the
clips without any window, `faceless_label` says which of them are live. The file names no person and shows none, but it
was made of their clips: never commit it.
"""

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from training.atomic_file import write_arrays
from training.data.crops import FRAMES, INTERVAL
from training.data.dataset import scaled
from training.errors import TrainingError
from training.eval.real_frames import window_starts
from training.models import texture_network
from training.models.evidence_network import SURROUNDINGS_SHIFT, EvidenceNetwork
from training.models.shipped import load_shipped
from training.models.texture_network import TextureNetwork, live_log_odds
from training.options import option


def clips(cache: Path) -> Iterator[tuple[dict, dict[str, np.ndarray]]]:
    """Record and crops of each clip with a window that `evaluate frames` or `render frames` cached."""
    for path in sorted(cache.glob("*.npz")):
        with np.load(path) as stored:
            crops = {name: stored[name] for name in stored.files if name != "record"}
            if len(crops["start"]):
                yield json.loads(str(stored["record"])), crops


def faceless(cache: Path) -> dict[str, bool]:
    """For each clip without a window, by its id, whether it is live."""
    clips = {}
    for path in sorted(cache.glob("*.npz")):
        with np.load(path) as stored:
            if not len(stored["start"]):
                clip = json.loads(str(stored["record"]))["clip"]
                clips[clip["id"]] = clip["label"] == "live"
    return clips


def source_of(clip: dict) -> str:
    """The person, household or video of a clip: bounds and left-out fits never split the clips of one."""
    return clip["slices"].get("source") or clip.get("subject") or clip["file"]


def species_of(clip: dict) -> str:
    """The attack's species, or "live"."""
    return "live" if clip["label"] == "live" else clip["species"]


def windows_of(record: dict) -> list[tuple[int, bool]]:
    """First frame of each window, and whether it is one of the product's."""
    every = [(start, False) for start in window_starts(record["frames"])]
    return every + [(window["first"], True) for window in record["windows"]]


@torch.no_grad()
def texture_of(crops: dict[str, np.ndarray], networks: dict[str, TextureNetwork]) -> dict[str, np.ndarray]:
    """Log odds of each network on each frame, N."""
    return {
        name: live_log_odds(network(texture_network.scaled(crops[name]))).numpy() for name, network in networks.items()
    }


def pace_of(times: Sequence[float]) -> float:
    """Mean time between the frames of a window, in units of INTERVAL; `times` in ms."""
    return (times[-1] - times[0]) / (1000 * INTERVAL * (len(times) - 1))


@torch.no_grad()
def parts_of(network: EvidenceNetwork, faces: Tensor, contexts: Tensor, times: Sequence[float]) -> dict[str, float]:
    """Log odds of the branches beside texture for one window (1 x T x 3 x 128 x 128 each, frames at `times`, ms),
    before shapes and weights; `shift` is how far the surroundings move in INTERVAL, as a logarithm of px."""
    moments = network.rigidity.moments_of(contexts)
    vector, depth_map = network.of_first(contexts[:, 0], faces[:, 0])
    parts = {
        "appearance": network.of_appearance(vector),
        "rigidity": network.rigidity(moments),
        "shift": network.rigidity.features(moments)[:, SURROUNDINGS_SHIFT] - math.log(pace_of(times)),
    }
    if network.depth_map is not None and depth_map is not None:
        parts["depth"] = network.depth_map.evidence(depth_map)
    if network.sees_depth:
        refined, _ = network.temporal.window(network.backbone(faces[0]), faces.shape[1])
        parts["depth"] = network.of_depth(refined.mean(1))
    return {name: float(value) for name, value in parts.items()}


@dataclass(frozen=True, kw_only=True)
class EvidenceOptions:
    cache: Path = option(help="what `evaluate frames` or `render frames` wrote")
    model: Path = option(Path("models/depthproof-11"), "exported folder with the branches beside texture")
    texture: Path = option(help="weights of the texture networks")
    out: Path


def write_evidence(options: EvidenceOptions) -> None:
    """Writes the rows of all windows in the cache. Raises TrainingError if it holds none."""
    torch.set_num_threads(1)
    network, _ = load_shipped(options.model)
    textures = texture_network.load(options.texture)
    rows: list[dict] = []
    for record, crops in clips(options.cache):
        clip = record["clip"]
        place = {int(index): at for at, index in enumerate(crops["index"])}
        window = {int(start): at for at, start in enumerate(crops["start"])}
        texture = texture_of(crops, textures)
        seen: dict[int, dict] = {}
        for first, product in windows_of(record):
            if first not in seen:
                at = [place[first + frame] for frame in range(FRAMES)]
                faces, contexts = (scaled(crops[name][window[first]])[None] for name in ("face", "context"))
                times = [frame["time"] for frame in record["frames"][first : first + FRAMES]]
                seen[first] = parts_of(network, faces, contexts, times)
                seen[first] |= {name: values[at] for name, values in texture.items()}
            rows.append(
                seen[first]
                | {
                    "label": clip["label"] == "live",
                    "species": species_of(clip),
                    "source": source_of(clip),
                    "clip": clip["id"],
                    "first": first,
                    "product": product,
                }
            )
    if not rows:
        raise TrainingError(f"no windows in {options.cache}: cache some with `evaluate frames`")
    columns = {name: np.array([row[name] for row in rows]) for name in rows[0]}
    without = faceless(options.cache)
    write_arrays(
        options.out, **columns, faceless=np.array([*without], str), faceless_label=np.array([*without.values()], bool)
    )
    print(f"{options.out}: {len(rows)} windows; {len(without)} clips without one")
