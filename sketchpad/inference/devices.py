"""Where models run: CUDA when it really works, else the CPU, with the reason in one sentence.

ONNX Runtime lists providers that it cannot load and falls back without an exception, so the only
honest answer is to run a model and to look at which provider did it.
"""

from __future__ import annotations

import contextlib
import ctypes
import dataclasses
import functools
import importlib.metadata
import io
import os
import sys
from typing import Final, Literal

from sketchpad.core.errors import ModelError

DeviceName = Literal["cpu", "cuda"]
#: What a user may ask for.
CHOICES: Final = ("auto", "cpu", "cuda")
#: Overrides the default choice.
ENVIRONMENT: Final = "SKETCHPAD_DEVICE"

_CPU: Final = "CPUExecutionProvider"
_CUDA: Final = "CUDAExecutionProvider"
#: y = x, an ONNX model of one Identity node.
_PROBE: Final = bytes.fromhex(
    "080812003a370a100a017812017922084964656e746974791201705a0f0a0178120a0a08080112040a020801620f"
    "0a0179120a0a08080112040a02080142040a001011"
)


@dataclasses.dataclass(frozen=True, slots=True)
class Device:
    """A device that has been seen to work.

    Attributes:
        name: ``cpu`` or ``cuda``.
        reason: one sentence for the user: why this one.
    """

    name: DeviceName
    reason: str

    @property
    def label(self) -> str:
        """As shown on screen."""
        return self.name.upper()

    @property
    def providers(self) -> list[str]:
        """ONNX Runtime's providers, in order of preference."""
        return [_CUDA, _CPU] if self.name == "cuda" else [_CPU]


#: Where networks go on when CUDA has failed.
FALLBACK: Final = Device("cpu", "CUDA failed while a model was running.")


def installed_runtimes() -> dict[str, str]:
    """The ONNX Runtime packages that are installed, name → version."""
    found = {}
    for name in ("onnxruntime", "onnxruntime-gpu"):
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def runtime_problem() -> str | None:
    """What is wrong with the installation of ONNX Runtime, in one sentence, or None."""
    found = installed_runtimes()
    if not found:
        return "ONNX Runtime is not installed; reinstall Sketchpad to use its models."
    if len(found) > 1:
        return (
            "Both onnxruntime and onnxruntime-gpu are installed and overwrite each other; "
            "uninstall both, then reinstall Sketchpad."
        )
    try:
        import onnxruntime
    except ImportError as error:
        return f"ONNX Runtime cannot be loaded ({error}); reinstall Sketchpad."
    if not hasattr(onnxruntime, "InferenceSession"):
        return "The installation of ONNX Runtime is damaged; reinstall Sketchpad."
    return None


def choose_device(wanted: str | None = None) -> Device:
    """The device to run models on.

    Args:
        wanted: ``auto``, ``cpu`` or ``cuda``; None for the environment's choice, else auto.

    Raises:
        ModelError: if ONNX Runtime is unusable, or CUDA was asked for and does not work.
    """
    wanted = (wanted or os.environ.get(ENVIRONMENT) or "auto").lower()
    if wanted not in CHOICES:
        raise ModelError(f"There is no device {wanted!r}; choose one of {', '.join(CHOICES)}.")
    problem = runtime_problem()
    # With both packages the CPU may still work; without either nothing does.
    if problem is not None and not _importable():
        raise ModelError(problem)
    if wanted == "cpu":
        return Device("cpu", "The CPU was chosen.")
    obstacle = cuda_obstacle()
    if obstacle is None:
        return Device("cuda", "CUDA works.")
    if wanted == "cuda":
        raise ModelError(f"CUDA does not work here: {obstacle}")
    return Device("cpu", f"Models run on the CPU: {obstacle}")


@functools.cache
def cuda_obstacle() -> str | None:
    """Why CUDA cannot be used, in one sentence, or None if it can; tried once per process."""
    import onnxruntime

    if _CUDA not in onnxruntime.get_available_providers():
        return "this build of ONNX Runtime has no CUDA support."
    driver = "nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1"
    try:
        ctypes.CDLL(driver)
    except OSError:
        return "no NVIDIA driver was found."
    return _probe_cuda()


def _probe_cuda() -> str | None:
    import numpy as np
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    try:
        # The extra "cuda" brings the libraries as packages; this finds them there, and prints
        # what it does not find.
        with contextlib.redirect_stdout(io.StringIO()):
            onnxruntime.preload_dlls()
        session = onnxruntime.InferenceSession(_PROBE, options, providers=[_CUDA, _CPU])
        session.run(None, {"x": np.ones(1, np.float32)})
    except Exception as error:  # noqa: BLE001 - the runtime raises what its providers raise
        return f"its first run failed ({str(error).splitlines()[0]})."
    if session.get_providers()[0] != _CUDA:
        return "the CUDA 13 and cuDNN 9 libraries are missing; install sketchpad[cuda]."
    return None


def _importable() -> bool:
    try:
        import onnxruntime
    except ImportError:
        return False
    return hasattr(onnxruntime, "InferenceSession")
