"""Verdicts over the windows of rendered scenes that go on for some seconds, as the product reaches them.

    python3 -m training.verdicts --model models/mine --faces FACES --context CONTEXT --split validation --seed 7

Each scene gives windows of five frames one after the other, cropped anew for each. Of their log odds an intraclass
correlation says how much windows of one scene have in common (one-way analysis of variance; Fisher 1925): what
src/liveness/decision.ts divides by rests on it. Verdicts follow that rule, window after window until a threshold of the
model is passed; "one window" is the first alone.
"""

from __future__ import annotations

import argparse
import os
import sys
from functools import lru_cache, partial
from multiprocessing import Pool
from pathlib import Path

import cv2
import numpy as np
import torch

from training.errors import command
from training.evaluate import percent, share, shipped
from training.faces import SPLITS
from training.render.crops import crop_around, resample, simulated_box
from training.render.geometry import View
from training.render.scene import split_cast
from training.render.windows import FRAMES, INTERVAL, SCALES, SPECIES, compose, record, shown_part
from training.species import SPECIES_NAMES
from training.windows import scaled

WINDOWS = 8  # as many as a check of four seconds has
LARGEST_LOG_ODDS = 4.0
CORRELATION = 0.88


def bounded(logit: np.ndarray) -> np.ndarray:
    return np.clip(logit, -LARGEST_LOG_ODDS, LARGEST_LOG_ODDS)


def combined(logit: np.ndarray) -> np.ndarray:
    """Of n windows' log odds (... x n) those over the first one, the first two, ... (decision.ts)."""
    before = np.arange(logit.shape[-1])
    return bounded(logit).cumsum(-1) / (1 + before * CORRELATION)


def verdicts(logit: np.ndarray, live: float, spoof: float) -> np.ndarray:
    """Of each scene (rows of windows' log odds) 1 for live, -1 for spoof, 0 where neither threshold (log odds) is passed."""
    over = combined(logit)
    never = logit.shape[-1]
    is_live, is_spoof = over >= live, over <= spoof
    when_live = np.where(is_live.any(-1), is_live.argmax(-1), never)
    when_spoof = np.where(is_spoof.any(-1), is_spoof.argmax(-1), never)
    return np.sign(when_spoof - when_live)


def intraclass_correlation(values: np.ndarray) -> float:
    """Share of the variance (rows of equally many) that is between rows: ICC(1)."""
    count = values.shape[1]
    between, within = count * values.mean(1).var(ddof=1), values.var(1, ddof=1).mean()
    return float((between - within) / (between + (count - 1) * within))


# Each process reads it once.
_shipped = lru_cache(maxsize=1)(shipped)


def _logits(index: int, model: Path, faces: Path, context: Path | None, split: str, seed: int) -> np.ndarray:
    """Log odds of a scene's windows. Of each of the windows the product would make its crops by its first frame."""
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    network, described = _shipped(model)
    network.eval()
    key = (seed, SPLITS.index(split), index)
    random = np.random.default_rng(key)
    recording, camera = compose(random, key, split_cast(faces, context, split), SPECIES[index % len(SPECIES)])
    scene, size = recording.scene, recording.size
    starts = [INTERVAL * FRAMES * window for window in range(WINDOWS)]
    boxes = [simulated_box(random, scene.mesh(start)) for start in starts]
    times = [start + INTERVAL * frame for start in starts for frame in range(FRAMES)]
    pictures = record(recording, camera, View(0, 0, *size), times, shown_part(boxes[0], size))
    flip = -1 if camera.mirrored else 1
    scores = []
    for window, box in enumerate(boxes):
        frames = pictures[FRAMES * window : FRAMES * (window + 1)]
        crops = (crop_around(box, scale, *size) for scale in SCALES)
        faces_, contexts = (
            scaled(np.stack([resample(frame, crop) for frame in frames])[:, :, ::flip])[None] for crop in crops
        )
        with torch.no_grad():
            refined, _, logit = network(faces_, contexts)
            scores.append(network.score(refined.mean(1), logit).item())
    calibration = described["decision"]["calibration"]
    return calibration["slope"] * np.array(scores) + calibration["intercept"]


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True, help="folder that training.export wrote")
    parser.add_argument("--faces", type=Path, required=True, help="folder of face sets")
    parser.add_argument("--context", type=Path, help="folder of rooms, hands, devices; drawn ones without it")
    parser.add_argument("--split", choices=SPLITS, default="validation")
    parser.add_argument("--count", type=int, default=224, help="scenes, half of them bona fide")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    a = parser.parse_args(arguments)
    _, described = shipped(a.model)
    split_cast(a.faces, a.context, a.split)  # says what is missing before anything is rendered
    of_scene = partial(_logits, model=a.model, faces=a.faces, context=a.context, split=a.split, seed=a.seed)
    scenes: list[np.ndarray] = []
    with Pool(a.jobs) as pool:
        for scene in pool.imap(of_scene, range(a.count)):
            scenes.append(scene)
            if len(scenes) % 16 == 0:
                print(f"{len(scenes)} of {a.count} scenes", file=sys.stderr, flush=True)
    logit = np.stack(scenes)
    species = np.resize(SPECIES, a.count)
    print_figures(logit, species, described["decision"])


def print_figures(logit: np.ndarray, species: np.ndarray, decision: dict) -> None:
    """`logit`: scenes x windows."""
    live, spoof = (np.log(p / (1 - p)) for p in (decision["liveProbability"], decision["spoofProbability"]))
    for name, rows in (("bona fide", species == 0), ("attack", species > 0)):
        print(f"correlation of the windows of {name} scenes {intraclass_correlation(bounded(logit[rows])):.2f}")
    for name, reached in (("one window", verdicts(logit[:, :1], live, spoof)), ("verdicts", verdicts(logit, live, spoof))):
        for group, rows in (("bona fide", species == 0), ("attacks", species > 0)):
            outcomes = (("live", 1), ("no answer", 0), ("spoof", -1))
            shares = [f"{outcome} {percent(share(reached[rows] == code)).strip()}" for outcome, code in outcomes]
            print(f"{name:10} of {group:9}: {', '.join(shares)}")
    passed = [
        f"{SPECIES_NAMES[one]} {percent(share(reached[species == one] == 1)).strip()}"
        for one in np.unique(species[species > 0])
    ]
    print(f"verdicts live: {'; '.join(passed)}")


if __name__ == "__main__":
    command(main)
