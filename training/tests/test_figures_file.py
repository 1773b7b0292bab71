import json
import re
import tempfile
import unittest
from pathlib import Path

import numpy as np

from training.eval.fusion import KINDS, read
from training.eval.reasons import first_reasons
from training.eval.verdict_rule import by_clip, correlation_of
from training.figures_file import FiguresOption
from training.models.evidence_network import NUMBERS
from training.tests.fixtures import run

SHIPPED_WEIGHTS = [json.loads(NUMBERS.read_text())["evidence"][kind]["weight"] for kind in KINDS]


def write_evidence(path: Path, clips: int = 40) -> Path:
    """Two windows with a face of each clip, and two of the product's of all but the first two clips; a
    live clip without any window."""
    random = np.random.default_rng(1)
    number = np.repeat(np.arange(clips), 4)
    live = number % 2 == 0
    sign = np.where(live, 1.0, -1.0)
    product = np.arange(len(number)) % 4 > 1
    columns = {
        "v2": 3 * sign[:, None] + random.normal(0, 1, (len(number), 5)),
        "v1se": 4 * sign[:, None] + random.normal(0, 1, (len(number), 5)),
        "appearance": 2 * sign + random.normal(0, 1, len(number)),
        "rigidity": sign + random.normal(0, 1, len(number)),
        "depth": sign - 2 + random.normal(0, 1, len(number)),
        "shift": random.normal(-2, 0.1, len(number)) + ~live,
        "label": live,
        "species": np.where(live, "live", np.where(number % 4 == 1, "replay", "print")),
        "source": (number % 10).astype(str),
        "clip": number.astype(str),
        "first": np.arange(len(number)) % 2,
        "product": product,
    }
    chosen = ~product | (number > 1)
    without = {"faceless": np.array(["faceless"]), "faceless_label": np.array([True])}
    np.savez(path, **{name: column[chosen] for name, column in columns.items()}, **without)
    return path


class FiguresFile(unittest.TestCase):
    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)
        self.evidence = write_evidence(self.folder / "field.npz")

    def kept(self, command: str) -> dict:
        path = self.folder / "kept.json"
        self.printed = run(command, "--evidence", self.evidence, "--figures", path)
        return json.loads(path.read_text())

    def test_says_by_which_command_when_and_on_what_but_names_no_folder(self) -> None:
        content = self.kept("evaluate reasons")
        self.assertEqual(content["command"], "python3 -m training evaluate reasons --evidence field.npz")
        self.assertRegex(content["date"], r"^\d{4}-\d\d-\d\d$")
        self.assertRegex(content["machine"], r"^\d+ cores \(.+\)$")
        self.assertNotIn(str(self.folder), json.dumps(content))

    def test_nothing_is_written_unless_it_is_asked_for(self) -> None:
        FiguresOption().keep("evaluate", {"auc": "1"})
        run("evaluate reasons", "--evidence", self.evidence)
        self.assertEqual([path.name for path in self.folder.iterdir()], ["field.npz"])

    def test_fusion_keeps_what_it_prints(self) -> None:
        figures = self.kept("evaluate fusion")["figures"]
        self.assertEqual((figures["face-live"], figures["face-attacks"], figures["product-live"]), (40, 40, 38))
        for name in ("texture", "surroundings", "rigidity", "steadiness", "sum", "left-out"):
            for where in ("face", "product"):
                auc, eer, apcer, worst = figures[f"{where}-{name}-row"].split(" | ")
                self.assertEqual(auc.split(" ")[0], figures[f"{where}-{name}-auc"])
                self.assertEqual(eer.split(" ")[0], figures[f"{where}-{name}-eer"])
                self.assertEqual(apcer.split(" ")[0], figures[f"{where}-{name}-apcer"])
                self.assertEqual(worst, figures[f"{where}-{name}-worst"])
        printed = re.search(r"rigidity +AUC (\S+) ", self.printed)
        assert printed
        self.assertAlmostEqual(float(printed[1]), float(figures["face-rigidity-auc"]), delta=0.0006)

    def test_verdicts_are_of_all_clips_also_of_those_without_a_window(self) -> None:
        figures = self.kept("evaluate verdicts")["figures"]
        self.assertEqual((figures["clips-with-window"], figures["clips-without-window"]), (38, 3))
        for name in ("shipped", "left-out"):
            cells = [int(cell) for cell in figures[f"{name}-row"].split(" | ")]
            self.assertEqual((sum(cells[:3]), sum(cells[3:])), (21, 20))
            self.assertGreaterEqual(min(cells[1], cells[4]), 1)
            live, attacks = figures[f"{name}-counts"].split(" | ")
            self.assertEqual(live, " / ".join(map(str, cells[:3])))
            self.assertEqual(attacks, " / ".join(map(str, cells[:2:-1])))
        rule = json.loads(NUMBERS.read_text())["decision"]
        live_from = np.log(rule["liveProbability"] / (1 - rule["liveProbability"]))
        self.assertLessEqual(float(figures["margin"]), live_from - float(figures["highest-attack"]) + 0.1)

    def test_correlation_is_that_of_the_shipped_sum(self) -> None:
        figures = self.kept("evaluate verdicts")["figures"]
        evidence = read([self.evidence], KINDS, True)
        bias = json.loads(NUMBERS.read_text())["evidence"]["bias"]
        clips = by_clip(evidence, evidence.kinds @ SHIPPED_WEIGHTS + bias)
        for live, name in ((True, "live"), (False, "attacks")):
            self.assertEqual(figures[f"correlation-{name}"], f"{correlation_of(clips, live):.2f}")

    def test_reasons_are_ordered_by_the_shipped_weights(self) -> None:
        # Enough clips for some windows that fitted weights would order differently.
        write_evidence(self.evidence, 100)
        figures = self.kept("evaluate reasons")["figures"]
        evidence = read([self.evidence], KINDS, False)
        first = first_reasons(evidence.kinds, evidence.live, np.array(SHIPPED_WEIGHTS))
        for number, kind in enumerate(KINDS):
            found = [int(one) for one in re.findall(r"first (\d+)", figures[f"{kind}-row"])]
            groups = np.unique(evidence.species)
            self.assertEqual(found, [int((first[evidence.species == one] == number).sum()) for one in groups])

    def test_reasons_have_a_column_for_every_species(self) -> None:
        figures = self.kept("evaluate reasons")["figures"]
        heads = figures["heads"].split(" | ")
        self.assertEqual(heads, ["live, of 40", "print, of 20", "replay, of 20"])
        self.assertEqual(len(figures["texture-row"].split(" | ")), 2 + len(heads))
        self.assertEqual(len(figures["nothing-row"].split(" | ")), len(heads))
