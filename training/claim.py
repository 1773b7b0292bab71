"""A note beside files of how they are made, by which a command that leaves finished files alone knows its own."""

from pathlib import Path

from training.atomic_file import write_atomic
from training.errors import TrainingError


class MadeOtherwise(TrainingError):
    """Files in the place of those that were asked for."""


def claim(note: Path, made: str, files: str) -> None:
    """Notes it before there are any `files` (a pattern) beside the note. Raises MadeOtherwise if there are others."""
    folder = note.parent
    before = note.read_text() if note.exists() else "nobody knows what"
    if any(folder.glob(files)) and before != made:
        raise MadeOtherwise(
            f"{files} in {folder} were made by {before}, not {made}: delete them or choose another folder"
        )
    write_atomic(note, made.encode())
