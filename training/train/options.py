"""The options of a training: its windows, the steps of each stage and how they learn."""

from dataclasses import dataclass
from pathlib import Path

from training.models.pretrained import PRETRAINED
from training.options import option, share_between_zero_and_one


@dataclass(frozen=True, kw_only=True)
class TrainingOptions:
    windows: Path
    validation: Path
    out: Path
    stills: tuple[Path, ...] = option((), "windows of one frame, not for stage 2")
    initial: Path | None = option(None, "checkpoint of an earlier run to start from")
    pretrained: Path | None = option(PRETRAINED, "what the appearance branch starts from without --initial; or none")
    steps1: int = 3500
    appearance_steps: int = 3600
    rigidity_steps: int = 1200
    keep_appearance: bool = option(False, "stage 2 leaves the appearance as it is: an earlier run trained it")
    steps2: int = 600
    batch1: int = option(32, "half bona fide, half attacks", least=2)
    rigidity_batch: int = option(48, least=2)
    batch2: int = option(12, least=2)
    rate1: float = 2e-3
    appearance_rate: float = 2e-4
    rigidity_rate: float = 3e-3
    rate2: float = 2e-3
    matched: float = option(0.7, "share of attacks whose bona fide partner is much like them")
    worst_species: float = option(1.0, "how much harder species count; 0: not")
    patch_exchange: float = option(0.3, "share of faces that swap a patch in stage 1")
    contrast: float = option(1.0, "factor of the contrastive depth loss")
    medium: float = option(1.0, "factor of the loss of where an attack's medium is, in the appearance stage")
    hide_context: float = option(0.3, "share of scenes that show the appearance stage the face's crop alone")
    leave_out: tuple[str, ...] = option((), "attacks never trained or calibrated on: print, replay or a species' name")
    save_every: int = option(200, "steps between checkpoints", least=1)
    validation_limit: int = 256
    seed: int = 1
    threads: int = option(2, least=1)
    device: str = option("cpu", "cpu or cuda; batches are drawn and augmented on the CPU")

    def __post_init__(self) -> None:
        share_between_zero_and_one(
            matched=self.matched, patch_exchange=self.patch_exchange, hide_context=self.hide_context
        )
