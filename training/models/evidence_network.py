"""The network that ships: several kinds of evidence about one window, as log odds of bona fide, and their weighted sum.

This is the PyTorch reference for every backend and kernel. A window is five frames. The crops of a frame are
N x 3 x H x W, by their names in model.json: `face` and `context` scaled to [-0.5, 0.5], `near` and `wide` to [0, 1].
Batch norms are folded, and modules have their names in weights.bin.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.errors import TrainingError
from training.models.depth_map import DepthMap, gated
from training.models.network import Backbone, DepthNetwork, Reduced, RigidityBranch, TemporalModule, mean_depth
from training.models.still_network import StillNetwork
from training.models.texture_network import PRINT, SCREEN, TextureNetwork, live_log_odds

Crops = Mapping[str, Tensor]
Values = TypeVar("Values", np.ndarray, Tensor)

# The crop that each texture network sees; data/texture_crops.py cuts them.
TEXTURE_CROPS = {"v2": "near", "v1se": "wide"}
# Among the features of rigidity: the logarithm of how far the surroundings move from frame to frame, px of the crop.
SURROUNDINGS_SHIFT = 1
NUMBERS = Path(__file__).parents[1] / "checkpoints" / "evidence.json"


def read_numbers(path: Path = NUMBERS) -> dict[str, Any]:
    """The handful of numbers that were chosen on real clips: `shares` of the texture networks, model.json's `evidence`,
    its `decision` and `neverSeen`. Raises TrainingError if the file holds others."""
    try:
        numbers = json.loads(path.read_text())
        return {name: numbers[name] for name in ("shares", "evidence", "decision", "neverSeen")}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TrainingError(f"{path} holds no numbers of evidence: {error!r}") from error


def shaped(log_odds: Values, rule: Mapping[str, Any]) -> Values:
    """Log odds of a branch as the shape in its kind's `rule` lets them count: from `centre` on, 1 + `steeper` times
    below it, and never more than `atMost`.

    Branches that learned on renders know less about real faces than about attacks, so their evidence for a live face
    counts little. Their clear evidence of an attack must not be outvoted by texture, which takes rendered paper masks
    for faces.
    """
    if "shape" not in rule:
        return log_odds
    shape = rule["shape"]
    beyond = log_odds - shape["centre"]
    return (beyond + shape["steeper"] * beyond.clip(max=0)).clip(max=shape["atMost"])


def steadiness(shift: Values, at: float, most: float) -> Values:
    """0 where the surroundings are as still as behind live people at a webcam, down to -`most` where they move.

    `shift` and `at`: logarithms of px of the context crop in 0.1 s, as measured and as usual for still surroundings.

    The room behind a person stands still before a fixed camera. The surroundings of a face on a hand-held phone move
    with the phone. Standing still proves nothing, so this evidence is never positive.
    """
    return -(shift - at).clip(0, most)


@dataclass
class DepthStream:
    """The depth branch's state from one frame to the next."""

    older: Reduced
    gru: tuple[Tensor, Tensor] | None
    refined: Tensor | None  # added up over the steps, N x 1 x 32 x 32


@dataclass
class Stream:
    """All that a window carries from one frame to the next."""

    frames: int
    appearance: Tensor  # N x 4C of the first frame
    luminance: Tensor  # N x 1 x 64 x 64 of the last context crop
    moments: tuple[Tensor, ...]  # N x 12 x 6 for each step
    texture: Tensor | None  # of `EvidenceNetwork.of_texture`, added up over the frames, N x 2
    depth: DepthStream | None
    depth_map: Tensor | None = None  # log odds of the first frame, N x 1 x 32 x 32


@dataclass
class Answer:
    """The answer for each window; N values each."""

    evidence: dict[str, Tensor]  # log odds of each kind, before its weight
    log_odds: Tensor
    score: Tensor  # in [0, 1]
    screen: Tensor | None  # log odds of a screen's texture against that of a print
    # Refined depth, N x 1 x 32 x 32: its mean over the steps, or the gated map of the first frame.
    refined: Tensor | None


class EvidenceNetwork(nn.Module):
    """Appearance, rigidity and, if `evidence` has depth, a depth branch; texture networks.

    `evidence`: as in model.json. `texture`: by name, with `shares` as their weights. The depth branch is `depth_map`,
    or without one the trained depth network's, which the paper describes.
    """

    backbone: Backbone
    temporal: TemporalModule
    rigidity: RigidityBranch
    mask: Tensor

    def __init__(
        self,
        trained: DepthNetwork,
        evidence: Mapping[str, Any],
        texture: Mapping[str, TextureNetwork] | None = None,
        shares: Mapping[str, float] | None = None,
        depth_map: DepthMap | None = None,
    ) -> None:
        super().__init__()
        folded, a = trained.folded(), trained.architecture
        self.architecture, self.evidence, self.shares = a, evidence, shares or {}
        self.depth_map = depth_map
        self.sees_depth = "depth" in evidence and depth_map is None
        if self.sees_depth:
            self.backbone, self.temporal = folded.backbone, folded.temporal
        self.register_buffer("mask", folded.mask, persistent=False)
        self.appearance, self.rigidity = folded.appearance, folded.rigidity
        of_depth, of_appearance = folded.classifier.split()
        parts = {"depth": folded.classifier.depth, "of_depth": of_depth} if self.sees_depth else {}
        self.classifier = nn.ModuleDict({**parts, "of_appearance": of_appearance})
        self.texture = nn.ModuleDict(texture or {})
        self.eval()

    @property
    def crops(self) -> tuple[str, ...]:
        """Names of the crops of a first frame. Only the depth branch reads `face` of a further one."""
        return ("face", "context", *(TEXTURE_CROPS[name] for name in self.shares))

    def first(self, crops: Crops) -> Stream:
        """The window's first frame."""
        appearance, depth_map = self.of_first(crops["context"], crops["face"])
        return Stream(
            1,
            appearance,
            self.rigidity.luminance(crops["context"]),
            (),
            self.of_texture(crops) if self.shares else None,
            DepthStream(self.temporal.reduce(self.backbone(crops["face"])), None, None) if self.sees_depth else None,
            depth_map,
        )

    def next(self, crops: Crops, stream: Stream) -> Stream:
        """A further frame."""
        luminance = self.rigidity.luminance(crops["context"])
        return Stream(
            stream.frames + 1,
            stream.appearance,
            luminance,
            (*stream.moments, self.rigidity.moments(stream.luminance, luminance)),
            None if stream.texture is None else stream.texture + self.of_texture(crops),
            None if stream.depth is None else self._next_depth(crops["face"], stream.depth),
            stream.depth_map,
        )

    def _next_depth(self, face: Tensor, stream: DepthStream) -> DepthStream:
        newer = self.temporal.reduce(self.backbone(face))
        gru = self.temporal.propagate(self.temporal.short_term(stream.older, newer), stream.gru)
        refined = self.temporal.refine(stream.older.depth, gru[1])
        return DepthStream(newer, gru, refined if stream.refined is None else stream.refined + refined)

    def finish(self, stream: Stream) -> Answer:
        """The answer for a window of at least two frames."""
        refined = None
        if stream.depth is not None:
            assert stream.depth.refined is not None
            refined = stream.depth.refined / (stream.frames - 1)
        texture = None if stream.texture is None else stream.texture / stream.frames
        return self.judge(stream.appearance, torch.stack(stream.moments, 1), texture, refined, stream.depth_map)

    def forward(self, crops: Crops) -> Answer:
        """A whole window, frames in one batch: crops are N x T x 3 x H x W."""
        contexts = crops["context"]
        frames = contexts.shape[1]
        texture = refined = None
        if self.shares:
            flat = {name: crops[name].flatten(0, 1) for name in self.crops}
            texture = self.of_texture(flat).unflatten(0, (-1, frames)).mean(1)
        if self.sees_depth:
            refined = self.temporal.window(self.backbone(crops["face"].flatten(0, 1)), frames)[0].mean(1)
        appearance, depth_map = self.of_first(contexts[:, 0], crops["face"][:, 0])
        return self.judge(appearance, self.rigidity.moments_of(contexts), texture, refined, depth_map)

    def of_first(self, context: Tensor, face: Tensor) -> tuple[Tensor, Tensor | None]:
        """The appearance's vector N x 4C of a first frame's crops, and the log odds of its depth map if it has one."""
        if self.depth_map is None:
            return self.appearance(context, face), None
        maps = self.appearance.maps(face)
        vector = self.appearance.vector(self.appearance.last_map(context), maps[-1])
        return vector, self.depth_map(maps, vector)

    def of_texture(self, crops: Crops) -> Tensor:
        """Log odds of a live face's texture, and of a screen's against a print's, N x 2."""
        parts = []
        for name, share in self.shares.items():
            logits = self.texture[name](crops[TEXTURE_CROPS[name]])
            parts.append(share * torch.stack([live_log_odds(logits), logits[:, SCREEN] - logits[:, PRINT]], 1))
        return torch.stack(parts).sum(0)

    def of_appearance(self, vector: Tensor) -> Tensor:
        """Log odds of bona fide from the appearance vector, N."""
        return self.classifier["of_appearance"](vector).squeeze(1)

    def of_depth(self, depth: Tensor) -> Tensor:
        """Log odds of bona fide from a depth map N x 1 x 32 x 32, N."""
        return self.classifier["of_depth"](F.relu(self.classifier["depth"](depth.flatten(1)))).squeeze(1)

    def judge(
        self,
        appearance: Tensor,
        moments: Tensor,
        texture: Tensor | None,
        refined: Tensor | None,
        depth_map: Tensor | None,
    ) -> Answer:
        """The answer from the appearance's vector N x 4C, moments N x S x 12 x 6, texture N x 2, mean refined depth and
        log odds of the depth map, both N x 1 x 32 x 32."""
        numbers, kinds = self.evidence, {}
        if texture is not None:
            kinds["texture"] = shaped(texture[:, 0], numbers["texture"])
        kinds["surroundings"] = shaped(self.of_appearance(appearance), numbers["surroundings"])
        kinds["rigidity"] = self.rigidity(moments)
        if "steadiness" in numbers:
            shift = self.rigidity.features(moments)[:, SURROUNDINGS_SHIFT]
            kinds["steadiness"] = steadiness(shift, numbers["steadiness"]["shift"], numbers["steadiness"]["most"])
        gate = self.sum_of(kinds)
        if refined is not None:
            kinds["depth"] = self.of_depth(refined)
        if self.depth_map is not None and depth_map is not None:
            kinds["depth"] = shaped(self.depth_map.evidence(depth_map), numbers["depth"])
            refined = gated(depth_map, gate)
        log_odds = self.sum_of(kinds)
        score = torch.sigmoid(log_odds)
        if refined is not None:
            beta = self.architecture.beta
            score = beta * score + (1 - beta) * mean_depth(refined, self.mask)
        return Answer(kinds, log_odds, score, None if texture is None else texture[:, 1], refined)

    def sum_of(self, kinds: Mapping[str, Tensor]) -> Tensor:
        """Log odds of bona fide: the weighted sum of kinds of evidence and the bias, N."""
        return self.evidence["bias"] + torch.stack([self.evidence[kind]["weight"] * kinds[kind] for kind in kinds]).sum(
            0
        )

    def scores(self, faces: Tensor, contexts: Tensor) -> dict[str, Tensor]:
        """`score` of whole windows, N. Raises TrainingError if the network sees more than these crops."""
        if self.shares:
            raise TrainingError(
                "rendered windows lack the texture networks' crops: use `render frames` and `evaluate evidence`"
            )
        return {"score": self({"face": faces, "context": contexts}).score}

    def take_stills(self, other: StillNetwork) -> None:
        """Takes appearance, its part of the classifier and the depth map from a network trained on stills."""
        folded = other.folded()
        self.appearance.load_state_dict(folded.appearance.state_dict())
        self.classifier["of_appearance"].load_state_dict(folded.head.state_dict())
        if self.depth_map is not None:
            self.depth_map = folded.depth_map

    def take(self, other: EvidenceNetwork) -> None:
        """Takes the weights of every branch but texture and depth map from another network.

        Raises TrainingError if it lacks one.
        """
        theirs = other.state_dict()
        wanted = [name for name in self.state_dict() if not name.startswith(("texture.", "depth_map."))]
        if not theirs.keys() >= set(wanted):
            raise TrainingError("the network to take weights from has no depth branch")
        self.load_state_dict({name: theirs[name] for name in wanted}, strict=False)

    def rounded(self) -> EvidenceNetwork:
        """Rounds every weight to float16, as in the shipped network, and returns the network itself."""
        for parameter in self.parameters():
            parameter.data = parameter.data.half().float()
        return self
