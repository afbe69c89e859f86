"""The suggestions side by side, as small pictures to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from sketchpad.core.geometry import Box
from sketchpad.core.stroke import Stroke, bounds_of
from sketchpad.ui.categories import category_label
from sketchpad.ui.ghosts import ghost_colour
from sketchpad.ui.suggestions.controller import Suggesting
from sketchpad.ui.suggestions.offer import Offer
from sketchpad.ui.suggestions.picture import suggestion_image

THUMB: Final = QSize(46, 40)
MOST: Final = 8
#: Strokes within at least this share of the page's ink are around what is proposed.
_CONTEXT: Final = 0.2
#: While strokes are decoded, pictures follow at this pace.
_PACE_MS: Final = 120


class Strip(QWidget):
    """Up to eight pictures; the one in view is checked.

    Signals:
        counted: there are more or fewer pictures than before.
    """

    counted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Suggestions"))
        self.suggesting: Suggesting | None = None
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._on_clicked)
        self.buttons = [self._button(number) for number in range(MOST)]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for button in self.buttons:
            row.addWidget(button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._draw)

    def _button(self, number: int) -> QToolButton:
        button = QToolButton()
        button.setObjectName("thumb")
        button.setCheckable(True)
        button.setIconSize(THUMB)
        button.setFixedSize(THUMB.width() + 8, THUMB.height() + 8)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(self.tr("Suggestion {number}").format(number=number + 1))
        button.hide()
        self._group.addButton(button, number)
        return button

    def refresh(self) -> None:
        """Follow the offer."""
        offer = self.suggesting.offer if self.suggesting is not None else None
        if offer is None:
            self._timer.stop()
            for button in self.buttons:
                button.hide()
            return
        self.buttons[min(offer.index, MOST - 1)].setChecked(True)
        if offer.finished:
            self._draw()
        elif not self._timer.isActive():
            self._timer.start(_PACE_MS)

    def _draw(self) -> None:
        offer = self.suggesting.offer if self.suggesting is not None else None
        if offer is None:
            return
        page = offer.document.page(offer.page)
        kept, colour, ratio = _near(offer), ghost_colour(page.paper), self.devicePixelRatioF()
        before = sum(not button.isHidden() for button in self.buttons)
        box = _view(kept, [s for x in offer.suggestions for s in x.strokes])
        for number, button in enumerate(self.buttons):
            there = number < len(offer.suggestions)
            button.setVisible(there)
            if not there:
                continue
            suggestion = offer.suggestions[number]
            image = suggestion_image(
                kept, suggestion.strokes, THUMB, ratio, paper=page.paper, colour=colour, box=box
            )
            icon = QIcon(QPixmap.fromImage(image))
            button.setIcon(icon)
            what = category_label(suggestion.label) or self.tr("suggestion")
            button.setToolTip(f"{what}  (Alt+{number + 1})")
            button.setAccessibleDescription(what)
        if min(len(offer.suggestions), MOST) != before:
            self.counted.emit()

    def _on_clicked(self, number: int) -> None:
        if self.suggesting is not None:
            self.suggesting.choose(number)


def _near(offer: Offer) -> tuple[Stroke, ...]:
    """The strokes of the page that a picture of the suggestions shows along with them."""
    strokes = offer.document.page(offer.page).sketch.strokes
    return tuple(stroke for stroke in strokes if stroke.id not in offer.current.replaces)


def _view(kept: Sequence[Stroke], proposed: Sequence[Stroke]) -> Box | None:
    """What the pictures show: the proposed strokes, and all of the strokes around them.

    On a page of many drawings that is the one that they belong to.
    """
    whole, new = bounds_of((*kept, *proposed)), bounds_of(proposed)
    if whole is None or new is None:
        return whole
    least = _CONTEXT * max(whole[2] - whole[0], whole[3] - whole[1])
    side = max(new[2] - new[0], new[3] - new[1], least) / 2
    x, y = (new[0] + new[2]) / 2, (new[1] + new[3]) / 2
    around = [
        stroke
        for stroke in kept
        if abs(_middle(stroke, 0) - x) <= side + _half(stroke, 0)
        and abs(_middle(stroke, 1) - y) <= side + _half(stroke, 1)
    ]
    return bounds_of((*around, *proposed))


def _middle(stroke: Stroke, axis: int) -> float:
    return (stroke.bounds[axis] + stroke.bounds[axis + 2]) / 2


def _half(stroke: Stroke, axis: int) -> float:
    return (stroke.bounds[axis + 2] - stroke.bounds[axis]) / 2
