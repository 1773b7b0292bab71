import unittest

import numpy as np

from training.measure.decision import camera_margin, decide, operating_points, probability_of


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


if __name__ == "__main__":
    unittest.main()
