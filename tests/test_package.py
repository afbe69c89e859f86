"""What ``import sketchpad`` gives and costs, and what the wheel carries."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

import sketchpad
from sketchpad.core.document import Document
from tests.files import drawings

ROOT = Path(__file__).parents[1]


def test_public_names():
    assert sketchpad.Document is Document
    for name in sketchpad.__all__:
        assert getattr(sketchpad, name) is not None
        assert name in dir(sketchpad)
    with pytest.raises(AttributeError, match="sparkle"):
        _ = sketchpad.sparkle


def test_load_and_save(tmp_path: Path):
    path = tmp_path / "a.sketch"
    sketchpad.save(drawings.rich(), path)
    assert len(sketchpad.load(path).pages) == 2
    assert sketchpad.open_document(path).document.pages[0].name == "Page one"


def test_import_is_cheap():
    code = (
        "import sys, time\nbegan = time.perf_counter()\nimport sketchpad\n"
        "print(time.perf_counter() - began, 'numpy' in sys.modules)"
    )
    best = 9.0
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        seconds, numpy = done.stdout.split()
        assert numpy == "False"
        best = min(best, float(seconds))
    assert best < 0.06


@pytest.mark.slow
def test_wheel_works_where_nothing_else_of_ours_is(tmp_path: Path):
    copy = tmp_path / "source"
    copy.mkdir()
    for name in ("sketchpad", "resources", "training"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    # The environment of the tests has the build backend, so nothing is downloaded.
    subprocess.run(
        [
            sys.executable,
            "-m",
            "build",
            "--wheel",
            "--no-isolation",
            "-o",
            str(tmp_path),
            str(copy),
        ],
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    for part in ("icons/", "models/", "samples/", "translations/"):
        if any((ROOT / "resources" / part).iterdir()):
            assert any(name.startswith(f"sketchpad/_resources/{part}") for name in names), part
    assert "sketchpad/py.typed" in names
    assert not [name for name in names if name.startswith(("tests/", "resources/"))]
    (scripts,) = [name for name in names if name.endswith("/entry_points.txt")]
    with zipfile.ZipFile(wheel) as archive:
        assert b"sketchpad = sketchpad.cli:main" in archive.read(scripts)
    environment = tmp_path / "clean"
    venv.create(environment, with_pip=False)
    binary = environment / ("Scripts" if os.name == "nt" else "bin")
    python = binary / "python"
    pure = _purelib(python)
    # Our own package comes from the wheel; of what it depends on, the tests' copies will do.
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(pure)
    (pure / "dependencies.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    script = "import sys; from sketchpad.cli import main; sys.exit(main())"

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [str(python), "-P", "-c", script, *arguments],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    place = subprocess.run(
        [str(python), "-P", "-c", "import sketchpad; print(sketchpad.__file__)"],
        capture_output=True, text=True, cwd=tmp_path, check=True,
    ).stdout  # fmt: skip
    assert str(environment) in place
    assert run("--version") == f"sketchpad {sketchpad.__version__}\n"
    (resources,) = [line for line in run("doctor").splitlines() if "Resources:" in line]
    assert str(environment) in resources
    sketchpad.save(drawings.rich(), tmp_path / "a.sketch")
    run("convert", "a.sketch", "a.svg", "--page", "1")
    run("convert", "a.svg", "a.png")
    assert (tmp_path / "a.png").stat().st_size > 1000


def _purelib(python: Path) -> Path:
    code = "import sysconfig; print(sysconfig.get_paths()['purelib'])"
    done = subprocess.run([str(python), "-c", code], capture_output=True, text=True, check=True)
    return Path(done.stdout.strip())
