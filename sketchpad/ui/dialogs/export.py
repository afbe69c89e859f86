"""Asks for the format of an export, what belongs to it, and the file."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from sketchpad.core.document import Document
from sketchpad.ui.dialogs.replacing import may_replace
from sketchpad.ui.editor import Editor
from sketchpad.ui.settings import Settings
from sketchpad.ui.thumbnails import page_image
from sketchpad.ui.widgets import SliderRow, muted

_T = QT_TRANSLATE_NOOP
FORMATS: Final = (
    ("svg", "SVG", str(_T("Formats", "Smooth curves, one path per stroke, for every editor"))),
    ("png", "PNG", str(_T("Formats", "A picture, sharp and with a transparent ground if wanted"))),
    ("jpg", "JPEG", str(_T("Formats", "A small picture on its paper, for mail and web"))),
    ("pdf", "PDF", str(_T("Formats", "Smooth curves on pages, for print"))),
)
SCALES: Final = (1.0, 2.0, 3.0, 4.0)


class ExportDialog(QDialog):
    """Format, options, and then the file."""

    def __init__(self, editor: Editor, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export"))
        self._editor = editor
        self._settings = settings
        self._path: Path | None = None
        preview = QLabel()
        ratio = self.devicePixelRatioF()
        preview.setPixmap(QPixmap.fromImage(page_image(editor.page, 220, 220, ratio)))
        preview.setFixedSize(224, 224)
        preview.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        preview.setAccessibleName(self.tr("Preview of the page"))
        self.about = muted("")
        self.options = QStackedWidget()
        self._build_options()
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addLayout(self._formats())
        right.addWidget(self.about)
        right.addWidget(self.options)
        right.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(20)
        top.addWidget(preview)
        top.addLayout(right, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.go = QPushButton(self.tr("Export…"))
        self.go.setDefault(True)
        buttons.addButton(self.go, QDialogButtonBox.ButtonRole.AcceptRole)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(16)
        layout.addLayout(top)
        layout.addWidget(buttons)
        self.setMinimumWidth(600)
        buttons.accepted.connect(self._ask_path)
        buttons.rejected.connect(self.reject)
        chosen = settings.text("export/format", "svg")
        names = [suffix for suffix, _name, _about in FORMATS]
        self.choose(chosen if chosen in names else "svg")

    def _formats(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        self._group = QButtonGroup(self)
        for index, (_suffix, name, about) in enumerate(FORMATS):
            button = QToolButton()
            button.setText(name)
            button.setCheckable(True)
            button.setToolTip(QCoreApplication.translate("Formats", about))
            button.setMinimumWidth(64)
            self._group.addButton(button, index)
            row.addWidget(button)
        row.addStretch(1)
        self._group.idClicked.connect(lambda index: self.choose(FORMATS[index][0]))
        return row

    def _build_options(self) -> None:
        self.outlines = QCheckBox(self.tr("Keep the changing width of pressure"))
        self.outlines.setToolTip(self.tr("Such strokes become outlines instead of single curves"))
        self.outlines.setChecked(self._settings.flag("export/outlines", default=True))
        self.scale = QComboBox()
        self.scale.setAccessibleName(self.tr("Size"))
        page = self._editor.page
        for factor in SCALES:
            width, height = round(page.width * factor), round(page.height * factor)
            self.scale.addItem(self.tr("{w} × {h} pixels").format(w=width, h=height))
        self.scale.setCurrentIndex(1)
        self.transparent = QCheckBox(self.tr("Transparent ground"))
        self.quality = SliderRow(self.tr("Quality"), 30, 100, " %")
        self.quality.show_value(90)
        self.all_pages = QCheckBox(self.tr("Every page"))
        self.all_pages.setChecked(True)
        self.all_pages.setVisible(len(self._editor.document.pages) > 1)
        size = QWidget()
        form = QFormLayout(size)
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow(self.tr("Size"), self.scale)
        form.addRow("", self.transparent)
        form.addRow(self.quality)
        self._bitmap = size
        self.options.addWidget(self.outlines)
        self.options.addWidget(size)
        self.options.addWidget(self.all_pages)

    @property
    def format(self) -> str:
        """The ending of the chosen format."""
        return FORMATS[self._group.checkedId()][0]

    def choose(self, suffix: str) -> None:
        """Choose a format."""
        index = [name for name, _title, _about in FORMATS].index(suffix)
        self._group.button(index).setChecked(True)
        self._group.button(index).setFocus()
        self.about.setText(QCoreApplication.translate("Formats", FORMATS[index][2]))
        self.options.setCurrentIndex({"svg": 0, "pdf": 2}.get(suffix, 1))
        self.transparent.setVisible(suffix == "png")
        self.quality.setVisible(suffix == "jpg")

    def set_path(self, path: Path) -> None:
        """Export to this file."""
        self._path = path
        self._settings.put("export/format", self.format)
        self._settings.put("export/outlines", self.outlines.isChecked())
        self.accept()

    def order(self) -> tuple[Document, Path, dict[str, Any]]:
        """What to save, where, and with which options."""
        assert self._path is not None
        document, page = self._editor.document, self._editor.page
        single = Document((page,))
        options: dict[str, Any]
        if self.format == "svg":
            return single, self._path, {"outlines": self.outlines.isChecked()}
        if self.format == "pdf":
            return document if self.all_pages.isChecked() else single, self._path, {}
        options = {"scale": SCALES[self.scale.currentIndex()]}
        if self.format == "png":
            options["transparent"] = self.transparent.isChecked()
        else:
            options["quality"] = self.quality.value
        return single, self._path, options

    def _ask_path(self) -> None:
        folder = Path(self._settings.text("files/folder", str(Path.home())))
        editor = self._editor
        stem = editor.path.stem if editor.path else editor.name or self.tr("Drawing")
        name, _filter = QFileDialog.getSaveFileName(
            self,
            self.tr("Export"),
            str(folder / f"{stem}.{self.format}"),
            f"{FORMATS[self._group.checkedId()][1]} (*.{self.format})",
        )
        if name:
            path = Path(name)
            endings = (".jpg", ".jpeg") if self.format == "jpg" else (f".{self.format}",)
            if path.suffix.lower() not in endings:
                path = path.with_name(f"{path.name}.{self.format}")
            if may_replace(self, Path(name), [path]):
                self.set_path(path)
