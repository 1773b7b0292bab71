import contextlib
import io
import unittest
from pathlib import Path

import numpy as np

from training import verdicts

MODEL = next((Path(__file__).parents[2] / "models").iterdir())
FACES = Path(__file__).parents[1] / "fixtures" / "faces"


def log_odds(*probabilities: float) -> np.ndarray:
    given = np.array(probabilities)
    return np.log(given / (1 - given))


class VerdictsTest(unittest.TestCase):
    def test_the_rule_is_that_of_the_product(self) -> None:
        # The same number as in src/liveness/decision.test.ts.
        over = verdicts.combined(log_odds(0.9, 0.9))
        np.testing.assert_allclose(1 / (1 + np.exp(-over)), [0.9, 0.9119], atol=1e-4)

    def test_the_first_threshold_that_is_passed_decides(self) -> None:
        scenes = np.stack([log_odds(0.9, 0.99, 0.01), log_odds(0.5, 0.02, 0.99), log_odds(0.6, 0.5, 0.4)])
        reached = verdicts.verdicts(scenes, *log_odds(0.94, 0.2))
        np.testing.assert_array_equal(reached, [1, -1, 0])

    def test_the_correlation_is_the_share_that_windows_have_in_common(self) -> None:
        random = np.random.default_rng(0)
        common, own = random.normal(0, 1, (4000, 1)), random.normal(0, 1, (4000, 8))
        for correlation in (0.2, 0.89):
            values = correlation**0.5 * common + (1 - correlation) ** 0.5 * own
            self.assertAlmostEqual(verdicts.intraclass_correlation(values), correlation, delta=0.03)

    def test_scenes_are_rendered_and_judged(self) -> None:
        arguments = ["--model", str(MODEL), "--faces", str(FACES), "--split", "test", "--count", "4", "--jobs", "1"]
        with contextlib.redirect_stdout(io.StringIO()) as out:
            verdicts.main(arguments)
        self.assertRegex(out.getvalue(), r"verdicts   of attacks  : live .* of 2, no answer .* of 2, spoof .* of 2")


if __name__ == "__main__":
    unittest.main()
