"""What each part of the method is worth: trains short runs that differ in one thing and prints a table.

    python3 -m training.ablations --data data --out runs/ablations

`--data` holds the sets train, stills, validation and test. Every run has the same seed and number of steps, far fewer
than the shipped weights had, so compare the rows with the first and with each other only. Runs that are finished are
left alone; an interrupted one goes on where it stopped.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from training import evaluate, train
from training.errors import command
from training.species import SPECIES_NAMES

# By the name of its folder: what is changed, and how.
ABLATIONS = {
    "full": ("the shipped network", []),
    "vanilla-convolution": ("no spatial gradient blocks", ["--gradient", "none"]),
    "no-short-term-block": ("no short-term block", ["--short-term", "none"]),
    "no-conv-gru": ("no ConvGRU", ["--gru", "none"]),
    "no-medium-loss": ("not shown where the medium is", ["--medium", "0"]),
    "no-contrastive-loss": ("no contrastive depth loss", ["--contrast", "0"]),
    "one-frame": ("one frame instead of five", ["--frames", "1"]),
    "face-alone": ("face crop alone", ["--branches", "face"]),
    "context-alone": ("context crop alone", ["--branches", "context"]),
    "motion-alone": ("motion alone", ["--motion-alone"]),
    "unmatched-batches": ("batches not matched", ["--matched", "0"]),
    "no-patch-exchange": ("no patch exchange", ["--patch-exchange", "0"]),
    "species-alike": ("no more weight on harder species", ["--worst-species", "0"]),
    "central-difference": ("central differences, theta 0.7", ["--theta", "0.7"]),
    "without-print": ("never saw a print", ["--leave-out", "print"]),
    "without-replay": ("never saw a replay", ["--leave-out", "replay"]),
}


def run(name: str, a: argparse.Namespace) -> dict:
    """Trains and scores one of them, or reads what it scored."""
    out = a.out / name
    scored = out / "test.json"
    if not scored.exists():
        stills = a.data / "stills"
        train.main([
            *("--windows", str(a.data / "train"), "--validation", str(a.data / "validation"), "--out", str(out)),
            *(["--stills", str(stills)] if stills.exists() else []),
            *("--steps1", str(a.steps1), "--context-steps", str(a.context_steps), "--steps2", str(a.steps2)),
            *("--checkpoint", str(max(a.steps1, a.context_steps, a.steps2, 1))),
            *("--seed", str(a.seed), "--threads", str(a.threads)),
            *ABLATIONS[name][1],
        ])  # fmt: skip
        checkpoint = str(out / "final.pt")
        sets = ("--windows", str(a.data / "test"), "--validation", str(a.data / "validation"))
        evaluate.main(["--checkpoint", checkpoint, *sets, "--json", str(scored)])
    return json.loads(scored.read_text())


def row(name: str, figures: dict) -> str:
    """A line of the table, Markdown. Over one crop or none left out: AUC, AUC on the matched set, worst species."""
    what, options = ABLATIONS[name]
    attacks = {species: rate for species, rate in figures["atBpcer3"].items() if species != SPECIES_NAMES[0]}
    if "--leave-out" in options:
        left = train.species_called(options[-1])
        attacks = {species: rate for species, rate in attacks.items() if SPECIES_NAMES.index(species) in left}
    worst = max(attacks, key=lambda species: attacks[species]["rate"])
    mean = sum(rate["rate"] * rate["windows"] for rate in attacks.values()) / sum(
        rate["windows"] for rate in attacks.values()
    )
    matched = f"{figures['matched']['auc']:.3f}" if "auc" in figures["matched"] else "–"
    rates = f"{100 * mean:.1f} % | {100 * attacks[worst]['rate']:.1f} % ({worst})"
    return f"| {what} | `{' '.join(options) or '–'}` | {figures['all']['auc']:.3f} | {matched} | {rates} |"


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only", nargs="*", choices=ABLATIONS, default=list(ABLATIONS))
    parser.add_argument("--steps1", type=int, default=500)
    parser.add_argument("--context-steps", type=int, default=1000)
    parser.add_argument("--steps2", type=int, default=250)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    a = parser.parse_args(arguments)
    rows = [row(name, run(name, a)) for name in a.only]
    print("| what | options | AUC | AUC, matched | APCER at BPCER 3 %, all attacks | its worst species |")
    print("|---|---|---|---|---|---|")
    print("\n".join(rows))


if __name__ == "__main__":
    command(main)
