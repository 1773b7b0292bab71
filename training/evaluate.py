"""Scores rendered test windows with a shipped model's weights, as PyTorch runs them.

    python3 -m training.evaluate --model models/depthproof-1 --windows data/test

Prints, for each species and per window, how many are right at the model's calibrated probability 0.5, the AUC, and
APCER at a BPCER of 3 % on these windows. The evaluation of the product itself goes through the browser.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from training.metrics import auc, threshold_at_bpcer
from training.network import Architecture, DepthNetwork
from training.species import SPECIES_NAMES
from training.train import score_windows
from training.windows import Windows



def shipped(folder: Path) -> tuple[DepthNetwork, dict]:
    """The network as the browser runs it: folded, from weights.bin."""
    model = json.loads((folder / "model.json").read_text())
    architecture = model["architecture"]
    network = DepthNetwork(Architecture(**architecture | {"context": tuple(architecture["context"])})).folded()
    data = (folder / "weights.bin").read_bytes()
    state, offset = {}, 0
    for entry in (entry for group in model["weightsManifest"] for entry in group["weights"]):
        count = int(np.prod(entry["shape"]))
        value = torch.from_numpy(np.frombuffer(data, "<f2", count, offset).astype(np.float32).reshape(entry["shape"]))
        offset += 2 * count
        name, part = entry["name"].rsplit(".", 1)
        if part == "kernel":
            value = value.permute(3, 2, 0, 1) if value.dim() == 4 else value.T
        state[f"{name}.{'weight' if part == 'kernel' else 'bias'}"] = value
    network.load_state_dict(state)
    return network, model


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--windows", type=Path, required=True)
    a = parser.parse_args(arguments)
    network, model = shipped(a.model)
    windows = Windows(a.windows)
    result = score_windows(network, windows)
    calibration = model["decision"]["calibration"]
    live = calibration["slope"] * result["score"] + calibration["intercept"] > 0
    for species in np.unique(result["species"]):
        name, chosen = SPECIES_NAMES[species], result["species"] == species
        right = (live[chosen] == (species == 0)).mean()
        print(f"{name:14} {chosen.sum():5} windows, {100 * right:5.1f} % right")
    threshold = threshold_at_bpcer(result["label"], result["score"], 0.03)
    for species in np.unique(result["species"][result["species"] > 0]):
        name = SPECIES_NAMES[species]
        apcer = (result["score"][result["species"] == species] >= threshold).mean()
        print(f"{name:14} APCER {100 * apcer:5.1f} % at BPCER 3 %")
    hidden, right = windows.filling, live == (result["label"] == 1)
    if hidden.any():
        print(f"edges in view  {(~hidden).sum():5} windows, {100 * right[~hidden].mean():5.1f} % right")
        print(f"edges hidden   {hidden.sum():5} attacks, {100 * right[hidden].mean():5.1f} % right")
    print(f"all            {len(right):5} windows, {100 * right.mean():5.1f} % right, "
          f"AUC {auc(result['label'], result['score']):.3f}")


if __name__ == "__main__":
    main()
