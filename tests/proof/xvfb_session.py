"""A session as a person has it: ``python -m tests.proof.xvfb_session``.

Starts the application in a real window (Xvfb, openbox), and uses it through xdotool: draws,
erases, undoes, saves, draws on, is killed, recovers, exports, is ended by the system. The exported
SVG is rendered by resvg and compared with the picture that the application exports, and with the
canvas on screen. Prints one line per step and a verdict; the exit status is 0 if all of it holds.
"""

from __future__ import annotations

import contextlib
import io
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import resvg_py
from numpy.typing import NDArray
from PIL import Image, ImageGrab

from sketchpad import files
from sketchpad.files import journal

SCREEN = (1280, 860)
#: Where the canvas is in the window, well inside the page.
LEFT, TOP, RIGHT, BOTTOM = 180, 200, 880, 700
Grey = NDArray[np.float64]


class FailedError(Exception):
    """A step did not do what it should."""


class Session:
    """One X server, one window manager, and the application in it."""

    def __init__(self, folder: Path, display: str) -> None:
        self.folder = folder
        self.display = display
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("QT_", "XDG_"))},
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "HOME": str(folder),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_RUNTIME_DIR": str(folder),
            "LC_ALL": "C.UTF-8",
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Start the application, and return the seconds until its window was there."""
        began = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "sketchpad"],
            env=self.environment,
            stderr=(self.folder / "stderr.txt").open("ab"),
        )
        self.window("Sketchpad")
        seconds = time.perf_counter() - began
        time.sleep(1.0)
        return seconds

    def window(self, name: str, timeout: float = 20.0) -> str:
        """The id of a visible window whose title contains ``name``, which then has the focus."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            found = self.xdo("search", "--onlyvisible", "--name", name, check=False).split()
            if found:
                self.xdo("windowfocus", found[-1], check=False)
                return found[-1]
            time.sleep(0.1)
        raise FailedError(f"no window called {name!r}")

    def xdo(self, *arguments: str, check: bool = True) -> str:
        """Run xdotool."""
        done = subprocess.run(
            ["xdotool", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=check,
        )
        return done.stdout

    def key(self, *keys: str) -> None:
        """Press keys."""
        for name in keys:
            self.xdo("key", "--clearmodifiers", name)
            time.sleep(0.15)

    def drag(self, points: list[tuple[float, float]]) -> None:
        """Press, move along the points, release."""
        self.xdo("mousemove", *_at(points[0]))
        self.xdo("mousedown", "1")
        for point in points[1:]:
            self.xdo("mousemove", *_at(point))
            time.sleep(0.008)
        self.xdo("mouseup", "1")
        time.sleep(0.25)

    def type_path(self, dialog: str, path: Path) -> None:
        """Answer a file dialog."""
        self.window(dialog)
        time.sleep(0.5)
        self.key("ctrl+a")
        self.xdo("type", "--delay", "12", str(path))
        self.key("Return")

    def screen(self) -> Image.Image:
        """What is to be seen."""
        return ImageGrab.grab(xdisplay=self.display).convert("RGB")

    def kill(self) -> None:
        """End the application without a word."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)


def wave(row: int) -> list[tuple[float, float]]:
    """A wavy line across the page."""
    x = np.linspace(LEFT, RIGHT, 48)
    y = TOP + 90 * row + 28 * np.sin((x - LEFT) / 60 + row)
    return list(zip(x.tolist(), y.tolist(), strict=True))


def wait(what: str, holds: Callable[[], bool], timeout: float = 10.0) -> None:
    """Wait until something is so."""
    end = time.monotonic() + timeout
    while not holds():
        if time.monotonic() > end:
            raise FailedError(what)
        time.sleep(0.1)


def strokes_of(path: Path) -> int:
    """How many strokes a file holds."""
    return sum(len(page.sketch) for page in files.load(path).pages)


def session(use: Session) -> None:
    """All of it; raises ``FailedError`` at the first step that does not hold."""
    saved = use.folder / "a.sketch"
    say(f"window after {use.start():.2f} s")
    draw_and_save(use, saved)
    draw_and_kill(use)
    on_screen = recover(use)
    export(use, on_screen)
    use.key("ctrl+s")
    wait("the recovered drawing was not saved", lambda: strokes_of(saved) == 7)
    use.key("ctrl+q")
    assert use.process is not None
    if use.process.wait(10) != 0:
        raise FailedError("the application did not end well")
    say("saved the recovered drawing to its file, and quit")
    draw_fast_and_end(use)


def draw_fast_and_end(use: Session) -> None:
    """A circle of few readings, and the end of the session under it."""
    use.start()
    turns = np.linspace(0.0, 2 * np.pi, 15)
    middle, radius = ((LEFT + RIGHT) / 2, TOP + 90), 100.0  # above the gallery
    use.drag([(middle[0] + radius * np.cos(t), middle[1] + radius * np.sin(t)) for t in turns])
    assert use.process is not None
    use.process.terminate()
    if use.process.wait(10) != 0:
        raise FailedError("the application did not end well when the system asked for it")
    left = journal.recoverable(use.folder / "data" / "sketchpad" / "autosave")
    if len(left) != 1 or not left[0].closed:
        raise FailedError(f"what was unsaved was not kept, or is taken for a crash: {left}")
    (stroke,) = journal.recover(left[0]).pages[0].sketch.strokes
    readings = len(stroke) if stroke.raw is None else len(stroke.raw)
    steps = np.diff(stroke.points, axis=0)
    lengths = np.linalg.norm(steps, axis=1)
    angles = np.degrees(np.abs(np.diff(np.unwrap(np.arctan2(steps[:, 1], steps[:, 0])))))
    sharpest = float(np.median(np.sort(angles[lengths[1:] > 1.0])[-8:]))
    say(f"drew a circle of {readings} readings: {len(stroke)} points, turns of {sharpest:.0f}°")
    if readings > 20 or sharpest > 12.0:
        raise FailedError("few readings do not make a curve")
    say("ended by the system (SIGTERM): the unsaved circle is kept for the next start")


def draw_and_save(use: Session, saved: Path) -> None:
    """Four waves and a line; undo the line, cut a wave, save."""
    for row in range(4):
        use.drag(wave(row))
    use.drag([(LEFT + 40, TOP + 400), (LEFT + 300, TOP + 440), (RIGHT, TOP + 420)])
    use.key("ctrl+z")
    use.key("e")
    middle = (LEFT + RIGHT) / 2
    use.drag([(middle, TOP - 45), (middle, TOP), (middle, TOP + 40)])
    use.key("b", "ctrl+s")
    use.type_path("Save As", saved)
    wait("the file was not saved", saved.is_file)
    wait("four waves, one of them cut, make five strokes", lambda: strokes_of(saved) == 5)
    say("drew 5 strokes, undid 1, cut 1 with the eraser, saved: the file holds 5")


def draw_and_kill(use: Session) -> None:
    """Two more strokes, and no time to save them."""
    use.drag(wave(4))
    use.drag(wave(5)[:30])
    time.sleep(1.0)
    use.kill()
    left = journal.recoverable(use.folder / "data" / "sketchpad" / "autosave")
    if len(left) != 1 or sum(len(p.sketch) for p in journal.recover(left[0]).pages) != 7:
        raise FailedError("the journal does not hold the two strokes drawn after the save")
    say("killed (SIGKILL) a second after two more strokes: the journal holds 7")


def recover(use: Session) -> Image.Image:
    """Start again, take what is offered; what the screen shows then."""
    use.start()
    use.window("Recover Drawings")
    time.sleep(0.4)
    use.key("Return")
    time.sleep(1.2)
    use.window("Sketchpad")
    on_screen = use.screen()
    use.key("question")
    time.sleep(0.8)
    if _difference(_grey(use.screen()), _grey(on_screen)) < 0.02:
        raise FailedError("the question mark did not open the sheet of shortcuts")
    use.key("Escape")
    say("recovered after the restart; the sheet of shortcuts opens")
    return on_screen


def export(use: Session, on_screen: Image.Image) -> None:
    """Export as SVG and PNG, and compare."""
    svg, png = use.folder / "a.svg", use.folder / "a.png"
    for path, keys in ((svg, ("Return",)), (png, ("Right", "Return"))):
        use.key("ctrl+shift+e")
        use.window("Export")
        time.sleep(0.4)
        use.key(*keys)
        time.sleep(0.4)
        use.type_path("Export", path)
        wait(f"{path.name} was not exported", path.is_file)
        time.sleep(0.5)
    if strokes_of(svg) != 7:
        raise FailedError(f"the SVG holds {strokes_of(svg)} strokes, not 7")
    say("exported SVG and PNG; the SVG holds 7 strokes")
    compare(svg, png, on_screen)


def compare(svg: Path, png: Path, on_screen: Image.Image) -> None:
    """Compare resvg's rendering with the exported picture and with the screen."""
    picture = Image.open(png).convert("L")
    data = bytes(resvg_py.svg_to_bytes(svg_path=str(svg), width=picture.width))
    rendered = Image.open(io.BytesIO(data)).convert("L")
    exported = _difference(_grey(rendered), _grey(picture))
    paper = _paper(on_screen)
    seen = on_screen.crop(paper).convert("L")
    shown = _difference(_grey(rendered.resize(seen.size, Image.Resampling.BOX)), _grey(seen))
    ink = float((_grey(picture) < 0.5).mean())
    say(f"ink covers {ink:.2%} of the page")
    say(f"resvg against the exported picture: mean difference {exported:.3%} of full scale")
    say(f"resvg against the canvas on screen: mean difference {shown:.3%} of full scale")
    if ink < 0.002 or exported > 0.002 or shown > 0.006:
        raise FailedError("the pictures differ")


def _paper(screen: Image.Image) -> tuple[int, int, int, int]:
    """The box of the page on the screen: the rows and columns of the desk's middle that are white.

    The desk, the bars and the shadow are not; strokes hide only some pixels.
    """
    white = np.asarray(screen).min(axis=2) == 255
    area = white[TOP : BOTTOM - 150, LEFT:RIGHT]
    assert area.mean() > 0.5
    # Below what is drawn, as the guess at it hides a part of the upper edge.
    middle_x, middle_y = LEFT - 40, BOTTOM + 5
    column, row = white[:, middle_x], white[middle_y, :]
    top = middle_y - int(np.argmin(column[middle_y::-1])) + 1
    bottom = middle_y + int(np.argmin(column[middle_y:]))
    left = middle_x - int(np.argmin(row[middle_x::-1])) + 1
    right = middle_x + int(np.argmin(row[middle_x:]))
    return left, top, right, bottom


def _grey(image: Image.Image) -> Grey:
    return np.asarray(image.convert("L"), dtype=np.float64) / 255.0


def _difference(a: Grey, b: Grey) -> float:
    if a.shape != b.shape:
        raise FailedError(f"the pictures have different sizes, {a.shape} and {b.shape}")
    return float(np.abs(a - b).mean())


def _at(point: tuple[float, float]) -> tuple[str, str]:
    return str(round(point[0])), str(round(point[1]))


def say(text: str) -> None:
    """Tell how it goes."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


@contextlib.contextmanager
def display() -> Iterator[str]:
    """An X server with a window manager; its name."""
    reading, writing = os.pipe()
    size = f"{SCREEN[0]}x{SCREEN[1]}x24"
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as answer:
        name = f":{answer.readline().strip()}"
    manager = subprocess.Popen(
        ["openbox"], env={**os.environ, "DISPLAY": name}, stderr=subprocess.DEVNULL
    )
    try:
        time.sleep(0.5)
        yield name
    finally:
        for process in (manager, server):
            process.terminate()
            process.wait(10)


def main() -> int:
    """Run the session; 0 if all of it holds."""
    with tempfile.TemporaryDirectory() as name, display() as where:
        use = Session(Path(name), where)
        try:
            session(use)
        except FailedError as error:
            use.screen().save(Path(tempfile.gettempdir()) / "xvfb_session_failed.png")
            say((Path(name) / "stderr.txt").read_text(errors="replace")[-2000:])
            say(f"FAILED: {error}")
            return 1
        finally:
            if use.process is not None and use.process.poll() is None:
                use.kill()
    say("VERDICT: everything held")
    return 0


if __name__ == "__main__":
    sys.exit(main())
