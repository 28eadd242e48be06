"""The ways in which people write a name on a list of signatories: pure functions of a seeded random generator."""

import random
import re
import tomllib
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path

_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_PLAIN = str.maketrans({"ı": "i", "İ": "I", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ß": "ss"})
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_WRONG_MARKS = str.maketrans("éèëüöïğşıá", "èééúóíǧšíà")


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


def one_of(rng: random.Random, weighted: dict[str, float]) -> str:
    """Return one of the names, as often as its weight says."""
    return rng.choices(list(weighted), list(weighted.values()))[0]


def pieces_as_written(rng: random.Random, given: str, initials: str, prefix: str, family: str) -> Pieces:
    """Return the pieces of a name as somebody fills them in: which of them, how much of them, and with what slips."""
    name = _what_is_filled_in(rng, Pieces(given, "", prefix, family), "".join(re.findall(r"[^\W\d_]", initials)))
    name = _marks(rng, _surname_in_part(rng, name))
    return _case(rng, _misspelt(rng, name) if rng.random() < 0.07 else name)


def _what_is_filled_in(rng: random.Random, full: Pieces, letters: str) -> Pieces:
    forms = {"given name": 62, "initials": 16, "first initial": 7, "both": 3, "surname only": 2, "call name": 3}
    form, given = one_of(rng, forms), full.given
    if form == "call name" and given.lower() in _WORDS["call_names"]:
        return replace(full, given=_WORDS["call_names"][given.lower()])
    if form == "surname only":
        return replace(full, given="")
    if form == "first initial" and (given or letters):
        # Kees is C.G.: people sign with either letter.
        return replace(full, given="", letters=rng.choice([text[0] for text in (given, letters) if text]))
    if letters and (form == "initials" or not given):
        return replace(full, given="", letters=letters)
    return replace(full, letters=letters) if form == "both" else full


def _surname_in_part(rng: random.Random, name: Pieces) -> Pieces:
    first, _, second = name.family.partition("-")
    shorter = _WORDS["short_prefixes"].get(name.prefix.lower())
    if first and second:
        form = one_of(rng, {"whole": 50, "first half": 20, "second half": 10, "turned": 12, "loose hyphen": 8})
        parts = {
            "whole": {},
            "first half": {"family": first},
            "second half": {"prefix": "", "family": second},
            "turned": {"prefix": "", "family": f"{second}-{name.prefix} {first}".replace("- ", "-")},
            "loose hyphen": {"family": first + rng.choice([" - ", " ", "–", " -"]) + second},
        }
        return replace(name, **parts[form])
    if name.prefix and rng.random() < 0.03:
        return replace(name, prefix="")
    return replace(name, prefix=rng.choice(shorter)) if shorter and rng.random() < 0.12 else name


def _marks(rng: random.Random, name: Pieces) -> Pieces:
    ways = {
        "kept": str,
        "no marks": without_marks,
        "wrong marks": lambda text: text.translate(_WRONG_MARKS),
        "spelt out": lambda text: without_marks(text.translate(_SPELT_OUT)),
        "marks apart": lambda text: unicodedata.normalize("NFD", text),
    }
    way = ways[one_of(rng, {"kept": 45, "no marks": 35, "wrong marks": 6, "spelt out": 8, "marks apart": 6})]
    return replace(name, given=way(name.given), family=way(name.family))


def without_marks(text: str) -> str:
    """Return a text with plain letters, as on a keyboard without the marks."""
    apart = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _misspelt(rng: random.Random, name: Pieces) -> Pieces:
    """Return a name with one typing error, sometimes two."""
    for _ in range(2 if rng.random() < 0.1 else 1):
        field = "given" if name.given and rng.random() < 0.35 else "family"
        kind = rng.choice(["swap", "drop", "double", "neighbour"])
        if re.search("ij|y", name.family) and rng.random() < 0.1:
            old, new = ("ij", "y") if "ij" in name.family else ("y", "ij")
            name = replace(name, family=name.family.replace(old, new))
        else:
            name = replace(name, **{field: slip(rng, getattr(name, field), kind)})
    return name


def slip(rng: random.Random, text: str, kind: str) -> str:
    """Return a text with one typing error: two letters swapped, one dropped or doubled, or a neighbouring key."""
    places = [place for place, letter in enumerate(text) if letter.isalpha()]
    for _ in range(20 if len(places) > 2 else 0):
        place = rng.choice(places)
        letter, behind = text[place], text[place + 1 : place + 2]
        row = next((keys for keys in _WORDS["keyboard"] if letter.lower() in keys), "")
        near = [key for key in row if abs(row.index(key) - row.index(letter.lower())) == 1]
        if kind == "swap" and behind.isalpha() and behind.lower() != letter.lower():
            return text[:place] + behind + letter + text[place + 2 :]
        if kind == "drop":
            return text[:place] + text[place + 1 :]
        if kind == "neighbour" and near:
            return text[:place] + rng.choice(near) + text[place + 1 :]
        if kind == "double":
            return text[: place + 1] + text[place:]
    return text + text[-1:]


def _case(rng: random.Random, name: Pieces) -> Pieces:
    form = one_of(rng, {"as is": 80, "capitals": 8, "small letters": 5, "capital prefix": 7})
    if form == "capitals":
        return replace(name, given=name.given.upper(), prefix=name.prefix.upper(), family=name.family.upper())
    if form == "small letters":
        return Pieces(*(each.lower() for each in (name.given, name.letters, name.prefix, name.family)))
    if form == "capital prefix" and name.prefix:
        return replace(name, prefix=rng.choice([name.prefix.title(), name.prefix.capitalize()]))
    return name


def in_one_line(rng: random.Random, name: Pieces, sex: str = "") -> str:
    """Return a name on one line: which part goes first, titles, degrees, spaces and a number.

    With a sex (m or v) it may have a form of address too, now and then that of the other one.
    """
    joiner = rng.choices([".", ". ", "", " "], [70, 12, 12, 6])[0]
    letters = (joiner.join(name.letters) + joiner).strip() if name.letters else ""
    order = [letters, name.given] if rng.random() < 0.5 else [name.given, letters]
    called = " ".join(filter(None, order))
    texts = (
        f"{called} {name.surname}".strip(),
        f"{name.family}, {called} {name.prefix}".strip(),
        f"{name.surname}, {called}",
        f"{f'{name.family} {name.prefix}'.strip()} ({called})",
        f"{name.surname} {called}",
    )
    spoken, bracket = 0, 3
    way = rng.choices(range(5), (66, 14, 5, 7, 3))[0] if called else spoken
    text = texts[way]
    if rng.random() < 0.08 and way != bracket:
        title = rng.choice(_WORDS["titles"])
        if sex and rng.random() < 0.5:
            of = {"m": "v", "v": "m"}[sex] if rng.random() < 0.02 else sex
            title = rng.choice(_WORDS["addresses"][of])
        text = f"{title} {text}"
    others = (
        (0.03 * (way == spoken), "{}" + rng.choice(_WORDS["degrees"])),
        (0.03, rng.choice(["  {}", "{} ", "\u00a0{}"])),
        (0.01, f"{rng.randrange(1, 90)}. {{}}"),
    )
    for chance, pattern in others:
        text = pattern.format(text) if rng.random() < chance else text
    return text
