"""Features of a window's crops in numbers: tone, spectrum, noise, motion.

Nothing here is learned and nothing decides anything: by these features realism.py compares two sets of windows.
Luminance and noise are in grey levels, 0 to 255. The face is taken to lie in the middle of its crops.
"""

import cv2
import numpy as np

from training.data.crops import CONTEXT_SCALE
from training.data.image_statistics import sharpness

LUMA = np.array([0.299, 0.587, 0.114], np.float32)
# Immerkaer's difference of two Laplacians: no response to slopes or to curvature along the axes.
NOISE_MASK = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)


def luminance(image: np.ndarray) -> np.ndarray:
    """uint8 ... x H x W x 3 RGB -> float32 ... x H x W, 0 to 255."""
    return image.astype(np.float32) @ LUMA


def spectrum(luma: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The spectrum of a square image in rings one bin wide: frequencies (cycles/px), mean power, number of bins."""
    side = len(luma)
    taper = np.hanning(side)
    power = np.abs(np.fft.fft2((luma - luma.mean()) * np.outer(taper, taper))) ** 2
    along = np.fft.fftfreq(side, 1 / side)
    ring = np.round(np.hypot(along[:, None], along)).astype(int).ravel()
    used = np.arange(1, side // 2)
    bins = np.bincount(ring)
    return used / side, (np.bincount(ring, power.ravel()) / np.maximum(bins, 1))[used], bins[used]


def spectrum_slope(luma: np.ndarray) -> float:
    """Slope of log power over log frequency from 4 cycles a side to 0.3 cycles/px; about -2 to -3 in sharp images."""
    frequency, power, _ = spectrum(luma)
    fitted = (frequency >= 4 / len(luma)) & (frequency <= 0.3)
    return float(np.polyfit(np.log(frequency[fitted]), np.log(power[fitted] + 1e-6), 1)[0])


def high_frequency_share(luma: np.ndarray) -> float:
    """log10 of the share of the power above 2 cycles a side that lies above 0.25 cycles/px."""
    frequency, power, bins = spectrum(luma)
    energy = power * bins
    return float(np.log10((energy[frequency > 0.25].sum() + 1e-9) / (energy[frequency > 2 / len(luma)].sum() + 1e-6)))


def noise_level(plane: np.ndarray, luma: np.ndarray) -> float:
    """Standard deviation of the noise of a float32 plane, after Immerkaer (1996), where the image is flat.

    Flat is the third of the pixels on which the smoothed `luma` changes least, of those that are not clipped; NaN if
    nearly all are. It is a mean of magnitudes, not their median: in a codec's flat blocks that is 0.
    """
    smooth = cv2.GaussianBlur(luma, (0, 0), 2)
    gradient = cv2.magnitude(cv2.Sobel(smooth, cv2.CV_32F, 1, 0), cv2.Sobel(smooth, cv2.CV_32F, 0, 1))
    usable = (smooth > 16) & (smooth < 239)
    if usable.sum() < 200:
        return float("nan")
    flat = usable & (gradient <= np.percentile(gradient[usable], 33))
    response = cv2.filter2D(plane, cv2.CV_32F, NOISE_MASK)[flat]
    return float(np.abs(response).mean() * np.sqrt(np.pi / 2) / np.linalg.norm(NOISE_MASK))


def saturation(image: np.ndarray) -> float:
    """Mean saturation of HSV, 0 to 1."""
    high, low = image.max(-1).astype(np.float32), image.min(-1)
    return float(((high - low) / np.maximum(high, 1)).mean())


def red_over_blue(image: np.ndarray) -> float:
    red, _, blue = image.reshape(-1, 3).mean(0)
    return float(red / max(blue, 1))


def image_features(faces: np.ndarray, contexts: np.ndarray) -> dict[str, float]:
    """All features of a window by name; NaN where one cannot be taken.

    `faces`, `contexts`: uint8 T x S x S x 3 RGB, T at least 2.
    """
    found: dict[str, float] = {}
    for name, image in (("face", faces[0]), ("context", contexts[0])):
        found |= {f"{name} {feature}": value for feature, value in _still_features(image).items()}
    luma = luminance(faces[0])
    noise = noise_level(luma, luma)
    found["face noise"] = noise
    found["face noise of blue - luminance / noise"] = noise_level(faces[0][..., 2] - luma, luma) / max(noise, 0.05)
    return found | _context_features(luminance(contexts))


def _still_features(image: np.ndarray) -> dict[str, float]:
    luma = luminance(image)
    found = {f"luminance p{percent}": float(np.percentile(luma, percent)) for percent in (5, 50, 95)}
    return found | {
        "luminance": float(luma.mean()),
        "contrast": float(luma.std()),
        "saturation": saturation(image),
        "red/blue": red_over_blue(image),
        "spectrum slope": spectrum_slope(luma),
        "high-frequency share (log10)": high_frequency_share(luma),
        "sharpness/contrast": sharpness(luma),
    }


def _context_features(luma: np.ndarray) -> dict[str, float]:
    """The face against its surroundings, from luminance T x S x S: above it and beside it, below it is the body."""
    side = luma.shape[1]
    reach = side / CONTEXT_SCALE / 2  # half of the detector's box
    y, x = np.abs(np.mgrid[:side, :side] - (side - 1) / 2)
    inside = (x < reach) & (y < reach)
    below = np.arange(side)[:, None] > side / 2
    outside = (x > 1.7 * reach) | ((y > 1.7 * reach) & ~below)
    detail = np.abs(cv2.Laplacian(luma[0], cv2.CV_32F))
    # Smoothed a little, to measure motion and not noise.
    smooth = np.stack([cv2.GaussianBlur(one, (0, 0), 1) for one in luma])
    energy = np.abs(np.diff(smooth, axis=0)).mean(0)
    return {
        "surroundings - face luminance": float(luma[0][outside].mean() - luma[0][inside].mean()),
        "surroundings contrast": float(luma[0][outside].std()),
        "face/surroundings detail (log10)": _log_ratio(detail[inside].mean(), detail[outside].mean(), 0.1),
        "motion energy, face": float(energy[inside].mean()),
        "motion energy, surroundings": float(energy[outside].mean()),
        "motion energy, face/surroundings (log10)": _log_ratio(energy[inside].mean(), energy[outside].mean(), 0.05),
        # The quarter that changes least: what stands still changes by its noise, or not at all where a codec skips it.
        "change where still": float(np.percentile(np.abs(luma[1] - luma[0])[outside], 25)),
    }


def _log_ratio(a: float, b: float, floor: float) -> float:
    """log10(a / b); `floor` keeps values next to nothing from deciding."""
    return float(np.log10((a + floor) / (b + floor)))
