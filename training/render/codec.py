"""Codecs that store or send a recording: JPEG, H.264, or none."""

from collections.abc import Sequence
from fractions import Fraction

import av
import cv2
import numpy as np

from training.render.draws import Random


def jpeg(picture: np.ndarray, quality: float) -> np.ndarray:
    """uint8 RGB through JPEG and back."""
    stream = cv2.imencode(".jpg", picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, int(quality)])[1]
    return cv2.cvtColor(cv2.imdecode(stream, cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)


def h264(pictures: Sequence[np.ndarray], quality: float) -> list[np.ndarray]:
    """uint8 RGB frames, even sides, through an H.264 stream of constant rate factor `quality` and back."""
    height, width = pictures[0].shape[:2]
    encoder = av.CodecContext.create("libx264", "w")
    encoder.width, encoder.height, encoder.pix_fmt = width, height, "yuv420p"
    encoder.time_base, encoder.thread_count = Fraction(1, 30), 1
    encoder.options = {"crf": f"{quality:.1f}", "preset": "superfast", "tune": "zerolatency"}
    decoder = av.CodecContext.create("h264", "r")
    decoder.thread_count = 1
    seen = []
    for index, picture in enumerate(pictures):
        frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
        frame.pts = index
        for packet in encoder.encode(frame):
            seen += decoder.decode(packet)
    for packet in encoder.encode(None):
        seen += decoder.decode(packet)
    seen += decoder.decode(None)
    return [frame.to_ndarray(format="rgb24") for frame in seen]


class Codec:
    """The way from one camera to the page, drawn once a recording.

    Webcams send MJPEG, of the picture's own size or of a larger one whose grid does not survive; recordings went
    through H.264 as well.
    """

    def __init__(self, random: Random, strength: float) -> None:
        self.name = str(random.choice(["none", "h264", "jpeg", "larger jpeg"], p=[0.1, 0.4, 0.3, 0.2]))
        self.quality = random.uniform(95 - 45 * strength, 97)
        self.rate_factor = random.uniform(18, 20 + 12 * strength)
        self.enlarged = random.uniform(1.3, 2)

    def __call__(self, pictures: Sequence[np.ndarray]) -> list[np.ndarray]:
        """A recording's frames (uint8 RGB, even sides) as they arrive."""
        if self.name == "h264":
            return h264(pictures, self.rate_factor)
        if self.name == "jpeg":
            return [jpeg(picture, self.quality) for picture in pictures]
        if self.name == "larger jpeg":
            return [self._shrunk(picture) for picture in pictures]
        return list(pictures)

    def _shrunk(self, picture: np.ndarray) -> np.ndarray:
        large = cv2.resize(picture, None, fx=self.enlarged, fy=self.enlarged, interpolation=cv2.INTER_LINEAR)
        return cv2.resize(jpeg(large, self.quality), picture.shape[1::-1], interpolation=cv2.INTER_AREA)
