"""Write ONNX files that old runtimes load, check them against torch, quantise them."""

from __future__ import annotations

import json
import logging
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from torch import Tensor, nn

from sketchpad.core.errors import ModelError

#: Read by ONNX Runtime from 1.16 on.
OPSET: Final = 17
#: The newest IR that ONNX Runtime 1.20 reads.
NEWEST_IR: Final = 10
#: Largest absolute difference between torch and ONNX Runtime.
TOLERANCE: Final = 1e-4
#: The same for files whose weights were rounded to 16 bits.
ROUNDED: Final = 5e-3

#: Products with fewer rows than this are not rounded to 8 bits.
FEW_ROWS: Final = 16

Array = np.ndarray[Any, Any]


class Network:
    """An ONNX file on one core of the CPU: named arrays in, list of arrays out.

    Attributes:
        outputs: their names.
    """

    def __init__(self, path: Path) -> None:
        import onnxruntime as ort

        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self._names = {i.name for i in self._session.get_inputs()}
        self.outputs = [value.name for value in self._session.get_outputs()]

    def __call__(self, inputs: Mapping[str, Array]) -> list[Array]:
        """Outputs in the file's order; inputs that the file lacks are ignored."""
        given = {name: value for name, value in inputs.items() if name in self._names}
        outputs: list[Array] = self._session.run(None, given)
        return outputs


def export_module(
    module: nn.Module,
    inputs: Mapping[str, Tensor],
    outputs: Sequence[str],
    path: Path,
    *,
    batch_axis: Mapping[str, int] | None = None,
    time_axis: Mapping[str, int] | None = None,
    dynamic: Mapping[str, Mapping[int, str]] | None = None,
) -> None:
    """Export by tracing; the batch is dynamic everywhere.

    The tracing exporter is asked for by name: torch's newer one splits an LSTM's weights into
    slices, which keeps dynamic quantisation from seeing them.

    Args:
        module: in evaluation mode, on the CPU; takes the inputs by position.
        inputs: examples, by name.
        outputs: names.
        path: the file to write.
        batch_axis: of inputs and outputs where it is not 0.
        time_axis: further dynamic axes.
        dynamic: all dynamic axes and their names, instead of the batch and the above.

    Raises:
        ModelError: if the file is not valid, or too new for the runtimes that we support.
    """
    import onnx

    axes: dict[str, dict[int, str]] = {
        name: {(batch_axis or {}).get(name, 0): "b"} for name in (*inputs, *outputs)
    }
    for name, axis in (time_axis or {}).items():
        axes[name][axis] = "n"
    if dynamic is not None:
        axes = {name: dict(named) for name, named in dynamic.items()}
    with warnings.catch_warnings(), torch.no_grad():
        # Constants of the tracing and the exporter's own deprecation: neither is news here.
        warnings.simplefilter("ignore")
        logging.getLogger("torch.onnx").setLevel(logging.ERROR)
        torch.onnx.export(
            module,
            tuple(inputs.values()),
            str(path),
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_axes=axes,
            opset_version=OPSET,
            dynamo=False,
        )
    model = onnx.load(path)
    onnx.checker.check_model(model)
    if model.ir_version > NEWEST_IR:
        raise ModelError(f"{path.name} has IR {model.ir_version}, newer than {NEWEST_IR}.")


def compare(
    path: Path,
    module: nn.Module,
    inputs: Mapping[str, Tensor],
    tolerance: float = TOLERANCE,
    given: Mapping[str, Tensor] | None = None,
) -> float:
    """The largest absolute difference between a file and its module on these inputs.

    Args:
        path: the file.
        module: what it was exported from, or what does the same.
        inputs: by name, in the module's order.
        tolerance: of the difference.
        given: what the file takes besides.

    Raises:
        ModelError: if it is above the tolerance.
    """
    with torch.no_grad():
        expected = module(*inputs.values())
    expected = expected if isinstance(expected, tuple) else (expected,)
    both = {**inputs, **(given or {})}
    found = Network(path)({name: value.numpy() for name, value in both.items()})
    difference = max(
        float(np.abs(a.numpy() - b).max()) for a, b in zip(expected, found, strict=True)
    )
    if not difference <= tolerance:
        raise ModelError(f"{path.name} differs from torch by {difference:.2g}.")
    return difference


def quantise(path: Path, out: Path, *, expect: str) -> None:
    """Dynamic int8 quantisation of the matrix products and LSTMs of a file.

    Products with few rows stay as they are: there is little to gain, and what they read may be
    of another size than one scale does justice to.

    Args:
        path: a float file.
        out: the file to write.
        expect: an operator that the result must have; quantisers skip what they do not
            understand without a word.

    Raises:
        ModelError: if that operator is not there, or a large product or an LSTM is still in
            float.
    """
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    prepared = out.with_suffix(".prepared.onnx")
    level = logging.getLogger().level
    logging.getLogger().setLevel(logging.ERROR)
    try:
        quant_pre_process(str(path), str(prepared), skip_symbolic_shape=True)
        before = onnx.load(prepared)
        rows = _float_rows(before)
        few = [node.name for node in before.graph.node if 0 < rows.get(node.name, 0) < FEW_ROWS]
        quantize_dynamic(
            str(prepared),
            str(out),
            op_types_to_quantize=["LSTM", "MatMul", "Gemm"],
            weight_type=QuantType.QInt8,
            per_channel=False,
            # A Gemm is written as a product and a sum first, under another name.
            nodes_to_exclude=[*few, *(f"{name}_MatMul" for name in few)],
        )
    finally:
        logging.getLogger().setLevel(level)
        prepared.unlink(missing_ok=True)
    after = onnx.load(out)
    if expect not in {node.op_type for node in after.graph.node}:
        raise ModelError(f"Quantising {path.name} left it in float: there is no {expect} in it.")
    left = [name for name, count in _float_rows(after).items() if count >= FEW_ROWS]
    if left:
        raise ModelError(f"Quantising {path.name} left {left[0]} in float.")


def _float_rows(model: Any) -> dict[str, int]:  # noqa: ANN401
    """How many rows the float weights have that products and LSTMs multiply with, by node."""
    import onnx

    weights = {
        tensor.name: tensor.dims[-2]
        for tensor in model.graph.initializer
        if tensor.data_type == onnx.TensorProto.FLOAT and len(tensor.dims) > 1
    }
    found = {}
    for node in model.graph.node:
        if node.op_type in ("MatMul", "Gemm", "LSTM"):
            counts = [weights[name] for name in node.input if name in weights]
            if counts:
                found[node.name] = max(counts)
    return found


def halve(path: Path) -> None:
    """Store the large float weights of a file as 16-bit floats, cast back when it is loaded.

    The runtime folds the casts, so that only the file is smaller: results change by the rounding
    of the weights alone.
    """
    import onnx
    from onnx import numpy_helper

    model = onnx.load(path)
    kept, casts = [], []
    for tensor in model.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.size < 256:
            kept.append(tensor)
            continue
        half = numpy_helper.from_array(values.astype(np.float16), f"{tensor.name}_half")
        kept.append(half)
        casts.append(
            onnx.helper.make_node("Cast", [half.name], [tensor.name], to=onnx.TensorProto.FLOAT)
        )
    nodes = [*casts, *model.graph.node]
    del model.graph.initializer[:], model.graph.node[:]
    model.graph.initializer.extend(kept)
    model.graph.node.extend(nodes)
    onnx.save(model, path)


def set_metadata(path: Path, values: Mapping[str, Any]) -> None:
    """Write ``metadata_props``: strings as they are, everything else as JSON."""
    import onnx

    model = onnx.load(path)
    del model.metadata_props[:]
    model.producer_name = "sketchpad"
    for key, value in values.items():
        entry = model.metadata_props.add()
        entry.key = key
        entry.value = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    onnx.save(model, path)
