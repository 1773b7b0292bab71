import argparse
import unittest

from training.learning.fraction import fraction


class Fraction(unittest.TestCase):
    def test_takes_what_lies_between_none_and_all(self) -> None:
        self.assertEqual([fraction(text) for text in ("0", "0.25", "1")], [0, 0.25, 1])

    def test_refuses_what_is_none(self) -> None:
        for text in ("-0.1", "1.1", "nan"):
            with self.assertRaisesRegex(argparse.ArgumentTypeError, f"{text} is no share between 0 and 1"):
                fraction(text)
        with self.assertRaises(ValueError):
            fraction("half")
