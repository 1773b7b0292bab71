import tempfile
import unittest
from pathlib import Path

import numpy as np

from training.errors import TrainingError
from training.eval.fusion import (
    EQUAL,
    PRIOR,
    Evidence,
    attacks_passed,
    balance,
    combined,
    equal_error_rate,
    figures,
    fit,
    left_out,
    read,
)
from training.eval.verdict_rule import (
    SHIPPED,
    Rule,
    by_clip,
    by_one,
    choose,
    correlation_of,
    folds,
    let_in_by_species,
    on_left_out,
    running,
    verdict,
)
from training.models.evidence_network import read_numbers
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
        other = fit(evidence.rows(~lying), KINDS, pull=0.001, weights=EQUAL)
        np.testing.assert_allclose(log_odds[lying], combined(other, evidence.rows(lying)))

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

    def test_a_row_names_the_species_that_passes_most_or_that_none_does(self) -> None:
        evidence = made_up(noise=3.0)
        species = np.where(evidence.live, "live", np.where(evidence.source > "4", "print", "replay"))
        evidence = evidence._replace(species=species)
        found = figures(evidence, evidence.kinds[:, 0])
        self.assertEqual({one: every for one, (_, every) in found.passed.items()}, {"print": 60, "replay": 40})
        share, worst = max((passed / every, one) for one, (passed, every) in found.passed.items())
        self.assertGreater(share, 0)
        row = found.as_printed("sum")["sum-row"]
        self.assertTrue(row.endswith(f" | {worst}, {found.passed[worst][0]} of {found.passed[worst][1]}"), row)
        self.assertLess(found.auc.low, found.auc.value)
        perfect = figures(evidence, evidence.live.astype(float)).as_printed("sum")
        self.assertEqual((perfect["sum-auc"], perfect["sum-worst"]), ("1.000", "none passes"))


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

    def test_the_shipped_rule_is_that_of_the_model(self) -> None:
        decision = read_numbers()["decision"]
        for log_odds, name in ((SHIPPED.live, "liveProbability"), (SHIPPED.spoof, "spoofProbability")):
            self.assertAlmostEqual(1 / (1 + np.exp(-log_odds)), decision[name], places=5)

    def test_a_source_is_judged_by_weights_and_thresholds_that_have_not_met_it(self) -> None:
        evidence = made_up(noise=2.5)
        there = evidence.source == "3"
        rest = evidence.rows(~there)
        fold = folds(evidence, KINDS)[3]
        own = by_clip(evidence.rows(there), combined(fit(rest, KINDS, weights=EQUAL), evidence.rows(there)))
        expected = by_clip(rest, left_out(rest, KINDS))
        for found, wanted in ((fold.source, own), (fold.others, expected)):
            self.assertEqual(found.keys(), wanted.keys())
            for clip, (_, windows) in found.items():
                np.testing.assert_allclose(windows, wanted[clip][1])
        # Whatever the source holds, the others' log odds, and with them the thresholds, stay the same.
        evidence.kinds[there] = 99.0
        for clip, (_, windows) in folds(evidence, KINDS)[3].others.items():
            np.testing.assert_array_equal(windows, fold.others[clip][1])

    def test_clips_without_a_window_get_no_answer(self) -> None:
        evidence = made_up(noise=2.5)
        unjudged = {"a": (True, np.empty(0)), "b": (False, np.empty(0))}
        sources = folds(evidence, KINDS)
        with_them, without = (on_left_out(sources, some, 1.0) for some in (unjudged, {}))
        self.assertEqual(with_them.live - without.live, {0: 1})
        self.assertEqual(with_them.attacks - without.attacks, {0: 1})
        self.assertEqual(by_one(unjudged, SHIPPED).as_printed("x")["x-row"], "0 | 1 | 0 | 0 | 1 | 0")

    def test_attacks_that_are_let_in_are_counted_by_species(self) -> None:
        clips = {name: (name == "me", np.array([value])) for name, value in (("me", 3.0), ("a", 3.0), ("b", 0.0))}
        species = {"me": "live", "a": "paper mask", "b": "paper mask"}
        self.assertEqual(let_in_by_species(clips, species, SHIPPED), "paper mask 1 of 2")
        self.assertEqual(let_in_by_species({"b": clips["b"]}, species, SHIPPED), "none")

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
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "evidence.npz"
            np.savez(path, v2=np.zeros((2, 2)), v1se=np.zeros((2, 2)), rigidity=np.zeros(2))
            with self.assertRaisesRegex(TrainingError, "no column 'label'"):
                read([path], KINDS, True)
            for kept in (100, 0):
                path.write_bytes(path.read_bytes()[:kept])
                with self.assertRaisesRegex(TrainingError, "no file of evidence"):
                    read([path], KINDS, True)

    def test_says_so_where_there_is_one_class_alone(self) -> None:
        evidence = made_up()
        self.assertIs(evidence.of_both_classes(), evidence)
        for chosen in (evidence.live, ~evidence.live, evidence.live & ~evidence.live):
            with self.assertRaisesRegex(TrainingError, "some of both"):
                evidence.rows(chosen).of_both_classes()
