"""Really renders, trains, exports and evaluates, on the bundled faces and only for so long that losses must fall."""

import contextlib
import csv
import io
import json
import shutil
import sys
import tempfile
import unittest
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from unittest import mock

import numpy as np
import torch

from training import recipe
from training.data.faces import SPLITS, split_of
from training.errors import TrainingError
from training.models import checkpoint
from training.models.checkpoint import CheckpointError
from training.models.shipped import load_shipped
from training.recipe import RecipeOptions
from training.tests.fixtures import FACES, run, train_narrow
from training.train.device import NoSuchDevice
from training.train.options import TrainingOptions
from training.train.stages import Losses

BUNDLED = FACES / "sfhq_t2i"
# Not more of the appearance branch, or stage 2's loss would be at its floor from the start.
TINY = recipe.Recipe(
    # Of each attack one window at least.
    *(14, 14, 14, 14),
    training={
        **{"steps1": 15, "appearance_steps": 24, "rigidity_steps": 3, "steps2": 12},
        **{"batch1": 6, "rigidity_batch": 4, "batch2": 2, "save_every": 80, "validation_limit": 8},
    },
)
ONE_STEP = dict.fromkeys(("steps1", "appearance_steps", "rigidity_steps", "steps2"), 1)
FURTHER = replace(
    TINY, training={**TINY.training, **ONE_STEP, "rate1": 1e-3, "rate2": 1e-4}, after="tiny", more_stills=14, averaged=2
)


def faces_of_every_split(root: Path) -> None:
    """The bundled faces, which are of the test split, once for each split: under names that hash into it."""
    index = json.loads((BUNDLED / "index.json").read_text())
    meshes = dict(np.load(BUNDLED / "meshes.npz"))
    for split in SPLITS:
        folder = root / split
        folder.mkdir(parents=True)
        names = {
            entry["f"]: next(name for name in (f"{i}-{entry['f']}" for i in range(999)) if split_of(name) == split)
            for entry in index
        }
        for old, new in names.items():
            shutil.copy(BUNDLED / old, folder / new)
        (folder / "index.json").write_text(json.dumps([entry | {"f": names[entry["f"]]} for entry in index]))
        renamed = np.array([names[str(name)] for name in meshes["names"]])
        np.savez(folder / "meshes.npz", **meshes | {"names": renamed})


def recording(loss: Callable, values: list[float]) -> Callable:
    """The loss, which also notes its values."""

    def recorded(*arguments: object) -> torch.Tensor:
        result = loss(*arguments)
        values.append(result.item())
        return result

    return recorded


class OneCommand(unittest.TestCase):
    folder: Path
    run_folder: Path
    losses: dict[str, list[float]]
    printed: str

    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        faces_of_every_split(cls.folder / "faces")
        stages = ("single", "appearance", "refined")
        cls.losses = {stage: [] for stage in stages}
        with contextlib.ExitStack() as stack:
            for stage, values in cls.losses.items():
                stack.enter_context(mock.patch.object(Losses, stage, recording(getattr(Losses, stage), values)))
            cls.printed = cls.run_it()
        cls.run_folder = cls.folder / "work" / "run-tiny-1"

    @classmethod
    def run_it(cls, scale: str = "tiny", model: Path | None = None) -> str:
        with (
            mock.patch.dict(recipe.RECIPES, tiny=TINY, further=FURTHER),
            mock.patch.multiple(recipe, LEAST_FACES=4, train=train_narrow),
        ):
            out_folder = model or cls.folder / "tiny-model"
            options = RecipeOptions(faces=cls.folder / "faces", work=cls.folder / "work", out=out_folder, jobs=1)
            with contextlib.redirect_stdout(io.StringIO()) as out:
                recipe.run(replace(options, scale=scale))
        return out.getvalue()

    def test_losses_fall(self) -> None:
        for stage, share in {"single": 0.85, "appearance": 0.85, "refined": 0.9}.items():
            losses = self.losses[stage]
            early, late = np.mean(losses[: len(losses) // 3]), np.mean(losses[-(len(losses) // 3) :])
            self.assertLess(late, share * early, stage)

    def test_the_exported_folder_loads(self) -> None:
        network, model = load_shipped(self.folder / "tiny-model")
        self.assertEqual(model["id"], "tiny-model")
        self.assertFalse(network.training)

    def test_log_and_figures_are_there(self) -> None:
        with (self.run_folder / "log.csv").open() as file:
            stages = [row["stage"] for row in csv.DictReader(file)]
        self.assertEqual(stages, ["1", "appearance", "rigidity", "2"])
        figures = json.loads((self.run_folder / "evaluation.json").read_text())
        self.assertEqual(figures["all"]["windows"], 14)
        self.assertEqual(figures["atHalf"]["bona fide"]["windows"], 7)
        self.assertEqual(sorted(figures["slices"]), ["distance", "light", "tone"])
        counts = {name: rates["atBpcer3"]["windows"] for name, rates in figures["closeUps"].items()}
        for names in (("edges hidden", "edges in view"), ("no edge in the wide crop", "an edge there")):
            self.assertEqual(sum(counts.get(name, 0) for name in names), 7)
        # An edge hidden from more than the wide crop is hidden from it, too.
        self.assertGreaterEqual(counts.get("no edge in the wide crop", 0), counts.get("edges hidden", 0))
        self.assertEqual(len(figures["thresholds"]), 6)

    def test_it_says_which_faces_it_uses(self) -> None:
        self.assertRegex(self.printed, r"^faces: \d+ to train, \d+ to validation, \d+ to test; \d+ of ")

    def test_again_it_only_exports_and_evaluates(self) -> None:
        before = (self.run_folder / "final.pt").read_bytes()
        again = self.run_it()
        # Runs that go on from it ask whether it is the same file.
        self.assertEqual((self.run_folder / "final.pt").read_bytes(), before)
        self.assertNotIn("ms a window", again)
        self.assertNotIn(" min left", again)
        self.assertEqual(again.splitlines()[-1], self.printed.splitlines()[-1])

    def test_weights_of_another_recipe_are_not_taken_for_its_own(self) -> None:
        other = replace(TINY, training={**TINY.training, "rate1": 1e-3})
        with (
            mock.patch.object(sys.modules[__name__], "TINY", other),
            self.assertRaisesRegex(CheckpointError, "rate1 was 0.002"),
        ):
            self.run_it()

    def test_another_recipe_goes_on_from_its_weights(self) -> None:
        further = self.run_it("further", self.folder / "further-model")
        self.assertEqual(further.count("ms a window"), 1)
        self.assertIn("14 windows and 28 stills to train on", further)
        self.assertNotIn(f"/{TINY.training['steps1']} loss", further)
        tiny, runs = (self.folder / "work" / f"run-{scale}-1" for scale in ("tiny", "further"))
        before, between, after = (
            checkpoint.load(path)[0].backbone.stem.conv.weight
            for path in (tiny / "final.pt", runs / "average.pt", runs / "final.pt")
        )
        torch.testing.assert_close(between, before)  # the mean of three that are equal
        self.assertFalse(torch.equal(after, before))
        # The appearance is the mean of where it began and where each of two runs ended.
        parts = [tiny, runs / "appearance-1", runs / "appearance-2", runs]
        *ends, mean = (checkpoint.load(part / "final.pt")[0].appearance.stem.weight.detach() for part in parts)
        torch.testing.assert_close(mean, torch.stack(ends).mean(0))
        self.assertTrue(all(not torch.equal(one, other) for one, other in zip(ends, [*ends[1:], ends[0]])))

    def test_a_recipe_that_another_goes_on_from_is_trained_first(self) -> None:
        options = RecipeOptions(faces=Path("faces"), work=Path("work"), out=Path("out"), seed=3)
        renders = mock.patch.object(recipe, "render")
        calls: list[TrainingOptions] = []

        def train(training: TrainingOptions) -> Path:
            calls.append(training)
            return training.out / "final.pt"

        trains = mock.patch.object(recipe, "train", train)
        further = replace(FURTHER, averaged=0)
        with mock.patch.dict(recipe.RECIPES, tiny=TINY, further=further), renders as render, trains:
            recipe.trained("further", Path("data"), options)
        # Before its own windows are there.
        self.assertEqual([call.args[0] for call in render.call_args_list], [TINY, further])
        first, second = calls
        self.assertIsNone(first.initial)
        self.assertEqual(second.initial, Path("work/run-tiny-3/final.pt"))
        # Batches that the first has not drawn.
        self.assertEqual([first.seed, second.seed], [3, 4])


class NoGpu(unittest.TestCase):
    def test_is_said_before_anything_is_rendered(self) -> None:
        arguments = ["--faces", str(FACES), "--work", "nowhere", "--out", "nowhere/model", "--device", "moon"]
        with self.assertRaisesRegex(NoSuchDevice, "--device moon: "):
            run("train run", *arguments)


class FewFaces(unittest.TestCase):
    def test_are_refused_before_anything_is_rendered(self) -> None:
        arguments = ["--faces", str(FACES), "--work", "nowhere", "--out", "nowhere/model"]
        with self.assertRaisesRegex(TrainingError, "0 usable train faces .* at least 8 are needed"):
            run("train run", *arguments)
