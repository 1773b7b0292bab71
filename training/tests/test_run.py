"""Really renders, trains, exports and evaluates, on the bundled faces and only for so long that losses must fall."""

import contextlib
import csv
import io
import json
import shutil
import tempfile
import unittest
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import cv2
import numpy as np
import torch

from training import evaluate, run
from training.errors import TrainingError
from training.faces import SPLITS, split_of
from training.stages import Losses

FACES = Path(__file__).parents[1] / "fixtures" / "faces" / "sfhq_t2i"
# Not more of the context branch, or stage 2's loss would be at its floor from the start.
TINY = run.Recipe(
    *(24, 24, 24, 24), steps1=40, context_steps=80, steps2=60, joint_steps=2, batch1=8, batch2=6, checkpoint=80
)


def faces_of_every_split(root: Path) -> None:
    """The bundled faces, which are of the test split, once for each split: under names that hash into it."""
    index = json.loads((FACES / "index.json").read_text())
    meshes = dict(np.load(FACES / "meshes.npz"))
    for split in SPLITS:
        folder = root / split
        folder.mkdir(parents=True)
        names = {
            entry["f"]: next(name for name in (f"{i}-{entry['f']}" for i in range(999)) if split_of(name) == split)
            for entry in index
        }
        for old, new in names.items():
            shutil.copy(FACES / old, folder / new)
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
    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        faces_of_every_split(cls.folder / "faces")
        cls.arguments = ["--faces", str(cls.folder / "faces"), "--work", str(cls.folder / "work")]
        cls.arguments += ["--out", str(cls.folder / "tiny-model"), "--scale", "tiny", "--jobs", "1"]
        cls.losses: dict[str, list[float]] = {stage: [] for stage in ("single", "context", "refined", "joint")}
        with contextlib.ExitStack() as stack:
            for stage, values in cls.losses.items():
                stack.enter_context(mock.patch.object(Losses, stage, recording(getattr(Losses, stage), values)))
            cls.printed = cls.run_it()
        cls.run_folder = cls.folder / "work" / "run-tiny-1"

    @classmethod
    def run_it(cls) -> str:
        with mock.patch.dict(run.RECIPES, tiny=TINY), mock.patch.object(run, "LEAST_FACES", 4):
            with contextlib.redirect_stdout(io.StringIO()) as out:
                run.main(cls.arguments)
        return out.getvalue()

    def test_every_loss_falls(self) -> None:
        for stage, share in {"single": 0.85, "context": 0.85, "refined": 0.9}.items():
            losses = self.losses[stage]
            early, late = np.mean(losses[: len(losses) // 3]), np.mean(losses[-(len(losses) // 3) :])
            self.assertLess(late, share * early, stage)

    def test_the_exported_folder_loads(self) -> None:
        network, model = evaluate.shipped(self.folder / "tiny-model")
        self.assertEqual(model["id"], "tiny-model")
        self.assertFalse(network.training)

    def test_log_curves_and_figures_are_there(self) -> None:
        with (self.run_folder / "log.csv").open() as file:
            self.assertEqual([row["stage"] for row in csv.DictReader(file)], ["1", "context", "2", "joint"])
        self.assertEqual(cv2.imread(str(self.run_folder / "curves.png")).shape[2], 3)
        figures = json.loads((self.run_folder / "evaluation.json").read_text())
        self.assertEqual(figures["all"]["windows"], 24)
        self.assertEqual(figures["atHalf"]["bona fide"]["windows"], 12)
        self.assertEqual(sorted(figures["slices"]), ["light", "tone"])
        self.assertEqual(len(figures["thresholds"]), 6)

    def test_again_it_only_exports_and_evaluates(self) -> None:
        again = self.run_it()
        self.assertNotIn("ms a window", again)
        self.assertNotIn(" min left", again)
        self.assertEqual(again.splitlines()[-1], self.printed.splitlines()[-1])


class FewFaces(unittest.TestCase):
    def test_are_refused_before_anything_is_rendered(self) -> None:
        arguments = ["--faces", str(FACES.parent), "--work", "nowhere", "--out", "nowhere/model"]
        with self.assertRaisesRegex(TrainingError, "0 usable train faces .* at least 8 are needed"):
            run.main(arguments)


if __name__ == "__main__":
    unittest.main()
