"""Writes a trained network as the folder that the browser loads.

    python3 -m training.export --checkpoint runs/first/final.pt --validation data/validation --out models/mine

`model.json`: architecture, input, crops, cadence, calibration, thresholds and how they were chosen, and the weights'
manifest in TensorFlow.js's own format. `weights.bin`: batch norms folded, rounded to float16. `golden.json` and
`golden.bin`: what this very network (folded and rounded) answers to a synthetic window, block by block; every backend
proves itself against it at load, and the tests against all of it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from torch import nn

from training.errors import command
from training.learning import checkpoint
from training.measure.decision import decide
from training.network import Architecture, DepthNetwork
from training.render import crops
from training.render.scene import LONGER_SIDE
from training.species import SPECIES_NAMES
from training.synthetic import synthetic_window
from training.train import score_windows
from training.variants import exportable
from training.whole_file import write_whole
from training.windows import Windows, scaled

FRAME_INTERVAL = 100
# Of each golden tensor this many values are kept, spread by an odd stride: a wrong kernel does not hide in the rest.
GOLDEN_VALUES = 256


def weights_of(network: DepthNetwork) -> dict[str, np.ndarray]:
    """Folded parameters by name in TensorFlow.js layouts: kernels H x W x I x O, matrices I x O."""
    weights = {}
    for name, module in network.named_modules():
        if isinstance(module, nn.Conv2d):
            # A depthwise kernel is H x W x C x 1.
            order = (2, 3, 1, 0) if module.groups == 1 else (2, 3, 0, 1)
            weights[f"{name}.kernel"] = module.weight.detach().permute(order).numpy()
        elif isinstance(module, nn.Linear):
            weights[f"{name}.kernel"] = module.weight.detach().T.numpy()
        else:
            continue
        if module.bias is not None:
            weights[f"{name}.bias"] = module.bias.detach().numpy()
    return {name: np.ascontiguousarray(value) for name, value in weights.items()}


def rounded(network: DepthNetwork) -> DepthNetwork:
    """Folded, with every parameter rounded to float16: the network that is shipped."""
    network = network.folded()
    for parameter in network.parameters():
        parameter.data = parameter.data.half().float()
    return network


def manifest(tensors: dict[str, np.ndarray], path: str, half: bool) -> tuple[list[dict], bytes]:
    """TensorFlow.js weights manifest and the bytes it describes."""
    entries, parts = [], []
    for name, value in tensors.items():
        entry: dict[str, object] = {"name": name, "shape": list(value.shape), "dtype": "float32"}
        if half:
            entry["quantization"] = {"dtype": "float16"}
        entries.append(entry)
        parts.append(value.astype("<f2" if half else "<f4").tobytes())
    return [{"paths": [path], "weights": entries}], b"".join(parts)


@torch.no_grad()
def golden_tensors(network: DepthNetwork) -> dict[str, np.ndarray]:
    """`<block>/<frame>` -> values. Every block's output, frame after frame of the synthetic window."""
    a = network.architecture
    faces, contexts = synthetic_window(a.frames, a.face_size, a.context_size)
    seen: dict[str, torch.Tensor] = {}
    handles = [
        module.register_forward_hook(lambda _, __, output, name=name: seen.__setitem__(name, output))
        for name, module in network.named_modules()
        if name in GOLDEN_BLOCKS
    ]
    golden = {}
    state = None
    for frame in range(a.frames):
        seen.clear()
        face = scaled(faces[frame])[None]
        context = scaled(contexts[frame])[None]
        state = network.first(face, context) if state is None else network.next(face, context, state)
        if frame > 0:
            depth, logit = network.finish(state)
            seen["moments"] = state.moments[-1]
            seen["refined"] = depth
            seen["classifier"] = logit
            seen["score"] = network.score(depth, logit)
        for name, output in seen.items():
            golden[f"{name}/{frame}"] = sample(output)
    for handle in handles:
        handle.remove()
    return golden


GOLDEN_BLOCKS = (
    *("backbone.stem", "backbone.low", "backbone.middle", "backbone.high"),
    *("backbone.depth1", "backbone.depth2", "backbone.depth3"),
    *("temporal.reduce_low", "temporal.reduce_middle", "temporal.reduce_high"),
    *("temporal.short_low", "temporal.short_middle", "temporal.short_high"),
    *("temporal.gru1", "temporal.gru2", "appearance"),
)


def sample(output: torch.Tensor) -> np.ndarray:
    """Channels last, then every k-th value, k odd, so that rows, columns and channels are all met."""
    flat = output[0].permute(1, 2, 0).flatten() if output.dim() == 4 else output.flatten()
    stride = max(1, flat.numel() // GOLDEN_VALUES)
    return flat[:: stride | 1].numpy()


def export(
    network: DepthNetwork, validation: Windows, identifier: str, out: Path, never_seen: frozenset[int] = frozenset()
) -> None:
    """`never_seen`: species of attack that the network has not learned, and that the thresholds do not know either."""
    shipped = rounded(exportable(network))
    scores = score_windows(shipped, validation)
    weights, weight_bytes = manifest(weights_of(shipped), "weights.bin", half=True)
    golden, golden_bytes = manifest(golden_tensors(shipped), "golden.bin", half=False)
    a: Architecture = network.architecture
    model = {
        "format": "depthproof-model/1",
        "id": identifier,
        "architecture": asdict(a),
        "input": {
            "colour": "rgb",
            "range": [-0.5, 0.5],
            "resample": "each pixel the mean of 2 x 2 bilinear samples, edges clamped",
        },
        "frame": {"longerSide": LONGER_SIDE},
        "crop": {
            "detector": "blaze_face_short_range",
            "faceScale": crops.FACE_SCALE,
            "contextScale": crops.CONTEXT_SCALE,
            "fit": "square on the box's centre, shifted inside the frame, cut off where it is larger, then squeezed; never padded",
        },
        "cadence": {"frames": a.frames, "intervalMilliseconds": FRAME_INTERVAL},
        "neverSeen": [SPECIES_NAMES[species] for species in sorted(never_seen)],
        "decision": decide(scores["species"], scores["score"], validation.statistics[:, 0]),
        "weightsManifest": weights,
        "sha256": hashlib.sha256(weight_bytes).hexdigest(),
    }
    out.mkdir(parents=True, exist_ok=True)
    write_whole(out / "weights.bin", weight_bytes)
    write_whole(out / "golden.bin", golden_bytes)
    write_whole(out / "golden.json", (json.dumps({"weightsManifest": golden}) + "\n").encode())
    # Last: its sha256 says whether the weights beside it are those that belong to it.
    write_whole(out / "model.json", (json.dumps(model, indent=1) + "\n").encode())
    print(f"{out}: {len(weight_bytes)} bytes of weights, {len(golden_bytes)} bytes of golden vectors")


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--validation", type=Path, required=True, help="windows that set the calibration")
    parser.add_argument("--out", type=Path, required=True)
    a = parser.parse_args(arguments)
    network, saved = checkpoint.load(a.checkpoint)
    never_seen = frozenset(saved.get("left_out", ()))
    export(network, Windows(a.validation, never_seen), a.out.name, a.out, never_seen)


if __name__ == "__main__":
    command(main)
