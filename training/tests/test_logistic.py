import unittest

import numpy as np

from training.eval.logistic import fit_logistic


class Logistic(unittest.TestCase):
    def setUp(self) -> None:
        random = np.random.default_rng(0)
        self.columns = np.column_stack([random.normal(size=(500, 2)), np.ones(500)])
        self.right = np.array([2.0, -1.0, 0.5])
        self.target = 1 / (1 + np.exp(-self.columns @ self.right))
        self.weight = random.random(500)

    def fit(self, start: float, pull: float = 0) -> np.ndarray:
        return fit_logistic(self.columns, self.target, self.weight, np.full(3, start), np.full(3, pull))

    def test_finds_the_numbers_that_made_the_targets_from_near_and_far(self) -> None:
        for start in (0, 1, -30):
            np.testing.assert_allclose(self.fit(start), self.right, atol=1e-6)

    def test_is_drawn_to_where_it_starts(self) -> None:
        np.testing.assert_allclose(self.fit(3.0, pull=1e6), 3, atol=1e-3)
        self.assertTrue((np.abs(self.fit(0, pull=10) - self.right) > 0.05).all())
