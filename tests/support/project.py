"""Where the project's files are."""

from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
NOTEBOOKS = PROJECT / "notebooks"
KNOWN = PROJECT / "tests" / "data" / "known"
SPOILT = PROJECT / "tests" / "data" / "spoilt"
SUPPORT = PROJECT / "tests" / "support"
