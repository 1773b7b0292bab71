"""Where the network's mathematics runs."""

from __future__ import annotations

import torch

from training.errors import TrainingError


class NoSuchDevice(TrainingError):
    """This PyTorch cannot compute there."""


def device(name: str) -> torch.device:
    """For `--device`: tries it at once, so that nobody waits for hours of rendering to hear of it."""
    try:
        torch.zeros(1, device=name)
    except (RuntimeError, AssertionError) as error:
        reason = str(error).splitlines()[0]
        raise NoSuchDevice(f"--device {name}: {reason}. A GPU needs a PyTorch made for it (pytorch.org)") from error
    return torch.device(name)
