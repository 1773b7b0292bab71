import unittest

import cv2
import numpy as np

from training.data.texture_crops import SCALES, SIDE, Box, grown, texture_crop
from training.models.texture_network import ARCHITECTURES


def authors_crop(frame: np.ndarray, box: Box, scale: float) -> np.ndarray:
    """As Silent-Face cuts it: the same of whole pixels."""
    height, width = frame.shape[:2]
    left, top, across, down = grown(box, scale, width, height)
    x, y = int(left), int(top)
    part = frame[y : int(top + down) + 1, x : int(left + across) + 1]
    return cv2.resize(part, (SIDE, SIDE), interpolation=cv2.INTER_LINEAR)


class Grown(unittest.TestCase):
    def test_grows_about_the_centre(self) -> None:
        self.assertEqual(grown((100, 80, 40, 50), 2, 640, 480), (80, 55, 80, 100))

    def test_shifts_inside_the_frame(self) -> None:
        left, top, width, height = grown((0, 400, 100, 80), 2, 640, 480)
        self.assertEqual((left, top, width, height), (0, 480 - 1 - 160, 200, 160))

    def test_grows_less_in_a_frame_that_is_too_small_and_keeps_its_shape(self) -> None:
        rectangle = grown((200, 100, 200, 250), 4, 640, 480)
        self.assertAlmostEqual(rectangle.height, 479)
        self.assertAlmostEqual(rectangle.width / rectangle.height, 200 / 250)
        self.assertGreaterEqual(rectangle.x, 0)


class Crops(unittest.TestCase):
    def test_there_is_one_for_each_network(self) -> None:
        self.assertEqual(list(SCALES), list(ARCHITECTURES))

    def setUp(self) -> None:
        y, x = np.mgrid[:480, :640]
        self.frame = np.dstack([x * 255 / 640, y * 255 / 480, (x + y) / 5]).astype(np.uint8)

    def test_agree_with_the_authors_to_a_pixel(self) -> None:
        for box in ((200, 120, 150, 150), (20, 300, 90, 90), (250, 100, 220, 240)):
            for scale in (2.7, 4.0):
                ours = texture_crop(self.frame, box, scale).astype(int)
                theirs = authors_crop(self.frame, box, scale).astype(int)
                self.assertLessEqual(np.abs(ours - theirs).max(), 3)

    def test_take_one_sample_a_pixel(self) -> None:
        """A grid of lines that averaging would turn grey stays black and white."""
        frame = np.zeros((480, 640, 3), np.uint8)
        frame[:, ::2] = 255
        crop = texture_crop(frame, (200, 100, 100, 100), 2.4)
        self.assertGreater(crop.std(), 100)
