import unittest
from pathlib import Path

import cv2
import numpy as np

from training.faces import Face, load_faces
from training.mesh_depth import mesh_depth
from training.render.crops import CROP_SIZE, DEPTH_SIZE, FACE_SCALE

FACES = Path(__file__).parents[1] / "fixtures" / "faces"
NOSE_TIP = 1


def in_crop(face: Face) -> np.ndarray:
    """A fixture's mesh in px of a face crop about it."""
    mesh = face.mesh.copy()
    low, high = mesh[:, :2].min(0), mesh[:, :2].max(0)
    scale = CROP_SIZE / (FACE_SCALE * (high - low).max())
    mesh[:, :2] -= (low + high) / 2
    mesh *= scale
    mesh[:, :2] += CROP_SIZE / 2
    return mesh


class MeshDepth(unittest.TestCase):
    def setUp(self) -> None:
        self.meshes = [in_crop(face) for face in load_faces(FACES, "test")]

    def test_lies_on_the_face_and_nowhere_else(self) -> None:
        for mesh in self.meshes:
            hull = cv2.convexHull(mesh[:, :2].astype(np.float32))
            depth = mesh_depth(mesh)
            cell = CROP_SIZE / DEPTH_SIZE
            for row, column in np.ndindex(depth.shape):
                centre = ((column + 0.5) * cell, (row + 0.5) * cell)
                inside = cv2.pointPolygonTest(hull, centre, True)
                if inside > cell:
                    self.assertGreaterEqual(depth[row, column], 63)
                elif inside < -cell:
                    self.assertEqual(depth[row, column], 0)

    def test_is_nearest_at_the_nose(self) -> None:
        for mesh in self.meshes:
            depth = mesh_depth(mesh)
            self.assertGreater(depth.max(), 235)
            row, column = np.unravel_index(depth.argmax(), depth.shape)
            nose = mesh[NOSE_TIP, :2] / CROP_SIZE * DEPTH_SIZE
            self.assertLess(np.hypot(column + 0.5 - nose[0], row + 0.5 - nose[1]), 2.5)

    def test_flips_with_the_crop(self) -> None:
        for mesh in self.meshes:
            flipped = mesh * np.float32([-1, 1, 1]) + np.float32([CROP_SIZE, 0, 0])
            off = np.abs(mesh_depth(flipped)[:, ::-1].astype(int) - mesh_depth(mesh))
            # Rims are drawn to a sixteenth of a cell, to the left as to the right.
            self.assertLess(off.mean(), 1)


if __name__ == "__main__":
    unittest.main()
