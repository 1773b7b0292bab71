"""Writes a trained network as the folder that the browser loads.

    python3 -m training export model --checkpoint runs/first/final.pt --validation data/validation --out models/mine

`model.json`: architecture, input, crops, cadence, calibration, thresholds and how they were chosen, and the weights'
manifest in TensorFlow.js's own format. `weights.bin`: batch norms folded, rounded to float16. `golden.json` and
`golden.bin`: what this very network (folded and rounded) answers to a synthetic window, block by block; every backend
proves itself against it at load, and the tests against all of it.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from torch import nn

from training.atomic_file import write_atomic
from training.data import crops
from training.data.dataset import Windows
from training.data.species import SPECIES_NAMES
from training.eval.calibrate import decide
from training.eval.score import score_windows
from training.export.golden import golden_tensors
from training.models import checkpoint
from training.models.network import FACE_ELLIPSE, DepthNetwork
from training.options import option


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
    """A weights manifest of TensorFlow.js and the bytes it describes."""
    entries, parts = [], []
    for name, value in tensors.items():
        entry: dict[str, object] = {"name": name, "shape": list(value.shape), "dtype": "float32"}
        if half:
            entry["quantization"] = {"dtype": "float16"}
        entries.append(entry)
        parts.append(value.astype("<f2" if half else "<f4").tobytes())
    return [{"paths": [path], "weights": entries}], b"".join(parts)


def export(
    network: DepthNetwork, validation: Windows, identifier: str, out: Path, never_seen: frozenset[int] = frozenset()
) -> None:
    """Writes all four files. `never_seen`: species of attack that neither the network nor the thresholds have seen."""
    shipped = rounded(network)
    scores = score_windows(shipped, validation)
    weights, weight_bytes = manifest(weights_of(shipped), "weights.bin", half=True)
    golden, golden_bytes = manifest(golden_tensors(shipped), "golden.bin", half=False)
    a = network.architecture
    model = {
        "format": "depthproof-model/2",
        "id": identifier,
        "architecture": asdict(a),
        "input": {
            "colour": "rgb",
            "range": [-0.5, 0.5],
            "resample": "each pixel the mean of 2 x 2 bilinear samples, edges clamped",
        },
        "frame": {"longerSide": crops.LONGER_SIDE},
        "crop": {
            "detector": "blaze_face_short_range",
            "faceScale": crops.FACE_SCALE,
            "contextScale": crops.CONTEXT_SCALE,
            "fit": "square on the box's centre, shifted inside the frame, cut off where it is larger, then squeezed; "
            "never padded",
        },
        "cadence": {"frames": a.frames, "intervalMilliseconds": round(1000 * crops.INTERVAL)},
        "faceEllipse": dict(zip("xy", FACE_ELLIPSE, strict=True)),
        "decision": decide(scores["species"], scores["score"], validation.statistics[:, 0]),
        "neverSeen": [SPECIES_NAMES[species] for species in sorted(never_seen)],
        "weightsManifest": weights,
        "sha256": hashlib.sha256(weight_bytes).hexdigest(),
    }
    out.mkdir(parents=True, exist_ok=True)
    write_atomic(out / "weights.bin", weight_bytes)
    write_atomic(out / "golden.bin", golden_bytes)
    write_atomic(out / "golden.json", (json.dumps({"weightsManifest": golden}) + "\n").encode())
    # Written last: its sha256 says whether the weights beside it belong to it.
    write_atomic(out / "model.json", (json.dumps(model, indent=1) + "\n").encode())
    print(f"{out}: {len(weight_bytes)} bytes of weights, {len(golden_bytes)} bytes of golden vectors")


@dataclass(frozen=True, kw_only=True)
class ModelOptions:
    checkpoint: Path
    validation: Path = option(help="windows that set the calibration")
    out: Path = option(help="the model's folder; its name is the model's id")


def export_checkpoint(options: ModelOptions) -> None:
    """Exports a run's network. Raises TrainingError where checkpoint, windows or folder cannot be used."""
    network, saved = checkpoint.load(options.checkpoint)
    never_seen = frozenset(saved.get("left_out", ()))
    export(network, Windows(options.validation, never_seen), options.out.name, options.out, never_seen)
