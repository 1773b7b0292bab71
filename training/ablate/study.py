"""Measures what each part of the depth network is worth, by short runs that differ in one thing; prints a table.

    python3 -m training ablate --data data/windows-1 --out runs/ablations

`--data` holds the sets train, stills, validation and test. Every run has the same seed and number of steps, far fewer
than depthproof-9 had, so compare the rows with the first and with each other only. Stage 1 and the appearance
stage train a branch each, and few of the changes matter to them: runs that agree in what matters share it, in the
folder `branches`. Runs that are finished are left alone; an interrupted one goes on where it stopped. Only one process
may work in `--out`.

The table (also in `table.md` there) is of the test set. It has the AUC of the score, and of the mean depth over the
face alone, refined and of single frames, without the appearance. "Less the first row's" has 95 % bounds bootstrapped
over the people tested: they do not include the difference between two seeds of the same training. Where species were
left out, the share of them that is accepted stands beside that of all attacks, and the worst species is one of them.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch

from training.ablate.ablation import Ablation, build
from training.atomic_file import write_arrays, write_atomic
from training.data.dataset import Windows
from training.data.species import species_called
from training.errors import TrainingError
from training.eval.figures import errors_by_species, percent, share
from training.eval.matched_pairs import caliper_for, matched_pairs
from training.eval.metrics import auc, auc_difference_bounds, threshold_at_bpcer
from training.eval.score import score_windows
from training.models import checkpoint
from training.models.network import DepthNetwork
from training.options import option
from training.train.options import TrainingOptions
from training.train.stages import copy_head
from training.train.training import train

# By the name of its folder: what it is, and the fields of Ablation or TrainingOptions that are changed.
ABLATIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "full": ("the shipped network", {}),
    "vanilla-convolution": ("no spatial gradient blocks", {"gradient": "none"}),
    "no-short-term-block": ("no short-term block", {"short_term": "none"}),
    "no-conv-gru": ("no ConvGRU", {"gru": "none"}),
    "no-medium-loss": ("not shown where the medium is", {"medium": 0.0}),
    "context-in-view": ("surroundings never hidden from the appearance", {"hide_context": 0.0}),
    "no-contrastive-loss": ("no contrastive depth loss", {"contrast": 0.0}),
    "one-frame": ("one frame instead of five", {"frames": 1}),
    "no-rigidity": ("no rigidity branch", {"branches": "still"}),
    "depth-alone": ("depth alone", {"branches": "depth"}),
    "appearance-alone": ("appearance alone", {"branches": "appearance"}),
    "rigidity-alone": ("rigidity alone", {"branches": "rigidity"}),
    "context-crop": ("appearance of the context crop alone", {"crops": "context"}),
    "face-crop": ("appearance of the face crop alone", {"crops": "face"}),
    "half-detail": ("crops of 64 px, enlarged to 128", {"detail": "half"}),
    "from-nothing": ("appearance branch trained from nothing", {"pretrained": None}),
    "motion-alone": ("motion alone", {"motion_alone": True}),
    "unmatched-batches": ("batches not matched", {"matched": 0.0}),
    "no-patch-exchange": ("no patch exchange", {"patch_exchange": 0.0}),
    "species-alike": ("no more weight on harder species", {"worst_species": 0.0}),
    "central-difference": ("central differences, theta 0.7", {"theta": 0.7}),
    "without-print": ("never saw a print", {"leave_out": ("print",)}),
    "without-replay": ("never saw a replay", {"leave_out": ("replay",)}),
}
NETWORK = frozenset(field.name for field in fields(Ablation))


@dataclass(frozen=True, kw_only=True)
class StudyOptions:
    data: Path
    out: Path
    only: tuple[str, ...] = option(tuple(ABLATIONS), "rows of the table", choices=ABLATIONS)
    steps1: int = 500
    appearance_steps: int = 1000
    rigidity_steps: int = 300
    steps2: int = 250
    seed: int = 1
    threads: int = option(2, least=1)

    def __post_init__(self) -> None:
        if min(self.steps1, self.appearance_steps) < 1:
            raise TrainingError("--steps1 and --appearance-steps: a branch takes one step at least")


class Branch(NamedTuple):
    """A stage that trains a part of the network by itself: the part, and the changes that make no difference to it."""

    stage: str
    part: str
    steps: str
    indifferent: frozenset[str]


ELSEWHERE = frozenset({"short_term", "gru", "frames", "branches", "motion_alone"})
BRANCHES = (
    Branch("1", "backbone", "steps1", ELSEWHERE | {"crops", "pretrained", "medium", "hide_context", "worst_species"}),
    Branch(
        "appearance", "appearance", "appearance_steps", ELSEWHERE | {"gradient", "theta", "contrast", "patch_exchange"}
    ),
)
STEPS = ("steps1", "appearance_steps", "rigidity_steps", "steps2")


def ablate(options: StudyOptions) -> None:
    """Trains the rows that are missing, prints the table and writes it.

    Raises TrainingError where a folder holds scores of another network or of other windows.
    """
    steps = "-".join(str(getattr(options, name)) for name in STEPS)
    study = Study(replace(options, out=options.out / f"{steps}-seed-{options.seed}"))
    scored = {name: study.scores(name) for name in options.only}
    first = scored[options.only[0]]
    table = "\n".join([HEAD, *(study.row(name, scored[name], first) for name in options.only)])
    print(table)
    write_atomic(study.options.out / "table.md", f"{table}\n".encode())


class Study:
    """The runs in one folder, and the test windows that they are scored on."""

    def __init__(self, options: StudyOptions) -> None:
        self.options = options
        self.windows = Windows(options.data / "test")
        self.matched = matched_pairs(self.windows, caliper_for(Windows(options.data / "validation"))).ravel()
        sets = [options.data / name for name in ("train", "stills")]
        self.learned_from = " ".join(Windows(folder).fingerprint for folder in sets if folder.exists())

    def scores(self, name: str) -> dict[str, np.ndarray]:
        """Trains one of them and scores the test windows, or reads how it scored them."""
        out, changes = self.options.out / name, ABLATIONS[name][1]
        path = out / "test.npz"
        build_it = builder(changes)
        of = f"{self.windows.fingerprint} {build_it().architecture} {build_it().variant} from {self.learned_from}"
        if not path.exists():
            self._prepare(out, changes)
            final = self._train(out, changes, STEPS)
            network = build_it()
            checkpoint.restore(network, checkpoint.read(final), final)
            write_arrays(path, of=np.array(of), **score_windows(network, self.windows))
        scored = dict(np.load(path))
        if str(scored.pop("of", None)) != of:
            raise TrainingError(
                f"{path} is of another network, or of other windows than {self.options.data} holds: choose another "
                "--out"
            )
        return scored

    def row(self, name: str, scored: dict[str, np.ndarray], first: dict[str, np.ndarray]) -> str:
        """A line of the table, Markdown, beside what the first row's network scored."""
        what, changes = ABLATIONS[name]
        score, label = scored["score"], self.windows.label
        low, high = auc_difference_bounds(label, score, first["score"], self.windows.identity)
        less = "–" if scored is first else f"[{low:+.3f}, {high:+.3f}]"
        # Depth is no part of what these two judge by.
        by_depth = name not in ("appearance-alone", "rigidity-alone")
        depth = [f"{auc(label, scored[key]):.3f}" if by_depth else "–" for key in ("refined", "coarse")]
        matched = f"{auc(label[self.matched], score[self.matched]):.3f}" if len(self.matched) else "–"

        attacks = self.windows.species > 0
        accepted = score >= threshold_at_bpcer(label, score, 0.03)
        passed = percent(share(accepted[attacks]))
        for left_out in changes.get("leave_out", ()):
            attacks = np.isin(self.windows.species, [*species_called(left_out)])
            seen = first["score"] >= threshold_at_bpcer(label, first["score"], 0.03)
            ours, firsts = (percent(share(passing[attacks])) for passing in (accepted, seen))
            passed += f"; {left_out} {ours}, the first row's {firsts}"
        errors = errors_by_species(self.windows.species[attacks], accepted[attacks])
        worst = max(errors, key=lambda species: errors[species]["rate"])
        options = " ".join(words(changes)) or "–"
        columns = (what, f"`{options}`", f"{auc(label, score):.3f}", less, matched, *depth, passed)
        return f"| {' | '.join(columns)} | {100 * errors[worst]['rate']:.1f} %, {worst} |"

    def _prepare(self, out: Path, changes: dict[str, Any]) -> None:
        """Writes the checkpoints that a run of its own would have after stage 1 and the appearance stage.

        They differ from those only where `branches` is "appearance": in the numbers that the classifier starts from.
        """
        torch.manual_seed(self.options.seed)
        network = builder(changes)()
        out.mkdir(parents=True, exist_ok=True)
        for branch in BRANCHES:
            if not [*getattr(network, branch.part).parameters()]:
                continue  # an ablated network may lack the part
            saved = checkpoint.read(self._trained_branch(branch, changes))
            copy_branch(network, branch, saved)
            rest = {name: value for name, value in saved.items() if name not in ("architecture", "variant", "network")}
            checkpoint.save(out / f"stage{branch.stage}.pt", network, **rest)

    def _trained_branch(self, branch: Branch, changes: dict[str, Any]) -> Path:
        """The checkpoint of the stage that trained it, with those of the changes that make a difference to it."""
        differ = {name: value for name, value in changes.items() if name not in branch.indifferent}
        out = self.options.out / "branches" / "".join([branch.stage, *words(differ)])
        if not (out / "final.pt").exists():
            self._train(out, differ, (branch.steps,))
        return out / f"stage{branch.stage}.pt"

    def _train(self, out: Path, changes: dict[str, Any], steps: tuple[str, ...]) -> Path:
        """Trains the stages whose numbers of steps are named; returns the last checkpoint."""
        o = self.options
        stills = o.data / "stills"
        each: dict[str, Any] = {name: getattr(o, name) if name in steps else 0 for name in STEPS}
        options = TrainingOptions(
            windows=o.data / "train",
            validation=o.data / "validation",
            out=out,
            stills=(stills,) if stills.exists() else (),
            save_every=max(*each.values(), 1),
            validation_limit=64,  # for the log; the rows are scored on the whole test set
            seed=o.seed,
            threads=o.threads,
            **each | {name: value for name, value in changes.items() if name not in NETWORK},
        )
        return train(options, builder(changes))


def builder(changes: dict[str, Any]) -> Callable[[], DepthNetwork]:
    ablation = Ablation(**{name: value for name, value in changes.items() if name in NETWORK})
    return lambda: build(ablation)


def copy_branch(network: DepthNetwork, branch: Branch, saved: dict[str, Any]) -> None:
    """Copies a part of a saved network, and what the classifier makes of it alone."""
    theirs, ours = saved["network"], network.state_dict()
    part = {name: theirs[name] for name in ours if name.startswith(f"{branch.part}.")}
    network.load_state_dict(ours | part)
    if branch.part == "appearance":
        copy_head(network, saved["losses"]["head.weight"])


def words(changes: dict[str, Any]) -> list[str]:
    """Changes as the table and folders' names have them: --gru=none."""
    texts = []
    for name, value in changes.items():
        value = "".join(value) if isinstance(value, tuple) else value
        text = f"{value:g}" if isinstance(value, float) else str(value).lower()
        texts.append(f"--{name.replace('_', '-')}" + ("" if value is True else f"={text}"))
    return texts


HEAD = """\
| what | options | AUC | less the first row's | AUC, matched | refined depth alone | coarse depth alone \
| all attacks accepted at BPCER 3 % | worst species there |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |"""
