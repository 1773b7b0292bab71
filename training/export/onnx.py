"""Writes a further frame of the shipped network as an ONNX graph, for `npm run bench` to run in onnxruntime-web.

    python3 -m training export onnx --model models/mine --out build/bench/step.onnx

Inputs: both crops 1 x 3 x 128 x 128, and all that a stream carries: compressed features, coarse depth and luminance of
the frame before, both ConvGRU states, the sum of refined depth, the appearance's vector. Outputs: their successors, the
step's moments, mean refined depth and the logit without the rigidity's part, which is no work for a GPU.
"""

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from training.models.network import DepthNetwork, Reduced, State
from training.models.shipped import load_shipped

STREAM = ("low", "middle", "high", "depth", "hidden", "multi", "sum", "luminance")


def stream_of(state: State) -> tuple[Tensor, ...]:
    """The tensors of `STREAM`."""
    assert state.gru is not None and state.refined_sum is not None
    older = state.older
    return (older.low, older.middle, older.high, older.depth, *state.gru, state.refined_sum, state.luminance)


class FurtherFrame(nn.Module):
    """The network's `next`, with the state as tensors."""

    def __init__(self, network: DepthNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, face: Tensor, context: Tensor, *stream: Tensor) -> tuple[Tensor, ...]:
        low, middle, high, depth, hidden, multi, total, luminance, appearance = stream
        before = State(2, Reduced(low, middle, high, depth), (hidden, multi), total, appearance, luminance, ())
        state = self.network.next(face, context, before)
        assert state.refined_sum is not None
        refined = state.refined_sum / 2
        return *stream_of(state), *state.moments, refined, self.network.classifier(refined, state.appearance)


@dataclass(frozen=True, kw_only=True)
class OnnxOptions:
    model: Path
    out: Path


@torch.no_grad()
def export_frame(options: OnnxOptions) -> None:
    """Writes the graph. Raises TrainingError if the folder holds no model."""
    network = load_shipped(options.model)[0].eval()
    a = network.architecture
    face, context = (torch.zeros(1, 3, size, size) for size in (a.face_size, a.context_size))
    state = network.next(face, context, network.first(face, context))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        FurtherFrame(network),
        (face, context, *stream_of(state), state.appearance),
        str(options.out),
        input_names=["face", "context", *STREAM, "appearance"],
        output_names=[*(f"{name}.next" for name in STREAM), "moments", "refined", "logit"],
        opset_version=16,
    )
