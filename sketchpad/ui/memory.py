"""Small values, such as the brush, to the settings file and back."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    T = TypeVar("T", bound=DataclassInstance)
else:
    T = TypeVar("T")


def as_text(value: DataclassInstance) -> str:
    """A dataclass of numbers and texts as JSON."""
    return json.dumps(dataclasses.asdict(value))


def remembered(default: T, text: str) -> T:
    """The dataclass that ``as_text`` wrote; what makes no sense stays as in ``default``."""
    try:
        values = json.loads(text)
    except ValueError:
        return default
    if not isinstance(values, dict):
        return default
    known = {}
    for field in dataclasses.fields(default):
        value, was = values.get(field.name), getattr(default, field.name)
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if type(value) is type(was) or (number and isinstance(was, float)):
            known[field.name] = value
    return dataclasses.replace(default, **known)
