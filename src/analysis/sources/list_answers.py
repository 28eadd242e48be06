"""Which columns of a list answer whether somebody signed, or were filled in for most lines: an empty cell says less."""

from collections import Counter
from collections.abc import Sequence, Set

from analysis.core.names import words_of
from analysis.sources.list_contents import KnownWords
from analysis.sources.list_words import LIST_WORDS, has_word, is_a_no, pattern_of, undoes_signature

TICKED = LIST_WORDS["yes"] | LIST_WORDS["ticked"]
MOSTLY, _MAX_REPEATS = 0.5, 2
_ANSWER_CONTENTS = ("answer", "signature")
_ANSWER_WORD = pattern_of(LIST_WORDS["answer"] | LIST_WORDS["signed_as_a_status"] | LIST_WORDS["unsigned"])
_SIGNED_WORD = pattern_of(LIST_WORDS["signed"] | LIST_WORDS["signed_as_a_status"])
_ASKS_HOW_WORDS = LIST_WORDS["asks_how"]


def is_answered(heading: str, content: str, texts: Sequence[str], lines: int) -> bool:
    """Return whether a column has a day, an answer or the same text on most lines, or both yes and no on some."""
    (_, commonest), *_ = Counter(map(str.lower, texts)).most_common(1)
    says_how = _ASKS_HOW_WORDS.issuperset(words_of(heading or "?"))
    is_of_one_kind = says_how or content in ("date", "sent", *_ANSWER_CONTENTS)
    is_the_same = commonest > max(MOSTLY * len(texts), _MAX_REPEATS)
    says_whether = all(has_word(_ANSWER_WORD, text) for text in texts)
    says_both = says_whether and len({is_a_no(text) or undoes_signature(text) for text in texts}) > 1
    return says_both or ((is_of_one_kind or is_the_same) and len(texts) >= max(lines / 2, _MAX_REPEATS + 1))


def are_replies(content: str, texts: Sequence[str], lines: int) -> bool:
    """Return whether the texts of a column are answers, on most lines."""
    return content in _ANSWER_CONTENTS and len(texts) >= max(lines / 2, _MAX_REPEATS + 1)


def share_signed(heading: str, texts: Sequence[str], lines: int, known: KnownWords) -> float:
    """Return the share of texts that say that somebody signed; 0 if fewer than a quarter of the lines say so.

    In a column that asks for a status one text is enough, in one of remarks it takes two.
    """
    least = _MAX_REPEATS if LIST_WORDS["of_a_status"].isdisjoint(words_of(heading)) else 1
    signed = sum(_says_signed(text, known) for text in texts)
    return signed / len(texts) if signed >= max(lines / 4, least) else 0


def _says_signed(text: str, known: KnownWords) -> bool:
    is_a_yes = text.lower() in TICKED or {*words_of(text)[:1]} <= LIST_WORDS["yes"]
    says_so = (is_a_yes and not text.isdigit()) or has_word(_SIGNED_WORD, text)
    return says_so and not known.undoes_signature(text) and not is_a_no(text)


def names_repeated(names: Set[int], columns: Set[int], rows: Sequence[Sequence[str]]) -> set[int]:
    """Return the columns that repeat complete names of another one, on some lines alone: *Naam | Getekend door*."""
    found = set[int]()
    for name, column in ((each, column) for each in names for column in columns - {each}):
        both = [(_in_short(row[name]), _in_short(row[column])) for row in rows if len(row) > max(name, column)]
        written = [(one, two) for one, two in both if one and two]
        if 0 < len(written) < sum(bool(one) for one, _ in both):
            same = sum(one == two and " " in one for one, two in written)
            found |= {column} if same > MOSTLY * len(written) else set()
    return found


def _in_short(name: str) -> str:
    return name.lower().replace("-", " ")
