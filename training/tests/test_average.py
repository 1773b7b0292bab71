import tempfile
import unittest
from dataclasses import replace
from pathlib import Path

import torch

from training.errors import TrainingError
from training.models import checkpoint
from training.models.checkpoint import ArchitectureMismatch
from training.models.network import DepthNetwork
from training.tests.fixtures import SMALL, run


class Average(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def saved(self, name: str, network: DepthNetwork, left_out: list[int]) -> str:
        path = self.folder / name
        checkpoint.save(path, network, left_out=left_out)
        return str(path)

    def test_lies_in_the_middle_and_never_saw_what_none_of_them_saw(self) -> None:
        networks = [DepthNetwork(SMALL) for _ in range(3)]
        paths = [self.saved(f"{i}.pt", network, [1, 2 + i]) for i, network in enumerate(networks)]
        run("train average", *paths, "--out", self.folder / "new" / "middle.pt")
        middle, saved = checkpoint.load(self.folder / "new" / "middle.pt")
        self.assertEqual(saved["left_out"], [1])
        of_all = [network.state_dict() for network in networks]
        for name, value in middle.state_dict().items():
            parts = torch.stack([one[name].float() for one in of_all])
            torch.testing.assert_close(value.float(), parts.mean(0), msg=name)

    def test_needs_two_of_one_network(self) -> None:
        one = self.saved("one.pt", DepthNetwork(SMALL), [])
        other = self.saved("other.pt", DepthNetwork(replace(SMALL, hidden=5)), [])
        out = ["--out", str(self.folder / "middle.pt")]
        with self.assertRaisesRegex(TrainingError, "name two or more"):
            run("train average", one, *out)
        with self.assertRaisesRegex(ArchitectureMismatch, "other.pt is of another network: hidden"):
            run("train average", one, other, *out)
        self.assertFalse((self.folder / "middle.pt").exists())
