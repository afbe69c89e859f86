"""Documents for the tests of files: a rich one, many strokes, and any at all."""

from __future__ import annotations

import io

import numpy as np
from hypothesis import strategies as st
from PIL import Image

from sketchpad.core.document import Document, Hole, Layer, Page, Underlay
from sketchpad.core.stroke import Brush, Provenance, Stroke

HAND = Provenance("complete", "1.2.0", "complete", 2**70 + 1, 0.25, "request 7")


def png(width: int = 30, height: int = 20, colour: str = "orange") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(buffer, "PNG")
    return buffer.getvalue()


def wave(seed: int = 0, count: int = 60, left: float = 100.0, top: float = 100.0) -> np.ndarray:
    """A smooth hand movement: x, y, pressure, time, tilts."""
    rng = np.random.default_rng(seed)
    t = np.linspace(0.0, rng.uniform(2.0, 6.0), count)
    x = left + rng.uniform(30, 90) * np.cos(t) + 12 * t
    y = top + rng.uniform(30, 90) * np.sin(1.3 * t)
    pressure = 0.5 + 0.4 * np.sin(t)
    return np.column_stack([x, y, pressure, 8.0 * np.arange(count), 20 * np.cos(t), 5 * t])


def rich() -> Document:
    """Something of everything that a document can hold."""
    tilted = wave(1)
    partly = wave(2).copy()
    partly[5:9, 4:] = np.nan
    strokes = (
        Stroke.make(tilted, Brush("#cc2200", 8.0, 1.0, 0.8, 1.5), HAND, raw=tilted + 0.25),
        Stroke.make(partly, Brush("#0044aa", 2.5, 0.4)),
        Stroke.make(wave(3)[:, :4], raw=wave(3)[:30, :4]),
        Stroke.make([[50.0, 60.0]], Brush(width=9.0)),
    )
    holes = (Hole.swipe([(10, 10), (40, 50)], 12.0), Hole.box(100, 100, 50, 25))
    underlay = Underlay(png(), "image/png", (10.0, 20.0, 300.0, 200.0), 0.5)
    first = Page(
        (
            Layer("Ink <&\" 'Ω", strokes, holes, underlay, 0.75, locked=True),
            Layer("Hidden", (Stroke.make(wave(4)),), visible=False),
            Layer("Empty"),
        ),
        640.0,
        480.5,
        "#fff8e7",
        "Page one",
    )
    second = Page((Layer("Other", (Stroke.make(wave(5)),)),), 300.0, 200.0)
    return Document((first, second))


def many(count: int, points: int = 60) -> Document:
    """So many strokes on one layer."""
    rng = np.random.default_rng(count)
    places = rng.uniform((50, 50), (1000, 800), size=(count, 2))
    strokes = [Stroke.make(wave(n % 50, points, *place)) for n, place in enumerate(places)]
    return Document.of(strokes, 1200.0, 900.0)


def assert_same(expected: Document, found: Document) -> None:
    """Every value of two documents is equal, to the last bit."""
    assert [_page(page) for page in expected.pages] == [_page(page) for page in found.pages]


def _page(page: Page) -> tuple[object, ...]:
    layers = [_layer(layer) for layer in page.layers]
    return page.id, page.name, page.width, page.height, page.paper, layers


def _layer(layer: Layer) -> tuple[object, ...]:
    return (
        *(layer.id, layer.name, layer.opacity, layer.visible, layer.locked),
        [_stroke(stroke) for stroke in layer.strokes],
        [(h.id, h.radius, h.filled, h.path.tobytes()) for h in layer.holes],
        None if layer.underlay is None else _underlay(layer.underlay),
    )


def _stroke(stroke: Stroke) -> tuple[object, ...]:
    samples = stroke.samples
    assert not samples.flags.writeable
    raw = None if stroke.raw is None else _bits(stroke.raw)
    return stroke.id, stroke.brush, stroke.provenance, _bits(samples), raw


def _bits(samples: np.ndarray) -> bytes:
    # There are many bit patterns of NaN, and one is as good as another.
    return np.where(np.isnan(samples), np.nan, samples).tobytes()


def _underlay(underlay: Underlay) -> tuple[object, ...]:
    return underlay.id, underlay.data, underlay.media_type, underlay.box, underlay.opacity


# Any document at all ---------------------------------------------------------------------------

coordinates = st.floats(-1e6, 1e6, allow_nan=False)
shares = st.floats(0.0, 1.0)
texts = st.text(st.characters(codec="utf-8"), max_size=12)
colours = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}")
brushes = st.builds(Brush, colours, st.floats(0.1, 100.0), shares, shares, st.floats(0.2, 4.0))
provenances = st.builds(
    Provenance, texts, texts, texts, st.integers(-(2**80), 2**80), st.floats(0.0, 1.0), texts
)


@st.composite
def strokes(draw: st.DrawFn) -> Stroke:
    points = draw(st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=12))
    samples = np.column_stack(
        [
            points,
            draw(st.lists(shares, min_size=len(points), max_size=len(points))),
            np.cumsum(draw(st.lists(shares, min_size=len(points), max_size=len(points)))),
        ]
    )
    if draw(st.booleans()):
        tilt = st.one_of(st.just(np.nan), st.floats(-90, 90))
        tilts = draw(st.lists(st.tuples(tilt, tilt), min_size=len(points), max_size=len(points)))
        samples = np.column_stack([samples, np.array(tilts).reshape(-1, 2)])
    raw = samples[::2] if draw(st.booleans()) else None
    return Stroke.make(samples, draw(brushes), draw(st.none() | provenances), raw)


holes = st.builds(
    Hole,
    st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=5).map(
        lambda points: Hole.swipe(points, 1.0).path
    ),
    st.floats(0.0, 500.0),
    st.booleans(),
)
layers = st.builds(
    Layer,
    texts,
    st.lists(strokes(), max_size=4).map(tuple),
    st.lists(holes, max_size=2).map(tuple),
    st.none() | st.just(Underlay(png(), "image/png", (0.0, 0.0, 30.0, 20.0))),
    shares,
    st.booleans(),
    st.booleans(),
)
sides = st.floats(1.0, 5000.0)
pages = st.builds(
    Page, st.lists(layers, min_size=1, max_size=3).map(tuple), sides, sides, colours, texts
)
documents = st.builds(Document, st.lists(pages, min_size=1, max_size=2).map(tuple))
