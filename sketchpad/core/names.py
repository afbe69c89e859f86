"""Names that follow from other names: ``Ink`` gives ``Ink clean``, and that ``Ink clean 2``."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection


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
