"""Interpolate: from one sketch to another, arithmetic with sketches, variations of one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QSlider,
    QSpinBox,
    QVBoxLayout,
)

from sketchpad.core import arrange
from sketchpad.core.document import Document, Layer, Page
from sketchpad.core.errors import SketchpadError
from sketchpad.core.stroke import Sketch
from sketchpad.inference.suggestions import Run, Suggestion
from sketchpad.ui.dialogs.film import FilmStrip, Frame, FramePreview
from sketchpad.ui.dialogs.model_dialog import ModelDialog
from sketchpad.ui.icons import icon
from sketchpad.ui.suggestions.requests import Work

if TYPE_CHECKING:
    from sketchpad.inference.registry import Models
    from sketchpad.ui.window import MainWindow

#: ms that each frame stands when it is played, and when it is exported.
_FRAME_MS: Final = 110
#: The long side of an exported GIF, pixels.
_GIF_SIDE: Final = 480
_VARIATIONS: Final = 8


class InterpolateDialog(ModelDialog):
    """Chooses sketches and a way, and shows what lies there."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, "interpolate")
        self.setWindowTitle(self.tr("Interpolate"))
        self.go.setText(self.tr("Draw Frames"))
        self._sketches: list[Sketch] = []
        self._frames: list[Frame] = []
        self._page = window.tab.editor.page
        self.way = self._combo(self.tr("Way"))
        for text in (
            self.tr("From A to B"),
            self.tr("A − B + C"),
            self.tr("Variations of A"),
        ):
            self.way.addItem(text)
        self.terms = [self._combo(name) for name in "ABC"]
        self.path = self._combo(self.tr("Path"))
        self.path.addItem(self.tr("Spherical"), "spherical")
        self.path.addItem(self.tr("Linear"), "linear")
        self.frames = QSpinBox()
        self.frames.setRange(3, 60)
        self.frames.setValue(11)
        self.frames.setMinimumHeight(self.way.sizeHint().height())
        self.frames.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.frames.setAccessibleName(self.tr("Frames"))
        self.onion = QCheckBox(self.tr("Onion skin"))
        self.onion.setChecked(True)
        self.onion.setToolTip(self.tr("Let the neighbouring frames shine through"))
        self.preview = FramePreview()
        self.strip = FilmStrip()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(self.tr("Frame in view"))
        self.play = self._button("next", self.tr("Play"))
        self.play.setCheckable(True)
        self.open_page = self._button("page-add", self.tr("Open as Page"))
        self.export = self._button("export", self.tr("Export…"))
        self._timer = QTimer(self)
        self._timer.setInterval(_FRAME_MS)
        self._offer_sketches()
        self._build()
        self._connect()
        self._on_way()
        self._show_frames([], [])
        self.resize(900, 640)

    # Building.

    def _combo(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setMinimumWidth(150)
        return box

    def _button(self, picture: str, text: str) -> QPushButton:
        button = QPushButton(icon(picture), text)
        button.setAutoDefault(False)
        return button

    def _build(self) -> None:
        self.form = QFormLayout()
        self.form.setVerticalSpacing(10)
        self.form.addRow(self.tr("Way"), self.way)
        for name, box in zip("ABC", self.terms, strict=True):
            self.form.addRow(name, box)
        self.form.addRow(self.tr("Path"), self.path)
        self.form.addRow(self.tr("Frames"), self.frames)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addLayout(self.form)
        left.addWidget(self.go)
        left.addLayout(self.job_row())
        left.addWidget(self.line)
        left.addStretch(1)
        controls = QHBoxLayout()
        controls.setSpacing(8)
        controls.addWidget(self.play)
        controls.addWidget(self.slider, 1)
        controls.addWidget(self.onion)
        actions = QHBoxLayout()
        actions.addStretch(1)
        actions.addWidget(self.open_page)
        actions.addWidget(self.export)
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addWidget(self.preview, 1)
        right.addLayout(controls)
        right.addWidget(self.strip)
        right.addLayout(actions)
        columns = QHBoxLayout(self)
        columns.setContentsMargins(16, 16, 16, 16)
        columns.setSpacing(16)
        columns.addLayout(left)
        columns.addLayout(right, 1)

    def _connect(self) -> None:
        self.way.currentIndexChanged.connect(self._on_way)
        for box in self.terms:
            box.activated.connect(lambda index, box=box: self._on_term(box, index))
        self.onion.toggled.connect(self._on_onion)
        self.slider.valueChanged.connect(self._on_frame)
        self.strip.currentRowChanged.connect(self._on_row)
        self.strip.itemActivated.connect(lambda _item: self._open_page())
        self.play.toggled.connect(self._on_play)
        self._timer.timeout.connect(self._on_tick)
        self.open_page.clicked.connect(self._open_page)
        self.export.clicked.connect(self._export)

    # What to start from.

    def _offer_sketches(self) -> None:
        """Pages that are drawn on, the selection, and files."""
        editor = self.shell.tab.editor
        offers: list[tuple[str, Sketch]] = []
        chosen = editor.selected_strokes
        if chosen:
            text = self.tr("Selection ({count} strokes)").format(count=len(chosen))
            offers.append((text, Sketch(chosen)))
        for number, page in enumerate(editor.document.pages, 1):
            if len(page.sketch):
                name = page.name or self.tr("Page {number}").format(number=number)
                offers.append((name, page.sketch))
        for name, sketch in offers:
            self._add_sketch(name, sketch)
        for place, box in enumerate(self.terms):
            box.addItem(self.tr("From a File…"))
            box.setCurrentIndex(min(place, max(len(offers) - 1, 0)) if offers else -1)

    def _add_sketch(self, name: str, sketch: Sketch) -> int:
        """A further choice for A, B and C; its index."""
        index = len(self._sketches)
        self._sketches.append(sketch)
        for box in self.terms:
            box.insertItem(index, name)
        return index

    def _on_term(self, box: QComboBox, index: int) -> None:
        if index < len(self._sketches):
            return
        text, _ = QFileDialog.getOpenFileName(self, self.tr("Open a Sketch"))
        box.setCurrentIndex(0 if self._sketches else -1)
        if not text:
            return
        from sketchpad import files

        try:
            sketch = files.load(text).pages[0].sketch
        except SketchpadError as error:
            self.line.setText(str(error))
            return
        box.setCurrentIndex(self._add_sketch(Path(text).name, sketch))

    def _on_way(self) -> None:
        used = (2, 3, 1)[self.way.currentIndex()]
        for number, box in enumerate(self.terms):
            self.form.setRowVisible(box, number < used)
        for row in (self.path, self.frames):
            self.form.setRowVisible(row, self.way.currentIndex() == 0)

    # Asking.

    def ask(self) -> None:
        """Draw what the dialog says."""
        way = self.way.currentIndex()
        count = (2, 3, 1)[way]
        indices = [box.currentIndex() for box in self.terms[:count]]
        if any(not 0 <= index < len(self._sketches) for index in indices):
            self.line.setText(self.tr("Choose a sketch for each letter first."))
            return
        sketches = [self._sketches[index] for index in indices]
        path: Literal["spherical", "linear"] = (
            "linear" if self.path.currentData() == "linear" else "spherical"
        )
        works = (
            lambda: _between(sketches, self.frames.value(), path),
            lambda: _arithmetic(sketches),
            lambda: _variations(sketches[0]),
        )
        self._page = self.shell.tab.editor.page
        self.submit(self.tr("Interpolate"), works[way]())

    def take(self, value: object, *, finished: bool) -> None:
        """Show the frames."""
        if finished and isinstance(value, list):
            frames = [suggestion.strokes for suggestion in value]
            labels = [s.label or str(number) for number, s in enumerate(value, 1)]
            self._show_frames(frames, labels)

    # Looking.

    def _show_frames(self, frames: list[Frame], labels: list[str]) -> None:
        self._frames = frames
        self.play.setChecked(False)
        self.preview.paper = self._page.paper
        self.preview.set_frames(frames)
        self.strip.set_frames(frames, labels, self._page.paper)
        self.slider.setRange(0, max(len(frames) - 1, 0))
        self.slider.setValue(0)
        for widget in (self.slider, self.play, self.export):
            widget.setEnabled(len(frames) > 1)
        self.open_page.setEnabled(bool(frames))

    def _on_frame(self, index: int) -> None:
        self.preview.show_frame(index)
        self.strip.blockSignals(True)
        self.strip.setCurrentRow(index)
        self.strip.blockSignals(False)

    def _on_row(self, row: int) -> None:
        if row >= 0:
            self.slider.setValue(row)

    def _on_onion(self, on: bool) -> None:
        self.preview.onion = on
        self.preview.update()

    def _on_play(self, on: bool) -> None:
        self._step = 1
        if on:
            self._timer.start()
        else:
            self._timer.stop()

    def _on_tick(self) -> None:
        """There and back again."""
        last = self.slider.maximum()
        if not 0 <= self.slider.value() + self._step <= last:
            self._step = -self._step
        self.slider.setValue(self.slider.value() + self._step)

    # Keeping.

    def _frame_page(self, frame: Frame) -> Page:
        page = self._page
        return Page((Layer(strokes=frame),), page.width, page.height, page.paper)

    def _open_page(self) -> None:
        if not self._frames:
            return
        editor = self.shell.tab.editor
        page = self._frame_page(self._frames[self.slider.value()])
        document = arrange.insert_page(editor.document, page, editor.page.id)
        editor.apply(self.tr("Open frame as page"), document)
        self.shell.pages.go(page.id)

    def _export(self) -> None:
        kinds = {
            self.tr("GIF (*.gif)"): ".gif",
            self.tr("Animated SVG (*.svg)"): ".svg",
            self.tr("Frames as PNG (*.png)"): "-frames.png",
            self.tr("Frames as SVG (*.svg)"): "-frames.svg",
        }
        text, chosen = QFileDialog.getSaveFileName(
            self, self.tr("Export Frames"), "", ";;".join(kinds)
        )
        if text:
            kind = kinds.get(chosen, Path(text).suffix.lower())
            self.write(Path(text), separate=kind.startswith("-frames"))

    def write(self, path: Path, *, separate: bool) -> None:
        """Write the frames as an animation, or each into a file of its own."""
        document = Document(tuple(self._frame_page(frame) for frame in self._frames))
        scale = _GIF_SIDE / max(self._page.width, self._page.height)

        def work() -> None:
            if separate:
                from sketchpad import files

                files.save(document, path if path.suffix else path.with_suffix(".png"))
            else:
                from sketchpad.files import animation

                target = path if path.suffix else path.with_suffix(".gif")
                animation.save(document, target, seconds=_FRAME_MS / 1000, scale=scale)

        done = self.tr("Exported {name}").format(name=path.name)
        shell = self.shell
        shell.busy.do(work, lambda _none: shell.say(done), shell.fail)


def _between(sketches: list[Sketch], count: int, path: Literal["spherical", "linear"]) -> Work:
    def work(models: Models, run: Run) -> list[Suggestion]:
        from sketchpad.inference.interpolate import InterpolateRequest, interpolate

        request = InterpolateRequest(sketches[0], sketches[1], count, path)
        return interpolate(request, models=models, run=run)

    return work


def _arithmetic(sketches: list[Sketch]) -> Work:
    def work(models: Models, run: Run) -> list[Suggestion]:
        from sketchpad.inference.interpolate import ArithmeticRequest, arithmetic

        first, second, third = sketches
        return arithmetic(ArithmeticRequest(first, second, third), models=models, run=run)

    return work


def _variations(sketch: Sketch) -> Work:
    def work(models: Models, run: Run) -> list[Suggestion]:
        from sketchpad.inference.interpolate import VariationsRequest, variations

        return variations(VariationsRequest(sketch, _VARIATIONS), models=models, run=run)

    return work
