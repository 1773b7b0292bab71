"""What the frames of a window look like, in numbers: tone, spectrum, noise, compression, motion, size.

Nothing here is learned and nothing decides anything: these are the figures by which rendered windows are held against
real ones (realism.py). Luminance and noise are in grey levels, 0 to 255. Figures of the crops are taken on the crops at
128 px, as the network sees them, those of noise and compression on the frame's own pixels.
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from training.render.crops import CONTEXT_SCALE, CROP_SIZE, FACE_SCALE, Rectangle, crop_around, resample
from training.statistics import sharpness

Box = tuple[float, float, float, float]  # x, y, width, height px of the frame

TRACKED_SIDE = 256  # px of the face crop in which motion is measured
LEAST_POINTS = 12  # a homography through fewer fits anything
LEAST_MOTION = 1.0  # px of the tracked crop; below, the residual over it is the tracker's own error
BLOCK = 8  # px, of JPEG
LEAST_SURROUNDINGS = 300  # px of the context crop; a face that fills it has none
_LUMA = np.float32([0.299, 0.587, 0.114])
# Immerkaer's difference of two Laplacians: no answer to slopes or to curvature along the axes.
_NOISE_MASK = np.float32([[1, -2, 1], [-2, 4, -2], [1, -2, 1]])


class FilmedWindow(NamedTuple):
    """`frames`: uint8 HxWx3 RGB, 0.1 s apart; `boxes`: the face's in each. `species`: the attack's, or "live"."""

    name: str
    species: str
    frames: list[np.ndarray]
    boxes: list[Box]
    drawn: dict[str, float]  # what a renderer drew for it; nothing for a real one

    @property
    def live(self) -> bool:
        return self.species == "live"

    def crop(self, scale: float, frame: int = 0) -> Rectangle:
        """The crop about the face box of a frame."""
        height, width = self.frames[frame].shape[:2]
        return crop_around(self.boxes[frame], scale, width, height)


def luminance(picture: np.ndarray) -> np.ndarray:
    """float32 HxW, 0 to 255, of uint8 HxWx3 RGB."""
    return picture.astype(np.float32) @ _LUMA


def _rings(luma: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of a square picture's spectrum: frequencies (cycles/px), mean power and number of bins of rings 1 bin wide."""
    side = len(luma)
    taper = np.hanning(side)
    power = np.abs(np.fft.fft2((luma - luma.mean()) * np.outer(taper, taper))) ** 2
    along = np.fft.fftfreq(side, 1 / side)
    ring = np.round(np.hypot(along[:, None], along)).astype(int).ravel()
    used = np.arange(1, side // 2)
    bins = np.bincount(ring)
    return used / side, (np.bincount(ring, power.ravel()) / np.maximum(bins, 1))[used], bins[used]


def spectrum_slope(luma: np.ndarray) -> float:
    """Slope of log power over log frequency from 4 cycles a side to 0.3 cycles/px; about -2 to -3 in sharp pictures."""
    frequency, power, _ = _rings(luma)
    fitted = (frequency >= 4 / len(luma)) & (frequency <= 0.3)
    return float(np.polyfit(np.log(frequency[fitted]), np.log(power[fitted] + 1e-6), 1)[0])


def high_frequency_share(luma: np.ndarray) -> float:
    """log10 of the share of the power above 2 cycles a side that lies above 0.25 cycles/px."""
    frequency, power, bins = _rings(luma)
    energy = power * bins
    return float(np.log10((energy[frequency > 0.25].sum() + 1e-9) / (energy[frequency > 2 / len(luma)].sum() + 1e-6)))


def noise_level(plane: np.ndarray, luma: np.ndarray) -> float:
    """Standard deviation of the noise of a float32 plane, after Immerkaer (1996), where the picture is flat.

    Flat is the third of the pixels on which the smoothed `luma` changes least, of those that are not clipped; NaN if
    nearly all are. Mean of magnitudes, not their median: in a codec's flat blocks that is 0.
    """
    smooth = cv2.GaussianBlur(luma, (0, 0), 2)
    gradient = cv2.magnitude(cv2.Sobel(smooth, cv2.CV_32F, 1, 0), cv2.Sobel(smooth, cv2.CV_32F, 0, 1))
    usable = (smooth > 16) & (smooth < 239)
    if usable.sum() < 200:
        return float("nan")
    flat = usable & (gradient <= np.percentile(gradient[usable], 33))
    answer = cv2.filter2D(plane, cv2.CV_32F, _NOISE_MASK)[flat]
    return float(np.abs(answer).mean() * np.sqrt(np.pi / 2) / np.linalg.norm(_NOISE_MASK))


def blockiness(luma: np.ndarray) -> float:
    """Mean step across the borders of 8 x 8 px blocks over that inside them; 1 without blocks.

    The picture begins where a block does.
    """
    ratios = []
    for plane in (luma, luma.T):
        steps = np.abs(np.diff(plane, axis=1)).mean(0)
        border = np.arange(len(steps)) % BLOCK == BLOCK - 1
        ratios.append(steps[border].mean() / max(steps[~border].mean(), 1e-3))
    return float(np.mean(ratios))


def saturation(picture: np.ndarray) -> float:
    """Mean saturation of HSV, 0 to 1."""
    high, low = picture.max(-1).astype(np.float32), picture.min(-1)
    return float(((high - low) / np.maximum(high, 1)).mean())


def red_over_blue(picture: np.ndarray) -> float:
    red, _, blue = picture.reshape(-1, 3).mean(0)
    return float(red / max(blue, 1))


def tracked(first: np.ndarray, last: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """n x 2 px each: corners of a uint8 grey picture and where they are in another.

    Only those that arrive where they began when they are followed back.
    """
    corners = cv2.goodFeaturesToTrack(first, 150, 0.01, 5)
    if corners is None:
        return np.zeros((0, 2), np.float32), np.zeros((0, 2), np.float32)
    there, found, _ = cv2.calcOpticalFlowPyrLK(first, last, corners, None, winSize=(15, 15), maxLevel=3)
    back, found_back, _ = cv2.calcOpticalFlowPyrLK(last, first, there, None, winSize=(15, 15), maxLevel=3)
    good = (found & found_back)[:, 0].astype(bool) & (np.abs(back - corners).max((1, 2)) < 0.5)
    return corners[good, 0], there[good, 0]


def homography_residual(start: np.ndarray, end: np.ndarray) -> tuple[float, float]:
    """Median motion of n x 2 px, and the median distance to which the best homography explains it, px.

    NaN for both with fewer than 12 points.
    """
    if len(start) < LEAST_POINTS:
        return float("nan"), float("nan")
    motion = float(np.median(np.linalg.norm(end - start, axis=1)))
    plane, _ = cv2.findHomography(start, end, cv2.LMEDS)
    if plane is None:
        return motion, float("nan")
    explained = cv2.perspectiveTransform(start[:, None].astype(np.float32), plane)[:, 0]
    return motion, float(np.median(np.linalg.norm(end - explained, axis=1)))


def appearance_of(window: FilmedWindow) -> dict[str, float]:
    """All figures of a window by name; those that cannot be taken are missing or NaN."""
    face, context = window.crop(FACE_SCALE), window.crop(CONTEXT_SCALE)
    faces = [resample(frame, face) for frame in window.frames]
    contexts = [resample(frame, context) for frame in window.frames]
    inside, outside = _parts(window.boxes[0], context)
    found = {}
    for name, picture in (("face", faces[0]), ("context", contexts[0])):
        found |= {f"{name} {what}": value for what, value in _still(picture).items()}
    found |= _surroundings(luminance(contexts[0]), inside, outside)
    found |= _traces(_aligned(window.frames[0], context))
    found |= _changes([luminance(picture) for picture in contexts], inside, outside)
    found |= _face_motion(window)
    height, width = window.frames[0].shape[:2]
    x, y, w, h = window.boxes[0]
    found["face size (px)"] = w
    found["face size / frame"] = w / min(width, height)
    found["face centre x / frame"] = (x + w / 2) / width
    found["face centre y / frame"] = (y + h / 2) / height
    return found


def _parts(box: Box, context: Rectangle) -> tuple[np.ndarray, np.ndarray]:
    """Masks over the context crop: the face box, and what is well outside it, above or beside it.

    What is below is the body.
    """
    across, down = CROP_SIZE / context.width, CROP_SIZE / context.height
    left, top = (box[0] - context.x) * across, (box[1] - context.y) * down
    right, bottom = left + box[2] * across, top + box[3] * down
    inside = np.zeros((CROP_SIZE, CROP_SIZE), bool)
    inside[max(0, int(top)) : int(bottom), max(0, int(left)) : int(right)] = True
    aside, above = 0.35 * (right - left), 0.35 * (bottom - top)
    outside = np.ones((CROP_SIZE, CROP_SIZE), bool)
    outside[max(0, int(top - above)) :, max(0, int(left - aside)) : int(right + aside)] = False
    return inside, outside


def _still(picture: np.ndarray) -> dict[str, float]:
    luma = luminance(picture)
    found = {f"luminance p{percent}": float(np.percentile(luma, percent)) for percent in (5, 50, 95)}
    return found | {
        "luminance": float(luma.mean()),
        "contrast": float(luma.std()),
        "saturation": saturation(picture),
        "red/blue": red_over_blue(picture),
        "spectrum slope": spectrum_slope(luma),
        "high-frequency share (log10)": high_frequency_share(luma),
        "sharpness/contrast": sharpness(luma),
    }


def _surroundings(luma: np.ndarray, inside: np.ndarray, outside: np.ndarray) -> dict[str, float]:
    if outside.sum() < LEAST_SURROUNDINGS:
        return {}
    detail = np.abs(cv2.Laplacian(luma, cv2.CV_32F))
    return {
        "surroundings - face luminance": float(luma[outside].mean() - luma[inside].mean()),
        "surroundings contrast": float(luma[outside].std()),
        "face/surroundings detail (log10)": _log_ratio(detail[inside].mean(), detail[outside].mean(), 0.1),
    }


def _aligned(frame: np.ndarray, crop: Rectangle) -> np.ndarray:
    """The frame's own pixels in a crop, from where the first whole block of 8 x 8 begins."""
    x, y = (-(-int(start) // BLOCK) * BLOCK for start in (crop.x, crop.y))
    return frame[y : int(crop.y + crop.height), x : int(crop.x + crop.width)]


def _traces(pixels: np.ndarray) -> dict[str, float]:
    """What sensor and codec leave in uint8 RGB pixels."""
    luma = luminance(pixels)
    noise = noise_level(luma, luma)
    return {
        "noise": noise,
        "noise of blue - luminance / noise": noise_level(pixels[..., 2] - luma, luma) / max(noise, 0.05),
        "blockiness": blockiness(luma),
    }


def _changes(lumas: list[np.ndarray], inside: np.ndarray, outside: np.ndarray) -> dict[str, float]:
    """Change of luminance between neighbouring frames, a little smoothed where motion is meant and not noise."""
    smooth = [cv2.GaussianBlur(luma, (0, 0), 1) for luma in lumas]
    energy = np.mean([np.abs(b - a) for a, b in zip(smooth, smooth[1:])], 0)
    found = {"motion energy, face": float(energy[inside].mean())}
    if outside.sum() >= LEAST_SURROUNDINGS:
        found["motion energy, surroundings"] = float(energy[outside].mean())
        found["motion energy, face/surroundings (log10)"] = _log_ratio(
            energy[inside].mean(), energy[outside].mean(), 0.05
        )
        # The quarter that changes least: what stands still changes by its noise, and by nothing if a codec skips it.
        found["change where still"] = float(np.percentile(np.abs(lumas[1] - lumas[0])[outside], 25))
    return found


def _face_motion(window: FilmedWindow) -> dict[str, float]:
    face = window.crop(FACE_SCALE)
    first, last = (
        np.round(luminance(resample(window.frames[index], face, TRACKED_SIDE))).astype(np.uint8) for index in (0, -1)
    )
    motion, residual = homography_residual(*tracked(first, last))
    percent = 100 * FACE_SCALE / TRACKED_SIDE  # of the face box a px is
    found = {"face motion, 0.4 s (% of face)": percent * motion, "homography residual (% of face)": percent * residual}
    if motion > LEAST_MOTION:
        found["homography residual/motion"] = residual / motion
    return found


def _log_ratio(a: float, b: float, floor: float) -> float:
    """log10(a / b); `floor` keeps what is next to nothing from deciding."""
    return float(np.log10((a + floor) / (b + floor)))
