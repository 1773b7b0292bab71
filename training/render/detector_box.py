"""Where the detector would put its box on a rendered face."""

import numpy as np

from training.data.faces import mesh_side
from training.render.draws import Random, clipped_normal

# The box of BlazeFace short range (tasks-vision 0.10.35) against the mesh's, both in units of the mesh's
# longer side: measured on 160 training stills put into 640x480 frames at 90 to 260 px (159 found; standard
# deviations after one outlier). Its boxes are square.
BOX_CENTRE = (0.014, 0.055)
BOX_CENTRE_DEVIATION = (0.029, 0.036)
BOX_SIDE = 0.963
BOX_SIDE_DEVIATION = 0.064


def simulated_box(random: Random, mesh: np.ndarray) -> tuple[float, float, float, float]:
    """Where the detector would put its box (x, y, w, h px) on a face with this mesh (n x 2 px)."""
    low, high = mesh[:, :2].min(0), mesh[:, :2].max(0)
    unit = mesh_side(mesh)
    side = unit * (BOX_SIDE + clipped_normal(random, BOX_SIDE_DEVIATION, 2 * BOX_SIDE_DEVIATION))
    dx, dy = (
        mean + clipped_normal(random, deviation, 2 * deviation)
        for mean, deviation in zip(BOX_CENTRE, BOX_CENTRE_DEVIATION)
    )
    x, y = (low + high) / 2 + (dx * unit, dy * unit)
    return x - side / 2, y - side / 2, side, side
