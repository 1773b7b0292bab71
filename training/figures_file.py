"""The option `--figures`: a file of docs/figures, from which `npm run figures` prints the documents."""

import json
import os
import platform
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from training.atomic_file import write_atomic
from training.options import option


@dataclass(frozen=True, kw_only=True)
class FiguresOption:
    figures: Path | None = option(None, "writes the figures for `npm run figures`: docs/figures/NAME.json")

    def keep(self, command: str, figures: Mapping[str, str | int]) -> None:
        """Writes the figures, as the documents print them, with the command that measured them; nothing without
        `--figures`. `command` names no folder of this machine."""
        if self.figures:
            content = {
                "command": f"python3 -m training {command}",
                "date": date.today().isoformat(),
                "machine": f"{os.cpu_count()} cores ({processor()})",
                "figures": figures,
            }
            write_atomic(self.figures, (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode())


def processor() -> str:
    """The processor's name where Linux tells it, else its architecture."""
    try:
        named = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    except OSError:
        named = None
    return named[1] if named else platform.machine()


def names_of(paths: Iterable[Path]) -> str:
    """The files' names without their folders, as a command line has them."""
    return " ".join(path.name for path in paths)
