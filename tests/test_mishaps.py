"""Every verb when things go wrong: a sensible result, or one sentence; never anything else."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest

from sketchpad import cli, files, verbs
from sketchpad.core import Document, Hole, Sketch
from sketchpad.core.errors import InputError, ModelError
from sketchpad.core.stroke import bounds_of
from sketchpad.inference import devices, registry
from sketchpad.inference.complete import CompleteRequest, complete
from sketchpad.inference.devices import Device
from sketchpad.inference.generate import GenerateRequest, generate
from sketchpad.inference.heal import HealRequest, erased, heal
from sketchpad.inference.interpolate import InterpolateRequest, interpolate
from sketchpad.inference.recognise import recognise
from sketchpad.inference.redraw import RedrawRequest, redraw
from sketchpad.inference.registry import Models
from sketchpad.inference.sessions import Network
from sketchpad.inference.suggestions import Suggestion
from tests.tiny_models import write_every_model

Holes = tuple[Hole, ...]
Verb = Callable[[Models, Sketch, Holes], Sequence[Any]]

T = np.linspace(0.0, 2.0 * np.pi, 40)
CIRCLE = np.c_[np.cos(T), np.sin(T)]
FACE = Sketch.of([150 + 100 * CIRCLE, (110, 120) + 15 * CIRCLE, (190, 120) + 15 * CIRCLE])
HOLE = (Hole.box(230, 100, 40, 100),)
CROSS = Sketch.of([[(0.0, 0.0), (90.0, 90.0)], [(90.0, 0.0), (0.0, 90.0)]])
EMPTY = Sketch()


def _redraw(models: Models, sketch: Sketch, holes: Holes) -> list[Suggestion]:
    return redraw(RedrawRequest(erased(sketch, holes), holes), models=models)


def _heal(models: Models, sketch: Sketch, holes: Holes) -> list[Suggestion]:
    request = HealRequest(erased(sketch, holes), holes, alternatives=2)
    return heal(request, models=models)


VERBS: dict[str, Verb] = {
    "complete": lambda m, s, _: complete(CompleteRequest(s, alternatives=2), models=m),
    "heal": _heal,
    "redraw": _redraw,
    "interpolate": lambda m, s, _: interpolate(InterpolateRequest(s, CROSS, 3), models=m),
    "generate": lambda m, _s, _h: generate(GenerateRequest("wave"), models=m),
    "recognise": lambda m, s, _: recognise(s, models=m),
}
#: The commands behind the verbs; IN and OUT stand for files.
COMMANDS: dict[str, list[str]] = {
    "complete": ["complete", "IN", "-o", "OUT"],
    "heal": ["heal", "IN", "-o", "OUT", "--hole", "230,100,40,100"],
    "redraw": ["heal", "IN", "-o", "OUT", "--hole", "230,100,40,100", "--redraw"],
    "interpolate": ["interpolate", "IN", "IN", "-o", "OUT"],
    "generate": ["generate", "--category", "wave", "-o", "OUT"],
    "recognise": ["recognise", "IN"],
}
every_verb = pytest.mark.parametrize("verb", VERBS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_every_model(tmp_path_factory.mktemp("every"))


@pytest.fixture(scope="module")
def models(folder: Path) -> Models:
    return Models([folder], "cpu")


@pytest.fixture
def command(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, Path]]:
    """Run a verb's command on a drawing; its exit status, and where its output goes."""
    monkeypatch.setattr(registry, "resource_path", lambda _: folder)
    verbs.models_on.cache_clear()

    def run(verb: str, *more: str, sketch: Sketch = FACE) -> tuple[int, Path]:
        source, out = tmp_path / "in.sketch", tmp_path / "out.sketch"
        files.save(Document.of(sketch.strokes, 300, 300), source)
        names = {"IN": str(source), "OUT": str(out)}
        return cli.main([names.get(word, word) for word in COMMANDS[verb]] + list(more)), out

    return run


def sentence(error: pytest.ExceptionInfo[Exception]) -> str:
    text = str(error.value)
    assert text.endswith(".")
    assert "\n" not in text
    return text


@every_verb
def test_no_models(verb: str, tmp_path: Path) -> None:
    with pytest.raises(ModelError) as error:
        VERBS[verb](Models([tmp_path], "cpu"), FACE, HOLE)
    assert "There is no model for" in sentence(error)


def test_frames_from_stroke_to_stroke_need_no_model(tmp_path: Path) -> None:
    request = InterpolateRequest(FACE, FACE, 3, "strokes")
    assert len(interpolate(request, models=Models([tmp_path], "cpu"))) == 3


@pytest.fixture
def broken(folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(folder, tmp_path / "broken"))


@every_verb
def test_a_wrong_checksum(verb: str, broken: Path) -> None:
    for path in broken.glob("*/*.onnx"):
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
    with pytest.raises(ModelError) as error:
        VERBS[verb](Models([broken], "cpu"), FACE, HOLE)
    assert "is damaged" in sentence(error)


@every_verb
def test_a_corrupted_model_whose_checksum_is_right(verb: str, broken: Path) -> None:
    import hashlib

    for card in broken.glob("*/card.json"):
        values = json.loads(card.read_text())
        for name in values["files"]:
            data = b"\x08\x09 this is no network"
            (card.parent / name).write_bytes(data)
            values["files"][name] = {
                "bytes": len(data),
                "sha256": hashlib.sha256(data).hexdigest(),
            }
        card.write_text(json.dumps(values))
    with pytest.raises(ModelError, match="cannot be loaded"):
        VERBS[verb](Models([broken], "cpu"), FACE, HOLE)


@every_verb
def test_without_onnx_runtime(
    verb: str,
    folder: Path,
    command: Callable[..., tuple[int, Path]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(devices, "installed_runtimes", dict)
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(ModelError) as error:
        VERBS[verb](Models([folder]), FACE, HOLE)
    assert "ONNX Runtime is not installed" in sentence(error)
    assert command(verb)[0] == 1
    assert "ONNX Runtime is not installed" in capsys.readouterr().err


@every_verb
def test_with_both_packages_of_onnx_runtime(
    verb: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = {"onnxruntime": "1.23", "onnxruntime-gpu": "1.23"}
    monkeypatch.setattr(devices, "installed_runtimes", lambda: both)
    assert VERBS[verb](Models([folder]), FACE, HOLE)


@every_verb
def test_without_cuda(
    verb: str,
    folder: Path,
    command: Callable[..., tuple[int, Path]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv(devices.ENVIRONMENT, raising=False)
    monkeypatch.setattr(devices, "cuda_obstacle", lambda: "no NVIDIA driver was found.")
    models = Models([folder])
    assert VERBS[verb](models, FACE, HOLE)
    assert models.device.name == "cpu"
    assert "no NVIDIA driver" in models.device.reason
    status, out = command(verb, "--device", "cuda")
    told = capsys.readouterr()
    assert status == 1
    assert told.err == "sketchpad: CUDA does not work here: no NVIDIA driver was found.\n"
    assert not told.out
    assert not out.exists()


class ForgetfulGpu:
    """A session whose device runs out of memory after some runs."""

    def __init__(self, session: Any, runs: int) -> None:  # noqa: ANN401
        self._session, self._left = session, runs

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return getattr(self._session, name)

    def _tire(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise RuntimeError("CUDA failure 2: out of memory; GPU=0\nand a stack trace")

    def run(self, *arguments: Any) -> Any:  # noqa: ANN401
        self._tire()
        return self._session.run(*arguments)

    def run_with_iobinding(self, *arguments: Any) -> None:  # noqa: ANN401
        self._tire()
        self._session.run_with_iobinding(*arguments)


@pytest.mark.parametrize("runs", [-1, 0, 1], ids=["when loaded", "at once", "later"])
@every_verb
def test_a_gpu_that_fails_moves_the_work_to_the_cpu(
    verb: str, runs: int, folder: Path, models: Models, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = Network._open

    def opened(self: Network, device: Device) -> Any:  # noqa: ANN401
        session = original(self, Device("cpu", ""))
        if device.name == "cpu":
            return session
        if runs < 0:
            raise ModelError("the model cannot be loaded: CUDA out of memory")
        return ForgetfulGpu(session, runs)

    monkeypatch.setattr(Network, "_open", opened)
    monkeypatch.setattr(registry, "choose_device", lambda _: Device("cuda", "CUDA works."))
    notices: list[str] = []
    tried = Models([folder], on_notice=notices.append)
    found, expected = VERBS[verb](tried, FACE, HOLE), VERBS[verb](models, FACE, HOLE)
    assert drawn(found) == drawn(expected)
    if runs > 0 and not notices:
        # These may run each of their networks only once.
        assert verb in {"recognise", "interpolate"}
        return
    assert len(notices) == 1
    assert "\n" not in notices[0]
    assert "out of memory" in notices[0]
    assert notices[0].endswith("the model now runs on the CPU.")
    assert tried.device.name == "cpu"


def drawn(found: Sequence[Any]) -> list[Any]:
    if found and isinstance(found[0], Suggestion):
        return [s.samples.tobytes() for suggestion in found for s in suggestion.strokes]
    return list(found)


LONG = np.c_[np.arange(5000.0) / 20, 120 + 50 * np.sin(np.arange(5000.0) / 100)]
DRAWINGS = {
    "an empty page": EMPTY,
    "one dot": Sketch.of([[(150.0, 150.0)]]),
    "5,000 points": Sketch.of([LONG]),
    "outside the page": Sketch.of([line + np.array([9e4, -7e4]) for line in FACE.polylines]),
}
SENTENCES = {
    "complete": "There is nothing to complete yet; draw something first.",
    "heal": "Nothing is left of the drawing to heal it from; undo, or erase less.",
    "redraw": "The sketch is empty; draw something there first.",
    "interpolate": "The first sketch is empty; draw something there first.",
    "recognise": "There is nothing to recognise yet; draw something first.",
}


@pytest.mark.parametrize("drawing", DRAWINGS)
@every_verb
def test_odd_drawings(verb: str, drawing: str, models: Models) -> None:
    sketch = DRAWINGS[drawing]
    if not len(sketch) and verb in SENTENCES:
        with pytest.raises(InputError) as error:
            VERBS[verb](models, sketch, HOLE)
        assert SENTENCES[verb] in sentence(error)
        return
    found = VERBS[verb](models, sketch, HOLE)
    assert found
    demand_sense(found, sketch if verb == "complete" else None)


def test_a_dot_alone_is_redrawn(models: Models) -> None:
    dot = DRAWINGS["one dot"]
    found = redraw(RedrawRequest(dot), models=models)
    assert found
    demand_sense(found, dot)


@pytest.mark.parametrize(
    "hole",
    [Hole.box(5_000, 5_000, 40, 40), Hole.box(260, 260, 20, 20)],
    ids=["off the page", "on bare paper"],
)
@pytest.mark.parametrize("verb", ["heal", "redraw"])
def test_a_hole_over_nothing(verb: str, hole: Hole, models: Models) -> None:
    before = [stroke.samples.tobytes() for stroke in FACE.strokes]
    assert [s.samples.tobytes() for s in erased(FACE, (hole,)).strokes] == before
    found = VERBS[verb](models, FACE, (hole,))
    assert found
    demand_sense(found, None)


@pytest.mark.parametrize("verb", ["heal", "redraw"])
def test_a_hole_over_everything(
    verb: str,
    models: Models,
    command: Callable[..., tuple[int, Path]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(InputError) as error:
        VERBS[verb](models, FACE, (Hole.box(-1_000, -1_000, 3_000, 3_000),))
    assert SENTENCES[verb] in sentence(error)
    status, out = command(verb, "--hole=-1000,-1000,3000,3000")
    assert status == 1
    assert SENTENCES[verb] in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize("verb", SENTENCES)
def test_an_empty_page_on_the_command_line(
    verb: str, command: Callable[..., tuple[int, Path]], capsys: pytest.CaptureFixture[str]
) -> None:
    status, out = command(verb, "--json", sketch=EMPTY)
    told = capsys.readouterr()
    assert status == 1
    assert not told.out
    assert told.err.count("\n") == 1
    assert SENTENCES[verb] in told.err
    assert not out.exists()


def demand_sense(found: Sequence[Any], near: Sketch | None) -> None:
    """Finite strokes, and none farther from the drawing than a few times its size."""
    strokes = [s for f in found if isinstance(f, Suggestion) for s in f.strokes]
    for stroke in strokes:
        assert np.isfinite(stroke.samples[:, :4]).all()
    bounds = bounds_of(near.strokes) if near is not None else None
    if bounds is None:
        return
    low, high = np.array(bounds[:2]), np.array(bounds[2:])
    # A decoder may go on for four boxes, and what is drawn may be a third of the box.
    reach = 16.0 * max(float((high - low).max()), 64.0)
    for stroke in strokes:
        assert (stroke.points > low - reach).all()
        assert (stroke.points < high + reach).all()


def test_the_runtime_is_really_there() -> None:
    """What the tests above take away."""
    assert "CPUExecutionProvider" in onnxruntime.get_available_providers()
