"""What each kind of evidence says of the windows of real clips, as log odds of bona fide.

    python3 -m training.texture_lab.evidence --cache cache --model models/depthproof-9 --texture texture.npz \\
        --yolox yolox_nano.onnx --out field.npz

The file holds one row a window and one column a kind of evidence, beside label, species, source, clip and whether it is
a window of the product (all its frames passed the quality gate) or one of every frame with a face. It names no person
and shows none, but is of their clips: it stays on this machine.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from training.errors import command
from training.evaluate import shipped
from training.measure.real_clips import window_starts
from training.network import DepthNetwork
from training.render.windows import FRAMES
from training.texture_lab import medium, texture_network
from training.texture_lab.texture_network import TextureNetwork, live_log_odds
from training.windows import scaled

# Among the features of rigidity: the logarithm of how far the surroundings move from frame to frame, px of the crop.
SURROUNDINGS_SHIFT = 1


def clips(cache: Path) -> Iterator[tuple[dict, dict[str, np.ndarray]]]:
    """Record and crops of each clip that real_frames.py cached."""
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
        name: live_log_odds(network(texture_network.scaled(crops[name]))).numpy()
        for name, network in networks.items()
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


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, required=True, help="what training.texture_lab.real_frames wrote")
    parser.add_argument("--model", type=Path, default=Path("models/depthproof-9"))
    parser.add_argument("--texture", type=Path, required=True, help="weights of the texture branch")
    parser.add_argument("--yolox", type=Path, help="yolox_nano.onnx; without it there is no medium")
    parser.add_argument("--sides", type=int, nargs="+", default=(416,), help="px at which the medium is looked for")
    parser.add_argument("--out", type=Path, required=True)
    a = parser.parse_args(arguments)
    torch.set_num_threads(1)
    network, _ = shipped(a.model)
    network.eval()
    textures = texture_network.load(a.texture)
    detector = medium.from_onnx(a.yolox) if a.yolox else None
    rows: list[dict] = []
    for record, crops in clips(a.cache):
        clip = record["clip"]
        place = {int(index): at for at, index in enumerate(crops["index"])}
        window = {int(start): at for at, start in enumerate(crops["start"])}
        texture = texture_of(crops, textures)
        seen: dict[int, dict] = {}
        for first, product in windows_of(record):
            if first not in seen:
                at = [place[first + frame] for frame in range(FRAMES)]
                faces, contexts = (scaled(crops[name][window[first]])[None] for name in ("face", "context"))
                seen[first] = parts_of(network, faces, contexts) | {
                    name: values[at] for name, values in texture.items()
                }
                if detector:
                    for side in a.sides:
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
    np.savez(a.out, **{name: np.array([row[name] for row in rows]) for name in rows[0]})
    print(f"{a.out}: {len(rows)} windows")


if __name__ == "__main__":
    command(main)
