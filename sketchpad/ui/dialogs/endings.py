"""What the ending that a user types after a name means for the format of a file."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import Final

from sketchpad.files import formats

#: Of other programs that draw.
_OTHERS: Final = (".ai", ".eps", ".ps", ".kra", ".ora", ".psd", ".xcf", ".xopp", ".dxf")
#: The same on every system, whatever it has registered.
_KINDS: Final = mimetypes.MimeTypes()


def followed(typed: Path, ending: str) -> Path:
    """The file to write: the ending that was typed decides, if it is one.

    Args:
        typed: a name with or without an ending.
        ending: of the format that is proposed; added if there is none. Whatever else follows a
            dot, as in ``take 1.2``, is a part of the name.

    Raises:
        FileError: for the ending of a kind of file that is not written.
    """
    if _is_ending(typed.suffix):
        formats.check_ending(typed)
        return typed
    return typed.with_name(typed.name + ending)


def replaced(typed: Path, ending: str) -> Path:
    """The file to write where only one format is: its ending in the place of any other."""
    if typed.suffix.lower() == ending:
        return typed
    if _is_ending(typed.suffix):
        return typed.with_suffix(ending)
    return typed.with_name(typed.name + ending)


def _is_ending(suffix: str) -> bool:
    """Whether it tells a kind of file, and is not just a part of a name."""
    known = suffix.lower() in (*formats.OUTPUTS, *formats.IMAGES, *_OTHERS)
    kind = _KINDS.guess_type(f"name{suffix}")[0] or ""
    return known or kind.startswith(("image/", "video/"))
