"""The ways in which people write a name on a list of signatories.

Pure functions of a seeded random generator; each name is returned with the ways in which it was written, so that a miss
can be explained.
"""

import random
import re
import unicodedata
from dataclasses import dataclass, replace

TITLES = ("drs.", "mr.", "dr.", "ir.", "ing.", "prof. dr.", "Drs")
ADDRESSES = {"m": ("dhr.", "de heer", "Dhr", "De heer"), "v": ("mevrouw", "mevr.", "Mw.", "Mevrouw")}
DEGREES = (", MSc", " MSc", ", MA", " LLM", ", BSc", ", RA", " MBA", ", PhD")
SHORT_PREFIXES = {
    "van der": ("v.d.", "vd", "v/d", "v. d.", "v der"),
    "van den": ("v.d.", "vd", "v/d", "v.d"),
    "van de": ("v.d.", "vd", "v/d"),
    "van": ("v.", "v"),
    "in 't": ("int", "in t", "in ’t"),
    "van 't": ("van t", "v.'t", "van ’t"),
}
# Official given names and what their bearers are called; the first letter may differ.
CALL_NAMES = {
    "johannes": ("Jan", "Hans", "Johan"), "alexander": ("Alex", "Sander", "Lex"), "thomas": ("Tom",),
    "michiel": ("Chiel",), "wilhelmina": ("Mien", "Willemijn"), "antoinette": ("Toinette",), "elisabeth": ("Els",),
    "roelof": ("Roel",), "albert": ("Bert",), "christina": ("Stien", "Tina"), "hendrik": ("Henk",),
    "martijn": ("Tijn",), "jacobus": ("Jaap", "Koos"), "margaretha": ("Greet",), "robert": ("Rob", "Bert"),
    "jan": ("Johannes",), "tom": ("Thomas",), "rob": ("Robert",), "henk": ("Hendrik",), "alex": ("Alexander",),
    "bart": ("Bartholomeus",), "jeroen": ("Hieronymus",), "paul": ("Paulus",), "kees": ("Cornelis",),
    "peter": ("Pieter", "Piet"), "pieter": ("Piet", "Peter"), "sophie": ("Sofie",), "marieke": ("Maria",),
    "anne": ("Anna", "Anneke"), "femke": ("Femmy",), "joost": ("Jodocus",), "eva": ("Evelien",), "lisa": ("Elisabeth",),
}  # fmt: skip
_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEIGHBOURS = {
    key: row[max(place - 1, 0) : place] + row[place + 1 : place + 2]
    for row in _KEYBOARD
    for place, key in enumerate(row)
}
_WRONG_MARKS = {"é": "è", "è": "é", "ë": "é", "ü": "ú", "ö": "ó", "ï": "í", "ğ": "ǧ", "ş": "š", "ı": "í", "á": "à"}
_PLAIN = str.maketrans({"ı": "i", "İ": "I", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ß": "ss"})
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


@dataclass(frozen=True)
class Pieces:
    """A name in pieces as somebody writes it; `letters` are initials. `ways` says how it differs from the list."""

    given: str
    letters: str
    prefix: str
    family: str
    ways: tuple[str, ...] = ()
    text: str = ""

    def but(self, way: str, **changes: str) -> "Pieces":
        """Return the name written in one more way."""
        return replace(self, ways=(*self.ways, way), **changes)

    @property
    def surname(self) -> str:
        """Return the prefix and the family name."""
        return f"{self.prefix} {self.family}".strip()


def one_of(rng: random.Random, weighted: dict[str, float]) -> str:
    """Return one of the names, as often as its weight says."""
    return rng.choices(list(weighted), list(weighted.values()))[0]


def pieces_as_written(rng: random.Random, given: str, initials: str, prefix: str, family: str) -> Pieces:
    """Return the pieces of a name as somebody fills them in: which of them, how much of them, and with what slips."""
    name = _what_is_filled_in(rng, given, initials, prefix, family)
    name = _surname_in_part(rng, name)
    name = _marks(rng, name)
    if rng.random() < 0.07:
        name = misspelt(rng, name)
    return _case(rng, name)


def _what_is_filled_in(rng: random.Random, given: str, initials: str, prefix: str, family: str) -> Pieces:
    full = Pieces(given, "", prefix, family)
    letters = "".join(re.findall(r"[^\W\d_]", initials))
    forms = {
        "given name": 62.0,
        "initials": 16.0,
        "first initial": 7.0,
        "both": 3.0,
        "surname only": 2.0,
        "call name": 3.0,
    }
    form = one_of(rng, forms)
    if form == "call name" and given.lower() in CALL_NAMES:
        return full.but("call name", given=rng.choice(CALL_NAMES[given.lower()]))
    if form == "surname only":
        return full.but("surname only", given="")
    if form == "first initial" and (given or initials):
        # Kees is C.G.: people sign with either letter.
        first = rng.choice([text[0] for text in (given, initials) if text])
        return full.but("first initial", given="", letters=first)
    if letters and (form == "initials" or not given):
        return full.but("initials" if len(letters) > 1 else "first initial", given="", letters=letters)
    if form == "both" and letters:
        return full.but("given name and initials", letters=letters)
    return full


def _surname_in_part(rng: random.Random, name: Pieces) -> Pieces:
    first, hyphen, second = name.family.partition("-")
    if hyphen and first and second:
        form = one_of(rng, {"whole": 50, "first half": 20, "second half": 10, "turned": 12, "loose": 8})
        if form == "first half":
            return name.but("half of the surname", family=first)
        if form == "second half":
            return name.but("half of the surname", prefix="", family=second)
        if form == "turned":
            return name.but("turned surname", prefix="", family=f"{second}-{name.prefix} {first}".replace("- ", "-"))
        if form == "loose":
            return name.but("loose hyphen", family=first + rng.choice([" - ", " ", "–", " -"]) + second)
        return name
    if name.prefix and rng.random() < 0.03:
        return name.but("no prefix", prefix="")
    shorter = SHORT_PREFIXES.get(name.prefix.lower())
    if shorter and rng.random() < 0.12:
        return name.but("short prefix", prefix=rng.choice(shorter))
    return name


def _marks(rng: random.Random, name: Pieces) -> Pieces:
    text = name.given + name.family
    if unicodedata.normalize("NFKD", text.translate(_PLAIN)) == text:
        return name
    form = one_of(rng, {"kept": 45, "no marks": 35, "wrong marks": 6, "spelt out": 8, "marks apart": 6})
    if form == "no marks":
        return name.but(form, given=without_marks(name.given), family=without_marks(name.family))
    if form == "wrong marks":
        table = str.maketrans(_WRONG_MARKS)
        return name.but(form, given=name.given.translate(table), family=name.family.translate(table))
    if form == "spelt out" and text.translate(_SPELT_OUT) != text:
        spelt = [without_marks(piece.translate(_SPELT_OUT)) for piece in (name.given, name.family)]
        return name.but(form, given=spelt[0], family=spelt[1])
    if form == "marks apart":
        apart = [unicodedata.normalize("NFD", piece) for piece in (name.given, name.family)]
        return name.but(form, given=apart[0], family=apart[1])
    return name


def without_marks(text: str) -> str:
    """Return a text with plain letters, as on a keyboard without the marks."""
    apart = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def misspelt(rng: random.Random, name: Pieces) -> Pieces:
    """Return a name with one typing error, sometimes two."""
    for _ in range(2 if rng.random() < 0.1 else 1):
        field = "given" if name.given and rng.random() < 0.35 else "family"
        kind = rng.choice(["swap", "drop", "double", "neighbour"])
        if re.search("ij|y", name.family) and rng.random() < 0.1:
            turned = name.family.replace("ij", "y") if "ij" in name.family else name.family.replace("y", "ij")
            name = name.but("misspelt: ij or y", family=turned)
        else:
            name = name.but(f"misspelt: {kind}", **{field: slip(rng, getattr(name, field), kind)})
    return name


def slip(rng: random.Random, text: str, kind: str) -> str:
    """Return a text with one typing error: two letters swapped, one dropped or doubled, or a neighbouring key."""
    places = [place for place, letter in enumerate(text) if letter.isalpha()]
    if len(places) < 3:
        return text + text[-1:]
    for _ in range(20):
        place = rng.choice(places)
        letter, behind = text[place], text[place + 1 : place + 2]
        if kind == "swap" and behind.isalpha() and behind.lower() != letter.lower():
            return text[:place] + behind + letter + text[place + 2 :]
        if kind == "drop":
            return text[:place] + text[place + 1 :]
        if kind == "neighbour" and letter.lower() in _NEIGHBOURS:
            return text[:place] + rng.choice(_NEIGHBOURS[letter.lower()]) + text[place + 1 :]
        if kind == "double":
            return text[: place + 1] + text[place:]
    return text + text[-1]


def _case(rng: random.Random, name: Pieces) -> Pieces:
    form = one_of(rng, {"as is": 80, "capitals": 8, "small letters": 5, "capital prefix": 7})
    if form == "capitals":
        return name.but(form, given=name.given.upper(), prefix=name.prefix.upper(), family=name.family.upper())
    if form == "small letters":
        return name.but(form, given=name.given.lower(), letters=name.letters.lower(), family=name.family.lower())
    if form == "capital prefix" and name.prefix:
        return name.but(form, prefix=rng.choice([name.prefix.title(), name.prefix.capitalize()]))
    return name


def pointed(rng: random.Random, letters: str) -> str:
    """Return initials as people point them: C.G., C. G., CG, C G."""
    if not letters:
        return ""
    form = one_of(rng, {"C.G.": 70, "C. G.": 12, "CG": 12, "C G": 6})
    joiner = {"C.G.": ".", "C. G.": ". ", "CG": "", "C G": " "}[form]
    return (joiner.join(letters) + joiner).strip()


def in_one_line(rng: random.Random, name: Pieces, sex: str = "") -> Pieces:
    """Return a name with its text on one line: which part goes first, titles, degrees, spaces and a number.

    With a sex (m or v) it may have a form of address too, now and then that of the other one.
    """
    letters = pointed(rng, name.letters)
    called = " ".join(filter(None, [letters if name.given and rng.random() < 0.5 else "", name.given])) or letters
    if name.given and letters and letters not in called:
        called = f"{name.given} {letters}"
    order = one_of(rng, {"as spoken": 66, "comma": 14, "comma, prefix first": 5, "bracket": 7, "surname first": 3})
    if order == "as spoken" or not called:
        text, order = f"{called} {name.surname}".strip(), "as spoken"
    elif order == "comma":
        text = f"{name.family}, {called} {name.prefix}".strip()
    elif order == "comma, prefix first":
        text = f"{name.surname}, {called}"
    elif order == "bracket":
        text = f"{name.family} {name.prefix}".strip() + f" ({called})"
    else:
        text = f"{name.surname} {called}"
    name = name.but(order) if order != "as spoken" else name
    if rng.random() < 0.08 and order != "bracket":
        title, way = rng.choice(TITLES), "title"
        if sex and rng.random() < 0.5:
            wrong = rng.random() < 0.02
            title = rng.choice(ADDRESSES[{"m": "v", "v": "m"}[sex] if wrong else sex])
            way = "wrong address" if wrong else "address"
        name, text = name.but(way), f"{title} {text}"
    if rng.random() < 0.03 and order == "as spoken":
        name, text = name.but("degree"), text + rng.choice(DEGREES)
    if rng.random() < 0.03:
        name, text = name.but("spaces"), rng.choice(["  {}", "{} ", "\u00a0{}"]).format(text.replace(" ", "  ", 1))
    if rng.random() < 0.01:
        name, text = name.but("numbered"), f"{rng.randrange(1, 90)}. {text}"
    return replace(name, text=text)
