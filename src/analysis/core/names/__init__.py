"""Dutch personal and party names as people write them, cleaned into small types that compare.

A list of signatories is written by many hands: capitals, prefixes (tussenvoegsels), initials, titles and diacritics
differ. Nothing here knows parliament: a written name has several readings, and whoever holds the list of people
decides which one is meant.
"""

from analysis.core.names.parties import PartyName, PartyNames
from analysis.core.names.persons import LONGEST_NAME, PREFIXES, PersonName, lost_letters, readings, without_prefix
from analysis.core.names.words import FORMS_OF_ADDRESS, fold, form_of_address, is_only_an_address, spelt_out, words_of

__all__ = [
    "FORMS_OF_ADDRESS",
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
