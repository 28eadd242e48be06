"""A month as records: what the pages of all its readers use, computed once."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from analysis.core.record_tables import Row, grouped, rows_of
from analysis.reconciliation import commitments
from analysis.sources.missing import YearlySeries

if TYPE_CHECKING:
    from analysis.reconciliation import Reconciliation


class MonthRecords:
    """The rows of the tables of a month (see `Reconciliation` and `Sources`), None for what is missing.

    `publications`, `claims`, `verdicts` and `support` are by their ids; `estimates`, `chosen` (figures of single years)
    and `commitments` (the figures that speak to each) by quantity or commitment, the newest last. `votes` has those
    that may be published, by event, and `second_hand` the quantity and publication of each number that is only quoted,
    `signed_where` each party that signed as such with a publication that says so, and `annual_figures_due` the newest
    year about which annual figures are due.
    """

    def __init__(self, month: "Reconciliation") -> None:
        """Read the tables of a month."""
        sources, figures = month.sources, month.figures
        self.publications: dict[str, Row] = {row["publication"]: row for row in rows_of(sources.publications)}
        printed = figures.printed_figures.dropna(subset=["quantity_id"])
        own = printed["certainty"].eq("secondary").groupby([printed["quantity_id"], printed["publication"]]).all()
        self.second_hand: frozenset[tuple[str, str]] = frozenset(own[own].index)
        chosen = figures.figures_by_quantity
        chosen = chosen[(chosen["reference_year"].str.len() == 4) & chosen["value"].notna()]
        self.chosen = grouped(rows_of(chosen.sort_values("reference_year", kind="stable")), "quantity_id")
        self.estimates = grouped((row | {"unit": "persons"} for row in rows_of(month.estimates)), "quantity_id")
        self.balance = list[Row](rows_of(month.balance.sort_values("year")))
        self.claims: dict[str, Row] = {row["claim_id"]: row for row in rows_of(sources.claims)}
        judged = rows_of(month.claims.sort_values("sort_order"))
        self.verdicts: dict[str, Row] = {row["claim_id"]: row for row in judged}
        speaking = rows_of(month.commitments.sort_values("sort_order", kind="stable"))
        self.commitments = grouped(speaking, "commitment_id")
        self.events = commitments.events_of(sources)
        self.events_by_commitment = commitments.events_by_commitment(sources)
        self.questions = commitments.questions_that_fit(sources, figures.figures_by_quantity)
        self.votes = grouped(rows_of(month.votes), "event_id")
        self.changes = list[Row](rows_of(month.changes))
        self.support: dict[str, Row] = {row["party_id"]: row for row in rows_of(month.support_by_party)}
        self.named = list[Row](rows_of(month.named_signatories))
        at = {_bare(row["url"]): name for name, row in self.publications.items() if row["url"]}
        self.signed_where = list(_signed_where(month, at))
        yearly = YearlySeries.all_in(sources.series)[:1]
        self.annual_figures_due = max((each.newest_due(month.month) for each in yearly), default=0)


def _signed_where(month: "Reconciliation", publication_at: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """Yield each party that signed as such with the publications that its lines link to, without other addresses."""
    place = ["source_file", "source_row"]
    lines = month.sources.signature_lines[[*place, "source_as_written"]].fillna("")
    signed = month.party_signatures[[*place, "party_id"]].merge(lines, on=place)
    for party, links in zip(signed["party_id"], signed["source_as_written"], strict=True):
        addresses = map(_bare, links.split("|"))
        yield from ((party, publication_at[each]) for each in addresses if each in publication_at)


def _bare(link: str) -> str:
    return link.strip().rstrip("/")
