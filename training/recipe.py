"""From faces to a folder that the browser loads, in one command.

    python3 -m training train run --faces FACES --context CONTEXT --work data --out models/mine --scale full

Renders, trains, exports and evaluates, each from where it stopped when the command is run again: shards that exist are
not rendered again, and training goes on from its checkpoints. The full recipe goes on from what the small one has
trained, which it trains first as far as that is missing, and renders more stills beside the small one's. Keep one
`--work` folder for each collection of faces and context.

    WORK/windows-SEED/train, stills, validation, test     rendered windows; the full recipe's more-stills
    WORK/run-SCALE-SEED                                   checkpoints, log.csv, evaluation.json

`--device cuda` trains on a GPU; rendering, drawing and augmenting batches, and evaluation stay on the CPU.
"""

import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from training.data.faces import SPLITS, Face, NoFaces, load_faces
from training.errors import TrainingError
from training.eval.figures import WindowsOptions as EvaluationOptions
from training.eval.figures import evaluate_windows
from training.export.model_json import ModelOptions, export_checkpoint
from training.options import option
from training.render.props import Props
from training.render.room import room_pictures
from training.render.windows import WindowsOptions, render_stills, render_windows
from training.train.average import AverageOptions, average_checkpoints
from training.train.device import usable_device
from training.train.options import TrainingOptions
from training.train.training import train


@dataclass(frozen=True)
class Recipe:
    """How many windows a recipe renders, and how it trains: from scratch or from another recipe's weights.

    `training`: options of its training that differ from the defaults. `more_stills`: in a folder of their own, so that
    the recipe before learns from the same windows at any time. `averaged`: number of runs of the appearance stage from
    the other recipe's weights, each with batches of its own; the weights before and those at the runs' ends are
    averaged.
    """

    windows: int = 7680
    stills: int = 12288
    validation: int = 512
    test: int = 512
    training: Mapping[str, Any] = field(default_factory=dict)
    after: str | None = None
    more_stills: int = 0
    averaged: int = 0


RECIPES = {
    # Takes two and a half hours on two cores.
    "small": Recipe(),
    # More stills, from which depth and appearance go on learning; the other parts at smaller rates.
    "full": Recipe(
        training={"appearance_steps": 2000, "steps2": 800, "rate1": 1e-3, "rate2": 1e-3},
        after="small",
        more_stills=12288,
        averaged=2,
    ),
}
# With fewer people, a split is a few faces learned by heart.
LEAST_FACES = 8


@dataclass(frozen=True, kw_only=True)
class RecipeOptions:
    faces: Path = option(help="folder of face sets")
    work: Path = option(help="for windows and checkpoints")
    out: Path = option(help="the model's folder; its name is the model's id")
    context: Path | None = option(None, "folder of rooms, hands, devices; drawn ones without it")
    scale: str = option("small", choices=RECIPES)
    device: str = option("cpu", "cpu or cuda")
    seed: int = 1
    jobs: int = option(os.cpu_count() or 1, "processes to render, threads to train", least=1)


def run(options: RecipeOptions) -> None:
    """All of it. Raises TrainingError before anything is rendered if it can tell, and as its steps do."""
    usable_device(options.device)
    check_faces(options.faces)
    if options.context:
        check_context(options.context)
    data = options.work / f"windows-{options.seed}"
    final = trained(options.scale, data, options)
    export_checkpoint(ModelOptions(checkpoint=final, validation=data / "validation", out=options.out))
    figures = final.parent / "evaluation.json"
    evaluate_windows(
        EvaluationOptions(windows=data / "test", model=options.out, validation=data / "validation", json=figures)
    )


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


def faces_of(root: Path, split: str) -> list[Face]:
    try:
        return load_faces(root, split)
    except NoFaces:
        return []


def check_context(root: Path) -> None:
    """Says how many rooms each split has, and what attacks are held with. Raises NoRooms if there are none."""
    rooms = [f"{len(room_pictures(root, split))} to {split}" for split in SPLITS]
    print(f"rooms: {', '.join(rooms)}; {Props(root)}; what is missing is drawn", flush=True)


def render(recipe: Recipe, data: Path, options: RecipeOptions) -> None:
    """Renders the recipe's sets as far as they are missing."""
    # Windows and stills are of the same split: only their seeds keep them apart.
    sets = (
        ("train", "train", recipe.windows, render_windows, options.seed),
        ("stills", "train", recipe.stills, render_stills, options.seed + 10),
        ("validation", "validation", recipe.validation, render_windows, options.seed + 1),
        ("test", "test", recipe.test, render_windows, options.seed + 2),
        ("more-stills", "train", recipe.more_stills, render_stills, options.seed + 20),
    )
    for name, split, count, render_set, seed in sets:
        if count:
            print(f"renders {name}: {count} windows, those that are missing", flush=True)
            render_set(
                WindowsOptions(
                    faces=options.faces,
                    out=data / name,
                    split=split,
                    count=count,
                    context=options.context,
                    seed=seed,
                    jobs=options.jobs,
                )
            )


def seed_of(scale: str, seed: int) -> int:
    """The seed of a recipe's training: it must not draw the batches again that the recipes before it have drawn."""
    after = RECIPES[scale].after
    return seed_of(after, seed) + 1 if after else seed


def trained(scale: str, data: Path, options: RecipeOptions) -> Path:
    """The checkpoint at the end of a recipe. The recipe before it, whose windows are some of these, is trained
    first."""
    recipe = RECIPES[scale]
    initial = trained(recipe.after, data, options) if recipe.after else None
    render(recipe, data, options)
    stills = [data / "stills"] + ([data / "more-stills"] if recipe.more_stills else [])
    training = TrainingOptions(
        windows=data / "train",
        validation=data / "validation",
        out=options.work / f"run-{scale}-{options.seed}",
        stills=tuple(stills),
        initial=initial,
        seed=seed_of(scale, options.seed),
        threads=options.jobs,
        device=options.device,
        **recipe.training,
    )
    # Even if the run has ended: only the stages can tell whether its files are of this recipe and these windows.
    if initial and recipe.averaged:
        middle = averaged_appearance(recipe.averaged, training, initial)
        return train(replace(training, initial=middle, keep_appearance=True, appearance_steps=0))
    return train(training)


def averaged_appearance(runs: int, training: TrainingOptions, initial: Path) -> Path:
    """The average of the weights that several appearance stages began with and of those at their ends."""
    ends = [
        train(
            replace(
                training,
                out=training.out / f"appearance-{number + 1}",
                seed=training.seed + number,
                steps1=0,
                rigidity_steps=0,
                steps2=0,
            )
        )
        for number in range(runs)
    ]
    middle, sources = training.out / "average.pt", (initial, *ends)
    if not middle.exists() or middle.stat().st_mtime_ns < max(path.stat().st_mtime_ns for path in sources):
        average_checkpoints(AverageOptions(checkpoints=sources, out=middle))
    return middle
