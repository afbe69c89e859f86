"""How an element of an SVG is painted: attributes, style sheets, inheritance, units, colours."""

from __future__ import annotations

import functools
import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from sketchpad.files.svg_tree import Node

#: What counts here, and whether children inherit it.
_PROPERTIES: Final = {
    "stroke": True,
    "fill": True,
    "color": True,
    "stroke-width": True,
    "stroke-opacity": True,
    "fill-opacity": True,
    "visibility": True,
    "opacity": False,
    "display": False,
    "clip-path": False,
    "mask": False,
    "filter": False,
    "stop-color": False,
}
_INITIAL: Final = {"fill": "black", "stroke": "none", "stroke-width": "1", "color": "black"}
_MOST_RULES: Final = 20_000
#: No number or colour is written in more characters; expressions are not tried on more.
_LONGEST: Final = 100
_SIMPLE: Final = re.compile(r"^([a-zA-Z]*|\*)((?:[.#][\w-]+)*)$")
_LENGTH: Final = re.compile(r"^\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*([a-zA-Z%]*)\s*$")
#: Pixels per unit at 96 dpi; fonts are taken to have 16 pixels.
_UNITS: Final = {
    "": 1.0,
    "px": 1.0,
    "pt": 96 / 72,
    "pc": 16.0,
    "mm": 96 / 25.4,
    "cm": 96 / 2.54,
    "in": 96.0,
    "q": 96 / 101.6,
    "em": 16.0,
    "rem": 16.0,
    "ex": 8.0,
}

Style = Mapping[str, str]
_Rule = tuple[int, int, frozenset[str], dict[str, str]]


class Sheet:
    """The rules of a document's style sheets; selectors of one element only."""

    def __init__(self, root: Node) -> None:
        self._rules: dict[str, list[_Rule]] = defaultdict(list)
        self._count = 0
        for node in _every(root, "style"):
            for selectors, body in _rules(node.text):
                declared = declarations(body)
                for selector in selectors.split(","):
                    self._add(selector.strip(), declared)

    def of(self, node: Node) -> dict[str, str]:
        """What the rules say about an element."""
        if not self._rules:
            return {}
        names = {f".{name}" for name in node.get("class").split()}
        names.update((f"#{node.get('id')}", node.tag, "*"))
        found = [rule for name in names for rule in self._rules.get(name, ()) if rule[2] <= names]
        merged: dict[str, str] = {}
        for _, _, _, declared in sorted(found, key=lambda rule: rule[:2]):
            merged.update(declared)
        return merged

    def _add(self, selector: str, declared: dict[str, str]) -> None:
        match = _SIMPLE.match(selector)
        if match is None or not selector or not declared or self._count >= _MOST_RULES:
            return
        self._count += 1
        parts = re.findall(r"[.#][\w-]+", match[2])
        needed = frozenset([*parts, match[1] or "*"])
        weight = sum(100 if part[0] == "#" else 10 for part in parts) + (match[1] not in ("", "*"))
        # Filed under the most telling of its names, so that few rules are looked at.
        self._rules[parts[-1] if parts else match[1]].append(
            (weight, self._count, needed, declared)
        )


def cascade(node: Node, parent: Style, sheet: Sheet) -> dict[str, str]:
    """An element's own style over the sheet's, over its attributes, over its parent's."""
    style = {name: value for name, value in parent.items() if _PROPERTIES[name]}
    own = {name: node.attributes[name] for name in _PROPERTIES if name in node.attributes}
    own.update(sheet.of(node))
    own.update(declarations(node.get("style")))
    for name, value in own.items():
        if value != "inherit":
            style[name] = value
        elif name in parent:
            style[name] = parent[name]
    return style


def declarations(text: str) -> dict[str, str]:
    """The declarations of a style that count here."""
    found = {}
    for part in text.split(";"):
        name, _, value = part.partition(":")
        name = name.strip().lower()
        if name in _PROPERTIES and value:
            found[name] = value.replace("!important", "").strip()
    return found


def initial() -> Style:
    """The style outside the root."""
    return _INITIAL


def length(text: str, reference: float, default: float = 0.0) -> float:
    """A length in pixels.

    Args:
        text: with any unit of SVG.
        reference: what 100 % is.
        default: for what is no length.
    """
    match = _LENGTH.match(text[:_LONGEST])
    if match is None:
        return default
    value, unit = float(match[1]), match[2].lower()
    if unit == "%":
        return value * reference / 100.0
    if unit not in _UNITS or not math.isfinite(value):
        return default
    return value * _UNITS[unit]


def opacity(text: str) -> float:
    """An opacity, 0 to 1; 1 for what is none."""
    match = _LENGTH.match(text[:_LONGEST])
    if match is None:
        return 1.0
    value = float(match[1]) / (100.0 if match[2] == "%" else 1.0)
    return min(1.0, max(0.0, value))


@functools.lru_cache(maxsize=1024)
def colour(text: str) -> tuple[str, float] | None:
    """``#rrggbb`` and the opacity of a colour; None for ``none``; black for what is unknown."""
    import svgelements

    name = text[:_LONGEST].strip()
    if name.startswith("url("):  # a gradient; what follows is the colour in its place
        name = name.partition(")")[2].strip() or "black"
    if name in ("none", "transparent", ""):
        return None
    try:
        value = svgelements.Color(name)
        red, green, blue, alpha = value.red, value.green, value.blue, value.opacity
        return f"#{int(red) & 255:02x}{int(green) & 255:02x}{int(blue) & 255:02x}", float(alpha)
    except (ValueError, TypeError, IndexError, KeyError, AttributeError, ArithmeticError):
        return "#000000", 1.0


def _rules(text: str) -> Iterator[tuple[str, str]]:
    """The selectors and bodies of a style sheet, without those that depend on a medium.

    In one pass: expressions for this can take quadratic time on hostile text.
    """
    plain, *commented = text.split("/*")
    plain += "".join(part.partition("*/")[2] for part in commented)
    depth, head = 0, ""
    for part in re.split(r"([{}])", plain):
        if part == "{":
            depth += 1
        elif part == "}":
            depth, head = max(depth - 1, 0), "" if depth <= 1 else head
        elif depth == 0:
            head = part.rpartition(";")[2]
        elif depth == 1 and not head.lstrip().startswith("@"):
            yield head, part


def _every(root: Node, tag: str) -> Iterator[Node]:
    stack = [root]
    while stack:
        node = stack.pop()
        if node.tag == tag:
            yield node
        stack.extend(reversed(node.children))
