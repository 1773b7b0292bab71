import copy
import unittest
from typing import Any
from unittest.mock import patch

import numpy as np
import torch

import training.train.texture_finetune
from training.data.evidence_stills import Stills
from training.data.species import BONA_FIDE, FLAT_PRINT, PHONE_REPLAY
from training.data.texture_crops import SIDE
from training.errors import TrainingError
from training.models.texture_network import Stage, TextureNetwork
from training.train.texture_augment import augmented, blurred, displayed, each, lit, moved, printed, saturated
from training.train.texture_finetune import SURE, answers, average, batches, distance, finetune, labels, lessons

SMALL = (Stage(4, 8, (4,), True), Stage(4, 8, (4,), False), Stage(4, 8, (4,), False))


def crops(count: int, seed: int = 1) -> torch.Tensor:
    return torch.rand(count, 3, SIDE, SIDE, generator=torch.Generator().manual_seed(seed))


class Look(unittest.TestCase):
    def test_stays_within_the_range_and_keeps_the_shape(self) -> None:
        for look in (moved, lit, displayed, printed, blurred):
            changed = look(crops(6), np.random.default_rng(1))
            self.assertEqual(changed.shape, (6, 3, SIDE, SIDE))
            self.assertTrue(((changed >= 0) & (changed <= 1.0001)).all(), look.__name__)

    def test_grey_has_no_colour_to_change(self) -> None:
        grey = crops(2).mean(1, keepdim=True).repeat(1, 3, 1, 1)
        torch.testing.assert_close(saturated(grey, each(np.array([0.3, 2.0]))), grey)

    def test_blur_keeps_flat_pictures_and_smooths_some_of_the_others(self) -> None:
        flat = torch.full((4, 3, SIDE, SIDE), 0.4)
        torch.testing.assert_close(blurred(flat, np.random.default_rng(1)), flat)
        noise = crops(40)
        less = blurred(noise, np.random.default_rng(1)).std((1, 2, 3)) < 0.9 * noise.std((1, 2, 3))
        self.assertTrue(5 < less.sum() < 30)

    def test_screens_and_paper_change_attacks_more_than_live_faces(self) -> None:
        species = np.array([BONA_FIDE] * 40 + [PHONE_REPLAY] * 40 + [FLAT_PRINT] * 40)
        same = crops(1).repeat(120, 1, 1, 1)
        contrast = augmented(same, species, np.random.default_rng(1)).std((1, 2, 3))
        live, screens, prints = contrast[:40], contrast[40:80], contrast[80:]
        self.assertGreater(screens.std(), live.std())
        self.assertLess(prints.mean(), live.mean())


def stills_of(species: np.ndarray) -> Stills:
    """Black stills of these species."""
    count = len(species)
    texture, crop = np.zeros((count, SIDE, SIDE, 3), np.uint8), np.zeros((count, 128, 128, 3), np.uint8)
    depth, medium = np.zeros((count, 32, 32), np.uint8), np.zeros((count, 16, 16), np.float16)
    names = np.array([f"{number}.jpg" for number in range(count)])
    return Stills(texture, texture, crop, crop, depth, medium, species, names, np.zeros(count, bool))


class Finetuning(unittest.TestCase):
    def setUp(self) -> None:
        torch.manual_seed(1)
        self.start = TextureNetwork(SMALL).eval()
        self.end = TextureNetwork(SMALL).eval()

    def test_both_learn_what_both_think_and_unknown_attacks_a_little_lower(self) -> None:
        said = {"v2": np.array([4.0, 0.5, -5.0, 3.0]), "v1se": np.array([2.0, -0.5, -3.0, 1.0])}
        names: dict[str, Any] = {name: name for name in said}
        with patch("training.train.texture_finetune.answers", lambda network, _: said[network]):
            wanted = lessons(names, stills_of(np.array([0, 0, 5, 5])))
        np.testing.assert_allclose(wanted, [3.0, np.nan, -4.0, 0.0])

    def test_labels_are_learned_at_least_as_surely_as_what_is_thought(self) -> None:
        names: dict[str, Any] = {"v2": "v2"}
        with patch("training.train.texture_finetune.answers", lambda *_: np.array([5.0, -4.0, -6.0, 2.0])):
            wanted = labels(names, stills_of(np.array([0, 0, 5, 5])))
        np.testing.assert_allclose(wanted, [5.0, SURE, -6.0, -SURE])

    def test_the_average_is_between_start_and_end(self) -> None:
        half = average(self.start, self.end, 0.5)
        torch.testing.assert_close(half.classify.weight, (self.start.classify.weight + self.end.classify.weight) / 2)
        self.assertEqual(float(distance(average(self.start, self.end, 0), self.start)), 0)
        self.assertGreater(float(distance(self.end, self.start)), float(distance(half, self.start)))

    def test_batches_are_half_bona_fide_and_leave_out_what_is_not_kept(self) -> None:
        species = np.array([0] * 10 + [1] * 50 + [5] * 5)
        kept = np.ones(65, bool)
        kept[:5] = False
        drawn = np.concatenate([next(batches(species, kept, np.random.default_rng(seed))) for seed in range(20)])
        self.assertEqual((species[drawn] == 0).mean(), 0.5)
        self.assertGreaterEqual(drawn.min(), 5)
        self.assertAlmostEqual((species[drawn] == 5).mean(), 0.25, delta=0.06)

    def test_batches_need_both_classes(self) -> None:
        for species, kept in ((0, True), (1, True), (0, False)):
            with self.subTest(species=species, kept=kept), self.assertRaisesRegex(TrainingError, "to learn from"):
                next(batches(np.full(4, species), np.full(4, kept), np.random.default_rng(1)))

    def test_learns_what_it_is_to_and_leaves_the_layers_nearest_to_the_pixels(self) -> None:
        species = np.array([0, 5] * 24)
        pictures = np.full((48, SIDE, SIDE, 3), 40, np.uint8)
        pictures[species == 0, ..., 0] = 200
        pictures[species == 5, ..., 2] = 200
        for module in self.start.modules():
            if isinstance(module, torch.nn.Conv2d):
                torch.nn.init.kaiming_normal_(module.weight)
        wanted = np.where(species == 0, 3.0, -3.0)
        original = copy.deepcopy(self.start.state_dict())
        with patch.object(training.train.texture_finetune, "SAVE_EVERY", 40):
            ((_, end),) = finetune(self.start, pictures, species, wanted, 40, 3e-3, 0.0, 1)
        after = answers(end, pictures)
        self.assertLess(after[species == 5].mean(), after[species == 0].mean() - 2)
        torch.testing.assert_close(dict(self.start.state_dict()), dict(original))
        torch.testing.assert_close(dict(end.stem.state_dict()), dict(self.start.stem.state_dict()))
