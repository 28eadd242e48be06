"""What a reader calls a party, typed by hand."""

import dataclasses

import pytest

from analysis.core.wording import wording
from analysis.parliament.names import party_in_sentence
from support.months import known_in


@pytest.mark.parametrize(
    ("month", "party", "language", "within", "at_the_start"),
    [
        ("2026-09", "vvd", "nl", "de VVD", "De VVD"),
        ("2026-09", "cda", "nl", "het CDA", "Het CDA"),
        ("2026-09", "vvd", "en", "VVD", "VVD"),
        ("2026-09", "d66", "nl", "D66", "D66"),
        # The group took another name in June 2026.
        ("2026-06", "gl-pvda", "nl", "PRO (voorheen GL-PvdA)", "PRO (voorheen GL-PvdA)"),
        ("2026-09", "gl-pvda", "en", "PRO (formerly GL-PvdA)", "PRO (formerly GL-PvdA)"),
        ("2026-05", "gl-pvda", "nl", "GL-PvdA", "GL-PvdA"),
    ],
)
def test_a_party_has_its_article_and_the_name_that_readers_know(
    month: str, party: str, language: str, within: str, at_the_start: str
) -> None:
    found = party_in_sentence(party, known_in(month), wording(language))
    assert found == {"party": within, "Party": at_the_start}


def test_a_name_that_begins_with_an_article_gets_no_other() -> None:
    sources = known_in("2026-09")
    names = sources.parties["abbreviation"].replace("VVD", "Het Alternatief")
    changed = dataclasses.replace(sources, parties=sources.parties.assign(abbreviation=names))
    assert party_in_sentence("vvd", changed, wording("nl"))["party"] == "Het Alternatief"
