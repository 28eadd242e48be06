"""Papermill's engine `forked`, which makes a fresh process for a notebook in a hundredth of a kernel's time."""

# First: it loads the engine itself, by its entry point, and could not find it in the middle of this package.
import papermill.engines  # noqa: F401

from analysis.engine.forked import ForkedEngine, why_not_forked

__all__ = ["ForkedEngine", "why_not_forked"]
