import unittest

import numpy as np

from training.data.crops import Rectangle, crop_around, resample
from training.render.detector_box import simulated_box


class CropAroundTest(unittest.TestCase):
    def test_inside_the_frame_it_is_centred_on_the_box(self) -> None:
        crop = crop_around((300, 200, 80, 100), 1.4, 640, 480)
        self.assertEqual(crop[2:], (140, 140))
        self.assertAlmostEqual(crop.x + 70, 340)
        self.assertAlmostEqual(crop.y + 70, 250)

    def test_it_is_shifted_into_the_frame(self) -> None:
        self.assertEqual(crop_around((0, 380, 100, 100), 1.4, 640, 480), Rectangle(0, 340, 140, 140))
        self.assertEqual(crop_around((600, -20, 100, 100), 1.4, 640, 480), Rectangle(500, 0, 140, 140))

    def test_it_ends_with_the_frame_only_where_the_frame_does(self) -> None:
        self.assertEqual(crop_around((300, 100, 200, 200), 3.0, 640, 480), Rectangle(40, 0, 600, 480))
        self.assertEqual(crop_around((100, 300, 200, 200), 3.0, 480, 640), Rectangle(0, 40, 480, 600))
        self.assertEqual(crop_around((200, 100, 300, 300), 3.0, 640, 480), Rectangle(0, 0, 640, 480))

    def test_simulated_box_is_a_square_about_the_mesh(self) -> None:
        mesh = np.array([[100, 50], [220, 200]], np.float32)
        random = np.random.default_rng(0)
        boxes = np.array([simulated_box(random, mesh) for _ in range(2000)])
        self.assertTrue((boxes[:, 2] == boxes[:, 3]).all())
        middle = (boxes[:, :2] + boxes[:, 2:] / 2).mean(0)
        np.testing.assert_allclose(middle, [160 + 0.014 * 150, 125 + 0.055 * 150], atol=0.4)
        self.assertAlmostEqual(boxes[:, 2].mean() / 150, 0.963, delta=0.005)


class ResampleTest(unittest.TestCase):
    def test_on_a_ramp_every_pixel_is_the_value_at_its_centre(self) -> None:
        y, x = np.mgrid[0:480, 0:640].astype(np.float32)
        for part in Rectangle(103.3, 57.8, 211.7, 211.7), Rectangle(20.5, 0, 600.3, 480):
            with self.subTest(part):
                crop = resample(2 * x - 3 * y, part)
                centres = (np.arange(128) + 0.5) / 128
                across, down = part.x + centres * part.width - 0.5, part.y + centres * part.height - 0.5
                expected = 2 * across[None] - 3 * down[:, None]
                # OpenCV places samples to 1/32 px.
                self.assertLess(np.abs(crop - expected).max(), (2 + 3) / 32)

    def test_samples_beyond_the_edge_take_the_edge(self) -> None:
        x = np.tile(np.arange(64, dtype=np.float32), (64, 1))
        crop = resample(x, Rectangle(0, 0, 64, 64))
        # Samples at -0.375 (clamped to 0) and -0.125 (clamped to 0) in the first column of 64 / 128 px each.
        self.assertAlmostEqual(float(crop[0, 0]), 0.0, delta=1 / 32)
        self.assertAlmostEqual(float(crop[0, -1]), 63.0, delta=1 / 32)

    def test_each_pixel_is_the_mean_of_two_by_two_samples(self) -> None:
        stripes = np.tile((np.arange(256) % 2 * 100).astype(np.float32), (256, 1))
        np.testing.assert_allclose(resample(stripes, Rectangle(0, 0, 256, 256)), 50, atol=1e-3)
