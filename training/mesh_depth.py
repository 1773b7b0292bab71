"""The depth label of a real face, drawn from its mesh as training/render/ draws it from a rendered one's relief."""

import cv2
import numpy as np
from scipy.interpolate import LinearNDInterpolator, NearestNDInterpolator

from training.render.crops import CROP_SIZE, DEPTH_SIZE
from training.render.live import FAR_VALUE, NEAR_VALUE

SMOOTHING = 0.9  # cells of the fine grid, about as much as a rendered relief is smoothed by


def mesh_depth(mesh: np.ndarray) -> np.ndarray:
    """uint8 DEPTH_SIZE^2: 255 where the face is nearest, a quarter of it where farthest, 0 outside the mesh's hull.

    `mesh`: 468x3 in px of the face crop of CROP_SIZE (x right, y down, edges at 0; z smaller is nearer).
    """
    fine = DEPTH_SIZE * 2
    step = CROP_SIZE / fine
    columns, rows = np.meshgrid(*(2 * [(np.arange(fine) + 0.5) * step]))
    away = LinearNDInterpolator(mesh[:, :2], mesh[:, 2])(columns, rows)
    # A cell on the rim may have its centre outside the hull.
    outside = ~np.isfinite(away)
    away[outside] = NearestNDInterpolator(mesh[:, :2], mesh[:, 2])(columns[outside], rows[outside])
    away = cv2.GaussianBlur(cv2.medianBlur(away.astype(np.float32), 5), (0, 0), SMOOTHING)
    near, far = float(mesh[:, 2].min()), float(mesh[:, 2].max())
    value = FAR_VALUE + (NEAR_VALUE - FAR_VALUE) * np.clip((far - away) / (far - near), 0, 1)
    hull = cv2.convexHull(mesh[:, :2].astype(np.float32))[:, 0]
    face = np.zeros((fine, fine), np.uint8)
    cv2.fillConvexPoly(face, np.round((hull / step - 0.5) * 16).astype(np.int32), 1, cv2.LINE_8, 4)
    label = cv2.resize(
        (value * face).astype(np.float32), (DEPTH_SIZE, DEPTH_SIZE), interpolation=cv2.INTER_AREA
    )
    return np.round(255 * label).astype(np.uint8)
