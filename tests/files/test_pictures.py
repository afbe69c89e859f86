"""Pictures out (PNG, JPEG, PDF) and in (underlays)."""

from __future__ import annotations

import base64
import io
import re
import time
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sketchpad import files
from sketchpad.core.document import Document, Layer, Page, Underlay
from sketchpad.core.errors import FileError, InputError
from sketchpad.core.raster import rasterise
from sketchpad.core.stroke import Brush, Stroke
from sketchpad.files import bitmap, images, limits
from tests.files import drawings

BLACK = Brush("#000000", 3.0)


def pixels(path: Path) -> np.ndarray:
    with Image.open(path) as image:
        return np.asarray(image)


def test_ink_is_that_of_the_rasteriser():
    stroke = Stroke.make(drawings.wave(3)[:, :2], BLACK)
    page = Document.of([stroke], 300, 250).pages[0]
    image = np.asarray(bitmap.render(page, scale=2.0))
    expected = 255 - 255 * rasterise([stroke.points * 2], (500, 600), 6.0)
    assert np.abs(image[..., 0] - expected).max() <= 1


def test_bands_leave_no_seam(monkeypatch: pytest.MonkeyPatch):
    page = drawings.rich().pages[0]
    whole = np.asarray(bitmap.render(page))
    monkeypatch.setattr(bitmap, "_BAND", 7)
    assert np.abs(np.asarray(bitmap.render(page)).astype(int) - whole).max() <= 1


def test_scale_paper_and_transparency(tmp_path: Path):
    page = Page((Layer(strokes=(Stroke.make([[10, 10], [50, 10]], BLACK),)),), 60, 40, "#ff8000")
    files.save(Document((page,)), tmp_path / "a.png", scale=2.5)
    paper = pixels(tmp_path / "a.png")
    assert paper.shape == (100, 150, 4)
    assert paper[90, 90].tolist() == [255, 128, 0, 255]
    assert paper[25, 60].tolist() == [0, 0, 0, 255]
    files.save(Document((page,)), tmp_path / "b.png", transparent=True)
    clear = pixels(tmp_path / "b.png")
    assert clear[30, 30].tolist() == [0, 0, 0, 0]
    assert clear[10, 30].tolist() == [0, 0, 0, 255]
    files.save(Document((page,)), tmp_path / "c.jpg", transparent=True, quality=95)
    assert np.abs(pixels(tmp_path / "c.jpg")[35, 30].astype(int) - (255, 128, 0)).max() < 6


def test_opacities_multiply_and_hidden_layers_are_not_drawn():
    stroke = Stroke.make([[0, 5], [20, 5]], Brush("#000000", 6, opacity=0.5))
    layers = (Layer(strokes=(stroke, stroke), opacity=0.5), Layer(strokes=(stroke,), visible=False))
    image = np.asarray(bitmap.render(Page(layers, 20, 10)))
    # Two strokes of 0.5 cover 0.75 of the layer, which is at 0.5.
    assert abs(int(image[5, 10, 0]) - 159) <= 1


def test_varying_width_and_hairlines():
    samples = [[10, 20, 0.0], [110, 20, 1.0]]
    brush = Brush("#000000", 20, sensitivity=1.0)
    page = Document.of([Stroke.make(samples, brush)], 120, 40).pages[0]
    ink = (255 - np.asarray(bitmap.render(page))[..., 0]) / 255
    assert ink.sum(axis=0)[30] == pytest.approx(4.1, abs=0.3)
    assert ink.sum(axis=0)[90] == pytest.approx(16.1, abs=0.5)
    fine = Stroke.make([[10, 20.5], [110, 20.5]], Brush("#000000", 0.25))
    page = Document.of([fine, Stroke.make([[60, 5]], BLACK)], 120, 40).pages[0]
    ink = (255 - np.asarray(bitmap.render(page))[..., 0]) / 255
    assert ink.sum(axis=0)[30] == pytest.approx(0.25, abs=0.02)
    assert ink[:10].sum() == pytest.approx(np.pi * 1.5**2, rel=0.1)


def test_underlay_lies_where_its_box_is():
    underlay = Underlay(drawings.png(4, 4, "red"), "image/png", (-5.0, 8.0, 20.0, 10.0), 0.5)
    page = Page((Layer(underlay=underlay),), 30, 30)
    image = np.asarray(bitmap.render(page, scale=2))
    assert image[30, 10].tolist() == [255, 128, 128, 255]
    assert image[30, 35].tolist() == [255, 255, 255, 255]
    assert image[10, 10].tolist() == [255, 255, 255, 255]
    assert (np.asarray(bitmap.render(page, underlay=False)) == 255).all()
    outside = Page((Layer(underlay=Underlay(underlay.data, "image/png", (90, 90, 5, 5))),), 30, 30)
    assert (np.asarray(bitmap.render(outside)) == 255).all()


@pytest.mark.parametrize("scale", [0.0, -1.0, float("nan"), float("inf"), 1e4])
def test_pictures_that_make_no_sense(scale: float, tmp_path: Path):
    with pytest.raises(InputError):
        files.save(drawings.rich(), tmp_path / "a.png", scale=scale)
    assert list(tmp_path.iterdir()) == []


def test_huge_underlay_box_is_refused():
    underlay = Underlay(drawings.png(), "image/png", (0.0, 0.0, 1e6, 1e6))
    with pytest.raises(InputError, match="too large"):
        bitmap.render(Page((Layer(underlay=underlay),), 30, 30))


def test_pdf_has_all_pages(tmp_path: Path):
    path = tmp_path / "a.pdf"
    assert files.save(drawings.rich(), path) == [path]
    data = path.read_bytes()
    assert data.startswith(b"%PDF-")
    assert data.count(b"/Type /Page\n") == 2
    assert b"/MediaBox [ 0 0 480 360.375 ]" in data
    assert b"/Subtype /Image" in data
    files.save(drawings.rich(), path, page=1, underlay=False)
    assert path.read_bytes().count(b"/Type /Page\n") == 1
    again = tmp_path / "b" / "a.pdf"
    again.parent.mkdir()
    files.save(drawings.rich(), again, page=1, underlay=False)
    assert again.read_bytes() == path.read_bytes()


def test_pdf_curves_are_where_the_strokes_are(tmp_path: Path):
    path = tmp_path / "a.pdf"
    stroke = Stroke.make([[10, 20], [90, 20]], Brush("#ff0000", 4))
    varying = Stroke.make([[10, 50, 0.1], [90, 50, 1]], Brush("#0000ff", 8, sensitivity=1))
    files.save(Document.of([stroke, varying], 100, 80), path)
    stream = re.search(rb"stream\r?\n(.*?)endstream", path.read_bytes(), re.DOTALL)
    assert stream is not None
    content = zlib.decompress(base64.a85decode(stream[1].strip(), adobe=True)).decode()
    assert ".75 0 0 -0.75 0 60 cm" in content
    assert "10 20 m" in content
    assert re.search(r"[\d.]+ 20 [\d.]+ 20 90 20 c", content)
    assert "1 0 0 RG" in content
    assert "0 0 1 rg" in content


# In ----------------------------------------------------------------------------------------------


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "BMP", "TIFF"])
def test_image_becomes_an_underlay(kind: str, tmp_path: Path):
    path = tmp_path / "photo.anything"
    data = encoded(Image.new("RGB", (60, 30), "teal"), kind)
    path.write_bytes(data)
    loaded = files.open_document(path)
    assert loaded.format == "image"
    page = loaded.document.pages[0]
    underlay = page.layers[0].underlay
    assert underlay is not None
    assert (page.width, page.height) == (60, 30)
    assert underlay.box == (0, 0, 60, 30)
    if kind in ("PNG", "JPEG"):
        assert underlay.data == data
    red, green, blue, alpha = images.decoded(underlay.data, "it").getpixel((5, 5))
    assert abs(red) < 6
    assert abs(green - 128) < 6
    assert abs(blue - 128) < 6
    assert alpha == 255


def test_image_is_fitted_into_the_page(tmp_path: Path):
    path = tmp_path / "a.png"
    path.write_bytes(drawings.png(3000, 1000))
    assert images.load_underlay(path, (600, 600)).box == (0, 200, 600, 200)
    assert images.underlay_of(path.read_bytes(), "image/x", (30, 30)).box == (0, 10, 30, 10)
    page = images.as_document(path).pages[0]
    assert (page.width, page.height) == (1200, 400)


def test_pictures_are_turned_as_they_say(tmp_path: Path):
    image = Image.new("RGB", (40, 20), "red")
    exif = Image.Exif()
    exif[0x0112] = 6
    path = tmp_path / "a.jpg"
    path.write_bytes(encoded(image, "JPEG", exif=exif))
    underlay = images.load_underlay(path, (100, 100))
    assert underlay.media_type == "image/png"
    assert images.decoded(underlay.data, "it").size == (20, 40)
    assert underlay.box == (25, 0, 50, 100)


def test_bomb_of_a_hundred_megapixels(tmp_path: Path):
    path = tmp_path / "bomb.png"
    path.write_bytes(encoded(Image.new("1", (10_001, 10_000)), "PNG"))
    assert path.stat().st_size < 100_000
    began = time.monotonic()
    with pytest.raises(FileError, match="10001 × 10000 pixels"):
        files.load(path)
    assert time.monotonic() - began < 2
    path.write_bytes(encoded(Image.new("1", (30_000, 20_000)), "PNG"))
    with pytest.raises(FileError, match="too many pixels"):
        files.load(path)


def test_damaged_images(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "a.png"
    whole = drawings.png(200, 200)
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(FileError, match="damaged"):
        files.load(path)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    with pytest.raises(FileError, match="not a PNG"):
        files.load(path)
    with pytest.raises(InputError, match="image/png image"):
        images.underlay_of(b"", "image/png", (10, 10))
    monkeypatch.setattr(limits, "IMAGE_BYTES", 100)
    path.write_bytes(whole)
    with pytest.raises(FileError, match="too large"):
        files.load(path)
    with pytest.raises(InputError, match="too large"):
        images.underlay_of(whole, "image/png", (10, 10))


def _underlay(image: Image.Image, kind: str = "PNG") -> Underlay:
    buffer = io.BytesIO()
    image.save(buffer, kind)
    return Underlay(buffer.getvalue(), f"image/{kind.lower()}", (0, 0, 10, 10))


@pytest.mark.parametrize(
    ("mode", "shape", "depth"),
    [
        ("L", (), np.uint8),
        ("RGB", (3,), np.uint8),
        ("1", (3,), np.uint8),
        ("P", (4,), np.uint8),
        ("RGBA", (4,), np.uint8),
        ("I;16", (), np.uint16),
    ],
)
def test_pixels_of_every_kind_of_underlay(mode: str, shape: tuple[int, ...], depth: type):
    ramp = Image.fromarray(np.tile(np.arange(0, 240, 4, dtype=np.uint8), (30, 1)))
    image = Image.new("I;16", (60, 30), 40_000) if mode == "I;16" else ramp.convert(mode)
    found = images.pixels(_underlay(image))
    assert found.shape == (30, 60, *shape)
    assert found.dtype == depth
    assert found.max() > 200


def test_pixels_can_be_fewer():
    image = _underlay(Image.new("RGB", (1000, 400), "#ff8000"), "JPEG")
    assert images.pixels(image, 240).shape == (100, 250, 3)
    assert images.pixels(image, 2000).shape == (400, 1000, 3)
    with pytest.raises(InputError, match="not a PNG"):
        images.pixels(Underlay(b"?", "image/png", (0, 0, 1, 1)))
