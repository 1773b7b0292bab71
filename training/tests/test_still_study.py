import json
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import numpy as np
import torch

from training.ablate.still_study import PARTS, Windows, build, cell, never_shown, windows_in
from training.claim import MadeOtherwise
from training.data.crops import FRAMES
from training.errors import TrainingError
from training.models.network import NormalisedConv, SpatialGradientBlock
from training.tests.fixtures import FACES, run
from training.tests.test_still_network import CHECKPOINT, rendered, start
from training.train import texture_finetune
from training.train.still_training import answers


def write_cache(folder: Path) -> None:
    """A live clip and two of attacks, each of two windows; every crop is noise."""
    folder.mkdir()
    random = np.random.default_rng(1)
    for number, species in enumerate(("live", "flat print", "phone replay")):
        label = "live" if species == "live" else "attack"
        clip = {"id": species, "file": species, "label": label, "species": species, "slices": {}}
        frames = [{"time": 100 * frame, "box": [0, 0, 9, 9]} for frame in range(2 * FRAMES)]
        record = json.dumps({"clip": clip, "frames": frames, "windows": []})
        crops = {name: random.integers(0, 256, (2, FRAMES, 128, 128, 3), np.uint8) for name in ("face", "context")}
        np.savez(folder / f"{number}.npz", record=record, start=[0, FRAMES], **crops)


class Study(unittest.TestCase):
    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)
        write_cache(self.folder / "cache-made-up")
        (self.folder / "stills" / "train").mkdir(parents=True)
        np.savez(self.folder / "stills" / "train" / "stills-000000.npz", **rendered(8)._asdict())

    def test_trains_each_row_once_and_keeps_what_the_documents_print(self) -> None:
        rows = ("full", "gradient", "print")
        words = ["--initial", CHECKPOINT, "--stills", self.folder / "stills", "--caches", self.folder / "cache-made-up"]
        words += ["--out", self.folder / "runs", "--only", *rows, "--seeds", "1", "2", "--steps", "1"]
        figures = self.folder / "kept.json"
        with mock.patch.object(texture_finetune, "BATCH", 4):
            run("ablate stills", *words, "--figures", figures)
        trained = sorted(path.relative_to(self.folder / "runs") for path in self.folder.glob("runs/*/*.npz"))
        self.assertEqual([str(path) for path in trained], [f"{row}/seed-{seed}.npz" for row in rows for seed in (1, 2)])
        kept = json.loads(figures.read_text())["figures"]
        self.assertRegex(kept["made-up-full"], r"^\d\.\d{3} \| \d\.\d{3}$")
        self.assertRegex(kept["made-up-gradient"], r"^(\d\.\d{3} \[[+-]\d\.\d{4}, [+-]\d\.\d{4}\]( \| )?){2}$")
        self.assertRegex(kept["made-up-print"], r" \| \d of 2 pass, \d where they were shown$")
        for path in self.folder.glob("runs/*/seed-1.npz"):
            path.with_name("seed-2.npz").write_bytes(path.read_bytes())
        printed = run("ablate stills", *words)
        self.assertNotIn("step", printed)
        with self.assertRaisesRegex(MadeOtherwise, "not --steps 2"):
            run("ablate stills", *words, "--steps", "2")

    def test_windows_are_the_first_frames(self) -> None:
        windows = windows_in(self.folder / "cache-made-up")
        self.assertEqual(windows.face.shape, (6, 128, 128, 3))
        self.assertEqual(windows.live.tolist(), [True, True, False, False, False, False])
        self.assertEqual(windows.source.tolist()[::2], ["live", "flat print", "phone replay"])

    def test_a_cache_without_a_window_is_named(self) -> None:
        with self.assertRaisesRegex(TrainingError, "no windows in"):
            windows_in(self.folder / "stills")

    def test_a_folder_without_stills_is_named(self) -> None:
        words = ["--initial", CHECKPOINT, "--stills", FACES, "--caches", self.folder, "--out", self.folder / "runs"]
        with self.assertRaisesRegex(TrainingError, "render some with"):
            run("ablate stills", *words)


class Rows(unittest.TestCase):
    def test_lack_the_part_that_they_name(self) -> None:
        whole = start()
        without = build(whole, PARTS["gradient"])
        kinds = [type(module) for module in without.depth_map.modules()]
        self.assertEqual((kinds.count(SpatialGradientBlock), kinds.count(NormalisedConv)), (0, 5))
        windows = noise()
        torch.nn.init.normal_(whole.depth_map.surroundings.weight)
        changed = answers(build(whole, PARTS["surroundings"]).eval(), windows.face, windows.context)
        self.assertGreater(
            np.abs(answers(whole.eval(), windows.face, windows.context)["depth"] - changed["depth"]).max(), 0.01
        )
        np.testing.assert_allclose(
            answers(whole.eval(), windows.face, windows.context)["appearance"], changed["appearance"], atol=1e-5
        )

    def test_bounds_are_of_the_difference_to_the_first_row(self) -> None:
        windows = noise()
        better, worse = np.where(windows.live, [[1.0], [2.0]], -1.0), np.zeros((2, 8))
        self.assertEqual(cell(windows, better, better), "1.000")
        self.assertEqual(cell(windows, worse, better), "0.500 [-0.5000, -0.5000]")
        # It loses everything with one seed, and nothing with the other.
        self.assertEqual(cell(windows, np.stack([worse[0], better[1]]), better), "0.750 [-0.5000, +0.0000]")

    def test_attacks_that_were_never_shown_are_counted_where_they_pass(self) -> None:
        windows = noise()
        passing = {"appearance": np.ones((1, 8)), "depth": np.ones((1, 8))}
        caught = {name: np.where(windows.live, 1.0, -1.0)[None] for name in passing}
        self.assertEqual(never_shown(windows, "print", passing, caught), "4 of 4 pass, 0 where they were shown")
        self.assertEqual(never_shown(windows, "replay", passing, caught), "none of these")


def noise() -> Windows:
    """Four live windows and four of flat prints, each of a source of its own."""
    random = np.random.default_rng(2)
    face, context = random.integers(0, 256, (2, 8, 128, 128, 3), np.uint8)
    live = np.arange(8) < 4
    species = np.where(live, "live", "flat print")
    return Windows(face, context, live, species, (np.arange(8) % 4).astype(str))
