from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sketchpad.ui import theme
from sketchpad.ui.icons import icon
from sketchpad.ui.settings import Settings
from sketchpad.ui.window import MainWindow

ALL = [
    theme.theme(dark=dark, accent=accent)
    for dark, accent in itertools.product((False, True), theme.ACCENTS)
]


def test_contrast_is_the_wcag_ratio():
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert theme.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert theme.contrast("#ffffff", "#777777") == theme.contrast("#777777", "#ffffff")


@pytest.mark.parametrize("look", ALL, ids=lambda t: f"{'dark' if t.dark else 'light'}-{t.accent}")
def test_text_can_be_read_everywhere(look: theme.Theme):
    grounds = (look.window, look.surface, look.field, look.hover, look.accent_soft)
    for ground in (*grounds, look.pressed):
        assert theme.contrast(look.text, ground) >= 7
    for ground in grounds:
        assert theme.contrast(look.muted, ground) >= 4.5
    assert theme.contrast(look.on_accent, look.accent) >= 4.5
    assert theme.contrast(look.window, look.text) >= 7  # tooltips
    assert theme.contrast(look.danger, look.window) >= 4.5


@pytest.mark.parametrize("look", ALL, ids=lambda t: f"{'dark' if t.dark else 'light'}-{t.accent}")
def test_icons_and_marks_can_be_seen(look: theme.Theme):
    for ground in (look.window, look.surface, look.accent_soft):
        assert theme.contrast(look.accent, ground) >= 3


def test_the_stylesheet_has_no_holes():
    for look in ALL:
        assert "$" not in theme.stylesheet(look)


def test_icons_follow_the_palette(qtbot: QtBot):
    theme.apply("light")
    light = _darkest(icon("pen"), QIcon.Mode.Normal)
    theme.apply("dark")
    dark = _darkest(icon("pen"), QIcon.Mode.Normal)
    faint = _darkest(icon("pen"), QIcon.Mode.Disabled)
    theme.apply("light")
    assert light.lightness() < 60
    assert dark.lightness() > 200
    assert faint == QColor(theme.theme(dark=True).disabled)


def test_icons_are_rendered_at_device_pixels(qtbot: QtBot):
    pixmap = icon("pen").pixmap(QSize(24, 24), 2.0)
    assert pixmap.size() == QSize(48, 48)
    assert pixmap.devicePixelRatio() == 2.0


def test_dark_leaves_the_paper_alone(window: MainWindow):
    paper = window.tab.editor.page.paper
    was = window.palette().color(QPalette.ColorRole.Window).lightness()
    window.actions_["view.dark"].trigger()
    now = QApplication.palette().color(QPalette.ColorRole.Window).lightness()
    assert window.tab.editor.page.paper == paper
    assert (was > 128) != (now > 128)
    assert window.settings.theme_mode in ("light", "dark")


def test_the_accent_is_remembered(settings: Settings, qtbot: QtBot):
    settings.put("appearance/accent", "teal")
    look = theme.apply("light", settings.accent)
    assert look.accent == theme.ACCENTS["teal"][0]
    assert theme.current() == look


def _darkest(source: QIcon, mode: QIcon.Mode) -> QColor:
    """The colour of the icon's most opaque pixel."""
    image = source.pixmap(QSize(48, 48), 1.0, mode).toImage()
    pixels = (image.pixelColor(x, y) for x in range(48) for y in range(48))
    return max(pixels, key=lambda colour: colour.alpha())
