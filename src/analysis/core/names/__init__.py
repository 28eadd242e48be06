"""Dutch names of persons and parties as people write them: in several readings, which can be compared.

Lists differ in capitals, prefixes (tussenvoegsels), initials, titles and diacritics. Nothing here knows who sits in
parliament: which reading is meant is decided in `signatories`.
"""

from analysis.core.names.persons import (
    LONGEST_NAME,
    PREFIXES,
    PersonName,
    form_of_address,
    is_only_an_address,
    lost_letters,
    readings,
    without_prefix,
)
from analysis.core.names.words import PartyName, PartyNames, fold, spelt_out, words_of

__all__ = [
    "LONGEST_NAME",
    "PREFIXES",
    "PartyName",
    "PartyNames",
    "PersonName",
    "fold",
    "form_of_address",
    "is_only_an_address",
    "lost_letters",
    "readings",
    "spelt_out",
    "without_prefix",
    "words_of",
]
