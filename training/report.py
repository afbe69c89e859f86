"""``python -m training report RUN…``: evaluated runs side by side, as one HTML page with plots."""

from __future__ import annotations

import argparse
import html
import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sketchpad.core.errors import FileError, InputError
from training import card, logs
from training.evaluation import plots
from training.evaluation.metrics import difference

Result = dict[str, Any]
#: Runs that agree in these were measured on the same drawings.
_SAME = ("drawings", "categories")
#: What each kind of picture shows.
CAPTIONS = {
    "curves.svg": "Losses while training, and on held-out real drawings.",
    "reconstructions.png": "Redrawn from their own codes, at several temperatures.",
    "healing.png": "What the corruption leaves, and what is redrawn from it.",
    "interpolations.png": "Codes mixed linearly between two drawings.",
    "codes.png": "Codes of held-out drawings in the plane (t-SNE), coloured by category.",
    "generated.png": "Drawn from nothing but the category.",
}
STYLE = """
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; color: #222; }
table { border-collapse: collapse; margin: .8rem 0 1.6rem; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem .7rem; border-bottom: 1px solid #ddd; text-align: right; }
th:first-child, td:first-child { text-align: left; }
small { color: #777; } img { max-width: 100%; } figure { margin: 1rem 0; }
figcaption { color: #555; } caption { text-align: left; font-weight: 600; padding: .3rem 0; }
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``report``."""
    parser.add_argument("runs", type=Path, nargs="+", help="folders of evaluated runs")
    parser.add_argument("--out", type=Path, default=Path("report"), help="folder (default: report)")
    parser.add_argument(
        "--card", type=Path, help="folder of a model whose card shall have the comparison too"
    )
    parser.add_argument(
        "--name",
        default="comparison",
        help="of the comparison in the card, beside others (default: comparison)",
    )


def run(arguments: argparse.Namespace) -> None:
    """Write the report.

    Raises:
        InputError: if a run has not been evaluated.
        FileError: if the report cannot be written.
    """
    results = [read_evaluation(folder) for folder in arguments.runs]
    out: Path = arguments.out
    try:
        out.mkdir(parents=True, exist_ok=True)
        compare_curves(arguments.runs, results, out / "curves.svg")
        parts = [tables(results), _figure("curves.svg", "Held-out loss of every run.")]
        for folder, result in zip(arguments.runs, results, strict=True):
            parts.append(_section(folder, result, out))
        (out / "index.html").write_text(_page(parts), encoding="utf-8")
    except OSError as error:
        raise FileError(f"The report cannot be written to {out}: {error.strerror}.") from None
    if arguments.card is not None:
        values = card.read(arguments.card)
        kept = values.get("comparison", {})
        # Older cards had room for one comparison, without a name.
        kept = {"comparison": kept} if isinstance(kept, list) else kept
        values["comparison"] = kept | {arguments.name: [compact(r) for r in results]}
        card.write(arguments.card, values)
    print(out / "index.html")


def compact(result: Result) -> Result:
    """What a card keeps of a run that its model is compared with: means and their intervals."""
    kept: Result = {k: result[k] for k in ("run", "description", "step", "drawings", "command")}
    kept["categories"] = result.get("categories_measured", len(result["categories"]))
    overall = result["likelihood"]["all"]
    found = {f"nats, {k}": overall[k] for k in ("reconstruction", "category_alone") if k in overall}
    for level, row in result.get("healing", {}).get("corruptions", {}).items():
        names = ("ret1", "rec1", "code_ret1", "given_error", "rebuilt_error")
        found |= {f"{k} at {level} masked": row[k] for k in names if k in row}
    for t, row in result.get("reconstruction", {}).items():
        found[f"rec1 redrawn at {t}"] = row["rec1"]
    found |= result.get("clustering", {})
    interpolation = result.get("interpolation", {})
    if "share_in_end_categories" in interpolation:
        found["frames in the two end categories"] = interpolation["share_in_end_categories"]
    kept["metrics"] = {
        name: {k: round(e[k], 4) for k in ("value", "low", "high")} for name, e in found.items()
    }
    return kept


def read_evaluation(folder: Path) -> Result:
    """The results that ``evaluate`` left in a run's folder.

    Raises:
        InputError: if there are none, or they cannot be read.
    """
    path = folder / "evaluation" / "evaluation.json"
    try:
        result: Result = json.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise InputError(
            f"{folder} has not been evaluated; do: python -m training evaluate {folder}"
        ) from None
    except ValueError:
        raise InputError(f"{path} is broken; evaluate the run again.") from None
    return result


def compare_curves(folders: Sequence[Path], results: Sequence[Result], path: Path) -> None:
    """The held-out reconstruction loss of every run over its steps."""
    series = {}
    for folder, result in zip(folders, results, strict=True):
        rows = logs.read(folder, "valid")
        if rows:
            heights = [float(r.get("reconstruction", r["loss"])) for r in rows]
            series[str(result["run"])] = ([float(r["step"]) for r in rows], heights)
    plots.curves(path, series, y="held-out reconstruction loss")


# --- tables ----------------------------------------------------------------------------------


def _percent(value: dict[str, float]) -> str:
    low, high = 100 * value["low"], 100 * value["high"]
    return f"{100 * value['value']:.1f} <small>{low:.1f}–{high:.1f}</small>"


def _number(value: dict[str, float]) -> str:
    return f"{value['value']:.3f} <small>{value['low']:.3f}–{value['high']:.3f}</small>"


def table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """An HTML table; cells are HTML, heads are text. Nothing if there are no rows."""
    if not rows:
        return ""
    head = "".join(f"<th>{html.escape(h)}</th>" for h in heads)
    body = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    return (
        f"<table><caption>{html.escape(title)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def tables(results: Sequence[Result]) -> str:
    """All comparisons: each table has the runs that were measured for it."""
    return "".join(
        (
            _likelihood(results),
            _healing(results, "ret1", "Ret@1 in %: healed → full, one right answer"),
            _healing(results, "ret10", "Ret@10 in %"),
            _healing(results, "ret50", "Ret@50 in %"),
            _healing(results, "rec1", "Rec in % (top-1) of healed drawings"),
            _healing(results, "rec5", "Rec in % (top-5) of healed drawings"),
            _healing(results, "ret1", "Ret@1 in %, chosen among candidates", "healing_chosen"),
            _healing(results, "rec1", "Rec in %, chosen among candidates", "healing_chosen"),
            _against_first(results, "ret1", "Ret@1"),
            _against_first(results, "rec1", "Rec, top-1"),
            _healing(results, "code_ret1", "Ret@1 in % of the codes alone, nothing drawn"),
            _healing(results, "given_error", "Squared error of the corrupted image", show=_number),
            _healing(results, "rebuilt_error", "Squared error of the rebuilt image", show=_number),
            _latent(results),
            _by_temperature(results, "reconstruction", lambda r: r["reconstruction"]),
            _by_temperature(results, "generation", lambda r: r["generation"]["temperatures"]),
            _by_temperature(results, "completion", lambda r: r["completion"]["temperatures"]),
        )
    )


def _name(result: Result) -> str:
    return html.escape(result["run"])


def _likelihood(results: Sequence[Result]) -> str:
    keys = ("reconstruction", "offset", "pen", "per_point", "per_point_box", "category_alone")
    rows = []
    for r in results:
        overall = r["likelihood"]["all"]
        size = [f"{r['step']}", f"{r['minutes']:.1f}", f"{r['parameters'] / 1e6:.2f} M"]
        cells = [_number(overall[k]) if k in overall else "" for k in keys]
        rows.append([_name(r), *size, f"{r['drawings']}", *cells])
    heads = ("run", "steps", "minutes", "parameters", "drawings", *keys)
    return table("Negative log-likelihood of held-out real drawings", heads, rows)


def _healing(
    results: Sequence[Result],
    key: str,
    title: str,
    part: str = "healing",
    show: Callable[[dict[str, float]], str] = _percent,
) -> str:
    rows, heads = [], ["run", "gallery"]
    for r in results:
        found = r.get(part, {}).get("corruptions", {})
        if found and all(key in row for row in found.values()):
            heads = ["run", "gallery", *found]
            gallery = f"{r[part]['gallery']}"
            rows.append([_name(r), gallery, *(show(row[key]) for row in found.values())])
    return table(title, heads, rows)


def _against_first(results: Sequence[Result], key: str, title: str) -> str:
    """By how much the first run beats every other one, drawing by drawing."""
    rows, heads = [], ["run"]
    first = results[0].get("healing", {}).get("corruptions", {})
    for r in results[1:]:
        found = r.get("healing", {}).get("corruptions", {})
        if [r[k] for k in _SAME] != [results[0][k] for k in _SAME] or list(found) != list(first):
            continue
        pairs = [(first[p].get("right", {}), found[p].get("right", {})) for p in found]
        if pairs and all(key in a and key in b for a, b in pairs):
            heads = ["run", *found]
            cells = [_percent(difference(a[key], b[key]).to_dict()) for a, b in pairs]
            rows.append([_name(r), *cells])
    return table(f"{title} of {results[0]['run']} less that of others, points of %", heads, rows)


def _latent(results: Sequence[Result]) -> str:
    rows = []
    for r in results:
        found = r.get("interpolation")
        if found:
            inside = found.get("share_in_end_categories")
            rows.append(
                [
                    _name(r),
                    _percent(r["clustering"]["nearest_is_same_category"]),
                    _percent(inside) if inside else "",
                    _number(found["largest_step_by_mean"]),
                ]
            )
    heads = (
        "run",
        "nearest code is of the same category, %",
        "frames in the two end categories, %",
        "largest step ÷ mean step",
    )
    return table("Latent space and interpolation", heads, rows)


def _by_temperature(
    results: Sequence[Result], key: str, get: Callable[[Result], dict[str, Result]]
) -> str:
    rows = []
    for r in results:
        if key not in r:
            continue
        measured = dict(get(r))
        if "people" in r and "people" not in measured:
            measured["people"] = r["people"]
        for temperature, row in measured.items():
            rec = [_percent(row[k]) if k in row else "" for k in ("rec1", "rec5")]
            hashes = _number(row["diversity"]) if row.get("diversity") else ""
            rows.append([_name(r), html.escape(temperature), *rec, hashes])
    heads = ("run", "temperature", "Rec top-1, %", "Rec top-5, %", "diversity, bits of 64")
    return table(f"{key.capitalize()}, judged by the recogniser", heads, rows)


# --- the page --------------------------------------------------------------------------------


def _figure(source: str, caption: str) -> str:
    return (
        f'<figure><img src="{html.escape(source)}" alt="{html.escape(caption)}" loading="lazy">'
        f"<figcaption>{html.escape(caption)}</figcaption></figure>"
    )


def _section(folder: Path, result: Result, out: Path) -> str:
    """One run's own part: its pictures, copied beside the page, and its categories."""
    place = out / result["run"]
    place.mkdir(exist_ok=True)
    parts = [f"<h2>{_name(result)}</h2><p>{html.escape(result['description'])}</p>"]
    for name in result.get("pictures", ()):
        shutil.copyfile(folder / "evaluation" / name, place / name)
        parts.append(_figure(f"{result['run']}/{name}", CAPTIONS.get(name, name)))
    by_category = result["likelihood"]["by_category"]
    keys = ("reconstruction", "offset", "pen", "per_point", "top1", "top5")
    rows = [
        [
            html.escape(name),
            f"{row['drawings']}",
            *(f"{row[k]:.3f}" if k in row else "" for k in keys),
        ]
        for name, row in by_category.items()
    ]
    parts.append("<details><summary>By category</summary>")
    parts.append(table("", ("category", "drawings", *keys), rows) + "</details>")
    parts.append(f"<p><small>{html.escape(result['likelihood']['conventions'])}</small></p>")
    return "".join(parts)


def _page(parts: Sequence[str]) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        "<title>Sketchpad: trained models</title>"
        f"<style>{STYLE}</style></head><body><h1>Trained models</h1>"
        "<p>Measured on held-out drawings by people. Small figures are 95 % bootstrap intervals "
        "over drawings.</p>"
        f"{''.join(parts)}</body></html>\n"
    )
