import json
import tempfile
import unittest
from pathlib import Path

import numpy as np

from training.data.crops import CROP_SIZE, FRAMES
from training.data.image_statistics import STATISTICS
from training.data.texture_crops import SCALES, SIDE
from training.errors import TrainingError
from training.eval.truth import differences, of_species, windows_in
from training.models.texture_network import load
from training.tests.fixtures import run
from training.tests.test_texture_network import CHECKPOINT


def cache(folder: Path, clips: list[tuple[str, int, int]]) -> Path:
    """A cache of grey clips of one window each: species ("live" or an attack), grey level, side of the face box."""
    folder.mkdir()
    noise = np.random.default_rng(1).integers(-10, 10, (FRAMES, CROP_SIZE, CROP_SIZE, 3))
    for number, (species, grey, side) in enumerate(clips):
        label = {"label": "live"} if species == "live" else {"label": "attack", "species": species}
        record = {
            "clip": {"id": str(number), "file": str(number), "slices": {"source": str(number % 2)}, **label},
            "frames": [{"time": 100 * at, "box": [9, 9, side, side]} for at in range(FRAMES)],
            "windows": [],
        }
        window = (grey + noise).astype(np.uint8)
        crops = dict.fromkeys(SCALES, window[:, :SIDE, :SIDE]) | {"face": window[None], "context": window[None]}
        index = {"index": np.arange(FRAMES), "start": np.zeros(1, int)}
        np.savez(folder / f"{number}.npz", record=json.dumps(record), **index, **crops)
    return folder


class Truth(unittest.TestCase):
    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        folder = Path(temporary.name)
        self.rendered = cache(folder / "rendered", [("live", 90, 100), ("live", 60, 120), ("phone replay", 120, 110)])
        self.real = cache(folder / "real", [("live", 60, 100), ("live", 90, 120), ("replay_tv", 75, 90)])
        self.empty = folder / "empty"

    def test_statistics_say_as_much_of_renders_as_of_real_windows_or_by_how_much_not(self) -> None:
        rendered, real = (windows_in(folder, {"v2": load(CHECKPOINT)["v2"]}) for folder in (self.rendered, self.real))
        self.assertEqual((rendered["live"].tolist(), real["species"][2]), ([True, True, False], "replay_tv"))
        found = differences(rendered, real)
        self.assertEqual((found["darkness"], found["face size"]), ((1.0, 0.5), (0.5, 1.0)))
        self.assertEqual(of_species(rendered, "face size"), {"phone replay": 0.5})
        self.assertEqual(rendered["v2"].shape, (3,))

    def test_prints_all_three_and_nothing_has_changed_where_end_is_start(self) -> None:
        words = ("--rendered", self.rendered, "--real", self.real, "--start", CHECKPOINT)
        kept = self.real.parent / "truth.json"
        printed = run("evaluate truth", *words, "--end", CHECKPOINT, "--figures", kept)
        kept_figures = json.loads(kept.read_text())["figures"]
        self.assertRegex(kept_figures["difference"], r"^0\.500 \(.+\)$")
        self.assertEqual((kept_figures["rendered-windows"], kept_figures["frames"]), (3, "15"))
        self.assertIn("largest difference 0.500", printed)
        self.assertIn("V2 on 15 real frames", printed)
        self.assertIn("+0.0000 [+0.0000, +0.0000]", printed)
        self.assertTrue(all(name in printed for name in STATISTICS))
        self.assertNotIn("3. V2", run("evaluate truth", *words))

    def test_says_so_where_nothing_is_cached(self) -> None:
        with self.assertRaisesRegex(TrainingError, "no windows in .*empty"):
            run("evaluate truth", "--rendered", self.empty, "--real", self.real, "--start", CHECKPOINT)
