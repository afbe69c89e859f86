"""Measurements against the project's bars: ``python -m tests.benchmarks [names]``."""
