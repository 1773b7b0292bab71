"""Writes a further frame of the shipped network as an ONNX graph, for `npm run bench` to run in onnxruntime-web.

    python3 -m training.step_onnx --model models/mine --out build/bench/step.onnx

Inputs: both crops 1 x 3 x 128 x 128, and all that a stream carries: compressed features, coarse depth and luminance of
the frame before, both ConvGRU states, the sum of refined depth, the appearance's vector. Outputs: their successors, the
step's moments, mean refined depth and the logit but for the rigidity's part, which is no work for a GPU.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from torch import Tensor, nn

from training import network as networks
from training.errors import command
from training.evaluate import shipped
from training.network import FLOW_PIXELS, MAGNITUDE_EPSILON, DepthNetwork, Reduced, State, sobel

STREAM = ("low", "middle", "high", "depth", "hidden", "multi", "sum", "luminance")


class Step(nn.Module):
    def __init__(self, network: DepthNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(
        self,
        face: Tensor,
        context: Tensor,
        low: Tensor,
        middle: Tensor,
        high: Tensor,
        depth: Tensor,
        hidden: Tensor,
        multi: Tensor,
        total: Tensor,
        luminance: Tensor,
        appearance: Tensor,
    ) -> tuple[Tensor, ...]:
        before = State(2, Reduced(low, middle, high, depth), (hidden, multi), total, appearance, luminance, ())
        state = self.network.next(face, context, before)
        assert state.gru is not None and state.refined_sum is not None
        older = state.older
        stream = (older.low, older.middle, older.high, older.depth, *state.gru, state.refined_sum, state.luminance)
        refined = state.refined_sum / 2
        return *stream, *state.moments, refined, self.network.classifier(refined, state.appearance)


class PlainMagnitude:
    """The exporter knows no hand-written backward pass."""

    @staticmethod
    def apply(x: Tensor) -> Tensor:
        horizontal, vertical = sobel(x)
        return (horizontal * horizontal + vertical * vertical + MAGNITUDE_EPSILON).sqrt()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    network = shipped(options.model)[0].eval()
    networks.GradientMagnitude = PlainMagnitude  # type: ignore[misc, assignment]
    a = network.architecture
    size = a.depth_size
    zeros = [
        torch.zeros(1, channels, side, side)
        for channels, side in (
            (3, a.face_size),
            (3, a.context_size),
            (a.reduced, 2 * size),
            (a.reduced, size),
            (a.reduced, size),
            (1, size),
            (a.hidden, size),
            (1, size),
            (1, size),
            (1, a.context_size // FLOW_PIXELS),
        )
    ]
    options.out.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        Step(network),
        (*zeros, torch.zeros(1, a.appearance_vector)),
        str(options.out),
        input_names=["face", "context", *STREAM, "appearance"],
        output_names=[*(f"{name}.next" for name in STREAM), "moments", "refined", "logit"],
        opset_version=16,
    )


if __name__ == "__main__":
    command(main)
