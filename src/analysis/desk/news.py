"""What is new since the month before: publications, values, verdicts, differences and decisions."""

import pandas as pd

from analysis.briefing.tables import Column
from analysis.core.wording import years_in_words
from analysis.desk.numbers import number_in_words, printed_by, quantity_labels
from analysis.desk.shown import SAY, Shown, in_dutch, paragraph, shown, table
from analysis.figures.claims.sentences import claim_in_words
from analysis.reconciliation import Reconciliation


def what_is_new(month: Reconciliation) -> Shown:
    """Return what is new since the month before, table by table; a sentence where nothing is.

    One row per publication, changed value, claim with another verdict, difference that came or went, decision, value.
    """
    if month.figures_before is None:
        return shown(paragraph(SAY.say("desk.news.first_month", month=SAY.month(str(month.month)))))
    blocks = [
        _block("publications", new_publications(month)),
        _block("changed", changed_values(month)),
        _block("claims", changed_claims(month)),
        _block("differences", new_differences(month)),
        _block("gone", gone_differences(month)),
        _block("decisions", new_decisions(month)),
        _block("values", new_values(month)),
    ]
    told = [block for block in blocks if block]
    before = SAY.month(str(month.month.previous()))
    if not told:
        return shown(paragraph(SAY.say("desk.news.nothing", before=before)))
    return shown(paragraph(_summary(month, before)), *told)


def _summary(month: Reconciliation, before: str) -> str:
    tables = {
        "publications": new_publications(month),
        "changed": changed_values(month),
        "claims": changed_claims(month),
        "differences": new_differences(month),
        "values": new_values(month),
    }
    counts = [SAY.count(f"desk.news.count.{name}", len(frame)) for name, frame in tables.items()]
    return SAY.say("desk.news.summary", before=before, counts=SAY.list(counts))


_COLUMNS = {
    "publications": ["publisher", "title", "published_on", "figures"],
    "changed": ["what", "year", "before", "after", "rests_on", "rule"],
    "values": ["what", "year", "after", "rests_on"],
    "claims": ["claim", "before", "after", "why"],
    "differences": ["kind", "why"],
    "gone": ["kind", "why"],
    "decisions": ["decision_id", "action", "figure", "reason", "decided_by"],
}
_HEADINGS_OF_ROWS = ("publisher", "what", "claim", "kind", "decision_id")
_NUMERIC = ("figures", "before", "after")


def _block(name: str, frame: pd.DataFrame) -> str:
    if frame.empty:
        return ""
    columns = [
        Column(
            column,
            SAY.say(f"desk.column.{column}"),
            numeric=column in _NUMERIC and name != "claims",
            row_header=column in _HEADINGS_OF_ROWS,
            show=lambda cell: cell,
        )
        for column in _COLUMNS[name]
    ]
    return table(frame, SAY.count(f"desk.news.table.{name}", len(frame)), columns)


def new_publications(month: Reconciliation) -> pd.DataFrame:
    """Return the publications known since, oldest first: publication, publisher, title, published_on, figures.

    `published_on` says so where the date is inferred, `figures` is how many were typed over from it.
    """
    counts = month.sources.figures["publication"].value_counts()
    known = month.sources.publications.set_index("publication").sort_values("known_from", kind="stable")
    names = set(_changes(month, "publication")["subject"])
    rows = [
        {
            "publication": name,
            "publisher": row["publisher"],
            "title": row["title"] if isinstance(row["title"], str) else SAY.say(f"briefing.kind.{row['kind']}"),
            "published_on": _published(row),
            "figures": str(int(counts.get(name, 0))),
        }
        for name, row in known.iterrows()
        if name in names
    ]
    return pd.DataFrame(rows, columns=["publication", *_COLUMNS["publications"]])


def _published(row: pd.Series) -> str:
    if isinstance(row["published_on"], str):
        return SAY.partial_date(row["published_on"])
    return SAY.say("briefing.notes.inferred", date=SAY.date(row["known_from"].date()))


def _changes(month: Reconciliation, kind: str) -> pd.DataFrame:
    return month.changes[month.changes["kind"] == kind]


def changed_values(month: Reconciliation) -> pd.DataFrame:
    """Return the quantities and years of which another value is chosen: what, year, before, after, rests_on, rule.

    `before` and `after` are numbers in words, empty where there was, or is, no value to choose.
    """
    values = _values(month)
    return values[values["before"] != ""].reset_index(drop=True)


def new_values(month: Reconciliation) -> pd.DataFrame:
    """Return the quantities and years that had no value before: as `changed_values`."""
    values = _values(month)
    return values[values["before"] == ""].reset_index(drop=True)


def _values(month: Reconciliation) -> pd.DataFrame:
    before = pd.DataFrame() if month.figures_before is None else month.figures_before.figures_by_quantity
    chosen = {
        when: _by_group(frame) for when, frame in (("before", before), ("after", month.figures.figures_by_quantity))
    }
    labels, sources = quantity_labels(month), printed_by(month)
    rows = []
    for subject in _changes(month, "figure")["subject"]:
        quantity_id, year = subject.split("/")
        row = {"quantity_id": quantity_id, "what": labels[quantity_id], "year": years_in_words(year)}
        row |= {when: number_in_words(found[subject]) if subject in found else "" for when, found in chosen.items()}
        now = chosen["after"].get(subject, {})
        row["rests_on"] = sources[now["publication"]] if now else SAY.say("desk.none")
        row["rule"] = SAY.say(f"figures.rule.{now['rule']}") if now else ""
        rows.append(row)
    return pd.DataFrame(rows, columns=["quantity_id", *_COLUMNS["changed"]])


def _by_group(figures_by_quantity: pd.DataFrame) -> dict[str, dict]:
    return {f"{row['quantity_id']}/{row['reference_year']}": row for row in figures_by_quantity.to_dict("records")}


def changed_claims(month: Reconciliation) -> pd.DataFrame:
    """Return the claims of the pledge with another verdict: claim_id, claim, before, after (in words), why."""
    claims = month.sources.claims.set_index("claim_id", drop=False)
    why = month.claims.set_index("claim_id")["explanation_en"]
    rows = [
        {
            "claim_id": change["subject"],
            "claim": claim_in_words(claims.loc[change["subject"]].to_dict(), "en"),
            **{when: _verdict(change[when]) for when in ("before", "after")},
            "why": why[change["subject"]],
        }
        for change in _changes(month, "claim").to_dict("records")
    ]
    return pd.DataFrame(rows, columns=["claim_id", *_COLUMNS["claims"]])


def _verdict(verdict: object) -> str:
    return SAY.say(f"briefing.verdict.{verdict}") if isinstance(verdict, str) else ""


def new_differences(month: Reconciliation) -> pd.DataFrame:
    """Return the discrepancies that were not there the month before: discrepancy_id, kind (in words), why."""
    return _differences(month, new=True)


def gone_differences(month: Reconciliation) -> pd.DataFrame:
    """Return the discrepancies of the month before that are not there any more: as `new_differences`."""
    return _differences(month, new=False)


def _differences(month: Reconciliation, new: bool) -> pd.DataFrame:
    columns = ["discrepancy_id", *_COLUMNS["differences"]]
    if month.figures_before is None:
        return pd.DataFrame(columns=columns)
    before, now = month.figures_before.discrepancies, month.figures.discrepancies
    here, other = (now, before) if new else (before, now)
    rows = here[~here["discrepancy_id"].isin(other["discrepancy_id"])].to_dict("records")
    told = [
        {
            "discrepancy_id": row["discrepancy_id"],
            "kind": SAY.say(f"desk.kind.{row['kind']}"),
            "why": SAY.html("desk.with_dutch", sentence=row["explanation_en"], dutch=in_dutch(row["explanation_nl"])),
        }
        for row in rows
    ]
    return pd.DataFrame(told, columns=columns)


def new_decisions(month: Reconciliation) -> pd.DataFrame:
    """Return the decisions on figures that apply since: decision_id, action (in words), figure, reason, decided_by."""
    decisions = month.sources.decisions.figures
    since = decisions[decisions["valid_from"] > pd.Timestamp(month.month.previous().as_of)]
    labels = quantity_labels(month)
    known = month.figures.printed_figures.set_index("figure_id").to_dict("index")
    rows = []
    for decision in since.to_dict("records"):
        figure = known.get(decision["figure_id"])
        named = (
            ""
            if figure is None
            else f"{labels.get(figure['quantity_id'], '')}, {years_in_words(figure['reference_year'])}"
        )
        row = {name: decision[name] for name in ("decision_id", "reason", "decided_by")}
        row |= {"action": SAY.say(f"desk.action.{decision['action']}"), "figure": f"{decision['figure_id']}: {named}"}
        rows.append(row)
    return pd.DataFrame(rows, columns=_COLUMNS["decisions"])
