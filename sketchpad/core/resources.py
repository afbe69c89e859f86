"""Finds bundled resources, in a checkout and in a wheel, by one function."""

from __future__ import annotations

import functools
import importlib.resources
from pathlib import Path, PurePosixPath, PureWindowsPath

from sketchpad.core.errors import FileError


def resource_path(name: str) -> Path:
    """The place of a bundled file or folder.

    Args:
        name: relative, with ``/`` between its parts, as ``icons/undo.svg``.

    Raises:
        FileError: if the name leads out of the resources, or nothing lies there.
    """
    parts = PurePosixPath(name).parts
    windows = PureWindowsPath(name)
    if not parts or ".." in windows.parts or windows.anchor or name.startswith("/"):
        raise FileError(f"{name!r} is not the name of a bundled resource.")
    path = _root().joinpath(*parts)
    if not path.exists():
        raise FileError(f"The bundled resource {name} is missing; please install Sketchpad again.")
    return path


@functools.cache
def _root() -> Path:
    # A wheel carries the resources inside the package, a checkout beside it.
    package = Path(str(importlib.resources.files("sketchpad")))
    inside = package / "_resources"
    return inside if inside.is_dir() else package.parent / "resources"
