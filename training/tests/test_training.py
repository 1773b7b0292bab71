"""From faces to a folder that the browser loads: the real renderer, trainer and exporter, only shorter."""

import contextlib
import io
import json
import os
import shutil
import tempfile
import unittest
from pathlib import Path
from typing import ClassVar
from unittest import mock

import numpy as np
import torch

from training.ablate.ablation import Ablation, build
from training.data.dataset import Windows, scaled
from training.errors import TrainingError
from training.export.golden import golden_tensors, synthetic_image
from training.models.checkpoint import ArchitectureMismatch, CheckpointError
from training.models.network import DepthNetwork
from training.models.shipped import load_shipped
from training.options import parse
from training.render import windows
from training.tests.fixtures import FACES, SMALL, run, train_narrow, train_small
from training.train import training
from training.train.interruption import Interruption
from training.train.options import TrainingOptions
from training.train.stages import Losses

from_photographs = mock.patch.object(training, "train", train_narrow)


class Training(unittest.TestCase):
    folder: Path
    runs: ClassVar[dict[tuple[str, ...], Path]] = {}

    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        small = mock.patch.object(training, "train", train_small)
        small.start()
        cls.addClassCleanup(small.stop)
        rendering = ["--faces", str(FACES), "--split", "test", "--count", "8", "--jobs", "1"]
        run("render windows", *rendering, "--out", str(cls.folder / "windows"), "--seed", "3")

    def words(self, out: Path, steps2: int, *options: str) -> list[str]:
        data = str(self.folder / "windows")
        sizes = ["--steps1", "2", "--steps2", str(steps2), "--batch1", "4", "--batch2", "2", "--save-every", "3"]
        sizes += ["--appearance-steps", "0", "--rigidity-steps", "2", "--rigidity-batch", "4"]
        sizes += ["--validation-limit", "4", "--threads", "1", *options]
        return ["--windows", data, "--validation", data, "--out", str(out), *sizes]

    def train(self, out: Path, steps2: int, *options: str) -> None:
        run("train stages", *self.words(out, steps2, *options))

    def trained(self, out: Path, *options: str) -> None:
        """Copies a run of one step of stage 2 into `out`; tests that want the same one share its training."""
        if options not in self.runs:
            self.runs[options] = self.folder / f"shared-{len(self.runs)}"
            self.train(self.runs[options], 1, *options)
        shutil.copytree(self.runs[options], out)

    def train_ablated(self, out: Path, ablation: Ablation, *options: str) -> None:
        parsed = parse(TrainingOptions, self.words(out, 1, *options), "train stages", None)
        with contextlib.redirect_stdout(io.StringIO()):
            training.train(parsed, lambda: build(ablation, SMALL))

    def test_shards_of_other_options_are_refused_and_short_ones_rendered_again(self) -> None:
        out = self.folder / "shards"
        arguments = ["--faces", str(FACES), "--split", "test", "--jobs", "1", "--out", str(out)]
        shard = out / "windows-00000.npz"
        run("render stills", *arguments, "--count", "2")
        first = shard.read_bytes()
        self.assertEqual(run("render stills", *arguments, "--count", "2"), "")
        for other in (["--seed", "1"], ["--scales", "1.4", "2.2"]):
            with self.assertRaisesRegex(
                windows.OtherShard,
                f"was made by renderer {windows.RENDERER}, --split test --seed 0 of .* in drawn rooms, --frames 1",
            ):
                run("render stills", *arguments, "--count", "2", *other)
        with self.assertRaisesRegex(TrainingError, "no further than 3 sides"):
            run("render stills", *arguments, "--count", "2", "--scales", "1.4", "4")
        self.assertEqual(shard.read_bytes(), first)
        run("render stills", *arguments, "--count", "4")
        with np.load(shard) as longer:
            self.assertEqual(len(longer["label"]), 4)
        with self.assertRaisesRegex(windows.OtherShard, "holds 4 windows, more than the 2 asked for"):
            run("render stills", *arguments, "--count", "2")
        with (
            mock.patch.object(windows, "SHARD", 2),
            self.assertRaisesRegex(windows.OtherShard, "holds more than 2 windows, .*: delete windows-00001.npz and"),
        ):
            (out / "windows-00001.npz").touch()
            run("render stills", *arguments, "--count", "2")
        (out / "windows-00001.npz").unlink()
        shard.write_bytes(first[:100])
        with self.assertRaisesRegex(windows.OtherShard, "cannot be read"):
            run("render stills", *arguments, "--count", "2")

    def test_windows_are_balanced_and_live_ones_have_depth(self) -> None:
        data = Windows(self.folder / "windows")
        self.assertEqual(len(data.live), len(data.attacks))
        self.assertGreater(data.depth[data.live].max(axis=(1, 2, 3)).min(), 200)
        self.assertEqual(data.depth[data.attacks].max(), 0)

    @from_photographs
    def test_trains_resumes_exports_and_scores(self) -> None:
        out = self.folder / "run"
        self.train(out, steps2=1)
        halfway = torch.load(out / "stage2.pt")["step"]
        self.train(out, steps2=3)
        self.assertEqual((halfway, torch.load(out / "stage2.pt")["step"]), (1, 3))
        self.assertEqual((out / "log.csv").read_text().count("\n"), 1 + 1 + 1 + 2)
        for changed in (["--seed", "2"], ["--leave-out", "replay"]):
            with self.assertRaisesRegex(
                CheckpointError, "stage1.pt learned from other windows or weights or with another seed"
            ):
                self.train(out, 3, *changed)
        for changed, stage, was in (
            (["--patch-exchange", "0"], 1, "patch_exchange was 0.3"),
            (["--contrast", "0.5"], 1, "contrast was 1.0"),
            (["--batch2", "4"], 2, "batch2 was 2"),
        ):
            with self.assertRaisesRegex(CheckpointError, rf"stage{stage}.pt learned by other options \({was}\)"):
                self.train(out, 3, *changed)
        log = (out / "log.csv").read_bytes()
        with self.assertRaisesRegex(
            CheckpointError, "stage 1 is at step 2 of 3, .* delete .*stagerigidity.pt, .*stage2.pt"
        ):
            self.train(out, 3, "--steps1", "3")
        self.assertEqual((out / "log.csv").read_bytes(), log)

        model = self.folder / "model-under-test"
        data = str(self.folder / "windows")
        arguments = ["--checkpoint", str(out / "final.pt"), "--validation", data, "--out", str(model)]
        run("export model", *arguments)
        description = json.loads((model / "model.json").read_text())
        self.assertEqual(description["id"], "model-under-test")
        self.assertLess((model / "weights.bin").stat().st_size, 1.5e6)

        # The golden vectors were made with the very weights that are read back from weights.bin.
        network, _ = load_shipped(model)
        golden = json.loads((model / "golden.json").read_text())["weightsManifest"][0]["weights"]
        values = np.frombuffer((model / "golden.bin").read_bytes(), "<f4")
        again = golden_tensors(network)
        self.assertEqual([entry["name"] for entry in golden], list(again))
        np.testing.assert_allclose(np.concatenate([v.ravel() for v in again.values()]), values, atol=1e-5)

        report = run("evaluate windows", "--model", str(model), "--windows", data)
        self.assertIn("AUC", report)
        (model / "weights.bin").write_bytes((model / "weights.bin").read_bytes()[:-2])
        with self.assertRaisesRegex(TrainingError, "weights.bin is not the one that model.json is of"):
            load_shipped(model)
        scoring = ["--checkpoint", str(out / "final.pt"), "--windows", data, "--validation", data]
        against = run("evaluate windows", *scoring, "--against", str(out / "final.pt"))
        self.assertRegex(against, r"AUC [\d.]+ of the other, the difference's bounds are \[\+0.000, \+0.000\]")
        with self.assertRaisesRegex(TrainingError, "name rendered windows with --validation"):
            run("evaluate windows", *scoring[:4])

    def test_a_finished_run_is_neither_written_anew_nor_trained_anew_for_want_of_its_stages(self) -> None:
        out = self.folder / "finished"
        self.trained(out)
        final = out / "final.pt"
        before = final.stat().st_mtime_ns
        self.train(out, 1)
        self.assertEqual(final.stat().st_mtime_ns, before)
        # As after a kill between a stage's last checkpoint and the run's end.
        os.utime(out / "stage2.pt", ns=(before + 1, before + 1))
        self.train(out, 1)
        self.assertGreater(final.stat().st_mtime_ns, before)
        for stage in out.glob("stage*.pt"):
            stage.unlink()
        with self.assertRaisesRegex(CheckpointError, "final.pt is there without the stages' checkpoints"):
            self.train(out, 1)
        final.unlink()
        self.train(out, 1)

    def test_what_was_left_out_is_marked_where_it_is_scored(self) -> None:
        out = self.folder / "left out"
        self.train(out, 1, "--leave-out", "replay")
        data = str(self.folder / "windows")
        scoring = ["--checkpoint", str(out / "final.pt"), "--windows", data, "--validation", data]
        self.assertRegex(run("evaluate windows", *scoring), r"phone replay *\*")

    def test_an_ablated_network_trains_and_is_neither_gone_on_with_nor_exported(self) -> None:
        out, data = self.folder / "ablated", str(self.folder / "windows")
        self.train_ablated(out, Ablation(gru="none"))
        with self.assertRaisesRegex(ArchitectureMismatch, "of an ablated network .*gru.*none"):
            run(
                "export model", "--checkpoint", out / "final.pt", "--validation", data, "--out", self.folder / "refused"
            )
        with self.assertRaisesRegex(ArchitectureMismatch, "gru is none there and recurrent here"):
            self.train(out, 1)

    @from_photographs
    def test_an_interrupted_run_ends_where_an_unbroken_one_does(self) -> None:
        unbroken, broken = self.folder / "unbroken", self.folder / "broken"
        self.train(unbroken, 2, "--appearance-steps", "2")

        class Stopping(Interruption):
            """Asks to stop after every step."""

            def __enter__(self) -> Interruption:
                super().__enter__().asked = True
                return self

        with mock.patch.object(training, "Interruption", Stopping):
            for _ in range(4 * 2):
                with self.assertRaises(KeyboardInterrupt):
                    self.train(broken, 2, "--appearance-steps", "2")
        self.train(broken, 2, "--appearance-steps", "2")
        first, second = (torch.load(out / "final.pt")["network"] for out in (unbroken, broken))
        for name, value in first.items():
            torch.testing.assert_close(second[name], value, rtol=0, atol=0, msg=name)

    def test_stage_two_leaves_the_backbone_as_it_is(self) -> None:
        out = self.folder / "frozen"
        self.trained(out)
        # Resumed with stage 1 done, as after a kill: nothing has put the backbone into inference mode yet.
        self.train(out, steps2=2)
        first = torch.load(out / "stage1.pt")["network"]
        second = torch.load(out / "stage2.pt")["network"]
        for name, value in first.items():
            if name.startswith("backbone."):
                torch.testing.assert_close(second[name], value, rtol=0, atol=0, msg=name)
        self.assertGreater((first["temporal.gru1.gates.weight"] - second["temporal.gru1.gates.weight"]).abs().max(), 0)

    def test_the_first_stages_train_a_branch_each(self) -> None:
        out = self.folder / "branches"
        self.trained(out, "--appearance-steps", "1", "--medium", "0.5")
        torch.manual_seed(1)
        names = {"1": "backbone", "appearance": "appearance", "rigidity": "rigidity"}
        stages = [DepthNetwork(SMALL).state_dict(), *(torch.load(out / f"stage{name}.pt")["network"] for name in names)]
        for before, after, branch in zip(stages, stages[1:], names.values()):
            # The appearance's head is the classifier's part for it.
            changed = {name.split(".")[0] for name in before if not torch.equal(before[name], after[name])}
            self.assertEqual(changed - ({"classifier"} if branch == "appearance" else set()), {branch})
        second = torch.load(out / "stage2.pt")["network"]
        for name, value in stages[-1].items():
            if name.startswith(("backbone.", "appearance.", "rigidity.")):
                self.assertTrue(torch.equal(second[name], value), name)

    def test_of_a_hidden_context_the_head_learns_nothing(self) -> None:
        torch.manual_seed(1)
        network = DepthNetwork()
        batch = Windows(self.folder / "windows").balanced(4, np.random.default_rng(1), True, 0.0)
        for hidden in (0.0, 1.0):
            losses = Losses(network, worst_species=1.0, contrast=1.0, medium=1.0, hide_context=hidden)
            losses.appearance(network, batch).backward()
            of_context, of_face = losses.head.weight.grad.abs().sum(0).chunk(2)
            with self.subTest(hidden=hidden):
                self.assertGreater(of_face.max(), 0)
                self.assertEqual(bool(of_context.max() > 0), hidden == 0)

    @from_photographs
    def test_a_run_that_began_with_other_weights_is_not_gone_on_with(self) -> None:
        out = self.folder / "from nothing"
        options = ("--appearance-steps", "1")
        self.train(out, 1, *options, "--pretrained", "none")
        with self.assertRaisesRegex(CheckpointError, "stageappearance.pt learned from other windows or weights"):
            self.train(out, 1, *options)
        with self.assertRaisesRegex(TrainingError, "nowhere.npz: No such file"):
            self.train(out, 1, *options, "--pretrained", "nowhere.npz")

    def test_a_network_without_appearance_has_no_stage_for_it(self) -> None:
        out = self.folder / "depth alone"
        self.train_ablated(out, Ablation(branches="depth"), "--appearance-steps", "1")
        self.assertFalse((out / "stageappearance.pt").exists())
        self.assertTrue((out / "final.pt").exists())

    def test_a_stage_of_another_version_is_named(self) -> None:
        out = self.folder / "another version"
        self.trained(out)
        saved = torch.load(out / "stage2.pt")
        del saved["losses"]["pointer.weight"]
        torch.save(saved, out / "stage2.pt")
        with self.assertRaisesRegex(CheckpointError, "stage2.pt is of another version"):
            self.train(out, steps2=2)

    def test_stage_two_leaves_an_appearance_that_has_learned_by_itself(self) -> None:
        own, further, kept = (self.folder / name for name in ("own stage", "learns further", "kept"))
        self.trained(own, "--appearance-steps", "1", "--medium", "0.5")
        self.train(further, 1, "--initial", str(own / "final.pt"))
        self.train(kept, 1, "--initial", str(own / "final.pt"), "--keep-appearance")
        for first, then, learns in (
            (own / "stageappearance.pt", own, False),
            (own / "final.pt", further, True),
            (own / "final.pt", kept, False),
        ):
            ours, theirs = (torch.load(path)["network"] for path in (first, then / "stage2.pt"))
            names = [name for name in ours if name.startswith("appearance.")]
            changed = any(not torch.equal(ours[name], theirs[name]) for name in names)
            with self.subTest(run=then.name):
                self.assertEqual(changed, learns)


class SyntheticWindow(unittest.TestCase):
    def test_is_the_picture_that_typescript_makes(self) -> None:
        """The same bytes are asserted in src/network/syntheticWindow.test.ts."""
        image = synthetic_image(128, 3)
        self.assertEqual(image[40:43, 61].tolist(), [[193, 183, 178], [195, 193, 180], [197, 183, 181]])
        self.assertEqual(int(image.astype(np.int64).sum()), 5_153_238)

    def test_wakes_every_block(self) -> None:
        torch.manual_seed(0)
        network = DepthNetwork().eval()
        with torch.no_grad():
            features = network.backbone(scaled(synthetic_image(128, 0))[None])
        for name, value in vars(features).items():
            self.assertGreater(value.abs().max().item(), 0, name)
