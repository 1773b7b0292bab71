"""Takes the weights that the texture branch starts from out of Silent-Face's ONNX files.

    python3 -m training.texture_lab.start --silent-face FOLDER --out start.npz

The files are those of minivision-ai/Silent-Face-Anti-Spoofing (Apache-2.0), as ONNX by
feni-katharotiya/Silent-Face-Anti-Spoofing-TFLite. They are not part of this project, nor is what this writes: what ships
is what finetune.py makes of it.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from training.errors import command
from training.texture_lab.texture_network import ARCHITECTURES, ONNX_FILES, from_onnx, save


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--silent-face", type=Path, required=True, help="folder with both ONNX files")
    parser.add_argument("--out", type=Path, required=True)
    a = parser.parse_args(arguments)
    networks = {
        name: from_onnx(a.silent_face / ONNX_FILES[name], architecture) for name, architecture in ARCHITECTURES.items()
    }
    save(a.out, networks)


if __name__ == "__main__":
    command(main)
