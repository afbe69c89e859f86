"""Moving pictures out: the pages of a document as the frames of a GIF or of an animated SVG."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sketchpad.core.document import Document, Page
from sketchpad.core.errors import FileError, InputError
from sketchpad.files import bitmap, svg_write
from sketchpad.files.atomic import writing
from sketchpad.files.limits import EXPORT_PIXELS

if TYPE_CHECKING:
    from PIL.Image import Image

#: Endings that ``save`` writes.
ENDINGS: Final = (".gif", ".svg")
#: Sketches are few colours and their edges.
_COLOURS: Final = 64
#: GIF counts hundredths of a second, and players slow down what is faster than two of them.
_TICK_MS: Final = 10
_SHORTEST: Final = 0.02
_LONGEST: Final = 10.0


def save(
    document: Document,
    path: Path,
    *,
    seconds: float = 0.1,
    there_and_back: bool = True,
    scale: float = 1.0,
) -> None:
    """Write the pages of a document as frames that repeat for ever.

    Args:
        document: its pages have one size; the first one's paper is used.
        path: ``.gif`` or ``.svg``.
        seconds: how long each frame stands.
        there_and_back: play the frames backwards too, so that nothing jumps.
        scale: pixels per canvas unit, of a GIF.

    Raises:
        FileError: if the system refuses, or for another ending.
        InputError: if the frames would be too large, or the seconds make no sense.
    """
    if not _SHORTEST <= seconds <= _LONGEST:
        raise InputError(f"A frame stands for {_SHORTEST} to {_LONGEST:g} seconds, not {seconds}.")
    pages = list(document.pages)
    if there_and_back:
        pages += pages[-2:0:-1]
    ending = path.suffix.lower()
    if ending == ".gif":
        _save_gif(pages, path, seconds, scale)
    elif ending == ".svg":
        text = svg_write.of_frames(pages, seconds)
        with writing(path) as temporary:
            temporary.write_text(text, encoding="utf-8")
    else:
        raise FileError(f"{path.name} cannot move; an animation is a .gif or an .svg file.")


def _save_gif(pages: list[Page], path: Path, seconds: float, scale: float) -> None:
    from PIL.Image import Dither

    first = pages[0]
    if first.width * first.height * scale**2 * len(pages) > EXPORT_PIXELS:
        raise InputError("The animation is too large; choose a smaller scale or fewer frames.")
    made: dict[str, Image] = {}
    for page in pages:
        if page.id not in made:
            made[page.id] = bitmap.render(page, scale=scale, underlay=False).convert("RGB")
    # One palette for all frames: another one for each would flicker.
    palette = _palette(list(made.values()))
    frames = [made[page.id].quantize(palette=palette, dither=Dither.NONE) for page in pages]
    with writing(path) as temporary, temporary.open("wb") as file:
        frames[0].save(
            file,
            "GIF",
            save_all=True,
            append_images=frames[1:],
            duration=max(round(1000 * seconds / _TICK_MS), 1) * _TICK_MS,
            loop=0,
        )


def _palette(frames: list[Image]) -> Image:
    """The colours that the frames have in common, from all of them side by side."""
    from PIL import Image as Images

    small = [
        frame.resize((max(1, frame.width // 2), max(1, frame.height // 2))) for frame in frames
    ]
    sheet = Images.new("RGB", (small[0].width, sum(frame.height for frame in small)))
    top = 0
    for frame in small:
        sheet.paste(frame, (0, top))
        top += frame.height
    return sheet.quantize(_COLOURS)
