"""Really renders, trains, exports and evaluates, on the bundled faces and only for so long that losses must fall."""

import contextlib
import csv
import io
import json
import shutil
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import cv2
import numpy as np

from training import evaluate, run
from training.curves import read_log
from training.errors import TrainingError
from training.faces import SPLITS, split_of

FACES = Path(__file__).parents[1] / "fixtures" / "faces" / "sfhq_t2i"
TINY = run.Recipe(24, 24, 24, 24, steps1=40, context_steps=40, steps2=30, joint_steps=4, batch1=8, batch2=4, checkpoint=20)


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


class OneCommand(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        faces_of_every_split(cls.folder / "faces")
        cls.arguments = ["--faces", str(cls.folder / "faces"), "--work", str(cls.folder / "work")]
        cls.arguments += ["--out", str(cls.folder / "tiny-model"), "--scale", "tiny", "--jobs", "1"]
        cls.printed = cls.run_it()
        cls.run_folder = cls.folder / "work" / "run-tiny-1"

    @classmethod
    def run_it(cls) -> str:
        with mock.patch.dict(run.RECIPES, tiny=TINY), mock.patch.object(run, "LEAST_FACES", 4):
            with contextlib.redirect_stdout(io.StringIO()) as out:
                run.main(cls.arguments)
        return out.getvalue()

    def test_every_loss_falls(self) -> None:
        stages = read_log(self.run_folder / "log.csv")
        self.assertEqual(list(stages), ["1", "context", "2", "joint"])
        first = {stage: float(self.loss_after(stage, 10)) for stage in ("1", "context", "2")}
        for stage, share in {"1": 0.85, "context": 0.95, "2": 0.95}.items():
            self.assertLess(stages[stage]["loss"][-1][1], share * first[stage], stage)

    def loss_after(self, stage: str, step: int) -> str:
        line = next(line for line in self.printed.splitlines() if line.startswith(f"stage {stage} step {step}/"))
        return line.split()[5]

    def test_the_exported_folder_loads(self) -> None:
        network, model = evaluate.shipped(self.folder / "tiny-model")
        self.assertEqual(model["id"], "tiny-model")
        self.assertFalse(network.training)

    def test_log_curves_and_figures_are_there(self) -> None:
        with (self.run_folder / "log.csv").open() as file:
            self.assertEqual(len(list(csv.DictReader(file))), 2 + 2 + 2 + 1)
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
