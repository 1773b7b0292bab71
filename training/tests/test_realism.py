import unittest
from pathlib import Path

import numpy as np

from training.faces import load_faces
from training.realism import (
    Measured,
    above,
    correlations,
    drawn_numbers,
    followed,
    gap_lines,
    gaps,
    judged_lines,
    rendered_windows,
    score_lines,
    sheet,
)
from training.render.camera import Camera
from training.render.scene import cast_of
from training.render.windows import FRAMES

FACES = Path(__file__).parents[1] / "fixtures" / "faces"


def made_up(species: str, value: float, score: float, drawn: float = 0.0) -> Measured:
    thumbnail = np.zeros((8, 8, 3), np.uint8)
    appearance = {"noise": value, "same": 1.0}
    return Measured(f"{species} {value}", species, {"camera.focus": drawn}, appearance, score, thumbnail)


class Comparison(unittest.TestCase):
    rendered = [made_up("live", v, 0.1 * v, v) for v in (4, 5, 6)] + [made_up("print", v, 0.1 * v) for v in (4, 5, 6)]
    real = [made_up("live", v, 0.9) for v in (1, 2, 3)] + [made_up("replay", v, 0.1) for v in (5, 6, 7)]

    def test_above_is_a_probability(self) -> None:
        self.assertEqual(above(np.array([2, 3]), np.array([0, 1])), 1)
        self.assertEqual(above(np.array([1]), np.array([1])), 0.5)
        self.assertTrue(np.isnan(above(np.array([]), np.array([1]))))

    def test_the_largest_gap_comes_first(self) -> None:
        first, second = gaps(self.rendered, self.real)
        self.assertEqual((first.name, first.live, first.size), ("noise", 1, 0.5))
        self.assertAlmostEqual(first.attack, 2 / 9)
        self.assertEqual((first.rendered_classes, first.real_classes), (0.5, 0))
        self.assertEqual([three[1] for three in first.quartiles], [5, 5, 2, 6])
        self.assertEqual((second.name, second.size), ("same", 0))
        self.assertEqual(len(list(gap_lines([first, second]))), 4)

    def test_a_figure_that_a_group_lacks_is_no_gap(self) -> None:
        (gap,) = gaps([made_up("live", 1, 0)._replace(appearance={"noise": np.nan})], [])
        self.assertEqual(gap.size, 0)

    def test_scores_by_species_and_what_goes_with_them(self) -> None:
        lines = list(score_lines("rendered", self.rendered))
        self.assertIn("live", lines[0])
        self.assertIn("called live  33 %", lines[0])
        self.assertIn("AUC 0.5", lines[-1])
        self.assertEqual(correlations(self.rendered[:3]), [(1.0, "camera.focus")])
        rare = [window._replace(drawn={"rare": float(index == 0)}) for index, window in enumerate(6 * self.rendered)]
        self.assertEqual(correlations(rare), [])
        text = "\n".join(judged_lines(self.rendered))
        for named in ("live 4", "live 5", "print 6"):
            self.assertIn(named, text)
        self.assertNotIn("print 4", text)

    def test_sheet_has_a_row_for_each_group(self) -> None:
        self.assertEqual(sheet(self.rendered, self.real).shape, (32, 64, 3))


class Rendered(unittest.TestCase):
    def test_numbers_are_found_by_their_paths(self) -> None:
        found = drawn_numbers(Camera(np.random.default_rng(0), 100), "camera")
        self.assertIn("camera.focus", found)
        self.assertIn("camera.tint.2", found)
        self.assertNotIn("camera.tone", found)

    def test_a_box_goes_with_its_face(self) -> None:
        mesh = np.array([[10, 10], [30, 50]], np.float32)
        self.assertEqual(followed((10, 10, 40, 40), mesh, mesh + (5, -3)), (15, 7, 40, 40))
        self.assertEqual(followed((0, 10, 40, 40), mesh, 2 * mesh)[2:], (80, 80))
        np.testing.assert_allclose(followed((0, 10, 40, 40), mesh, 2 * mesh)[:2], (0, 20))

    def test_windows_are_whole_frames_of_both_classes_and_the_same_each_time(self) -> None:
        cast = cast_of(load_faces(FACES, "test"), None, "test")
        one, two = (list(rendered_windows(cast, "test", 3, 1)) for _ in range(2))
        self.assertEqual([window.live for window in one], [True, False])
        for a, b in zip(one, two):
            self.assertEqual(len(a.frames), FRAMES)
            self.assertIn(sorted(a.frames[0].shape[:2]), ([480, 640], [360, 640]))
            np.testing.assert_array_equal(a.frames[-1], b.frames[-1])
            self.assertEqual(a.drawn, b.drawn)
            self.assertIn("camera.focus", a.drawn)


if __name__ == "__main__":
    unittest.main()
