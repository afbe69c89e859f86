"""Light and dark: the application's own palettes and one small stylesheet.

The paper's colour belongs to the document and is independent of the theme.
"""

from __future__ import annotations

import dataclasses
from typing import Final, Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from sketchpad.core.resources import resource_path
from sketchpad.ui.stylesheet import STYLESHEET

Mode = Literal["system", "light", "dark"]

#: Accent colours by name: for light surfaces, for dark surfaces.
ACCENTS: Final[dict[str, tuple[str, str]]] = {
    "indigo": ("#4453c8", "#98a6ff"),
    "teal": ("#0b7285", "#5cc8d8"),
    "green": ("#2b7a3f", "#7fd194"),
    "orange": ("#b5480f", "#ffab7a"),
    "rose": ("#b8305f", "#ff9dbc"),
    "graphite": ("#4a4f5c", "#c3c8d4"),
}


@dataclasses.dataclass(frozen=True)
class Theme:
    """The colours of the interface, ``#rrggbb``."""

    dark: bool
    window: str
    surface: str
    field: str
    desk: str
    border: str
    edge: str
    text: str
    muted: str
    disabled: str
    hover: str
    pressed: str
    accent: str
    on_accent: str
    accent_soft: str
    danger: str


_LIGHT: Final = Theme(
    dark=False,
    window="#f5f5f8",
    surface="#fcfcfd",
    field="#ffffff",
    desk="#e3e4ea",
    border="#dfe0e7",
    edge="#c4c7d1",
    text="#1c1e26",
    muted="#575c6b",
    disabled="#a4a8b4",
    hover="#eaebf1",
    pressed="#dddfe8",
    accent="",
    on_accent="#ffffff",
    accent_soft="",
    danger="#b3261e",
)
_DARK: Final = Theme(
    dark=True,
    window="#202227",
    surface="#272a30",
    field="#1b1d21",
    desk="#141518",
    border="#363a43",
    edge="#4a4f5b",
    text="#e9eaef",
    muted="#b0b5c1",
    disabled="#6a6f7c",
    hover="#31353d",
    pressed="#3b404a",
    accent="",
    on_accent="#14161d",
    accent_soft="",
    danger="#ff8f87",
)


def theme(*, dark: bool, accent: str = "indigo") -> Theme:
    """The theme of this brightness; an unknown accent gives the default one."""
    base = _DARK if dark else _LIGHT
    colour = ACCENTS.get(accent, ACCENTS["indigo"])[int(dark)]
    soft = mix(colour, base.surface, 0.17 if dark else 0.14)
    return dataclasses.replace(base, accent=colour, accent_soft=soft)


def mix(top: str, bottom: str, share: float) -> str:
    """``top`` laid over ``bottom`` with opacity ``share``."""
    a, b = QColor(top), QColor(bottom)
    parts = (
        round(share * x + (1 - share) * y)
        for x, y in zip((a.red(), a.green(), a.blue()), (b.red(), b.green(), b.blue()), strict=True)
    )
    return "#{:02x}{:02x}{:02x}".format(*parts)


def contrast(first: str, second: str) -> float:
    """The WCAG 2 contrast ratio of two colours, 1 to 21."""
    lights = sorted((_luminance(first), _luminance(second)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def system_is_dark() -> bool:
    """What the desktop prefers; light where it does not say."""
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def apply(mode: Mode, accent: str = "indigo") -> Theme:
    """Give the running application this theme, and return it."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    chosen = theme(dark=system_is_dark() if mode == "system" else mode == "dark", accent=accent)
    if app.style().objectName().lower() != "fusion":
        app.setStyle(QStyleFactory.create("Fusion"))
    app.setPalette(palette(chosen))
    app.setStyleSheet(stylesheet(chosen))
    return chosen


def current() -> Theme:
    """The theme that the application's palette came from, for widgets that paint themselves."""
    colours = QGuiApplication.palette()
    dark = colours.color(QPalette.ColorRole.Window).lightness() < 128
    accent = colours.color(QPalette.ColorRole.Accent).name()
    names = (name for name, pair in ACCENTS.items() if pair[int(dark)] == accent)
    return theme(dark=dark, accent=next(names, "indigo"))


def use_interface_font(app: QApplication) -> None:
    """Never smaller than 10 pt: some platforms report 9, which is hard to read."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if font.pointSizeF() < 10:
        font.setPointSizeF(10)
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    app.setFont(font)


def palette(colours: Theme) -> QPalette:
    """The Qt palette of a theme."""
    role = QPalette.ColorRole
    pairs = {
        role.Window: colours.window,
        role.WindowText: colours.text,
        role.Base: colours.field,
        role.AlternateBase: colours.surface,
        role.Text: colours.text,
        role.Button: colours.surface,
        role.ButtonText: colours.text,
        role.BrightText: colours.danger,
        role.Highlight: colours.accent,
        role.HighlightedText: colours.on_accent,
        role.Accent: colours.accent,
        role.Link: colours.accent,
        role.LinkVisited: colours.accent,
        role.PlaceholderText: colours.muted,
        role.ToolTipBase: colours.text,
        role.ToolTipText: colours.window,
        role.Light: colours.surface,
        role.Midlight: colours.hover,
        role.Mid: colours.edge,
        role.Dark: colours.border,
        role.Shadow: colours.desk,
    }
    result = QPalette()
    for key, value in pairs.items():
        result.setColor(key, QColor(value))
    for key in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        result.setColor(QPalette.ColorGroup.Disabled, key, QColor(colours.disabled))
    return result


def stylesheet(colours: Theme) -> str:
    """The stylesheet of a theme."""
    values = {k: v for k, v in dataclasses.asdict(colours).items() if isinstance(v, str)}
    shade = "dark" if colours.dark else "light"
    for name in ("chevron", "check", "close"):
        values[name] = resource_path(f"icons/style/{name}-{shade}.svg").as_posix()
    return STYLESHEET.substitute(values)


def _luminance(colour: str) -> float:
    value = QColor(colour)
    parts = []
    for channel in (value.redF(), value.greenF(), value.blueF()):
        parts.append(channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4)
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
