"""The plain pages of the settings: general, appearance, device."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QHBoxLayout, QLabel, QWidget

from sketchpad.ui.i18n import LANGUAGES
from sketchpad.ui.panels.colours import Swatch
from sketchpad.ui.settings import DEVICES, MODES
from sketchpad.ui.theme import ACCENTS, current
from sketchpad.ui.widgets import muted

if TYPE_CHECKING:
    from sketchpad.ui.window import MainWindow

_T = QT_TRANSLATE_NOOP
MODE_NAMES: Final = {
    "system": str(_T("Modes", "As the system")),
    "light": str(_T("Modes", "Light")),
    "dark": str(_T("Modes", "Dark")),
}
ACCENT_NAMES: Final = {
    "indigo": str(_T("Accents", "Indigo")),
    "teal": str(_T("Accents", "Teal")),
    "green": str(_T("Accents", "Green")),
    "orange": str(_T("Accents", "Orange")),
    "rose": str(_T("Accents", "Rose")),
    "graphite": str(_T("Accents", "Graphite")),
}
DEVICE_NAMES: Final = {
    "auto": str(_T("Devices", "Automatic: the graphics card if it really works")),
    "cpu": str(_T("Devices", "Always the CPU")),
    "cuda": str(_T("Devices", "Always CUDA, with a warning if it does not work")),
}


class _Page(QWidget):
    """A form."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.shell = window
        self.settings = window.settings
        self.form = QFormLayout(self)
        self.form.setContentsMargins(0, 0, 12, 0)
        self.form.setVerticalSpacing(12)
        self.form.setHorizontalSpacing(18)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)

    def switch(self, key: str, text: str, note: str = "", *, default: bool = True) -> QCheckBox:
        """A yes or no that is remembered."""
        box = QCheckBox(text)
        box.setChecked(self.settings.flag(key, default=default))
        box.toggled.connect(lambda on: self.settings.put(key, on))
        self.form.addRow(box)
        if note:
            self.form.addRow(muted(note))
        return box


class GeneralPage(_Page):
    """Language and habits."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.language = QComboBox()
        self.language.setAccessibleName(self.tr("Language"))
        self.language.addItem(self.tr("As the system"), "")
        for code, name in LANGUAGES.items():
            self.language.addItem(name, code)
        self.language.setCurrentIndex(max(0, self.language.findData(self.settings.language)))
        self.note = muted(self.tr("The language changes with the next start."))
        self.note.hide()
        self.form.addRow(self.tr("Language"), self.language)
        self.form.addRow("", self.note)
        self.switch("interface/welcome", self.tr("Greet on an empty canvas, with sample sketches"))
        self.switch(
            "interface/restore", self.tr("Reopen the drawings of the last session"), default=False
        )
        self.form.addRow(
            muted(
                self.tr(
                    "Every finished stroke is kept on disk within a second, also before the first "
                    "save. After a crash or a power cut the next start offers it to you."
                )
            )
        )
        self.language.currentIndexChanged.connect(self._on_language)

    def _on_language(self) -> None:
        self.settings.put("interface/language", str(self.language.currentData()))
        self.note.show()


class AppearancePage(_Page):
    """Theme and accent."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.mode = QComboBox()
        self.mode.setAccessibleName(self.tr("Theme"))
        for mode in MODES:
            self.mode.addItem(QCoreApplication.translate("Modes", MODE_NAMES[mode]), mode)
        self.mode.setCurrentIndex(self.mode.findData(self.settings.theme_mode))
        self._swatches: dict[str, Swatch] = {}
        row = QHBoxLayout()
        row.setSpacing(2)
        for name in ACCENTS:
            swatch = Swatch("#000000", 30)
            swatch.clicked.connect(lambda _=False, chosen=name: self._on_accent(chosen))
            self._swatches[name] = swatch
            row.addWidget(swatch)
        row.addStretch(1)
        self.form.addRow(self.tr("Theme"), self.mode)
        self.form.addRow(self.tr("Accent"), row)
        self.form.addRow(
            "",
            muted(
                self.tr("The paper keeps its colour in both themes; Page Setup changes the paper.")
            ),
        )
        self.mode.currentIndexChanged.connect(self._on_mode)
        self._paint()

    def _on_mode(self) -> None:
        self.settings.put("appearance/theme", str(self.mode.currentData()))
        self.shell.apply_theme()
        self._paint()

    def _on_accent(self, name: str) -> None:
        self.settings.put("appearance/accent", name)
        self.shell.apply_theme()
        self._paint()

    def _paint(self) -> None:
        dark = int(current().dark)
        for name, swatch in self._swatches.items():
            swatch.show_colour(ACCENTS[name][dark])
            title = QCoreApplication.translate("Accents", ACCENT_NAMES[name])
            swatch.setToolTip(title)
            swatch.setAccessibleName(title)
            swatch.setChecked(name == self.settings.accent)


class DevicePage(_Page):
    """Where models run."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.device = QComboBox()
        self.device.setAccessibleName(self.tr("Device"))
        for name in DEVICES:
            text = QCoreApplication.translate("Devices", DEVICE_NAMES[name])
            self.device.addItem(text, name)
        self.device.setCurrentIndex(self.device.findData(self.settings.device))
        self.found = QLabel(window.status.device.text())
        self.found.setObjectName("title")
        self.why = muted(window.status.device.toolTip())
        self.form.addRow(self.tr("Models run on"), self.device)
        self.form.addRow(self.tr("In use"), self.found)
        self.form.addRow("", self.why)
        self.device.currentIndexChanged.connect(self._on_device)
        if not window.is_device_known:
            window.models.start()
        window.device_known.connect(self._on_known)

    def _on_device(self) -> None:
        self.settings.put("models/device", str(self.device.currentData()))
        self.shell.models.start()

    def _on_known(self, name: str, why: str) -> None:
        self.found.setText(name)
        self.why.setText(why)
