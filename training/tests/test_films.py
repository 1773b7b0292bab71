import csv
import tempfile
import unittest
from pathlib import Path

import av
import numpy as np

from training.render import films

FACES = Path(__file__).parents[1] / "fixtures" / "faces"


class FilmsTest(unittest.TestCase):
    def test_what_is_written_is_what_was_shot(self) -> None:
        random = np.random.default_rng(0)
        shot = [random.integers(0, 256, (48, 64, 3), dtype=np.uint8) for _ in range(5)]
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "clip.mkv"
            films.write(shot, out)
            with av.open(str(out)) as film:
                frames = list(film.decode(video=0))
            self.assertEqual([round(float(frame.time), 3) for frame in frames], [0, 0.1, 0.2, 0.3, 0.4])
            for before, after in zip(shot, frames):
                np.testing.assert_array_equal(before, after.to_ndarray(format="rgb24"))
            self.assertEqual([path.name for path in Path(folder).iterdir()], ["clip.mkv"])

    def test_the_manifest_lists_every_clip_with_its_species(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            films.main(["--faces", str(FACES), "--split", "test", "--count", "4", "--out", folder])
            rows = list(csv.DictReader((Path(folder) / "manifest.csv").open()))
            self.assertEqual([row["label"] for row in rows], ["live", "attack", "live", "attack"])
            self.assertEqual([row["attack_type"] for row in rows], ["", "flat print", "", "phone replay"])
            for row in rows:
                self.assertTrue((Path(folder) / row["file"]).exists())
                x, y = map(int, row["face"].split())
                self.assertTrue(0 < x < 640 and 0 < y < 640)


if __name__ == "__main__":
    unittest.main()
