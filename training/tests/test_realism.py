import unittest

import cv2
import numpy as np

from training.eval.image_features import (
    high_frequency_share,
    image_features,
    noise_level,
    red_over_blue,
    saturation,
    spectrum_slope,
)
from training.eval.realism import Features, above, gap_lines, gaps

SIDE = 128


def coloured_noise(exponent: float, seed: int = 0) -> np.ndarray:
    """An image whose power falls with frequency to the `exponent`."""
    random = np.random.default_rng(seed)
    along = np.fft.fftfreq(SIDE, 1.0)
    frequency = np.hypot(along[:, None], along)
    frequency[0, 0] = np.inf
    image = np.real(np.fft.ifft2(np.fft.fft2(random.standard_normal((SIDE, SIDE))) * frequency ** (exponent / 2)))
    return (128 + 30 * image / image.std()).astype(np.float32)


def clouds(seed: int = 0) -> np.ndarray:
    """Soft clouds, uint8 128 x 128 x 3 RGB."""
    random = np.random.default_rng(seed)
    soft = cv2.GaussianBlur(random.normal(0, 1, (SIDE, SIDE, 3)), (0, 0), 3)
    return np.clip(120 + 40 * soft / soft.std(), 0, 255).astype(np.uint8)


class Spectrum(unittest.TestCase):
    def test_the_slope_is_the_exponent_of_the_power(self) -> None:
        for exponent in (0, -2, -3):
            self.assertAlmostEqual(spectrum_slope(coloured_noise(exponent)), exponent, delta=0.25)

    def test_white_noise_has_as_much_above_a_frequency_as_there_are_bins(self) -> None:
        # Rings 33 to 63 of rings 3 to 63 of a disc.
        expected = (63.5**2 - 32.5**2) / (63.5**2 - 2.5**2)
        shares = [10 ** high_frequency_share(coloured_noise(0, seed)) for seed in range(10)]
        self.assertAlmostEqual(float(np.mean(shares)), expected, delta=0.01)

    def test_blur_takes_high_frequencies_away(self) -> None:
        sharp = coloured_noise(-1)
        self.assertLess(high_frequency_share(cv2.GaussianBlur(sharp, (0, 0), 2)), high_frequency_share(sharp) - 1)


class Traces(unittest.TestCase):
    def test_noise_is_its_standard_deviation_whatever_the_image(self) -> None:
        random = np.random.default_rng(1)
        y, x = np.mgrid[0:240, 0:320].astype(np.float32)
        scene = 80 + 0.3 * x + 30 * ((x // 80 + y // 80) % 2)
        for deviation in (1, 4):
            noisy = (scene + random.normal(0, deviation, scene.shape)).astype(np.float32)
            self.assertAlmostEqual(noise_level(noisy, noisy), deviation, delta=0.1 * deviation)
        self.assertLess(noise_level(scene, scene), 0.05)

    def test_a_clipped_image_shows_no_noise_to_measure(self) -> None:
        white = np.full((64, 64), 255, np.float32)
        self.assertTrue(np.isnan(noise_level(white, white)))

    def test_colours(self) -> None:
        for colour, value, ratio in (((100, 100, 100), 0, 1), ((200, 100, 100), 0.5, 2), ((0, 90, 90), 1, 0)):
            plain = np.full((4, 4, 3), colour, np.uint8)
            self.assertAlmostEqual(saturation(plain), value)
            self.assertAlmostEqual(red_over_blue(plain), ratio)


class Appearance(unittest.TestCase):
    def test_a_still_image_does_not_move_or_change(self) -> None:
        still = np.stack([clouds()] * 5)
        found = image_features(still, still)
        for name in ("motion energy, face", "motion energy, surroundings", "change where still"):
            self.assertEqual(found[name], 0, name)

    def test_a_moving_face_moves_by_what_it_does_and_not_around(self) -> None:
        around, inner = clouds(), clouds(3)
        contexts = np.stack([around] * 5)
        for step, frame in enumerate(contexts):
            frame[40:88, 40:88] = np.roll(inner, step, 1)[40:88, 40:88]
        found = image_features(contexts, contexts)
        self.assertGreater(found["motion energy, face/surroundings (log10)"], 1)
        self.assertEqual(found["change where still"], 0)

    def test_noise_that_is_fresh_in_every_frame_changes_what_stands_still(self) -> None:
        noise = np.random.default_rng(4).normal(0, 8, (3, SIDE, SIDE, 1))
        frames = np.clip(clouds() + noise, 0, 255).astype(np.uint8)
        found = image_features(frames, frames)
        self.assertGreater(found["change where still"], 1)
        self.assertAlmostEqual(found["face noise"], 8, delta=1)
        self.assertLess(found["face noise of blue - luminance / noise"], 0.2)  # grey noise

    def test_brightness_and_detail_are_told_apart_by_place(self) -> None:
        context = cv2.GaussianBlur(clouds(), (0, 0), 6)
        context[43:85, 43:85] = clouds(5)[43:85, 43:85] // 2
        found = image_features(np.stack([clouds(5) // 2] * 2), np.stack([context] * 2))
        self.assertGreater(found["surroundings - face luminance"], 30)
        self.assertGreater(found["face/surroundings detail (log10)"], 0.1)
        self.assertLess(found["face luminance p5"], found["face luminance p50"])
        self.assertLess(found["face luminance"], found["context luminance"])


class Gaps(unittest.TestCase):
    live = np.array([True] * 3 + [False] * 3)
    first = Features(live, {"noise": np.array([4.0, 5, 6, 4, 5, 6]), "same": np.ones(6)})
    other = Features(live, {"noise": np.array([1.0, 2, 3, 5, 6, 7]), "same": np.ones(6)})

    def test_above_is_a_probability(self) -> None:
        self.assertEqual(above(np.array([2, 3]), np.array([0, 1])), 1)
        self.assertEqual(above(np.array([1]), np.array([1])), 0.5)
        self.assertTrue(np.isnan(above(np.array([]), np.array([1]))))

    def test_the_largest_gap_comes_first(self) -> None:
        first, second = gaps(self.first, self.other)
        self.assertEqual((first.name, first.live, first.size), ("noise", 1, 0.5))
        self.assertAlmostEqual(first.attack, 2 / 9)
        self.assertEqual((first.first_classes, first.other_classes), (0.5, 0))
        self.assertEqual([three[1] for three in first.quartiles], [5, 5, 2, 6])
        self.assertEqual((second.name, second.size), ("same", 0))
        self.assertEqual(len(list(gap_lines([first, second]))), 4)

    def test_a_feature_that_a_group_lacks_is_no_gap(self) -> None:
        lacking = Features(self.live, {"noise": np.full(6, np.nan)})
        (gap,) = gaps(lacking, lacking)
        self.assertEqual(gap.size, 0)
