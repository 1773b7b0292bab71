import tempfile
import unittest
from pathlib import Path

from training.errors import TrainingError
from training.train.log import add_row, drop_rows, read_rows

LOG = """stage,step,loss,auc_score,auc_matched
1,20,0.9,0.5,nan
1,40,0.7,0.6,0.55
2,20,0.5,0.9,0.8
"""


class Log(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.log = Path(folder.name) / "log.csv"
        self.log.write_text(LOG)

    def test_a_stage_that_goes_on_from_before_its_last_row_logs_it_anew(self) -> None:
        drop_rows(self.log, "1", 30)
        add_row(self.log, {"stage": 1, "step": 40, "loss": 0.6, "auc_score": 0.5, "auc_matched": 0.5})
        rows = read_rows(self.log)
        self.assertEqual([(row["stage"], row["step"]) for row in rows], [("1", "20"), ("2", "20"), ("1", "40")])
        self.assertEqual(rows[2]["loss"], "0.6")

    def test_a_stage_that_starts_anew_keeps_no_row(self) -> None:
        for stage in ("1", "2"):
            drop_rows(self.log, stage, 0)
        self.assertEqual(read_rows(self.log), [])

    def test_a_file_of_another_kind_is_named(self) -> None:
        self.log.write_text("a,b\n1,2\n")
        for path in (self.log, self.log.with_name("missing.csv")):
            with self.assertRaisesRegex(TrainingError, path.name):
                read_rows(path)
