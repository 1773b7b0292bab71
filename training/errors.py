"""What goes wrong for a reason the reader can do something about."""

from __future__ import annotations

import sys
from collections.abc import Callable


class TrainingError(Exception):
    """Its message says what is wrong and what to do."""


def command(main: Callable[[], None]) -> None:
    """Runs a command; such an error is one line on stderr instead of a traceback."""
    try:
        main()
    except TrainingError as error:
        sys.exit(f"{type(error).__name__}: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
