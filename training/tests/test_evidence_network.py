import contextlib
import copy
import io
import json
import math
import shutil
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from training.data.crops import FRAMES
from training.data.dataset import scaled
from training.errors import TrainingError
from training.eval.evidence import parts_of
from training.eval.fusion import KINDS, PRIOR, combined, read
from training.export.golden import golden_tensors, synthetic_crops, synthetic_image
from training.export.model_json import OF_DEPTH_NETWORK, write
from training.models import texture_network
from training.models.depth_map import DepthMap
from training.models.evidence_network import EvidenceNetwork, read_numbers, shaped, steadiness
from training.models.network import Architecture, DepthNetwork
from training.models.onnx_weights import read_nodes
from training.models.shipped import load_shipped
from training.models.texture_network import ARCHITECTURES, TextureNetwork
from training.tests.fixtures import run, window
from training.tests.test_network import network, scene

ROOT = Path(__file__).parents[2]
DEPTHPROOF_9, DEPTHPROOF_11 = ROOT / "models" / "depthproof-9", ROOT / "models" / "depthproof-11"
TEXTURE = ROOT / "training" / "checkpoints" / "texture.npz"
STILLS = ROOT / "training" / "checkpoints" / "stills.npz"
NUMBERS = read_numbers()
ALL_KINDS = NUMBERS["evidence"]
WITHOUT_DEPTH = {name: rule for name, rule in ALL_KINDS.items() if name != "depth"}
SHARES = NUMBERS["shares"]


def textures() -> dict[str, TextureNetwork]:
    torch.manual_seed(3)
    return {name: TextureNetwork(stages) for name, stages in ARCHITECTURES.items()}


def crops(frames: int = FRAMES) -> dict[str, Tensor]:
    """Two windows of noise."""
    faces, contexts = window(frames)
    near, wide = torch.rand(2, 2, frames, 3, 80, 80)
    return {"face": faces, "context": contexts, "near": near, "wide": wide}


class Window(unittest.TestCase):
    @torch.no_grad()
    def test_streaming_equals_the_whole_window(self) -> None:
        net, seen = EvidenceNetwork(network(), ALL_KINDS, textures(), SHARES), crops()
        stream = net.first({name: crop[:, 0] for name, crop in seen.items()})
        for frame in range(1, FRAMES):
            stream = net.next({name: crop[:, frame] for name, crop in seen.items()}, stream)
        streamed, whole = net.finish(stream), net(seen)
        self.assertEqual(set(whole.evidence), {*KINDS})
        for kind, log_odds in whole.evidence.items():
            torch.testing.assert_close(streamed.evidence[kind], log_odds, rtol=1e-5, atol=1e-5)
        for name in ("log_odds", "score", "screen", "refined"):
            torch.testing.assert_close(getattr(streamed, name), getattr(whole, name), rtol=1e-5, atol=1e-5)

    @torch.no_grad()
    def test_without_texture_it_is_the_trained_depth_network(self) -> None:
        trained, seen = network(), crops()
        maps, _, logit = trained(seen["face"], seen["context"])
        answer = EvidenceNetwork(trained, OF_DEPTH_NETWORK)(seen)
        torch.testing.assert_close(answer.log_odds, logit, rtol=1e-5, atol=1e-5)
        torch.testing.assert_close(answer.score, trained.score(maps.mean(1), logit), rtol=1e-5, atol=1e-5)

    @torch.no_grad()
    def test_log_odds_are_the_weighted_sum_of_the_kinds(self) -> None:
        depth_map = DepthMap(Architecture())
        answer = EvidenceNetwork(DepthNetwork(), ALL_KINDS, textures(), SHARES, depth_map)(crops())
        said = {kind: log_odds.numpy() for kind, log_odds in answer.evidence.items()}
        by_hand = (
            0.5 * said["texture"]
            + 0.25 * said["surroundings"]
            + 0.25 * said["rigidity"]
            + 0.5 * said["steadiness"]
            + 0.6 * said["depth"]
            + 0.3
        )
        np.testing.assert_allclose(answer.log_odds.numpy(), by_hand, rtol=1e-5)
        np.testing.assert_allclose(answer.score.numpy(), 1 / (1 + np.exp(-by_hand)), rtol=1e-5)
        self.assertIsNone(EvidenceNetwork(network(), WITHOUT_DEPTH, textures(), SHARES)(crops()).refined)

    def test_rendered_windows_lack_what_texture_sees(self) -> None:
        net = EvidenceNetwork(network(), NUMBERS["evidence"], textures(), SHARES)
        with self.assertRaisesRegex(TrainingError, "lack the texture networks' crops"):
            net.scores(*window())


class Kinds(unittest.TestCase):
    @torch.no_grad()
    def test_texture_is_live_against_both_attacks_mixed_by_shares(self) -> None:
        probabilities = {"v2": (0.1, 0.7, 0.2), "v1se": (0.5, 0.2, 0.3)}
        networks = textures()
        for name, net in networks.items():
            nn.init.zeros_(net.classify.weight)
            # An offset that all classes have in common says nothing.
            net.classify.bias.data = torch.tensor(probabilities[name]).log() + 5
        answer = EvidenceNetwork(network(), NUMBERS["evidence"], networks, SHARES)(crops())
        mixed = 0.2 * math.log(0.7 / 0.3) + 0.8 * math.log(0.2 / 0.8)
        torch.testing.assert_close(answer.evidence["texture"], torch.full((2,), mixed))
        screen = 0.2 * math.log(0.2 / 0.1) + 0.8 * math.log(0.3 / 0.5)
        torch.testing.assert_close(answer.screen, torch.full((2,), screen))

    @torch.no_grad()
    def test_texture_is_the_mean_over_the_frames(self) -> None:
        net, seen = EvidenceNetwork(network(), NUMBERS["evidence"], textures(), SHARES), crops()
        frames = [net.of_texture({name: crop[:, frame] for name, crop in seen.items()}) for frame in range(FRAMES)]
        torch.testing.assert_close(net(seen).evidence["texture"], torch.stack(frames).mean(0)[:, 0])

    def test_a_kind_counts_from_its_centre_on_steeper_below_it_and_at_most_so_much(self) -> None:
        said = np.array([4.0, 0.5, -1.0, -3.0])
        np.testing.assert_allclose(
            shaped(said, {"shape": {"centre": -1, "steeper": 4, "atMost": 2}}), [2.0, 1.5, 0.0, -10.0]
        )
        np.testing.assert_allclose(shaped(said, {"weight": 3}), said)

    @torch.no_grad()
    def test_kinds_are_shaped_where_the_numbers_say_so(self) -> None:
        trained, seen = network(), crops()
        nn.init.zeros_(trained.classifier.join.weight)
        nn.init.constant_(trained.classifier.join.bias, 3)
        for evidence, expected in ((ALL_KINDS, 0.0), (OF_DEPTH_NETWORK, 3.0)):
            net = EvidenceNetwork(trained, evidence)
            torch.testing.assert_close(net(seen).evidence["surroundings"], torch.full((2,), expected))
        net = EvidenceNetwork(DepthNetwork(), ALL_KINDS, depth_map=DepthMap(Architecture()))
        _, cells = net.of_first(seen["context"][:, 0], seen["face"][:, 0])
        assert net.depth_map is not None and cells is not None
        said = shaped(net.depth_map.evidence(cells), ALL_KINDS["depth"])
        torch.testing.assert_close(net(seen).evidence["depth"], said)
        self.assertLessEqual(float(said.max()), ALL_KINDS["depth"]["shape"]["atMost"])

    def test_standing_still_says_nothing_and_moving_not_without_end(self) -> None:
        np.testing.assert_allclose(steadiness(np.array([-5.0, -1.4, 0.6, 9.0]), -1.4, 3), [0, 0, -2, -3])

    @torch.no_grad()
    def test_steadiness_follows_what_is_around_the_face(self) -> None:
        net = EvidenceNetwork(network(), copy.deepcopy(WITHOUT_DEPTH))
        face = torch.zeros(1, FRAMES, 3, 128, 128)
        # Shifts of the surroundings, px of the crop a frame; what the face does is no matter.
        for shift, expected in ((0, 0.0), (0.25, -math.log(0.27) - 1.4), (1, -math.log(1.02) - 1.4)):
            seen = {"face": face, "context": scene(((1, 0), (0, 0)), ((shift, 0), (0, 0)), FRAMES)}
            self.assertAlmostEqual(net(seen).evidence["steadiness"].item(), expected, delta=0.05)
        net.evidence["steadiness"]["shift"] = -4
        self.assertEqual(net(seen).evidence["steadiness"].item(), -3)

    def test_surroundings_move_as_far_whatever_the_pace_of_the_frames(self) -> None:
        net = EvidenceNetwork(network(), copy.deepcopy(WITHOUT_DEPTH))
        crops = scene(((1, 0), (0, 0)), ((0.5, 0), (0, 0)), FRAMES)
        shifts = [parts_of(net, crops, crops, [pace * 100 * n for n in range(FRAMES)])["shift"] for pace in (1, 2)]
        self.assertAlmostEqual(shifts[0] - shifts[1], math.log(2), places=4)

    def test_numbers_of_something_else_are_refused(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "evidence.json"
            for content in (None, "{", "[]", "{}"):
                if content is not None:
                    path.write_text(content)
                with (
                    self.subTest(content=content),
                    self.assertRaisesRegex(TrainingError, "holds no numbers of evidence"),
                ):
                    read_numbers(path)


class Exported(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name) / "small-model"

    @torch.no_grad()
    def test_a_folder_reads_back_to_the_same_log_odds(self) -> None:
        seen = crops()
        for evidence, given in ((ALL_KINDS, (textures(), SHARES)), (OF_DEPTH_NETWORK, ())):
            net = EvidenceNetwork(network(), evidence, *given)
            before = net(seen)
            with contextlib.redirect_stdout(io.StringIO()):
                write(net, {"calibration": {}}, ["bent print"], self.folder)
            again, model = load_shipped(self.folder)
            self.assertEqual((model["id"], model["neverSeen"]), ("small-model", ["bent print"]))
            self.assertEqual(again.architecture, net.architecture)
            # Written were fp16 weights.
            torch.testing.assert_close(again(seen).log_odds, net(seen).log_odds, rtol=0, atol=0)
            torch.testing.assert_close(again(seen).log_odds, before.log_odds, rtol=0.02, atol=0.02)

    @torch.no_grad()
    def test_weights_that_float16_cannot_hold_are_not_exported(self) -> None:
        net = EvidenceNetwork(network(), OF_DEPTH_NETWORK)
        net.classifier["of_depth"].weight[0, 0] = 1e5
        with self.assertRaisesRegex(TrainingError, "classifier.of_depth.kernel: weights beyond"):
            write(net, {"calibration": {}}, [], self.folder)
        self.assertFalse(self.folder.exists())

    @torch.no_grad()
    def test_a_depth_map_reads_back_to_the_same_share_of_the_score(self) -> None:
        a, seen = Architecture(beta=0.5), crops()
        depth_map = DepthMap(a)
        depth_map.fold()
        net = EvidenceNetwork(DepthNetwork(a), ALL_KINDS, textures(), SHARES, depth_map)
        with contextlib.redirect_stdout(io.StringIO()):
            write(net, {}, [], self.folder)
        again, _ = load_shipped(self.folder)
        torch.testing.assert_close(again(seen).score, net(seen).score, rtol=0, atol=0)

    def test_a_folder_of_another_format_is_refused(self) -> None:
        shutil.copytree(DEPTHPROOF_9, self.folder)
        model = json.loads((self.folder / "model.json").read_text())
        (self.folder / "model.json").write_text(json.dumps({**model, "format": "depthproof-model/2"}))
        with self.assertRaisesRegex(TrainingError, "format is depthproof-model/2"):
            load_shipped(self.folder)

    def test_a_folder_that_someone_edited_is_refused(self) -> None:
        shutil.copytree(DEPTHPROOF_9, self.folder)
        model = json.loads((self.folder / "model.json").read_text())
        (group,) = model["weightsManifest"]
        stems = {**model["architecture"], "appearance": {**model["architecture"]["appearance"], "stem": 16}}
        renamed = [{**group, "weights": [{**group["weights"][0], "name": "nothing.bias"}, *group["weights"][1:]]}]
        others: list[object] = [[], {**model, "architecture": stems}, {**model, "weightsManifest": renamed}]
        for other in others:
            (self.folder / "model.json").write_text(json.dumps(other))
            with self.assertRaises(TrainingError):
                load_shipped(self.folder)

    def test_branches_are_taken_from_a_network_that_has_them(self) -> None:
        base, other = EvidenceNetwork(network(), WITHOUT_DEPTH), EvidenceNetwork(network(), ALL_KINDS)
        with self.assertRaisesRegex(TrainingError, "no depth branch"):
            other.take(base)

    def test_the_shipped_folder_is_what_the_command_writes(self) -> None:
        out = self.folder.with_name("depthproof-11")
        run("export evidence", "--model", DEPTHPROOF_9, "--stills", STILLS, "--texture", TEXTURE, "--out", out)
        for name in ("weights.bin", "model.json", "golden.json"):
            self.assertEqual((out / name).read_bytes(), (DEPTHPROOF_11 / name).read_bytes(), name)

    def test_as_onnx_a_further_frame_has_both_texture_networks_and_no_appearance(self) -> None:
        run("export onnx", "--model", DEPTHPROOF_11, "--out", self.folder / "step.onnx")
        shipped, _ = load_shipped(DEPTHPROOF_11)
        convolutions = [module for module in shipped.texture.modules() if isinstance(module, nn.Conv2d)]
        nodes = read_nodes(self.folder / "step.onnx")
        self.assertEqual(sum(node.operator == "Conv" for node in nodes), len(convolutions))


class Shipped(unittest.TestCase):
    def test_the_golden_vectors_are_of_the_weights_beside_them(self) -> None:
        for folder in (DEPTHPROOF_9, DEPTHPROOF_11):
            shipped, _ = load_shipped(folder)
            (group,) = json.loads((folder / "golden.json").read_text())["weightsManifest"]
            golden = golden_tensors(shipped)
            self.assertEqual([entry["name"] for entry in group["weights"]], list(golden))
            values = np.frombuffer((folder / "golden.bin").read_bytes(), "<f4")
            np.testing.assert_allclose(np.concatenate(list(golden.values())), values, atol=1e-4)

    def test_stay_within_the_budget(self) -> None:
        """Bytes of weights; multiply-adds of a further frame and of a window, as the model cards say."""
        for folder, size, frame, whole in ((DEPTHPROOF_9, 1.5e6, 372e6, 1980e6), (DEPTHPROOF_11, 2.41e6, 82e6, 561e6)):
            self.assertLess((folder / "weights.bin").stat().st_size, size)
            net, _ = load_shipped(folder)
            counted: list[int] = []

            def count(module: nn.Module, _: tuple, output: Tensor, counted: list[int] = counted) -> None:
                if isinstance(module, nn.Conv2d):
                    counted.append(module.weight.numel() * output.shape[2] * output.shape[3])

            for module in net.modules():
                module.register_forward_hook(count)
            stream = net.first(synthetic_crops(net.crops, 0))
            first = sum(counted)
            net.next(synthetic_crops(net.crops, 1), stream)
            further = sum(counted) - first
            self.assertLess(further, frame)
            self.assertLess(first + (FRAMES - 1) * further, whole)

    @torch.no_grad()
    def test_its_log_odds_are_those_that_the_evaluation_adds_up(self) -> None:
        shipped, _ = load_shipped(DEPTHPROOF_11)
        expected = []
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for number in range(3):
                seen = drawn(number)
                faces, contexts = (scaled(seen[crop])[None] for crop in ("face", "context"))
                near, wide = (texture_network.scaled(seen[crop])[None] for crop in ("v2", "v1se"))
                answer = shipped({"face": faces, "context": contexts, "near": near, "wide": wide})
                expected.append(answer.log_odds.item())
                seen |= {crop: seen[crop][None] for crop in ("face", "context")}
                clip = {"id": str(number), "file": "a", "label": "live", "slices": {}}
                frames = [{"time": 100 * frame, "box": [0, 0, 9, 9]} for frame in range(FRAMES)]
                record = json.dumps({"clip": clip, "frames": frames, "windows": []})
                np.savez(folder / f"{number}.npz", record=record, index=np.arange(FRAMES), start=[0], **seen)
            out = folder / "evidence.out.npz"
            run("evaluate evidence", "--cache", folder, "--texture", TEXTURE, "--out", out)
            evidence = read([out], KINDS, False)
        plain = combined(np.array([*(PRIOR[kind] for kind in KINDS), NUMBERS["evidence"]["bias"]]), evidence)
        np.testing.assert_allclose(plain, expected, atol=1e-4)
        self.assertGreater(np.ptp(plain), 0.1)


def drawn(number: int) -> dict[str, np.ndarray]:
    """What a cache holds of a window's frames: crops of a synthetic face, faster the larger the number."""
    sides = {"face": 128, "context": 128, "v2": 80, "v1se": 80}
    return {
        crop: np.stack([synthetic_image(side, 10 * place + (1 + number) * frame) for frame in range(FRAMES)])
        for place, (crop, side) in enumerate(sides.items())
    }
