import csv
import tempfile
import unittest
from pathlib import Path
from typing import Any
from unittest import mock

import av
import numpy as np

from training.claim import MadeOtherwise
from training.errors import TrainingError
from training.render import films
from training.render.camera import Camera
from training.render.scene import Recording
from training.render.windows import compose_scene
from training.tests.fixtures import FACES, run


def listed(folder: Path) -> list[dict[str, str]]:
    with (folder / "manifest.csv").open(newline="") as file:
        return list(csv.DictReader(file))


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
            options = ["--faces", str(FACES), "--split", "test", "--count", "4", "--out", folder]
            run("render films", *options)
            rows = listed(Path(folder))
            self.assertEqual([row["label"] for row in rows], ["live", "attack", "live", "attack"])
            with self.assertRaisesRegex(MadeOtherwise, "not .* --windows 2"):
                run("render films", *options, "--windows", "2")
            self.assertEqual([row["attack_type"] for row in rows], ["", "flat print", "", "phone replay"])
            for row in rows:
                self.assertTrue((Path(folder) / row["file"]).exists())
                x, y = map(int, row["face"].split())
                self.assertTrue(0 < x < 640 and 0 < y < 640)
                self.assertEqual(row["age"], "")

            # Ages may be estimated later: clips stay as they are, the manifest gets them.
            ages = Path(folder) / "ages.csv"
            ages.write_text(f'face,age\n"{rows[0]["subject"]}",29.9\n"{rows[1]["subject"]}",30.0\n')
            written = [(Path(folder) / row["file"]).stat().st_mtime_ns for row in rows]
            run("render films", *options, "--ages", str(ages))
            again = listed(Path(folder))
            groups = {rows[0]["subject"]: "under 30", rows[1]["subject"]: "30 to 49"}
            self.assertEqual([row["age"] for row in again], [groups.get(row["subject"], "") for row in again])
            self.assertEqual([row["glasses"] for row in again], [""] * 4)
            self.assertEqual([(Path(folder) / row["file"]).stat().st_mtime_ns for row in rows], written)

            glasses = Path(folder) / "glasses.csv"
            glasses.write_text(f'face,glasses\n"{rows[0]["subject"]}",yes\n"{rows[1]["subject"]}",no\n')
            run("render films", *options, "--ages", str(ages), "--glasses", str(glasses))
            both = listed(Path(folder))
            worn = {rows[0]["subject"]: "worn", rows[1]["subject"]: "none"}
            self.assertEqual([row["age"] for row in both], [row["age"] for row in again])
            self.assertEqual([row["glasses"] for row in both], [worn.get(row["subject"], "") for row in both])

    def test_a_mirrored_camera_mirrors_where_the_face_is(self) -> None:
        def rendered(mirrored: bool) -> tuple[np.ndarray, int]:
            def composed(*of: Any) -> tuple[Recording, Camera]:
                recording, camera = compose_scene(*of)
                camera.mirrored = mirrored
                return recording, camera

            with tempfile.TemporaryDirectory() as folder, mock.patch.object(films, "compose_scene", composed):
                row = films.render_clip(films.FilmsOptions(faces=FACES, out=Path(folder), split="test", count=1), 0)
                with av.open(str(Path(folder) / row["file"])) as film:
                    picture = next(film.decode(video=0)).to_ndarray(format="rgb24")
            return picture, int(row["face"].split()[0])

        (plain, x), (mirrored, mirrored_x) = rendered(False), rendered(True)
        np.testing.assert_array_equal(plain[:, ::-1], mirrored)
        self.assertAlmostEqual(mirrored_x, plain.shape[1] - 1 - x, delta=1)
        self.assertGreater(abs(mirrored_x - x), 2)

    def test_clips_of_another_seed_or_of_other_faces_are_refused(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            options = ["--faces", str(FACES), "--split", "test", "--count", "1", "--out", folder]
            run("render films", *options)
            manifest, note = Path(folder) / "manifest.csv", Path(folder) / "made.txt"
            manifest.unlink()  # as after an interruption
            with self.assertRaisesRegex(MadeOtherwise, "--split test --seed 0 of the people .*, not .* --seed 1 of"):
                run("render films", *options, "--seed", "1")
            note.write_text(note.read_text().replace("the people ", "the people 0"))
            with self.assertRaisesRegex(MadeOtherwise, "the people 0"):
                run("render films", *options)
            note.unlink()
            with self.assertRaisesRegex(MadeOtherwise, "nobody knows"):
                run("render films", *options)
            self.assertFalse(manifest.exists())

    def test_a_table_of_anything_but_ages_is_refused(self) -> None:
        options = ["--faces", str(FACES), "--split", "test", "--count", "1"]
        with tempfile.TemporaryDirectory() as folder:
            ages, out = Path(folder) / "ages.csv", Path(folder) / "films"
            for table in (
                "",
                "face,age\n",
                "name,years\na,3\n",
                "face,age\na,old\n",
                "face,age\na,nan\n",
                "face,age\na,0\n",
            ):
                ages.write_text(table)
                with self.subTest(table=table), self.assertRaises(TrainingError):
                    run("render films", *options, "--out", str(out), "--ages", str(ages))
            with self.assertRaises(TrainingError):
                run("render films", *options, "--out", str(out), "--ages", folder)
            self.assertFalse(out.exists())
            for table in ("face,glasses\n", "face,age\na,3\n", "face,glasses\na,perhaps\n"):
                ages.write_text(table)
                with self.subTest(table=table), self.assertRaises(TrainingError):
                    run("render films", *options, "--out", str(out), "--glasses", str(ages))
            self.assertFalse(out.exists())
            ages.write_text("face,age\nsomebody else,40\n")
            with self.assertRaisesRegex(TrainingError, "none of the 1 clips' faces"):
                run("render films", *options, "--out", str(out), "--ages", str(ages))
