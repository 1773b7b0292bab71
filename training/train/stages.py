"""The stages of training: what each trains, and by which loss."""

from collections.abc import Callable
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.data.dataset import Batch
from training.models.network import DepthNetwork
from training.train.group_dro import GroupDRO
from training.train.losses import binary_loss, depth_loss, medium_loss
from training.train.options import TrainingOptions

# Weight of the contrastive beside the Euclidean depth loss, for single frames and for refined maps.
SINGLE_CONTRAST, REFINED_CONTRAST = 0.5, 1.0
DEPTH_WEIGHT = 4.0
BETA = 0.8  # eq. 8: the share of the binary loss; the rest is that of depth
# Appearance tells much before depth does: without dropout the classifier would rely on it alone from the first step on.
APPEARANCE_DROPOUT = 0.3


class Losses(nn.Module):
    """The losses of all stages and the layers that only they have; goes into the stage's checkpoint."""

    def __init__(
        self, network: DepthNetwork, *, worst_species: float, contrast: float, medium: float, hide_context: float
    ) -> None:
        super().__init__()
        self.head = appearance_head(network)
        self.pointer = nn.Conv2d(network.architecture.appearance[-1].channels, 1, 1).to(self.head.weight.device)
        # Zeros, nothing random: a resumed run has drawn other numbers by now than an unbroken one.
        nn.init.zeros_(self.pointer.weight)
        assert self.pointer.bias is not None
        nn.init.zeros_(self.pointer.bias)
        self.medium = medium
        self.hide_context = hide_context
        self.worst_species = GroupDRO(worst_species)
        self.contrast = contrast

    def binary(self, logit: Tensor, batch: Batch) -> Tensor:
        """Cross-entropy, harder species counting more."""
        return self.worst_species(binary_loss(logit, batch.label), batch.species)

    def single(self, network: DepthNetwork, batch: Batch) -> Tensor:
        """Stage 1: coarse depth of one frame."""
        depth = network.backbone(batch.faces[:, 0]).depth
        return DEPTH_WEIGHT * depth_loss(depth, batch.depth[:, 0], SINGLE_CONTRAST * self.contrast)

    def appearance(self, network: DepthNetwork, batch: Batch) -> Tensor:
        """Appearance stage: from the first frame alone, whether there is an attack and where in the context its medium
        is."""
        seen, face = (network.appearance.last_map(crop) for crop in (batch.context, batch.faces[:, 0]))
        vector = network.appearance.vector(seen, face)
        if network.appearance.sees_context and network.appearance.sees_face:
            # The surroundings say so much so soon that the face's part would hardly learn its own cues.
            hidden = (torch.rand(len(vector), 1) < self.hide_context).to(vector.device)
            of_context, of_face = vector.chunk(2, 1)
            vector = torch.cat([of_context.masked_fill(hidden, 0), of_face], 1)
        binary = self.binary(self.head(vector).squeeze(1), batch)
        if not network.appearance.sees_context:
            return binary
        return binary + self.medium * medium_loss(self.pointer(seen), batch.medium)

    def rigidity(self, network: DepthNetwork, batch: Batch) -> Tensor:
        """Rigidity stage: what the movement of face and surroundings adds to the appearance's logit, which is sometimes
        hidden."""
        with torch.no_grad():
            vector = network.appearance(batch.context, batch.faces[:, 0])
            appearance = F.linear(vector, self.head.weight).squeeze(1)
        keep = (torch.rand(len(appearance)) >= APPEARANCE_DROPOUT).to(appearance)
        moments = network.rigidity.moments_of(batch.contexts)
        # The constant is learned here but not copied back: that of the classifier belongs to depth, too.
        return self.binary(network.rigidity(moments) + keep * appearance + self.head.bias, batch)

    def refined(self, network: DepthNetwork, batch: Batch) -> Tensor:
        """Stage 2: whole windows (eq. 8). The backbone is frozen, and so are the branches that have a stage of their
        own."""
        with torch.no_grad():
            features = network.backbone(batch.faces.flatten(0, 1).contiguous(memory_format=torch.channels_last))
        keep = (torch.rand(len(batch.faces), 1) >= APPEARANCE_DROPOUT).float().to(batch.faces.device)
        appearance = network.appearance(batch.context, batch.faces[:, 0])
        refined, _, logit = network.window(features, batch.contexts, appearance * keep)
        truth = batch.depth[:, : refined.shape[1]]
        depth = depth_loss(refined.flatten(0, 1), truth.flatten(0, 1), REFINED_CONTRAST * self.contrast)
        return BETA * self.binary(logit, batch) + (1 - BETA) * DEPTH_WEIGHT * depth


def appearance_head(network: DepthNetwork) -> nn.Linear:
    """A copy of the classifier's weights for the appearance alone, as a layer."""
    join = network.classifier.join
    head = nn.Linear(network.architecture.appearance_vector, 1).to(join.weight.device)
    head.weight.data = join.weight.data[:, -head.in_features :].clone()
    head.bias.data = join.bias.data.clone()
    return head


def copy_head(network: DepthNetwork, head: Tensor) -> None:
    """Copies the weights of such a head, 1 x 4*appearance[-1].channels, back into the classifier."""
    network.classifier.join.weight.data[:, -head.shape[1] :] = head


class Stage(NamedTuple):
    """`name`: in checkpoints and log; `number`: in random seeds; `parts` of the network that learn; `options`: those
    that make a difference, beside the number of steps."""

    name: str
    number: int
    parts: tuple[str, ...]
    loss: Callable[[Losses, DepthNetwork, Batch], Tensor]
    steps: int
    batch_size: int
    rate: float
    single_frame: bool
    options: tuple[str, ...]


def stages(a: TrainingOptions) -> list[Stage]:
    """All stages, in the order in which they run."""
    whole = ("temporal", "appearance", "rigidity", "classifier")
    # These parts learned in a stage of their own, from many scenes in large batches; stage 2's few windows a batch
    # would only undo that.
    learned = {"appearance": a.appearance_steps or a.keep_appearance, "rigidity": a.rigidity_steps}
    second = tuple(part for part in whole if not learned.get(part))
    return [
        Stage(
            "1", 1, ("backbone",), Losses.single, a.steps1, a.batch1, a.rate1, True,
            ("batch1", "rate1", "matched", "contrast", "patch_exchange"),
        ),
        Stage(
            "appearance", 3, ("appearance",), Losses.appearance, a.appearance_steps, a.batch1, a.appearance_rate, True,
            ("batch1", "appearance_rate", "rate2", "matched", "worst_species", "medium", "hide_context"),
        ),
        Stage(
            "rigidity", 5, ("rigidity",), Losses.rigidity, a.rigidity_steps, a.rigidity_batch, a.rigidity_rate, False,
            ("rigidity_batch", "rigidity_rate", "rate2", "matched", "worst_species"),
        ),
        Stage(
            "2", 2, second, Losses.refined, a.steps2, a.batch2, a.rate2, False,
            ("batch2", "rate2", "appearance_rate", "matched", "worst_species", "contrast"),
        ),
    ]  # fmt: skip
