"""Keeps on one line what is read as one: the name of the pledge, a range, a number with its unit, a note, an option."""

import re

from analysis.core.wording import Wording

_NUMBER = r"\d(?:[\d.,]*\d)?%?"
_NAME = r"1300-deals?"
_OPTION = "--[a-z]+"
# After a letter or a digit no line ends before a note anyway; a mark of an entity (&nbsp;) is left whole.
_NOTED = re.compile(r'([^\w\s<>;])(<a class="note"[^>]*>[^<]*</a>)')
_TAG = re.compile(r"(<[^>]*>)")
# Within these nothing is broken by a line's end, or no element may stand.
_LEFT_ALONE = ("svg", "title", "style", "head")


def unbroken(html: str, w: Wording) -> str:
    """Return a page in which no line ends within such a piece: each in a span of its own, its text as it was.

    A span and no other hyphen or space, so that who searches, copies or hears the page meets the common letters.
    """
    pieces, inside = _pieces(w), list[str]()
    made = []
    for part in _TAG.split(_NOTED.sub(r'<span class="word">\1\2</span>', html)):
        if part.startswith("<"):
            _follow(part, inside)
            made.append(part)
        else:
            made.append(part if inside else pieces.sub(r'<span class="word">\g<0></span>', part))
    return "".join(made)


def _pieces(w: Wording) -> re.Pattern[str]:
    units = "|".join(re.escape(unit) for unit in w.say("words.units").split())
    ranged = rf"{_NUMBER}(?:–| {re.escape(w.say('words.to'))} ){_NUMBER}"
    # Not within a longer word, as in the name of a file.
    return re.compile(rf"(?<![\w.,/–-])(?:{_NAME}|{_OPTION}|(?:{ranged}|{_NUMBER}) (?:{units})|{ranged})(?![\w–-])")


def _follow(tag: str, inside: list[str]) -> None:
    """Keep in mind which of the elements that are left alone are open."""
    name = tag.strip("</>").partition(" ")[0].lower()
    if name not in _LEFT_ALONE:
        return
    if not tag.startswith("</"):
        inside.append(name)
    elif inside:
        inside.pop()
