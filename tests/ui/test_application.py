from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROBE = """
import sys, time
began = time.perf_counter()
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from sketchpad.ui import application
from sketchpad.ui.window import MainWindow

def look(window):
    heavy = ("onnxruntime", "torch", "PIL", "scipy", "skimage", "svgelements", "svgwrite")
    print("seconds", time.perf_counter() - began)
    print("visible", window.isVisible())
    print("heavy", [name for name in heavy if name in sys.modules])
    print("interval", sys.getswitchinterval())

def when_shown(window, paths):
    look(window)
    original(window, paths)

original = MainWindow.when_shown
MainWindow.when_shown = when_shown
print("status", application.run(sys.argv[1:], quit_after_ms=300))
"""


def run(code: str, *arguments: str, folder: Path) -> dict[str, str]:
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_DATA_HOME": str(folder / "data"),
    }
    done = subprocess.run(
        [sys.executable, "-W", "error:::sketchpad", "-c", code, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = (line.partition(" ") for line in done.stdout.splitlines())
    return {name: value for name, _space, value in lines}


def test_the_window_is_there_before_anything_heavy(tmp_path: Path):
    told = run(PROBE, folder=tmp_path)
    assert told["visible"] == "True"
    assert told["heavy"] == "[]"
    assert float(told["interval"]) == pytest.approx(0.0001)
    assert told["status"] == "0"


def test_none_keeps_its_references(tmp_path: Path):
    """PySide6 6.12 drops a reference of None with each call on old Pythons, until they abort."""
    code = """
import sys
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
widget = QWidget()
widget.update()
before = sys.getrefcount(None)
for _ in range(1000):
    widget.update()
print("lost", before - sys.getrefcount(None))
"""
    assert int(run(code, folder=tmp_path)["lost"]) < 100
