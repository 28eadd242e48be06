"""What is new since the month before: publications, values, verdicts, differences and decisions."""

import pandas as pd

from analysis.briefing.tables import Column
from analysis.core.wording import years_in_words
from analysis.desk.numbers import number_in_words, printed_by, quantity_labels
from analysis.desk.shown import SAY, Shown, in_dutch, paragraph, shown, table
from analysis.figures.claim_sentences import claim_in_words
from analysis.reconciliation import Reconciliation
from analysis.reconciliation.comparison import Difference, Row, of_kind

# The tables in the order in which they are shown; `publication`, `claim_id` and such are for who reads them as frames.
_COLUMNS = {
    "publications": ["publisher", "title", "published_on", "figures"],
    "changed": ["what", "year", "before", "after", "rests_on", "rule"],
    "claims": ["claim", "before", "after", "why"],
    "differences": ["kind", "why"],
    "gone": ["kind", "why"],
    "decisions": ["decision_id", "action", "figure", "reason", "decided_by"],
    "values": ["what", "year", "after", "rests_on"],
}
_COUNTED = ("publications", "changed", "claims", "differences", "values")
_HEADINGS_OF_ROWS = ("publisher", "what", "claim", "kind", "decision_id")
_NUMERIC = ("figures", "before", "after")


def what_is_new(month: Reconciliation) -> Shown:
    """Return what is new since the month before, table by table; a sentence where nothing is.

    One row per publication, changed value, claim with another verdict, difference that came or went, decision, value.
    """
    if month.differences is None:
        return shown(paragraph(SAY.say("desk.news.first_month", month=SAY.month(str(month.month)))))
    tables, before = news_tables(month), SAY.month(str(month.month.previous()))
    blocks = [_block(name, frame) for name, frame in tables.items() if not frame.empty]
    if not blocks:
        return shown(paragraph(SAY.say("desk.news.nothing", before=before)))
    counts = [SAY.count(f"desk.news.count.{name}", len(tables[name])) for name in _COUNTED]
    return shown(paragraph(SAY.say("desk.news.summary", before=before, counts=SAY.list(counts))), *blocks)


def _block(name: str, frame: pd.DataFrame) -> str:
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


def news_tables(month: Reconciliation) -> dict[str, pd.DataFrame]:
    """Return what is new as tables, in words; without rows in the first month.

    `publications`: one row per publication known since, oldest first: publication, publisher, title, published_on
    (says so where the date is inferred), figures (how many the data have of it). `changed`: one row per quantity and
    years of which another value is chosen: quantity_id, what, year, before, after (empty where none is), rests_on,
    rule; `values`: as `changed`, of those that had no value before. `claims`: one row per claim of the pledge with
    another verdict: claim_id, claim, before, after, why. `differences`: one row per discrepancy that is new, `gone`:
    per one that is no longer there: discrepancy_id, kind, why. `decisions`: one row per decision on a figure that
    applies since: decision_id, action, figure, reason, decided_by.
    """
    found = {name: of_kind(month.differences or (), name) for name in ("publication", "claim", "decision_on_figure")}
    values = [_value(month, difference) for difference in of_kind(month.differences or (), "figure")]
    discrepancies = of_kind(month.differences or (), "discrepancy")
    publications = [row for difference in found["publication"] if (row := difference.after)]
    rows = {
        "publications": [_publication(month, r) for r in sorted(publications, key=lambda row: row["known_from"])],
        "changed": [row for row in values if row["before"]],
        "claims": [_claim(month, difference) for difference in found["claim"]],
        "differences": [_discrepancy(row) for difference in discrepancies if (row := difference.after)],
        "gone": [_discrepancy(row) for difference in discrepancies if (row := difference.before)],
        "decisions": [_decision(month, row) for difference in found["decision_on_figure"] if (row := difference.after)],
        "values": [row for row in values if not row["before"]],
    }
    return {
        name: pd.DataFrame(rows[name], columns=None if rows[name] else columns) for name, columns in _COLUMNS.items()
    }


def _publication(month: Reconciliation, row: Row) -> Row:
    title, published_on = row["title"], row["published_on"]
    inferred = SAY.say("briefing.notes.inferred", date=SAY.date(row["known_from"].date()))
    return {
        "publication": row["publication"],
        "publisher": row["publisher"],
        "title": title if isinstance(title, str) else SAY.say(f"briefing.kind.{row['kind']}"),
        "published_on": SAY.partial_date(published_on) if isinstance(published_on, str) else inferred,
        "figures": str(int((month.sources.figures["publication"] == row["publication"]).sum())),
    }


def _value(month: Reconciliation, found: Difference) -> Row:
    quantity_id, year = found.subject.split("/")
    now = found.after
    return {
        "quantity_id": quantity_id,
        "what": quantity_labels(month)[quantity_id],
        "year": years_in_words(year),
        "before": number_in_words(found.before) if found.before else "",
        "after": number_in_words(now) if now else "",
        "rests_on": printed_by(month)[now["publication"]] if now else SAY.say("desk.none"),
        "rule": SAY.say(f"figures.rule.{now['rule']}") if now else "",
    }


def _claim(month: Reconciliation, found: Difference) -> Row:
    claims = month.sources.claims.set_index("claim_id", drop=False)
    before, after = (SAY.say(f"briefing.verdict.{v}") if v else "" for v in found.value("verdict"))
    return {
        "claim_id": found.subject,
        "claim": claim_in_words(claims.loc[found.subject].to_dict(), "en"),
        "before": before,
        "after": after,
        "why": (found.after or {}).get("explanation_en"),
    }


def _discrepancy(row: Row) -> Row:
    return {
        "discrepancy_id": row["discrepancy_id"],
        "kind": SAY.say(f"desk.kind.{row['kind']}"),
        "why": SAY.html("desk.with_dutch", sentence=row["explanation_en"], dutch=in_dutch(row["explanation_nl"])),
    }


def _decision(month: Reconciliation, row: Row) -> Row:
    printed = month.figures.printed_figures
    about = [
        f"{quantity_labels(month).get(figure['quantity_id'], '')}, {years_in_words(figure['reference_year'])}"
        for figure in printed[printed["figure_id"] == row["figure_id"]].to_dict("records")
    ]
    return {
        "decision_id": row["decision_id"],
        "action": SAY.say(f"desk.action.{row['action']}"),
        "figure": f"{row['figure_id']}: {', '.join(about)}",
        "reason": row["reason"],
        "decided_by": row["decided_by"],
    }
