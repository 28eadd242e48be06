"""Reads the sentences of every language, and says what is wrong with them to whoever edited them."""

import re
import string
import tomllib
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from typing import Any

from analysis.core.problems import Problem

# A sentence of each language by its key: the name of its file, then the keys in it, with points between.
Sentences = dict[str, dict[str, str]]
_LARGEST = 1_000_000
# The notebooks are in English: what they say has no Dutch.
_ENGLISH_ONLY = "desk."
_PLURALS = (".one", ".zero")
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")


def read_sentences(folder: Traversable, languages: tuple[str, ...]) -> tuple[Sentences, list[Problem]]:
    """Return the sentences of each language in a folder, and every problem of every file."""
    sentences: Sentences = {language: {} for language in languages}
    problems: list[Problem] = []
    unread: set[str] = set()
    for language in languages:
        for file in _files(folder, language):
            found, faults = _sentences_in(file, f"wording/{language}/{file.name}")
            sentences[language] |= found
            problems += faults
            if faults and not found:
                unread.add(file.name)
    problems += [p for p in _differences(sentences) if p.file.rpartition("/")[2] not in unread]
    return sentences, problems


def places_of(sentence: str) -> set[str]:
    """Return the names of the places of a sentence."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def _files(folder: Traversable, language: str) -> list[Traversable]:
    there = folder.joinpath(language)
    files = there.iterdir() if there.is_dir() else iter(())
    return sorted((f for f in files if f.name.endswith(".toml") and not f.name.startswith(".")), key=lambda f: f.name)


def _sentences_in(file: Traversable, path: str) -> tuple[dict[str, str], list[Problem]]:
    try:
        content = file.read_bytes()
        if len(content) > _LARGEST:
            raise ValueError(f"a file of {len(content):,} bytes, where {_LARGEST:,} is the most")
        table = tomllib.loads(content.decode("utf-8"))
    except (OSError, ValueError, RecursionError) as error:  # what is no UTF-8 or no TOML is a ValueError
        line = _AT_LINE.search(str(error))
        found = f"a file that can't be read ({error})"
        expected = 'TOML in UTF-8: one `key = "sentence"` a line'
        return {}, [Problem(path, int(line[1]) if line else None, None, found, expected, "fix that place")]
    sentences, problems = dict[str, str](), list[Problem]()
    for key, value in _flat(table, path.rpartition("/")[2].removesuffix(".toml")):
        if fault := _fault_of(value):
            problems.append(Problem(path, None, key, *fault))
        else:
            sentences[key] = value.strip()
    return sentences, problems


def _flat(table: dict[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    """Give each sentence of nested tables under its dotted path."""
    for key, value in table.items():
        path = f"{prefix}.{key}"
        if isinstance(value, dict):
            yield from _flat(value, path)
        else:
            yield path, value


def _fault_of(value: Any) -> tuple[str, str, str] | None:
    """Return what is wrong with one sentence by itself."""
    if not isinstance(value, str):
        return repr(value)[:80], "a sentence in quotes", "put it between quotes"
    if not value.strip():
        return "nothing", "a sentence", "write it"
    try:
        for _, name, form, conversion in string.Formatter().parse(value):
            if name is not None and (not name.isidentifier() or form or conversion):
                return f"{{{name}}}"[:80], "the name of a place between { and }", "fix the name, or double the { and }"
    except ValueError as error:
        return f"a sentence whose places can't be read ({error})", "each { closed by a }", "close it, or double it"
    return None


def _differences(sentences: Sentences) -> Iterator[Problem]:
    """Yield each sentence that one language lacks, or that has other places than in another language."""
    for language, own in sentences.items():
        for other, theirs in sentences.items():
            for key in sorted(theirs.keys() - own.keys()):
                if key.startswith(_ENGLISH_ONLY):
                    continue
                found = f"no sentence, while wording/{other} has one"
                yield Problem(_path(language, key), None, key, found, "a sentence in each language", "write it")
            for key in (own.keys() & theirs.keys()) if language < other else ():
                yield from _other_places(language, key, _needed(key, own), f"wording/{other}", _needed(key, theirs))
        for key in own:
            general = f"{key.rpartition('.')[0]}.other"
            if key.endswith(_PLURALS) and general in own:
                yield from _other_places(language, key, _needed(key, own), general, places_of(own[general]) - {"n"})


def _needed(key: str, sentences: dict[str, str]) -> set[str]:
    """Return the places of a sentence; for one or none a language may spell the number out."""
    places = places_of(sentences[key])
    return places - {"n"} if key.endswith(_PLURALS) else places


def _other_places(language: str, key: str, own: set[str], other: str, theirs: set[str]) -> Iterator[Problem]:
    """Yield a problem if a sentence has other places than the same one in another language."""
    if own != theirs:
        found, expected = (", ".join(f"{{{name}}}" for name in sorted(places)) or "none" for places in (own, theirs))
        there = f"those of {other}: {expected}"
        yield Problem(_path(language, key), None, key, f"the places {found}", there, "fix one of the two")


def _path(language: str, key: str) -> str:
    return f"wording/{language}/{key.partition('.')[0]}.toml"
