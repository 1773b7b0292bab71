import contextlib
import io
import shutil
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from training.claim import MadeOtherwise
from training.errors import TrainingError
from training.models.shipped import load_shipped
from training.tests.fixtures import FACES, run
from training.tests.test_recipe import faces_of_every_split
from training.train import texture_finetune

CHECKPOINTS = Path(__file__).parents[1] / "checkpoints"


class Shipped(unittest.TestCase):
    def test_goes_from_faces_to_a_folder_that_reads_back_and_makes_nothing_twice(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            # Stands for Silent-Face's weights, which are not in the repository.
            (folder / "start.npz").write_bytes((CHECKPOINTS / "texture.npz").read_bytes())
            faces_of_every_split(folder / "faces")
            words = ["--faces", folder / "faces", "--silent-face", folder, "--work", folder, "--out", folder / "mine"]
            words += ["--train", 8, "--validation", 4, "--texture-steps", 1, "--steps", 1, "--seeds", 1]
            with mock.patch.object(texture_finetune, "BATCH", 8):
                printed = run("train shipped", *words)
            self.assertIn("seed 1: rendered validation, depth", printed)
            network, model = load_shipped(folder / "mine")
            self.assertEqual(model["id"], "mine")
            self.assertIsNotNone(network.depth_map)
            written = {path: path.read_bytes() for path in (folder / "mine").iterdir()}
            again = run("train shipped", *words)
            self.assertNotIn("stills,", again)
            self.assertEqual({path: path.read_bytes() for path in (folder / "mine").iterdir()}, written)
            for name in ("train", "validation", "texture-steps", "steps"):
                with self.subTest(name), self.assertRaisesRegex(MadeOtherwise, f"--(count|{name}) 1?2"):
                    run("train shipped", *words, f"--{name}", 12 if name in ("train", "validation") else 2)
            self.assertEqual({path: path.read_bytes() for path in (folder / "mine").iterdir()}, written)
            shutil.rmtree(folder / "stills")
            with self.assertRaisesRegex(MadeOtherwise, "texture.npz, .*seed-1.npz: made from stills that are gone"):
                run("train shipped", *words)
            self.assertFalse((folder / "stills").exists())

    def test_says_what_is_missing_before_anything_is_rendered(self) -> None:
        with tempfile.TemporaryDirectory() as name, contextlib.redirect_stdout(io.StringIO()) as printed:
            words = ["--faces", FACES, "--silent-face", name, "--work", name, "--out", Path(name) / "mine"]
            with self.assertRaisesRegex(TrainingError, "onnx"):
                run("train shipped", *words)
            self.assertNotIn("stills", printed.getvalue())
