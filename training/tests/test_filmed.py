import contextlib
import io
import json
import tempfile
import unittest
import unittest.mock
from pathlib import Path

import numpy as np

from training import filmed
from training.faces import load_faces
from training.mesh_depth import mesh_depth
from training.species import BONA_FIDE
from training.tests.filmed_folder import SPECIES, SUBJECTS, write_films
from training.tests.test_mesh_depth import FACES, in_crop
from training.windows import Windows


class Filmed(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name) / "real"
        self.mesh = in_crop(load_faces(FACES, "test")[0])
        self.entries = write_films(self.folder, self.mesh)

    def pack(self) -> str:
        with contextlib.redirect_stdout(io.StringIO()) as out:
            filmed.main(["--films", str(self.folder)])
        return out.getvalue()

    def test_packs_what_windows_reads(self) -> None:
        told = self.pack()
        self.assertIn("validation: 6 windows of 1 subjects: 2 bona fide, 2 flat print, 2 monitor replay", told)
        for part, subjects in SUBJECTS.items():
            windows = Windows(self.folder / part)
            self.assertEqual(len(windows), 2 * len(subjects) * len(SPECIES))
            self.assertEqual(windows.face.shape[1:], (5, 128, 128, 3))
            self.assertEqual(windows.context.shape[1:], (5, 128, 128, 3))
            self.assertEqual(windows.depth.shape[1:], (5, 32, 32))
            np.testing.assert_array_equal(windows.label, windows.species == BONA_FIDE)
            self.assertEqual(windows.depth[windows.attacks].max(), 0)
            self.assertFalse(windows.know_medium)
            for window in windows.depth[windows.live]:
                np.testing.assert_array_equal(window, np.broadcast_to(mesh_depth(self.mesh), window.shape))
            self.assertFalse(windows.filling.any())
            self.assertEqual(windows.statistics.shape[1:], (4,))

    def test_nobody_is_trained_and_validated_on(self) -> None:
        self.pack()
        people = {
            part: set(np.load(self.folder / part / "windows-00000.npz")["identity"]) for part in filmed.PARTS
        }
        self.assertEqual(people, {part: set(subjects) for part, subjects in SUBJECTS.items()})

    def test_shards_lose_no_window(self) -> None:
        with unittest.mock.patch.object(filmed, "SHARD", 5):
            self.pack()
        sizes = [len(np.load(path)["label"]) for path in sorted((self.folder / "train").iterdir())]
        self.assertEqual(sizes, [5, 5, 2])
        sums = Windows(self.folder / "train").face.sum((1, 2, 3, 4), dtype=np.int64)
        films = [np.load(self.folder / entry["file"])["face"] for entry in self.entries if entry["part"] == "train"]
        expected = np.concatenate(films).sum((1, 2, 3, 4), dtype=np.int64)
        self.assertEqual(sorted(sums), sorted(expected))

    def test_a_second_packing_replaces_the_first(self) -> None:
        self.pack()
        fewer = [entry for entry in self.entries if entry["subject"] != "bert"]
        (self.folder / "films.json").write_text(json.dumps(fewer))
        self.pack()
        self.assertEqual(len(Windows(self.folder / "train")), 6)

    def test_says_what_is_wrong(self) -> None:
        (self.folder / self.entries[0]["file"]).write_bytes(b"PK no film")
        with self.assertRaisesRegex(filmed.UnusableFilms, "anna/0.mp4"):
            self.pack()
        self.assertFalse((self.folder / "train").exists())
        live = [entry for entry in self.entries if entry["species"] == BONA_FIDE]
        (self.folder / "films.json").write_text(json.dumps(live))
        with self.assertRaisesRegex(filmed.UnusableFilms, "too few subjects"):
            self.pack()
        (self.folder / "films.json").write_text("[{")
        with self.assertRaisesRegex(filmed.UnusableFilms, "damaged"):
            self.pack()
        (self.folder / "films.json").unlink()
        with self.assertRaisesRegex(filmed.UnusableFilms, "npm run annotate"):
            self.pack()


if __name__ == "__main__":
    unittest.main()
