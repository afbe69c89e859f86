"""Version, licences, thanks."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, qVersion
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from sketchpad import __version__
from sketchpad.ui.icons import app_icon
from sketchpad.ui.widgets import muted


class AboutDialog(QDialog):
    """Who and what."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About Sketchpad"))
        picture = QLabel()
        picture.setPixmap(app_icon().pixmap(QSize(88, 88), self.devicePixelRatioF()))
        picture.setAlignment(Qt.AlignmentFlag.AlignTop)
        heading = QLabel("Sketchpad")
        heading.setObjectName("heading")
        version = muted(
            self.tr("Version {version}, on Qt {qt}").format(version=__version__, qt=qVersion())
        )
        what = QLabel(self.tr("Draw freely, keep everything, and export a clean SVG."))
        what.setWordWrap(True)
        licence = muted(
            self.tr(
                "Sketchpad is free software under the MIT licence. It uses Qt and PySide (LGPL), "
                "NumPy and Pillow, and ONNX Runtime (MIT). Nothing that you draw leaves this "
                "computer."
            )
        )
        texts = QVBoxLayout()
        texts.setSpacing(8)
        for label in (heading, version, what, licence):
            texts.addWidget(label)
        texts.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(20)
        top.addWidget(picture)
        top.addLayout(texts, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 22, 24, 16)
        layout.setSpacing(16)
        layout.addLayout(top)
        layout.addWidget(buttons)
        self.setMinimumWidth(460)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
