"""Texts in the cells of lists that are recognised by their form: addresses, codes, initials, names, error values."""

import re

# A number or a letter that may be a code; an x, a 1 and the like are one in a column of codes.
CODE = re.compile(r"-?\d{1,2}(?:%|[^\W\d_])?|[^\W\d_]")
CODE_OR_TICK = re.compile(r"x|\d", re.IGNORECASE)
# Several codes of a choice (*1,3*, *1 en 2*); but *50+* is a party.
ONLY_CODES = re.compile(r"\d[\d\s,;/&-]*(?:(?:en|and)\s*\d+)?")
INITIALS = re.compile(r"(?:[^\W\d_]\.?[ -]?){2,6}")
# The number that a tool gives a form: its letters make no word that undoes.
_FORM_ID = r"(?=[a-f-]*\d)(?=[\d-]*[a-f])[\da-f]{8}(?:[\da-f]+|-[\da-f]{4,})*"
_ADDRESS = rf"{_FORM_ID}|\S+@[\w-]+\.[\w.-]+|(?:https?://|www\.)\S+|n\.?v\.?t\.?|n/a|\d{{4}}\s?[a-z]{{2}}"
# These say nothing, whatever was asked: an address, a number, an empty place on a form.
SAYS_NOTHING = re.compile(
    rf"{_ADDRESS}|@\w+|[-–—/_~…]+|\.|\.{{3,}}"
    r"|(?!.*(?<!\d)(?:19|20)\d\d(?!\d))[+(#]?\d[\d\s()./:+-]*",
    re.IGNORECASE,
)
# These are recognised below any heading: an address, an empty place, the number of a telephone.
KNOWN_BY_ITSELF = re.compile(rf"{_ADDRESS}|[-–—./\\_…~]+|(?=[+(0])[\d\s()+-]{{9,}}", re.IGNORECASE)
# A spreadsheet shows this for a formula that it could not, or did not, work out.
ERROR_VALUE = re.compile(
    r"#(?:N/A|N/B|REF!|VERW!|NAME\?|NAAM\?|VALUE!|WAARDE!|DIV/0!|DEEL/0!|NUM!|GETAL!|NULL!|LEEG!)|=\s*[+-]?[A-Z$(\"\d].*",
    re.IGNORECASE,
)
# What may be a name says nothing without its heading: *Wie belt: Joop*.
LIKE_NAMES = re.compile(r"[A-ZÀ-Þ][\w'’.-]*(?:[ /&,+]+[A-ZÀ-Þ][\w'’.-]*){0,3}")
DAY_OF_A_FORM = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[\sT]+\d{1,2}:\d\d[\d:.]*\s?(?:[ap]\.?m\.?)?$", re.IGNORECASE
)
# A question to others behind an answer, and the sign of a hashtag: *Ik heb de #1300deal getekend. Jij ook?*
FOLLOW_UP = re.compile(r"(?<=\w[.!] )(?:en )?(?:jij|jullie|u|wie|you|who)\b[^.!?]*\?$|#(?=1300)", re.IGNORECASE)
# How to answer, which is no part of the question: *Akkoord (j/n)*.
YES_OR_NO = re.compile(r"\W*\b(?:ja?/n(?:ee)?|y(?:es)?/no?)\b\W*", re.IGNORECASE)
