"""A still as a body in three dimensions: its relief, carried on over hair and shoulders, and its matte."""

from typing import NamedTuple

import cv2
import numpy as np

from training.data.faces import mesh_side

RELIEF_CELLS = 64  # relief cells along the mesh's longer side
MATTE_CELLS = 40
CHEST = 0.85  # mesh sides below the face's centre: a still that ends above shows no shoulders to cut out
BODY_LENGTH = 1.6  # how far the body goes on below the still, in mesh sides


def border(width: int, height: int) -> int:
    """px at a still's edges that are left out: figures' stills have dark or rounded borders."""
    return max(2, round(0.012 * min(width, height)))


class Person(NamedTuple):
    """Lengths are in mesh sides where not said otherwise.

    `texture` uint8 HxWx4 RGBA (alpha is the matte, 255 everywhere if none was cut; with a matte the body goes
    on below the still); `centre` of the face and `side` of the mesh in its px; `mesh` float32 468x3, relative
    to `centre`; `relief` float32, depth (0 at the face's rim, negative nearer) over the texture at
    `relief_scale` cells per px; `crown_cut`: the hair runs off the still's top.
    """

    texture: np.ndarray
    centre: np.ndarray
    side: float
    mesh: np.ndarray
    relief: np.ndarray
    relief_scale: float
    crown_cut: bool


def _interpolated(mesh: np.ndarray, columns: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """z at the points of a grid (x of each column, y of each row), linear within each triangle of Delaunay's
    triangulation; NaN outside of all."""
    points = mesh[:, :2].astype(np.float32)
    low, size = points.min(0), np.ptp(points, 0).max()
    # Wider than the mesh: the triangulation starts from a triangle around it, whose corners must not disturb it.
    plane = cv2.Subdiv2D((*map(int, low - 10 * size), int(21 * size), int(21 * size)))
    plane.insert(points)
    corners = plane.getTriangleList().reshape(-1, 3, 2).astype(np.float64)
    heights = _heights(mesh, corners)
    edges = np.diff(corners, axis=1)
    kept = np.isfinite(heights).all(1) & (np.linalg.det(edges) != 0)  # without those at the triangle around
    corners, heights, inverse = corners[kept], heights[kept], np.linalg.inv(edges[kept])
    left, right = (np.searchsorted(columns, side) for side in (corners[..., 0].min(1), corners[..., 0].max(1)))
    top, bottom = (np.searchsorted(rows, side) for side in (corners[..., 1].min(1), corners[..., 1].max(1)))
    # Each triangle with all points of its bounding box.
    count = (right - left) * (bottom - top)
    one = np.repeat(np.arange(len(count)), count)
    place = np.arange(len(one)) - np.repeat(np.cumsum(count) - count, count)
    row, column = top[one] + place // (right - left)[one], left[one] + place % (right - left)[one]
    offset = np.stack([columns[column], rows[row]], 1) - corners[one, 0]
    # Shares of the two edges that lead from the first corner over the second to the third.
    first, second = np.einsum("ni,nij->jn", offset, inverse[one])
    inside = (first <= 1 + 1e-9) & (second <= first + 1e-9) & (second >= -1e-9)
    rise = np.diff(heights, axis=1)[one]
    z = np.full((len(rows), len(columns)), np.nan)
    z[row[inside], column[inside]] = (heights[one, 0] + first * rise[:, 0] + second * rise[:, 1])[inside]
    return z


def _heights(mesh: np.ndarray, corners: np.ndarray) -> np.ndarray:
    """z of the mesh's points at the corners (... x 2); NaN where there is none."""
    key, wanted = (at[..., 0] + 1j * at[..., 1] for at in (mesh.astype(np.float32), corners))
    order = np.argsort(key, kind="stable")
    found = order[np.searchsorted(key[order], wanted, side="right") - 1]
    return np.where(key[found] == wanted, mesh[found, 2].astype(np.float64), np.nan)


def _relief(mesh: np.ndarray, width: int, height: int, scale: float) -> np.ndarray:
    """Depth of the mesh (px, z relative to the rim in mesh sides) over the picture."""
    w, h = max(2, round(width * scale)), max(2, round(height * scale))
    columns, rows = ((np.arange(count) + 0.5) / scale - 0.5 for count in (w, h))
    depth = _interpolated(mesh, columns, rows).astype(np.float32)
    face = np.isfinite(depth)
    depth[~face] = 0
    depth = cv2.medianBlur(depth, 5)
    weight = face.astype(np.float32)
    blur = RELIEF_CELLS / 8
    spread = cv2.GaussianBlur(depth * weight, (0, 0), blur) / (cv2.GaussianBlur(weight, (0, 0), blur) + 1e-3)
    away = cv2.distanceTransform((~face).astype(np.uint8), cv2.DIST_L2, 3) / RELIEF_CELLS
    # Hair and ears lie behind the rim, shoulders no further back than the neck: fall off, then stay level.
    behind = spread * np.exp(-3 * away) + 0.22 * (1 - np.exp(-4 * away))
    return cv2.GaussianBlur(np.where(face, depth, behind), (0, 0), 1.2)


def _ellipse(dx: np.ndarray, dy: np.ndarray, y: float, rx: float, ry: float) -> np.ndarray:
    return (dx / rx) ** 2 + ((dy - y) / ry) ** 2 < 1


def _matte(still: np.ndarray, mesh: np.ndarray, centre: np.ndarray, side: float) -> np.ndarray | None:
    """Float32 HxW in [0, 1], or None where the cut is not to be trusted."""
    height, width = still.shape[:2]
    scale = MATTE_CELLS / side
    small = cv2.resize(still, (round(width * scale), round(height * scale)), interpolation=cv2.INTER_AREA)
    h, w = small.shape[:2]
    dx, dy = np.meshgrid((np.arange(w) / scale - centre[0]) / side, (np.arange(h) / scale - centre[1]) / side)
    mask = np.full((h, w), cv2.GC_PR_BGD, np.uint8)
    torso = (dy > 0.45) & (np.abs(dx) < np.clip((dy - 0.45) * 1.9, 0.3, 1.4))
    mask[_ellipse(dx, dy, -0.12, 0.6, 0.85) | torso] = cv2.GC_PR_FGD
    hull = cv2.convexHull((mesh[:, :2] * scale).astype(np.int32))
    cv2.fillConvexPoly(mask, hull, cv2.GC_FGD)
    mask[_ellipse(dx, dy, -0.12, 0.42, 0.56)] = cv2.GC_FGD
    mask[(np.abs(dx) < np.clip((dy - 0.5) * 1.4, 0.18, 0.75)) & (dy > 0.2)] = cv2.GC_FGD
    mask[((np.abs(dx) > 1.0) & (dy < 0.3)) | (dy < -1.15)] = cv2.GC_BGD
    try:
        cv2.setRNGSeed(1)
        cv2.grabCut(small[..., ::-1].copy(), mask, None, np.zeros((1, 65)), np.zeros((1, 65)), 3, cv2.GC_INIT_WITH_MASK)
    except cv2.error:
        return None
    cut = ((mask == cv2.GC_FGD) | (mask == cv2.GC_PR_FGD)).astype(np.uint8)
    cut = cv2.morphologyEx(cut, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    _, labels = cv2.connectedComponents(cut)
    face_label = labels[int(np.clip(centre[1] * scale, 0, h - 1)), int(np.clip(centre[0] * scale, 0, w - 1))]
    cut = ((labels == face_label) & (cut > 0)).astype(np.uint8)
    holes, outside = 1 - cut, np.zeros((h + 4, w + 4), np.uint8)
    padded = cv2.copyMakeBorder(holes, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=1)
    cv2.floodFill(padded, outside, (0, 0), 2)
    cut = (padded[1:-1, 1:-1] != 2).astype(np.uint8)
    head_band = (dy > -0.9) & (dy < 0.3)
    beside = head_band & (np.abs(dx) > 0.9)
    head = _ellipse(dx, dy, -0.1, 0.5, 0.62)
    crown = (np.abs(dx) < 0.22) & (dy > -0.74) & (dy < -0.6)
    reaches_down = cut[-1, np.abs(dx[0]) < 0.3].mean() > 0.6 if (np.abs(dx[0]) < 0.3).any() else False
    if cut[head].mean() < 0.93 or (crown.any() and cut[crown].mean() < 0.85):
        return None
    if (beside.any() and cut[beside].mean() > 0.1) or not reaches_down:
        return None
    head_rows = dy[:, 0] < 0.25
    if cut[head_rows][:, [0, -1]].any():  # hair cut by the still's side
        return None
    return _refine(cut.astype(np.float32), still)


def _refine(cut: np.ndarray, still: np.ndarray) -> np.ndarray:
    """The small cut at the still's size, its edge drawn to the picture's own by a guided filter."""
    height, width = still.shape[:2]
    rough = cv2.resize(cut, (width, height), interpolation=cv2.INTER_LINEAR)
    radius = max(2, round(1.2 * width / cut.shape[1]))
    box = (2 * radius + 1, 2 * radius + 1)
    guide = cv2.cvtColor(still, cv2.COLOR_RGB2GRAY).astype(np.float32) / 255
    mean, mean_cut = cv2.blur(guide, box), cv2.blur(rough, box)
    variance = cv2.blur(guide * guide, box) - mean * mean
    slope = (cv2.blur(guide * rough, box) - mean * mean_cut) / (variance + 1e-3)
    level = mean_cut - slope * mean
    soft = cv2.blur(slope, box) * guide + cv2.blur(level, box)
    # A little inside the cut: the outermost pixels carry the old background's colour.
    return np.clip((soft - 0.35) / 0.5, 0, 1)


def _round_shoulders(matte: np.ndarray, side: float) -> np.ndarray:
    """Where the still cuts through a shoulder, an arm's outline instead of a straight edge."""
    height, width = matte.shape
    radius = 0.4 * side
    inset = 0.03 * side
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    for edge in (x, width - 1 - x):
        column = matte[:, 2] if edge is x else matte[:, -3]
        rows = np.flatnonzero(column > 0.4)
        if len(rows) == 0:
            continue
        across, down = radius + inset - edge, rows[0] + radius - y
        gap = np.where(down > 0, np.hypot(across, down), across) - radius
        matte = np.where(across > 0, matte * np.clip(0.5 - gap, 0, 1), matte)
    return matte


def _continued(last: np.ndarray, below: int) -> np.ndarray:
    """The body below the still: its last rows carried down, losing detail and light."""
    row = last.astype(np.float32).mean(0, keepdims=True)
    soft = cv2.GaussianBlur(row, (0, 0), max(1.0, row.shape[1] * 0.06), borderType=cv2.BORDER_REPLICATE)
    fade = np.linspace(0, 1, below, dtype=np.float32)[:, None, None]
    blend = np.minimum(1, fade * 6)
    rows = (row * (1 - blend) + soft * blend) * (1 - 0.3 * fade)
    rows[..., 3] = row[..., 3]
    return np.round(rows).astype(np.uint8)


def build(still: np.ndarray, mesh: np.ndarray, side: float) -> Person:
    """The person of a still (uint8 RGB) inside their picture, to be shown with a mesh side of about `side` px."""
    still, mesh, _ = _prepared(still, mesh, side, None)
    alpha = np.full(still.shape[:2], 255, np.uint8)
    return _person(np.dstack([still, alpha]), mesh, still.shape[1], crown_cut=False)


def build_cut_out(still: np.ndarray, mesh: np.ndarray, side: float, matte: np.ndarray | None) -> Person | None:
    """The person alone, by `matte` (float32 as large as the still, in [0, 1]) if there is one; None if it cannot be
    cut.

    Otherwise as `build`.
    """
    still, mesh, matte = _prepared(still, mesh, side, matte)
    unit, centre = mesh_side(mesh), (mesh[:, :2].min(0) + mesh[:, :2].max(0)) / 2
    if still.shape[0] - centre[1] <= CHEST * unit:
        return None
    if matte is None:
        matte = _matte(still, mesh, centre, unit)
    elif matte[:, [0, -1]][: int(centre[1] + 0.5 * unit)].max() > 0.5:  # hair cut by the still's side
        return None
    if matte is None:
        return None
    texture = np.dstack([still, np.round(255 * _round_shoulders(matte, unit)).astype(np.uint8)])
    texture = np.concatenate([texture, _continued(texture[-3:], round(BODY_LENGTH * unit))])
    return _person(texture, mesh, still.shape[1], crown_cut=bool(matte[:2].max() > 0.3))


def _prepared(
    still: np.ndarray, mesh: np.ndarray, side: float, matte: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
    """Still, mesh and matte without the border and not much larger than they are shown."""
    margin = border(*still.shape[1::-1])
    still = still[margin:-margin, margin:-margin]
    matte = None if matte is None else matte[margin:-margin, margin:-margin]
    mesh = np.subtract(mesh, np.array([margin, margin, 0], np.float32))
    shrink = 1.2 * side / mesh_side(mesh)
    if shrink < 0.9:
        still = cv2.resize(still, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
        matte = None if matte is None else cv2.resize(matte, still.shape[1::-1], interpolation=cv2.INTER_AREA)
        mesh *= np.float32(shrink)
    return still, mesh, matte


def _person(texture: np.ndarray, mesh: np.ndarray, width: int, crown_cut: bool) -> Person:
    unit, centre = mesh_side(mesh), (mesh[:, :2].min(0) + mesh[:, :2].max(0)) / 2
    hull = cv2.convexHull(mesh[:, :2].astype(np.float32), returnPoints=False)[:, 0]
    mesh[:, 2] = (mesh[:, 2] - np.median(mesh[hull, 2])) / unit
    scale = RELIEF_CELLS / unit
    relief = _relief(mesh, width, texture.shape[0], scale)
    solid = np.column_stack([(mesh[:, :2] - centre) / unit, mesh[:, 2]]).astype(np.float32)
    return Person(texture, centre, unit, solid, relief, scale, crown_cut)
