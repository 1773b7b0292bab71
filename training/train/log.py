"""The log of a run: a CSV file with a row for each checkpoint."""

import csv
import io
from pathlib import Path

from training.atomic_file import write_atomic
from training.errors import TrainingError

FIELDS = ("stage", "step", "loss")


def read_rows(path: Path) -> list[dict[str, str]]:
    """Oldest first. Raises TrainingError if it is no log."""
    try:
        with path.open(newline="") as file:
            rows = list(csv.DictReader(file))
    except OSError as error:
        raise TrainingError(f"cannot read {path}: {error.strerror}") from error
    if not all(row.keys() >= {*FIELDS} and None not in row.values() for row in rows):
        raise TrainingError(f"{path} is not a log of `train stages`")
    return rows


def add_row(path: Path, row: dict[str, object]) -> None:
    text = {name: str(value) for name, value in row.items()}
    _write(path, [*(read_rows(path) if path.exists() else []), text])


def drop_rows(path: Path, stage: str, step: int) -> None:
    """Drops rows of a stage after the step from which it goes on: logged before a kill, or by a run since deleted."""
    rows = read_rows(path) if path.exists() else []
    kept = [row for row in rows if row["stage"] != stage or int(row["step"]) <= step]
    if len(kept) < len(rows):
        _write(path, kept)


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    content = io.StringIO(newline="")
    writer = csv.DictWriter(content, rows[-1].keys() if rows else FIELDS, restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    write_atomic(path, content.getvalue().encode())
