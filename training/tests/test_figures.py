import tempfile
import unittest
from pathlib import Path
from typing import Any

import numpy as np

from training.data.dataset import Windows
from training.eval.figures import figures
from training.tests.fixtures import made_up_windows, write_shard

DECISION = {"calibration": {"slope": 1.0, "intercept": 0.0}, "thresholds": []}


class FiguresTest(unittest.TestCase):
    """28 windows, two of each species of attack and 14 bona fide; scores are logits."""

    figures: dict[str, Any]

    @classmethod
    def setUpClass(cls) -> None:
        arrays = made_up_windows(28, frames=1, side=8)
        species = arrays["species"]
        live, flat, phones = (np.flatnonzero(species == one) for one in (0, 1, 5))
        score = np.where(species == 0, 3.0, -2.0)
        score[live[0]] = -1  # wrong at one half, and where BPCER 3 % puts the threshold
        score[flat[0]] = 2  # passes either
        score[phones] = 1, -0.5  # one passes at one half, both at BPCER 3 %
        arrays["filling"] = np.isin(np.arange(28), [flat[0], phones[1]])
        arrays["medium"][:] = 0.5
        arrays["medium"][[flat[0], phones[1], phones[0]]] = 1
        arrays["slice_tone"] = np.where(np.isin(np.arange(28), [live[0], live[1], flat[0]]), "dark", "light")
        with tempfile.TemporaryDirectory() as folder:
            write_shard(Path(folder), arrays)
            cls.figures = figures(Windows(Path(folder)), score, DECISION, None)

    def rates(self, key: str) -> dict[str, float]:
        return {name: rate["rate"] for name, rate in self.figures[key].items()}

    def test_bona_fide_are_wrong_where_rejected_and_attacks_where_accepted(self) -> None:
        none = dict.fromkeys(("bent print", "cut-out", "paper mask", "tablet replay", "monitor replay"), 0.0)
        self.assertEqual(self.rates("atHalf"), none | {"bona fide": 1 / 14, "flat print": 0.5, "phone replay": 0.5})
        self.assertEqual(self.rates("atBpcer3"), none | {"bona fide": 0.0, "flat print": 0.5, "phone replay": 1.0})
        self.assertEqual(self.figures["atHalf"]["bona fide"]["windows"], 14)
        self.assertEqual(self.rates("attacksAccepted"), {"atHalf": 2 / 14, "atBpcer3": 3 / 14})

    def test_attacks_are_told_apart_by_what_the_wide_crop_shows(self) -> None:
        accepted = {
            name: [(rates[at]["windows"], rates[at]["rate"]) for at in ("atHalf", "atBpcer3")]
            for name, rates in self.figures["closeUps"].items()
        }
        self.assertEqual(
            accepted,
            {
                "edges hidden": [(2, 0.5), (2, 1.0)],
                "edges in view": [(12, 1 / 12), (12, 1 / 12)],
                "no edge in the wide crop": [(3, 2 / 3), (3, 1.0)],
                "an edge there": [(11, 0.0), (11, 0.0)],
            },
        )

    def test_slices_have_both_rates(self) -> None:
        dark, light = (self.figures["slices"]["tone"][value] for value in ("dark", "light"))
        self.assertEqual((dark["bpcer"]["rate"], dark["attacksAccepted"]["rate"]), (0.5, 1.0))
        self.assertEqual((light["bpcer"]["rate"], light["attacksAccepted"]["rate"]), (0.0, 1 / 13))
        self.assertEqual(dark["auc"]["auc"], 0.5)

    def test_people_are_counted_once(self) -> None:
        # Each live window and the attack after it are of one face.
        self.assertEqual(self.figures["people"], {"bonaFide": 14, "attacks": 14})
