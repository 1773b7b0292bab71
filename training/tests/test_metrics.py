import unittest

import numpy as np

from training.eval.metrics import auc, auc_bounds, auc_difference_bounds, clopper_pearson, threshold_at_bpcer


class Metrics(unittest.TestCase):
    def test_auc_counts_pairs_in_order_and_ties_half(self) -> None:
        label = np.array([1, 1, 0, 0])
        self.assertEqual(auc(label, np.array([0.9, 0.8, 0.2, 0.1])), 1.0)
        self.assertEqual(auc(label, np.array([0.1, 0.2, 0.8, 0.9])), 0.0)
        self.assertEqual(auc(label, np.array([0.9, 0.5, 0.5, 0.1])), 0.875)

    def test_auc_of_one_class_is_not_a_number(self) -> None:
        self.assertTrue(np.isnan(auc(np.ones(3), np.arange(3.0))))

    def test_clopper_pearson_bounds_are_the_textbook_ones(self) -> None:
        known = {(0, 10): (0, 0.3085), (3, 10): (0.0667, 0.6525), (5, 5): (0.4782, 1)}
        for (errors, trials), expected in known.items():
            np.testing.assert_allclose(clopper_pearson(errors, trials), expected, atol=1e-4)

    def test_bootstrap_bounds_widen_when_windows_repeat_faces(self) -> None:
        random = np.random.default_rng(0)
        label = np.arange(400) % 2
        score = random.normal(size=400) + label
        faces = np.arange(400)
        low, high = auc_bounds(label, score, faces)
        self.assertTrue(0.65 < low < auc(label, score) < high < 0.85, (low, high))
        label, score, faces = (np.repeat(values[:40], 10) for values in (label, score, faces))
        wide = auc_bounds(label, score, faces)
        self.assertGreater(wide[1] - wide[0], 2 * (high - low))
        self.assertTrue(np.isnan(auc_bounds(np.ones(4), np.arange(4.0), np.arange(4))).all())

    def test_scores_of_the_same_windows_differ_by_less_than_each_is_sure_of(self) -> None:
        random = np.random.default_rng(0)
        label = np.arange(400) % 2
        score = random.normal(size=400) + label
        faces = np.arange(400)
        self.assertEqual(auc_difference_bounds(label, score, score, faces), (0, 0))
        worse = score + random.normal(scale=0.3, size=400)
        low, high = auc_difference_bounds(label, worse, score, faces)
        self.assertTrue(low < auc(label, worse) - auc(label, score) < high)
        alone = auc_bounds(label, score, faces)
        self.assertLess(high - low, 0.5 * (alone[1] - alone[0]))
        low, high = auc_difference_bounds(label, random.normal(size=400), score, faces)
        self.assertLess(high, 0)

    def test_the_threshold_rejects_no_more_of_bona_fide_than_it_was_asked_for(self) -> None:
        random = np.random.default_rng(0)
        for count, most in ((256, 7), (100, 3), (33, 0), (1, 0)):
            score = random.permutation(np.linspace(0, 1, count))
            threshold = threshold_at_bpcer(np.ones(count), score, 0.03)
            self.assertEqual(int((score < threshold).sum()), most)
        self.assertEqual(threshold_at_bpcer(np.ones(4), np.array([0.5, 0.5, 0.5, 0.9]), 0.5), 0.5)
