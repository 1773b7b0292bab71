import json
import tempfile
import unittest
from pathlib import Path

import numpy as np

from training.errors import TrainingError
from training.eval.correlation import LARGEST_LOG_ODDS, intraclass_correlation, window_log_odds


class Correlation(unittest.TestCase):
    def test_it_is_the_share_that_windows_have_in_common(self) -> None:
        random = np.random.default_rng(0)
        common, own = random.normal(0, 1, (4000, 1)), random.normal(0, 1, (4000, 8))
        for correlation in (0.2, 0.89):
            values = correlation**0.5 * common + (1 - correlation) ** 0.5 * own
            self.assertAlmostEqual(intraclass_correlation([*values]), correlation, delta=0.03)
            # Clips of other lengths say the same.
            uneven = [row[: 2 + index % 7] for index, row in enumerate(values)]
            self.assertAlmostEqual(intraclass_correlation(uneven), correlation, delta=0.03)
        self.assertTrue(np.isnan(intraclass_correlation([common[0]])))

    def test_windows_are_read_from_what_evaluate_wrote(self) -> None:
        def record(label: str, *probabilities: float) -> dict:
            return {"clip": {"label": label}, "windows": [{"probability": value} for value in probabilities]}

        records = [record("live", 0.5, 1.0), record("live", 0.9), record("attack", 0.0, 0.5, 0.5)]
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder) / "report.json"
            report.write_text(json.dumps({"records": records}))
            found = window_log_odds(report)
            # One window has nothing to have in common.
            (live,), (attack,) = found["live"], found["attack"]
            np.testing.assert_allclose(live, [0, LARGEST_LOG_ODDS], atol=1e-6)
            np.testing.assert_allclose(attack, [-LARGEST_LOG_ODDS, 0, 0], atol=1e-6)
            for content in ("{}", "[]", "no JSON", '{"records": [{"clip": {}}]}'):
                report.write_text(content)
                with (
                    self.subTest(content),
                    self.assertRaisesRegex(TrainingError, "no report.json of `npm run evaluate`"),
                ):
                    window_log_odds(report)
