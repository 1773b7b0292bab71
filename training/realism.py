"""Holds rendered windows against real ones: by what they look like, and by a peer that has seen real attacks.

    python3 -m training.realism --faces FACES --context CONTEXT --clips clips/manifest.csv --report report \\
        --silent-face silent-face --count 64

For each figure of measure/appearance.py, the largest gap first: the probability that a rendered window's is above a
real one's of the same class (an AUC: 0.5 is no gap, 0 or 1 gives rendering away), and the probability that a live
window's is above an attack's, in rendered and in real windows. What tells classes apart in rendered windows alone is a
shortcut that a network will learn, what does in real ones alone is a cue that it will miss. Then the quartiles of all
groups.

Then Silent-Face's scores by species, the rendered windows that it gets wrong, and what the renderer drew that goes with
its scores (of so many numbers some do by chance: with 64 windows up to 0.35). It is a judge with weaknesses of its own:
it refuses noisy live clips, real ones too.

Few real clips stand behind many real windows, so that a gap of 0.1 is nothing and colours are their few rooms' own:
widen a distribution until it covers them, do not move it onto them.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from scipy.stats import spearmanr

from training.errors import command
from training.faces import SPLITS, mesh_side
from training.measure.appearance import Box, FilmedWindow, appearance_of
from training.measure.baselines import SilentFace
from training.measure.metrics import auc
from training.measure.real_clips import real_windows
from training.render.camera import Camera
from training.render.crops import CONTEXT_SCALE, resample, simulated_box
from training.render.geometry import View
from training.render.scene import Cast, Recording, split_cast
from training.render.windows import FRAMES, SPECIES, compose, moments, record, shown_part
from training.species import BONA_FIDE, SPECIES_NAMES
from training.whole_file import write_png

QUARTILES = (25, 50, 75)
LISTED = 12  # drawn numbers of a class, those that go with the score most
LEAST_DRAWN = 0.2  # share of the windows of a class in which a number differs from the commonest
SHEET_ROW, SHEET_SIDE = 8, 224


class Measured(NamedTuple):
    """What is kept of a window. `silent_face`: live probability, NaN if it was not asked."""

    name: str
    species: str
    drawn: dict[str, float]
    appearance: dict[str, float]
    silent_face: float
    thumbnail: np.ndarray

    @property
    def live(self) -> bool:
        return self.species == "live"


def drawn_numbers(thing: object, prefix: str, depth: int = 3) -> dict[str, float]:
    """The numbers that an object of the renderer holds, by their paths; 0 for what it goes without.

    Objects that it holds count too, `depth` levels down, as 1 under their name and a question mark.
    """
    found: dict[str, float] = {}
    for attribute, value in sorted(vars(thing).items()):
        path = f"{prefix}.{attribute.lstrip('_')}"
        if value is None:
            found[path] = 0.0
        elif isinstance(value, (bool, int, float, np.number)):
            found[path] = float(value)
        elif isinstance(value, (tuple, list, np.ndarray)):
            if 0 < len(value) <= 4 and all(isinstance(entry, (int, float, np.number)) for entry in value):
                found |= {f"{path}.{index}": float(entry) for index, entry in enumerate(value)}
        elif depth and hasattr(value, "__dict__") and type(value).__module__.startswith("training.render."):
            found[f"{path}?"] = 1.0
            found |= drawn_numbers(value, path, depth - 1)
    return found


def followed(box: Box, first: np.ndarray, mesh: np.ndarray) -> Box:
    """A detector's box (px) on a face whose mesh was `first` (n x 2 px) and is `mesh` now."""
    scale = mesh_side(mesh) / mesh_side(first)
    before, now = ((points.min(0) + points.max(0)) / 2 for points in (first, mesh))
    x, y = now + scale * (np.array(box[:2]) - before)
    return float(x), float(y), scale * box[2], scale * box[3]


def rendered_window(seed: tuple[int, ...], cast: Cast, species: int) -> FilmedWindow:
    """The scene and camera that training.render.windows draws for this seed, in whole frames."""
    random = np.random.default_rng(seed)
    recording, camera = compose(random, seed, cast, species)
    whole = View(0, 0, *recording.size)
    scene = recording.scene
    first = scene.mesh(0)
    box = simulated_box(random, first)
    times = moments(random, FRAMES)
    frames = record(recording, camera, whole, times, shown_part(box, recording.size))
    boxes = [followed(box, first, scene.mesh(seconds)) for seconds in times]
    called = "live" if species == BONA_FIDE else SPECIES_NAMES[species]
    name = f"{called} {seed[-1]} of {recording.face.name}"
    return FilmedWindow(name, called, frames, boxes, _drawn(recording, camera))


def _drawn(recording: Recording, camera: Camera) -> dict[str, float]:
    found = drawn_numbers(camera, "camera", 0) | drawn_numbers(recording.scene, "scene")
    return found | {"recording.filling": float(recording.filling), "recording.side": recording.side}


def rendered_windows(cast: Cast, split: str, seed: int, count: int) -> Iterator[FilmedWindow]:
    """`count` windows of each class: the first ones that training.render.windows renders for this split and seed."""
    for index in range(2 * count):
        yield rendered_window((seed, SPLITS.index(split), index), cast, SPECIES[index % len(SPECIES)])


def measured(window: FilmedWindow, silent_face: SilentFace | None) -> Measured:
    score = silent_face.of_window(window) if silent_face else float("nan")
    thumbnail = resample(window.frames[0], window.crop(CONTEXT_SCALE), SHEET_SIDE)
    return Measured(window.name, window.species, window.drawn, appearance_of(window), score, thumbnail)


def figures(windows: Sequence[Measured], name: str, live: bool) -> np.ndarray:
    """The values of one figure of appearance over the windows of a class that have it."""
    values = np.array([window.appearance.get(name, np.nan) for window in windows if window.live == live])
    return values[np.isfinite(values)]


def above(a: np.ndarray, b: np.ndarray) -> float:
    """Probability that one of `a` is above one of `b`; NaN if there is none of either."""
    return auc(np.repeat([1, 0], (len(a), len(b))), np.concatenate([a, b]))


class Gap(NamedTuple):
    """One figure of appearance: its quartiles in the four groups and the probabilities described above."""

    name: str
    live: float  # rendered above real
    attack: float
    rendered_classes: float  # live above attack
    real_classes: float
    quartiles: tuple[np.ndarray, ...]  # of rendered live, rendered attack, real live, real attack

    @property
    def size(self) -> float:
        """The larger of the gaps of the two classes, 0 to 0.5."""
        return float(np.nanmax([abs(self.live - 0.5), abs(self.attack - 0.5), 0.0]))


def gaps(rendered: Sequence[Measured], real: Sequence[Measured]) -> list[Gap]:
    """All figures that any window has, the largest gap first."""
    found = []
    for name in dict.fromkeys(name for window in (*rendered, *real) for name in window.appearance):
        groups = [figures(windows, name, live) for windows in (rendered, real) for live in (True, False)]
        rendered_live, rendered_attack, real_live, real_attack = groups
        found.append(
            Gap(
                name,
                above(rendered_live, real_live),
                above(rendered_attack, real_attack),
                above(rendered_live, rendered_attack),
                above(real_live, real_attack),
                tuple(np.percentile(values, QUARTILES) if len(values) else np.full(3, np.nan) for values in groups),
            )
        )
    return sorted(found, key=lambda gap: -gap.size)


def gap_lines(found: Sequence[Gap]) -> Iterator[str]:
    groups = ("rendered live", "rendered attack", "real live", "real attack")
    yield f"{'':42} rendered > real  live > attack   quartiles of"
    yield f"{'figure':42}   live   attack  rendered real  " + "".join(f"{group:^28}" for group in groups)
    for gap in found:
        quartiles = "  ".join(" ".join(f"{value:8.3g}" for value in three) for three in gap.quartiles)
        yield (
            f"{gap.name:42} {gap.live:6.2f} {gap.attack:7.2f} {gap.rendered_classes:8.2f} {gap.real_classes:6.2f}  "
            f"{quartiles}"
        )


def score_lines(title: str, windows: Sequence[Measured]) -> Iterator[str]:
    """Silent-Face's scores of a set of windows by species, live first."""
    by_species = defaultdict(list)
    for window in windows:
        by_species[window.species].append(window.silent_face)
    for species, scores in sorted(by_species.items(), key=lambda item: (item[0] != "live", item[0])):
        quartiles = " ".join(f"{value:5.2f}" for value in np.percentile(scores, QUARTILES))
        share = 100 * (np.array(scores) > SilentFace.THRESHOLD).mean()
        yield f"{title} {species:22} {len(scores):4} windows   quartiles {quartiles}   called live {share:3.0f} %"
    scores = np.array([window.silent_face for window in windows])
    yield f"{title} AUC {auc(np.array([window.live for window in windows], float), scores):.3f}"


def correlations(windows: Sequence[Measured]) -> list[tuple[float, str]]:
    """Spearman's correlation of Silent-Face's score with each number drawn, the strongest first.

    Not with numbers that are nearly always the same: a few windows would decide.
    """
    scores = [window.silent_face for window in windows]
    found = []
    for name in sorted({name for window in windows for name in window.drawn}):
        values = [window.drawn.get(name, 0.0) for window in windows]
        if np.unique(values, return_counts=True)[1].max() <= (1 - LEAST_DRAWN) * len(values):
            found.append((float(spearmanr(values, scores)[0]), name))
    return sorted(found, key=lambda entry: -abs(entry[0]))


def judged_lines(rendered: Sequence[Measured]) -> Iterator[str]:
    """The rendered windows that Silent-Face gets wrong, and the draws that go with its scores, class by class."""
    for live, title in ((True, "live windows called attacks"), (False, "attacks called live")):
        of_class = [window for window in rendered if window.live == live]
        strongest = correlations(of_class)[:LISTED] if len(of_class) > 2 else []
        yield f"\nRendered {title}, with the draws that go with the score over all of this class most:"
        for value, name in strongest:
            quartiles = np.percentile([window.drawn.get(name, 0.0) for window in of_class], QUARTILES)
            yield f"  {value:+.2f}  {name:44} quartiles " + " ".join(f"{quartile:.3g}" for quartile in quartiles)
        for window in sorted(of_class, key=lambda window: window.silent_face, reverse=not live):
            if (window.silent_face > SilentFace.THRESHOLD) != live:
                draws = _named(window.drawn, [name for _, name in strongest[: LISTED // 2]])
                yield f"  {window.silent_face:.2f}  {window.name}  {draws}"


def _named(drawn: Mapping[str, float], names: Sequence[str]) -> str:
    """Those of the numbers that the window has; 0 is for what is switched off."""
    return ", ".join(f"{name} {drawn[name]:.3g}" for name in names if drawn.get(name))


def sheet(rendered: Sequence[Measured], real: Sequence[Measured]) -> np.ndarray:
    """uint8 RGB: rows of context crops, rendered live and attacks above real ones, spread over each group."""
    rows = []
    for windows in (rendered, real):
        for live in (True, False):
            of_class = [window.thumbnail for window in windows if window.live == live]
            chosen = np.linspace(0, len(of_class) - 1, SHEET_ROW).round().astype(int) if of_class else []
            blank = np.zeros((SHEET_SIDE, SHEET_SIDE, 3), np.uint8)
            rows.append(np.hstack([of_class[index] for index in chosen] or [blank] * SHEET_ROW))
    return np.vstack(rows)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faces", type=Path, required=True, help="folder of face sets (index.json, meshes.npz)")
    parser.add_argument("--context", type=Path, help="folder of rooms, hands, devices; drawn ones without it")
    parser.add_argument("--clips", type=Path, required=True, help="manifest.csv of real clips")
    parser.add_argument("--report", type=Path, required=True, help="what `depthproof evaluate` wrote on these clips")
    parser.add_argument("--silent-face", type=Path, help="folder of its two .onnx files; not asked without it")
    parser.add_argument("--split", choices=SPLITS, default="validation")
    parser.add_argument("--count", type=int, default=64, help="rendered windows of each class")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--sheet", type=Path, help="PNG to write; it shows real people, so keep it to yourself")
    options = parser.parse_args(arguments)
    cv2.setNumThreads(1)
    silent_face = SilentFace(options.silent_face) if options.silent_face else None
    cast = split_cast(options.faces, options.context, options.split)
    real = [measured(window, silent_face) for window in real_windows(options.clips, options.report)]
    rendered = [
        measured(window, silent_face)
        for window in rendered_windows(cast, options.split, options.seed, options.count)
    ]
    print("\n".join(gap_lines(gaps(rendered, real))))
    if silent_face:
        print("\nSilent-Face, live probability")
        print("\n".join((*score_lines("rendered", rendered), *score_lines("real    ", real), *judged_lines(rendered))))
    if options.sheet:
        write_png(options.sheet, sheet(rendered, real)[..., ::-1])


if __name__ == "__main__":
    command(main)
