"""From faces to a folder that the browser loads, in one command.

    python3 -m training.run --faces FACES --context CONTEXT --work data --out models/mine --scale full

Renders, trains, exports and evaluates, each from where it stopped when the command is run again: shards that exist are
not rendered again, and training goes on from its checkpoints. The full recipe goes on from what the small one has
trained, which it trains first as far as that is missing, and renders more stills beside the small one's. Keep one `--work`
folder for each collection of faces and context.

    WORK/windows-SEED/train, stills, validation, test     rendered windows; the full recipe's more-stills
    WORK/run-SCALE-SEED                                   checkpoints, log.csv, evaluation.json

`--device cuda` trains on a GPU; rendering, drawing and augmenting batches, and evaluation stay on the CPU.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from training import average, evaluate, export, train
from training.errors import TrainingError, command
from training.faces import SPLITS, Face, NoFaces, load_faces
from training.learning.device import device
from training.render import windows
from training.render.props import Props
from training.render.room import room_pictures


@dataclass(frozen=True)
class Recipe:
    """Numbers of windows, and of steps of each stage, from scratch or from another recipe's weights.

    `more_stills`: in a folder of their own, so that the recipe before learns of the same windows at any time.
    """

    windows: int
    stills: int
    validation: int
    test: int
    steps1: int
    appearance_steps: int
    steps2: int
    rigidity_steps: int = 1200
    batch1: int = 32
    rigidity_batch: int = 48
    batch2: int = 12
    save_every: int = 200
    rate1: float = 2e-3
    rate2: float = 2e-3
    after: str | None = None
    more_stills: int = 0
    # So many runs of the appearance stage from the other recipe's weights, each with batches of its own; these weights and
    # what the runs ended with are averaged.
    averaged: int = 0


RECIPES = {
    # What two cores do in two and a half hours.
    "small": Recipe(7680, 12288, 512, 512, steps1=3500, appearance_steps=3600, steps2=600),
    # More stills, of which depth and appearance learn on; what is left, at smaller rates.
    "full": Recipe(
        7680, 12288, 512, 512, steps1=3500, appearance_steps=2000, steps2=800, rate1=1e-3, rate2=1e-3, after="small",
        more_stills=12288, averaged=2,
    ),  # fmt: skip
}
# With fewer people a split is a few faces learned by heart.
LEAST_FACES = 8


def check_faces(root: Path) -> None:
    """Says how many usable faces each set and split has. Raises TrainingError if a split has too few."""
    faces = {split: faces_of(root, split) for split in SPLITS}
    for split, found in faces.items():
        if len(found) < LEAST_FACES:
            raise TrainingError(
                f"{len(found)} usable {split} faces below {root}, at least {LEAST_FACES} are needed: add face sets "
                "(an index.json and a meshes.npz each); a hash of the file name puts one face in ten into "
                "validation and one in ten into test"
            )
    sets = Counter(face.name.split("/")[0] for found in faces.values() for face in found)
    counts = [f"{len(found)} to {split}" for split, found in faces.items()]
    print(f"faces: {', '.join(counts)}; {', '.join(f'{count} of {name}' for name, count in sets.items())}", flush=True)


def check_context(root: Path) -> None:
    """Says how many rooms each split has, and what attacks are held with. Raises NoRooms if there are none."""
    rooms = [f"{len(room_pictures(root, split))} to {split}" for split in SPLITS]
    print(f"rooms: {', '.join(rooms)}; {Props(root)}; of what there is none it is drawn", flush=True)


def faces_of(root: Path, split: str) -> list[Face]:
    try:
        return load_faces(root, split)
    except NoFaces:
        return []


def render(recipe: Recipe, data: Path, a: argparse.Namespace) -> None:
    # Windows and stills are of the same split: only their seeds keep them apart.
    sets = (
        ("train", "train", recipe.windows, windows.FRAMES, a.seed),
        ("stills", "train", recipe.stills, 1, a.seed + 10),
        ("validation", "validation", recipe.validation, windows.FRAMES, a.seed + 1),
        ("test", "test", recipe.test, windows.FRAMES, a.seed + 2),
        ("more-stills", "train", recipe.more_stills, 1, a.seed + 20),
    )
    context = ["--context", str(a.context)] if a.context else []
    for name, split, count, frames, seed in (of for of in sets if of[2]):
        print(f"renders {name}: {count} windows, those that are missing", flush=True)
        of: dict[str, object] = {"--faces": a.faces, "--out": data / name, "--split": split, "--count": count}
        of |= {"--frames": frames, "--seed": seed, "--jobs": a.jobs}
        windows.main([*context, *words(of)])


def seed_of(scale: str, seed: int) -> int:
    """A step draws its batch by its number and the seed: not those again that the recipes before have drawn."""
    after = RECIPES[scale].after
    return seed_of(after, seed) + 1 if after else seed


def trained(scale: str, data: Path, a: argparse.Namespace) -> Path:
    """The folder of a run that has ended. A recipe before it, whose windows are some of these, is trained first."""
    recipe, run = RECIPES[scale], a.work / f"run-{scale}-{a.seed}"
    training: dict[str, object] = {
        "--windows": data / "train", "--validation": data / "validation", "--out": run,
        "--steps1": recipe.steps1, "--appearance-steps": recipe.appearance_steps, "--steps2": recipe.steps2,
        "--rigidity-steps": recipe.rigidity_steps,
        "--batch1": recipe.batch1, "--rigidity-batch": recipe.rigidity_batch, "--batch2": recipe.batch2,
        "--rate1": recipe.rate1, "--rate2": recipe.rate2, "--save-every": recipe.save_every,
        "--device": a.device, "--threads": a.jobs,
    }  # fmt: skip
    training["--stills"] = [data / "stills", *([data / "more-stills"] if recipe.more_stills else [])]
    if recipe.after:
        training["--initial"] = trained(recipe.after, data, a) / "final.pt"
    training["--seed"] = seed_of(scale, a.seed)
    render(recipe, data, a)
    # Also where it has ended: only the stages know whether what is there is of this recipe and these windows.
    if recipe.averaged:
        training["--initial"] = averaged_appearance(recipe.averaged, training)
        train.main(["--keep-appearance", *words(training | {"--appearance-steps": 0})])
    else:
        train.main(words(training))
    return run


def averaged_appearance(runs: int, training: dict[str, object]) -> Path:
    """The checkpoint in the middle of several appearance stages and the weights that they all began with."""
    out, initial = Path(str(training["--out"])), training["--initial"]
    ends = []
    for number in range(runs):
        ends.append(out / f"appearance-{number + 1}" / "final.pt")
        own = {"--out": ends[-1].parent, "--seed": int(str(training["--seed"])) + number}
        others = dict.fromkeys(("--steps1", "--rigidity-steps", "--steps2"), 0)
        train.main(words(training | own | others))
    middle, of = out / "average.pt", [Path(str(initial)), *ends]
    if not middle.exists() or middle.stat().st_mtime_ns < max(path.stat().st_mtime_ns for path in of):
        average.main([*map(str, of), "--out", str(middle)])
    return middle


def words(options: dict[str, object]) -> list[str]:
    values = ((name, value if isinstance(value, list) else [value]) for name, value in options.items())
    return [str(word) for name, several in values for word in (name, *several)]


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faces", type=Path, required=True, help="folder of face sets")
    parser.add_argument("--context", type=Path, help="folder of rooms, hands, devices; drawn ones without it")
    parser.add_argument("--work", type=Path, required=True, help="for windows and checkpoints")
    parser.add_argument("--out", type=Path, required=True, help="the model's folder; its name is the model's id")
    parser.add_argument("--scale", choices=RECIPES, default="small")
    parser.add_argument("--device", type=device, default="cpu", help="cpu or cuda")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes to render, threads to train")
    a = parser.parse_args(arguments)
    check_faces(a.faces)
    if a.context:
        check_context(a.context)
    data = a.work / f"windows-{a.seed}"
    run = trained(a.scale, data, a)
    validation = ["--validation", str(data / "validation")]
    export.main(["--checkpoint", str(run / "final.pt"), *validation, "--out", str(a.out)])
    scoring = ["--model", str(a.out), "--windows", str(data / "test"), *validation]
    evaluate.main([*scoring, "--json", str(run / "evaluation.json")])


if __name__ == "__main__":
    command(main)
