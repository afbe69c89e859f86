"""Clean's SVG files, measured on the held-out scenes: ``python -m training evaluate-clean-svg``.

The yardstick of the size is the shortest file that draws the same curves: no ids, no layers, no
word on who drew them, and for every curve the shorter of all spellings that SVG has for it.
"""

from __future__ import annotations

import argparse
import io
import json
import re
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from sketchpad.core.document import Document
from sketchpad.core.errors import FileError
from sketchpad.files import bitmap, svg_read, svg_write
from sketchpad.files.atomic import writing
from sketchpad.files.path_read import parse as parse_path
from sketchpad.inference.clean import PRECISION, CleanRequest, clean
from sketchpad.inference.registry import Models
from training import card
from training.clean import metrics
from training.clean.scenes import HELD_OUT, read_scene
from training.evaluation.metrics import ratio

_COLUMNS: Final = ("paths", "bytes", "minimal", "ratio", "decimals", "chamfer")
_SVG: Final = "{http://www.w3.org/2000/svg}"
_LAYER: Final = "{http://www.inkscape.org/namespaces/inkscape}"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``evaluate-clean-svg``."""
    parser.add_argument("--scenes", type=Path, required=True, help="the folder of .scap scenes")
    parser.add_argument("--models", type=Path, help="a folder of models (default: the bundled)")
    parser.add_argument("--out", type=Path, help="write the files here")
    parser.add_argument("--card", action="store_true", help="add the results to the model's card")


def run(arguments: argparse.Namespace) -> None:
    """Measure, and print a table."""
    models = Models([arguments.models] if arguments.models else None, "cpu")
    rows: dict[str, dict[str, Any]] = {}
    for name in HELD_OUT:
        scene = read_scene(arguments.scenes, name)
        (found,) = clean(CleanRequest(scene.rough), models=models)
        document = Document.of(found.strokes, scene.rough.shape[1], scene.rough.shape[0])
        text = svg_write.of_page(document.pages[0], tolerance=PRECISION * max(scene.rough.shape))
        rows[name] = measured(text, document)
        if arguments.out:
            _keep(arguments.out / f"{name}.svg", text)
    print(f"{'':24s}" + "".join(f"{c:>10s}" for c in _COLUMNS))
    for name, row in rows.items():
        print(f"{name:24s}" + "".join(f"{row[c]:10.4g}" for c in _COLUMNS))
    total = summary(rows)
    print(json.dumps(total, indent=1))
    if arguments.card:
        command = "python -m training evaluate-clean-svg --scenes SCENES"
        card.add_metrics(models.get("clean").folder, total, command)


def _keep(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(f"{path.parent} is no folder to write to: {error.strerror}.") from None
    with writing(path) as partial:
        partial.write_text(text, encoding="utf-8")


def summary(rows: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """What the card shall say of all files: the ratio of sizes with its interval, and maxima."""
    size, least = (np.array([row[k] for row in rows.values()]) for k in ("bytes", "minimal"))
    return {
        "svg: bytes over minimal": ratio(size, least).to_dict(),
        "svg: decimals": max(row["decimals"] for row in rows.values()),
        "svg: chamfer of resvg and application": max(row["chamfer"] for row in rows.values()),
    }


def measured(text: str, document: Document) -> dict[str, Any]:
    """What a file of a one-page document is like.

    Returns:
        paths, bytes, bytes of the minimal file, their ratio, the most decimals of a number, the
        names of its layers, and the Chamfer distance between its ink in resvg and in the
        application, in thousandths of the long edge.

    Raises:
        ElementTree.ParseError: if it is no XML.
        FileError: if our own reader does not take it.
    """
    root = ElementTree.fromstring(text)  # noqa: S314 - our own text
    read, notes = svg_read.parse(text.encode())
    assert not notes, notes
    assert len(read.pages[0].sketch) == len(document.pages[0].sketch)
    layers = [g for g in root.iter(f"{_SVG}g") if g.get(f"{_LAYER}groupmode") == "layer"]
    data = [path.get("d", "") for path in root.iter(f"{_SVG}path")]
    numbers = re.findall(r"-?\d*\.\d+", " ".join(data))
    size, least = len(text.encode()), len(minimal(data, root.get("viewBox", "")).encode())
    ours, theirs = (_ink(image) for image in (bitmap.render(document.pages[0]), _resvg(text)))
    return {
        "paths": len(data),
        "bytes": size,
        "minimal": least,
        "ratio": size / least,
        "decimals": max((len(n.split(".")[1]) for n in numbers), default=0),
        "layers": [g.get(f"{_LAYER}label", "") for g in layers],
        "chamfer": metrics.compare(theirs, ours).chamfer,
    }


def minimal(data: list[str], view: str) -> str:
    """The shortest SVG that draws the curves of these paths, all in one pen."""
    paths = "".join(f'<path d="{shortest(d)}"/>' for d in data)
    pen = 'fill="none" stroke="#1a1a1a" stroke-width="1.6" stroke-linecap="round"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}"><g {pen}>{paths}</g></svg>'


def shortest(data: str) -> str:
    """Path data of the same curves, each spelt in the shortest way, to two decimals."""
    chains, _ = parse_path(data)
    text = ""
    for chain in chains:
        places = np.rint(chain * 100.0).astype(np.int64)
        text += "M" + _numbers(places[0, 0])
        command, handle = "M", None
        for curve in places:
            spelt = list(_spellings(curve, handle))
            # A command that goes on needs no letter.
            words = [("" if c == command else c) + n for c, n in spelt]
            best = min(range(len(words)), key=lambda k: len(words[k]))
            text += _glue(text, words[best]) + words[best]
            command = spelt[best][0]
            straight = command in "lLhHvV"
            handle = curve[3] if straight else 2 * curve[3] - curve[2]
    return text


def _spellings(curve: NDArray[np.int64], handle: NDArray[np.int64] | None) -> list[tuple[str, str]]:
    """The commands that draw a curve, and their numbers."""
    found = [("c", _numbers(curve[1:] - curve[0])), ("C", _numbers(curve[1:]))]
    if handle is not None and (curve[1] == handle).all():
        found += [("s", _numbers(curve[2:] - curve[0])), ("S", _numbers(curve[2:]))]
    way, ahead = curve[3] - curve[0], curve[1:3] - curve[0]
    size = max(float(np.hypot(*way)), 1e-9)
    off = np.abs(ahead[:, 0] * way[1] - ahead[:, 1] * way[0]) / size
    along = (ahead @ way) / size**2
    if (off <= 1.0).all() and (along >= -0.01).all() and (along <= 1.01).all():
        found += [("l", _numbers(way)), ("L", _numbers(curve[3]))]
        found += [("h", _numbers(way[:1])), ("H", _numbers(curve[3, :1]))] * bool(way[1] == 0)
        found += [("v", _numbers(way[1:])), ("V", _numbers(curve[3, 1:]))] * bool(way[0] == 0)
    return found


def _numbers(hundredths: NDArray[np.int64]) -> str:
    """Numbers with no more between them than they need."""
    words = [_number(int(v)) for v in hundredths.reshape(-1)]
    text = words[0]
    for word in words[1:]:
        text += _glue(text, word) + word
    return text


def _glue(before: str, word: str) -> str:
    """What must stand between path data and the next word of it."""
    last = re.split(r"[a-zA-Z\s-]", before)[-1]
    return " " if word[0].isdigit() or (word[0] == "." and "." not in last) else ""


def _number(hundredths: int) -> str:
    text = f"{abs(hundredths) / 100:.2f}".rstrip("0").rstrip(".")
    text = text.removeprefix("0") if text.startswith("0.") else text
    return f"-{text}" if hundredths < 0 else text


def _resvg(text: str) -> Image.Image:
    import resvg_py

    return Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=text))))


def _ink(image: Image.Image) -> metrics.BoolImage:
    return np.asarray(image.convert("L")) < 128
