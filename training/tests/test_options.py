import contextlib
import io
import unittest
from dataclasses import dataclass
from pathlib import Path

from training.errors import TrainingError
from training.options import option, parse, share_between_zero_and_one


@dataclass(frozen=True, kw_only=True)
class Some:
    files: tuple[Path, ...] = option(word=False)
    pair: tuple[float, float] = (1.0, 2.0)
    kind: str = option("one", choices=("one", "two"))
    folder: Path | None = None
    keep_it: bool = False
    steps: int
    jobs: int = option(2, least=1)
    seeds: tuple[int, ...] = (1, 2)


class Reading(unittest.TestCase):
    def read(self, *words: str) -> Some:
        with contextlib.redirect_stderr(io.StringIO()):
            return parse(Some, words, "some", None)

    def test_words_become_options_of_their_types(self) -> None:
        self.assertEqual(self.read("a", "b", "--steps", "3"), Some(files=(Path("a"), Path("b")), steps=3))
        words = ("a", "--steps", "3", "--pair", "1", "4", "--kind", "two", "--folder", "x", "--keep-it")
        every = Some(files=(Path("a"),), pair=(1.0, 4.0), kind="two", folder=Path("x"), keep_it=True, steps=3)
        self.assertEqual(self.read(*words), every)
        self.assertIsNone(self.read("a", "--steps", "3", "--folder", "none").folder)

    def test_wrong_ones_are_refused(self) -> None:
        for words in (("a",), ("--steps", "3"), ("a", "--steps", "x"), ("a", "--steps", "3", "--kind", "three")):
            with self.subTest(words), self.assertRaises(SystemExit):
                self.read(*words)

    def test_whole_numbers_are_not_below_their_least(self) -> None:
        kept = self.read("a", "--steps", "0", "--jobs", "1", "--seeds", "0", "7")
        self.assertEqual((kept.steps, kept.jobs, kept.seeds), (0, 1, (0, 7)))
        for words in (("--jobs", "0"), ("--steps", "-1"), ("--seeds", "1", "-7")):
            with self.subTest(words), self.assertRaises(SystemExit):
                self.read("a", "--steps", "3", *words)

    def test_shares_lie_between_none_and_all(self) -> None:
        share_between_zero_and_one(some=0, more=0.25, whole=1)
        for value in (-0.1, 1.1, float("nan")):
            with self.assertRaisesRegex(TrainingError, f"--some-share: {value} is no share between 0 and 1"):
                share_between_zero_and_one(some_share=value)
