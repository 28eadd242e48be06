"""Who signed and agreed to be named, on the page of the party and in the annex: as many names as are counted."""

from dataclasses import replace

import pytest

from analysis.briefing import annex_of, briefing_of, finding_in_words
from analysis.briefing.changes import changes_for_reader
from analysis.core.wording import wording
from analysis.parliament.terms import Terms
from analysis.publish.index_pages import changed_in
from analysis.reconciliation import Reconciliation
from analysis.reconciliation.changes import changes_table
from analysis.reconciliation.comparison import Comparison
from support.fewer_candidates import with_fewer_candidates, write_rows
from support.months import known_in, reconciled

SIGNED, MONTH = "2021-04", "2023-12"


def sitting(month: str, party: str, sits: str = "yes") -> list[str]:
    """Return the names of who sat, or perhaps sat, for a party at the end of a month; none of them signed anything."""
    known = known_in(month)
    terms = Terms(known.members, known.elections).on(known.month.as_of)
    ids = [person for person, own in terms.items() if own == (party, sits)]
    return [known.members[known.members["person_id"] == each]["full_name"].iloc[0] for each in ids]


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Reconciliation:
    """A month with a made-up list: of the VVD of April 2021 two who still sit, one who left, and one who is silent."""
    data = with_fewer_candidates(tmp_path_factory.mktemp("named") / "data")
    then, now = sitting(SIGNED, "vvd"), {*sitting(MONTH, "vvd")}
    still, perhaps = [name for name in then if name in now], sitting(MONTH, "vvd", "unknown")
    left = [name for name in then if name not in (*now, *perhaps) and "'" not in name]
    answers = dict.fromkeys([*still[:2], left[0]], "ja") | {still[2]: "nee"}
    rows = [[name, "Kamerlid, VVD", "15-4-2021", answer] for name, answer in answers.items()]
    write_rows(data / "signatories" / "lijst.csv", ["Naam", "Functie", "Datum", "Mag genoemd worden"], *rows)
    return reconciled(MONTH, data)


def test_a_page_names_as_many_as_it_counts_and_apart_from_them_who_has_no_seat_now(signed: Reconciliation) -> None:
    named = signed.named_signatories
    here, gone = (list(named[named["sits"] == sits]["matched_name"]) for sits in (True, False))
    assert (len(here), len(gone)) == (2, 1)
    page = briefing_of(signed, "vvd", "nl").your_party.html
    assert f">2 van 24: {here[0]} en {here[1]}; nu zonder zetel, voor zover bekend: {gone[0]}<" in page
    assert ">2 van 150; namen: zie de verantwoording<" in briefing_of(signed, "all", "nl").your_party.html
    assert all(name in annex_of(signed, "nl").tables.html for name in [*here, *gone])


def test_of_whom_it_is_not_known_whether_they_sit_the_page_does_not_say_that_they_have_no_seat(
    signed: Reconciliation,
) -> None:
    known = known_in(MONTH)
    terms = Terms(known.members, known.elections).on(known.month.as_of)
    unsure = next(person for person, own in terms.items() if own == ("vvd", "unknown"))
    named = signed.named_signatories
    other = replace(signed, named_signatories=named.assign(person_id=named["person_id"].where(named["sits"], unsure)))
    assert "; mogelijk nu Kamerlid: " in briefing_of(other, "vvd", "nl").your_party.html


def test_the_annex_names_who_stood_for_a_list_that_never_had_a_seat(signed: Reconciliation) -> None:
    named = signed.named_signatories
    of_no_party = replace(signed, named_signatories=named.assign(party_id=named["party_id"].where(named["sits"])))
    (gone,) = named[~named["sits"]]["matched_name"]
    said = f"Of lists without a seat, who signed and agreed to be named: {gone}."
    assert said in annex_of(of_no_party, "en").tables.html


def test_a_month_in_which_others_are_named_says_how_many_members_and_how_many_before_and_of_a_party_its_own(
    signed: Reconciliation,
) -> None:
    now = reconciled(SIGNED, signed.sources.folder)
    rows = now.changes.query("kind == 'named'").set_index("subject")
    assert list(rows.index) == ["all", "vvd"]
    assert rows[["before", "after"]].to_numpy().tolist() == [["0", "3"], ["0", "3"]]
    assert set(rows["reason"]) == {"named"}
    own = "Zittende Kamerleden van de VVD van wie bekend is dat zij tekenden en genoemd willen worden: nu 3, een maand"
    assert f"{own} eerder 0." in finding_in_words(now, "vvd", "nl")
    everyone = "Sitting members known to have signed and agreed to be named: 3 now, 0 a month earlier."
    assert changed_in(replace(now, changes=now.changes[now.changes["kind"] == "named"]))["en"] == everyone
    assert changed_in(now)["en"] != ""
    for party in ("all", "vvd", "d66"):
        said = "".join(change.sentence for change in changes_for_reader(now, party, wording("en")))
        assert "Sitting members known to have signed" in said


def test_other_names_of_as_many_members_are_a_change_and_a_silent_signer_is_none(signed: Reconciliation) -> None:
    silent = signed.named_signatories
    other = replace(signed, named_signatories=silent.assign(person_id=silent["person_id"] + "-x"))
    said = changes_table(Comparison(signed, other)).set_index("subject")["sentence_en"]
    assert said["vvd"] == (
        "The names of those of VVD known to have signed and agreed to be named changed; "
        "the number of sitting members among them is still 2."
    )
    assert changes_table(Comparison(signed, replace(signed, signatures=signed.signatures.head(0)))).empty
