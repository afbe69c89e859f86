"""Names: those that follow from others, and those that resemble one."""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Collection, Sequence
from typing import Final

#: Names that are proposed at most, and how much they resemble what was given, 0 to 1.
_MOST_NAMES: Final = 3
_LIKENESS: Final = 0.6


def derived(name: str, template: str, taken: Collection[str], *others: str) -> str:
    """A name in the form of a template that nothing has yet.

    Args:
        name: what it is derived from; what it already got from a template is not said twice.
        template: such as ``{name} clean``, in any language.
        taken: the names that there are.
        others: further templates that ``name`` may come from.
    """
    stem = _stem(name, (template, *others))
    first = template.format(name=stem)
    more = (f"{first} {number}" for number in itertools.count(2))
    return next(found for found in itertools.chain((first,), more) if found not in taken)


def _stem(name: str, templates: Collection[str]) -> str:
    """What a name was before any of the templates, and a number, made it longer."""
    for template in templates:
        before, after = map(re.escape, template.split("{name}"))
        match = re.fullmatch(rf"{before}(?P<stem>.+){after}(?: \d+)?", name)
        if match is not None:
            return _stem(match["stem"], templates)
    return name


def nearest(name: str, known: Collection[str]) -> list[str]:
    """The known names that a mistyped or misremembered one may mean, the likeliest first."""
    lower = {other.lower(): other for other in known}
    wanted = name.strip().lower()
    inside = [other for other in lower if other.startswith(wanted) or wanted.startswith(other)]
    close = difflib.get_close_matches(wanted, lower, _MOST_NAMES, _LIKENESS)
    found = dict.fromkeys(close + (inside if wanted else []))
    return [lower[other] for other in found][:_MOST_NAMES]


def listed(names: Sequence[str]) -> str:
    """Names as a person would say them: ``cat``, ``cat or cow``, ``cat, cow or dog``."""
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last
