"""The one door to training: python3 -m training COMMAND, from the repository's root; COMMAND --help says more."""

import importlib
import sys
from typing import get_type_hints

from training.errors import TrainingError
from training.options import parse

# The function behind each command; its one parameter says which options there are.
COMMANDS = {
    "faces": "training.data.annotate.make_set",
    "render windows": "training.render.windows.render_windows",
    "render stills": "training.render.windows.render_stills",
    "render evidence-stills": "training.render.evidence_stills.render_evidence_stills",
    "render frames": "training.render.frames.render_frames",
    "render films": "training.render.films.render_films",
    "render clips": "training.render.clips.render_clips",
    "train run": "training.recipe.run",
    "train shipped": "training.shipped_recipe.make_shipped",
    "train stages": "training.train.training.train",
    "train average": "training.train.average.average_checkpoints",
    "train pretrained": "training.models.pretrained.extract",
    "train stills": "training.train.still_training.train_stills",
    "train texture-start": "training.models.texture_start.extract_start",
    "train texture": "training.train.texture_finetune.finetune_both",
    "train texture-choose": "training.train.texture_choose.choose_share",
    "export model": "training.export.model_json.export_checkpoint",
    "export evidence": "training.export.model_json.export_evidence",
    "export onnx": "training.export.onnx.export_frame",
    "evaluate windows": "training.eval.figures.evaluate_windows",
    "evaluate gaps": "training.eval.realism.compare",
    "evaluate correlation": "training.eval.correlation.print_correlation",
    "evaluate frames": "training.eval.real_frames.cache_frames",
    "evaluate truth": "training.eval.truth.print_truth",
    "evaluate evidence": "training.eval.evidence.write_evidence",
    "evaluate fusion": "training.eval.fusion.print_fusion",
    "evaluate verdicts": "training.eval.verdict_rule.print_verdicts",
    "evaluate reasons": "training.eval.reasons.print_reasons",
    "ablate stills": "training.ablate.still_study.ablate_stills",
    "ablate": "training.ablate.study.ablate",
    "card": "training.export.card.fill_card",
}


def main(arguments: list[str]) -> None:
    """Runs one command. Raises TrainingError for what the reader can do something about."""
    command = next((name for name in (" ".join(arguments[:2]), "".join(arguments[:1])) if name in COMMANDS), None)
    if command is None:
        listed = "\n  ".join(COMMANDS)
        sys.exit(f"{__doc__}\n\n  {listed}")
    module_name, _, name = COMMANDS[command].rpartition(".")
    module = importlib.import_module(module_name)
    run = getattr(module, name)
    kind = get_type_hints(run)["options"]
    run(parse(kind, arguments[len(command.split()) :], command, module.__doc__))


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except (TrainingError, OSError) as error:  # OSError: a file that is missing, a disk that is full, no ffmpeg
        sys.exit(f"{type(error).__name__}: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
