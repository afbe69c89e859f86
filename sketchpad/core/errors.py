"""Errors that carry a sentence for the user; anything else that is raised is a bug."""

from __future__ import annotations


class SketchpadError(Exception):
    """What happened, to which thing, and what to do about it, in one sentence."""


class FileError(SketchpadError):
    """A file cannot be read or written."""


class InputError(SketchpadError):
    """A value from outside (a drawing, an option) is out of its bounds."""


class ModelError(SketchpadError):
    """A model is missing, broken, or cannot do what was asked of it."""


class CancelledError(SketchpadError):
    """The user cancelled the work; nothing has changed."""
