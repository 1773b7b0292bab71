import tempfile
import unittest
from pathlib import Path
from unittest import mock

import numpy as np
import torch
import torch.nn.functional as F

from training.data.dataset import Batch, UnusableWindows, Windows, nearest_lives, scaled
from training.data.image_statistics import rank_normalised
from training.data.species import SPECIES_GROUPS
from training.eval.matched_pairs import CALIPERS, MATCHED_AUC, caliper_for, matched_pairs, statistic_aucs
from training.models.network import Architecture, DepthNetwork
from training.tests.fixtures import made_up_windows, write_shard
from training.train.augment import augment
from training.train.patch_exchange import exchange_patches
from training.train.training import score_windows


class Reading(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.arrays = made_up_windows(14, frames=1)

    def assert_unusable(self, message: str) -> None:
        with self.assertRaisesRegex(UnusableWindows, message):
            Windows(self.folder)

    def test_an_empty_folder(self) -> None:
        self.assert_unusable(f"no windows-.*{self.folder}: render some")

    def test_a_folder_from_before_the_statistics_asks_to_be_rendered_again(self) -> None:
        del self.arrays["statistics"]
        write_shard(self.folder, self.arrays)
        advice = "delete its shards and render them again"
        self.assert_unusable(f"{self.folder} is of another renderer .statistics missing.: {advice}")

    def test_a_medium_is_of_the_frame_that_the_surroundings_are_of(self) -> None:
        self.arrays = made_up_windows(14, side=8)
        write_shard(self.folder, self.arrays)
        windows, rows = Windows(self.folder), np.array([1, 3])
        for frames, batch in (((0, 0), windows.batch(rows, None)), ((2, 4), windows.batch(rows, np.array([2, 4])))):
            for row, frame, medium, context in zip(rows, frames, batch.medium, batch.context):
                torch.testing.assert_close(medium[0], torch.from_numpy(self.arrays["medium"][row, frame]).float())
                torch.testing.assert_close(context, scaled(self.arrays["context"][row, frame]))

    def test_stills_are_no_windows_to_score(self) -> None:
        write_shard(self.folder, self.arrays)
        windows = Windows(self.folder)
        windows.require_frames(1)
        with self.assertRaisesRegex(UnusableWindows, f"{self.folder} have 1 of the 5 frames"):
            windows.require_frames(5)
        with self.assertRaisesRegex(UnusableWindows, "name some that `render windows` rendered"):
            score_windows(DepthNetwork(Architecture()), windows)

    def test_a_truncated_shard(self) -> None:
        path = write_shard(self.folder, self.arrays)
        for size in (0, 100, path.stat().st_size // 2):
            path.write_bytes(path.read_bytes()[:size])
            self.assert_unusable("cannot be read .*delete it and render it again")

    def test_one_class_only(self) -> None:
        for label, message in ((0, "no attack among the 7 windows"), (1, "no bona fide window among the 7")):
            kept = self.arrays["label"] != label
            write_shard(self.folder, {name: value[kept] for name, value in self.arrays.items()})
            self.assert_unusable(message)

    def test_what_is_left_out_is_not_there(self) -> None:
        write_shard(self.folder, self.arrays)
        data = Windows(self.folder, SPECIES_GROUPS["replay"])
        self.assertEqual(sorted(data.species), [0] * 7 + [1, 2, 3, 4])
        with self.assertRaisesRegex(UnusableWindows, "no attack"):
            Windows(self.folder, SPECIES_GROUPS["replay"] | SPECIES_GROUPS["print"])

    def test_slices_are_read_whatever_they_are_called(self) -> None:
        write_shard(self.folder, self.arrays | {"slice_light": np.array(["dim", "day"] * 7)})
        self.assertEqual(Windows(self.folder).slices["slice_light"][1], "day")
        self.assertEqual(Windows(self.folder).first(4).slices["slice_light"].shape, (4,))

    def test_batches_take_the_attacks_evenly(self) -> None:
        write_shard(self.folder, self.arrays)
        batch = Windows(self.folder).balanced(28, np.random.default_rng(0), single_frame=True, matched=0.7)
        self.assertEqual(torch.bincount(batch.species).tolist(), [14] + [2] * 7)


class Matching(unittest.TestCase):
    windows: Windows

    @classmethod
    def setUpClass(cls) -> None:
        with tempfile.TemporaryDirectory() as folder:
            write_shard(Path(folder), made_up_windows(700, frames=1, side=1))
            cls.windows = Windows(Path(folder))

    def test_ranks_do_not_know_the_unit(self) -> None:
        values = np.random.default_rng(0).normal(size=(50, 4))
        np.testing.assert_allclose(rank_normalised(values), rank_normalised(np.exp(3 * values)))

    def test_the_nearest_lives_are_the_nearest(self) -> None:
        statistics = np.array([[1.0], [2], [3], [10], [2.1]]).repeat(4, 1)
        nearest = nearest_lives(statistics, np.array([0, 1, 2, 3]), np.array([4]), 2)
        self.assertEqual(sorted(nearest[0]), [1, 2])
        self.assertEqual(nearest_lives(statistics, np.array([0]), np.array([4, 3]), 16).tolist(), [[0], [0]])

    def test_pairs_are_one_to_one_and_within_the_caliper(self) -> None:
        pairs = matched_pairs(self.windows, 0.2)
        self.assertGreater(len(pairs), 100)
        self.assertEqual(len(np.unique(pairs)), pairs.size)
        self.assertTrue((self.windows.label[pairs] == [1, 0]).all())
        place = rank_normalised(self.windows.statistics)
        self.assertLessEqual(np.linalg.norm(place[pairs[:, 0]] - place[pairs[:, 1]], axis=1).max(), 0.2)

    def test_no_pair_is_lost_that_the_caliper_allows(self) -> None:
        for caliper in (2.0, 0.3, 0.1):
            place = rank_normalised(self.windows.statistics)
            live, attacks = self.windows.live, self.windows.attacks
            near = np.linalg.norm(place[live][:, None] - place[attacks], axis=2) <= caliper
            partner = dict(matched_pairs(self.windows, caliper)[:, ::-1])
            # By Berge's theorem: no way leads from a live window without a partner to such an attack.
            reached = ~np.isin(live, list(partner.values()))
            for _ in live:
                attacked = attacks[near[reached].any(0)]
                self.assertLessEqual(set(attacked), set(partner))
                reached |= np.isin(live, [partner[attack] for attack in attacked])

    def test_the_statistics_say_nothing_between_matched_windows(self) -> None:
        self.assertGreater(min(statistic_aucs(self.windows)), 0.6)
        caliper = caliper_for(self.windows)
        low, high = MATCHED_AUC
        for value in statistic_aucs(self.windows, matched_pairs(self.windows, caliper).ravel()):
            self.assertTrue(low <= value <= high, value)
        looser = CALIPERS[list(CALIPERS).index(caliper) - 1]
        self.assertGreater(max(statistic_aucs(self.windows, matched_pairs(self.windows, looser).ravel())), high)

    def test_batches_of_matched_pairs_are_harder_to_tell_apart(self) -> None:
        def separation(matched: float) -> float:
            random = np.random.default_rng(2)
            rows = [drawn_rows(self.windows, random, matched) for _ in range(60)]
            return max(statistic_aucs(self.windows, np.concatenate(rows)))

        self.assertGreater(separation(0.0), 0.64)
        self.assertLess(separation(1.0), 0.6)


def drawn_rows(windows: Windows, random: np.random.Generator, matched: float) -> np.ndarray:
    with mock.patch.object(windows, "batch") as batch:
        windows.balanced(32, random, True, matched)
    return batch.call_args.args[0]


class PatchExchange(unittest.TestCase):
    def batch(self) -> Batch:
        """Every pixel and every cell of a window holds the window's number."""
        number = torch.arange(6.0)[:, None, None, None, None]
        faces, depth = number.expand(6, 1, 3, 128, 128), number.expand(6, 1, 1, 32, 32)
        return Batch(
            faces,
            torch.zeros(6, 3, 8, 8),
            torch.zeros(6, 1, 3, 8, 8),
            depth,
            torch.zeros(6, 1, 16, 16),
            torch.ones(6),
            torch.zeros(6),
        )

    def test_depth_follows_the_face_and_nothing_is_lost(self) -> None:
        before = self.batch()
        after = exchange_patches(before, 1.0, np.random.default_rng(0))
        torch.testing.assert_close(after.faces[:, :, :1, ::4, ::4], after.depth)
        torch.testing.assert_close(after.depth.sum(), before.depth.sum())
        own = (after.depth == before.depth).flatten(1).float().mean(1)
        self.assertTrue(((own < 1) & (own >= 0.75)).all(), own)

    def test_never_means_never(self) -> None:
        before = self.batch()
        after = exchange_patches(before, 0.0, np.random.default_rng(0))
        torch.testing.assert_close(after.faces, before.faces)


class Augmentation(unittest.TestCase):
    def test_the_medium_goes_with_the_surroundings(self) -> None:
        """A bright quarter of the context is the medium; afterwards it still is, wherever it went."""
        medium = torch.zeros(16, 1, 16, 16)
        medium[:, :, :10, :7] = 1
        context = F.interpolate(medium, 128).expand(16, 3, 128, 128) * 0.6 - 0.3
        zeros = torch.zeros(16, 1, 3, 8, 8)
        batch = Batch(zeros, context, context[:, None], zeros[:, :, :1], medium, zeros, zeros)
        after = augment(batch, np.random.default_rng(0))
        self.assertGreater((after.medium - medium).abs().mean().item(), 0.05)
        grey = F.avg_pool2d(after.context.mean(1, keepdim=True), 8).flatten(1)
        for picture, where in zip(grey, after.medium.flatten(1)):
            # A square may be cut out of the picture; half of all are mirrored, which left behind would be far off.
            self.assertGreater(np.corrcoef(picture, where)[0, 1], 0.6)

    def test_the_depth_goes_with_every_frame_of_the_face(self) -> None:
        """A bright patch of the face is what is near; afterwards it still is, wherever it went."""
        depth = torch.zeros(16, 2, 1, 32, 32)
        depth[..., 6:20, 5:14] = 1
        faces = F.interpolate(depth.flatten(0, 1), 128).expand(32, 3, 128, 128).unflatten(0, (16, 2)) * 0.6 - 0.3
        context = torch.zeros(16, 3, 8, 8)
        batch = Batch(faces, context, context[:, None], depth, context[:, :1], context, context)
        after = augment(batch, np.random.default_rng(0))
        self.assertGreater((after.depth - depth).abs().mean().item(), 0.05)
        grey = F.avg_pool2d(after.faces.flatten(0, 1).mean(1, keepdim=True), 4).flatten(1)
        for picture, near in zip(grey, after.depth.flatten(0, 1).flatten(1)):
            self.assertGreater(np.corrcoef(picture, near)[0, 1], 0.6)

    def test_both_crops_take_the_same_tone_and_some_lose_their_colours(self) -> None:
        colours = torch.tensor([0.2, -0.1, 0.0])[:, None, None].expand(64, 3, 128, 128)
        zeros = torch.zeros(64, 1, 1, 16, 16)
        after = augment(
            Batch(colours[:, None], colours, colours[:, None], zeros, zeros[:, 0], zeros, zeros),
            np.random.default_rng(0),
        )
        face, context = (crops.flatten(-2).median(-1).values for crops in (after.faces[:, 0], after.context))
        torch.testing.assert_close(face, context, atol=0.02, rtol=0)
        spread = context.amax(1) - context.amin(1)
        self.assertTrue(2 <= (spread < 0.05).sum() <= 14, spread)
        self.assertGreater(spread.max(), 0.3)

    def test_some_surroundings_end_in_black_bars_along_straight_sides(self) -> None:
        grey = torch.zeros(200, 3, 128, 128)
        small = torch.zeros(200, 1, 3, 8, 8)
        batch = Batch(small, grey, grey[:, None], small[:, :, :1], small[:, 0, :1], small, small)
        after = augment(batch, np.random.default_rng(0)).context.amax(1)
        with_bars = 0
        for picture in after:
            black = picture == -0.5
            bars = [black.all(side)[at].item() for side in (0, 1) for at in (0, -1)]
            with_bars += any(bars)
            self.assertFalse(all(bars))
            # The part that the face crop shows lies within.
            self.assertFalse(black.all(0)[26:-26].any() or black.all(1)[26:-26].any())
        self.assertTrue(10 <= with_bars <= 32, with_bars)
