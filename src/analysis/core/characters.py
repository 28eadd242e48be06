"""Signs that show nothing, or turn the text around them: kept out of tables, dropped from lists, told in messages.

A page, a mail and a terminal trust the text they are given: a line break begins another header, an escape sequence
writes over what stands above, a mark of direction turns a name and the number behind it around.
"""

import unicodedata

# Controls, marks without a shape (of direction, of no width), halves of a letter, what no font has, breaks of lines.
_UNSEEN = frozenset(["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"])
# Letters and digits that are set from right to left: they turn the numbers beside them around.
_LEFTWARDS = frozenset(["R", "AL", "AN"])
# Where a text may have several lines.
LINE_BREAKS = frozenset("\r\n")


def unfit_in(text: str, allowed: frozenset[str] = frozenset()) -> str:
    """Return the first sign of a text that no table may hold, by its number and name; empty for none."""
    if text.isascii() and text.isprintable():
        return ""  # as most
    found = (sign for sign in text if sign not in allowed and (_is_unseen(sign) or _is_leftwards(sign)))
    return next((f"U+{ord(sign):04X} ({_name(sign)})" for sign in found), "")


def made_visible(text: str) -> str:
    """Return a text for a message: each sign that shows nothing as Python writes it, such as `\\u202e` or `\\n`."""
    if text.isprintable():
        return text
    return "".join(sign.encode("unicode_escape").decode() if _is_unseen(sign) else sign for sign in text)


def without_unseen(text: str) -> str:
    """Return a text without signs that show nothing; a control, which may have kept two words apart, is a space."""
    if text.isprintable():
        return text
    return "".join(_instead_of(sign) if _is_unseen(sign) and sign not in LINE_BREAKS else sign for sign in text)


def _is_unseen(sign: str) -> bool:
    return unicodedata.category(sign) in _UNSEEN


def _is_leftwards(sign: str) -> bool:
    return unicodedata.bidirectional(sign) in _LEFTWARDS


def _instead_of(sign: str) -> str:
    return " " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else ""


def _name(sign: str) -> str:
    # Controls have no name in Unicode.
    return unicodedata.name(sign, "a control character" if unicodedata.category(sign) == "Cc" else "no letter").lower()
