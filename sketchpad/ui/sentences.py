"""Sentences that rooms without Qt say to the user, in the language of the interface.

They come in English; those that are always the same are known here and are translated.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

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
)


def said(text: str) -> str:
    """A sentence in the language of the interface, as far as it is known."""
    if text in SENTENCES:
        return QCoreApplication.translate("Sentences", text)
    first, colon, rest = text.partition(": ")
    if first in SENTENCES:
        return QCoreApplication.translate("Sentences", first) + colon + said(rest)
    return text
