"""The pictures of what models do, for ``tests.proof.screenshots``: the real window and models.

What has no model yet is left out.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from tests.ui.hand import Hand

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog, QWidget

    from sketchpad.core.stroke import FloatArray, Stroke
    from sketchpad.ui.window import MainWindow

#: So that the pictures stay as they are as long as the models do.
_SEED = 7

Take = Callable[[str, "QWidget"], None]
Until = Callable[[Callable[[], bool]], None]


def take_all(window: MainWindow, take: Take, until: Until, shade: str) -> None:
    """Complete, Heal, Interpolate, Generate and Clean; ``shade`` ends the names."""
    service = window.models.service
    window.tools.set_colour("#1a1a1a")
    for verb, picture in (
        ("complete", _complete),
        ("heal", _heal),
        ("interpolate", _interpolate),
        ("generate", _generate),
        ("clean", _clean),
    ):
        if service.can(verb):
            picture(window, take, until, shade)


def _complete(window: MainWindow, take: Take, until: Until, shade: str) -> None:
    """Half a face, and what the model makes of it."""
    window.files.new()
    draw(window, (_ring(0, 0, 190), _ring(-70, -50, 22)))
    offered(window, until)
    take(f"complete-{shade}", window)
    window.models.suggesting.accept()


def _heal(window: MainWindow, take: Take, until: Until, shade: str) -> None:
    """A gap in a cat's outline: the hole with its ghosts, and healed."""
    window.files.new()
    draw(window, _cat())
    window.models.suggesting.set_category("cat")
    window.models.suggesting.stop()
    window.take_tool("eraser")
    window.tool_settings.eraser_width = 60.0
    draw(window, [np.array([(120.0, -20.0), (150.0, 30.0), (140.0, 80.0)])])
    window.take_tool("pen")
    offered(window, until)
    take(f"heal-{shade}", window)
    window.models.suggesting.accept()
    take(f"healed-{shade}", window)


def _interpolate(window: MainWindow, take: Take, until: Until, shade: str) -> None:
    """From a house to a sailboat, and from a face to a new apple."""
    from sketchpad import files
    from sketchpad.core.resources import resource_path
    from sketchpad.ui.dialogs.interpolate import InterpolateDialog

    window.models.settings.live = False
    window.files.new()
    window.files.open_sample(str(resource_path("samples/house.sketch")))
    until(lambda: not window.tab.is_pristine)
    boat = files.load(resource_path("samples/sailboat.sketch")).pages[0].sketch
    window.actions_["page.add"].trigger()
    window.edit.insert(boat.strokes, "Boat")
    window.actions_["edit.deselect"].trigger()
    window.models.interpolate()
    dialog = window.findChildren(InterpolateDialog)[-1]
    dialog.path.setCurrentIndex(dialog.path.count() - 1)
    _answered(dialog, until)
    dialog.slider.setValue(round(0.6 * dialog.slider.maximum()))
    take(f"interpolate-{shade}", dialog)
    dialog.close()
    window.take_tool("pen")
    window.files.new()
    draw(window, face())
    window.actions_["page.add"].trigger()
    window.edit.insert(_generated(window), "Apple")
    window.actions_["edit.deselect"].trigger()
    window.models.interpolate()
    dialog = window.findChildren(InterpolateDialog)[-1]
    _answered(dialog, until)
    take(f"interpolate-latent-{shade}", dialog)
    dialog.close()
    window.take_tool("pen")
    window.models.settings.live = True


def _generated(window: MainWindow) -> tuple[Stroke, ...]:
    from sketchpad.inference.generate import GenerateRequest, generate

    models = window.models.service.models
    assert models is not None
    box = (300.0, 150.0, 500.0, 500.0)
    return generate(GenerateRequest("apple", 1, 0.2, 1, box), models=models)[0].strokes


def _generate(window: MainWindow, take: Take, until: Until, shade: str) -> None:
    """A dozen sketches of one kind, some placed, and some that lie between two."""
    from sketchpad.ui.dialogs.generate import GenerateDialog

    random.seed(_SEED)
    window.files.new()
    window.models.generate()
    dialog = window.findChildren(GenerateDialog)[-1]
    for name, kinds in (("generate", ("butterfly", None)), ("mix", ("rabbit", "apple"))):
        dialog.search.setText(kinds[0] or "")
        dialog.search.setText("")
        dialog.categories.scrollToItem(dialog.categories.currentItem())
        dialog.mixed.show_category(kinds[1])
        _answered(dialog, until)
        for row in range(3):
            dialog.grid.itemClicked.emit(dialog.grid.item(row))
        window.actions_["edit.deselect"].trigger()
        window.tab.canvas.finish_rendering()
        take(f"{name}-{shade}", window)
        window.files.new()
    dialog.close()


def _clean(window: MainWindow, take: Take, until: Until, shade: str) -> None:
    """A rough cup on the left of the handle, a clean one on the right."""
    from tests.proof import draw_rough

    smoothing = window.tool_settings.smoothing
    window.files.new()
    window.take_tool("pen")  # what was generated last is selected, and the tool with it
    window.models.settings.live = False
    window.change_tools(smoothing=0.0)  # goes by the clock, which a script does not keep
    draw_rough.draw(Hand(window.tab.canvas), "cup", scale=1.3)
    window.clean.start()
    mode = window.clean.mode
    assert mode is not None
    until(lambda: mode.cleaning.is_final)
    take(f"clean-{shade}", window)
    mode.cleaning.cancel()
    window.change_tools(smoothing=smoothing)
    window.models.settings.live = True


def draw(window: MainWindow, lines: object) -> None:
    """Draw lines ``(n, 2)``, logical pixels from the middle of the canvas."""
    canvas = window.tab.canvas
    middle = canvas.rect().center()
    hand = Hand(canvas)
    for line in lines:  # type: ignore[attr-defined]
        places = _dense(line) + np.array([middle.x(), middle.y()])
        hand.pen_stroke(np.c_[places, np.full(len(places), 0.6)])


def offered(window: MainWindow, until: Until) -> None:
    suggesting = window.models.suggesting
    until(lambda: suggesting.offer is not None and suggesting.offer.finished)


def _answered(dialog: QDialog, until: Until) -> None:
    dialog.ask()  # type: ignore[attr-defined]
    until(lambda: not dialog.is_running)  # type: ignore[attr-defined]


def face() -> list[FloatArray]:
    smile = np.linspace(0.15 * np.pi, 0.85 * np.pi, 20)
    mouth = np.c_[100 * np.cos(smile), 20 + 90 * np.sin(smile)]
    return [_ring(0, 0, 190), _ring(-70, -50, 22), _ring(70, -50, 22), mouth]


def _cat() -> list[FloatArray]:
    whiskers = [
        np.array([(side * 50.0, 40.0 + 14 * n), (side * 150.0, 20.0 + 30 * n)])
        for side in (-1, 1)
        for n in range(2)
    ]
    ears = [
        np.array([(side * 125.0, -90.0), (side * 140.0, -210.0), (side * 45.0, -145.0)])
        for side in (-1, 1)
    ]
    nose = np.array([(-14.0, 20.0), (14.0, 20.0), (0.0, 38.0), (-14.0, 20.0)])
    return [_ring(0, 0, 155), *ears, _ring(-60, -35, 16), _ring(60, -35, 16), nose, *whiskers]


def _ring(x: float, y: float, radius: float) -> FloatArray:
    t = np.linspace(-0.6 * np.pi, 1.4 * np.pi, 50)
    return np.asarray(np.c_[x + radius * np.cos(t), y + radius * np.sin(t)])


def _dense(line: FloatArray) -> FloatArray:
    """Points a few pixels apart, as a hand reports them."""
    steps = np.linalg.norm(np.diff(line, axis=0), axis=1)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    at = np.linspace(0.0, along[-1], max(int(along[-1] / 6), 2))
    return np.c_[np.interp(at, along, line[:, 0]), np.interp(at, along, line[:, 1])]
