"""Really trains a narrow network, a step of each stage, on windows of noise."""

import tempfile
import unittest
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from unittest import mock

import numpy as np
import torch

from training.ablate import study
from training.ablate.ablation import Ablation, build
from training.errors import TrainingError
from training.models import checkpoint
from training.models.network import DepthNetwork
from training.tests.fixtures import NARROW, made_up_windows, run, train_narrow, write_shard
from training.train import training
from training.train.options import TrainingOptions
from training.train.training import train

# The first step of the appearance stage knows nothing of the medium yet: the layer that points at it starts from zeros.
STEPS = ["--steps1", "1", "--appearance-steps", "2", "--rigidity-steps", "1", "--steps2", "1", "--threads", "1"]
BATCHES = ["--batch1", "4", "--rigidity-batch", "4", "--batch2", "2"]


def train_few(options: TrainingOptions, build: Callable[[], DepthNetwork]) -> Path:
    return train(replace(options, batch1=4, rigidity_batch=4, batch2=2), build)


def build_narrow(ablation: Ablation) -> DepthNetwork:
    return build(ablation, NARROW)


class AblationsTest(unittest.TestCase):
    def weights(self, name: str, part: str) -> dict[str, torch.Tensor]:
        saved = checkpoint.read(self.runs / name / "final.pt")["network"]
        return {key: value for key, value in saved.items() if key.startswith(f"{part}.")}

    def same(self, part: str, one: str, other: str) -> bool:
        ours, theirs = self.weights(one, part), self.weights(other, part)
        return ours.keys() == theirs.keys() and all(torch.equal(ours[name], theirs[name]) for name in ours)

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        for module, name, instead in (
            (study, "train", train_few),
            (study, "build", build_narrow),
            (training, "train", train_narrow),
        ):
            patch = mock.patch.object(module, name, instead)
            patch.start()
            self.addCleanup(patch.stop)
        self.folder = Path(folder.name)
        self.runs = self.folder / "runs" / "1-2-1-1-seed-1"
        for name in ("train", "validation", "test"):
            # Species are compared on the test set alone.
            write_shard(self.folder / "data" / name, made_up_windows(4 if name == "validation" else 14))

    def test_runs_share_the_branches_that_they_agree_in(self) -> None:
        arguments = ["--data", str(self.folder / "data"), "--out", str(self.folder / "runs"), *STEPS]
        arguments += ["--only", "full", "no-medium-loss", "without-replay"]
        table = run("ablate", *arguments).splitlines()[-5:]
        self.assertEqual((self.runs / "table.md").read_text().splitlines(), table)
        columns = [line.count(" | ") for line in table]
        self.assertEqual(columns, [columns[0]] * 5)
        self.assertTrue(table[-3].startswith("| the shipped network | `–` | "))
        self.assertTrue(table[-2].startswith("| not shown where the medium is | `--medium=0` | "))
        self.assertRegex(
            table[-1], r"^\| never saw a replay .* %.*; replay .* %.*, the first row's .* %.* \| .* replay \|$"
        )
        branches = {path.name for path in (self.runs / "branches").iterdir()}
        appearance = {"appearance", "appearance--leave-out=replay", "appearance--medium=0"}
        self.assertEqual(branches, {"1", "1--leave-out=replay"} | appearance)
        self.assertTrue(self.same("backbone", "full", "no-medium-loss"))
        self.assertFalse(self.same("appearance", "full", "no-medium-loss"))

        # As a run of its own learns them, bit by bit.
        data, out = self.folder / "data", self.runs / "alone"
        words = ["--windows", str(data / "train"), "--validation", str(data / "validation"), "--out", str(out)]
        run("train stages", *words, *STEPS, *BATCHES)
        for part in ("backbone", "appearance", "temporal", "classifier"):
            self.assertTrue(self.same(part, "full", "alone"), part)

        self.assertEqual(run("ablate", *arguments).splitlines(), table)
        write_shard(self.folder / "data" / "test", made_up_windows(28))
        of_others = "test.npz is of another network, or of other windows"
        with self.assertRaisesRegex(TrainingError, of_others):
            run("ablate", *arguments)
        write_shard(self.folder / "data" / "test", made_up_windows(14))
        path = self.runs / "full" / "test.npz"
        scored = dict(np.load(path))
        np.savez(path, **scored | {"of": str(scored["of"]).replace("alpha=", "alpha=1")})
        with self.assertRaisesRegex(TrainingError, of_others):
            run("ablate", *arguments)

    def test_a_branch_of_no_steps_is_refused(self) -> None:
        arguments = ["--data", str(self.folder / "data"), "--out", str(self.folder / "runs")]
        for stage in ("--steps1", "--appearance-steps"):
            with self.assertRaisesRegex(TrainingError, "one step at least"):
                run("ablate", *arguments, stage, "0")
        self.assertFalse((self.folder / "runs").exists())
