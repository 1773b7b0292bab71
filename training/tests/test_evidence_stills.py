import tempfile
import unittest
from pathlib import Path

import numpy as np

from training.claim import MadeOtherwise
from training.data.evidence_stills import read_stills
from training.data.faces import load_faces
from training.data.species import BONA_FIDE, PHONE_REPLAY
from training.data.texture_crops import SIDE
from training.errors import TrainingError
from training.eval.evidence import clips, windows_of
from training.eval.fusion import KINDS, read
from training.eval.reasons import first_reasons, thresholds
from training.render.evidence_stills import render
from training.render.scene import cast_of
from training.tests.fixtures import FACES, run
from training.tests.test_texture_network import CHECKPOINT


class Stills(unittest.TestCase):
    def test_the_same_key_gives_the_same_crops_of_live_faces_and_attacks(self) -> None:
        cast = cast_of(load_faces(FACES, "test"), None, "test")
        for species in (BONA_FIDE, PHONE_REPLAY):
            one, again = (render((1, 2, 3), cast, species) for _ in range(2))
            self.assertEqual((int(one.species), one.v2.shape), (species, (SIDE, SIDE, 3)))
            for column, repeated in zip(one, again, strict=True):
                np.testing.assert_array_equal(column, repeated)
            self.assertGreater(one.v1se.std(), 5)
            self.assertEqual(one.depth.any(), species == BONA_FIDE)
            self.assertEqual(one.medium.any(), species != BONA_FIDE)

    def test_says_so_where_there_are_none(self) -> None:
        with self.assertRaisesRegex(TrainingError, "render some"):
            read_stills(FACES)

    def test_says_so_where_a_file_is_cut_short(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "stills-0000.npz"
            np.savez(path, v2=np.zeros(9))
            path.write_bytes(path.read_bytes()[:100])
            with self.assertRaisesRegex(TrainingError, "cannot be read"):
                read_stills(Path(folder))


class RenderedFrames(unittest.TestCase):
    def test_can_be_read_like_those_of_real_clips(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            run("render frames", "--faces", FACES, "--count", 2, "--out", folder)
            (live, crops), (attack, _) = clips(Path(folder))
        self.assertEqual((live["clip"]["label"], attack["clip"]["label"]), ("live", "attack"))
        self.assertEqual(windows_of(live), [(0, False)])
        self.assertEqual(crops["context"].shape, (1, 5, 128, 128, 3))
        self.assertEqual(crops["v2"].shape, (5, SIDE, SIDE, 3))

    def test_of_other_options_are_refused(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            words = ["--faces", FACES, "--split", "test", "--count", 1, "--out", folder]
            for command in ("render frames", "render evidence-stills"):
                run(command, *words)
                for other in (["--seed", 7], ["--count", 2]):
                    with self.subTest(command, other=other), self.assertRaises(MadeOtherwise):
                        run(command, *words, *other)
                for path in Path(folder).iterdir():
                    path.unlink()

    def test_say_something_of_every_kind(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            cache, out = Path(folder) / "cache", Path(folder) / "evidence.npz"
            words = ("--cache", cache, "--texture", CHECKPOINT, "--out", out)
            with self.assertRaisesRegex(TrainingError, "no windows in"):
                run("evaluate evidence", *words)
            run("render frames", "--faces", FACES, "--count", 2, "--out", cache)
            run("evaluate evidence", *words)
            evidence = read([out], KINDS, False)
        self.assertEqual(evidence.kinds.shape, (2, len(KINDS)))
        self.assertTrue(np.isfinite(evidence.kinds).all())
        self.assertEqual((evidence.live.tolist(), evidence.first.tolist()), ([True, False], [0, 0]))


class Reasons(unittest.TestCase):
    def test_the_kind_that_took_most_away_comes_first_and_none_is_named_for_the_typical(self) -> None:
        live = np.array([True] * 100 + [False] * 3)
        kinds = np.zeros((103, 2))
        kinds[:100] = np.linspace(1, 3, 100)[:, None]
        kinds[100:] = [[-4, 1.5], [-1, -6], [1.5, 1.5]]
        np.testing.assert_array_equal(first_reasons(kinds, live, np.array([1.0, 1.0]))[100:], [0, 1, -1])
        self.assertTrue((first_reasons(kinds, live, np.array([1.0, 1.0]))[:100] == -1).all())
        np.testing.assert_array_equal(thresholds(kinds, live), [0, 0])
