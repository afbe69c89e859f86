"""Checkpoints: folders of parts of at most 16 MB with a manifest, written whole or not at all."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
from pathlib import Path
from typing import Any, Final

import torch

from sketchpad.core.errors import FileError

#: Largest part, bytes.
PART: Final = 16_000_000


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
    try:
        manifest = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
        data = bytearray()
        for part in manifest["parts"]:
            piece = (place / part["name"]).read_bytes()
            if hashlib.sha256(piece).hexdigest() != part["sha256"]:
                raise FileError(f"The checkpoint {folder} is broken: {part['name']} has changed.")
            data += piece
        state: dict[str, Any] = torch.load(
            io.BytesIO(bytes(data)), map_location=device, weights_only=True
        )
    except (OSError, ValueError, KeyError, TypeError, RuntimeError) as error:
        raise FileError(f"The checkpoint {folder} is broken: {error}.") from None
    return state
