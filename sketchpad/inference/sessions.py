"""ONNX files that run: one network on one device, from any thread."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from sketchpad.core.errors import ModelError
from sketchpad.inference.cancel import Cancellation
from sketchpad.inference.devices import FALLBACK, Device

if TYPE_CHECKING:
    import onnxruntime

Array = NDArray[Any]
#: A value of the runtime's own (``onnxruntime.OrtValue``) in the main memory.
Held = Any
#: Networks may not have been written for a newer operator set than the oldest supported ONNX
#: Runtime (1.20) knows.
MAX_OPSET: Final = 21

_logger = logging.getLogger(__name__)


class Network:
    """One ONNX file on one device.

    If the device fails (its memory is exhausted, say), at first or while running, the network
    moves to the CPU, once and for good, and tells so.

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
        self._session = self._first_session()
        self.metadata: dict[str, str] = self._session.get_modelmeta().custom_metadata_map
        self._outputs = [output.name for output in self._session.get_outputs()]
        self._inputs = {value.name: value.shape for value in self._session.get_inputs()}

    @property
    def inputs(self) -> Mapping[str, list[int | str]]:
        """Name → shape; free dimensions are names."""
        return self._inputs

    def bind(self, inputs: Mapping[str, Held], outputs: Mapping[str, Held]) -> Bound:
        """The network between arrays that stay: what is in ``inputs`` when it runs goes in.

        Small networks that run thousands of times spend a third of their time on passing arrays.

        Args:
            inputs: held arrays (``hold``), one for each input.
            outputs: held arrays of the results' shapes; none of them an input too.
        """
        return Bound(self, inputs, outputs)

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
        except Exception as error:  # noqa: BLE001 - the runtime raises what its providers raise
            if cancellation is not None:
                cancellation.check()
            self._survive(error)
            return self.run(inputs, cancellation)

    def go_on(
        self,
        inputs: Mapping[str, Array],
        held: Mapping[str, Held],
        keep: Sequence[str],
        cancellation: Cancellation,
    ) -> tuple[dict[str, Array], dict[str, Held]]:
        """Run the network once, with large inputs and outputs that stay where they are.

        ``run`` copies every output, and no other thread runs meanwhile.

        Args:
            inputs: an array for each input that is not held.
            held: the other inputs; outputs of an earlier call, or of ``hold``.
            keep: names of the outputs that are not to be copied.
            cancellation: as for ``run``.

        Returns:
            The arrays of the other outputs, and the kept ones.

        Raises:
            CancelledError: if it was cancelled.
            ModelError: if the network fails on the CPU too.
        """
        import onnxruntime

        cancellation.check()
        given = {name: hold(array) for name, array in inputs.items()}
        options = onnxruntime.RunOptions()
        try:
            with cancellation.stopping(lambda: setattr(options, "terminate", True)):
                values = self._session.run_with_ort_values(
                    self._outputs, {**given, **held}, options
                )
        except Exception as error:  # noqa: BLE001 - the runtime raises what its providers raise
            cancellation.check()
            self._survive(error)
            return self.go_on(inputs, held, keep, cancellation)
        found = dict(zip(self._outputs, values, strict=True))
        kept = {name: found.pop(name) for name in keep}
        return {name: value.numpy() for name, value in found.items()}, kept

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

    def _survive(self, error: Exception) -> None:
        """Move to the CPU; raise ModelError if it was there that the network failed."""
        if self.device.name == "cpu":
            raise ModelError(f"{self._path.name} failed: {_first_line(error)}") from error
        self._move_to_cpu(error)

    def _move_to_cpu(self, error: Exception) -> None:
        with self._lock:
            if self.device.name == "cpu":
                return
            self._session = self._open(FALLBACK)
            self.device = FALLBACK
        self._on_notice(f"CUDA failed ({_first_line(error)}); the model now runs on the CPU.")

    def _first_session(self) -> onnxruntime.InferenceSession:
        try:
            return self._open(self.device)
        except ModelError as error:
            if self.device.name == "cpu":
                raise
            # A file that is no network fails here too, with its own sentence.
            session = self._open(FALLBACK)
            self.device = FALLBACK
            self._on_notice(f"CUDA failed ({error}); the model now runs on the CPU.")
            return session

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


def hold(array: Array) -> Held:
    """A contiguous array as a value that stays where it is; they share their memory."""
    import onnxruntime

    return onnxruntime.OrtValue.ortvalue_from_numpy(np.ascontiguousarray(array))


class Bound:
    """A network that runs between arrays that were chosen once; see ``Network.bind``."""

    def __init__(
        self, network: Network, inputs: Mapping[str, Held], outputs: Mapping[str, Held]
    ) -> None:
        """See ``Network.bind``."""
        self._network, self._inputs, self._outputs = network, dict(inputs), dict(outputs)
        self._session: onnxruntime.InferenceSession | None = None

    def run(self) -> None:
        """Run the network once; the results are in the output arrays then.

        Raises:
            ModelError: if the network fails on the CPU too.
        """
        try:
            if self._session is not self._network._session:
                self._tie(self._network._session)
            self._session.run_with_iobinding(self._binding)  # type: ignore[union-attr]
        except Exception as error:  # noqa: BLE001 - the runtime raises what its providers raise
            self._network._survive(error)
            self.run()

    def _tie(self, session: onnxruntime.InferenceSession) -> None:
        self._binding = session.io_binding()
        for name, value in self._inputs.items():
            self._binding.bind_ortvalue_input(name, value)
        for name, value in self._outputs.items():
            self._binding.bind_ortvalue_output(name, value)
        self._session = session


def _first_line(error: Exception) -> str:
    lines = str(error).splitlines()
    return lines[0][:200] if lines else type(error).__name__
