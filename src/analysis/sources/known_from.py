"""The as-of rule: what printed dates mean, as they may be partial, and what was known by a day."""

import pandas as pd

# The certainty of a row that waits in data/ until somebody has read its source: no month uses it, so no page shows it.
INFERRED = "inferred"
# The column with the day from which a row is known; then those with a day that is unknown until it has come.
_KNOWN_FROM = {
    "publications": ("known_from",),
    "figures": ("known_from",),
    "commitment_events": ("known_from",),
    "party_events": ("date",),
    "seats": ("valid_from", "valid_until"),
    "cabinets": ("valid_from", "valid_until", "caretaker_from"),
    "replies": ("received_on",),
    "members": ("start", "end"),
}


def last_days(printed: pd.Series) -> pd.Series:
    """Return the last day of printed dates, `2021-03-10`, `2021-03` or `2021`; NaT for one that does not exist."""
    days = pd.to_datetime(printed, format="ISO8601", errors="coerce").astype("datetime64[us]")
    length = printed.str.len()
    days = days.mask(length == 7, days + pd.offsets.MonthEnd(0))
    return days.mask(length == 4, days + pd.offsets.YearEnd(0))


def with_known_from(publications: pd.DataFrame) -> pd.DataFrame:
    """Return the publications with the day from which each counts as known, and the basis of that.

    One row per publication. Adds `known_from` (date) and `known_from_basis`: `printed`; `end_of_period` for a partial
    date; `inferred` (from the newest publication it quotes) if there is no date; `unknown` if it quotes no dated one.
    """
    printed = last_days(publications["published_on"])
    days = dict(zip(publications["publication"], printed, strict=True))
    quoted = publications["quotes"].str.split("|").explode().map(days).groupby(level=0).max()
    basis = pd.Series("unknown", index=publications.index, dtype="str").mask(quoted.notna(), "inferred")
    basis = basis.mask(printed.notna(), "end_of_period")
    basis = basis.mask(printed.notna() & (publications["published_on"].str.len() == 10), "printed")
    return publications.assign(known_from=printed.fillna(quoted), known_from_basis=basis)


def known_by(day: pd.Timestamp, tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return tables with only what was known by a day, and the parties under the names that they had then.

    Figures and commitment events get a column `known_from`. Figures of publications without a known date, and events
    and votes that are inferred, are used in no month.
    """
    publications, events = tables["publications"], tables["commitment_events"]
    events = events[events["certainty"] != INFERRED]
    figures = tables["figures"].merge(publications[["publication", "known_from"]], on="publication", how="left")
    known = {**tables, "figures": figures, "commitment_events": events.assign(known_from=last_days(events["date"]))}
    left_out = tables["commitment_events"].loc[lambda table: table["certainty"] == INFERRED]
    known["events_left_out"] = left_out[last_days(left_out["date"]) <= day]
    for name, (start, *later) in _KNOWN_FROM.items():
        table = known[name]
        # Some members have a term whose first day is unknown.
        begun = table[(table[start] <= day) | (table[start].isna() & (name == "members"))].reset_index(drop=True)
        known[name] = begun.assign(**{column: begun[column].where(begun[column] <= day) for column in later})
    events, votes = known["commitment_events"], known["votes"]
    settled_by = events["settled_by"].where(events["settled_by"].isin(events["event_id"]))
    known["commitment_events"] = events.assign(settled_by=settled_by)
    is_known = votes["event_id"].isin(events["event_id"]) & (votes["certainty"] != INFERRED)
    known["votes"] = votes[is_known].reset_index(drop=True)
    named, names = tables["parties"].set_index("party_id"), tables["party_names"]
    newer = names[(names["valid_from"] <= day) & names["kind"].isin(["abbreviation", "name_nl", "name_en"])]
    named.update(newer.sort_values("valid_from").groupby(["party_id", "kind"])["name"].last().unstack())
    declined_on = named["declined_on"].where(named["declined_on"] <= day)
    known["parties"] = named.assign(declined_on=declined_on).reset_index()
    return known
