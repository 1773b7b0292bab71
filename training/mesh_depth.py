"""The depth label of a real face, drawn from its mesh as training/render/ draws it from a rendered one's relief."""

import cv2
import numpy as np
from scipy.interpolate import LinearNDInterpolator, NearestNDInterpolator

from training.render.crops import CROP_SIZE
from training.render.depth_label import FINE_SIZE, depth_label

SMOOTHING = 0.9  # cells of the fine grid, about as much as a rendered relief is smoothed by


def mesh_depth(mesh: np.ndarray) -> np.ndarray:
    """As depth_label makes it.

    `mesh`: 468x3 in px of the face crop of CROP_SIZE (x right, y down, edges at 0; z smaller is nearer).
    """
    columns, rows = np.meshgrid(*(2 * [(np.arange(FINE_SIZE) + 0.5) * CROP_SIZE / FINE_SIZE]))
    away = LinearNDInterpolator(mesh[:, :2], mesh[:, 2])(columns, rows)
    # A cell on the rim may have its centre outside the hull.
    outside = ~np.isfinite(away)
    away[outside] = NearestNDInterpolator(mesh[:, :2], mesh[:, 2])(columns[outside], rows[outside])
    away = cv2.GaussianBlur(cv2.medianBlur(away.astype(np.float32), 5), (0, 0), SMOOTHING)
    near, far = float(mesh[:, 2].min()), float(mesh[:, 2].max())
    return depth_label(away, near, far, mesh[:, :2] / CROP_SIZE)
