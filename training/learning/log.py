"""The log of a run: a CSV file with a row for each checkpoint."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from training.errors import TrainingError
from training.whole_file import write_whole


def read_rows(path: Path) -> list[dict[str, str]]:
    """Oldest first. Raises TrainingError if it is no log."""
    try:
        with path.open(newline="") as file:
            rows = list(csv.DictReader(file))
    except OSError as error:
        raise TrainingError(f"cannot read {path}: {error.strerror}") from error
    if not all(row.keys() >= {"stage", "step", "loss"} and None not in row.values() for row in rows):
        raise TrainingError(f"{path} is not a log of training.train")
    return rows


def add_row(path: Path, row: dict[str, object]) -> None:
    """A row of the same stage and step, logged before a kill, gives way."""
    text = {name: str(value) for name, value in row.items()}
    rows = read_rows(path) if path.exists() else []
    rows = [old for old in rows if (old["stage"], old["step"]) != (text["stage"], text["step"])] + [text]
    content = io.StringIO(newline="")
    writer = csv.DictWriter(content, text.keys(), restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    write_whole(path, content.getvalue().encode())
