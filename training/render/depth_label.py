"""The depth label of a bona fide face."""

import cv2
import numpy as np

from training.data.crops import DEPTH_SIZE

NEAR_VALUE, FAR_VALUE = 1.0, 0.25
FINE_SIZE = DEPTH_SIZE * 2  # cells a side in which the face is drawn


def depth_label(away: np.ndarray, near: float, far: float, mesh: np.ndarray) -> np.ndarray:
    """uint8 DEPTH_SIZE^2: 255 where the face is nearest, a quarter of it where farthest, 0 outside the mesh's hull.

    `away`: the distance of each of FINE_SIZE^2 cells, `near` and `far`: the least and largest of the mesh, in any unit;
    `mesh`: n x 2 of the crop, 0 to 1.
    """
    value = FAR_VALUE + (NEAR_VALUE - FAR_VALUE) * np.clip((far - away) / (far - near), 0, 1)
    hull = cv2.convexHull(mesh.astype(np.float32))[:, 0]
    face = np.zeros((FINE_SIZE, FINE_SIZE), np.uint8)
    # Corners in sixteenths of a cell.
    cv2.fillConvexPoly(face, np.round((hull * FINE_SIZE - 0.5) * 16).astype(np.int32), 1, cv2.LINE_8, 4)
    label = cv2.resize((value * face).astype(np.float32), (DEPTH_SIZE, DEPTH_SIZE), interpolation=cv2.INTER_AREA)
    return np.round(255 * label).astype(np.uint8)
