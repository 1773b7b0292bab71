import functools
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import numpy as np
import torch

from training.data.crops import FRAMES
from training.data.evidence_stills import Stills
from training.data.faces import load_faces
from training.errors import TrainingError
from training.models import checkpoint
from training.models.depth_map import DepthMap, gated
from training.models.evidence_network import EvidenceNetwork, read_numbers, shaped
from training.models.network import DepthNetwork
from training.models.still_network import StillNetwork, average, load, save
from training.render.evidence_stills import render
from training.render.scene import cast_of
from training.tests.fixtures import FACES, run, window
from training.train import texture_finetune
from training.train.still_training import answers, augmented, loss_of, trained

CHECKPOINT = Path(__file__).parents[1] / "checkpoints" / "depthproof-9.pt"
NUMBERS = read_numbers()["evidence"]


@functools.cache
def rendered(count: int) -> Stills:
    """Stills of the bundled faces, every other one an attack."""
    cast = cast_of(load_faces(FACES, "test"), None, "test")
    rows = [render((7, number), cast, number % 2 * 5) for number in range(count)]
    return Stills(*map(np.stack, zip(*rows)))


def start() -> StillNetwork:
    torch.manual_seed(1)
    return StillNetwork.start(checkpoint.load(CHECKPOINT)[0])


class Folding(unittest.TestCase):
    @torch.no_grad()
    def test_changes_no_answer(self) -> None:
        network = start()
        face, context = (crops[:, 0] for crops in window())
        network.train()
        network(face, context)  # so that the norms' statistics are not those of nothing
        network.eval()
        torch.nn.init.normal_(network.depth_map.surroundings.weight, std=0.1)
        for was, now in zip(network(face, context), network.folded()(face, context), strict=True):
            torch.testing.assert_close(now, was, rtol=1e-4, atol=1e-4)


class Files(unittest.TestCase):
    @torch.no_grad()
    def test_give_the_network_back(self) -> None:
        network = start().eval()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "stills.npz"
            save(path, network)
            again = load(path)
        face, context = (crops[:, 0] for crops in window())
        torch.testing.assert_close(again(face, context).logit, network(face, context).logit, rtol=0.02, atol=0.02)

    def test_of_something_else_are_refused(self) -> None:
        with self.assertRaisesRegex(TrainingError, "no network"):
            load(CHECKPOINT)

    def test_cut_short_are_refused(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "network.npz"
            save(path, StillNetwork())
            for kept in (100, 0):
                path.write_bytes(path.read_bytes()[:kept])
                with self.assertRaisesRegex(TrainingError, "holds no network"):
                    load(path)

    def test_the_mean_of_equals_is_the_same(self) -> None:
        network = start()
        torch.testing.assert_close(dict(average([network, network]).state_dict()), dict(network.state_dict()))


class Training(unittest.TestCase):
    def test_lowers_the_loss_of_what_it_learns_from(self) -> None:
        stills, network = rendered(8), start()
        rows = np.arange(8)

        def loss(of: StillNetwork) -> float:
            torch.manual_seed(2)
            with torch.no_grad():
                return float(loss_of(of.train(), augmented(stills, rows, np.random.default_rng(3))))

        before = loss(average([network]))
        with mock.patch.object(texture_finetune, "BATCH", 8):
            after = trained(network, stills, 4, 2e-4, 1)
        self.assertLess(loss(after), before - 0.1)
        self.assertEqual({*answers(after, stills.face, stills.context)}, {"appearance", "depth"})

    def test_depth_and_medium_move_with_their_crops(self) -> None:
        stills = rendered(2)
        batch = augmented(stills, np.array([0, 1]), np.random.default_rng(1))
        self.assertGreater(batch.depth[0].max(), 0.3)
        self.assertEqual(float(batch.depth[1].max()), 0)
        self.assertEqual(float(batch.medium[0].max()), 0)
        self.assertGreater(batch.medium[1].max(), 0.9)


class GatedMap(unittest.TestCase):
    def test_other_evidence_only_flattens_the_map(self) -> None:
        log_odds = torch.tensor([2.0, -1.0]).view(1, 1, 1, 2).repeat(2, 1, 1, 1)
        open_, closed = gated(log_odds, torch.tensor([4.0, -4.0]))
        torch.testing.assert_close(open_, torch.sigmoid(log_odds[0]))
        self.assertLess(closed.max(), 0.2)

    @torch.no_grad()
    def test_streaming_equals_the_whole_window_and_the_sum_has_depth(self) -> None:
        network = start()
        torch.nn.init.normal_(network.depth_map.out.weight, std=0.2)
        evidence = EvidenceNetwork(DepthNetwork(), NUMBERS, depth_map=DepthMap(network.architecture))
        evidence.take_stills(network.eval())
        face, context = window()
        crops = {"face": face, "context": context}
        stream = evidence.first({name: crop[:, 0] for name, crop in crops.items()})
        for frame in range(1, FRAMES):
            stream = evidence.next({name: crop[:, frame] for name, crop in crops.items()}, stream)
        streamed, whole = evidence.finish(stream), evidence(crops)
        for kind, log_odds in whole.evidence.items():
            torch.testing.assert_close(streamed.evidence[kind], log_odds, rtol=1e-4, atol=1e-4)
        torch.testing.assert_close(streamed.refined, whole.refined, rtol=1e-4, atol=1e-4)
        rest = NUMBERS["bias"] + sum(
            NUMBERS[kind]["weight"] * whole.evidence[kind] for kind in ("surroundings", "rigidity", "steadiness")
        )
        torch.testing.assert_close(whole.log_odds, rest + NUMBERS["depth"]["weight"] * whole.evidence["depth"])
        by_hand = network.depth_map.mask.bool()
        seen = network(face[:, 0], context[:, 0]).depth
        expected = shaped(seen[..., by_hand].mean((1, 2)), NUMBERS["depth"])
        torch.testing.assert_close(whole.evidence["depth"], expected, rtol=1e-3, atol=1e-3)


class Commands(unittest.TestCase):
    def test_say_what_is_missing(self) -> None:
        with self.assertRaisesRegex(TrainingError, "render some with"):
            run("train stills", "--initial", CHECKPOINT, "--stills", FACES, "--out", tempfile.gettempdir())
