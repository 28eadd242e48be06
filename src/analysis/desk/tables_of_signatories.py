"""The tables of the signatories in words: the ledger, each line with its outcome, parties, seats without a member."""

from functools import partial

from markupsafe import Markup

from analysis.core.parameters import ALL_PARTIES
from analysis.desk.columns import (
    InWords,
    Names,
    Row,
    Said,
    capital,
    column,
    named,
    own_column,
    plain_number,
    signed_on,
    small,
    text,
    unit_in_words,
    word,
)
from analysis.desk.shown import SAY
from analysis.signatories import OUTCOMES, TOTAL


def ledger(_names: Names, _unit: str) -> list[InWords]:
    """Return the columns of the ledger: per list its lines, and how many of them have each outcome."""
    unit = unit_in_words("lines")
    headings = {
        "lines": own_column("lines", unit),
        **{name: f"{capital(_outcome(name))} ({unit})" for name in OUTCOMES},
        "signed_later": own_column("signed_later", unit),
    }
    counts = [InWords(said, (name,), plain_number(name), numeric=True) for name, said in headings.items()]
    return [InWords(own_column("list"), ("source_file",), _list, row_header=True), *counts]


def _list(row: Row) -> Said:
    return SAY.say("desk.readable.all_lists") if row["source_file"] == TOTAL else str(row["source_file"])


def _outcome(name: str) -> str:
    return SAY.say(f"desk.readable.outcome.{name}")


def signatures(names: Names, _unit: str) -> list[InWords]:
    """Return the columns of the table of signatures."""
    title = partial(column, "signatures")
    matched = ("matched_name", "person_id", "candidates", "candidate_ids")
    return [
        InWords(own_column("line"), ("source_file", "source_row"), _line, row_header=True),
        InWords(title("name_as_written"), ("name_as_written",), text("name_as_written")),
        InWords(own_column("as_written"), ("function_as_written", "organisation_as_written"), _as_written),
        InWords(title("signed_on"), ("signed_on", "signed_on_precision"), signed_on),
        InWords(title("outcome"), ("outcome", "because", "duplicate_of"), _with_reason),
        InWords(title("matched_name"), matched, _matched),
        InWords(title("party_id"), ("party_id",), names.party),
        InWords(title("matched_by"), ("matched_by",), _matched_by),
        InWords(title("score"), ("score",), plain_number("score"), numeric=True),
        InWords(title("may_be_named"), ("may_be_named",), _may_be_named),
    ]


def _line(row: Row) -> Said:
    return SAY.say("desk.readable.line", file=row["source_file"], row=row["source_row"])


def _as_written(row: Row) -> Said:
    return ", ".join(filter(None, [row["function_as_written"], row["organisation_as_written"]])) or None


def _with_reason(row: Row) -> Said:
    """Return the outcome of a line, why it is that, and which line it repeats."""
    reason = " ".join(filter(None, [row["because"], row["duplicate_of"]]))
    said = _outcome(row["outcome"])
    return SAY.say("desk.readable.outcome_because", outcome=said, because=reason) if reason else said


def _matched(row: Row) -> Said:
    """Return whom a line means, with the id; of a line that waits, whom it may mean."""
    if row["candidates"] is None:
        return named(row["matched_name"], row["person_id"])
    found = zip(row["candidates"].split("|"), row["candidate_ids"].split("|"), strict=True)
    listed = Markup(" <br>").join(Markup("{} {}").format(name, small(key)) for name, key in found)
    return SAY.html("desk.readable.perhaps", names=listed)


def _matched_by(row: Row) -> Said:
    """Return the rule that matched a line: how the name agrees, and whether the party was needed to tell."""
    rule = row["matched_by"]
    if rule is None or rule in ("party_name", "decision"):
        return rule and SAY.say(f"desk.readable.matched_by.{rule}")
    agrees = SAY.say(f"desk.signatures.agrees.{rule.removesuffix('_and_party')}")
    return SAY.say("desk.readable.matched_by.and_party", agrees=agrees) if rule.endswith("_and_party") else agrees


def _may_be_named(row: Row) -> Said:
    return SAY.say("desk.yes" if row["may_be_named"] else "desk.no")


def support_by_party(names: Names, _unit: str) -> list[InWords]:
    """Return the columns of the table of support by party."""
    title = partial(column, "parties")
    counts = ("signatories", "sitting_signatories")
    coverage = InWords(title("coverage_percent"), ("coverage_percent",), partial(_coverage, names), numeric=True)
    of_the_house = ("total_seats", "vacant_seats", "seats_of_signing_parties")
    return [
        InWords(title("party"), ("party", "party_id"), names.party, row_header=True),
        InWords(title("seats"), ("seats",), plain_number("seats"), numeric=True),
        InWords(title("party_signed"), ("party_signed",), word("party_signed", "charts.support")),
        InWords(title("signed_on"), ("signed_on", "signed_on_precision"), signed_on),
        *(InWords(title(name), (name,), plain_number(name), numeric=True) for name in counts),
        coverage,
        *(InWords(title(name), (name,), plain_number(name), numeric=True) for name in of_the_house),
    ]


def _coverage(names: Names, row: Row) -> Said:
    """Return the coverage of a party: at least so much where not all who sit for it are known."""
    share = plain_number("coverage_percent")(row)
    incomplete = set(names.month.unaccounted_seats["party_id"])
    at_least = row["party_id"] in incomplete or (row["party_id"] == ALL_PARTIES and incomplete)
    return SAY.say("desk.readable.at_least", number=share) if share and at_least else share


def unaccounted_seats(names: Names, _unit: str) -> list[InWords]:
    """Return the columns of the table of seats whose member is not known."""
    members = own_column("members_known", unit_in_words("persons"))
    return [
        InWords(column("parties", "party"), ("party_id",), names.party, row_header=True),
        InWords(column("parties", "seats"), ("seats",), plain_number("seats"), numeric=True),
        InWords(members, ("members_known",), plain_number("members_known"), numeric=True),
    ]
