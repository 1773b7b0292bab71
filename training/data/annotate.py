"""Makes a face set from the pictures in a folder, one person a picture: face box, mesh and matte.

    pip install mediapipe==0.10.21   # Apache-2.0, with its models; nothing else here needs it
    python3 -m training faces PICTURES --out FACES/mine

They have to show the shoulders and the space beside the head: no scene can be made of faces cropped more tightly.
Pictures that cannot be decoded, or do not show exactly one face of 60 px or more that the mesh fits, are named with
the reason, on the screen and in `left-out.csv`. The set appears when it is whole. Look at some of the mattes: hair
before a background of its own colour keeps a fringe of that background.
"""

import csv
import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from training.data.faces import MESH_FACE_PIXELS, MIN_SIDE, NoFaces, mesh_agrees, mesh_side
from training.errors import TrainingError
from training.options import option

ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".bmp")
LANDMARKS = 468


class LeftOut(Exception):
    """Why a picture is not part of the set."""


@dataclass(frozen=True, kw_only=True)
class FacesOptions:
    pictures: Path = option(help="folder of pictures", word=False)
    out: Path = option(help="the face set's folder, which must not exist")


@dataclass(frozen=True)
class Annotation:
    """One picture: its size and face box (x, y, w, h), px; mesh as meshes.npz stores it; matte, uint8 HxW."""

    size: tuple[int, int]
    box: tuple[float, float, float, float]
    xyz_tenths: np.ndarray
    matte: np.ndarray


def annotate(picture: np.ndarray, detector: Any, mesher: Any, segmenter: Any) -> Annotation:
    """Annotates an RGB picture by MediaPipe's three networks. Raises LeftOut."""
    height, width = picture.shape[:2]
    found = detector.process(picture).detections or []
    if len(found) != 1:
        raise LeftOut(f"shows {len(found)} faces" if found else "shows no face")
    part = found[0].location_data.relative_bounding_box
    box = (part.xmin * width, part.ymin * height, part.width * width, part.height * height)
    meshes = mesher.process(picture).multi_face_landmarks or []
    if not meshes:
        raise LeftOut("has no mesh")
    points = [(point.x * width, point.y * height, point.z * width) for point in meshes[0].landmark[:LANDMARKS]]
    mesh = np.array(points, np.float32)
    side = mesh_side(mesh)
    if side < MIN_SIDE:
        raise LeftOut(f"has a face of {side:.0f} px, less than {MIN_SIDE:.0f}")
    if not mesh_agrees(mesh, box):
        raise LeftOut("has a mesh that does not fit its face")
    # Depth in pixels of the mesh network's own crop, as the sets have it.
    mesh[:, 2] *= MESH_FACE_PIXELS / side
    matte = np.round(255 * segmenter.process(picture).segmentation_mask).astype(np.uint8)
    return Annotation((width, height), box, np.round(10 * mesh).astype(np.int16), matte)


def write_set(annotations: dict[Path, Annotation], left_out: dict[str, str], out: Path) -> None:
    """Writes the set's folder, which appears when it is whole."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent) as part:
        folder = Path(part) / "set"
        (folder / "mattes").mkdir(parents=True)
        index = []
        for path, one in annotations.items():
            shutil.copy(path, folder / path.name)
            matte = folder / "mattes" / f"{path.stem}.png"
            if not cv2.imwrite(str(matte), one.matte):
                raise TrainingError(f"cannot write {matte.name} to {out.parent}: there may be no room")
            index.append({"f": path.name, "wh": one.size, "face": [round(value) for value in one.box]})
        (folder / "index.json").write_text(json.dumps(index))
        np.savez_compressed(
            folder / "meshes.npz",
            names=[path.name for path in annotations],
            xyz_tenths=[one.xyz_tenths for one in annotations.values()],
            # The detector has found exactly one face, and the mesh fits it.
            score=np.ones(len(annotations), np.float32),
        )
        with (folder / "left-out.csv").open("w", newline="") as file:
            csv.writer(file).writerows([("file", "reason"), *left_out.items()])
        folder.rename(out)


def make_set(options: FacesOptions) -> None:
    """Annotates a folder. Raises TrainingError without MediaPipe or where the set exists, NoFaces if none is left."""
    if options.out.exists():
        raise TrainingError(f"{options.out} exists already")
    try:
        from mediapipe.python import solutions
    except ImportError as error:
        raise TrainingError("MediaPipe is missing: pip install mediapipe==0.10.21") from error
    paths = sorted(path for path in options.pictures.iterdir() if path.suffix.lower() in ENDINGS)
    annotations: dict[Path, Annotation] = {}
    left_out: dict[str, str] = {}
    stems: set[str] = set()
    with (
        solutions.face_detection.FaceDetection(model_selection=0) as detector,
        solutions.face_mesh.FaceMesh(static_image_mode=True, max_num_faces=1) as mesher,
        solutions.selfie_segmentation.SelfieSegmentation(model_selection=0) as segmenter,
    ):
        for path in paths:
            picture = cv2.imread(str(path), cv2.IMREAD_COLOR)
            try:
                if picture is None:
                    raise LeftOut("cannot be decoded")
                # Mattes are named without the ending.
                if path.stem in stems:
                    raise LeftOut("has the name of another picture but for its ending")
                annotations[path] = annotate(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), detector, mesher, segmenter)
                stems.add(path.stem)
            except LeftOut as reason:
                left_out[path.name] = str(reason)
                print(f"{path.name} {reason}")
    if not annotations:
        raise NoFaces(f"no usable face in {options.pictures}")
    write_set(annotations, left_out, options.out)
    print(f"{options.out}: {len(annotations)} faces, {len(left_out)} pictures left out")
