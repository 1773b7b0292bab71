import unittest

import numpy as np

from training.render.geometry import GRID, SmoothMotion, View, full_map, invert, plane_homography, rotation, transform


class SwayTest(unittest.TestCase):
    def test_it_repeats_after_its_period(self) -> None:
        sway = SmoothMotion(np.random.default_rng(1), 0.3, period=4)
        for seconds in (0.0, 0.7, 2.9):
            self.assertAlmostEqual(sway(seconds), sway(seconds + 4), places=9)
        self.assertGreater(np.std([sway(t) for t in np.linspace(0, 4, 50)]), 0.05)

    def test_its_standard_deviation_is_its_amplitude(self) -> None:
        random = np.random.default_rng(2)
        values = [SmoothMotion(random, 0.5)(0.0) for _ in range(4000)]
        self.assertAlmostEqual(float(np.std(values)), 0.5, delta=0.03)


class ProjectionTest(unittest.TestCase):
    def test_a_plane_facing_the_camera_is_only_scaled(self) -> None:
        facing = plane_homography(np.eye(3), (0, 0, 0), 4.0, 150.0)
        points = np.array([[0.3, -0.2], [1.0, 0.5]])
        np.testing.assert_allclose(transform(facing, points), 150 * points)

    def test_the_side_turned_away_is_seen_smaller(self) -> None:
        turned = plane_homography(rotation(0.4, 0, 0), (0, 0, 0), 4.0, 150.0)
        ends = transform(turned, np.array([[-1.0, 0], [1.0, 0], [-1, 0.5], [1, 0.5]]))
        heights = ends[2:, 1] - ends[:2, 1]
        depth = (rotation(0.4, 0, 0) @ np.array([[-1, 1], [0, 0], [0, 0]]))[2]
        self.assertEqual(heights.argmin(), depth.argmax())
        np.testing.assert_allclose(heights, 0.5 * 150 * 4 / (4 + depth), rtol=1e-6)


class WarpTest(unittest.TestCase):
    def test_invert_finds_what_the_forward_map_sends_to_each_pixel(self) -> None:
        def forward(points: np.ndarray) -> np.ndarray:
            return 2 * points + 0.1 * np.sin(points[..., ::-1])

        pixels = View(0, 0, 64, 48).grid()
        points = invert(forward, pixels, pixels / 2, np.eye(2) / 2)
        np.testing.assert_allclose(forward(points), pixels, atol=1e-3)

    def test_a_linear_map_survives_the_coarse_grid_up_to_the_edges(self) -> None:
        view = View(32, 16, 80, 64)
        self.assertEqual(view.width % GRID, 0)
        at = full_map(view.grid() * 3 - 5, view)
        x, y = np.meshgrid(np.arange(32, 112), np.arange(16, 80))
        np.testing.assert_allclose(at, np.dstack([x, y]) * 3 - 5, atol=1e-3)
