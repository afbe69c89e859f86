"""The command line, as a program."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sketchpad import __version__, cli, files
from sketchpad.commands import console, doctor
from sketchpad.core.errors import ModelError
from sketchpad.inference import devices, registry
from tests.files import drawings


@pytest.fixture
def drawing(tmp_path: Path) -> Path:
    path = tmp_path / "in.sketch"
    files.save(drawings.rich(), path)
    return path


def run(*arguments: object) -> int:
    return cli.main([str(argument) for argument in arguments])


def program(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sketchpad", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


def test_version_and_help():
    found = program("--version")
    assert (found.returncode, found.stdout) == (0, f"sketchpad {__version__}\n")
    found = program("--help")
    assert found.returncode == 0
    assert all(name in found.stdout for name in cli.COMMANDS)
    assert "quit-after" not in found.stdout


@pytest.mark.parametrize("arguments", [["--help"], ["convert", "--help"], ["models"], ["doctor"]])
def test_no_command_loads_widgets(arguments: list[str]):
    code = (
        "import sys\nfrom sketchpad.cli import main\n"
        f"main({arguments!r})\n"
        "print('loaded', [m for m in ('PySide6.QtWidgets', 'torch') if m in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "loaded []"


def test_help_needs_neither_numpy_nor_qt():
    code = "import sys\nfrom sketchpad.cli import main\nmain(['--help'])\n"
    code += "print('loaded', [m for m in ('numpy', 'PySide6', 'PIL') if m in sys.modules])\n"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "loaded []"


@pytest.mark.parametrize("ending", ["svg", "png", "jpg", "pdf", "ndjson", "npz", "json", "sketch"])
def test_convert(ending: str, drawing: Path, capsys: pytest.CaptureFixture[str]):
    out = drawing.with_name(f"out.{ending}")
    assert run("convert", drawing, out, "--page", 1) == cli.DONE
    captured = capsys.readouterr()
    assert captured.out == f"{out}\n"
    assert captured.err == ""
    assert out.stat().st_size > 50


def test_convert_as_json(drawing: Path, capsys: pytest.CaptureFixture[str]):
    out = drawing.with_name("out.svg")
    assert run("convert", drawing, out, "--json", "-q") == cli.DONE
    result = json.loads(capsys.readouterr().out)
    assert [Path(path).name for path in result["output"]] == ["out-1.svg", "out-2.svg"]
    assert result["strokes"] == 6
    assert result["model"] is None
    assert result["seconds"] >= 0


def test_convert_says_what_is_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "a.svg"
    path.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text>x</text></svg>')
    assert run("convert", path, tmp_path / "b.sketch") == cli.DONE
    assert capsys.readouterr().err.startswith("note: Text was left out")
    assert run("convert", path, tmp_path / "b.sketch", "-q") == cli.DONE
    assert capsys.readouterr() == ("", "")


def test_options_reach_the_formats(drawing: Path):
    from PIL import Image

    out = drawing.with_name("out.png")
    assert run("convert", drawing, out, "--page", 2, "--scale", 0.5, "--transparent") == cli.DONE
    with Image.open(out) as image:
        assert image.size == (150, 100)
        assert image.getpixel((0, 0))[3] == 0
    out = drawing.with_name("out.svg")
    run("convert", drawing, out, "--page", 1, "--outlines", "--no-underlay")
    assert "data-line" in out.read_text()
    assert "<image" not in out.read_text()
    out = drawing.with_name("out.ndjson")
    run("convert", drawing, out, "--raw", "--word", "cat")
    assert json.loads(out.read_text().splitlines()[0])["word"] == "cat"
    back = drawing.with_name("back.sketch")
    run("convert", out, back, "--index", 1)
    assert len(files.load(back).pages[0].sketch) == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["convert", "IN"], 2),
        (["convert", "IN", "out.svg", "--scale", "wide"], 2),
        (["convert", "IN", "out.svg", "--sparkle"], 2),
        (["--sparkle"], 2),
        (["convert", "missing.svg", "out.svg"], 1),
        (["convert", "IN", "out.doc"], 1),
        (["convert", "IN", "nowhere/out.svg"], 1),
        (["convert", "IN", "out.svg", "--page", "9"], 1),
        (["convert", "IN", "out.svg", "--page", "0"], 2),
        (["convert", "IN", "out.png", "--scale", "-1"], 2),
        (["convert", "IN", "out.png", "--scale", "nan"], 2),
        (["convert", "IN", "out.png", "--scale", "1e6"], 1),
    ],
)
def test_failures(
    arguments: list[str], code: int, drawing: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):  # fmt: skip
    monkeypatch.chdir(drawing.parent)
    given = [str(drawing) if argument == "IN" else argument for argument in arguments]
    assert run(*given) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Traceback" not in captured.err
    assert code == 2 or captured.err.count("\n") == 1
    assert [path.name for path in drawing.parent.iterdir()] == [drawing.name]


def test_bugs_are_one_line_too(
    drawing: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def bug(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a\nb")

    monkeypatch.setattr(files, "save", bug)
    assert run("convert", drawing, "out.svg") == cli.FAILED
    assert "internal error (ZeroDivisionError: a b)" in capsys.readouterr().err
    monkeypatch.setenv(cli.TRACEBACK, "1")
    with pytest.raises(ZeroDivisionError):
        run("convert", drawing, "out.svg")


def test_interrupted(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(files, "open_document", interrupt)
    assert run("convert", "a", "b.svg") == cli.FAILED
    assert capsys.readouterr().err == "sketchpad: interrupted\n"


def test_reader_that_goes_away():
    command = f"{sys.executable} -m sketchpad models --json | head -c 1"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=True)
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


def test_application_gets_files_and_the_hidden_option(monkeypatch: pytest.MonkeyPatch):
    from sketchpad.ui import application

    seen = []
    monkeypatch.setattr(application, "run", lambda *a, **k: seen.append((a, k)) or 5)
    assert run("a.svg", "b.sketch", "--quit-after", 7) == 5
    assert seen == [((["a.svg", "b.sketch"],), {"quit_after_ms": 7})]


def test_a_mistyped_command_is_wrong_usage(capsys: pytest.CaptureFixture[str]):
    assert run("recognize") == cli.WRONG_USAGE
    assert "there is no command and no file 'recognize'" in capsys.readouterr().err


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="there is always a screen")
def test_without_a_screen_it_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert run() == cli.FAILED
    assert "there is no screen to open a window on" in capsys.readouterr().err


def test_application_without_qt(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setitem(sys.modules, "sketchpad.ui.application", None)
    assert run() == cli.FAILED
    assert "doctor" in capsys.readouterr().err


# models and doctor -------------------------------------------------------------------------------


@pytest.fixture
def own_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the user's models with one that is good and one that is not."""
    import hashlib

    folder = tmp_path / "models"
    (folder / "mine").mkdir(parents=True)
    (folder / "mine" / "net.onnx").write_bytes(b"weights")
    card = {
        "format": 1,
        "name": "mine",
        "task": "recognise",
        "version": "3",
        "categories": ["cat", "dog"],
        "metrics": {"top1": 0.75, "loss": {"value": 1.5}, "note": "x"},
        "files": {
            "net.onnx": {"bytes": 7, "sha256": hashlib.sha256(b"weights").hexdigest()},
        },
    }
    (folder / "mine" / "card.json").write_text(json.dumps(card))
    (folder / "odd").mkdir()
    (folder / "odd" / "card.json").write_text("{}")
    monkeypatch.setenv(registry.ENVIRONMENT, str(folder))
    return folder


def test_models(own_model: Path, capsys: pytest.CaptureFixture[str]):
    assert run("models") == cli.DONE
    captured = capsys.readouterr()
    (line,) = [line for line in captured.out.splitlines() if line.startswith("mine 3")]
    assert "2 categories" in line
    assert "checksum good" in line
    assert "top1 0.75, loss 1.5" in line
    assert "your own" in line
    assert "odd" in captured.err
    (own_model / "mine" / "net.onnx").write_bytes(b"Weights")
    assert run("models", "--json") == cli.DONE
    result = json.loads(capsys.readouterr().out)
    (entry,) = [entry for entry in result["models"] if entry["name"] == "mine"]
    assert "damaged" in entry["problem"]
    assert len(result["broken"]) == 1


def test_no_models(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setattr("sketchpad.commands.models.find_models", lambda: ([], []))
    assert run("models") == cli.DONE
    assert capsys.readouterr().out == "No models are installed.\n"


def findings() -> dict[str, tuple[str, str]]:
    return {finding.about: (finding.level, finding.text) for finding in doctor.examine()}


def test_doctor(own_model: Path, capsys: pytest.CaptureFixture[str]):
    code = run("doctor", "--json")
    result = json.loads(capsys.readouterr().out)
    assert code == (cli.DONE if result["ok"] else cli.FAILED)
    about = {finding["about"] for finding in result["findings"]}
    assert {"Sketchpad", "Qt", "ONNX Runtime", "Device", "Model", "Autosave", "Settings"} <= about
    run("doctor")
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(result["findings"])
    assert any(line.startswith("warning") and "odd" in line for line in lines)


@pytest.mark.parametrize(
    ("version", "python", "level"),
    [
        ("6.12.0", (3, 11), doctor.PROBLEM),
        ("6.12.0", (3, 12), doctor.GOOD),
        ("6.11.3", (3, 11), doctor.GOOD),
        ("7.0.1", (3, 11), doctor.PROBLEM),
    ],
)
def test_doctor_knows_the_qt_that_aborts(version: str, python: tuple[int, int], level: str):
    assert doctor.qt_finding(version, python).level == level


def test_doctor_finds_what_is_wrong(monkeypatch: pytest.MonkeyPatch, own_model: Path):
    both = {"onnxruntime": "1.0", "onnxruntime-gpu": "1.0"}
    monkeypatch.setattr(devices, "installed_runtimes", lambda: both)
    (own_model / "mine" / "net.onnx").write_bytes(b"Weights")
    monkeypatch.setattr(os, "access", lambda *_: False)
    found = findings()
    assert found["ONNX Runtime"][0] == doctor.WARNING
    assert "Both" in found["ONNX Runtime"][1]
    assert found["Autosave"][0] == doctor.PROBLEM
    levels = [f.level for f in doctor.examine() if f.about == "Model" and "mine" in f.text]
    assert levels == [doctor.PROBLEM]


def test_doctor_without_libraries(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "PySide6.QtGui", None)
    assert "libegl1" in doctor.qt_finding("6.11.3", (3, 11)).text

    def missing(_name: str) -> str:
        raise doctor.importlib.metadata.PackageNotFoundError

    def broken(_wanted: str | None = None) -> None:
        raise ModelError("nothing runs")

    monkeypatch.setattr(doctor.importlib.metadata, "version", missing)
    monkeypatch.setattr(devices, "choose_device", broken)
    monkeypatch.setattr(registry, "find_models", lambda: ([], []))
    monkeypatch.setitem(sys.modules, "PySide6.QtCore", None)
    found = findings()
    assert found["Qt"][0] == found["ONNX Runtime"][0] == found["Device"][0] == doctor.PROBLEM
    assert found["Model"][0] == doctor.WARNING
    assert "Autosave" not in found


def test_progress_is_for_terminals(monkeypatch: pytest.MonkeyPatch):
    items = [1, 2]
    assert console.Console().progress(items, "x") is items
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert console.Console(quiet=True).progress(items, "x") is items
    assert list(console.Console().progress(items, "x")) == items
