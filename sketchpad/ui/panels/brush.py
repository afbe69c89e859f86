"""What the pen draws with: colour, width, opacity, pressure, steadiness."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMetaObject, QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from sketchpad.ui.commands.tools import MAX_WIDTH, MIN_WIDTH
from sketchpad.ui.panels.colours import PALETTES, Swatch, SwatchGrid, palette_names
from sketchpad.ui.panels.curve import BrushPreview, CurveEditor
from sketchpad.ui.panels.eraser import EraserOptions
from sketchpad.ui.panels.panel import Panel
from sketchpad.ui.settings import RECENT_COLOURS
from sketchpad.ui.widgets import BOX_WIDTH, SliderRow, align_right, line, row_of

if TYPE_CHECKING:
    from sketchpad.ui.tab import DocumentTab
    from sketchpad.ui.window import MainWindow

#: Steps of the width's slider, which is exponential: fine for fine pens.
STEPS: Final = 200


class BrushPanel(Panel):
    """Everything about the brush, and how it follows the hand."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.column.setContentsMargins(0, 0, 0, 0)
        body = QWidget()
        outer = QVBoxLayout(body)
        outer.setContentsMargins(12, 10, 12, 12)
        self.eraser = EraserOptions(window)
        self._brush = QWidget()
        self._body = QVBoxLayout(self._brush)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(8)
        outer.addWidget(self.eraser)
        outer.addWidget(self._brush)
        outer.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(body)
        self.column.addWidget(area)
        self.preview = BrushPreview()
        self._body.addWidget(self.preview)
        self._build_colours()
        self._build_size()
        self._build_pressure()
        self._build_hand()

    def _build_colours(self) -> None:
        self.colour = Swatch("#1a1a1a", 40)
        self.colour.setCheckable(False)
        self.colour.clicked.connect(lambda _=False: self.shell.tools.choose_colour())
        self.palette_box = QComboBox()
        self.palette_box.setAccessibleName(self.tr("Palette"))
        self.palette_box.addItems(palette_names())
        chosen = int(self.shell.settings.number("brush/palette", 0, 0, len(PALETTES) - 1))
        self.palette_box.setCurrentIndex(chosen)
        top = QHBoxLayout()
        top.addWidget(self.colour)
        top.addWidget(self.palette_box, 1)
        self.swatches = SwatchGrid(self.tr("Palette"))
        # Its room is kept from the start: what lies below shall not move when a colour comes.
        self.recent = SwatchGrid(self.tr("Recent colours"), places=RECENT_COLOURS)
        self._body.addLayout(top)
        self._body.addWidget(self.swatches)
        self._body.addWidget(self.recent)
        self.palette_box.currentIndexChanged.connect(self._on_palette)
        for grid in (self.swatches, self.recent):
            grid.chosen.connect(self.shell.tools.set_colour)

    def _build_size(self) -> None:
        self.width_box = QDoubleSpinBox()
        self.width_box.setRange(MIN_WIDTH, MAX_WIDTH)
        self.width_box.setDecimals(1)
        self.width_box.setSingleStep(0.5)
        self.width_box.setFixedWidth(BOX_WIDTH)
        align_right(self.width_box)
        self.width_slider = QSlider(Qt.Orientation.Horizontal)
        self.width_slider.setRange(0, STEPS)
        label = QLabel(self.tr("Width"))
        label.setBuddy(self.width_slider)
        for part in (self.width_box, self.width_slider):
            part.setAccessibleName(self.tr("Width"))
            part.setToolTip(self.tr("Width at full pressure, in canvas units"))
        self.opacity = SliderRow(self.tr("Opacity"), 1, 100, " %")
        self._body.addWidget(line())
        self._body.addLayout(row_of(label, self.width_slider, self.width_box))
        self._body.addWidget(self.opacity)
        self.width_box.valueChanged.connect(lambda value: self._change(width=value))
        self.width_slider.valueChanged.connect(lambda step: self._change(width=_width(step)))
        self.opacity.value_changed.connect(lambda value: self._change(opacity=value / 100))

    def _build_pressure(self) -> None:
        self.sensitivity = SliderRow(
            self.tr("Pressure"),
            0,
            100,
            " %",
            tip=self.tr("How much of the width the pen's pressure governs"),
        )
        self.curve = CurveEditor()
        self._body.addWidget(line())
        self._body.addWidget(self.sensitivity)
        self._body.addWidget(self.curve)
        self.sensitivity.value_changed.connect(lambda v: self._change(sensitivity=v / 100))
        self.curve.gamma_changed.connect(lambda gamma: self._change(gamma=gamma))

    def _build_hand(self) -> None:
        self.smoothing = SliderRow(
            self.tr("Smoothing"),
            0,
            100,
            " %",
            tip=self.tr("How much of the hand's trembling is filtered; 0 keeps every quiver"),
        )
        self.stabiliser = QCheckBox(self.tr("Stabiliser"))
        self.stabiliser.setToolTip(self.tr("Draw on a string that the pen pulls"))
        self.string = SliderRow(self.tr("String"), 0, 100, " %")
        self._body.addWidget(line())
        self._body.addWidget(self.smoothing)
        self._body.addWidget(self.stabiliser)
        self._body.addWidget(self.string)
        change = self.shell.change_tools
        self.smoothing.value_changed.connect(lambda value: change(smoothing=value / 100))
        self.stabiliser.toggled.connect(lambda on: change(stabiliser=on))
        self.string.value_changed.connect(lambda v: change(stabiliser_strength=v / 100))

    def watch(self, tab: DocumentTab) -> list[QMetaObject.Connection]:
        """Follow the brush and the paper, and what is selected."""
        return [
            tab.editor.brush_changed.connect(self.refresh),
            tab.editor.current_changed.connect(self.refresh),
            tab.editor.selection_changed.connect(self.refresh),
            tab.editor.document_changed.connect(self._on_document),
            tab.canvas.tool_changed.connect(lambda _name: self.refresh()),
        ]

    def _on_document(self) -> None:
        if self.editor.selection:
            self.refresh()

    def refresh(self) -> None:
        """Show the brush, or what is selected; with the eraser in hand, that."""
        assert self.tab is not None
        erases = self.tab.canvas.tool == "eraser"
        self.eraser.setVisible(erases)
        self._brush.setVisible(not erases)
        brush = self.shell.tools.style
        self.preview.show_brush(brush, self.editor.page.paper)
        self.colour.show_colour(brush.colour)
        self.colour.setToolTip(self.tr("Choose any colour for the brush"))
        self.colour.setAccessibleName(self.tr("Brush colour {name}").format(name=brush.colour))
        colours = PALETTES[self.palette_box.currentIndex()][1]
        self.swatches.show_colours(list(colours), brush.colour)
        recent = self.shell.settings.recent_colours[:RECENT_COLOURS]
        self.recent.show_colours(recent, brush.colour)
        self.recent.follow(self.swatches.follow(self.palette_box))
        with QSignalBlocker(self.width_box), QSignalBlocker(self.width_slider):
            self.width_box.setValue(brush.width)
            self.width_slider.setValue(_step(brush.width))
        self.opacity.show_value(100 * brush.opacity)
        self.sensitivity.show_value(100 * brush.sensitivity)
        self.curve.show_gamma(brush.gamma)
        self.curve.setVisible(brush.sensitivity > 0)
        self.refresh_tools()

    def refresh_tools(self) -> None:
        """Show how the brush follows the hand."""
        tools = self.shell.tool_settings
        self.eraser.show_settings(tools)
        self.smoothing.show_value(100 * tools.smoothing)
        self.stabiliser.blockSignals(True)
        self.stabiliser.setChecked(tools.stabiliser)
        self.stabiliser.blockSignals(False)
        self.string.show_value(100 * tools.stabiliser_strength)
        self.string.setVisible(tools.stabiliser)

    def _change(self, **values: float) -> None:
        self.shell.tools.change_brush(**values)

    def _on_palette(self, index: int) -> None:
        self.shell.settings.put("brush/palette", index)
        self.refresh()


def _width(step: int) -> float:
    width = float(MIN_WIDTH * (MAX_WIDTH / MIN_WIDTH) ** (step / STEPS))
    return round(width * 2) / 2 if width >= 2 else round(width, 1)


def _step(width: float) -> int:
    ratio = max(width, MIN_WIDTH) / MIN_WIDTH
    return round(STEPS * math.log(ratio) / math.log(MAX_WIDTH / MIN_WIDTH))
