"""What a build reads, each file with its SHA-256, and the versions of what it stands on."""

import hashlib
import importlib.metadata
import platform
from collections.abc import Sequence
from pathlib import Path

# The packages that decide what a number, a chart or a page looks like.
_PACKAGES = (
    "babel",
    "briefing-1300-deal",
    "ipykernel",
    "jinja2",
    "matplotlib",
    "nbclient",
    "nbconvert",
    "numpy",
    "pandas",
    "papermill",
    "weasyprint",
    "xlsxwriter",
)
_DATA = ("*.csv", "*.json", "*.toml", "signatories/**/*", "decisions/*")


def digests_of(data_dir: Path, notebooks: Path) -> dict[str, str]:
    """Return the SHA-256 of every file that decides what a month looks like, named as in the repository."""
    return {
        **_digests("data", input_files(data_dir)),
        **_digests("notebooks", _files(notebooks, ("*.ipynb",))),
        **code_digests(),
    }


def input_files(data_dir: Path) -> dict[str, Path]:
    """Return the files of a data folder that are read, by their name in it."""
    return _files(data_dir, _DATA)


def code_digests() -> dict[str, str]:
    """Return the SHA-256 of each file of this package: code, sentences, templates, fonts."""
    return _digests("src/analysis", _files(Path(__file__).parents[1], ("**/*",)))


def versions() -> dict[str, str]:
    """Return the versions of Python and of the packages that decide what a page looks like."""
    packages = {name: importlib.metadata.version(name) for name in _PACKAGES}
    return {**packages, "python": platform.python_version()}


def _files(folder: Path, patterns: Sequence[str]) -> dict[str, Path]:
    """Return the files of a folder by name; caches, prose and hidden files left out."""
    found = sorted({file for pattern in patterns for file in folder.glob(pattern) if file.is_file()})
    return {
        file.relative_to(folder).as_posix(): file
        for file in found
        if "__pycache__" not in file.parts and file.suffix != ".md" and not file.name.startswith(".")
    }


def _digests(name: str, files: dict[str, Path]) -> dict[str, str]:
    return {f"{name}/{path}": hashlib.sha256(file.read_bytes()).hexdigest() for path, file in files.items()}
