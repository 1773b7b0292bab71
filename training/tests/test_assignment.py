import itertools
import unittest

import numpy as np

from training.eval.assignment import assigned


class Assignment(unittest.TestCase):
    def test_no_other_one_costs_less(self) -> None:
        random = np.random.default_rng(0)
        for rows, columns in ((1, 1), (4, 4), (3, 6), (6, 3)):
            for values in (random.random((rows, columns)), random.integers(0, 3, (rows, columns)).astype(float)):
                row, column = assigned(values)
                self.assertEqual(len(set(row)), min(rows, columns))
                self.assertEqual(len(set(column)), min(rows, columns))
                wide = values if rows <= columns else values.T
                ways = itertools.permutations(range(wide.shape[1]), wide.shape[0])
                least = min(wide[range(len(way)), way].sum() for way in ways)
                self.assertAlmostEqual(values[row, column].sum(), least)
