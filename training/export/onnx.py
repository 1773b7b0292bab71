"""Writes a further frame of an exported network as an ONNX graph, for `npm run bench` to run in onnxruntime-web.

    python3 -m training export onnx --model models/mine --out build/bench/step.onnx

Inputs: the crops that a further frame brings, and what a window carries from the frame before: luminance of the
surroundings, texture's sum, and for the depth branch compressed features, coarse depth, both ConvGRU states and the sum
of refined depth. Outputs: their successors as NAME.next, the step's moments, and the depth branch's mean refined depth
with its log odds. The CPU solves for the flow, so that is left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from training.export.golden import synthetic_crops
from training.models.evidence_network import DepthStream, EvidenceNetwork, Stream
from training.models.network import Reduced
from training.models.shipped import load_shipped

STEPS = 1  # steps that the window has behind it


def carried(stream: Stream) -> dict[str, Tensor]:
    """The tensors of a window that a further frame reads, by name."""
    tensors = {"luminance": stream.luminance}
    if stream.texture is not None:
        tensors["texture"] = stream.texture
    if stream.depth is not None:
        assert stream.depth.gru is not None and stream.depth.refined is not None
        hidden, multi = stream.depth.gru
        tensors |= {**vars(stream.depth.older), "hidden": hidden, "multi": multi, "sum": stream.depth.refined}
    return tensors


def stream_of(tensors: Mapping[str, Tensor]) -> Stream:
    """The window that carries these; a further frame does not read its appearance and earlier moments."""
    depth = None
    if "sum" in tensors:
        older = Reduced(*(tensors[name] for name in ("low", "middle", "high", "depth")))
        depth = DepthStream(older, (tensors["hidden"], tensors["multi"]), tensors["sum"])
    luminance = tensors["luminance"]
    return Stream(1 + STEPS, luminance.new_zeros(1, 0), luminance, (), tensors.get("texture"), depth)


class FurtherFrame(nn.Module):
    """The network's `next`, with crops and stream as tensors."""

    def __init__(self, network: EvidenceNetwork, names: list[str]) -> None:
        super().__init__()
        self.network, self.names = network, names

    def forward(self, *tensors: Tensor) -> tuple[Tensor, ...]:
        given = dict(zip(self.names, tensors, strict=True))
        stream = self.network.next(given, stream_of(given))
        answers = [*stream.moments]
        if stream.depth is not None and stream.depth.refined is not None:
            refined = stream.depth.refined / (1 + STEPS)
            answers += [refined, self.network.of_depth(refined)]
        return *carried(stream).values(), *answers


@dataclass(frozen=True, kw_only=True)
class OnnxOptions:
    model: Path
    out: Path


@torch.no_grad()
def export_frame(options: OnnxOptions) -> None:
    """Writes the graph. Raises TrainingError if the folder holds no model."""
    network, _ = load_shipped(options.model)
    crops = synthetic_crops(network.crops, 0)
    stream = network.next(crops, network.first(crops))
    if not network.sees_depth:
        del crops["face"]
    state = carried(stream)
    names = [*crops, *state]
    options.out.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        FurtherFrame(network, names),
        (*crops.values(), *state.values()),
        str(options.out),
        input_names=names,
        output_names=[*(f"{name}.next" for name in state), "moments", *(["refined", "log odds"] * network.sees_depth)],
        opset_version=16,
    )
