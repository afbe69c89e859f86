"""The tree of an SVG file, read by expat with bounds: no entities, no DTD, no network."""

from __future__ import annotations

import dataclasses
import zlib
from typing import Final
from xml.parsers import expat

from sketchpad.core.errors import InputError
from sketchpad.files.limits import SVG_BYTES

#: More elements, or elements nested deeper, are no drawing.
MOST_ELEMENTS: Final = 300_000
MOST_DEPTH: Final = 128
_SVG: Final = "http://www.w3.org/2000/svg"
_INKSCAPE: Final = "http://www.inkscape.org/namespaces/inkscape"
_SODIPODI: Final = "http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"
_XLINK: Final = "http://www.w3.org/1999/xlink"
_PREFIXES: Final = {
    _SVG: "",
    _XLINK: "",
    _INKSCAPE: "inkscape:",
    _SODIPODI: "sodipodi:",
    "http://www.w3.org/XML/1998/namespace": "xml:",
}


#: What expat finds where a file ends too early.
_CUT_OFF: Final = frozenset(
    expat.errors.codes[name]
    for name in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
)


@dataclasses.dataclass(slots=True)
class Node:
    """An element.

    Attributes:
        tag: the name in SVG; names of other namespaces have a prefix.
        attributes: by name, those of xlink without a prefix.
        children: the elements in it, in order.
        text: the characters directly in it (kept for style sheets only).
    """

    tag: str
    attributes: dict[str, str]
    children: list[Node] = dataclasses.field(default_factory=list)
    text: str = ""

    def get(self, name: str, default: str = "") -> str:
        """An attribute's value."""
        return self.attributes.get(name, default)


def parse(data: bytes) -> Node:
    """The root of an SVG document, which may be compressed by gzip.

    Raises:
        InputError: if it is no SVG, has a document type of its own, or is out of bounds.
    """
    if data.startswith(b"\x1f\x8b"):
        data = _inflated(data)
    builder = _Builder()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    parser.StartDoctypeDeclHandler = _on_doctype
    parser.EntityDeclHandler = _on_entity
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        if error.code in _CUT_OFF:
            raise InputError("it is damaged, and its end is missing.") from error
        raise InputError(
            f"it is damaged, or not an SVG; line {error.lineno} of it makes no sense."
        ) from error
    except (LookupError, ValueError) as error:
        raise InputError("it is written in an encoding that is not known.") from error
    assert builder.root is not None
    if builder.root.tag != "svg":
        raise InputError(f"it is XML, but not SVG: it begins with <{builder.root.tag}>.")
    return builder.root


class _Builder:
    def __init__(self) -> None:
        self.root: Node | None = None
        self._open: list[Node] = []
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MOST_ELEMENTS:
            raise InputError(f"it has more than {MOST_ELEMENTS:,} elements.")
        if len(self._open) >= MOST_DEPTH:
            raise InputError(f"its elements are nested more than {MOST_DEPTH} deep.")
        node = Node(_local(name), {_local(key): value for key, value in attributes.items()})
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)

    def end(self, _name: str) -> None:
        self._open.pop()

    def text(self, data: str) -> None:
        if self._open[-1].tag == "style":
            self._open[-1].text += data


def _local(name: str) -> str:
    space, _, local = name.rpartition(" ")
    if not space:
        return local
    return _PREFIXES.get(space, "other:") + local


def _on_doctype(_name: str, _system: str | None, _public: str | None, internal: int) -> None:
    # Naming SVG's own type is harmless: it is never fetched.
    if internal:
        raise InputError("it declares a document type of its own, which is not opened for safety.")


def _on_entity(*_declaration: object) -> None:
    raise InputError("it declares XML entities, which are not opened for safety.")


def _inflated(data: bytes) -> bytes:
    inflater = zlib.decompressobj(wbits=31)
    try:
        plain = inflater.decompress(data, SVG_BYTES + 1)
    except zlib.error as error:
        raise InputError("it is damaged, or not a compressed SVG.") from error
    if len(plain) > SVG_BYTES:
        raise InputError(f"it is larger than {SVG_BYTES >> 20} MB when unpacked.")
    return plain
