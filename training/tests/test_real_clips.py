import contextlib
import io
import json
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from training.errors import TrainingError
from training.measure.baselines import grown
from training.measure.real_clips import WINDOWS_PER_CLIP, real_windows, window_starts
from training.render.scene import LONGER_SIDE
from training.render.windows import FRAMES

WIDTH, HEIGHT = 640, 480


class SilentFaceCrops(unittest.TestCase):
    """The cases of evaluation/judge/systems/grown.test.ts."""

    def test_grows_about_the_centre(self) -> None:
        self.assertEqual(grown((300, 200, 40, 50), WIDTH, HEIGHT, 2), (280, 175, 81, 101))

    def test_stops_at_the_frame_and_shifts_inside(self) -> None:
        self.assertEqual(grown((0, 250, 200, 200), WIDTH, HEIGHT, 4), (0, 0, 480, 480))

    def test_never_leaves_the_frame(self) -> None:
        for left in (0, 123, 560):
            for scale in (2.7, 4):
                x, y, w, h = grown((left, left / 2, 77, 91), WIDTH, HEIGHT, scale)
                self.assertTrue(x >= 0 and y >= 0 and x + w <= WIDTH and y + h <= HEIGHT)


class RealClips(unittest.TestCase):
    def test_windows_do_not_overlap_and_have_a_face_at_the_cadence(self) -> None:
        frames = [{"time": 100.0 * index, "box": [0, 0, 9, 9]} for index in range(3 * FRAMES)]
        self.assertEqual(window_starts(frames), [0, FRAMES, 2 * FRAMES])
        del frames[1]["box"]
        self.assertEqual(window_starts(frames), [2, 2 + FRAMES])
        late = [frame | {"time": 3 * frame["time"]} for frame in frames]
        self.assertEqual(window_starts(late), [])
        many = [{"time": 100.0 * index, "box": [0, 0, 9, 9]} for index in range(40 * FRAMES)]
        starts = window_starts(many)
        self.assertEqual((len(starts), starts[0], starts[-1]), (WINDOWS_PER_CLIP, 0, 39 * FRAMES))

    @unittest.skipUnless(shutil.which("ffmpeg"), "needs ffmpeg")
    def test_frames_are_those_that_were_judged_shrunk_as_the_product_does(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            # Frame k is all of level 5 k, at 20 a second; the judged ones are every second from number 4 on.
            pixels = b"".join(bytes([5 * index]) * (3 * 1280 * 720) for index in range(16))
            command = ["ffmpeg", "-v", "error", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", "1280x720", "-r", "20"]
            command += ["-i", "-", "-c:v", "ffv1", "-pix_fmt", "bgr0", str(folder / "clip.mkv")]
            subprocess.run(command, input=pixels, check=True)
            (folder / "manifest.csv").write_text("file,label,attack_type,start,end\nclip.mkv,attack,print,4,15\n")
            record = {
                "clip": {"id": "clip.mkv#4-15", "file": "clip.mkv", "label": "attack", "species": "print", "start": 4},
                "width": 1280,
                "height": 720,
                "frames": [{"time": 200.0 + 100 * index, "box": [400, 200, 300, 300]} for index in range(FRAMES)],
            }
            (folder / "judged").mkdir()
            (folder / "judged" / "new.json").write_text(json.dumps({"record": record}))
            stale = folder / "judged" / "old.json"
            stale.write_text(json.dumps({"record": record | {"frames": []}}))
            os.utime(stale, (0, 0))
            (found,) = real_windows(folder / "manifest.csv", folder)
            self.assertEqual([frame.shape for frame in found.frames], [(360, LONGER_SIDE, 3)] * FRAMES)
            self.assertEqual([int(frame[0, 0, 0]) for frame in found.frames], [20, 30, 40, 50, 60])
            self.assertEqual(found.boxes, [(200, 100, 150, 150)] * FRAMES)
            self.assertEqual((found.species, found.live), ("print", False))
            (folder / "judged" / "new.json").unlink()
            with contextlib.redirect_stderr(io.StringIO()) as complaint:
                self.assertEqual(list(real_windows(folder / "manifest.csv", folder)), [])
            self.assertIn("clip.mkv#4-15: no window", complaint.getvalue())
            with (folder / "manifest.csv").open("a") as file:
                file.write("clip.mkv,live,,0,3\n")
            with contextlib.redirect_stderr(io.StringIO()) as complaint:
                self.assertEqual(list(real_windows(folder / "manifest.csv", folder)), [])
            self.assertIn("clip.mkv from frame 0 on: not judged", complaint.getvalue())
            (folder / "manifest.csv").write_text("file,label,attack_type,start,end\nclip.mkv,live,,0,3\n")
            with self.assertRaisesRegex(TrainingError, "judged none of the clips of .*manifest.csv"):
                list(real_windows(folder / "manifest.csv", folder))
            (folder / "manifest.csv").write_text("clip,label\n")
            with self.assertRaisesRegex(TrainingError, "judged none"):
                list(real_windows(folder / "manifest.csv", folder))
            (folder / "manifest.csv").write_text("clip,label\nclip.mkv,live\n")
            for manifest in (folder / "manifest.csv", folder / "missing.csv"):
                with self.assertRaisesRegex(TrainingError, "is no manifest of clips"):
                    list(real_windows(manifest, folder))


if __name__ == "__main__":
    unittest.main()
