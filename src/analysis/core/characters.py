"""Characters that are invisible or reorder text: refused in tables, dropped from lists, escaped.

A page, a mail and a terminal trust the text they are given: a line break begins another header, an escape sequence
overwrites what is printed above, a direction mark reverses a name and the number behind it.
"""

import unicodedata

# Unicode's categories of controls, invisible marks, surrogates, private and unassigned characters, and line separators.
_INVISIBLE = frozenset(["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"])
# Letters and digits that are set from right to left reverse the numbers beside them.
_RIGHT_TO_LEFT = frozenset(["R", "AL", "AN"])
# Where a text may have several lines.
LINE_BREAKS = frozenset("\r\n")


def unfit_in(text: str, allowed: frozenset[str] = frozenset()) -> str:
    """Return the first character of a text that no table may contain, by its number and name; empty for none."""
    if text.isascii() and text.isprintable():
        return ""  # as most texts
    for character in text:
        right_to_left = unicodedata.bidirectional(character) in _RIGHT_TO_LEFT
        if character not in allowed and (right_to_left or _is_invisible(character)):
            unnamed = "a control character" if unicodedata.category(character) == "Cc" else "no letter"
            return f"U+{ord(character):04X} ({unicodedata.name(character, unnamed).lower()})"
    return ""


def made_visible(text: str) -> str:
    """Return a text for a message: each invisible character as Python writes it, such as `\\u202e` or `\\n`."""
    return "".join(c.encode("unicode_escape").decode() if _is_invisible(c) else c for c in text)


def without_unseen(text: str) -> str:
    """Return a text without invisible characters; a control, which may have separated two words, becomes a space."""
    if text.isprintable():
        return text
    instead = dict.fromkeys(_INVISIBLE, "") | {"Cc": " ", "Zl": " ", "Zp": " "}
    return "".join(c if c in LINE_BREAKS else instead.get(unicodedata.category(c), c) for c in text)


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) in _INVISIBLE
