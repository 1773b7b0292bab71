import json
import tempfile
import unittest
from pathlib import Path
from typing import Any

from training.errors import TrainingError
from training.export.card import filled, of_report, of_windows, table

RATE = {"errors": 1, "trials": 4, "rate": 0.25, "lower": 0.01, "upper": 0.8}
AREA = {"value": 0.9, "lower": 0.8, "upper": 1.0}
POINTS = [
    {
        "name": name,
        "bpcer": RATE,
        "bpcerInterval": AREA,
        "apcer": [{"species": "flat print", "rate": RATE | {"rate": rate}}],
        "attacksAccepted": RATE | {"rate": rate / 5},
    }
    for name, rate in (("shipped", 0.25), ("BPCER 3 %", 0.5))
]
NONE = {"errors": 0, "trials": 0}
SHARES = {"letIn": RATE, "turnedAway": RATE | {"rate": 0.5}, "noAnswer": RATE}
REPORT: dict[str, Any] = {
    "format": "depthproof-evaluation/2",
    "provenance": {"systems": {"darkness": {"name": "Darkness"}}},
    "figures": {
        "systems": [
            {"system": "depthproof", "unit": "window", "auc": AREA, "eer": AREA, "operatingPoints": POINTS},
            {"system": "darkness", "unit": "window", "auc": AREA, "eer": AREA, "operatingPoints": []},
        ],
        "verdicts": {
            "bonaFide": {"group": "bona fide"} | SHARES,
            "attacks": {"group": "all attacks"} | SHARES,
            "species": [{"group": "mask", "letIn": NONE, "turnedAway": NONE, "noAnswer": NONE}],
        },
        "slices": [{"column": "tone", "value": "dark", "bpcer": RATE, "attacksAccepted": NONE}],
    },
}


class CardTest(unittest.TestCase):
    def test_a_report_becomes_tables_with_bounds(self) -> None:
        tables = of_report(REPORT)
        self.assertIn("| **Depthproof** | 0.900 [0.800, 1.000] |", tables)
        self.assertIn("| bona fide | 4 | 25.0 % [1.0, 80.0] | 50.0 % [1.0, 80.0] | 25.0 % [1.0, 80.0] |", tables)
        self.assertNotIn("mask", tables)
        pooled, worst = "5.0 % [1.0, 80.0]", "25.0 % [1.0, 80.0], flat print"
        self.assertIn(f"| 25.0 % [1.0, 80.0] | [80.0, 100.0] | {pooled} | {worst} | 10.0 % [1.0, 80.0] |", tables)
        self.assertIn("| flat print | 4 | 25.0 % [1.0, 80.0] | 50.0 % [1.0, 80.0] |", tables)
        self.assertIn("| tone | dark | 25.0 % [1.0, 80.0] | – |", tables)

    def test_a_report_of_attacks_alone_has_no_threshold_of_bona_fide(self) -> None:
        (ours, *_), none = REPORT["figures"]["systems"], RATE | {"rate": None}
        attacks = ours | {"auc": {}, "eer": {}, "operatingPoints": [POINTS[0] | {"bpcer": none, "bpcerInterval": {}}]}
        tables = of_report(REPORT | {"figures": REPORT["figures"] | {"systems": [attacks]}})
        self.assertIn("| flat print | 4 | 25.0 % [1.0, 80.0] | – |", tables)

    def test_figures_of_windows_become_tables_too(self) -> None:
        half, three = ({"windows": 4, "rate": rate, "low": 0.01, "high": 0.8} for rate in (0.25, 0.5))
        figures = {
            "all": {"windows": 8, "auc": 0.9, "low": 0.8, "high": 1.0},
            "people": {"bonaFide": 3, "attacks": 2},
            "matched": {"pairs": 0},
            "statistics": {"darkness": 0.5},
            "atHalf": {"bona fide": half, "flat print": half},
            "atBpcer3": {"bona fide": three, "flat print": three},
            "closeUps": {"edges hidden": {"atHalf": half, "atBpcer3": three}},
            "slices": {"distance": {"near": {"attacksAccepted": half, "auc": {"auc": 0.9, "low": 0.8, "high": 1.0}}}},
        }
        tables = of_windows(figures)
        self.assertIn("| **Depthproof** | 0.900 [0.800, 1.000] | – |", tables)
        self.assertIn("bona fide of 3 people, attacks of 2", tables)
        self.assertIn("| darkness, no model | 0.500 | – |", tables)
        self.assertIn("| bona fide | 4 | 25.0 % [1.0, 80.0] | as chosen |", tables)
        self.assertIn("| distance | near | – | 25.0 % [1.0, 80.0] | 0.900 [0.800, 1.000] |", tables)
        for name in ("flat print", "attacks with edges hidden"):
            self.assertIn(f"| {name} | 4 | 25.0 % [1.0, 80.0] | 50.0 % [1.0, 80.0] |", tables)

    def test_only_the_named_table_is_replaced(self) -> None:
        card = "a\n<!-- table one -->\nold\n<!-- end -->\nb\n<!-- table two -->\nold\n<!-- end -->\n"
        new = filled(card, "two", "new")
        self.assertIn("<!-- table one -->\nold\n<!-- end -->", new)
        self.assertIn("<!-- table two -->\n\nnew\n\n<!-- end -->", new)
        self.assertEqual(filled(new, "two", "new"), new)
        with self.assertRaises(TrainingError):
            filled(card, "three", "new")

    def test_a_file_of_something_else_is_named(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "figures.json"
            for content in (None, "{", "[]", "{}", json.dumps(REPORT | {"format": "depthproof-evaluation/1"})):
                if content is not None:
                    source.write_text(content)
                with self.subTest(content=content), self.assertRaisesRegex(TrainingError, str(source)):
                    table(source)
