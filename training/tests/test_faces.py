import shutil
import tempfile
import unittest
from collections import Counter
from pathlib import Path

import cv2
import numpy as np

from training.data.faces import SPLITS, NoFaces, UnusableFaces, in_colour, load_faces, mesh_side, split_of
from training.tests.fixtures import FACES

NOSE_TIP, LEFT_EAR, RIGHT_EAR, FOREHEAD, CHIN = 1, 234, 454, 10, 152


class SplitTest(unittest.TestCase):
    def test_shares_are_80_10_10(self) -> None:
        count = 20_000
        shares = Counter(split_of(f"face-{i}.jpg") for i in range(count))
        self.assertEqual(set(shares), set(SPLITS))
        for split, share in zip(SPLITS, (0.8, 0.1, 0.1)):
            self.assertAlmostEqual(shares[split] / count, share, delta=0.01)

    def test_splits_of_a_folder_are_disjoint(self) -> None:
        found: dict[str, set[str]] = {}
        for split in SPLITS:
            try:
                found[split] = {face.name for face in load_faces(FACES, split)}
            except NoFaces:
                found[split] = set()
        self.assertEqual(found["train"] | found["validation"], set())
        self.assertEqual(len(found["test"]), 6)

    def test_unknown_split_is_refused(self) -> None:
        with self.assertRaises(ValueError):
            load_faces(FACES, "dev")

    def test_a_damaged_set_and_a_wrong_folder_are_named(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            with self.assertRaisesRegex(NoFaces, f"no test face in colour below {folder}"):
                load_faces(Path(folder), "test")
            damaged = Path(folder) / "mine"
            damaged.mkdir()
            (damaged / "meshes.npz").write_bytes(b"PK cut off")
            (damaged / "index.json").write_text("[]")
            with self.assertRaisesRegex(UnusableFaces, "mine: index.json or meshes.npz cannot be read"):
                load_faces(Path(folder), "test")


class ColourTest(unittest.TestCase):
    def test_a_black_and_white_still_has_none(self) -> None:
        face = load_faces(FACES, "test")[0]
        self.assertTrue(in_colour(face))
        with tempfile.TemporaryDirectory() as folder:
            still = Path(folder) / "grey.png"
            cv2.imwrite(str(still), cv2.cvtColor(face.load(), cv2.COLOR_RGB2GRAY))
            self.assertFalse(in_colour(face._replace(still=still)))

    def test_a_black_and_white_still_is_left_out(self) -> None:
        first, *others = load_faces(FACES, "test")
        with tempfile.TemporaryDirectory() as root:
            folder = shutil.copytree(first.still.parent, Path(root) / "some")
            cv2.imwrite(str(folder / first.still.name), cv2.cvtColor(first.load(), cv2.COLOR_RGB2GRAY))
            left = [face.still.name for face in load_faces(Path(root), "test")]
        self.assertEqual(left, [face.still.name for face in others])

    def test_a_still_that_was_shrunk_after_its_mesh_was_made_is_named(self) -> None:
        first = load_faces(FACES, "test")[0]
        for share in (2, 8):
            with tempfile.TemporaryDirectory() as root:
                folder = shutil.copytree(first.still.parent, Path(root) / "some")
                small = cv2.resize(first.load(), None, fx=1 / share, fy=1 / share)
                cv2.imwrite(str(folder / first.still.name), cv2.cvtColor(small, cv2.COLOR_RGB2BGR))
                with self.assertRaisesRegex(UnusableFaces, f"{first.still.name} has about .*annotate its set anew"):
                    load_faces(Path(root), "test")


class MeshTest(unittest.TestCase):
    def test_mesh_lies_on_its_still_and_is_as_deep_as_a_face(self) -> None:
        for face in load_faces(FACES, "test"):
            height, width = face.load().shape[:2]
            self.assertTrue((face.mesh[:, :2] >= 0).all() and (face.mesh[:, :2] < (width, height)).all())
            self.assertLess(face.mesh[FOREHEAD, 1], face.mesh[CHIN, 1])
            self.assertLess(face.mesh[NOSE_TIP, 2], face.mesh[[LEFT_EAR, RIGHT_EAR], 2].min())
            # MediaPipe's canonical face is 10.0 deep and 17.7 high.
            self.assertAlmostEqual(np.ptp(face.mesh[:, 2]) / mesh_side(face.mesh), 10.0 / 17.7, delta=0.2)
