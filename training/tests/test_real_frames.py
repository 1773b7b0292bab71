import json
import os
import shutil
import subprocess
import tempfile
import termios
import unicodedata
import unittest
from pathlib import Path

import numpy as np

from training.data.crops import FRAMES
from training.errors import TrainingError
from training.eval.evidence import clips, faceless
from training.eval.real_frames import WINDOWS_PER_CLIP, starts_of, window_starts
from training.tests.fixtures import run


class Windows(unittest.TestCase):
    def test_do_not_overlap_and_have_a_face_at_the_cadence(self) -> None:
        frames = [{"time": 100.0 * index, "box": [0, 0, 9, 9]} for index in range(3 * FRAMES)]
        self.assertEqual(window_starts(frames), [0, FRAMES, 2 * FRAMES])
        del frames[1]["box"]
        self.assertEqual(window_starts(frames), [2, 2 + FRAMES])
        late = [frame | {"time": 3 * frame["time"]} for frame in frames]
        self.assertEqual(window_starts(late), [])
        many = [{"time": 100.0 * index, "box": [0, 0, 9, 9]} for index in range(40 * FRAMES)]
        starts = window_starts(many)
        self.assertEqual((len(starts), starts[0], starts[-1]), (WINDOWS_PER_CLIP, 0, 39 * FRAMES))

    def test_are_those_with_a_face_and_those_of_the_product(self) -> None:
        frames = [{"time": 100 * number, "box": [0, 0, 9, 9]} for number in range(12)]
        self.assertEqual(starts_of({"frames": frames, "windows": [{"first": 2}, {"first": 5}]}), [0, 2, 5])


@unittest.skipUnless(shutil.which("ffmpeg"), "needs ffmpeg")
class Cache(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        # Frame k is of level 20 + 5 k left of the box's centre and 100 more right of it, at 20 a second; the judged
        # ones are every second from number 4 on. Shrinking averages away that columns lie 10 above and below that.
        columns = 20 + np.where(np.arange(1280) % 2, 10, -10) + np.where(np.arange(1280) < 550, 0, 100)
        rows = np.tile(np.repeat(columns, 3), 720)
        pixels = b"".join((rows + 5 * index).astype(np.uint8).tobytes() for index in range(16))
        command = ["ffmpeg", "-v", "error", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", "1280x720", "-r", "20"]
        command += ["-i", "-", "-c:v", "ffv1", "-pix_fmt", "bgr0", str(self.folder / "clip.mkv")]
        subprocess.run(command, input=pixels, check=True)
        self.record = {
            "clip": {"id": "clip.mkv#4-15", "file": "clip.mkv", "label": "attack", "species": "print", "start": 4},
            "width": 1280,
            "height": 720,
            "frames": [{"time": 200.0 + 100 * index, "box": [400, 200, 300, 300]} for index in range(FRAMES)],
            "windows": [],
        }
        (self.folder / "report").mkdir()

    def judge(self, *changes: dict) -> None:
        """Writes a report of the clip with these changes, one after the other."""
        records = [self.record | change for change in changes]
        (self.folder / "report" / "report.json").write_text(json.dumps({"records": records}))

    def cached(self) -> list[tuple[dict, dict[str, np.ndarray]]]:
        out = self.folder / "cache"
        paths = ("--manifest", self.folder / "manifest.csv", "--report", self.folder / "report", "--out", out)
        run("evaluate frames", *paths)
        return list(clips(out))

    def test_frames_are_those_that_were_judged_shrunk_as_the_product_does(self) -> None:
        self.judge({})
        ((record, seen),) = self.cached()
        self.assertEqual(record, self.record)
        self.assertEqual((seen["index"].tolist(), seen["start"].tolist()), ([0, 1, 2, 3, 4], [0]))
        self.assertEqual([seen[name].shape for name in ("v2", "v1se")], [(FRAMES, 80, 80, 3)] * 2)
        self.assertEqual([seen[name].shape for name in ("face", "context")], [(1, FRAMES, 128, 128, 3)] * 2)
        for crops in (seen["v2"], seen["v1se"], seen["face"][0], seen["context"][0]):
            middle = crops.shape[2] // 2
            self.assertEqual(crops[:, 0, middle - 2, 0].tolist(), [40, 50, 60, 70, 80])
            self.assertEqual(crops[:, 0, middle + 1, 0].tolist(), [140, 150, 160, 170, 180])

    def test_finds_a_clip_whose_accents_the_manifest_writes_otherwise(self) -> None:
        composed, decomposed = (unicodedata.normalize(form, "Jörg.mkv") for form in ("NFC", "NFD"))
        for asked, stored in ((composed, decomposed), (decomposed, composed)):
            path = (self.folder / "clip.mkv").rename(self.folder / stored)
            self.judge({"clip": self.record["clip"] | {"id": asked, "file": asked}})
            ((record, _),) = self.cached()
            self.assertEqual(record["clip"]["file"], asked)
            path.rename(self.folder / "clip.mkv")

    def test_clips_that_were_judged_anew_replace_what_is_cached(self) -> None:
        self.judge({})
        self.cached()
        again = {"clip": self.record["clip"] | {"id": "again"}}
        self.judge(again, {})
        self.assertEqual([record["clip"]["id"] for record, _ in self.cached()], ["again", "clip.mkv#4-15"])
        self.judge(again, {"clip": self.record["clip"] | {"label": "live"}})
        self.assertEqual([record["clip"]["label"] for record, _ in self.cached()], ["attack", "live"])

    def test_clips_that_are_no_longer_in_the_report_are_dropped(self) -> None:
        self.judge({}, {"clip": self.record["clip"] | {"id": "gone"}})
        self.cached()
        # The evaluation keeps what it judged for a manifest that still had the clip.
        judged = self.folder / "report" / "judged"
        judged.mkdir()
        (judged / "gone.json").write_text(json.dumps({"record": self.record}))
        self.judge({})
        self.assertEqual([record["clip"]["id"] for record, _ in self.cached()], ["clip.mkv#4-15"])

    def test_a_clip_without_a_window_or_that_could_not_be_judged_has_no_crops_but_is_known(self) -> None:
        failed = {"id": "other.mkv", "file": "other.mkv", "label": "live"}
        self.judge(
            {"frames": [{"time": 200.0, "box": [400, 200, 300, 300]}]},
            {"clip": failed, "width": 0, "height": 0, "frames": [], "windows": []},
        )
        self.assertEqual(self.cached(), [])
        self.assertEqual(faceless(self.folder / "cache"), {"clip.mkv#4-15": False, "other.mkv": True})

    def test_says_so_where_nothing_was_judged_or_a_clip_is_missing(self) -> None:
        with self.assertRaisesRegex(TrainingError, "has no report.json"):
            self.cached()
        self.judge()
        with self.assertRaisesRegex(TrainingError, "has judged no clip"):
            self.cached()
        self.judge({})
        (self.folder / "clip.mkv").unlink()
        with self.assertRaisesRegex(TrainingError, "ffprobe failed"):
            self.cached()
        subprocess.run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "anullsrc", "-t", "1", self.folder / "clip.mkv"])
        with self.assertRaisesRegex(TrainingError, "has no frames"):
            self.cached()

    def test_leaves_the_terminal_as_it_was(self) -> None:
        self.judge({})
        keyboard, terminal = os.openpty()
        self.addCleanup(os.close, keyboard)
        self.addCleanup(os.close, terminal)
        before = termios.tcgetattr(terminal)
        stdin = os.dup(0)
        os.dup2(terminal, 0)
        try:
            self.cached()
        finally:
            os.dup2(stdin, 0)
            os.close(stdin)
        self.assertEqual(termios.tcgetattr(terminal), before)
