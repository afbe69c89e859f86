"""SVG as text, and what becomes of it."""

from __future__ import annotations

import numpy as np

from sketchpad.core.document import Page
from sketchpad.files import svg_read

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
HEAD += 'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" '
HEAD += 'xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" '


def read(body: str, attributes: str = 'width="200" height="100"') -> tuple[Page, tuple[str, ...]]:
    document, notes = svg_read.parse(f"{HEAD}{attributes}>{body}</svg>".encode())
    return document.pages[0], notes


def ends(page: Page) -> list[list[list[float]]]:
    return [
        [np.round(s.points[0], 3).tolist(), np.round(s.points[-1], 3).tolist()]
        for s in page.sketch.strokes
    ]


LINE = '<path d="M0 0L10 0" stroke="black" fill="none"/>'
