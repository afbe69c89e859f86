"""The shapes of SVG as chains of cubic Béziers, and its transforms as matrices."""

from __future__ import annotations

import math
import re
from typing import Final

import numpy as np

from sketchpad.core import geometry
from sketchpad.core.stroke import FloatArray
from sketchpad.files import path_read
from sketchpad.files.svg_style import length
from sketchpad.files.svg_tree import Node

SHAPES: Final = ("path", "line", "polyline", "polygon", "rect", "circle", "ellipse")
_NUMBER: Final = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
#: No transform or view box is written in more characters.
_LONGEST: Final = 2_000
_ALIGN: Final = {"Min": 0.0, "Mid": 0.5, "Max": 1.0}

Size = tuple[float, float]


def chains(node: Node, viewport: Size) -> tuple[list[FloatArray], bool]:
    """The outlines of a shape.

    Args:
        node: one of ``SHAPES``.
        viewport: what percentages refer to.

    Returns:
        chains ``(k, 4, 2)`` in the element's own coordinates, and whether all could be read.
    """
    if node.tag == "path":
        return path_read.parse(node.get("d"))
    if node.tag in ("polyline", "polygon"):
        return _poly(node)
    return path_read.parse(_data(node, viewport))


def matrix(text: str) -> FloatArray:
    """A transform attribute as a ``(2, 3)`` matrix; the identity for what makes no sense."""
    if not text.strip() or len(text) > _LONGEST:
        return geometry.identity()
    import svgelements

    try:
        value = svgelements.Matrix(text)
        numbers = [float(v) for v in (value.a, value.c, value.e, value.b, value.d, value.f)]
    except (ValueError, TypeError, IndexError, KeyError, AttributeError, ArithmeticError):
        return geometry.identity()
    return np.array(numbers).reshape(2, 3)


def viewbox(text: str) -> tuple[float, float, float, float] | None:
    """A view box, if it has a size."""
    numbers = [float(v) for v in _NUMBER.findall(text[:_LONGEST])[:5]]
    if len(numbers) != 4 or not all(map(math.isfinite, numbers)):
        return None
    x, y, width, height = numbers
    return (x, y, width, height) if width > 0.0 and height > 0.0 else None


def fitted(box: tuple[float, float, float, float], size: Size, how: str) -> FloatArray:
    """The matrix that fits a view box into a viewport, by ``preserveAspectRatio``."""
    scale_x, scale_y = size[0] / box[2], size[1] / box[3]
    shift_x = shift_y = 0.0
    if not how.strip().startswith("none"):
        uniform = max(scale_x, scale_y) if "slice" in how else min(scale_x, scale_y)
        align = re.search(r"x(Min|Mid|Max)Y(Min|Mid|Max)", how[:_LONGEST])
        names = align.groups() if align else ("Mid", "Mid")
        shift_x = (size[0] - box[2] * uniform) * _ALIGN[names[0]]
        shift_y = (size[1] - box[3] * uniform) * _ALIGN[names[1]]
        scale_x = scale_y = uniform
    return np.array(
        [[scale_x, 0.0, shift_x - box[0] * scale_x], [0.0, scale_y, shift_y - box[1] * scale_y]]
    )


def _poly(node: Node) -> tuple[list[FloatArray], bool]:
    text = node.get("points")
    numbers = [float(v) for v in _NUMBER.findall(text)]
    sound = len(numbers) % 2 == 0 and not _NUMBER.sub("", text).strip(" \t\r\n\f,")
    nodes = np.array(numbers[: len(numbers) // 2 * 2]).reshape(-1, 2)
    if not len(nodes):
        return [], sound
    if node.tag == "polygon":
        nodes = np.concatenate([nodes, nodes[:1]])
    begin = nodes[:-1] if len(nodes) > 1 else nodes
    end = nodes[1:] if len(nodes) > 1 else nodes
    with np.errstate(over="ignore", invalid="ignore"):
        third = (end - begin) / 3.0
    return [np.stack([begin, begin + third, end - third, end], axis=1)], sound


def _data(node: Node, viewport: Size) -> str:
    """The path data of the other shapes, as SVG defines them."""
    width, height = viewport
    diagonal = math.hypot(width, height) / math.sqrt(2.0)
    across = {n: length(node.get(n), width) for n in ("x", "cx", "x1", "x2", "width", "rx")}
    down = {n: length(node.get(n), height) for n in ("y", "cy", "y1", "y2", "height", "ry")}
    if node.tag == "line":
        return f"M{across['x1']} {down['y1']}L{across['x2']} {down['y2']}"
    if node.tag == "rect":
        return _rect(node, across, down)
    if node.tag == "circle":
        rx = ry = length(node.get("r"), diagonal)
    else:
        rx, ry = _radii(node, across["rx"], down["ry"])
    if rx <= 0.0 or ry <= 0.0:
        return ""
    x, y = across["cx"], down["cy"]
    return f"M{x + rx} {y}A{rx} {ry} 0 0 1 {x - rx} {y}A{rx} {ry} 0 0 1 {x + rx} {y}Z"


def _rect(node: Node, across: dict[str, float], down: dict[str, float]) -> str:
    x, y, w, h = across["x"], down["y"], across["width"], down["height"]
    if w <= 0.0 or h <= 0.0:
        return ""
    rx, ry = _radii(node, across["rx"], down["ry"])
    rx, ry = min(rx, w / 2), min(ry, h / 2)
    if rx <= 0.0 or ry <= 0.0:
        return f"M{x} {y}H{x + w}V{y + h}H{x}Z"
    corner = f"A{rx} {ry} 0 0 1 "
    return (
        f"M{x + rx} {y}H{x + w - rx}{corner}{x + w} {y + ry}V{y + h - ry}{corner}{x + w - rx} "
        f"{y + h}H{x + rx}{corner}{x} {y + h - ry}V{y + ry}{corner}{x + rx} {y}Z"
    )


def _radii(node: Node, rx: float, ry: float) -> tuple[float, float]:
    """One radius stands for both where the other is missing."""
    given_x, given_y = node.get("rx", "auto") != "auto", node.get("ry", "auto") != "auto"
    return (rx if given_x else ry), (ry if given_y else rx)
