"""Where the frames of a film go: into one file that moves, or each into a file of its own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, NamedTuple

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from sketchpad.core.errors import InputError
from sketchpad.files import animation, formats
from sketchpad.ui.dialogs.replacing import may_replace

#: What follows a dot in a name and is not just a part of the name.
_ENDING: Final = re.compile(r"\.(?=.*[a-z])[a-z0-9]{2,4}")

translate = QCoreApplication.translate


class Target(NamedTuple):
    """Where frames are written to.

    Attributes:
        path: the file, or what the names of the frames' files begin with.
        separate: whether each frame has a file of its own.
    """

    path: Path
    separate: bool


def ask_target(parent: QWidget, proposed: Path, frames: int) -> Target | None:
    """Ask where so many frames go; None if nowhere.

    Raises:
        InputError: for an ending that no film has.
    """
    kinds = {
        translate("FilmExport", "GIF (*.gif)"): (".gif", False),
        translate("FilmExport", "Animated SVG (*.svg)"): (".svg", False),
        translate("FilmExport", "Frames as PNG (*.png)"): (".png", True),
        translate("FilmExport", "Frames as SVG (*.svg)"): (".svg", True),
    }
    text, chosen = QFileDialog.getSaveFileName(
        parent, translate("FilmExport", "Export Frames"), str(proposed), ";;".join(kinds)
    )
    if not text:
        return None
    typed = Path(text)
    target = target_of(typed, *kinds.get(chosen, (".gif", False)))
    many = formats.numbered(target.path, frames) if target.separate else [target.path]
    return target if may_replace(parent, typed, many) else None


def target_of(typed: Path, ending: str, separate: bool) -> Target:
    """What a name and a kind of file mean together; the kind proposed first is a GIF.

    Raises:
        InputError: for an ending that no film has.
    """
    known = (*animation.ENDINGS, ".png")
    own = typed.suffix.lower()
    if own not in known and _ENDING.fullmatch(own):
        raise InputError(
            translate(
                "FilmExport",
                "{name} cannot hold these frames; use .gif or .svg for an animation, "
                ".png or .svg for single frames.",
            ).format(name=typed.name)
        )
    if own not in known:
        return Target(typed.with_name(typed.name + ending), separate)
    # Another kind was chosen in the dialog, or another ending was typed.
    if ending != ".gif":
        return Target(typed.with_suffix(ending), separate)
    return Target(typed, own == ".png")
