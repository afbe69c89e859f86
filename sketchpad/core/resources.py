"""Where the files are that ship with the application: models, icons, samples, translations."""

from __future__ import annotations

import functools
import importlib.resources
from pathlib import Path, PurePosixPath, PureWindowsPath

from sketchpad.core.errors import FileError


@functools.cache
def resource_root() -> Path:
    """The folder of all resources: inside the package in a wheel, beside it in a checkout.

    Raises:
        FileError: if the installation lacks them.
    """
    package = Path(str(importlib.resources.files("sketchpad")))
    for folder in (package / "_resources", package.parent / "resources"):
        if folder.is_dir():
            return folder
    raise FileError(f"The installation at {package} lacks its resources; install it again.")


def resource_path(name: str) -> Path:
    """The path of a resource, which may not exist.

    Args:
        name: its place below the resources, with forward slashes, as ``icons/undo.svg``.

    Raises:
        ValueError: if the name is empty, absolute, or has ``..`` in it.
    """
    parts = PurePosixPath(name).parts
    windows = PureWindowsPath(name)
    if not parts or windows.anchor or ".." in windows.parts:
        raise ValueError(f"{name!r} is not the name of a resource")
    return resource_root().joinpath(*parts)
