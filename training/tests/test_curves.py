import tempfile
import unittest
from pathlib import Path

import cv2

from training import curves
from training.errors import TrainingError
from training.learning.log import add_row, drop_rows, read_rows

LOG = """stage,step,loss,auc_score,auc_matched
1,20,0.9,0.5,nan
1,40,0.7,0.6,0.55
2,20,0.5,0.9,0.8
"""


class Curves(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.log = Path(folder.name) / "log.csv"
        self.log.write_text(LOG)

    def test_what_is_not_a_number_is_left_out(self) -> None:
        stages = curves.curves_of(self.log)
        self.assertEqual(list(stages), ["1", "2"])
        self.assertEqual(stages["1"]["loss"], [(20, 0.9), (40, 0.7)])
        self.assertEqual(stages["1"]["auc_matched"], [(40, 0.55)])

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

    def test_the_picture_has_a_column_a_stage(self) -> None:
        curves.main([str(self.log)])
        picture = cv2.imread(str(self.log.with_name("curves.png")))
        self.assertEqual(picture.shape, (2 * curves.HEIGHT, 2 * curves.WIDTH, 3))
        self.assertGreater(picture.std(), 10)

    def test_what_is_no_log_is_named(self) -> None:
        self.log.write_text("a,b\n1,2\n")
        for path in (self.log, self.log.with_name("missing.csv")):
            with self.assertRaisesRegex(TrainingError, path.name):
                curves.main([str(path)])


if __name__ == "__main__":
    unittest.main()
