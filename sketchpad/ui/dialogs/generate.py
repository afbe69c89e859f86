"""Generate: a grid of new sketches of one category, or between two, to place on the page."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
)

from sketchpad.core.geometry import Box
from sketchpad.inference.suggestions import Run, Suggestion
from sketchpad.ui import theme
from sketchpad.ui.categories import category_label, sorted_by_label
from sketchpad.ui.dialogs.model_dialog import ModelDialog
from sketchpad.ui.dialogs.sheets import Sheets
from sketchpad.ui.placing import free_box, into
from sketchpad.ui.suggestions.category_box import CategoryBox
from sketchpad.ui.widgets import Remark, SliderRow, section, tool_button

if TYPE_CHECKING:
    from sketchpad.inference.registry import Models
    from sketchpad.ui.window import MainWindow

SKETCHES: Final = 12
MIXES: Final = 8
#: A new sketch takes this share of what is seen of the page.
_SHARE: Final = 0.55
_SEEDS: Final = 10_000
_CATEGORY: Final = Qt.ItemDataRole.UserRole
#: Heights of the list of categories and of the sketches, logical pixels.
_LEAST: Final = 58
_MOST: Final = 240
_ROW: Final = 106


class GenerateDialog(ModelDialog):
    """Choose a category and how wild; a click on a sketch places it, and so does dragging it.

    Stands beside the page, so that one sees where a sketch lands.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, "generate")
        self.setWindowTitle(self.tr("Generate Sketches"))
        self.setObjectName("panel")
        self.go.setText(self.tr("Draw Sketches"))
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search categories"))
        self.search.setAccessibleName(self.tr("Search categories"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._on_search)
        self.categories = QListWidget()
        self.categories.setAccessibleName(self.tr("Categories"))
        self.categories.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.categories.itemActivated.connect(lambda _item: self.ask())
        self.categories.currentItemChanged.connect(self._on_category)
        self.mixed = CategoryBox(
            self.tr("Mixed with"),
            self.tr("Mixed with nothing"),
            self.tr("Mixed with: {category}"),
        )
        self.mixed.setSizeAdjustPolicy(
            CategoryBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.mixed.setMinimumContentsLength(8)
        self.mixed.setToolTip(
            self.tr("Draw what lies half-way between two categories; type to search")
        )
        self.mixed.chosen.connect(lambda _name: self._tell_rough())
        self.rough = Remark()
        model = self._service.model("generate")
        self.wildness = SliderRow(
            self.tr("Wildness"), 5, 100, " %", tip=self.tr("Tame repeats what is usual")
        )
        self.wildness.show_value(100 * (model.temperature if model is not None else 0.4))
        self.grid = Sheets()
        self.grid.setAccessibleName(self.tr("New sketches"))
        self.grid.hint = self.tr(
            "The sketches will be shown here. Click one to place it, or drag it onto the page."
        )
        self.grid.chosen.connect(self._place)
        self._known_rough = frozenset(self._service.rough_categories())
        self._items: list[QListWidgetItem] = []
        self._build()
        self._fill()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(section(self.windowTitle()), 1)
        head.addWidget(tool_button("close", self.tr("Close"), self.close))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.search)
        column.addWidget(self.categories, 2)
        for widget in (self.rough, self.mixed, self.wildness, self.go):
            column.addWidget(widget)
        column.addLayout(self.job_row())
        column.addWidget(self.line)
        column.addWidget(self.grid, 3)
        # Its own style must be known before the list measures its rows.
        self.categories.ensurePolished()
        self.categories.setMinimumHeight(_LEAST)
        self.categories.setMaximumHeight(_MOST)
        self.grid.setMinimumHeight(_ROW)

    def _fill(self) -> None:
        """All categories, the well-known ones first.

        The one that the drawing is said or taken to be is chosen.
        """
        suggesting = self.shell.models.suggesting
        guesses = suggesting.guessing.guesses
        wanted = suggesting.category or (guesses[0].name if guesses else "")
        well = sorted_by_label(self._service.categories("generate"))
        for name in well:
            self._add(name, category_label(name))
        if self._known_rough:
            self._add_heading(self.tr("Known from few drawings"))
        rough = sorted_by_label(self._known_rough)
        for name in rough:
            self._add(name, category_label(name))
        self.mixed.offer([*well, *rough])
        rows = range(self.categories.count())
        self._items = [self.categories.item(row) for row in rows]
        chosen = [item for item in self._items if item.data(_CATEGORY) == wanted != ""]
        if self._items:
            self.categories.setCurrentItem((chosen or self._items)[0])
            self.categories.scrollToItem(self.categories.currentItem())

    def _add(self, name: str, label: str) -> QListWidgetItem:
        item = QListWidgetItem(label)
        item.setData(_CATEGORY, name)
        self.categories.addItem(item)
        return item

    def _add_heading(self, text: str) -> None:
        heading = self._add("", text)
        heading.setFlags(Qt.ItemFlag.NoItemFlags)
        heading.setForeground(QColor(theme.current().muted))
        font = QFont(self.categories.font())
        font.setPointSizeF(0.85 * font.pointSizeF())
        heading.setFont(font)
        heading.setToolTip(text)

    def _on_search(self, text: str) -> None:
        """Show what matches, in either language; the heading stays where anything follows it."""
        wanted = text.strip().lower()
        heading, following = None, False
        for item in self._items:
            name = item.data(_CATEGORY)
            if not name:
                heading = item
                continue
            matches = wanted in name.lower() or wanted in item.text().lower()
            following |= matches and heading is not None
            item.setHidden(not matches)
        if heading is not None:
            heading.setHidden(not following)
        left = [x for x in self._items if not x.isHidden() and x.data(_CATEGORY)]
        if left and self.categories.currentItem() not in left:
            # What is called exactly so comes first, then what begins so.
            left.sort(key=lambda item: not item.text().lower().startswith(wanted))
            self.categories.setCurrentItem(left[0])
        self._tell_rough()

    def _on_category(self) -> None:
        self._tell_rough()

    def _chosen(self) -> tuple[str, ...]:
        """The category, and the one it is mixed with if any; none if nothing is chosen."""
        item = self.categories.currentItem()
        if self.categories.currentRow() < 0 or item.isHidden() or not item.data(_CATEGORY):
            return ()
        other = self.mixed.category
        return (item.data(_CATEGORY), other) if other else (item.data(_CATEGORY),)

    def _tell_rough(self) -> None:
        """Say beforehand what to expect."""
        names = [category_label(n) for n in self._chosen() if n in self._known_rough]
        text = self.tr("Few drawings of “{category}” were seen: expect rough sketches.")
        hidden = bool(self._items) and all(item.isHidden() for item in self._items)
        nothing = self.tr("No category matches.") if hidden else ""
        self.rough.setText(text.format(category=names[0]) if names else nothing)

    def ask(self) -> None:
        """Draw sketches of what is chosen, others each time."""
        names = self._chosen()
        if not names:
            self.line.setText(self.tr("Choose a category first."))
            return
        temperature, brush = self.wildness.value / 100, self.shell.tab.editor.brush
        left, top, right, bottom = free_box(self.shell.tab.editor.page, self._seen())
        box, seed = (left, top, right - left, bottom - top), random.randrange(_SEEDS)

        def work(models: Models, run: Run) -> list[Suggestion]:
            from sketchpad.inference.generate import GenerateRequest, generate
            from sketchpad.inference.mix import mix

            count = SKETCHES if len(names) == 1 else MIXES
            request = GenerateRequest(names[0], count, temperature, seed, box, brush)
            if len(names) == 1:
                return generate(request, models=models, run=run)
            return mix(request, names[1], models=models, run=run)

        self.submit(self.tr("Generate"), work)

    def _seen(self) -> Box:
        """Left, top, right, bottom of what is seen of the page, canvas units."""
        canvas, page = self.shell.tab.canvas, self.shell.tab.editor.page
        seen = canvas.view.canvas_rect(canvas.rect().toRectF())
        left, top = max(seen.left(), 0.0), max(seen.top(), 0.0)
        right, bottom = min(seen.right(), page.width), min(seen.bottom(), page.height)
        if right - left < 1.0 or bottom - top < 1.0:
            return 0.0, 0.0, page.width, page.height
        return left, top, right, bottom

    def take(self, value: object, *, finished: bool) -> None:
        """Show the sketches."""
        if not isinstance(value, list):
            return
        found = [suggestion for suggestion in value if suggestion.strokes]
        if finished and not found:
            self.line.setText(self.tr("The model drew nothing; try again."))
        self.grid.show_sketches(found, self.shell.tab.editor.page.paper, finished=finished)

    def forget_part(self) -> None:
        """Half-drawn sketches are nothing to place."""
        if not self.grid.is_finished:
            self.grid.show_sketches((), "", finished=True)

    def _place(self, suggestion: Suggestion) -> None:
        """Put a sketch where it is seen: into free paper as near the middle as there is any."""
        free = free_box(self.shell.tab.editor.page, self._seen())
        strokes = into(suggestion.strokes, free)
        self.shell.edit.insert(strokes, self.tr("Place generated sketch"))
        self.shell.say(self.tr("Placed and selected; drag it to where you want it"))
