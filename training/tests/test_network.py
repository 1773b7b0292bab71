import json
import unittest
from dataclasses import asdict, replace

import numpy as np
import torch
import torch.nn.functional as F

from training.data.dataset import Batch
from training.models.network import (
    AppearanceBranch,
    Architecture,
    ConvGRUCell,
    DepthNetwork,
    GradientMagnitude,
    RigidityBranch,
    SameConv,
    sobel,
)
from training.tests.fixtures import SMALL, window
from training.train import stages
from training.train.losses import contrastive_depth, medium_loss


def network() -> DepthNetwork:
    """Untrained, with batch norms that do something."""
    torch.manual_seed(0)
    result = DepthNetwork(SMALL)
    for module in result.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.running_mean.normal_(0, 0.2)
            module.running_var.uniform_(0.5, 1.5)
            module.weight.data.uniform_(0.5, 1.5)
            module.bias.data.normal_(0, 0.2)
    for norm in (result.appearance.norm, result.rigidity.norm):
        norm.running_mean.normal_(0, 0.2)
        norm.running_var.uniform_(0.5, 1.5)
    torch.nn.init.normal_(result.rigidity.out.weight)
    return result.eval()


class Appearance(unittest.TestCase):
    def test_padding_is_tensorflows(self) -> None:
        """At stride 2 an even side has taps at 2y, 2y + 1 and 2y + 2, an odd one at 2y - 1, 2y and 2y + 1."""
        for side, first in ((8, 0), (7, -1)):
            conv = SameConv(1, 1, stride=2)
            conv.weight.data.fill_(1)
            conv.bias.data.fill_(0)
            ramp = torch.arange(1.0, side + 1).expand(1, 1, side, side)
            padded = F.pad(ramp[0, 0, 0], (2, 2))
            middle = conv(ramp)[0, 0, 1]
            for x, value in enumerate(middle):
                start = 2 * x + first + 2
                self.assertAlmostEqual(value.item(), 3 * padded[start : start + 3].sum().item(), places=4)

    def test_both_crops_meet_the_same_weights(self) -> None:
        branch, (faces, contexts) = network().appearance, window()
        with torch.no_grad():
            branch.norm = torch.nn.Identity()
            one, other = (branch(*pair) for pair in ((contexts[:, 0], faces[:, 0]), (faces[:, 0], contexts[:, 0])))
        half = one.shape[1] // 2
        torch.testing.assert_close(one, other.roll(half, 1))

    def test_of_what_json_makes_of_it(self) -> None:
        self.assertEqual(Architecture.of(json.loads(json.dumps(asdict(SMALL)))), SMALL)

    def test_a_crop_is_seen_eight_times_eight(self) -> None:
        with torch.no_grad():
            seen = AppearanceBranch(Architecture()).last_map(torch.zeros(1, 3, 128, 128))
        self.assertEqual(seen.shape, (1, 96, 8, 8))


# For x and for y: shift in px of the crop from one frame to the next, and how much more at the crop's edge.
Flow = tuple[tuple[float, float], tuple[float, float]]
STILL: Flow = ((0, 0), (0, 0))


def scene(face: Flow, around: Flow, frames: int = 3) -> torch.Tensor:
    """1 x frames x 3 x 128 x 128 in which the middle and the rest of a smooth pattern move each by a flow."""
    y, x = torch.meshgrid(*[(torch.arange(128.0) + 0.5) / 64 - 1] * 2, indexing="ij")

    def pattern(flow: Flow, frame: int) -> torch.Tensor:
        u, v = (at + frame * (shift + slope * at) / 64 for at, (shift, slope) in zip((x, y), flow))
        return 0.2 * (torch.sin(5 * u + 2 * v) + torch.sin(6 * v - 3 * u + 1))

    middle = torch.hypot(x, y) < 0.57
    pictures = [torch.where(middle, pattern(face, frame), pattern(around, frame)) for frame in range(frames)]
    return torch.stack(pictures)[None, :, None].expand(1, -1, 3, -1, -1)


class Rigidity(unittest.TestCase):
    def seen(self, face: Flow, around: Flow) -> dict[str, float]:
        branch = network().rigidity
        values = branch.features(branch.moments_of(scene(face, around))).exp() - branch.LEAST
        return dict(zip(FEATURES, values[0].tolist()))

    def test_tells_a_head_before_a_room_from_a_picture_that_moves(self) -> None:
        moving: Flow = ((0.6, 0), (-0.8, 0))
        head, sheet = self.seen(moving, STILL), self.seen(moving, moving)
        self.assertAlmostEqual(head["shift of the face"], 1, delta=0.03)
        self.assertLess(head["shift around"], 0.01)
        self.assertAlmostEqual(head["shifts apart"], 1, delta=0.03)
        self.assertGreater(head["share unexplained by one flow"], 0.3)
        self.assertAlmostEqual(sheet["shift around"], 1, delta=0.03)
        self.assertLess(sheet["shifts apart"], 0.02)
        self.assertLess(sheet["share unexplained by one flow"], 0.02)

    def test_one_flow_explains_a_sheet_that_comes_nearer(self) -> None:
        nearer: Flow = ((0.2, 1.5), (0.1, 1.5))
        sheet = self.seen(nearer, nearer)
        self.assertLess(sheet["share unexplained by one flow"], 0.05)
        self.assertAlmostEqual(sheet["bend around"], 1.5 * 2**0.5, delta=0.05)
        self.assertGreater(self.seen(nearer, ((0.2, 0), (0.1, 0)))["share unexplained by one flow"], 0.2)

    def test_nothing_moves_in_a_picture_that_stands_still(self) -> None:
        for name, value in self.seen(STILL, STILL).items():
            self.assertLess(value, 1e-3, name)

    def test_a_mirrored_window_moves_alike(self) -> None:
        branch, contexts = network().rigidity, window()[1]
        one, other = (branch.features(branch.moments_of(crops)) for crops in (contexts, contexts.flip(-1)))
        torch.testing.assert_close(one, other, rtol=1e-4, atol=1e-4)

    def test_its_stage_learns_to_tell_heads_from_sheets(self) -> None:
        net, moving = network(), ((0.5, 0.2), (-0.3, 0.1))
        torch.nn.init.zeros_(net.rigidity.out.weight)
        net.rigidity.train()
        contexts = torch.cat([scene(moving, STILL), scene(moving, moving)]).repeat(4, 1, 1, 1, 1)
        contexts = contexts + 0.02 * torch.randn_like(contexts)
        # The same picture of all: their looks tell nothing.
        still = contexts[:1, 0].expand(8, -1, -1, -1)
        label, species = torch.tensor([1.0, 0.0]).repeat(4), torch.tensor([0, 1]).repeat(4)
        medium = torch.zeros(8, 1, 16, 16)
        batch = Batch(still[:, None], still, contexts, torch.zeros(8, 3, 1, 32, 32), medium, label, species)
        losses = stages.Losses(net, worst_species=0, contrast=1, medium=1, hide_context=0)
        optimizer = torch.optim.Adam([*net.rigidity.parameters(), losses.head.bias], 1e-2)
        values = []
        for _ in range(60):
            loss = losses.rigidity(net, batch)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            values.append(loss.item())
        self.assertLess(np.mean(values[-10:]), 0.5 * np.mean(values[:10]))

    def test_adds_nothing_before_it_has_learned(self) -> None:
        branch = RigidityBranch(SMALL).eval()
        self.assertEqual(branch(branch.moments_of(window()[1])).abs().max().item(), 0)


FEATURES = (
    *("shift of the face", "shift around", "shifts apart", "bends apart", "bend of the face", "bend around"),
    *("unexplained in the face", "unexplained around", "unexplained by one flow", "share unexplained by one flow"),
    *("change left in the face", "change left around"),
)


class Gradients(unittest.TestCase):
    def test_a_unit_ramp_has_gradient_one_along_its_axis_and_none_across(self) -> None:
        ramp = torch.arange(8.0).expand(1, 1, 8, 8)
        horizontal, vertical = sobel(ramp)
        torch.testing.assert_close(horizontal[0, 0, 1:-1, 1:-1], torch.ones(6, 6))
        torch.testing.assert_close(vertical[0, 0, 1:-1, 1:-1], torch.zeros(6, 6))

    def test_a_constant_has_none_off_the_border(self) -> None:
        magnitude = GradientMagnitude.apply(torch.full((1, 2, 6, 6), 0.7))
        self.assertLess(magnitude[..., 1:-1, 1:-1].max().item(), 1e-3)

    def test_transposing_the_picture_swaps_the_two(self) -> None:
        x = torch.randn(1, 3, 7, 7)
        horizontal, vertical = sobel(x)
        swapped = sobel(x.transpose(2, 3))
        torch.testing.assert_close(swapped[0].transpose(2, 3), vertical)
        torch.testing.assert_close(swapped[1].transpose(2, 3), horizontal)

    def test_the_backward_pass_written_by_hand_is_right(self) -> None:
        x = torch.randn(1, 2, 5, 6, dtype=torch.double, requires_grad=True)
        self.assertTrue(torch.autograd.gradcheck(GradientMagnitude.apply, (x,)))


class Recurrence(unittest.TestCase):
    def cell(self, update: float) -> tuple[ConvGRUCell, torch.Tensor, torch.Tensor]:
        torch.manual_seed(2)
        cell = ConvGRUCell(3, 4)
        cell.gates.weight.data.zero_()
        cell.gates.bias.data.zero_()
        cell.gates.bias.data[4:] = update
        return cell, torch.randn(1, 3, 8, 8), torch.rand(1, 4, 8, 8)

    def test_a_shut_update_gate_keeps_the_state(self) -> None:
        cell, x, state = self.cell(-40)
        torch.testing.assert_close(cell(x, state), state)

    def test_an_open_update_gate_takes_the_candidate(self) -> None:
        cell, x, state = self.cell(40)
        candidate = torch.tanh(cell.candidate(torch.cat([x, 0.5 * state], 1)))
        torch.testing.assert_close(cell(x, state), candidate)

    def test_it_really_recurs_over_time(self) -> None:
        """The released code starts every frame from a zero state; the order of earlier frames must matter here."""
        faces, contexts = window()
        swapped = faces[:, [1, 0, 2, 3, 4]]
        with torch.no_grad():
            last, other = network()(faces, contexts)[0][:, -1], network()(swapped, contexts)[0][:, -1]
        self.assertGreater((last - other).abs().max().item(), 1e-6)


class Network(unittest.TestCase):
    @torch.no_grad()
    def test_folding_the_batch_norms_changes_nothing(self) -> None:
        net = network()
        faces, contexts = window()
        for before, after in zip(net(faces, contexts), net.folded()(faces, contexts)):
            self.assertLess(((before - after).norm() / before.norm()).item(), 1e-5)

    @torch.no_grad()
    def test_split_the_classifier_adds_up_to_the_same(self) -> None:
        classifier, depth, appearance = network().classifier, torch.rand(2, 1, 32, 32), torch.rand(2, 24)
        of_depth, of_appearance = classifier.split()
        hidden = F.relu(classifier.depth(depth.flatten(1)))
        both = (of_depth(hidden) + of_appearance(appearance)).squeeze(1)
        torch.testing.assert_close(both, classifier(depth, appearance))

    @torch.no_grad()
    def test_the_score_is_between_zero_and_one_whatever_the_depth(self) -> None:
        depth = torch.stack([torch.full((1, 32, 32), value) for value in (-3.0, 0.4, 9.0)])
        for beta, middle in ((0.8, 0.48), (1.0, 0.5)):
            net = DepthNetwork(replace(SMALL, beta=beta))
            score = net.score(depth, torch.tensor([-50.0, 0.0, 50.0]))
            with self.subTest(beta=beta):
                torch.testing.assert_close(score, torch.tensor([0.0, middle, 1.0]), rtol=0, atol=1e-5)

    def test_the_mask_is_a_centred_ellipse(self) -> None:
        mask = network().mask
        torch.testing.assert_close(mask, mask.flip(0))
        torch.testing.assert_close(mask, mask.flip(1))
        self.assertAlmostEqual(mask.mean().item(), np.pi * 0.33 * 0.38, places=1)


class Losses(unittest.TestCase):
    def test_contrastive_depth_sees_differences_to_neighbours_only(self) -> None:
        truth = torch.rand(2, 1, 8, 8)
        self.assertLess(contrastive_depth(truth + 0.3, truth).item(), 1e-12)
        bump = F.pad(torch.ones(1, 1, 1, 1), (3, 4, 3, 4))
        # Among 36 places with all neighbours, 8 see the bump beside them by one kernel and one sees it by all eight.
        self.assertAlmostEqual(contrastive_depth(bump, torch.zeros(1, 1, 8, 8)).item(), 16 / (8 * 36), places=6)

    def test_the_loss_of_the_medium_is_a_cross_entropy(self) -> None:
        truth = torch.zeros(2, 1, 16, 16)
        truth[0, :, :8] = 1
        right = (F.avg_pool2d(truth, 2) - 0.5) * 40
        self.assertLess(medium_loss(right, truth).item(), 1e-6)
        self.assertAlmostEqual(medium_loss(-right, truth).item(), 20, places=4)
        self.assertAlmostEqual(medium_loss(torch.zeros(2, 1, 8, 8), truth).item(), 0.6931, places=4)
