"""Where the network's mathematics runs."""

import torch

from training.errors import TrainingError


class NoSuchDevice(TrainingError):
    """This PyTorch cannot compute there."""


def usable_device(name: str) -> torch.device:
    """The device of `--device`. It is tried at once, so that nobody renders for hours first. Raises NoSuchDevice."""
    try:
        torch.zeros(1, device=name)
    except (RuntimeError, AssertionError) as error:
        reason = str(error).splitlines()[0]
        raise NoSuchDevice(f"--device {name}: {reason}. A GPU needs a PyTorch made for it (pytorch.org)") from error
    return torch.device(name)
