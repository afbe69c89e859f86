"""Images from outside, bounded, as underlays.

PNG and JPEG are kept as they are, byte for byte; other formats, and pictures that must be turned
as their EXIF says, become PNG.
"""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sketchpad.core.document import DEFAULT_PAGE_SIZE, Document, Layer, Page, Underlay
from sketchpad.core.errors import FileError, InputError
from sketchpad.files import limits
from sketchpad.files.atomic import read_bytes

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL.Image import Image

#: Read, and no others: each decoder is one more thing to attack.
_FORMATS: Final = ("PNG", "JPEG", "WEBP", "BMP", "TIFF")
_KEPT: Final = {"PNG": "image/png", "JPEG": "image/jpeg"}
_ORIENTATION: Final = 0x0112


def as_document(path: Path) -> Document:
    """A new document with the image of a file under its only layer, on a page of its size.

    The page's long side is at most that of a new document.

    Raises:
        FileError: if it is no image, or too large.
    """
    data, media_type, (width, height) = _load(path)
    scale = min(1.0, max(DEFAULT_PAGE_SIZE) / max(width, height))
    size = (width * scale, height * scale)
    underlay = Underlay(data, media_type, (0.0, 0.0, *size))
    return Document((Page((Layer(underlay=underlay),), *size),))


def load_underlay(path: Path, page_size: tuple[float, float]) -> Underlay:
    """The image of a file, fitted into a page and centred.

    Raises:
        FileError: if it is no image, or too large.
    """
    data, media_type, size = _load(path)
    return Underlay(data, media_type, _fitted(size, page_size))


def underlay_of(data: bytes, media_type: str, page_size: tuple[float, float]) -> Underlay:
    """The image in these bytes, fitted into a page and centred.

    Args:
        data: an encoded image.
        media_type: what it claims to be; the content decides.
        page_size: width and height, canvas units.

    Raises:
        InputError: if it is no image, or too large.
    """
    kept, kind, size = checked(data, f"The {media_type} image")
    return Underlay(kept, kind, _fitted(size, page_size))


def decoded(data: bytes, what: str) -> Image:
    """The pixels of an image, upright, mode ``RGBA``.

    Raises:
        InputError: if it is no image, or too large.
    """
    from PIL import ImageOps

    image = ImageOps.exif_transpose(_opened(data, what))
    return image.convert("RGBA")


def pixels(underlay: Underlay, most: int | None = None) -> NDArray[Any]:
    """The picture of an underlay.

    Args:
        underlay: its box on the page does not matter.
        most: make it smaller by a whole factor, as long as its long side stays above this.

    Returns:
        ``(h, w)`` grey, ``(h, w, 3)`` colour or ``(h, w, 4)`` with transparency; uint8, or uint16
        for a grey picture of more depth.

    Raises:
        InputError: if it cannot be decoded.
    """
    import numpy as np

    image = _opened(underlay.data, "The picture")
    if image.mode.startswith("I"):
        deep: NDArray[Any] = np.clip(np.asarray(image), 0, 65535).astype(np.uint16)
        return deep
    if image.mode not in ("L", "RGB"):
        image = image.convert("RGB" if image.mode in ("1", "CMYK", "YCbCr") else "RGBA")
    factor = max(image.size) // most if most else 1
    return np.asarray(image.reduce(factor) if factor > 1 else image)


def checked(data: bytes, what: str) -> tuple[bytes, str, tuple[int, int]]:
    """Bytes that every reader shows alike: upright PNG or JPEG, decoded once to be sure.

    Returns:
        the bytes, their media type, and width and height in pixels.

    Raises:
        InputError: if it is no image, or too large.
    """
    image = _opened(data, what)
    turned = image.getexif().get(_ORIENTATION, 1) not in (0, 1)
    kind = _KEPT.get(image.format or "")
    if kind is not None and not turned:
        return data, kind, image.size
    upright = decoded(data, what)
    buffer = io.BytesIO()
    upright.save(buffer, "PNG")
    return buffer.getvalue(), "image/png", upright.size


def _load(path: Path) -> tuple[bytes, str, tuple[int, int]]:
    try:
        return checked(read_bytes(path, limits.IMAGE_BYTES), str(path))
    except InputError as error:
        raise FileError(str(error)) from error


def _opened(data: bytes, what: str) -> Image:
    from PIL import Image, UnidentifiedImageError

    if len(data) > limits.IMAGE_BYTES:
        raise InputError(f"{what} is too large to open.")
    try:
        with warnings.catch_warnings():
            # Bounded below; and broken metadata does not matter.
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(data), formats=_FORMATS)
            width, height = image.size
            if width * height > limits.IMAGE_PIXELS:
                raise InputError(
                    f"{what} has {width} × {height} pixels; the most is "
                    f"{limits.IMAGE_PIXELS // 1_000_000} million, so make it smaller first."
                )
            image.load()
    except UnidentifiedImageError:
        raise InputError(
            f"{what} is not a PNG, JPEG, WebP, BMP or TIFF image, or it is damaged."
        ) from None
    except Image.DecompressionBombError:
        raise InputError(f"{what} has far too many pixels; make it smaller first.") from None
    except InputError:
        raise
    except Exception as error:  # decoders raise whatever broken data leads to
        raise InputError(f"{what} is a damaged image, or a part of it is missing.") from error
    return image


def _fitted(
    size: tuple[int, int], page_size: tuple[float, float]
) -> tuple[float, float, float, float]:
    scale = min(page_size[0] / size[0], page_size[1] / size[1])
    width, height = size[0] * scale, size[1] * scale
    return (page_size[0] - width) / 2, (page_size[1] - height) / 2, width, height
