"""How large and how sharp a webcam sees a face at some distance. Lengths in metres."""

import math

from training.render.draws import Random, clipped_normal, log_uniform

FACE = 0.18  # of a grown-up from chin to hairline, which is the mesh's longer side (Farkas 1994)
ARMS_LENGTH = 0.6  # between a laptop's camera and the person before it
NEAREST = 0.1
FACE_PIXELS = (75, 320)  # longer side of the mesh in the frame
LARGEST_FACE = 0.75  # of the frame's shorter side; the browser asks nearer faces to move back


class Optics:
    """A laptop's camera: its view is 55 to 75 degrees wide, its focus fixed; a few focus by themselves."""

    def __init__(self, random: Random, width: int, height: int) -> None:
        self._longest = min(FACE_PIXELS[1], LARGEST_FACE * min(width, height))
        self.focal_length = max(width, height) / 2 / math.tan(math.radians(random.uniform(55, 75)) / 2)  # px
        self.aperture = log_uniform(random, 0.0006, 0.0016)
        self.focus = None if random.random() < 0.2 else random.uniform(0.45, 1.0)

    def live_side(self, random: Random) -> float:
        """px of a face at arm's length, more or less."""
        return self._held(self.focal_length * FACE / (ARMS_LENGTH * math.exp(clipped_normal(random, 0.25, 0.6))))

    def shown_side(self, random: Random, size: float) -> float:
        """px of a face shown `size` large: whoever holds it brings it near enough for it to be found."""
        wanted = self._held(118 * math.exp(clipped_normal(random, 0.35, 0.8)))
        return min(wanted, self.focal_length * size / NEAREST)

    def _held(self, side: float) -> float:
        return min(max(side, FACE_PIXELS[0]), self._longest)

    def blur(self, size: float, side: float) -> float:
        """Standard deviation, px, of the blur of a face `size` large and `side` px in the frame: that of the disc into
        which a point out of focus spreads."""
        if self.focus is None:
            return 0.0
        distance = self.focal_length * size / side
        return self.aperture * self.focal_length * abs(1 / distance - 1 / self.focus) / 4
