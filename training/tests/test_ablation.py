import unittest
from dataclasses import replace

import torch

from training.ablate.ablation import Ablation, build
from training.errors import TrainingError
from training.models.network import DepthNetwork
from training.tests.fixtures import SMALL, window

ABLATIONS = {
    "gradient": Ablation(gradient="none"),
    "short term": Ablation(short_term="none"),
    "gru": Ablation(gru="none"),
    "frames": Ablation(frames=1),
    "depth": Ablation(branches="depth"),
    "still": Ablation(branches="still"),
    "rigidity": Ablation(branches="rigidity"),
    "appearance": Ablation(branches="appearance"),
    "context": Ablation(branches="appearance", crops="context"),
    "face": Ablation(branches="appearance", crops="face"),
    "half": Ablation(detail="half"),
    "motion alone": Ablation(motion_alone=True),
}


def small(ablation: Ablation) -> DepthNetwork:
    """The small network without the part, untrained, in inference mode."""
    torch.manual_seed(0)
    network = build(ablation, SMALL)
    if [*network.rigidity.parameters()]:
        torch.nn.init.ones_(network.rigidity.out.weight)
    return network.eval()


@torch.no_grad()
def judged(network: DepthNetwork, faces: torch.Tensor, contexts: torch.Tensor) -> torch.Tensor:
    refined, _, logit = network(faces, contexts)
    return torch.cat([logit, network.score(refined.mean(1), logit)])


class Ablations(unittest.TestCase):
    def test_each_judges_and_says_what_it_lacks(self) -> None:
        for name, ablation in ABLATIONS.items():
            with self.subTest(name):
                network = small(ablation)
                self.assertEqual(Ablation(**network.variant), ablation)
                self.assertNotEqual(network.variant, {})
                self.assertTrue(judged(network, *window(network.architecture.frames)).isfinite().all())

    def test_each_lacks_what_it_says(self) -> None:
        for name, ablation in ABLATIONS.items():
            network = small(ablation)
            faces, contexts = window(network.architecture.frames)
            with self.subTest(name):
                before = judged(network, faces, contexts)
                sees_contexts = name not in ("depth", "face", "motion alone")
                self.assertEqual(bool((judged(network, faces, contexts.flip(0)) != before).any()), sees_contexts)
                sees_faces = name not in ("context", "rigidity")
                self.assertEqual(bool((judged(network, faces.flip(0), contexts) != before).any()), sees_faces)

    def test_what_moves_around_the_face_counts_but_without_rigidity(self) -> None:
        faces, contexts = window()
        still = contexts[:, :1].expand_as(contexts)
        for ablation, counts in ((Ablation(), True), (ABLATIONS["still"], False), (ABLATIONS["appearance"], False)):
            network = small(ablation)
            same = torch.equal(judged(network, faces, contexts), judged(network, faces, still))
            self.assertEqual(same, not counts, ablation)

    def test_without_recurrence_the_order_of_frames_is_lost_between_steps(self) -> None:
        faces, contexts = window()
        swapped = faces[:, [1, 0, 2, 3, 4]]
        with torch.no_grad():
            network = small(ABLATIONS["gru"])
            last, other = network(faces, contexts)[0][:, -1], network(swapped, contexts)[0][:, -1]
        torch.testing.assert_close(last, other)

    def test_half_the_detail_tells_no_pixel_from_its_block_of_four(self) -> None:
        faces, contexts = window()
        fine = torch.zeros(128, 128)
        fine[::2, ::2], fine[1::2, 1::2] = 0.25, -0.25
        for ablation, same in ((Ablation(), False), (ABLATIONS["half"], True)):
            network = small(ablation)
            for changed in ((faces + fine, contexts), (faces, contexts + fine)):
                close = torch.allclose(judged(network, *changed), judged(network, faces, contexts), atol=1e-5)
                self.assertEqual(close, same, ablation)

    def test_motion_alone_does_not_see_a_picture_that_stands_still(self) -> None:
        still, contexts = (crops.expand(-1, 5, -1, -1, -1) for crops in window(1))
        network = small(ABLATIONS["motion alone"])
        torch.testing.assert_close(judged(network, still, contexts), judged(network, still.flip(0), contexts))

    def test_motion_alone_cannot_be_mixed_with_what_it_chooses(self) -> None:
        with self.assertRaises(TrainingError):
            Ablation(motion_alone=True, frames=1)

    def test_rigidity_alone_needs_frames_between_which_something_moves(self) -> None:
        with self.assertRaisesRegex(TrainingError, "would see nothing"):
            Ablation(branches="rigidity", frames=1)

    def test_a_crop_is_not_chosen_for_a_network_without_appearance(self) -> None:
        for name in ("depth", "rigidity", "motion alone"):
            with self.assertRaises(TrainingError):
                replace(ABLATIONS[name], crops="face")


class CentralDifference(unittest.TestCase):
    def test_is_the_convolution_minus_theta_times_the_centre(self) -> None:
        conv = small(Ablation(theta=0.7)).backbone.low[0].conv
        x = torch.randn(2, conv.in_channels, 9, 9)
        centre = torch.nn.functional.conv2d(x, conv.weight.sum((2, 3), keepdim=True))
        plain = torch.nn.functional.conv2d(x, conv.weight, conv.bias, padding=1)
        torch.testing.assert_close(conv(x), plain - 0.7 * centre, rtol=1e-5, atol=1e-5)

    def test_starts_from_the_weights_it_would_have_started_from_without(self) -> None:
        state, plain = small(Ablation(theta=0.7)).state_dict(), small(Ablation()).state_dict()
        for name, value in plain.items():
            self.assertTrue(torch.equal(state[name], value), name)
