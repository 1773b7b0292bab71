import contextlib
import sys
import tempfile
import unittest
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import cv2
import numpy as np

from training.data.annotate import Annotation, FacesOptions, LeftOut, annotate, make_set, write_set
from training.data.faces import NoFaces, load_faces
from training.errors import TrainingError

STILLS = Path("training/fixtures/faces/sfhq_t2i")


def answers(boxes=((0.2, 0.2, 0.5, 0.5),), points=None, matte=0.5):
    """Networks that answer as MediaPipe's do, whatever they are shown."""
    box = [
        SimpleNamespace(
            location_data=SimpleNamespace(relative_bounding_box=SimpleNamespace(xmin=x, ymin=y, width=w, height=h))
        )
        for x, y, w, h in boxes
    ]
    mesh = points and [SimpleNamespace(landmark=[SimpleNamespace(x=x, y=y, z=z) for x, y, z in points])]
    return [
        SimpleNamespace(process=lambda _, result=result: result)
        for result in (
            SimpleNamespace(detections=box),
            SimpleNamespace(multi_face_landmarks=mesh),
            SimpleNamespace(segmentation_mask=np.full((200, 200), matte, np.float32)),
        )
    ]


# 468 points on a grid over the middle of the box, at the depth of their row.
FITTING = [(0.25 + 0.4 * (i % 26) / 25, 0.25 + 0.4 * (i // 26) / 17, 0.1) for i in range(468)]


class Annotating(unittest.TestCase):
    def test_keeps_depth_in_pixels_of_the_mesh_networks_crop(self):
        one = annotate(np.zeros((200, 200, 3), np.uint8), *answers(points=FITTING))
        self.assertEqual((one.size, one.box), ((200, 200), (40, 40, 100, 100)))
        # 20 px of depth at a face of 80 px are 35.5 of the 142 px that a face has in that crop.
        np.testing.assert_array_equal(one.xyz_tenths[0], [500, 500, 355])
        self.assertEqual(one.matte[0, 0], 128)

    def test_says_why_a_picture_is_left_out(self):
        far = [(x / 4, y, z) for x, y, z in FITTING]
        small = [(0.4 + x / 5, 0.4 + y / 5, z) for x, y, z in FITTING]
        for networks, reason in (
            (answers(boxes=()), "shows no face"),
            (answers(boxes=((0, 0, 1, 1), (0, 0, 1, 1))), "shows 2 faces"),
            (answers(), "has no mesh"),
            (answers(points=far), "does not fit"),
            (answers(points=small), "less than 60"),
        ):
            with self.subTest(reason), self.assertRaisesRegex(LeftOut, reason):
                annotate(np.zeros((200, 200, 3), np.uint8), *networks)


class Writing(unittest.TestCase):
    def test_a_set_reads_as_it_was_annotated(self):
        still = next(iter(sorted(STILLS.glob("*.jpg"))))
        picture = cv2.imread(str(still))
        height, width = picture.shape[:2]
        points = np.array(FITTING, np.float32) * (width, height, 0)
        box = (0.2 * width, 0.2 * height, 0.5 * width, 0.5 * height)
        one = Annotation((width, height), box, np.round(10 * points).astype(np.int16), picture[..., 0])
        with tempfile.TemporaryDirectory() as folder:
            write_set({still: one}, {"other.png": "shows no face"}, Path(folder) / "faces" / "mine")
            found = [face for split in ("train", "validation", "test") for face in self.faces(Path(folder), split)]
            self.assertEqual([face.name for face in found], [f"mine/{still.name}"])
            np.testing.assert_allclose(found[0].mesh[:, :2], points[:, :2], atol=0.05)
            self.assertIsNotNone(found[0].matte())
            self.assertIn("shows no face", (Path(folder) / "faces/mine/left-out.csv").read_text())

    def test_a_matte_that_cannot_be_written_is_no_set_without_it(self):
        with tempfile.TemporaryDirectory() as folder, mock.patch.object(cv2, "imwrite", return_value=False):
            still, out = next(STILLS.glob("*.jpg")), Path(folder) / "set"
            one = Annotation((9, 9), (0, 0, 9, 9), np.zeros((468, 3), np.int16), np.zeros((9, 9), np.uint8))
            with self.assertRaisesRegex(TrainingError, "cannot write"):
                write_set({still: one}, {}, out)
            self.assertFalse(out.exists())

    def test_leaves_out_a_picture_whose_matte_would_have_the_name_of_another(self):
        detector, mesher, segmenter = (
            lambda one=one, **_: contextlib.nullcontext(one) for one in answers(points=FITTING)
        )
        solutions = SimpleNamespace(
            face_detection=SimpleNamespace(FaceDetection=detector),
            face_mesh=SimpleNamespace(FaceMesh=mesher),
            selfie_segmentation=SimpleNamespace(SelfieSegmentation=segmenter),
        )
        modules = {"mediapipe": SimpleNamespace(), "mediapipe.python": SimpleNamespace(solutions=solutions)}
        with tempfile.TemporaryDirectory() as folder, mock.patch.dict(sys.modules, modules):
            pictures, out = Path(folder) / "pictures", Path(folder) / "set"
            pictures.mkdir()
            for name in ("anna.jpg", "anna.png", "bo.png"):
                cv2.imwrite(str(pictures / name), np.zeros((200, 200, 3), np.uint8))
            make_set(FacesOptions(pictures=pictures, out=out))
            self.assertEqual(
                sorted(path.name for path in out.iterdir() if path.stem in ("anna", "bo")), ["anna.jpg", "bo.png"]
            )
            self.assertIn("anna.png,has the name of another picture", (out / "left-out.csv").read_text())

    def faces(self, folder, split):
        try:
            return load_faces(folder / "faces", split)
        except NoFaces:
            return []


if __name__ == "__main__":
    unittest.main()
