"""Writes the folder that the browser loads: of a trained depth network, or of all kinds of evidence.

    python3 -m training export model --checkpoint runs/first/final.pt --validation data/validation --out models/mine
    python3 -m training export evidence --model models/depthproof-9 --stills training/checkpoints/stills.npz \\
        --texture training/checkpoints/texture.npz --out models/depthproof-11

The first has surroundings, rigidity and depth as evidence. The second takes rigidity out of such a folder, appearance
and depth map out of `--stills`, the texture networks, and the numbers that say how far each kind is trusted.
`model.json`: architecture, crops, cadence, evidence, limits of a verdict and how they were chosen, and the weights'
manifest in TensorFlow.js's own format. `weights.bin`: batch norms folded, rounded to float16. `golden.json` and
`golden.bin`: the answers of this very network (folded and rounded) to a synthetic window, tap by tap; every backend
proves itself against it at load, and the tests against all of it.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from torch import nn

from training.atomic_file import write_atomic
from training.data import crops, texture_crops
from training.data.dataset import Windows
from training.data.species import SPECIES_NAMES
from training.errors import TrainingError
from training.eval.calibrate import decide
from training.eval.score import score_windows
from training.export.golden import golden_tensors
from training.models import checkpoint, still_network, texture_network
from training.models.evidence_network import NUMBERS, TEXTURE_CROPS, EvidenceNetwork, read_numbers
from training.models.network import FACE_ELLIPSE, DepthNetwork
from training.models.shipped import FORMAT, load_shipped
from training.options import option

# The kinds that a trained depth network has; its own calibration weighs them, so that each counts as it is.
OF_DEPTH_NETWORK = {"bias": 0, **{kind: {"weight": 1} for kind in ("surroundings", "rigidity", "depth")}}


def weights_of(network: EvidenceNetwork) -> dict[str, np.ndarray]:
    """Parameters by name in TensorFlow.js layouts: kernels H x W x I x O, matrices I x O.

    A ConvPReLU's two layers are one there, whose `slope` is the second's.
    """
    weights = {}
    for path, module in network.named_modules():
        whole, _, layer = path.rpartition(".")
        fused = layer and isinstance(network.get_submodule(whole), texture_network.ConvPReLU)
        name = whole if fused else path
        if isinstance(module, nn.Conv2d):
            # A depthwise kernel is H x W x C x 1.
            order = (2, 3, 1, 0) if module.groups == 1 else (2, 3, 0, 1)
            weights[f"{name}.kernel"] = module.weight.detach().permute(order).numpy()
        elif isinstance(module, nn.Linear):
            weights[f"{name}.kernel"] = module.weight.detach().T.numpy()
        elif isinstance(module, nn.PReLU):
            weights[f"{name}.slope"] = module.weight.detach().numpy()
            continue
        else:
            continue
        if module.bias is not None:
            weights[f"{name}.bias"] = module.bias.detach().numpy()
    return {name: np.ascontiguousarray(value) for name, value in weights.items()}


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


def architecture_of(network: EvidenceNetwork) -> dict[str, Any]:
    """Branches and widths, as model.json has them; models/shipped.py reads them again."""
    a = network.architecture
    described: dict[str, Any] = {
        "frames": a.frames,
        "appearance": {"stem": a.appearance_stem, "bottlenecks": [asdict(one) for one in a.appearance]},
        "rigidity": {"hidden": a.rigidity},
    }
    if network.sees_depth:
        widths = ("stem", "level", "wide", "depth_hidden", "reduced", "hidden", "classifier", "alpha", "beta")
        described["depth"] = {
            "size": a.depth_size,
            **{name: getattr(a, name) for name in widths},
            "ellipse": dict(zip("xy", FACE_ELLIPSE, strict=True)),
        }
    if network.depth_map is not None:
        described["depthMap"] = {
            "size": a.depth_size,
            **asdict(network.depth_map.widths),
            "beta": a.beta,
            "ellipse": dict(zip("xy", FACE_ELLIPSE, strict=True)),
        }
    if network.shares:
        described["texture"] = {
            name: {
                "crop": TEXTURE_CROPS[name],
                "share": share,
                "stem": texture_network.STEM,
                "embedding": texture_network.EMBEDDING,
                "stages": [asdict(stage) for stage in network.texture[name].architecture],
            }
            for name, share in network.shares.items()
        }
    return described


def crops_of(network: EvidenceNetwork) -> dict[str, dict[str, Any]]:
    """How each crop that the network sees is cut and scaled; data/crops.py and data/texture_crops.py cut them."""
    a = network.architecture
    cut = {"fit": "cut", "box": "window", "samples": crops.SAMPLES, "range": [-0.5, 0.5]}
    shrunk = {"fit": "shrink", "box": "frame", "samples": 1, "range": [0, 1]}
    return {
        "face": {"size": a.face_size, "scale": crops.FACE_SCALE, **cut},
        "context": {"size": a.context_size, "scale": crops.CONTEXT_SCALE, **cut},
        **{
            TEXTURE_CROPS[name]: {"size": texture_crops.SIDE, "scale": texture_crops.SCALES[name], **shrunk}
            for name in network.shares
        },
    }


def write(network: EvidenceNetwork, decision: dict[str, Any], never_seen: Iterable[str], out: Path) -> None:
    """Writes all four files; `out`'s name is the model's id. The network's weights are rounded to float16.

    `never_seen`: species of attack that neither the network nor its thresholds have seen. Raises TrainingError for
    weights that float16 cannot hold.
    """
    tensors = weights_of(network.rounded())
    beyond = [name for name, value in tensors.items() if not np.isfinite(value).all()]
    if beyond:
        raise TrainingError(f"{', '.join(beyond)}: weights beyond what float16 holds (65504), or no numbers")
    weights, weight_bytes = manifest(tensors, "weights.bin", half=True)
    golden, golden_bytes = manifest(golden_tensors(network), "golden.bin", half=False)
    frames = network.architecture.frames
    model = {
        "format": FORMAT,
        "id": out.name,
        "architecture": architecture_of(network),
        "frame": {"longerSide": crops.LONGER_SIDE},
        "detector": "blaze_face_short_range",
        "crops": crops_of(network),
        "cadence": {"frames": frames, "intervalMilliseconds": round(1000 * crops.INTERVAL)},
        "evidence": network.evidence,
        "decision": decision,
        "neverSeen": list(never_seen),
        "weightsManifest": weights,
        "sha256": hashlib.sha256(weight_bytes).hexdigest(),
    }
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
    trained, saved = checkpoint.load(options.checkpoint)
    never_seen = frozenset(saved.get("left_out", ()))
    validation = Windows(options.validation, never_seen)
    network = EvidenceNetwork(trained, OF_DEPTH_NETWORK).rounded()
    scored = score_windows(network, validation)
    decision = decide(scored["species"], scored["score"], validation.statistics[:, 0])
    write(network, decision, [SPECIES_NAMES[species] for species in sorted(never_seen)], options.out)


@dataclass(frozen=True, kw_only=True)
class EvidenceOptions:
    model: Path = option(help="exported folder whose rigidity is taken, and without --stills its appearance")
    stills: Path | None = option(None, "what `train stills` wrote: appearance and depth map")
    texture: Path = option(help="weights of the texture networks")
    numbers: Path = option(NUMBERS, "weights, reasons and limits that real clips chose")
    out: Path = option(help="the model's folder; its name is the model's id")


def export_evidence(options: EvidenceOptions) -> None:
    """Exports all kinds of evidence as one network. Raises TrainingError where a file or folder cannot be used."""
    base, _ = load_shipped(options.model)
    numbers = read_numbers(options.numbers)
    texture = texture_network.load(options.texture)
    stills = still_network.load(options.stills) if options.stills else None
    network = EvidenceNetwork(
        DepthNetwork(base.architecture),
        numbers["evidence"],
        texture,
        numbers["shares"],
        stills.depth_map if stills else None,
    )
    network.take(base)
    if stills:
        network.take_stills(stills)
    write(network, numbers["decision"], numbers["neverSeen"], options.out)
