"""The ways in which people write a name on a list of signatories: pure functions of a seeded random generator."""

import random
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_PLAIN = str.maketrans({"ı": "i", "İ": "I", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ß": "ss"})


@dataclass(frozen=True)
class Pieces:
    """A name in pieces as somebody writes it; `letters` are initials."""

    given: str
    letters: str
    prefix: str
    family: str

    @property
    def surname(self) -> str:
        """Return the prefix and the family name."""
        return f"{self.prefix} {self.family}".strip()


def one_of(rng: random.Random, weighted: Mapping[str, float]) -> str:
    """Return one of the names, as often as its weight says."""
    return rng.choices(list(weighted), list(weighted.values()))[0]


def pieces_as_written(rng: random.Random, given: str, initials: str, prefix: str, family: str) -> Pieces:
    """Return the pieces of a name as somebody fills them in: which of them, how much of them, and with what slips."""
    letters = "".join(re.findall(r"[^\W\d_]", initials))
    forms = {"given name": 60, "initials": 17, "first initial": 8, "both": 5, "surname only": 4, "call name": 6}
    form = one_of(rng, forms)
    if form == "given name" and given:
        name = Pieces(given, "", prefix, family)
    elif form == "call name" and given:
        name = Pieces(_WORDS["call_names"].get(given.lower(), given), "", prefix, family)
    elif form == "surname only":
        name = Pieces("", "", prefix, family)
    elif form == "first initial":
        # Kees is C.G.: people sign with either letter.
        name = Pieces("", rng.choice([text[0] for text in (given, letters) if text] or [""]), prefix, family)
    else:
        name = Pieces(given if form == "both" else "", letters or given[:1], prefix, family)
    name = _surname_in_part(rng, name)
    if rng.random() < 0.4:
        name = replace(name, given=without_marks(name.given), family=without_marks(name.family))
    if rng.random() < 0.07:
        field = "given" if name.given and rng.random() < 0.35 else "family"
        kind = rng.choice(["swap", "drop", "double", "neighbour"])
        name = replace(name, **{field: slip(rng, getattr(name, field), kind)})
    change = one_of(rng, {"str": 85, "upper": 9, "lower": 6})
    parts = (name.given, name.letters, name.prefix, name.family)
    return name if change == "str" else Pieces(*(getattr(part, change)() for part in parts))


def _surname_in_part(rng: random.Random, name: Pieces) -> Pieces:
    """Return a name with half of a double surname, turned round or loosely joined, or with a prefix cut short."""
    first, _, second = name.family.partition("-")
    if first and second:
        parts = {
            "whole": {},
            "first half": {"family": first},
            "second half": {"prefix": "", "family": second},
            "turned": {"prefix": "", "family": f"{second}-{name.prefix} {first}".replace("- ", "-")},
            "loose hyphen": {"family": first + rng.choice([" - ", " ", "–", " -"]) + second},
        }
        form = one_of(rng, {"whole": 50, "first half": 20, "second half": 10, "turned": 12, "loose hyphen": 8})
        return replace(name, **parts[form])
    shorter = ["", *_WORDS["short_prefixes"].get(name.prefix.lower(), [])]
    return replace(name, prefix=rng.choice(shorter)) if rng.random() < 0.15 else name


def without_marks(text: str) -> str:
    """Return a text with plain letters, as on a keyboard without the marks."""
    apart = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def slip(rng: random.Random, text: str, kind: str) -> str:
    """Return a text with one typing error: two letters swapped, one dropped or doubled, or a neighbouring key."""
    places = [place for place, letter in enumerate(text[:-1]) if letter.isalpha() and text[place + 1].isalpha()]
    if not places:
        return text + text[-1:]
    place = rng.choice(places)
    before, letter, behind = text[:place], text[place], text[place + 1 :]
    row = next((keys for keys in _WORDS["keyboard"] if letter.lower() in keys), letter * 2)
    key = row.index(letter.lower()) if letter.lower() in row else 0
    typed = {
        "swap": behind[0] + letter + behind[1:],
        "drop": behind,
        "double": letter + letter + behind,
        "neighbour": row[key - 1 if key else 1] + behind,
    }
    return before + typed[kind]


def in_one_line(rng: random.Random, name: Pieces, sex: str = "") -> str:
    """Return a name on one line: which part goes first, and a title, a form of address or a degree."""
    joiner = rng.choices([".", ". ", "", " "], [70, 12, 12, 6])[0]
    letters = (joiner.join(name.letters) + joiner).strip() if name.letters else ""
    called = " ".join(filter(None, [letters, name.given] if rng.random() < 0.5 else [name.given, letters]))
    spoken, before = f"{called} {name.surname}".strip(), rng.choice(_WORDS["titles"] + _WORDS["addresses"].get(sex, []))
    texts = {
        spoken: 63.0,
        f"{before} {spoken}": 6,
        f"{spoken}{rng.choice(_WORDS['degrees'])}": 3,
        f"{name.family}, {called} {name.prefix}".strip(): 13,
        f"{name.surname}, {called}": 5,
        f"{f'{name.family} {name.prefix}'.strip()} ({called})": 7,
        f"{name.surname} {called}": 3,
    }
    return one_of(rng, texts) if called else spoken
