"""Files that are there whole or not at all."""

import io
import os
from pathlib import Path
from typing import Any

import numpy as np

from training.errors import TrainingError


class CannotWrite(TrainingError):
    """No room, no permission: what was there before still is."""


def write_atomic(path: Path, content: bytes) -> None:
    """Writes beside `path`, then moves: whatever happens, `path` is a whole file, this one or the one before. Makes its
    folder."""
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        before = "the one before is intact" if path.exists() else "there was none before"
        raise CannotWrite(f"{path}: {error.strerror}; {before}. Mend that and run again") from error


def write_arrays(path: Path, **arrays: Any) -> None:
    """Writes an .npz as `write_atomic` does."""
    content = io.BytesIO()
    np.savez(content, **arrays)
    write_atomic(path, content.getvalue())
