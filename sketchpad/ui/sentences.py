"""Sentences that rooms without Qt say to the user, in the language of the interface.

They come in English; those that are known here are translated. ``{…}`` stands for whatever the
sentence names: a file, a layer, a number, or the reason, which may be a known sentence itself.
"""

from __future__ import annotations

import functools
import re
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from sketchpad.core.errors import SketchpadError
from sketchpad.ui.categories import category_label

_T = QT_TRANSLATE_NOOP

SENTENCES: Final = (
    str(_T("Sentences", "A page needs at least one layer, so the last one stays.")),
    str(_T("Sentences", "A drawing needs at least one page, so the last one stays.")),
    str(_T("Sentences", "There is no layer below to merge with.")),
    str(_T("Sentences", "Both layers have an underlay; remove one of them, then merge.")),
    str(_T("Sentences", "The strokes cannot be moved so far.")),
    str(_T("Sentences", "The picture is blank: there are no lines to clean.")),
    str(_T("Sentences", "There are no lines to clean in this picture.")),
    str(_T("Sentences", "ONNX Runtime is not installed; reinstall Sketchpad to use its models.")),
    str(_T("Sentences", "The installation of ONNX Runtime is damaged; reinstall Sketchpad.")),
    str(_T("Sentences", "The CPU was chosen.")),
    str(_T("Sentences", "CUDA works.")),
    str(_T("Sentences", "CUDA does not work here")),
    str(_T("Sentences", "Models run on the CPU")),
    str(_T("Sentences", "this build of ONNX Runtime has no CUDA support.")),
    str(_T("Sentences", "no NVIDIA driver was found.")),
    str(_T("Sentences", "the CUDA 13 and cuDNN 9 libraries are missing; install sketchpad[cuda].")),
    # Models.
    str(_T("Sentences", "There is nothing to complete yet; draw something first.")),
    str(_T("Sentences", "There is nothing to recognise yet; draw something first.")),
    str(_T("Sentences", "{what} is empty; draw something there first.")),
    str(_T("Sentences", "The first sketch")),
    str(_T("Sentences", "The second sketch")),
    str(_T("Sentences", "The third sketch")),
    str(_T("Sentences", "The sketch")),
    str(_T("Sentences", "The page")),
    str(_T("Sentences", "There is no hole to heal; erase a part of the drawing first.")),
    str(_T("Sentences", "Nothing is left of the drawing to heal it from; undo, or erase less.")),
    str(
        _T(
            "Sentences",
            "The model draws nothing good between these sketches; "
            "their strokes are matched and moved.",
        )
    ),
    str(
        _T(
            "Sentences",
            "The model has not learned “{category}”, which {sketch} seems to show; "
            "strokes are matched and moved.",
        )
    ),
    str(_T("Sentences", "It is not clear what {sketch} shows; strokes are matched and moved.")),
    str(_T("Sentences", "the first sketch")),
    str(_T("Sentences", "the second sketch")),
    str(
        _T(
            "Sentences",
            "The model has not learned what this drawing shows; it redraws what it knows.",
        )
    ),
    str(_T("Sentences", "The drawing looks finished; at most small things are added to it.")),
    str(
        _T(
            "Sentences",
            "The model cannot place all of these sketches; "
            "the result may show something else altogether.",
        )
    ),
    str(_T("Sentences", "There is no model for the task “{task}”.")),
    str(_T("Sentences", "The model {name} is incomplete: {file} is missing; install it again.")),
    str(
        _T(
            "Sentences",
            "The model {name} is damaged: {file} is not the file that its card describes; "
            "install it again.",
        )
    ),
    str(
        _T(
            "Sentences",
            "{file} is of another model than the card of {name}: its {key} differs; "
            "install the model again.",
        )
    ),
    str(_T("Sentences", "The model {name} knows no category {category}; did you mean {near}?")),
    str(_T("Sentences", "No model knows the category {category}; did you mean {near}?")),
    str(_T("Sentences", "The model {name} knows no category {category}.")),
    str(_T("Sentences", "No model knows the category {category}.")),
    str(_T("Sentences", "The model in {folder} needs a newer version of Sketchpad.")),
    # Layers.
    str(_T("Sentences", "The layer “{name}” is locked; unlock it to draw on it.")),
    str(_T("Sentences", "The layer “{name}” is hidden; show it to draw on it.")),
    # Any file.
    str(_T("Sentences", "{path} cannot be read: {reason}.")),
    str(_T("Sentences", "{path} was not saved: {reason}.")),
    str(_T("Sentences", "{path} cannot be opened: {reason}")),
    str(_T("Sentences", "{path} needs more memory than there is.")),
    str(_T("Sentences", "{path} is a folder, not a file.")),
    str(_T("Sentences", "{path} is not a regular file.")),
    str(_T("Sentences", "{path} is empty.")),
    str(_T("Sentences", "{path} is too large to open: {size} MB, where {limit} MB is the most.")),
    str(_T("Sentences", "{path} is too large to open.")),
    str(
        _T(
            "Sentences",
            "{path} is not a drawing or image that Sketchpad can open "
            "(.sketch, .svg, .ndjson, .npz, .json, or a PNG, JPEG, WebP, BMP or TIFF image).",
        )
    ),
    str(_T("Sentences", "{path} has no ending that Sketchpad writes; use one of {endings}.")),
    str(_T("Sentences", "{path} has coordinates that are not numbers or far too large.")),
    str(_T("Sentences", "there is no such file or folder")),
    str(_T("Sentences", "it is a folder")),
    str(_T("Sentences", "a part of its path is not a folder")),
    str(_T("Sentences", "permission denied")),
    str(_T("Sentences", "the disk is read-only")),
    str(_T("Sentences", "the disk is full; free some space and save again")),
    str(_T("Sentences", "its name is too long")),
    str(_T("Sentences", "the disk reports an error")),
    str(_T("Sentences", "another program is using it")),
    str(_T("Sentences", "it is damaged")),
    # Drawings.
    str(_T("Sentences", "{path} is a database of another program, not a Sketchpad drawing.")),
    str(_T("Sentences", "{path} is damaged: it has been cut off.")),
    str(_T("Sentences", "{path} is damaged: its tables are not those of a drawing.")),
    str(_T("Sentences", "{path} is damaged and cannot be opened; a backup of it may be whole.")),
    str(_T("Sentences", "The drawing is empty.")),
    str(_T("Sentences", "The page has no strokes that these formats could hold.")),
    str(_T("Sentences", "The page has no strokes that this format could hold.")),
    # Pictures.
    str(_T("Sentences", "{path} is not a PNG, JPEG, WebP, BMP or TIFF image, or it is damaged.")),
    str(_T("Sentences", "{path} is a damaged image, or a part of it is missing.")),
    str(_T("Sentences", "{path} has far too many pixels; make it smaller first.")),
    str(
        _T(
            "Sentences",
            "{path} has {width} × {height} pixels; the most is {most} million, "
            "so make it smaller first.",
        )
    ),
    str(
        _T(
            "Sentences",
            "A picture of {width} × {height} pixels is too large; choose a smaller scale.",
        )
    ),
    # SVG and sketch data.
    str(_T("Sentences", "it is damaged, and its end is missing.")),
    str(_T("Sentences", "it is damaged, or not an SVG; line {line} of it makes no sense.")),
    str(_T("Sentences", "it is XML, but not SVG: it begins with <{tag}>.")),
    str(_T("Sentences", "it declares XML entities, which are not opened for safety.")),
    str(_T("Sentences", "it declares a document type of its own, which is not opened for safety.")),
    str(_T("Sentences", "it is too complicated to open.")),
    str(_T("Sentences", "it is not in sketch-rnn's format.")),
    str(_T("Sentences", "it is damaged.")),
    str(_T("Sentences", "{path} is damaged: it is not a drawing in stroke-5 JSON.")),
    str(_T("Sentences", "Drawing {index} of {path} is damaged: it is not in QuickDraw's format.")),
    str(_T("Sentences", "The journal {path} cannot be written: {reason}.")),
    str(_T("Sentences", "The journal {path} is damaged.")),
    # What is rare.
    str(_T("Sentences", "The model {name} has no {file}.")),
    str(_T("Sentences", "The model's card describes an image that makes no sense.")),
    str(_T("Sentences", "The model's card does not describe the image it needs.")),
    str(_T("Sentences", "{path} is too large to be a model's card.")),
    str(_T("Sentences", "{path} is not the card of a model ({reason}).")),
    str(_T("Sentences", "{file} failed: {reason}")),
    str(_T("Sentences", "{file} cannot be loaded: {reason}")),
    str(_T("Sentences", "CUDA failed ({reason}); the model now runs on the CPU.")),
    str(_T("Sentences", "There is no device {device}; choose one of {devices}.")),
    str(_T("Sentences", "There is no picture to clean.")),
    str(_T("Sentences", "There are no strokes to clean.")),
    str(_T("Sentences", "The installation at {path} lacks its resources; install it again.")),
    str(_T("Sentences", "The drawing is too large for sketch-rnn's 16-bit offsets.")),
    str(_T("Sentences", "The drawing has coordinates that are far too large.")),
    str(_T("Sentences", "The animation is too large; choose a smaller scale or fewer frames.")),
    str(_T("Sentences", "{name} cannot move; an animation is a .gif or an .svg file.")),
    str(_T("Sentences", "The image under the drawing is too large; choose a smaller scale.")),
    str(_T("Sentences", "The journal {path} is closed.")),
    str(
        _T(
            "Sentences",
            "{what} holds more than {strokes} strokes or {points} points, "
            "more than Sketchpad can open.",
        )
    ),
    str(_T("Sentences", "It")),
    str(_T("Sentences", "it")),
    str(_T("Sentences", "The drawing")),
    str(_T("Sentences", "{path} is damaged: it has no version.")),
    str(_T("Sentences", "there is no drawing {index}; it holds {count}, the first is 0.")),
    str(
        _T(
            "Sentences",
            "There is no drawing {index} in {path}; it holds {count}, the first is 0.",
        )
    ),
    str(_T("Sentences", "there is no drawing {index}; a stroke-5 file holds one.")),
    str(_T("Sentences", "Drawing {index} of {path} is far too large.")),
    str(_T("Sentences", "it is not in sketch-rnn's format: a drawing is rows of three numbers.")),
    str(_T("Sentences", "it holds no drawings: neither 'strokes' nor 'train' is in it.")),
    str(_T("Sentences", "it is far too large when unpacked.")),
    str(_T("Sentences", "One of its paths is far too long.")),
    str(_T("Sentences", "its elements are nested more than {depth} deep.")),
    str(_T("Sentences", "its elements use each other far too often.")),
    str(_T("Sentences", "it has more than {count} elements.")),
    str(_T("Sentences", "it is larger than {limit} MB when unpacked.")),
    str(_T("Sentences", "it is written in an encoding that is not known.")),
    str(_T("Sentences", "it is damaged, or not a compressed SVG.")),
    str(
        _T(
            "Sentences",
            "{name} was saved by a newer version of Sketchpad; it is open for reading, and "
            "what this version does not know is not shown.",
        )
    ),
    str(_T("Sentences", "Text was left out ({n}): turn it to paths in the program that made it.")),
    str(_T("Sentences", "Images were left out ({n}); only embedded, upright ones are read.")),
    str(_T("Sentences", "Filled shapes came in as their outlines ({n}).")),
    str(_T("Sentences", "Gradients and patterns came in as one colour ({n}).")),
    str(_T("Sentences", "Clips, masks and filters were ignored ({n}).")),
    str(_T("Sentences", "Broken shapes were read up to their first error ({n}).")),
    str(_T("Sentences", "References to nothing or to other files were left out ({n}).")),
)
_TEMPLATES: Final = tuple(sentence for sentence in SENTENCES if "{" in sentence)


@functools.cache
def _pattern(template: str) -> re.Pattern[str]:
    """A template as a pattern whose groups are its fields."""
    parts = re.split(r"{(\w+)}", template)
    fields = (
        f"(?P<{part}>.+)" if number % 2 else re.escape(part) for number, part in enumerate(parts)
    )
    return re.compile("".join(fields), re.DOTALL)


def said(text: str) -> str:
    """A sentence in the language of the interface, as far as it is known."""
    if text in SENTENCES:
        return QCoreApplication.translate("Sentences", text)
    for known in _TEMPLATES:
        match = _pattern(known).fullmatch(text)
        if match is not None:
            translated = QCoreApplication.translate("Sentences", known)
            return translated.format(**{k: _filled(k, v) for k, v in match.groupdict().items()})
    first, colon, rest = text.partition(": ")
    if first in SENTENCES:
        return QCoreApplication.translate("Sentences", first) + colon + said(rest)
    return text


def behind(error: BaseException) -> str:
    """What a library said, if that is what led to an error; for who wants to know the details."""
    first = error
    while first.__cause__ is not None:
        first = first.__cause__
    return "" if isinstance(first, SketchpadError) else f"{type(first).__name__}: {first}"


def is_known(text: str) -> bool:
    """Whether a sentence, or what comes before its colon, is translated."""
    if text in SENTENCES or any(_pattern(known).fullmatch(text) for known in _TEMPLATES):
        return True
    return text.partition(": ")[0] in SENTENCES


def _filled(field: str, value: str) -> str:
    """What a sentence names, in the language of the interface."""
    return category_label(value) if field == "category" else said(value)
