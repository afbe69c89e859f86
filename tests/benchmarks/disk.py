"""Start, memory, files: what the disk and fresh processes have to do with."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from sketchpad import files
from sketchpad.core.geometry import distance_to_polyline
from tests import traces
from tests.benchmarks.table import Row

_IMPORT = "import time; t = time.perf_counter(); import sketchpad; print(time.perf_counter() - t)"
_START = """
import os, sys, time
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from PySide6.QtWidgets import QApplication
from sketchpad.ui import application
from sketchpad.ui.canvas import prepare_application_attributes
prepare_application_attributes()
app = QApplication(["sketchpad"])
window = application.start(app)
window.show()
while not window.isVisible() or not window.windowHandle().isExposed():
    app.processEvents()
app.processEvents()
print("visible", flush=True)
os._exit(0)
"""
_MEMORY = """
import os, sys
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
import psutil
from PySide6.QtWidgets import QApplication
from sketchpad import files
from sketchpad.ui import application
from sketchpad.ui.editor import Editor
app = QApplication(["sketchpad"])
window = application.start(app)
window.resize(1280, 960)
window.show()
tab = window.add_tab(Editor(files.load(sys.argv[1])))
app.processEvents()
tab.canvas.finish_rendering()
app.processEvents()
assert len(tab.editor.layer.strokes) == 10_000
print(psutil.Process().memory_info().rss / 2**20, flush=True)
os._exit(0)
"""


def start() -> list[Row]:
    """From nothing to a window; the second of the starts has a warm disk."""
    waits, imports = [], []
    with tempfile.TemporaryDirectory() as home:
        for _ in range(4):
            begin = time.perf_counter()
            python(_START, home=home)
            waits.append(time.perf_counter() - begin)
            imports.append(1000 * float(python(_IMPORT, home=home)))
    return [
        Row("start to window visible, warm disk", min(waits[1:]), 1.0, "s"),
        Row("import sketchpad", min(imports[1:]), 60.0, "ms"),
    ]


def memory() -> list[Row]:
    """The application with a large drawing open and painted."""
    with tempfile.TemporaryDirectory() as home:
        path = Path(home) / "large.sketch"
        files.save(traces.drawing(10_000), path)
        size = float(python(_MEMORY, str(path), home=home))
    return [Row("memory, 10,000 strokes × 60 points open", size, 400.0, "MB")]


def documents() -> list[Row]:
    """Save and open native files."""
    rows = []
    for count, bar in ((1_000, 0.3), (10_000, 3.0)):
        document = traces.drawing(count)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "drawing.sketch"
            begin = time.perf_counter()
            files.save(document, path)
            saved = time.perf_counter()
            back = files.load(path)
            opened = time.perf_counter()
        assert len(back.pages[0].layers[0].strokes) == count
        rows.append(Row(f"save {count:,} strokes", saved - begin, bar, "s"))
        rows.append(Row(f"open {count:,} strokes", opened - saved, bar, "s"))
    return rows


def svg() -> list[Row]:
    """How far a drawing moves through SVG and back, both ways."""
    document = traces.drawing(200)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "drawing.svg"
        files.save(document, path)
        back = files.load(path)
    before, after = document.pages[0].sketch.strokes, back.pages[0].sketch.strokes
    assert len(before) == len(after)
    worst = 0.0
    for one, other in zip(before, after, strict=True):
        assert one.brush.colour == other.brush.colour
        there = distance_to_polyline(one.points, other.points)
        worst = max(worst, float(there.max()))
        worst = max(worst, float(distance_to_polyline(other.points, one.points).max()))
    widths = [abs(a.brush.width - b.brush.width) for a, b in zip(before, after, strict=True)]
    return [
        Row("SVG export → import, farthest point", worst, 0.1, "px"),
        Row("SVG export → import, width", float(np.max(widths)), 0.01, "px"),
    ]


def python(code: str, *arguments: str, home: str) -> str:
    """The last line that a fresh Python prints, with settings of its own."""
    import os

    names = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")
    environment = {**os.environ, **dict.fromkeys(names, home), "HOME": home}
    result = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        check=True,
        capture_output=True,
        text=True,
        env=environment,
    )
    return result.stdout.strip().splitlines()[-1]
