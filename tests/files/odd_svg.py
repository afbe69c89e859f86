"""Strategies: SVG that is well-formed outside, and nonsense inside."""

from __future__ import annotations

from hypothesis import strategies as st

numbers = st.one_of(
    st.floats(-1e4, 1e4).map(lambda v: f"{v:.3g}"),
    st.sampled_from(
        ["1e300", "-1e999", "nan", "", "0", ".", "-", "1e", "1 1", "50%", "3mm", "1,2"]
    ),
)
data_of_paths = st.lists(
    st.tuples(st.sampled_from("MmZzLlHhVvCcSsQqTtAaX"), st.lists(numbers, max_size=9)), max_size=8
).map(lambda parts: "M1 1" + "".join(f"{name}{' '.join(values)}" for name, values in parts))
NUMERIC = [
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "width",
    "height",
    "stroke-width",
    "opacity",
    "points",
    "viewBox",
    "data-width",
    "data-gamma",
    "data-sensitivity",
]
TAGS = [
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "g",
    "svg",
    "use",
    "symbol",
    "a",
]
names = st.sampled_from(NUMERIC)
words = st.sampled_from(
    [
        "red",
        "none",
        "url(#a)",
        "#abc",
        "rgb(1e9,-5,x)",
        "inherit",
        "currentColor",
        "hsl(9,9%)",
        "#1",
    ]
)
transforms = st.lists(
    st.tuples(
        st.sampled_from(["translate", "scale", "rotate", "skewX", "matrix", "what"]),
        st.lists(numbers, max_size=7),
    ),
    max_size=3,
).map(lambda parts: " ".join(f"{name}({','.join(values)})" for name, values in parts))
tags = st.sampled_from(TAGS)


@st.composite
def elements(draw: st.DrawFn, depth: int = 0) -> str:
    attributes = dict(draw(st.lists(st.tuples(names, numbers), max_size=5)))
    attributes["stroke"] = draw(words)
    attributes["fill"] = draw(words)
    optional: dict[str, st.SearchStrategy[str]] = {
        "transform": transforms,
        "d": data_of_paths,
        "data-line": data_of_paths,
        "data-pressure": st.lists(numbers, max_size=4).map(" ".join),
        "id": st.sampled_from("abc"),
        "href": st.sampled_from(["#a", "#b", "#c", "#", "data:image/png;base64,AA", "x"]),
        "style": st.lists(st.tuples(names, numbers), max_size=3).map(
            lambda pairs: ";".join(f"{a}:{b}" for a, b in pairs)
        ),
        "preserveAspectRatio": st.sampled_from(["none", "xMinYMax slice", "x", ""]),
    }
    for name, strategy in optional.items():
        if draw(st.booleans()):
            attributes[name] = draw(strategy)
    inner = ""
    if depth < 2:
        inner = "".join(draw(st.lists(elements(depth + 1), max_size=2)))
    text = " ".join(f'{name}="{value}"' for name, value in attributes.items())
    tag = draw(tags)
    return f"<{tag} {text}>{inner}</{tag}>"
