"""ONNX files that run: one network on one device, from any thread."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from sketchpad.core.errors import ModelError
from sketchpad.inference.cancel import Cancellation
from sketchpad.inference.devices import Device

if TYPE_CHECKING:
    import onnxruntime

Array = NDArray[Any]
#: Networks may not have been written for a newer operator set than the oldest supported ONNX
#: Runtime (1.20) knows.
MAX_OPSET: Final = 21

_logger = logging.getLogger(__name__)


class Network:
    """One ONNX file on one device.

    If the device fails while running (its memory is exhausted, say), the network moves to the
    CPU, once and for good, and tells so.

    Attributes:
        device: where it runs now.
        metadata: the strings that travel in the file.
    """

    def __init__(
        self,
        path: Path,
        device: Device,
        *,
        threads: int = 1,
        on_notice: Callable[[str], None] = _logger.warning,
    ) -> None:
        """Load a file.

        Args:
            path: the ONNX file.
            device: where to run it.
            threads: for one operator; 1 leaves the other cores to the pen.
            on_notice: takes a sentence for the user if the network has to move to the CPU.

        Raises:
            ModelError: if the file is not a network that this ONNX Runtime can run.
        """
        self._path = path
        self._threads = threads
        self._on_notice = on_notice
        self._lock = threading.Lock()
        self.device = device
        self._session = self._open(device)
        self.metadata: dict[str, str] = self._session.get_modelmeta().custom_metadata_map
        self._outputs = [output.name for output in self._session.get_outputs()]
        self._inputs = {value.name: value.shape for value in self._session.get_inputs()}

    @property
    def inputs(self) -> Mapping[str, list[int | str]]:
        """Name → shape; free dimensions are names."""
        return self._inputs

    def run(
        self, inputs: Mapping[str, Array], cancellation: Cancellation | None = None
    ) -> dict[str, Array]:
        """Run the network once.

        Args:
            inputs: an array for each input, in the file's types and shapes.
            cancellation: stops even a long run within milliseconds.

        Returns:
            An array for each output.

        Raises:
            CancelledError: if it was cancelled.
            ModelError: if the network fails on the CPU too.
        """
        try:
            return self._run(self._session, inputs, cancellation)
        except Exception as error:
            if cancellation is not None:
                cancellation.check()
            if self.device.name == "cpu":
                raise ModelError(f"{self._path.name} failed: {_first_line(error)}") from error
            self._move_to_cpu(error)
            return self.run(inputs, cancellation)

    def _run(
        self,
        session: onnxruntime.InferenceSession,
        inputs: Mapping[str, Array],
        cancellation: Cancellation | None,
    ) -> dict[str, Array]:
        if cancellation is None:
            values = session.run(self._outputs, dict(inputs))
        else:
            import onnxruntime

            cancellation.check()
            options = onnxruntime.RunOptions()
            with cancellation.stopping(lambda: setattr(options, "terminate", True)):
                values = session.run(self._outputs, dict(inputs), options)
        return {name: np.asarray(v) for name, v in zip(self._outputs, values, strict=True)}

    def _move_to_cpu(self, error: Exception) -> None:
        with self._lock:
            if self.device.name == "cpu":
                return
            cpu = Device("cpu", "CUDA failed while a model was running.")
            self._session = self._open(cpu)
            self.device = cpu
        self._on_notice(f"CUDA failed ({_first_line(error)}); the model now runs on the CPU.")

    def _open(self, device: Device) -> onnxruntime.InferenceSession:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._threads
        options.inter_op_num_threads = 1
        options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
        options.log_severity_level = 4
        # A spinning pool takes a core from the pen even while nothing runs.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.enable_cpu_mem_arena = self._threads > 1
        try:
            return onnxruntime.InferenceSession(
                str(self._path), options, providers=device.providers
            )
        except Exception as error:
            raise ModelError(f"{self._path.name} cannot be loaded: {_first_line(error)}") from error


def _first_line(error: Exception) -> str:
    lines = str(error).splitlines()
    return lines[0][:200] if lines else type(error).__name__
