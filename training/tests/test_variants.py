import argparse
import unittest
from dataclasses import replace

import torch

from training.errors import TrainingError
from training.network import DepthNetwork
from training.tests.test_network import SMALL, window
from training.variants import NotExportable, Variant, add_arguments, build, chosen, exportable

ABLATIONS = {
    "--gradient none": Variant(gradient="none"),
    "--short-term none": Variant(short_term="none"),
    "--gru none": Variant(gru="none"),
    "--frames 1": Variant(),
    "--branches depth": Variant(branches="depth"),
    "--branches still": Variant(branches="still"),
    "--branches rigidity": Variant(branches="rigidity"),
    "--branches appearance": Variant(branches="appearance"),
    "--branches appearance --crops context": Variant(branches="appearance", crops="context"),
    "--branches appearance --crops face": Variant(branches="appearance", crops="face"),
    "--detail half": Variant(detail="half"),
    "--motion-alone": Variant(short_term="motion", branches="depth"),
}


def asked_for(options: str) -> DepthNetwork:
    """The small network for these options, untrained, in inference mode."""
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    architecture, variant = chosen(parser.parse_args(options.split()))
    torch.manual_seed(0)
    widths = {name: getattr(SMALL, name) for name in vars(SMALL) if name not in ("frames", "alpha", "beta")}
    network = build(replace(architecture, **widths), variant)
    if [*network.rigidity.parameters()]:
        torch.nn.init.ones_(network.rigidity.out.weight)
    return network.eval()


@torch.no_grad()
def judged(network: DepthNetwork, faces: torch.Tensor, contexts: torch.Tensor) -> torch.Tensor:
    refined, _, logit = network(faces, contexts)
    return torch.cat([logit, network.score(refined.mean(1), logit)])


class Ablations(unittest.TestCase):
    def test_each_judges_and_refuses_to_be_exported(self) -> None:
        for options, variant in ABLATIONS.items():
            with self.subTest(options):
                network = asked_for(options)
                self.assertEqual(network.variant, variant)
                self.assertTrue(judged(network, *window(network.architecture.frames)).isfinite().all())
                with self.assertRaisesRegex(NotExportable, "training.evaluate --checkpoint"):
                    exportable(network)

    def test_each_lacks_what_it_says(self) -> None:
        for options, network in {options: asked_for(options) for options in ABLATIONS}.items():
            faces, contexts = window(network.architecture.frames)
            with self.subTest(options):
                before = judged(network, faces, contexts)
                sees_contexts = not options.endswith(("depth", "face", "alone"))
                self.assertEqual(bool((judged(network, faces, contexts.flip(0)) != before).any()), sees_contexts)
                sees_faces = not options.endswith(("context", "rigidity"))
                self.assertEqual(bool((judged(network, faces.flip(0), contexts) != before).any()), sees_faces)

    def test_what_moves_around_the_face_counts_but_without_rigidity(self) -> None:
        faces, contexts = window()
        still = contexts[:, :1].expand_as(contexts)
        for options, counts in (("", True), ("--branches still", False), ("--branches appearance", False)):
            network = asked_for(options)
            same = torch.equal(judged(network, faces, contexts), judged(network, faces, still))
            self.assertEqual(same, not counts, options)

    def test_without_recurrence_the_order_of_frames_is_lost_between_steps(self) -> None:
        faces, contexts = window()
        swapped = faces[:, [1, 0, 2, 3, 4]]
        with torch.no_grad():
            network = asked_for("--gru none")
            last, other = network(faces, contexts)[0][:, -1], network(swapped, contexts)[0][:, -1]
        torch.testing.assert_close(last, other)

    def test_half_the_detail_tells_no_pixel_from_its_block_of_four(self) -> None:
        faces, contexts = window()
        fine = torch.zeros(128, 128)
        fine[::2, ::2], fine[1::2, 1::2] = 0.25, -0.25
        for options, same in (("", False), ("--detail half", True)):
            network = asked_for(options)
            for changed in ((faces + fine, contexts), (faces, contexts + fine)):
                close = torch.allclose(judged(network, *changed), judged(network, faces, contexts), atol=1e-5)
                self.assertEqual(close, same, options)

    def test_motion_alone_does_not_see_a_picture_that_stands_still(self) -> None:
        still, contexts = (crops.expand(-1, 5, -1, -1, -1) for crops in window(1))
        network = asked_for("--motion-alone")
        torch.testing.assert_close(judged(network, still, contexts), judged(network, still.flip(0), contexts))

    def test_motion_alone_cannot_be_mixed_with_what_it_chooses(self) -> None:
        with self.assertRaises(TrainingError):
            asked_for("--motion-alone --frames 1")

    def test_rigidity_alone_needs_frames_between_which_something_moves(self) -> None:
        with self.assertRaisesRegex(TrainingError, "would see nothing"):
            asked_for("--branches rigidity --frames 1")

    def test_a_crop_is_not_chosen_for_a_network_without_appearance(self) -> None:
        for options in ("--branches depth", "--branches rigidity", "--motion-alone"):
            with self.assertRaises(TrainingError):
                asked_for(f"{options} --crops face")


class CentralDifference(unittest.TestCase):
    def test_is_the_convolution_minus_theta_times_the_centre(self) -> None:
        conv = asked_for("--theta 0.7").backbone.low[0].conv
        x = torch.randn(2, conv.in_channels, 9, 9)
        centre = torch.nn.functional.conv2d(x, conv.weight.sum((2, 3), keepdim=True))
        plain = torch.nn.functional.conv2d(x, conv.weight, conv.bias, padding=1)
        torch.testing.assert_close(conv(x), plain - 0.7 * centre, rtol=1e-5, atol=1e-5)

    def test_folds_exactly_into_a_plain_network(self) -> None:
        network = asked_for("--theta 0.7")
        plain = exportable(network)
        self.assertEqual(plain.variant, Variant())
        self.assertEqual(str(plain), str(asked_for("")))
        crops = window()
        self.assertTrue(torch.equal(judged(plain, *crops), judged(network, *crops)))
        for before, after in zip(judged(network, *crops), judged(plain.folded(), *crops)):
            self.assertAlmostEqual(before.item(), after.item(), places=5)

    def test_starts_from_the_weights_it_would_have_started_from_without(self) -> None:
        state, plain = asked_for("--theta 0.7").state_dict(), asked_for("").state_dict()
        for name, value in plain.items():
            self.assertTrue(torch.equal(state[name], value), name)


if __name__ == "__main__":
    unittest.main()
