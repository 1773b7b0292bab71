"""Shares on the command line."""

from __future__ import annotations

import argparse


def fraction(text: str) -> float:
    """For an option that takes a share, 0 to 1: refuses what is none, as argparse refuses what is no number."""
    value = float(text)
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{text} is no share between 0 and 1")
    return value
