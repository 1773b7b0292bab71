import unittest

import numpy as np

from training.data.image_statistics import statistics_of
from training.data.species import SPECIES_GROUPS, SPECIES_NAMES, species_called
from training.errors import TrainingError


class Statistics(unittest.TestCase):
    def test_white_noise_has_the_sharpness_of_white_noise(self) -> None:
        face = np.random.default_rng(0).integers(0, 256, (128, 128, 1), np.uint8).repeat(3, 2)
        sharpness, darkness, red_over_blue, side = statistics_of(face, 77.5)
        # Var of the Laplacian of independent pixels: 4 * 1 + 4^2 = 20 times theirs.
        self.assertAlmostEqual(sharpness, 20, delta=0.5)
        self.assertAlmostEqual(darkness, 127.5, delta=1)
        self.assertEqual((red_over_blue, side), (1, 77.5))

    def test_formulas_by_hand(self) -> None:
        face = np.zeros((3, 3, 3), np.uint8)
        face[1, 1] = (90, 60, 30)
        value = 0.299 * 90 + 0.587 * 60 + 0.114 * 30
        sharpness, darkness, red_over_blue, _ = statistics_of(face, 1)
        # One place off the border: no variance of the Laplacian.
        self.assertEqual(sharpness, 0)
        self.assertAlmostEqual(darkness, 255 - value / 9, places=4)
        self.assertEqual(red_over_blue, 3)

    def test_an_even_or_black_face_has_finite_figures(self) -> None:
        for grey in (0, 128):
            values = statistics_of(np.full((128, 128, 3), grey, np.uint8), 100)
            self.assertEqual(values.dtype, np.float32)
            self.assertTrue(np.isfinite(values).all())


class Species(unittest.TestCase):
    def test_groups_hold_every_attack_once(self) -> None:
        grouped = sorted(one for group in SPECIES_GROUPS.values() for one in group)
        self.assertEqual(grouped, list(range(1, len(SPECIES_NAMES))))

    def test_a_name_stands_for_one_and_a_group_for_its_species(self) -> None:
        self.assertEqual(species_called("cut-out"), {3})
        self.assertEqual(species_called("replay"), {5, 6, 7})
        for name in ("bona fide", "hologram"):
            with self.assertRaisesRegex(TrainingError, name):
                species_called(name)
