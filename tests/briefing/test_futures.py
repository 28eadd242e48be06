"""What is untrue on a page of a future, or of today, is noticed; that there is nothing: tests/slow/test_futures.py."""

import pytest
from always_true import ANNEX, Page, faults_of_page
from known_rows import KnownRows
from true_of_parties import untrue

from analysis.sources import OWN_DATA
from support.real_pages import briefing


@pytest.mark.parametrize(
    ("party", "said"),
    [
        ("vvd", "The 1300-deal was signed on behalf of VVD on or before 10 March 2021."),
        ("d66", "The 1300-deal was signed on behalf of D66 on 11 March 2021."),
        ("d66", "D66 did not yet want to sign on 10 March 2021, according to nieuws.nl (ANP), citing CKM."),
        ("d66", "We do not know whether D66 signed: what we found does not say."),
        (
            "gl-pvda",
            "For PRO (formerly GL-PvdA) the signatures of GroenLinks and SP count, placed on or before 10 March 2021.",
        ),
        ("gl-pvda", "Their groups in the House merged on 28 October 2023; we know of no signature of PRO itself."),
        ("gl-pvda", "That the signatures still count is our decision of 25 November 2026."),
        (
            "gl-pvda",
            "When the 1300-deal was presented in March 2021, PRO was not in the House; "
            "it entered the House on 27 October 2023.",
        ),
        ("d66", "CKM has yet to confirm that decision."),
        ("d66", "Filled seats 25 of 150 Role coalition (Jetten cabinet, since 23 Feb 2026)"),
        ("d66", "Filled seats 26 of 150; 1 of the 150 seats not filled"),
        ("sp", "Role coalition (Jetten cabinet, since 23 Feb 2026)"),
        ("d66", "Role coalition (Jetten cabinet, since 24 Feb 2026)"),
        ("d66", "Role in the Jetten cabinet (since 23 Feb 2026, caretaker since 1 Mar 2026)"),
        ("d66", "Role opposition"),
        ("lid-keijzer", "Lid Keijzer has been a group of its own since 24 February 2026, after splitting from PVV."),
        ("lid-keijzer", "Nor do we know whether D66 did."),
        ("groep-markuszower", "If you have signed the 1300-deal yourself, tell us"),
        ("d66", "tell us what you have done since your predecessors signed."),
        ("d66", "D66 was not in the House in March 2021."),
        ("d66", "D66 is no longer a group in the House of Representatives; this briefing is for the record."),
        ("d66", "We found no document by D66 since March 2021; there may have been one."),
        ("pvda", "On 28 October 2023 the group of PvdA merged into that of GroenLinks-PvdA."),
    ],
)
def test_a_sentence_that_the_rows_contradict_is_noticed(party, said):
    assert [*untrue(said, KnownRows(OWN_DATA, "2026-09-30"), party, "en")]


@pytest.mark.parametrize(
    ("said", "law"),
    [
        ("<p>In <NA> of 2025</p>", "no placeholder"),
        ("<p>the {study} of 2025</p>", "no placeholder"),
        ("<p>by third_estimate</p>", "no key of the program"),
        ("<table><tr><td>D66</td><td></td></tr></table>", "no empty cell"),
        ("<p>about 5,000 ( to )</p>", "no gap in a sentence"),
        ("<p>On 3 November 2026 the House votes.</p>", "no day after the month"),
        ("<p></p>", "no empty section"),
    ],
)
def test_what_is_empty_or_known_later_is_noticed(said, law):
    page = Page("2026-09", ANNEX, "en", {"method": said.replace("<NA>", "&lt;NA&gt;")})
    assert law in {fault.law for fault in faults_of_page(KnownRows(OWN_DATA, "2026-09-30"), page)}


@pytest.mark.parametrize(("shown", "other"), [("or 32 with", "or 31 with"), ("or 76 with", "or 75 with")])
def test_seats_with_those_of_predecessors_are_compared_with_the_rows(shown, other):
    sections = {name: getattr(briefing("2026-09", "all", "en"), name).html for name in ("main_points", "your_party")}
    page = Page("2026-09", "all", "en", {name: html.replace(shown, other) for name, html in sections.items()})
    laws = {fault.law for fault in faults_of_page(KnownRows(OWN_DATA, "2026-09-30"), page)}
    assert any(law.startswith("seats_") for law in laws)
