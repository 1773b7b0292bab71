import errno
import os
import tempfile
import unittest
from dataclasses import replace
from pathlib import Path
from unittest import mock

import torch

from training.ablate.ablation import Ablation, build
from training.atomic_file import CannotWrite
from training.models import checkpoint
from training.models.checkpoint import ArchitectureMismatch, CheckpointError, NoCheckpoint
from training.models.network import DepthNetwork
from training.tests.fixtures import SMALL


class Checkpoints(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "stage1.pt"
        self.network = DepthNetwork(SMALL)
        checkpoint.save(self.path, self.network, step=7)

    def test_come_back_as_they_were(self) -> None:
        network, saved = checkpoint.load(self.path)
        self.assertEqual((network.architecture, saved["step"]), (SMALL, 7))
        for name, value in self.network.state_dict().items():
            self.assertTrue(torch.equal(value, network.state_dict()[name]), name)
        self.assertEqual([path.name for path in self.path.parent.iterdir()], ["stage1.pt"])

    def test_a_full_disk_leaves_the_checkpoint_before(self) -> None:
        with mock.patch.object(os, "fsync", side_effect=OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))):
            with self.assertRaisesRegex(CannotWrite, "stage1.pt: No space left on device; the one before is intact"):
                checkpoint.save(self.path, self.network, step=8)
        self.assertEqual(checkpoint.read(self.path)["step"], 7)
        self.assertEqual([path.name for path in self.path.parent.iterdir()], ["stage1.pt"])

    def test_the_folder_is_made(self) -> None:
        path = self.path.parent / "runs" / "one" / "final.pt"
        checkpoint.save(path, self.network)
        self.assertTrue(path.exists())

    def test_a_truncated_one_is_never_taken_for_whole(self) -> None:
        whole = self.path.read_bytes()
        for size in (0, 1, 64, len(whole) // 2, len(whole) - 1):
            self.path.write_bytes(whole[:size])
            with self.assertRaisesRegex(NoCheckpoint, "stage1.pt is (damaged, or )?no checkpoint"):
                checkpoint.read(self.path)

    def test_files_of_other_kinds_are_none(self) -> None:
        models = Path(__file__).parents[2] / "models"
        for other in (
            *models.glob("*/*.*"),
            Path(__file__),
            Path(__file__).parents[1] / "checkpoints" / "mobilenet-v2.npz",
        ):
            with self.subTest(other.name), self.assertRaisesRegex(NoCheckpoint, f"{other.name} is .*no checkpoint"):
                checkpoint.read(other)

    def test_a_missing_one(self) -> None:
        with self.assertRaisesRegex(CheckpointError, "nowhere.pt: No such file"):
            checkpoint.read(self.path.with_name("nowhere.pt"))

    def test_one_of_another_network_is_refused_by_what_differs(self) -> None:
        saved = checkpoint.read(self.path)
        for other, difference in (
            (build(Ablation(theta=0.5), SMALL), "theta is 0.0 there and 0.5 here"),
            (DepthNetwork(replace(SMALL, hidden=5)), "hidden is 4 there and 5 here"),
            (DepthNetwork(replace(SMALL, rigidity=5)), "rigidity is 6 there and 5 here"),
        ):
            with self.assertRaisesRegex(ArchitectureMismatch, difference):
                checkpoint.restore(other, saved, self.path)

    def test_one_that_says_nothing_of_ablations_or_that_there_are_none_is_of_the_usual_network(self) -> None:
        for variant in ({}, checkpoint.WHOLE):
            saved = checkpoint.read(self.path) | {"variant": variant}
            checkpoint.restore(self.network, saved, self.path)
            with self.assertRaisesRegex(ArchitectureMismatch, "detail is full there and half here"):
                checkpoint.restore(build(Ablation(detail="half"), SMALL), saved, self.path)
            torch.save(saved, self.path)
            checkpoint.load(self.path)

    def test_one_of_an_ablated_network_is_not_taken_for_a_whole_one(self) -> None:
        checkpoint.save(self.path, build(Ablation(theta=0.5), SMALL))
        with self.assertRaisesRegex(ArchitectureMismatch, "of an ablated network .*theta.*0.5"):
            checkpoint.load(self.path)

    def test_one_without_an_architecture_is_refused(self) -> None:
        torch.save({"network": self.network.state_dict(), "step": 3}, self.path)
        with self.assertRaisesRegex(ArchitectureMismatch, "does not say"):
            checkpoint.restore(self.network, checkpoint.read(self.path), self.path)
        with self.assertRaises(ArchitectureMismatch):
            checkpoint.load(self.path)
