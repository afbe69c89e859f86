"""The settings: general, appearance, tablet, shortcuts, device."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from sketchpad.ui.dialogs.pages import AppearancePage, DevicePage, GeneralPage
from sketchpad.ui.dialogs.shortcuts import ShortcutsPage
from sketchpad.ui.dialogs.tablet import TabletPage
from sketchpad.ui.icons import icon

if TYPE_CHECKING:
    from sketchpad.ui.window import MainWindow

_T = QT_TRANSLATE_NOOP
PAGES: Final = (
    ("general", str(_T("SettingsPages", "General")), "settings", GeneralPage),
    ("appearance", str(_T("SettingsPages", "Appearance")), "contrast", AppearancePage),
    ("tablet", str(_T("SettingsPages", "Tablet")), "tablet", TabletPage),
    ("shortcuts", str(_T("SettingsPages", "Shortcuts")), "keyboard", ShortcutsPage),
    ("device", str(_T("SettingsPages", "Device")), "device", DevicePage),
)


class SettingsDialog(QDialog):
    """Changes work at once; there is nothing to apply."""

    def __init__(self, window: MainWindow, page: str = "general") -> None:
        super().__init__(window)
        self.setWindowTitle(self.tr("Settings"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(820, 560)
        self.nav = QListWidget()
        self.nav.setObjectName("nav")
        self.nav.setAccessibleName(self.tr("Pages of the settings"))
        self.nav.setIconSize(QSize(20, 20))
        self.nav.setFixedWidth(184)
        self.pages = QStackedWidget()
        for _name, title, picture, kind in PAGES:
            text = QCoreApplication.translate("SettingsPages", title)
            item = QListWidgetItem(icon(picture), text)
            item.setSizeHint(QSize(0, 38))
            self.nav.addItem(item)
            self.pages.addWidget(_framed(text, kind(window)))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 16, 14)
        right.addWidget(self.pages, 1)
        right.addWidget(buttons)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.nav)
        layout.addLayout(right, 1)
        self.nav.currentRowChanged.connect(self.pages.setCurrentIndex)
        self.nav.setCurrentRow([name for name, *_rest in PAGES].index(page))
        self.nav.setFocus()


def _framed(title: str, page: QWidget) -> QWidget:
    frame = QWidget()
    heading = QLabel(title)
    heading.setObjectName("heading")
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(24, 20, 8, 8)
    layout.setSpacing(14)
    layout.addWidget(heading)
    if isinstance(page, ShortcutsPage | TabletPage):
        layout.addWidget(page, 1)
        return frame
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(page)
    layout.addWidget(area, 1)
    return frame
