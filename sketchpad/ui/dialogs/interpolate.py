"""Interpolate: from one sketch to another, arithmetic with sketches, variations of one."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from sketchpad.core import arrange
from sketchpad.core.document import Document, Layer, Page
from sketchpad.core.errors import SketchpadError
from sketchpad.core.stroke import new_id
from sketchpad.ui.categories import category_label, sorted_by_label
from sketchpad.ui.dialogs.film import FRAME_MS, FilmViewer, Frame
from sketchpad.ui.dialogs.film_export import ask_target
from sketchpad.ui.dialogs.film_work import Morph, between, of_arithmetic, of_variations
from sketchpad.ui.dialogs.model_dialog import ModelDialog
from sketchpad.ui.dialogs.terms import SketchChoices
from sketchpad.ui.icons import icon
from sketchpad.ui.suggestions.category_box import CategoryBox

if TYPE_CHECKING:
    from sketchpad.inference.interpolate import Path as Way
    from sketchpad.inference.waypoints import Doubt
    from sketchpad.ui.window import MainWindow

#: The long side of an exported GIF, pixels.
_GIF_SIDE: Final = 480
_WIDTH: Final = 240
#: Sketches that each way needs, in the order of the box.
_NEEDED: Final = (2, 3, 1)


class InterpolateDialog(ModelDialog):
    """Chooses sketches and a way, and shows what lies there."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, "interpolate")
        self.setWindowTitle(self.tr("Interpolate"))
        self._page = window.tab.editor.page
        self._follow = True
        self._make_terms()
        self._make_settings()
        self._make_film()
        self._build()
        self.path.currentIndexChanged.connect(self._on_way)
        self.way.currentIndexChanged.connect(self._on_other_way)
        self.film.opened.connect(self._open_page)
        self.open_page.clicked.connect(self._open_page)
        self.open_all.clicked.connect(self._open_all)
        self.export.clicked.connect(self._export)
        self._on_way()
        self._show_frames([], [])
        # Less where the screen is smaller than that and a title bar.
        self.resize(QSize(900, 640).boundedTo(self.screen().availableSize() - QSize(16, 48)))

    # Building.

    def _make_terms(self) -> None:
        """What is interpolated, and what it shows."""
        self.way = self._combo(self.tr("Way"))
        for text in (
            self.tr("From A to B"),
            self.tr("A − B + C"),
            self.tr("Variations of A"),
        ):
            self.way.addItem(text)
        folder = self.shell.settings.text("files/folder", str(Path.home()))
        self.choices = SketchChoices("ABC", self.shell.tab.editor, folder, self)
        self.choices.failed.connect(self.line.setText)
        self.choices.changed.connect(self.line.clear)
        self.terms = self.choices.boxes
        self.shows = [self._category_box(letter) for letter in "AB"]

    def _make_settings(self) -> None:
        """Where the way leads along, and in how many steps."""
        self.path = self._combo(self.tr("Path"))
        for text, value, tip in (
            (
                self.tr("Spherical"),
                "spherical",
                self.tr("Over what the model knows to lie between, along an arc"),
            ),
            (
                self.tr("Linear"),
                "linear",
                self.tr("Over what the model knows to lie between, straight"),
            ),
            (
                self.tr("Stroke by stroke"),
                "strokes",
                self.tr("Strokes that resemble each other are matched and moved"),
            ),
        ):
            self.path.addItem(text, value)
            self.path.setItemData(self.path.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        self.frames = QSpinBox()
        self.frames.setRange(3, 60)
        self.frames.setValue(11)
        self.frames.setMinimumHeight(self.way.sizeHint().height())
        self.frames.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.frames.setAccessibleName(self.tr("Frames"))

    def _make_film(self) -> None:
        """Where the frames are seen, and what can be done with them."""
        self.film = FilmViewer()
        self.preview, self.strip = self.film.preview, self.film.strip
        self.slider, self.play = self.film.slider, self.film.play
        self.preview.hint = (
            self.tr("The frames will be shown here.")
            if len(self.choices)
            else self.tr("Draw something on a page first, or choose files.")
        )
        self.open_page = self._button("page-add", self.tr("Open as Page"))
        self.open_all = self._button("pages", self.tr("Open All as Pages"))
        self.export = self._button("export", self.tr("Export…"))

    def _combo(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        return box

    def _category_box(self, letter: str) -> CategoryBox:
        """What a sketch shows, of what the model has learned."""
        name = self.tr("What {letter} shows").format(letter=letter)
        box = CategoryBox(name, self.tr("As recognised"))
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(8)
        box.setToolTip(self.tr("Say what the sketch shows if it is taken for something else"))
        box.offer(sorted_by_label(self._service.categories("interpolate")))
        box.chosen.connect(self._on_told)
        return box

    def _button(self, picture: str, text: str) -> QPushButton:
        button = QPushButton(icon(picture), text)
        button.setAutoDefault(False)
        return button

    def _build(self) -> None:
        self.form = QFormLayout()
        self.form.setVerticalSpacing(10)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self._add_row(self.tr("Way"), self.way)
        for number, (name, box) in enumerate(zip("ABC", self.terms, strict=True)):
            self._add_row(name, box)
            if number < len(self.shows):
                self._add_row(self.tr("shows"), self.shows[number])
        self._add_row(self.tr("Path"), self.path)
        self._add_row(self.tr("Frames"), self.frames)
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(12)
        left.addLayout(self.form)
        left.addWidget(self.go)
        left.addLayout(self.job_row())
        left.addWidget(self.line)
        left.addStretch(1)
        actions = QHBoxLayout()
        actions.addStretch(1)
        for button in (self.open_page, self.open_all, self.export):
            actions.addWidget(button)
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addWidget(self.film, 1)
        right.addLayout(actions)
        columns = QHBoxLayout(self)
        columns.setContentsMargins(16, 16, 16, 16)
        columns.setSpacing(16)
        side = QWidget()
        side.setFixedWidth(_WIDTH)
        side.setLayout(left)
        columns.addWidget(side)
        columns.addLayout(right, 1)

    def _add_row(self, name: str, field: QWidget) -> None:
        """A named field; the name stands level with it, however high it is."""
        label = QLabel(name)
        label.setBuddy(field)
        label.setMinimumHeight(field.sizeHint().height())
        field.setSizePolicy(QSizePolicy.Policy.Expanding, field.sizePolicy().verticalPolicy())
        self.form.addRow(label, field)

    def _on_other_way(self) -> None:
        """What another way has led to is no answer to this one."""
        self.give_up()
        self._show_frames([], [])
        self._on_way()

    def _on_way(self) -> None:
        self.line.clear()
        way = self.way.currentIndex()
        for number, box in enumerate(self.terms):
            self.form.setRowVisible(box, number < _NEEDED[way])
        for row in (self.path, self.frames):
            self.form.setRowVisible(row, way == 0)
        for box in self.shows:
            self.form.setRowVisible(box, way == 0 and self.path.currentData() != "strokes")
        self.go.setText(self.tr("Draw Frames") if way == 0 else self.tr("Draw Sketches"))

    # Asking.

    def ask(self) -> None:
        """Draw what the dialog says."""
        way = self.way.currentIndex()
        sketches = self.choices.chosen(_NEEDED[way])
        if sketches is None:
            self.line.setText(self.tr("Choose a sketch for each letter first."))
            return
        path = cast("Way", self.path.currentData())
        works = (
            lambda: between(
                sketches,
                self.frames.value(),
                path,
                (self.shows[0].category, self.shows[1].category),
            ),
            lambda: of_arithmetic(sketches),
            lambda: of_variations(sketches[0]),
        )
        self._page = self.shell.tab.editor.page
        self._follow = way == 0
        self.submit(self.tr("Interpolate"), works[way]())

    def take(self, value: object, *, finished: bool) -> None:
        """Show the frames."""
        if isinstance(value, Morph):
            if value.doubts:
                self.line.setText(self._say_doubts(value.doubts))
            value = value.frames
        if finished and isinstance(value, list):
            found = [suggestion for suggestion in value if suggestion.strokes]
            if not found:
                self.line.setText(self.tr("The model drew nothing; try again."))
            labels = [s.label or str(number) for number, s in enumerate(found, 1)]
            self._show_frames([suggestion.strokes for suggestion in found], labels)
            self.film.let_play(follows=self._follow)
            if self._follow:
                self.slider.setValue(len(found) // 2)

    def _say_doubts(self, doubts: Sequence[Doubt]) -> str:
        """Why the way leads only from stroke to stroke, or nowhere, and what can be done."""
        said = []
        for doubt in doubts:
            if doubt.clear:
                text = self.tr("{sketch} seems to show “{category}”, which was never learned.")
                category = category_label(doubt.category)
                said.append(text.format(sketch=self._name(doubt), category=category))
        unclear = [self._name(doubt) for doubt in doubts if not doubt.clear]
        if len(unclear) == 1:
            said.append(self.tr("It is not clear what {sketch} shows.").format(sketch=unclear[0]))
        elif unclear:
            text = self.tr("It is not clear what {first} and {second} show.")
            said.append(text.format(first=", ".join(unclear[:-1]), second=unclear[-1]))
        said.append(
            self.tr("So strokes are matched and moved. Say above what it is to go by the model.")
            if self._follow
            else self.tr("What the model cannot place may turn into something else altogether.")
        )
        return "\n".join(said)

    def _name(self, doubt: Doubt) -> str:
        """The letter and the name of a sketch."""
        return f"{'ABC'[doubt.sketch]} ({self.terms[doubt.sketch].currentText()})"

    def _on_told(self) -> None:
        """What is said about a sketch is seen at once, if there was something to see."""
        if self.film.frames:
            self.ask()

    def _show_frames(self, frames: list[Frame], labels: list[str]) -> None:
        self.film.show_frames(frames, labels, self._page.paper)
        for widget in (self.export, self.open_all):
            widget.setEnabled(len(frames) > 1)
        self.open_page.setEnabled(bool(frames))

    # Keeping.

    def _frame_page(self, frame: Frame) -> Page:
        page = self._page
        return Page((Layer(strokes=frame),), page.width, page.height, page.paper)

    def _open_page(self) -> None:
        if self.film.frames:
            self._open([self.film.current], self.tr("Open frame as page"))

    def _open_all(self) -> None:
        self._open(self.film.frames, self.tr("Open frames as pages"))

    def _open(self, frames: Sequence[Frame], text: str) -> None:
        """Put frames on pages of their own, after the page in view and the one in view first."""
        editor = self.shell.tab.editor
        pages = [self._frame_page(copied(frame)) for frame in frames]
        document = editor.document
        for page in reversed(pages):
            document = arrange.insert_page(document, page, editor.page.id)
        editor.apply(text, document)
        self.shell.pages.go(pages[0].id)

    def _export(self) -> None:
        editor, settings = self.shell.tab.editor, self.shell.settings
        folder = Path(settings.text("files/folder", str(Path.home())))
        stem = editor.path.stem if editor.path else editor.name or self.tr("Frames")
        try:
            target = ask_target(self, folder / f"{stem}.gif", len(self.film.frames))
        except SketchpadError as error:
            self.line.setText(str(error))
            return
        if target is not None:
            settings.put("files/folder", str(target.path.parent))
            self.write(target.path, separate=target.separate)

    def write(self, path: Path, *, separate: bool) -> None:
        """Write the frames as an animation, or each into a file of its own."""
        document = Document(tuple(self._frame_page(frame) for frame in self.film.frames))
        scale = _GIF_SIDE / max(self._page.width, self._page.height)

        def work() -> None:
            if separate:
                from sketchpad import files

                files.save(document, path)
            else:
                from sketchpad.files import animation

                animation.save(document, path, seconds=FRAME_MS / 1000, scale=scale)

        done = self.tr("Exported {name}").format(name=path.name)
        shell = self.shell
        shell.busy.do(work, lambda _none: self._on_written(done), shell.fail)

    def _on_written(self, done: str) -> None:
        self.shell.say(done)
        self.line.setText(done)


def copied(frame: Frame) -> Frame:
    """The strokes with ids of their own, as ids are unique in a document."""
    return tuple(dataclasses.replace(stroke, id=new_id()) for stroke in frame)
