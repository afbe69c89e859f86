"""PDF out, as curves: every page of a document on a page of its size."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, Final

import numpy as np

from sketchpad.core.document import Document, Layer, Page, Underlay
from sketchpad.core.fit import fit_many
from sketchpad.core.outline import outline
from sketchpad.core.stroke import FloatArray, Stroke
from sketchpad.files import images
from sketchpad.files.atomic import writing
from sketchpad.files.limits import check_finite
from sketchpad.files.svg_write import fittable

#: Points per canvas unit, at 96 units per inch.
_POINT: Final = 0.75
_TOLERANCE: Final = 0.05
#: No page of a PDF is larger, in points.
_LARGEST: Final = 14_400.0
_NONZERO: Final = 1


def save(document: Document, path: Path, *, underlay: bool = True) -> None:
    """Write all pages; strokes of varying width are filled outlines.

    Raises:
        FileError: if the system refuses.
        InputError: if a stroke lies beyond every canvas, or an underlay is broken.
    """
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    # Invariant: the same drawing gives the same bytes.
    canvas = Canvas(buffer, invariant=1, pageCompression=1)
    canvas.setCreator("Sketchpad")
    canvas.setTitle(path.stem)
    for page in document.pages:
        _draw_page(canvas, page, underlay)
        canvas.showPage()
    canvas.save()
    with writing(path) as temporary:
        temporary.write_bytes(buffer.getvalue())


def _draw_page(canvas: Any, page: Page, underlay: bool) -> None:  # noqa: ANN401  # untyped library
    scale = min(_POINT, _LARGEST / max(page.width, page.height))
    width, height = page.width * scale, page.height * scale
    canvas.setPageSize((width, height))
    canvas.setFillColor(_colour(page.paper))
    canvas.rect(0, 0, width, height, stroke=0, fill=1)
    # Canvas units with y down from here on.
    canvas.transform(scale, 0, 0, -scale, 0, height)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    for layer in page.layers:
        if layer.visible:
            if underlay and layer.underlay is not None:
                _draw_image(canvas, layer.underlay, layer.opacity)
            _draw_layer(canvas, layer)


def _draw_layer(canvas: Any, layer: Layer) -> None:  # noqa: ANN401  # untyped library
    for stroke in layer.strokes:
        check_finite(stroke.points, "A stroke of the drawing")
    curves = fit_many([fittable(stroke) for stroke in layer.strokes], _TOLERANCE)
    for stroke, curve in zip(layer.strokes, curves, strict=True):
        alpha = stroke.brush.opacity * layer.opacity
        if np.ptp(stroke.widths) >= 0.01:
            canvas.setFillColor(_colour(stroke.brush.colour))
            canvas.setFillAlpha(alpha)
            canvas.drawPath(_outline_path(canvas, stroke), stroke=0, fill=1, fillMode=_NONZERO)
        else:
            canvas.setStrokeColor(_colour(stroke.brush.colour))
            canvas.setStrokeAlpha(alpha)
            canvas.setLineWidth(float(stroke.widths[0]))
            canvas.drawPath(_curve_path(canvas, curve), stroke=1, fill=0)


def _curve_path(canvas: Any, curve: FloatArray) -> Any:  # noqa: ANN401  # untyped library
    path = canvas.beginPath()
    path.moveTo(*curve[0, 0].tolist())
    for values in curve[:, 1:].reshape(-1, 6).tolist():
        path.curveTo(*values)
    return path


def _outline_path(canvas: Any, stroke: Stroke) -> Any:  # noqa: ANN401  # untyped library
    path = canvas.beginPath()
    for polygon in outline(stroke.points, stroke.widths):
        first, *rest = polygon.tolist()
        path.moveTo(*first)
        for point in rest:
            path.lineTo(*point)
        path.close()
    return path


def _draw_image(canvas: Any, underlay: Underlay, opacity: float) -> None:  # noqa: ANN401
    from reportlab.lib.utils import ImageReader

    image = ImageReader(images.decoded(underlay.data, "The image under the drawing"))
    x, y, width, height = underlay.box
    canvas.saveState()
    canvas.setFillAlpha(opacity * underlay.opacity)
    # Images have y up.
    canvas.transform(1, 0, 0, -1, 0, 2 * y + height)
    canvas.drawImage(image, x, y, width, height, mask="auto")
    canvas.restoreState()


def _colour(colour: str) -> Any:  # noqa: ANN401  # untyped library
    from reportlab.lib.colors import HexColor

    return HexColor(colour)
