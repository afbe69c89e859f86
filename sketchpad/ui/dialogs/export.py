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
from sketchpad.core.errors import SketchpadError
from sketchpad.files.formats import OUTPUTS, numbered
from sketchpad.ui.dialogs.endings import followed
from sketchpad.ui.dialogs.export_pages import PagesChoice
from sketchpad.ui.dialogs.replacing import may_replace
from sketchpad.ui.editor import Editor
from sketchpad.ui.sentences import said
from sketchpad.ui.settings import Settings
from sketchpad.ui.thumbnails import page_image
from sketchpad.ui.widgets import Remark, SliderRow, muted

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
        self.about = muted("")
        self.line = Remark()
        self.options = QStackedWidget()
        ids = [page.id for page in editor.document.pages]
        self.pages = PagesChoice(ids.index(editor.page.id) + 1, len(ids))
        self._build_options()
        self.go = QPushButton(self.tr("Export…"))
        self.go.setDefault(True)
        self._build()
        chosen = settings.text("export/format", "svg")
        names = [suffix for suffix, _name, _about in FORMATS]
        self.choose(chosen if chosen in names else "svg")

    def _build(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addLayout(self._formats())
        right.addWidget(self.about)
        right.addWidget(self.options)
        right.addWidget(self.pages)
        right.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(20)
        top.addWidget(self._preview())
        top.addLayout(right, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self.go, QDialogButtonBox.ButtonRole.AcceptRole)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(16)
        layout.addLayout(top)
        layout.addWidget(self.line)
        layout.addWidget(buttons)
        self.setMinimumWidth(620)
        self.pages.changed.connect(self._grow)
        buttons.accepted.connect(self._ask_path)
        buttons.rejected.connect(self.reject)

    def _preview(self) -> QLabel:
        preview = QLabel()
        image = page_image(self._editor.page, 220, 220, self.devicePixelRatioF())
        preview.setPixmap(QPixmap.fromImage(image))
        preview.setFixedSize(224, 224)
        preview.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        preview.setAccessibleName(self.tr("Preview of the page"))
        return preview

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
        size = QWidget()
        form = QFormLayout(size)
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow(self.tr("Size"), self.scale)
        form.addRow("", self.transparent)
        form.addRow(self.quality)
        self._bitmap = size
        self.options.addWidget(self.outlines)
        self.options.addWidget(size)

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
        self.options.setCurrentIndex(0 if suffix == "svg" else 1)
        self.options.setVisible(suffix != "pdf")
        self.pages.follow(Path(f"{self._stem}.{suffix}"))
        self.transparent.setVisible(suffix == "png")
        self.quality.setVisible(suffix == "jpg")
        self._grow()

    def _grow(self) -> None:
        """Make room for all lines that are shown now."""
        layout = self.layout()
        assert layout is not None
        layout.activate()
        wanted = max(layout.totalHeightForWidth(self.width()), layout.totalSizeHint().height())
        self.resize(self.width(), max(self.height(), wanted))

    def set_path(self, path: Path) -> None:
        """Export to this file; its ending decides on the format."""
        self._path = path
        self.pages.settle()
        if (kind := _kind(path)) in (suffix for suffix, _name, _about in FORMATS):
            self.choose(kind)
        self._settings.put("export/format", self.format)
        self._settings.put("export/outlines", self.outlines.isChecked())
        self.accept()

    def order(self) -> tuple[Document, Path, dict[str, Any]]:
        """What to save, where, and with which options."""
        assert self._path is not None
        every = self.pages.all_pages
        document = self._editor.document if every else Document((self._editor.page,))
        return document, self._path, self._chosen(_kind(self._path))

    def _chosen(self, kind: str) -> dict[str, Any]:
        """The options of a format."""
        if kind == "svg":
            return {"outlines": self.outlines.isChecked()}
        scale = SCALES[self.scale.currentIndex()]
        if kind == "png":
            return {"scale": scale, "transparent": self.transparent.isChecked()}
        if kind == "jpg":
            return {"scale": scale, "quality": self.quality.value}
        return {}

    def _ask_path(self) -> None:
        folder = Path(self._settings.text("files/folder", str(Path.home())))
        name, _filter = QFileDialog.getSaveFileName(
            self,
            self.tr("Export"),
            str(folder / f"{self._stem}.{self.format}"),
            f"{FORMATS[self._group.checkedId()][1]} (*.{self.format})",
        )
        if not name:
            return
        try:
            path = followed(Path(name), f".{self.format}")
        except SketchpadError as error:
            self.line.setText(said(str(error)))
            return
        if path.suffix.lower() == ".sketch":
            # Or a single page might take the place of the whole drawing.
            self.line.setText(self.tr("Save As writes .sketch files; choose another ending here."))
            return
        self.line.setText("")
        if may_replace(self, Path(name), self._files(path)):
            self.set_path(path)

    def _files(self, path: Path) -> list[Path]:
        """What is written for a name."""
        many = self.pages.all_pages and OUTPUTS[path.suffix.lower()].single
        count = len(self._editor.document.pages) if many else 1
        return numbered(path, count) if count > 1 else [path]

    @property
    def _stem(self) -> str:
        """The name that is proposed, without an ending."""
        editor = self._editor
        return editor.path.stem if editor.path else editor.name or self.tr("Drawing")


def _kind(path: Path) -> str:
    """The format of a file, by one of the endings that it may have."""
    ending = path.suffix.lower().removeprefix(".")
    return "jpg" if ending == "jpeg" else ending
