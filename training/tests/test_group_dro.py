import unittest

import torch

from training.train.group_dro import GroupDRO


class Weights(unittest.TestCase):
    def test_the_hard_species_counts_more_and_the_total_stays(self) -> None:
        worst = GroupDRO(strength=2.0)
        species = torch.tensor([0, 0, 1, 5])
        losses = torch.tensor([0.3, 0.3, 0.1, 0.9], requires_grad=True)
        for _ in range(199):
            worst(losses, species)
        worst(losses, species).backward()
        assert losses.grad is not None
        weights = 4 * losses.grad
        torch.testing.assert_close(weights[:2], torch.ones(2))
        torch.testing.assert_close(weights[2:].sum(), torch.tensor(2.0))
        self.assertAlmostEqual((weights[3] / weights[2]).item(), float(torch.exp(torch.tensor(2 * 0.8))), places=2)

    def test_no_strength_is_the_mean(self) -> None:
        losses = torch.rand(6)
        worst = GroupDRO(strength=0.0)
        torch.testing.assert_close(worst(losses, torch.tensor([0, 0, 0, 1, 1, 7])), losses.mean())
