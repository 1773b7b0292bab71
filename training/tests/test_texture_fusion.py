import tempfile
import unittest
from pathlib import Path

import numpy as np

from training.errors import TrainingError
from training.eval.fusion import (
    PRIOR,
    Evidence,
    attacks_passed,
    balance,
    combined,
    equal_error_rate,
    fit,
    left_out,
    read,
)
from training.eval.verdict_rule import Rule, by_clip, choose, correlation_of, running, verdict
from training.train.texture_choose import chosen_left_out

KINDS = ("texture", "rigidity")


def made_up(count: int = 200, noise: float = 1.0) -> Evidence:
    """Windows of ten sources whose first kind of evidence tells live from attack and whose second is noise."""
    random = np.random.default_rng(1)
    live = np.arange(count) % 2 == 0
    telling = np.where(live, 3.0, -3.0) + random.normal(0, noise, count)
    number = np.arange(count)
    return Evidence(
        np.stack([telling, random.normal(0, 1, count)], 1),
        live,
        np.where(live, "live", "replay"),
        (number % 10).astype(str),
        (number // 4 * 2 + number % 2).astype(str),
        number,
    )


class Fit(unittest.TestCase):
    def test_trusts_what_tells_and_not_what_does_not(self) -> None:
        numbers = fit(made_up(), KINDS, pull=0.001)
        self.assertGreater(numbers[0], 0.5)
        self.assertLess(abs(numbers[1]), 0.3)

    def test_stays_with_the_plain_sum_when_it_is_drawn_there(self) -> None:
        numbers = fit(made_up(), KINDS, pull=1e4)
        np.testing.assert_allclose(numbers[:2], [PRIOR[kind] for kind in KINDS], atol=1e-2)

    def test_judges_a_source_by_what_was_fitted_without_it(self) -> None:
        evidence = made_up()
        lying = evidence.source == "3"
        evidence.kinds[lying, 0] *= -1
        log_odds = left_out(evidence, KINDS, pull=0.001)
        other = fit(evidence.rows(~lying), KINDS, pull=0.001)
        np.testing.assert_allclose(log_odds[lying], combined(other, evidence.rows(lying)), rtol=1e-3)

    def test_classes_count_alike_and_many_windows_of_one_source_little_more(self) -> None:
        live = np.array([True] * 5 + [False] * 20)
        source = np.array(["a"] * 4 + ["b"] + ["c"] * 20)
        weight = balance(live, source)
        self.assertAlmostEqual(weight[live].sum(), weight[~live].sum())
        self.assertAlmostEqual(weight[:4].sum() / weight[4], 2)


class Choice(unittest.TestCase):
    def test_a_source_is_scored_by_what_the_others_choose(self) -> None:
        evidence = made_up()
        good, bad = evidence.kinds[:, 0], -evidence.kinds[:, 0]
        alone = evidence.source == "3"
        # Of two candidates the first is right everywhere but for one source, whose own opinion does not count.
        sums = np.stack([np.where(alone, bad, good), np.where(alone, good, bad)])
        np.testing.assert_array_equal(chosen_left_out(evidence, sums), sums[0])


class Figures(unittest.TestCase):
    def test_equal_error_rate_and_attacks_passed_by_hand(self) -> None:
        live = np.array([True] * 4 + [False] * 4)
        score = np.array([0.9, 0.8, 0.7, 0.3, 0.6, 0.2, 0.1, 0.0])
        self.assertEqual(equal_error_rate(live, score), 0.25)
        self.assertEqual(attacks_passed(live, score, 0.0), 0.25)
        self.assertEqual(attacks_passed(live, score, 0.25), 0.0)


class Verdicts(unittest.TestCase):
    def test_windows_that_say_the_same_count_little_more_than_one(self) -> None:
        np.testing.assert_allclose(running(np.array([1.0, 1.0, 1.0]), 1.0), [1, 1, 1])
        np.testing.assert_allclose(running(np.array([1.0, 1.0, 1.0]), 0.0), [1, 2, 3])
        np.testing.assert_allclose(running(np.array([100.0]), 0.5, largest=4), [4])

    def test_the_first_threshold_that_is_passed_decides(self) -> None:
        rule = Rule(live=1.0, spoof=-1.0, correlation=1.0)
        self.assertEqual(verdict(np.array([0.5, 2.5, -9.0]), rule), 1)
        self.assertEqual(verdict(np.array([0.5, -3.5, 9.0]), rule), -1)
        self.assertEqual(verdict(np.array([0.5, -0.5]), rule), 0)
        self.assertEqual(verdict(np.array([]), rule), 0)

    def test_chooses_thresholds_at_which_no_clip_goes_wrong(self) -> None:
        evidence = made_up(noise=2.5)
        clips = by_clip(evidence, evidence.kinds[:, 0])
        rule = choose(clips, 0.25)
        given = {(live, verdict(windows, rule)) for live, windows in clips.values()}
        self.assertNotIn((False, 1), given)
        self.assertNotIn((True, -1), given)
        self.assertIn((True, 1), given)
        wider = choose(clips, 1.0)
        self.assertAlmostEqual(wider.live - rule.live, 0.75)
        self.assertAlmostEqual(rule.spoof - wider.spoof, 0.75)

    def test_windows_are_taken_in_time_order(self) -> None:
        evidence = made_up()
        shuffled = evidence.rows(np.random.default_rng(1).permutation(200))
        for clip, (_, windows) in by_clip(evidence, evidence.kinds[:, 0]).items():
            np.testing.assert_array_equal(by_clip(shuffled, shuffled.kinds[:, 0])[clip][1], windows)

    def test_correlation_is_one_for_windows_that_say_the_same(self) -> None:
        clips = {str(number): (True, np.full(2, number / 5)) for number in range(10)}
        self.assertAlmostEqual(correlation_of(clips, True), 1.0)


class Reading(unittest.TestCase):
    def test_averages_frames_and_networks_and_keeps_the_windows_asked_for(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "evidence.npz"
            np.savez(
                path,
                v2=np.array([[1.0, 3.0], [5.0, 5.0]]),
                v1se=np.array([[0.0, 0.0], [1.0, 1.0]]),
                rigidity=np.array([0.5, -0.5]),
                label=np.array([True, False]),
                species=np.array(["live", "replay"]),
                source=np.array(["a", "b"]),
                clip=np.array(["a", "b"]),
                first=np.array([0, 0]),
                product=np.array([False, True]),
            )
            np.testing.assert_allclose(read([path], KINDS, False).kinds, [[0.4, 0.5]])
            np.testing.assert_allclose(read([path], KINDS, True).kinds, [[1.8, -0.5]])

    def test_says_so_where_there_is_no_evidence(self) -> None:
        with self.assertRaises(TrainingError):
            read([Path("nowhere.npz")], KINDS, True)

    def test_says_so_where_there_is_one_class_alone(self) -> None:
        evidence = made_up()
        self.assertIs(evidence.of_both_classes(), evidence)
        for chosen in (evidence.live, ~evidence.live, evidence.live & ~evidence.live):
            with self.assertRaisesRegex(TrainingError, "some of both"):
                evidence.rows(chosen).of_both_classes()
