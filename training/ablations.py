"""What each part of the method is worth: trains short runs that differ in one thing and prints a table.

    python3 -m training.ablations --data data/windows-1 --out runs/ablations

`--data` holds the sets train, stills, validation and test. Every run has the same seed and number of steps, far fewer
than the shipped weights had, so compare the rows with the first and with each other only. Stage 1 and the appearance
stage train a branch each, by a few of the options: runs that agree in those share the branch, in the folder `branches`.
Runs that are finished are left alone; an interrupted one goes on where it stopped. One process at a time in `--out`.

The table (also in `table.md` there) is of the test set. Its AUCs are the scores', and those of the mean depth over the
face alone, refined and of single frames, which the appearance has no part in. "Less the first row's" has a 95 %
bootstrap over the people tested: it knows nothing of how much two seeds of the same training differ. Where species were
left out, how many of them are accepted stands beside how many of all attacks, and the worst species is one of them.
"""

from __future__ import annotations

import argparse
import io
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch

from training import train, variants
from training.card import percent
from training.errors import TrainingError, command
from training.evaluate import errors_by_species, share
from training.learning import checkpoint
from training.learning.stages import put_back
from training.matching import caliper_for, matched_pairs
from training.measure.metrics import auc, auc_difference_bounds, threshold_at_bpcer
from training.network import Architecture, DepthNetwork
from training.species import species_called
from training.whole_file import write_whole
from training.windows import Windows

# By the name of its folder: what is changed, and how.
ABLATIONS = {
    "full": ("the shipped network", []),
    "vanilla-convolution": ("no spatial gradient blocks", ["--gradient=none"]),
    "no-short-term-block": ("no short-term block", ["--short-term=none"]),
    "no-conv-gru": ("no ConvGRU", ["--gru=none"]),
    "no-medium-loss": ("not shown where the medium is", ["--medium=0"]),
    "context-in-view": ("surroundings never hidden from the appearance", ["--hide-context=0"]),
    "no-contrastive-loss": ("no contrastive depth loss", ["--contrast=0"]),
    "one-frame": ("one frame instead of five", ["--frames=1"]),
    "no-rigidity": ("no rigidity branch", ["--branches=still"]),
    "depth-alone": ("depth alone", ["--branches=depth"]),
    "appearance-alone": ("appearance alone", ["--branches=appearance"]),
    "rigidity-alone": ("rigidity alone", ["--branches=rigidity"]),
    "context-crop": ("appearance of the context crop alone", ["--crops=context"]),
    "face-crop": ("appearance of the face crop alone", ["--crops=face"]),
    "half-detail": ("crops of 64 px, enlarged to 128", ["--detail=half"]),
    "from-nothing": ("appearance branch trained from nothing", ["--pretrained=none"]),
    "motion-alone": ("motion alone", ["--motion-alone"]),
    "unmatched-batches": ("batches not matched", ["--matched=0"]),
    "no-patch-exchange": ("no patch exchange", ["--patch-exchange=0"]),
    "species-alike": ("no more weight on harder species", ["--worst-species=0"]),
    "central-difference": ("central differences, theta 0.7", ["--theta=0.7"]),
    "without-print": ("never saw a print", ["--leave-out=print"]),
    "without-replay": ("never saw a replay", ["--leave-out=replay"]),
}


class Test:
    """Windows of people never seen, and those of them between which the no-model statistics say nothing."""

    def __init__(self, data: Path) -> None:
        self.windows = Windows(data / "test")
        self.matched = matched_pairs(self.windows, caliper_for(Windows(data / "validation"))).ravel()


class Branch(NamedTuple):
    """What a stage of its own trains: a part of the network, and the options that make no difference to it."""

    stage: str
    part: str
    indifferent: tuple[str, ...]


STEPS = ("steps1", "appearance_steps", "rigidity_steps", "steps2")
ELSEWHERE = ("--short-term", "--gru", "--frames", "--branches", "--motion-alone")
BRANCHES = (
    Branch("1", "backbone", (*ELSEWHERE, "--crops", "--pretrained", "--medium", "--hide-context", "--worst-species")),
    Branch("appearance", "appearance", (*ELSEWHERE, "--gradient", "--theta", "--contrast", "--patch-exchange")),
)


def training_options(a: argparse.Namespace, out: Path, **steps: int) -> list[str]:
    """`steps` of stages by the options' names; of those not named, none."""
    stills = a.data / "stills"
    each = dict.fromkeys(STEPS, 0) | steps
    return [
        *("--windows", str(a.data / "train"), "--validation", str(a.data / "validation"), "--out", str(out)),
        *(["--stills", str(stills)] if stills.exists() else []),
        *(word for name, count in each.items() for word in (f"--{name.replace('_', '-')}", str(count))),
        *("--save-every", str(max(*each.values(), 1))),
        # For the curves; the rows are scored on the whole test set.
        *("--validation-limit", "64", "--seed", str(a.seed), "--threads", str(a.threads)),
    ]


def trained_branch(branch: Branch, options: list[str], a: argparse.Namespace) -> Path:
    """The checkpoint of the stage that trained it, by those of the options that make a difference to it."""
    differ = [option for option in options if option.split("=")[0] not in branch.indifferent]
    out = a.out / "branches" / "".join([branch.stage, *differ])
    name = {"1": "steps1", "appearance": "appearance_steps"}[branch.stage]
    if not (out / "final.pt").exists():
        train.main([*training_options(a, out, **{name: getattr(a, name)}), *differ])
    return out / f"stage{branch.stage}.pt"


def put_in(network: DepthNetwork, branch: Branch, saved: dict) -> None:
    """A part of another network, and what the classifier makes of it alone."""
    theirs, ours = saved["network"], network.state_dict()
    part = {name: theirs[name] for name in ours if name.startswith(f"{branch.part}.")}
    network.load_state_dict(ours | part)
    if branch.part == "appearance":
        put_back(network, saved["losses"]["head.weight"])


def network_of(options: list[str]) -> tuple[Architecture, variants.Variant]:
    parser = argparse.ArgumentParser()
    variants.add_arguments(parser)
    return variants.chosen(parser.parse_known_args(options)[0])


def prepare(out: Path, options: list[str], a: argparse.Namespace) -> None:
    """Writes the checkpoints that a run of its own would have after stage 1 and the appearance stage, but for the numbers
    that the classifier of `--branches=appearance` starts from."""
    torch.manual_seed(a.seed)
    network = variants.build(*network_of(options))
    out.mkdir(parents=True, exist_ok=True)
    for branch in BRANCHES:
        if not [*getattr(network, branch.part).parameters()]:
            continue  # an ablated network may lack the part
        saved = checkpoint.read(trained_branch(branch, options, a))
        put_in(network, branch, saved)
        rest = {name: value for name, value in saved.items() if name not in ("architecture", "variant", "network")}
        checkpoint.save(out / f"stage{branch.stage}.pt", network, **rest)


def run(name: str, windows: Windows, learned_from: str, a: argparse.Namespace) -> dict[str, np.ndarray]:
    """Trains one of them and scores the test set's windows, or reads how it scored them."""
    out, options = a.out / name, ABLATIONS[name][1]
    path = out / "test.npz"
    of = f"{windows.fingerprint} {network_of(options)} from {learned_from}"
    if not path.exists():
        prepare(out, options, a)
        train.main([*training_options(a, out, **{name: getattr(a, name) for name in STEPS}), *options])
        network, _ = checkpoint.load(out / "final.pt")
        content = io.BytesIO()
        np.savez(content, of=of, **train.score_windows(network, windows))
        write_whole(path, content.getvalue())
    scored = dict(np.load(path))
    if str(scored.pop("of", None)) != of:
        raise TrainingError(
            f"{path} is of another network, or of other windows than {a.data} holds: choose another --out"
        )
    return scored


def row(name: str, scored: dict[str, np.ndarray], first: dict[str, np.ndarray], test: Test) -> str:
    """A line of the table, Markdown, beside what the first row's network scored."""
    what, options = ABLATIONS[name]
    windows, score = test.windows, scored["score"]
    labels, faces = windows.label, windows.identity
    low, high = auc_difference_bounds(labels, score, first["score"], faces)
    less = "–" if scored is first else f"[{low:+.3f}, {high:+.3f}]"
    # Depth is no part of what this one judges by.
    of_depth = name not in ("appearance-alone", "rigidity-alone")
    depth = [f"{auc(labels, scored[key]):.3f}" if of_depth else "–" for key in ("refined", "coarse")]
    matched = f"{auc(labels[test.matched], score[test.matched]):.3f}" if len(test.matched) else "–"

    attacks = windows.species > 0
    accepted = score >= threshold_at_bpcer(labels, score, 0.03)
    passed = percent(share(accepted[attacks]))
    option, _, value = options[0].partition("=") if options else ("", "", "")
    if option == "--leave-out":
        attacks = np.isin(windows.species, [*species_called(value)])
        seen = first["score"] >= threshold_at_bpcer(labels, first["score"], 0.03)
        passed += f"; {value} {percent(share(accepted[attacks]))}, the first row's {percent(share(seen[attacks]))}"
    rates = errors_by_species(windows.species[attacks], accepted[attacks])
    worst = max(rates, key=lambda species: rates[species]["rate"])
    of_worst = f"{100 * rates[worst]['rate']:.1f} %, {worst}"
    columns = (what, f"`{' '.join(options) or '–'}`", f"{auc(labels, score):.3f}", less, matched, *depth, passed, of_worst)
    return f"| {' | '.join(columns)} |"


HEAD = """\
| what | options | AUC | less the first row's | AUC, matched | refined depth alone | coarse depth alone \
| all attacks accepted at BPCER 3 % | worst species there |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |"""


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only", nargs="+", choices=ABLATIONS, default=list(ABLATIONS))
    parser.add_argument("--steps1", type=int, default=500)
    parser.add_argument("--appearance-steps", type=int, default=1000)
    parser.add_argument("--rigidity-steps", type=int, default=300)
    parser.add_argument("--steps2", type=int, default=250)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    a = parser.parse_args(arguments)
    if min(a.steps1, a.appearance_steps) < 1:
        raise TrainingError("--steps1 and --appearance-steps: a branch takes one step at least")
    a.out /= f"{a.steps1}-{a.appearance_steps}-{a.rigidity_steps}-{a.steps2}-seed-{a.seed}"
    test = Test(a.data)
    sets = [a.data / name for name in ("train", "stills")]
    learned_from = " ".join(Windows(folder).fingerprint for folder in sets if folder.exists())
    scored = {name: run(name, test.windows, learned_from, a) for name in a.only}
    first = scored[a.only[0]]
    table = "\n".join([HEAD, *(row(name, scored[name], first, test) for name in a.only)])
    print(table)
    write_whole(a.out / "table.md", f"{table}\n".encode())


if __name__ == "__main__":
    command(main)
