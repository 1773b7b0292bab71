"""From faces and Silent-Face's ONNX files to the folder of the model that ships, in one command.

    python3 -m training train shipped --faces FACES --context CONTEXT --silent-face SILENT_FACE --work data \\
        --out models/mine

Takes about an hour on two cores, most of it to render. What is finished in `--work` is not made again; what was made
by other options is refused. Rigidity, and
the appearance that training starts from, are depthproof-9's (`train run` makes such a network); the numbers that real
clips chose are those of `training/checkpoints/evidence.json`.
"""

from dataclasses import dataclass
from pathlib import Path

from training.claim import MadeOtherwise, claim
from training.export.model_json import EvidenceOptions, export_evidence
from training.models import texture_network
from training.models.texture_start import StartOptions, extract_start
from training.options import option
from training.render.evidence_stills import EvidenceStillsOptions, render_evidence_stills
from training.train.still_training import StillTrainingOptions, train_stills
from training.train.texture_finetune import FinetuneOptions, average, finetune_both
from training.train.training import checksum

SHARE = 0.5  # of the way from Silent-Face's weights to the fine-tuned ones
SEEDS = {"train": 101, "validation": 102}


@dataclass(frozen=True, kw_only=True)
class ShippedOptions:
    faces: Path = option(help="folder of face sets (index.json, meshes.npz)")
    silent_face: Path = option(help="folder with both ONNX files")
    work: Path = option(help="for stills and weights")
    out: Path = option(help="the model's folder; its name is the model's id")
    context: Path | None = option(None, "folder of rooms, hands, devices; drawn ones without it")
    initial: Path = option(
        Path("training/checkpoints/depthproof-9.pt"), "checkpoint whose appearance training starts from"
    )
    model: Path = option(Path("models/depthproof-9"), "exported folder whose rigidity is taken")
    train: int = option(6144, "stills to learn from")
    validation: int = option(512, "stills to print figures of")
    texture_steps: int = FinetuneOptions.steps
    steps: int = StillTrainingOptions.steps
    seeds: tuple[int, ...] = StillTrainingOptions.seeds
    jobs: int = option(2, "processes to render", least=1)


def make_shipped(options: ShippedOptions) -> None:
    """All of it. Raises TrainingError as its steps do."""
    o = options
    start, texture = o.work / "start.npz", o.work / "texture.npz"
    stills, runs = o.work / "stills", o.work / "runs"
    if not start.exists():
        extract_start(StartOptions(silent_face=o.silent_face, out=start))
    of_stills = [path for path in (texture, *runs.glob("seed-*.npz")) if path.exists()]
    if of_stills and not (stills / "train" / "made.txt").exists():
        # Refused below as well, but only after an hour of rendering each.
        raise MadeOtherwise(f"{', '.join(map(str, of_stills))}: made from stills that are gone; delete them, too")
    for split, seed in SEEDS.items():
        render_evidence_stills(
            EvidenceStillsOptions(
                faces=o.faces,
                context=o.context,
                out=stills / split,
                split=split,
                count=getattr(o, split),
                seed=seed,
                jobs=o.jobs,
            )
        )
    learned = (stills / "train" / "made.txt").read_text()
    claim(o.work / "made.txt", f"--texture-steps {o.texture_steps} from {checksum(start)}, {learned}", "texture.npz")
    if not texture.exists():
        finetune_both(FinetuneOptions(start=start, stills=stills, out=runs, steps=o.texture_steps))
        begun, ended = (texture_network.load(path) for path in (start, runs / f"step-{o.texture_steps:04d}.npz"))
        texture_network.save(texture, {name: average(begun[name], ended[name], SHARE) for name in begun})
    train_stills(StillTrainingOptions(initial=o.initial, stills=stills, out=runs, seeds=o.seeds, steps=o.steps))
    export_evidence(EvidenceOptions(model=o.model, stills=runs / "stills.npz", texture=texture, out=o.out))
