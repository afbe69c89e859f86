from __future__ import annotations

import itertools
import threading
import time
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from sketchpad.core.errors import CancelledError, ModelError
from sketchpad.inference import devices, sessions
from sketchpad.inference.cancel import Cancellation
from sketchpad.inference.devices import Device, choose_device
from sketchpad.inference.sessions import Network

CPU = Device("cpu", "")


def write_model(path: Path, nodes: list[onnx.NodeProto], shape: list[int | str]) -> Path:
    graph = helper.make_graph(
        nodes,
        "test",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, shape)],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    helper.set_model_props(model, {"codec": "{}"})
    onnx.save(model, path)
    return path


@pytest.fixture
def double(tmp_path: Path) -> Path:
    return write_model(tmp_path / "m.onnx", [helper.make_node("Add", ["x", "x"], ["y"])], ["n", 2])


@pytest.fixture
def slow(tmp_path: Path) -> Path:
    """A chain of matrix products that takes seconds."""
    names = ["x", *(f"t{i}" for i in range(199)), "y"]
    nodes = [helper.make_node("MatMul", [a, a], [b]) for a, b in itertools.pairwise(names)]
    return write_model(tmp_path / "slow.onnx", nodes, [1000, 1000])


def test_runs_and_carries_metadata(double: Path) -> None:
    network = Network(double, CPU)
    assert network.metadata == {"codec": "{}"}
    assert network.inputs == {"x": ["n", 2]}
    x = np.arange(6, dtype=np.float32).reshape(3, 2)
    np.testing.assert_array_equal(network.run({"x": x})["y"], 2 * x)


def test_a_file_that_is_no_network_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "broken.onnx"
    path.write_bytes(b"not a model")
    with pytest.raises(ModelError, match=r"^broken\.onnx cannot be loaded: [^\n]*$"):
        Network(path, CPU)


def test_a_wrong_input_is_a_model_error(double: Path) -> None:
    with pytest.raises(ModelError, match=r"^m\.onnx failed"):
        Network(double, CPU).run({"x": np.zeros((3, 5), np.float32)})


def test_a_long_run_is_cancelled_from_another_thread(slow: Path) -> None:
    network = Network(slow, CPU)
    cancellation = Cancellation()
    timer = threading.Timer(0.1, cancellation.cancel)
    timer.start()
    started = time.perf_counter()
    with pytest.raises(CancelledError):
        network.run({"x": np.zeros((1000, 1000), np.float32)}, cancellation)
    assert time.perf_counter() - started < 1.0
    timer.join()


def test_cancelled_before_it_starts(double: Path) -> None:
    cancellation = Cancellation()
    cancellation.cancel()
    assert cancellation
    with pytest.raises(CancelledError):
        Network(double, CPU).run({"x": np.zeros((1, 2), np.float32)}, cancellation)


def test_moves_to_the_cpu_once_when_the_device_fails(
    double: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notices: list[str] = []
    network = Network(double, CPU, on_notice=notices.append)
    network.device = Device("cuda", "")
    original = sessions.Network._run
    calls = []

    def failing_once(self: Network, *args: object) -> object:
        calls.append(self.device.name)
        if self.device.name == "cuda":
            raise RuntimeError("CUDA out of memory\nstack")
        return original(self, *args)

    monkeypatch.setattr(sessions.Network, "_run", failing_once)
    x = np.ones((1, 2), np.float32)
    np.testing.assert_array_equal(network.run({"x": x})["y"], 2 * x)
    network.run({"x": x})
    assert calls == ["cuda", "cpu", "cpu"]
    assert notices == ["CUDA failed (CUDA out of memory); the model now runs on the CPU."]


def test_going_on_keeps_what_is_large_where_it_is(double: Path) -> None:
    network, cancellation = Network(double, CPU), Cancellation()
    x = np.arange(6, dtype=np.float32).reshape(3, 2)
    _, kept = network.go_on({}, {"x": sessions.hold(x)}, ("y",), cancellation)
    found, none = network.go_on({}, {"x": kept["y"]}, (), cancellation)
    np.testing.assert_array_equal(found["y"], 4 * x)
    assert not none
    cancellation.cancel()
    with pytest.raises(CancelledError):
        network.go_on({"x": x}, {}, (), cancellation)


def test_going_on_moves_to_the_cpu_when_the_device_fails(double: Path) -> None:
    notices: list[str] = []
    network = Network(double, CPU, on_notice=notices.append)
    network.device = Device("cuda", "")

    class Exhausted:
        def run_with_ort_values(self, *_args: object) -> object:
            raise RuntimeError("CUDA out of memory\nstack")

    network._session = Exhausted()  # type: ignore[assignment]
    x = np.ones((1, 2), np.float32)
    found, _ = network.go_on({"x": x}, {}, (), Cancellation())
    np.testing.assert_array_equal(found["y"], 2 * x)
    assert notices == ["CUDA failed (CUDA out of memory); the model now runs on the CPU."]


def test_a_wrong_input_to_go_on_with_is_a_model_error(double: Path) -> None:
    with pytest.raises(ModelError, match=r"^m\.onnx failed"):
        Network(double, CPU).go_on({"x": np.zeros((3, 5), np.float32)}, {}, (), Cancellation())


def test_the_device_is_what_really_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(devices.ENVIRONMENT, raising=False)
    obstacle = devices.cuda_obstacle()
    chosen = choose_device()
    assert chosen.name == ("cuda" if obstacle is None else "cpu")
    assert chosen.reason.endswith(".")
    assert choose_device("cpu").providers == ["CPUExecutionProvider"]
    monkeypatch.setenv(devices.ENVIRONMENT, "cpu")
    assert choose_device().reason == "The CPU was chosen."


def test_cuda_that_does_not_work_is_an_error_only_when_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(devices, "cuda_obstacle", lambda: "no NVIDIA driver was found.")
    assert choose_device("auto").name == "cpu"
    with pytest.raises(ModelError, match="CUDA does not work here: no NVIDIA driver"):
        choose_device("cuda")
    with pytest.raises(ModelError, match="no device 'tpu'"):
        choose_device("tpu")


@pytest.mark.parametrize(
    ("installed", "words"),
    [
        ({}, "not installed"),
        ({"onnxruntime": "1.23", "onnxruntime-gpu": "1.23"}, "Both onnxruntime and"),
    ],
)
def test_problems_of_the_installation_are_told(
    monkeypatch: pytest.MonkeyPatch, installed: dict[str, str], words: str
) -> None:
    monkeypatch.setattr(devices, "installed_runtimes", lambda: installed)
    problem = devices.runtime_problem()
    assert problem is not None
    assert words in problem


def test_without_a_runtime_no_device_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "installed_runtimes", dict)
    monkeypatch.setattr(devices, "_importable", lambda: False)
    with pytest.raises(ModelError, match="not installed"):
        choose_device("auto")
