import unittest

import cv2
import numpy as np

from training.measure.appearance import (
    FilmedWindow,
    appearance_of,
    blockiness,
    high_frequency_share,
    homography_residual,
    noise_level,
    red_over_blue,
    saturation,
    spectrum_slope,
)
from training.render.camera import jpeg
from training.render.windows import FRAMES

WIDTH, HEIGHT = 640, 480
BOX = (260.0, 180.0, 120.0, 120.0)


def coloured_noise(exponent: float, side: int = 128, seed: int = 0) -> np.ndarray:
    """A picture whose power falls with frequency to the `exponent`."""
    random = np.random.default_rng(seed)
    along = np.fft.fftfreq(side)
    frequency = np.hypot(along[:, None], along)
    frequency[0, 0] = np.inf
    spectrum = np.fft.fft2(random.standard_normal((side, side))) * frequency ** (exponent / 2)
    picture = np.real(np.fft.ifft2(spectrum))
    return (128 + 30 * picture / picture.std()).astype(np.float32)


def picture(seed: int = 0) -> np.ndarray:
    """Soft clouds, uint8 480x640x3 RGB."""
    random = np.random.default_rng(seed)
    clouds = cv2.GaussianBlur(random.normal(0, 1, (HEIGHT, WIDTH, 3)), (0, 0), 4)
    return np.clip(120 + 40 * clouds / clouds.std(), 0, 255).astype(np.uint8)


def window(frames: list[np.ndarray], live: bool = True) -> FilmedWindow:
    return FilmedWindow("made up", "live" if live else "print", frames, [BOX] * len(frames), {})


class Spectrum(unittest.TestCase):
    def test_the_slope_is_the_exponent_of_the_power(self) -> None:
        for exponent in (0, -2, -3):
            self.assertAlmostEqual(spectrum_slope(coloured_noise(exponent)), exponent, delta=0.25)

    def test_white_noise_has_as_much_above_a_frequency_as_there_are_bins(self) -> None:
        # Of rings 3 to 63 of a disc, rings 33 to 63.
        expected = (63.5**2 - 32.5**2) / (63.5**2 - 2.5**2)
        shares = [10 ** high_frequency_share(coloured_noise(0, seed=seed)) for seed in range(10)]
        self.assertAlmostEqual(float(np.mean(shares)), expected, delta=0.01)

    def test_blur_takes_high_frequencies_away(self) -> None:
        sharp = coloured_noise(-1)
        self.assertLess(high_frequency_share(cv2.GaussianBlur(sharp, (0, 0), 2)), high_frequency_share(sharp) - 1)


class Traces(unittest.TestCase):
    def test_noise_is_its_standard_deviation_whatever_the_picture(self) -> None:
        random = np.random.default_rng(1)
        y, x = np.mgrid[0:240, 0:320].astype(np.float32)
        scene = 80 + 0.3 * x + 30 * ((x // 80 + y // 80) % 2)
        for deviation in (1, 4):
            noisy = (scene + random.normal(0, deviation, scene.shape)).astype(np.float32)
            self.assertAlmostEqual(noise_level(noisy, noisy), deviation, delta=0.1 * deviation)
        self.assertLess(noise_level(scene, scene), 0.05)

    def test_a_clipped_picture_shows_no_noise_to_measure(self) -> None:
        white = np.full((64, 64), 255, np.float32)
        self.assertTrue(np.isnan(noise_level(white, white)))

    def test_blocks_show_after_a_hard_jpeg_where_they_lie(self) -> None:
        smooth = picture()
        luma = smooth.astype(np.float32).mean(-1)
        hard = jpeg(smooth, 10).astype(np.float32).mean(-1)
        self.assertAlmostEqual(blockiness(luma), 1, delta=0.05)
        self.assertGreater(blockiness(hard), 1.3)
        self.assertLess(blockiness(hard[4:, 4:]), 1)

    def test_colours(self) -> None:
        for colour, value, ratio in (((100, 100, 100), 0, 1), ((200, 100, 100), 0.5, 2), ((0, 90, 90), 1, 0)):
            plain = np.full((4, 4, 3), colour, np.uint8)
            self.assertAlmostEqual(saturation(plain), value)
            self.assertAlmostEqual(red_over_blue(plain), ratio)


class Motion(unittest.TestCase):
    points = np.random.default_rng(2).uniform(20, 230, (60, 2)).astype(np.float32)

    def test_a_plane_leaves_no_residual_and_a_relief_does(self) -> None:
        plane = np.array([[1.02, 0.01, 4], [-0.02, 0.99, -3], [1e-4, 5e-5, 1]], np.float32)
        moved = cv2.perspectiveTransform(self.points[:, None], plane)[:, 0]
        motion, residual = homography_residual(self.points, moved)
        self.assertGreater(motion, 3)
        self.assertLess(residual, 0.01)
        relief = moved + np.float32([[5, 0]]) * np.hypot(*(self.points - 125).T)[:, None] / 150
        self.assertGreater(homography_residual(self.points, relief)[1], 0.2)

    def test_few_points_say_nothing(self) -> None:
        self.assertTrue(np.isnan(homography_residual(self.points[:5], self.points[:5])).all())


class Appearance(unittest.TestCase):
    def test_a_still_picture_does_not_move_or_change(self) -> None:
        found = appearance_of(window([picture()] * FRAMES))
        for name in ("motion energy, face", "motion energy, surroundings", "change where still"):
            self.assertEqual(found[name], 0, name)
        self.assertAlmostEqual(found["face motion, 0.4 s (% of face)"], 0, delta=0.1)
        self.assertNotIn("homography residual/motion", found)
        self.assertEqual(found["face size (px)"], 120)
        self.assertEqual(found["face size / frame"], 0.25)
        self.assertEqual((found["face centre x / frame"], found["face centre y / frame"]), (0.5, 0.5))

    def test_a_moving_face_moves_by_what_it_does_and_not_around(self) -> None:
        still, inner = picture(), picture(3)
        frames = []
        for step in range(FRAMES):
            frame = still.copy()
            frame[150:330, 230:410] = np.roll(inner, 3 * step, 1)[150:330, 230:410]
            frames.append(frame)
        found = appearance_of(window(frames))
        self.assertAlmostEqual(found["face motion, 0.4 s (% of face)"], 100 * 12 / 120, delta=0.5)
        self.assertLess(found["homography residual/motion"], 0.1)
        self.assertGreater(found["motion energy, face/surroundings (log10)"], 1)
        self.assertEqual(found["change where still"], 0)

    def test_noise_that_is_fresh_in_every_frame_changes_what_stands_still(self) -> None:
        random = np.random.default_rng(4)
        noise = random.normal(0, 8, (3, HEIGHT, WIDTH, 1))
        frames = [np.clip(picture() + fresh, 0, 255).astype(np.uint8) for fresh in noise]
        found = appearance_of(window(frames))
        self.assertGreater(found["change where still"], 1)
        self.assertAlmostEqual(found["noise"], 8, delta=1)
        self.assertLess(found["noise of blue - luminance / noise"], 0.2)  # grey noise

    def test_brightness_and_detail_are_told_apart_by_place(self) -> None:
        frame = cv2.GaussianBlur(picture(), (0, 0), 6)
        x, y, side = (int(v) for v in BOX[:3])
        frame[y : y + side, x : x + side] = picture(5)[y : y + side, x : x + side] // 2
        found = appearance_of(window([frame] * 2))
        self.assertGreater(found["surroundings - face luminance"], 30)
        self.assertGreater(found["face/surroundings detail (log10)"], 0.1)
        self.assertLess(found["face luminance p5"], found["face luminance p50"])
        self.assertLess(found["face luminance"], found["context luminance"])

    def test_a_face_that_fills_the_frame_has_no_surroundings(self) -> None:
        filling = FilmedWindow("close", "live", [picture()] * 2, [(80.0, 0.0, 480.0, 480.0)] * 2, {})
        self.assertNotIn("surroundings contrast", appearance_of(filling))


if __name__ == "__main__":
    unittest.main()
