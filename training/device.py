"""Where training computes."""

from __future__ import annotations

import os

import torch

from sketchpad.core.errors import InputError


def device_of(name: str) -> torch.device:
    """The device that an option names: ``auto``, ``cpu``, ``cuda`` or ``cuda:N``.

    Raises:
        InputError: if this machine does not have it.
    """
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "cpu"
    if name.startswith("cuda"):
        if not torch.cuda.is_available():
            raise InputError(
                "CUDA was asked for, but torch finds no CUDA device; use --device cpu."
            )
        if name == "cuda":
            name = f"cuda:{os.environ.get('LOCAL_RANK', '0')}"
        # Collective operations on Python objects go by the current device.
        torch.cuda.set_device(name)
    try:
        return torch.device(name)
    except RuntimeError:
        raise InputError(f"There is no device {name!r}; use auto, cpu or cuda.") from None
