"""Checkpoints: folders of parts of at most 16 MB with a manifest, written whole or not at all."""

from __future__ import annotations

import hashlib
import io
import json
import pickle
import shutil
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import torch

from sketchpad.core.errors import FileError, InputError

#: Largest part, bytes.
PART: Final = 16_000_000
#: What ``torch.load`` raises for bytes that are no checkpoint.
_UNREADABLE: Final = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RuntimeError,
    EOFError,
    pickle.UnpicklingError,
)


def save(folder: Path, state: dict[str, Any]) -> None:
    """Write tensors and plain values to a folder, replacing what it held.

    Raises:
        FileError: if there is no space or no permission; the old checkpoint stays.
    """
    buffer = io.BytesIO()
    torch.save(state, buffer)
    data = buffer.getvalue()
    partial = folder.with_name(folder.name + ".partial")
    old = folder.with_name(folder.name + ".old")
    try:
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        parts: list[dict[str, str]] = []
        for start in range(0, len(data), PART):
            part = data[start : start + PART]
            name = f"part-{len(parts):03d}"
            (partial / name).write_bytes(part)
            parts.append({"name": name, "sha256": hashlib.sha256(part).hexdigest()})
        manifest = json.dumps({"format": 1, "bytes": len(data), "parts": parts}, indent=1)
        (partial / "manifest.json").write_text(manifest, encoding="utf-8")
        shutil.rmtree(old, ignore_errors=True)
        if folder.exists():
            folder.rename(old)
        partial.rename(folder)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        shutil.rmtree(partial, ignore_errors=True)
        raise FileError(f"The checkpoint {folder} cannot be written: {error.strerror}.") from None


def exists(folder: Path) -> bool:
    """Whether ``load`` would find a checkpoint."""
    return _whole(folder) is not None


def _whole(folder: Path) -> Path | None:
    """The folder, or the one that an interrupted ``save`` had moved aside."""
    for place in (folder, folder.with_name(folder.name + ".old")):
        if (place / "manifest.json").is_file():
            return place
    return None


def load(folder: Path, device: torch.device | str = "cpu") -> dict[str, Any]:
    """Read what ``save`` wrote.

    Raises:
        FileError: if it is missing, or broken.
    """
    place = _whole(folder)
    if place is None:
        raise FileError(f"There is no checkpoint in {folder}.")
    broken = f"The checkpoint {folder} is broken"
    try:
        manifest = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
        data = bytearray()
        for part in manifest["parts"]:
            piece = (place / part["name"]).read_bytes()
            if hashlib.sha256(piece).hexdigest() != part["sha256"]:
                raise FileError(f"{broken}: {part['name']} has changed.")
            data += piece
        if len(data) != manifest["bytes"]:
            raise FileError(f"{broken}: parts of it are missing.")
    except OSError as error:
        raise FileError(f"{broken}: {error.strerror or error}.") from None
    except (ValueError, LookupError, TypeError) as error:
        raise FileError(f"{broken}: its manifest cannot be read ({error}).") from None
    try:
        with warnings.catch_warnings():
            # Of odd pickles it warns before it refuses them.
            warnings.simplefilter("ignore")
            state = torch.load(io.BytesIO(bytes(data)), map_location=device, weights_only=True)
    except (*_UNREADABLE, OSError):
        # torch explains at length, and to programmers, what a pickle may hold.
        raise FileError(f"{broken}: its parts are no weights.") from None
    if not isinstance(state, dict):
        raise FileError(f"{broken}: it holds no weights by name.")
    return state


def demand(state: dict[str, Any], keys: Iterable[str], folder: Path, command: str) -> None:
    """Refuse a checkpoint that another command wrote.

    Raises:
        InputError: naming the command that it should be of.
    """
    if any(key not in state for key in keys):
        raise InputError(f"The checkpoint in {folder} is not one of {command}.")
