import unittest

import numpy as np

from training.render.optics import ARMS_LENGTH, FACE, FACE_PIXELS, LARGEST_FACE, NEAREST, Optics


class OpticsTest(unittest.TestCase):
    def optics(self, seed: int) -> Optics:
        return Optics(np.random.default_rng(seed), 640, 480)

    def test_faces_before_a_laptop_are_as_large_as_arms_length_makes_them(self) -> None:
        random = np.random.default_rng(0)
        sides = [self.optics(seed).live_side(random) for seed in range(200)]
        self.assertTrue(all(FACE_PIXELS[0] <= side <= LARGEST_FACE * 480 for side in sides))
        # 640 px over 65 degrees.
        self.assertAlmostEqual(float(np.median(sides)), 502 * FACE / ARMS_LENGTH, delta=15)

    def test_what_is_small_is_held_near_but_no_nearer_than_a_hand_can(self) -> None:
        random = np.random.default_rng(0)
        optics = self.optics(1)
        for size in (0.02, 0.05, 0.3):
            side = optics.shown_side(random, size)
            self.assertGreaterEqual(optics.focal_length * size / side, NEAREST - 1e-9)

    def test_blur_grows_with_the_distance_from_where_the_lens_is_focused(self) -> None:
        optics = next(one for one in map(self.optics, range(20)) if one.focus)
        assert optics.focus is not None
        blur = [optics.blur(FACE, optics.focal_length * FACE / (optics.focus * part)) for part in (1, 0.5, 0.25)]
        self.assertAlmostEqual(blur[0], 0)
        self.assertAlmostEqual(blur[2], 3 * blur[1])
        self.assertEqual(next(one for one in map(self.optics, range(20)) if one.focus is None).blur(FACE, 100), 0)
