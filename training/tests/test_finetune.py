"""From films of clips to a folder that the browser loads, by way of a checkpoint and rendered windows; only shorter."""

import contextlib
import io
import json
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

from training import evaluate, export, filmed, finetune
from training.errors import TrainingError
from training.faces import load_faces
from training.learning import checkpoint
from training.network import Architecture
from training.species import CUT_OUT, FLAT_PRINT, PAPER_MASK
from training.tests.filmed_folder import write_films
from training.tests.made_up import made_up_windows, write_shard
from training.tests.test_mesh_depth import FACES, in_crop
from training.variants import Variant, build
from training.windows import UnusableWindows, Windows


def quietly(main, arguments: list[str]) -> str:
    with contextlib.redirect_stdout(io.StringIO()) as out:
        main(arguments)
    return out.getvalue()


class Finetune(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        write_films(cls.folder / "real", in_crop(load_faces(FACES, "test")[0]))
        quietly(filmed.main, ["--films", str(cls.folder / "real")])
        torch.manual_seed(3)
        cls.first = cls.folder / "first.pt"
        checkpoint.save(cls.first, build(Architecture(), Variant()), left_out=[CUT_OUT, FLAT_PRINT, PAPER_MASK])

    def finetune(self, *more: str) -> None:
        sizes = ["--batch", "4", "--steps", "1", "--joint-steps", "1", "--threads", "1"]
        quietly(finetune.main, ["--checkpoint", str(self.first), *sizes, *more])

    def test_goes_on_from_the_checkpoint_and_exports(self) -> None:
        real, rendered, out = self.folder / "real", self.folder / "rendered", self.folder / "run"
        arrays = made_up_windows(20)
        write_shard(rendered, {name: values[arrays["species"] != CUT_OUT] for name, values in arrays.items()})
        self.finetune("--windows", str(real), "--rendered", str(rendered), "--out", str(out))
        before, _ = checkpoint.load(self.first)
        after, saved = checkpoint.load(out / "final.pt")
        # The backbone learns too, but only a little: it started where the checkpoint was.
        change = max(
            (one - other).abs().max().item()
            for one, other in zip(before.backbone.parameters(), after.backbone.parameters())
        )
        self.assertGreater(change, 0)
        self.assertLess(change, 0.01)
        # Flat prints have been seen by now among the real ones, paper masks among the rendered ones.
        self.assertEqual(saved["left_out"], [CUT_OUT])
        self.assertEqual((out / "log.csv").read_text().count("\n"), 3)

        model = self.folder / "model"
        validation = str(real / "validation")
        quietly(export.main, ["--checkpoint", str(out / "final.pt"), "--validation", validation, "--out", str(model)])
        described = json.loads((model / "model.json").read_text())
        self.assertEqual((described["id"], described["neverSeen"]), ("model", ["cut-out"]))
        self.assertIn("* never trained", quietly(evaluate.main, ["--model", str(model), "--windows", validation]))

    def test_says_what_is_wrong(self) -> None:
        with self.assertRaisesRegex(UnusableWindows, "npm run annotate"):
            self.finetune("--windows", str(self.folder), "--out", str(self.folder / "none"))
        with self.assertRaisesRegex(TrainingError, "--real-share"):
            self.finetune("--windows", str(self.folder / "real"), "--real-share", "0", "--out", str(self.folder / "none"))
        stills = self.folder / "stills"
        write_shard(stills, made_up_windows(20, frames=1))
        with self.assertRaisesRegex(UnusableWindows, "have 1 of the 5 frames"):
            self.finetune("--windows", str(self.folder / "real"), "--rendered", str(stills), "--out", str(self.folder / "none"))
        self.assertFalse((self.folder / "none").exists())


class MixtureOfSets(unittest.TestCase):
    def test_every_batch_has_its_share_of_both(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            real = Path(folder) / "real"
            write_films(real, in_crop(load_faces(FACES, "test")[0]))
            quietly(filmed.main, ["--films", str(real)])
            train, rendered = Windows(real / "train"), Windows(real / "validation")
        train.face[:], rendered.face[:] = 255, 0
        for share, expected in ((0.5, 4), (0.25, 2), (0.01, 2), (1.0, 8)):
            batch = finetune.Mixture(train, rendered, share).balanced(8, np.random.default_rng(1), False, 0.7)
            of_real = batch.faces.flatten(1).mean(1) > 0
            self.assertEqual(int(of_real.sum()), expected)
            self.assertEqual(int(batch.label.sum()), 4)
            self.assertEqual(int(batch.label[of_real].sum()), expected // 2)


if __name__ == "__main__":
    unittest.main()
