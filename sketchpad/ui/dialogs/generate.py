"""Generate: a grid of new sketches of one category, to place on the page."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from sketchpad.core.stroke import Sketch
from sketchpad.inference.suggestions import Run, Silent, Suggestion
from sketchpad.ui.categories import category_label, sorted_by_label
from sketchpad.ui.dialogs.model_dialog import ModelDialog
from sketchpad.ui.ghosts import ghost_colour
from sketchpad.ui.suggestions.picture import suggestion_icon, suggestion_image
from sketchpad.ui.widgets import SliderRow, muted

if TYPE_CHECKING:
    from sketchpad.inference.generate import GenerateRequest
    from sketchpad.inference.registry import Models
    from sketchpad.ui.window import MainWindow

SHEET: Final = QSize(132, 120)
SKETCHES: Final = 12
MIXES: Final = 8
#: A new sketch takes this share of what is seen of the page.
_SHARE: Final = 0.55
_SEEDS: Final = 10_000
_ROW: Final = Qt.ItemDataRole.UserRole
_CATEGORY: Final = Qt.ItemDataRole.UserRole


class GenerateDialog(ModelDialog):
    """Choose a category and how wild; a click on a sketch places it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, "generate")
        self.setWindowTitle(self.tr("Generate Sketches"))
        self.go.setText(self.tr("Draw Sketches"))
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search categories"))
        self.search.setAccessibleName(self.tr("Search categories"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._on_search)
        self.categories = QListWidget()
        self.categories.setAccessibleName(self.tr("Categories"))
        self.categories.itemActivated.connect(lambda _item: self.ask())
        self.mixed = QComboBox()
        self.mixed.setAccessibleName(self.tr("Mixed with"))
        self.mixed.addItem(self.tr("Mixed with nothing"))
        self._service.known.connect(self._on_mixable)
        model = self._service.model("generate")
        self.wildness = SliderRow(
            self.tr("Wildness"), 5, 100, " %", tip=self.tr("Tame repeats what is usual")
        )
        self.wildness.show_value(100 * (model.temperature if model is not None else 0.4))
        self.grid = self._make_grid()
        self._found: list[Suggestion] = []
        self._build()
        self._fill()
        self.resize(900, 520)

    def _make_grid(self) -> QListWidget:
        grid = QListWidget()
        grid.setAccessibleName(self.tr("New sketches"))
        grid.setViewMode(QListView.ViewMode.IconMode)
        grid.setIconSize(SHEET)
        grid.setGridSize(SHEET + QSize(16, 16))
        grid.setResizeMode(QListView.ResizeMode.Adjust)
        grid.setMovement(QListView.Movement.Static)
        grid.setUniformItemSizes(True)
        grid.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        grid.itemClicked.connect(self._place)
        grid.itemActivated.connect(self._place)
        return grid

    def _build(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addWidget(self.search)
        left.addWidget(self.categories, 1)
        left.addWidget(self.mixed)
        left.addWidget(self.wildness)
        left.addWidget(self.go)
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addWidget(muted(self.tr("Click a sketch to place it on the page.")))
        right.addWidget(self.grid, 1)
        right.addWidget(self.line)
        right.addLayout(self.job_row())
        columns = QHBoxLayout(self)
        columns.setContentsMargins(16, 16, 16, 16)
        columns.setSpacing(16)
        # Its own style must be known before the list measures its rows.
        self.categories.ensurePolished()
        side = QWidget()
        side.setFixedWidth(240)
        left.setContentsMargins(0, 0, 0, 0)
        side.setLayout(left)
        columns.addWidget(side)
        columns.addLayout(right, 1)

    def _fill(self) -> None:
        """All categories; the one that the drawing is said or taken to be is chosen."""
        suggesting = self.shell.models.suggesting
        guesses = suggesting.guessing.guesses
        wanted = suggesting.category or (guesses[0].name if guesses else "")
        self._on_mixable()
        for name in sorted_by_label(self._service.categories("generate")):
            label = category_label(name)
            self.mixed.addItem(self.tr("Mixed with: {category}").format(category=label), name)
            item = QListWidgetItem(label)
            item.setData(_CATEGORY, name)
            self.categories.addItem(item)
            if name == wanted:
                self.categories.setCurrentItem(item)
        if self.categories.currentRow() < 0:
            self.categories.setCurrentRow(0)
        self.categories.scrollToItem(self.categories.currentItem())

    def _on_mixable(self) -> None:
        """Mixing goes through the latent space."""
        reason = self._service.reason("interpolate")
        self.mixed.setEnabled(reason is None)
        tip = self.tr("Draw what lies half-way between two categories")
        self.mixed.setToolTip(tip if reason is None else f"{tip}\n{reason}")

    def _on_search(self, text: str) -> None:
        wanted = text.strip().lower()
        items = [self.categories.item(row) for row in range(self.categories.count())]
        for item in items:
            names = item.text().lower(), item.data(_CATEGORY).lower()
            item.setHidden(not any(wanted in name for name in names))
        left = [item for item in items if not item.isHidden()]
        if left and self.categories.currentItem() not in left:
            self.categories.setCurrentItem(left[0])

    def ask(self) -> None:
        """Draw sketches of the chosen category, others each time."""
        if self.categories.currentRow() < 0 or self.categories.currentItem().isHidden():
            self.line.setText(self.tr("Choose a category first."))
            return
        name, temperature = self.categories.currentItem().data(_CATEGORY), self.wildness.value / 100
        box, brush = self._box(), self.shell.tab.editor.brush
        seed = random.randrange(_SEEDS)

        other = self.mixed.currentData() if self.mixed.isEnabled() else None

        def work(models: Models, run: Run) -> list[Suggestion]:
            from sketchpad.inference.generate import GenerateRequest, generate

            if other is not None:
                one = GenerateRequest(name, MIXES, temperature, seed, box, brush)
                return _mixed((one, dataclasses.replace(one, category=other)), models, run)
            request = GenerateRequest(name, SKETCHES, temperature, seed, box, brush)
            return generate(request, models=models, run=run)

        self.submit(self.tr("Generate"), work)

    def _box(self) -> tuple[float, float, float, float]:
        """The middle of what is seen of the page, canvas units."""
        canvas, page = self.shell.tab.canvas, self.shell.tab.editor.page
        seen = canvas.view.canvas_rect(canvas.rect().toRectF())
        left, top = max(seen.left(), 0.0), max(seen.top(), 0.0)
        right, bottom = min(seen.right(), page.width), min(seen.bottom(), page.height)
        if right - left < 1.0 or bottom - top < 1.0:
            left, top, right, bottom = 0.0, 0.0, page.width, page.height
        side = _SHARE * min(right - left, bottom - top)
        return (left + right - side) / 2, (top + bottom - side) / 2, side, side

    def take(self, value: object, *, finished: bool) -> None:
        """Show the sketches."""
        if not isinstance(value, list):
            return
        self._found = [suggestion for suggestion in value if suggestion.strokes]
        if finished and not self._found:
            self.line.setText(self.tr("The model drew nothing; try again."))
        while self.grid.count() > len(self._found):
            self.grid.takeItem(self.grid.count() - 1)
        paper = self.shell.tab.editor.page.paper
        colour, ratio = ghost_colour(paper), self.devicePixelRatioF()
        for row, suggestion in enumerate(self._found):
            image = suggestion_image(
                (),
                suggestion.strokes,
                SHEET,
                ratio,
                paper=paper,
                colour=None if finished else colour,
            )
            if row == self.grid.count():
                self.grid.addItem(QListWidgetItem())
            item = self.grid.item(row)
            item.setData(_ROW, row)
            item.setIcon(suggestion_icon(image))
            name = self.tr("{category}, sketch {number}")
            name = name.format(category=category_label(suggestion.label), number=row + 1)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, name)
            item.setToolTip(self.tr("Place this sketch on the page"))

    def _place(self, item: QListWidgetItem) -> None:
        if self.is_running:
            return
        chosen = self._found[item.data(_ROW)]
        self.shell.edit.insert(chosen.strokes, self.tr("Place generated sketch"))


def _mixed(requests: Sequence[GenerateRequest], models: Models, run: Run) -> list[Suggestion]:
    """What lies half-way between pairs of new sketches of two categories."""
    from sketchpad.inference.generate import generate
    from sketchpad.inference.interpolate import InterpolateRequest, interpolate

    quiet = dataclasses.replace(run, watcher=Silent())
    pairs = zip(*(generate(r, models=models, run=quiet) for r in requests), strict=True)
    label = " + ".join(request.category for request in requests)
    found: list[Suggestion] = []
    for first, second in pairs:
        if first.strokes and second.strokes:
            ends = Sketch(first.strokes), Sketch(second.strokes)
            way = interpolate(InterpolateRequest(*ends, frames=3), models=models, run=quiet)
            found.append(dataclasses.replace(way[1], label=label))
        run.watcher.partial(list(found))
        run.watcher.progress(len(found) / requests[0].alternatives)
    return found
