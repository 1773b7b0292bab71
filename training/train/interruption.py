"""Ctrl-C and `kill` end a step, not the middle of one."""

from __future__ import annotations

import signal
from types import FrameType
from typing import Any


class Interruption:
    """While entered, the first SIGINT or SIGTERM is noted in `asked`; the second acts as usual."""

    def __enter__(self) -> Interruption:
        self.asked = False
        self._before: dict[signal.Signals, Any] = {
            number: signal.signal(number, self._note) for number in (signal.SIGINT, signal.SIGTERM)
        }
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _note(self, number: int, _: FrameType | None) -> None:
        print("\nstops after this step; once more stops at once", flush=True)
        self.asked = True
        signal.signal(number, self._before[signal.Signals(number)])
