import unittest

import numpy as np

from training.eval.calibrate import camera_margin, decide, operating_points, platt, probability_of, verdict_limits


class Thresholds(unittest.TestCase):
    def setUp(self) -> None:
        random = np.random.default_rng(0)
        self.species = np.repeat([0, 1, 5], 4000)
        self.sharpness = random.uniform(size=12_000)
        self.logit = random.normal(np.where(self.species == 0, 3, -3), 1)

    def test_the_margin_is_what_the_least_sharp_quartile_loses(self) -> None:
        live = self.logit[:4000] - 2.0 * (self.sharpness[:4000] < 0.25)
        self.assertAlmostEqual(camera_margin(live, self.sharpness[:4000]), 1.6, delta=0.3)
        self.assertEqual(camera_margin(live, -self.sharpness[:4000]), 0)

    def test_thresholds_reject_the_share_they_say_and_the_margin_lowers_them(self) -> None:
        self.logit[:4000] -= 2.0 * (self.sharpness[:4000] < 0.25)
        for point in operating_points(self.species, self.logit, self.sharpness):
            rejected = (probability_of(self.logit[:4000]) < point["probability"]).mean()
            self.assertLessEqual(rejected, point["bpcer"])
            self.assertGreater(rejected, point["bpcer"] - 0.001)
            threshold = np.log(point["probability"] / (1 - point["probability"]))
            lower = np.log(point["probabilityWithMargin"] / (1 - point["probabilityWithMargin"]))
            self.assertAlmostEqual(threshold - lower, point["marginLogit"], delta=0.02)
            self.assertGreaterEqual(point["worstApcerWithMargin"], point["worstApcer"])

    def test_apcer_is_of_the_species_that_passes_most(self) -> None:
        self.logit[self.species == 5] += 3
        easy = self.logit[self.species == 5]
        point = operating_points(self.species, self.logit, self.sharpness)[2]
        threshold = np.log(point["probability"] / (1 - point["probability"]))
        self.assertAlmostEqual(point["worstApcer"], (easy >= threshold).mean(), places=2)

    def test_the_decision_says_how_it_came_about(self) -> None:
        score = 1 / (1 + np.exp(-self.logit))
        result = decide(self.species, score.astype(np.float32), self.sharpness)
        self.assertEqual([point["bpcer"] for point in result["thresholds"]], [0.01, 0.03, 0.1])
        self.assertIn("12000 validation windows", result["chosen"])
        probability = 1 / (1 + np.exp(-(result["calibration"]["slope"] * score + result["calibration"]["intercept"])))
        passed = max((probability[self.species == one] >= result["liveProbability"]).mean() for one in (1, 5))
        self.assertIn(f"{passed:.1%} of the species that passes most", result["chosen"])


class Calibration(unittest.TestCase):
    def test_verdict_limits_go_by_the_worst_species_and_stay_within_reason(self) -> None:
        for count in (43, 100, 256, 1000):
            species = np.repeat([0, 1, 2], count)
            live, easy, hard = np.linspace(0.06, 1, count), np.linspace(0, 0.5, count), np.linspace(0, 0.9, count)
            upper, lower = verdict_limits(species, np.concatenate([live, easy, hard]))
            self.assertLessEqual((live <= lower).mean(), 0.01)
            self.assertLessEqual((hard >= upper).mean(), 0.03)
            # Nearly as far as that allows.
            self.assertGreaterEqual((live <= lower + 0.001).sum(), int(0.01 * count))
            self.assertGreaterEqual((hard >= upper - 0.001).sum(), int(0.03 * count))
        species = np.repeat([0, 1, 2], 1000)
        perfect = verdict_limits(species, np.where(species == 0, 1.0, 0.0))
        self.assertEqual(perfect, (0.8, 0.2))
        useless = verdict_limits(species, np.tile(np.linspace(0, 1, 1000), 3))
        self.assertEqual(useless, (0.94, 0.02))

    def test_platt_recovers_the_probabilities_that_made_the_labels(self) -> None:
        random = np.random.default_rng(0)
        score = random.uniform(0, 1, 20_000)
        label = (random.uniform(size=20_000) < 1 / (1 + np.exp(-(8 * score - 3)))).astype(float)
        # Networks score in float32.
        for precision in (np.float64, np.float32):
            slope, intercept = platt(label, score.astype(precision))
            self.assertAlmostEqual(slope, 8, delta=0.4)
            # For as many bona fide windows as attacks.
            self.assertAlmostEqual(intercept, -3 - np.log(label.sum() / (1 - label).sum()), delta=0.2)

    def test_platt_means_the_same_score_of_however_many_attacks(self) -> None:
        random = np.random.default_rng(0)
        score = np.concatenate([random.normal(0.7, 0.15, 4000), random.normal(0.3, 0.15, 4000)])
        label = np.repeat([1.0, 0.0], 4000)
        for kept in (8000, 4400, 4040):  # two classes alike, ten to one, a hundred to one
            slope, intercept = platt(label[:kept], score[:kept])
            self.assertAlmostEqual(-intercept / slope, 0.5, delta=0.03)
