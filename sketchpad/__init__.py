"""Sketchpad: draw with a pen; models complete, heal, interpolate and clean what you draw."""

__version__ = "0.1.0"
