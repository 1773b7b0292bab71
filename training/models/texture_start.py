"""Extracts the texture branch's initial weights from Silent-Face's ONNX files.

    python3 -m training train texture-start --silent-face FOLDER --out start.npz

The files are those of minivision-ai/Silent-Face-Anti-Spoofing (Apache-2.0), as ONNX by
feni-katharotiya/Silent-Face-Anti-Spoofing-TFLite. Neither they nor the file that this command
writes are part of this project. What ships is the mean of these weights and of those that `train texture` makes.
"""

from dataclasses import dataclass
from pathlib import Path

from training.models.texture_network import ARCHITECTURES, ONNX_FILES, from_onnx, save
from training.options import option


@dataclass(frozen=True, kw_only=True)
class StartOptions:
    silent_face: Path = option(help="folder with both ONNX files")
    out: Path


def extract_start(options: StartOptions) -> None:
    """Writes both networks' weights. Raises UnusableOnnx if a file is missing or of another network."""
    networks = {
        name: from_onnx(options.silent_face / ONNX_FILES[name], stages) for name, stages in ARCHITECTURES.items()
    }
    save(options.out, networks)
