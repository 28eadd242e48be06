"""The names in a text that may hold numbers, each set apart as one letter: of sources, quantities, parties."""

import re
from dataclasses import dataclass
from functools import cache

from support.audited_lists import rows_behind
from support.build_tables import Build, terms_of, typed
from support.page_reading import Block

_LABELS, _PARTIES, TITLE = 0xE400, 0xF000, "\ue3ff"


@dataclass(frozen=True, eq=False)
class Names:
    """The names that the pages of a build can use, in one language."""

    build: Build
    language: str

    def masked(self, text: str, publications: frozenset[str] | None = None) -> str:
        """Return a text in which each name that may hold a number is one letter: publications, quantities, parties.

        `publications`: which it may name, all that are known if not given.
        """
        text = re.sub(r"(?<![\w-])1300-deals?\b", TITLE, text)
        names = dict.fromkeys(self._printed_names(publications or frozenset(self.build.publications)), TITLE)
        # A title may be a part of what a quantity is called: the longer name is meant.
        names |= {label: chr(_LABELS + place) for place, (label, _) in enumerate(self.build.labels[self.language])}
        text = _any_of(tuple(sorted(names, key=len, reverse=True))).sub(lambda found: names[found[0].lower()], text)
        return _any_of(_party_names(), "-").sub(lambda found: chr(_PARTIES + _party_names().index(found[0])), text)

    def _printed_names(self, publications: frozenset[str]) -> set[str]:
        """Return the titles of publications, and their publishers with the year: names that hold numbers."""
        known = [row for name, row in self.build.publications.items() if name in publications]
        names = {row["title"] for row in known if row["title"]}
        names |= {f"{row['publisher']}, {row['published_on'][:4]}" for row in known if row["published_on"]}
        return {name.lower() for name in names}

    def publications_of(self, block: Block) -> frozenset[str] | None:
        """Return the publications that the tables name for a paragraph, with those they quote; None for any."""
        rows = rows_behind(block, self.build, self.language)
        if not rows:
            return None
        printed_in = {row["figure_id"]: row["publication"] for row in typed("figures")}
        named = {name for row in rows for name in row.get("publications", "").split("|")}
        named |= {printed_in[f] for row in rows for f in row.get("figure_ids", "").split("|") if f}
        quoted = {row["quotes"] for row in typed("figures") if row["publication"] in named}
        quoted |= {
            name for row in typed("publications") if row["publication"] in named for name in row["quotes"].split("|")
        }
        return frozenset(named | quoted)

    def quantities(self, text: str) -> frozenset[str]:
        """Return the quantities that a masked text names, with those they are made of."""
        labels = self.build.labels[self.language]
        named = [labels[ord(letter) - _LABELS][1] for letter in text if _LABELS <= ord(letter) < _LABELS + len(labels)]
        return frozenset(term for quantity in named for term in terms_of(quantity))

    def parties(self, text: str) -> set[str]:
        """Return the parties that a masked text names."""
        return _parties_named({name for place, name in enumerate(_party_names()) if chr(_PARTIES + place) in text})


@cache
def _any_of(names: tuple[str, ...], joined: str = "") -> re.Pattern[str]:
    """Return what finds any of some names, the longest first; of quantities and titles in capitals or not."""
    pattern = "|".join(re.escape(name) for name in names)
    return re.compile(rf"(?<![\w{joined}])(?:{pattern})(?![\w{joined}])", 0 if joined else re.IGNORECASE)


@cache
def _party_names() -> tuple[str, ...]:
    named = {row[name] for row in typed("parties") for name in ("abbreviation", "name_nl", "name_en")}
    named |= {row["name"] for row in typed("party_names") if row["kind"] != "alias" or row["valid_from"]}
    return tuple(sorted(named, key=lambda name: (-len(name), name)))


def _parties_named(names: set[str]) -> set[str]:
    found = {
        row["party_id"] for row in typed("parties") if names & {row["abbreviation"], row["name_nl"], row["name_en"]}
    }
    return found | {row["party_id"] for row in typed("party_names") if row["name"] in names}
