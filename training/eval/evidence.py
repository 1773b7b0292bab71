"""What each kind of evidence says of the windows of real clips, as log odds of bona fide.

    python3 -m training evaluate evidence --cache cache --model models/depthproof-9 --texture texture.npz \\
        --yolox yolox_nano.onnx --out field.npz

The file holds one row a window and one column a kind of evidence, beside label, species, source, clip and whether it is
a window of the product (all its frames passed the quality gate) or one of every frame with a face. It names no person
and shows none, but it was made of their clips: never commit it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from training.data.crops import FRAMES
from training.data.dataset import scaled
from training.errors import TrainingError
from training.eval.real_frames import window_starts
from training.models import medium, texture_network
from training.models.network import DepthNetwork
from training.models.shipped import load_shipped
from training.models.texture_network import TextureNetwork, live_log_odds
from training.options import option

# Among the features of rigidity: the logarithm of how far the surroundings move from frame to frame, px of the crop.
SURROUNDINGS_SHIFT = 1


def clips(cache: Path) -> Iterator[tuple[dict, dict[str, np.ndarray]]]:
    """Record and crops of each clip that `evaluate frames` or `render frames` cached."""
    for path in sorted(cache.glob("*.npz")):
        with np.load(path) as stored:
            yield json.loads(str(stored["record"])), {name: stored[name] for name in stored.files if name != "record"}


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


@torch.no_grad()
def parts_of(network: DepthNetwork, faces: Tensor, contexts: Tensor) -> dict[str, float]:
    """What each part of depthproof-9 adds to its logit on one window (1 x T x 3 x 128 x 128 each)."""
    features = network.backbone(faces.flatten(0, 1))
    appearance = network.appearance(contexts[:, 0], faces[:, 0])
    refined, coarse, logit = network.window(features, contexts, appearance)
    depth = refined.mean(1)
    of_depth = depth_part(network, depth)
    moments = network.rigidity.moments_of(contexts)
    rigidity = float(network.rigidity(moments))
    return {
        "depth": of_depth,
        "appearance": float(logit) - of_depth - rigidity,
        "rigidity": rigidity,
        "depthproof-9": float(logit),
        "shift": float(network.rigidity.features(moments)[0, SURROUNDINGS_SHIFT]),
        "mean depth": float(network.mean_depth(depth)),
        "first coarse depth": depth_part(network, coarse[:, 0]),
        "mean coarse depth": depth_part(network, coarse.mean(1)),
    }


def depth_part(network: DepthNetwork, depth: Tensor) -> float:
    """What a depth map (1 x 1 x 32 x 32) adds to depthproof-9's logit."""
    hidden = torch.relu(network.classifier.depth(depth.flatten(1)))
    return float(hidden[0] @ network.classifier.join.weight[0, : hidden.shape[1]])


@dataclass(frozen=True, kw_only=True)
class EvidenceOptions:
    cache: Path = option(help="what `evaluate frames` or `render frames` wrote")
    model: Path = Path("models/depthproof-9")
    texture: Path = option(help="weights of the texture branch")
    yolox: Path | None = option(None, "yolox_nano.onnx; without it there is no medium")
    sides: tuple[int, ...] = option((416,), "px at which the medium is looked for")
    out: Path


def write_evidence(options: EvidenceOptions) -> None:
    """Writes the rows of all windows in the cache.

    Raises TrainingError if it holds none or, where a medium is looked for, rendered ones: they have no whole frames.
    """
    torch.set_num_threads(1)
    network, _ = load_shipped(options.model)
    network.eval()
    textures = texture_network.load(options.texture)
    detector = medium.from_onnx(options.yolox) if options.yolox else None
    rows: list[dict] = []
    for record, crops in clips(options.cache):
        clip = record["clip"]
        if detector and "frame" not in crops:
            raise TrainingError(f"{clip['id']} was rendered, without the whole frames that --yolox needs: leave it out")
        place = {int(index): at for at, index in enumerate(crops["index"])}
        window = {int(start): at for at, start in enumerate(crops["start"])}
        texture = texture_of(crops, textures)
        seen: dict[int, dict] = {}
        for first, product in windows_of(record):
            if first not in seen:
                at = [place[first + frame] for frame in range(FRAMES)]
                faces, contexts = (scaled(crops[name][window[first]])[None] for name in ("face", "context"))
                seen[first] = parts_of(network, faces, contexts)
                seen[first] |= {name: values[at] for name, values in texture.items()}
                if detector:
                    for side in options.sides:
                        media = medium.evidence(detector, crops["frame"][at[0]], crops["box"][at[0]], side)
                        seen[first] |= {f"{name} {side}": value for name, value in media.items()}
            rows.append(
                seen[first]
                | {
                    "label": clip["label"] == "live",
                    "species": "live" if clip["label"] == "live" else clip["species"],
                    "source": clip["slices"].get("source") or clip.get("subject") or clip["file"],
                    "clip": clip["id"],
                    "first": first,
                    "product": product,
                }
            )
    if not rows:
        raise TrainingError(f"no windows in {options.cache}: cache some with `evaluate frames`")
    np.savez(options.out, **{name: np.array([row[name] for row in rows]) for name in rows[0]})
    print(f"{options.out}: {len(rows)} windows")
