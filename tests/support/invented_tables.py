"""Rows of the tables that updates are about, for a House of five seats in which nobody exists."""

from analysis.updates.proposals import Row, new_row

EVENT = new_row("commitment_events")


def member(number: int, name: str, party: str, start: str = "2099-03-25", end: str = "", status: str = "") -> Row:
    """Return the row of a member whose name is `given, prefix, family` or `given, family`."""
    given, *prefix, family = name.split(", ")
    full = " ".join([given, *prefix, family])
    cells = {"member_id": f"m{number:03}", "person_id": full.lower().replace(" ", "-"), "full_name": full}
    cells |= {"given_name": given, "initials": f"{given[0]}.", "family_name": family}
    cells |= {"tussenvoegsel": prefix[0] if prefix else "", "body_id": "house", "party_id": party, "term": "2099-"}
    status = status or ("known" if end else "sitting")
    return new_row("members", **cells, start=start, end=end, end_status=status, certainty="derived", source="typed")


SITTING = [
    member(1, "Jan, Verzonnen", "va"),
    member(2, "Sam, Fictie", "va"),
    member(3, "Noor, van, Bedacht", "va"),
    member(4, "Bo, Denkbeeld", "vb"),
    member(5, "Kim, Droomoord", "vb"),
]


def tables_of_a_small_house() -> dict[str, list[Row]]:
    """Return the tables: VA has three seats and VB two, since 2098 and again since the election of 2099."""
    names = [("va", "VA"), ("va", "Verzonnen Partij A"), ("vb", "VB")]
    terms = [("2098-2099", "2098-03-01", "2099-03-24"), ("2099-", "2099-03-25", "")]
    seats = [
        {"body_id": "house", "party_id": party, "valid_from": first, "valid_until": last, "seats": count}
        for _, first, last in terms
        for party, count in (("va", "3"), ("vb", "2"))
    ]
    moved = {"event_id": "e01", "from_party_ids": "va", "to_party_ids": "vb", "date": "2098-04-01"}
    followed: list[Row] = [{"title_words": "opvang", "commitment_id": "care_and_protection"}, {}]
    return {
        "elections": [new_row("elections", body_id="house", term=term, term_starts=first) for term, first, _ in terms],
        "parties": [new_row("parties", party_id=party) for party in ("va", "vb")],
        "party_names": [new_row("party_names", party_id=party, name=name) for party, name in names],
        "party_events": [new_row("party_events", **moved)],
        "seats": [new_row("seats", **held, basis="election") for held in seats],
        "members": [dict(each) for each in SITTING],
        "candidates": [],
        "followed": [new_row("followed", **words, dossier="28638", from_day="2098-01-01") for words in followed],
        "decisions_updates": [],
        "commitment_events": [EVENT | {"event_id": "ce001"}],
        "votes": [],
    }
