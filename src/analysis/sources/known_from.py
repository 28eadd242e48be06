"""The as-of rule: what printed dates mean, which may be partial, and what was known by a day."""

import datetime

import pandas as pd


def printed_days(text: object) -> pd.Period | None:
    """Return the days that a printed date may mean; None for no date, or for one that does not exist."""
    try:
        return pd.Period(text) if isinstance(text, str) else None
    except ValueError:
        return None


def first_day(text: object) -> pd.Timestamp:
    """Return the first day of a printed date; not a time where there is none."""
    days = printed_days(text)
    return days.start_time if days else pd.NaT


def last_day(text: object) -> pd.Timestamp:
    """Return the last day of a printed date; not a time where there is none."""
    days = printed_days(text)
    return days.end_time.normalize() if days else pd.NaT


def end_of_printed_date(text: str) -> datetime.date:
    """Return the last day of a printed date, `2021-03-10`, `2021-03` or `2021`."""
    return last_day(text).date()


def with_known_from(publications: pd.DataFrame) -> pd.DataFrame:
    """Return the publications with the day they count as known from, and the basis of that.

    One row per publication. Adds `known_from` (date) and `known_from_basis`: `printed`; `end_of_period` for a partial
    date; `inferred` (the newest publication it quotes) for a missing one; `unknown` where it quotes none that is dated.
    """
    printed = publications.set_index("publication")["published_on"].dropna().map(end_of_printed_date).to_dict()
    days: list[datetime.date | None] = []
    basis = []
    for name, date, quotes in publications[["publication", "published_on", "quotes"]].itertuples(index=False):
        quoted = [] if pd.isna(quotes) else [printed[other] for other in quotes.split("|") if other in printed]
        if name in printed:
            days.append(printed[name])
            basis.append("printed" if len(date) == 10 else "end_of_period")
        else:
            days.append(max(quoted, default=None))
            basis.append("inferred" if quoted else "unknown")
    known_from = pd.Series(pd.to_datetime(days), index=publications.index).astype("datetime64[us]")
    return publications.assign(
        known_from=known_from, known_from_basis=pd.Series(basis, index=publications.index, dtype="str")
    )


def begun_by(periods: pd.DataFrame, start: str, end: str, day: pd.Timestamp) -> pd.DataFrame:
    """Return the periods that had begun by a day; an end that lay ahead was not known then."""
    begun = periods[periods[start].isna() | (periods[start] <= day)].reset_index(drop=True)
    return begun.assign(**{end: begun[end].where(begun[end] <= day)})


def cabinets_by(cabinets: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Return the cabinets that had begun by a day; that one would later resign was not known."""
    begun = begun_by(cabinets, "valid_from", "valid_until", day)
    return begun.assign(caretaker_from=begun["caretaker_from"].where(begun["caretaker_from"] <= day))


def events_by(events: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Return the events of the commitments that had happened by a day; what settles one later was not known then."""
    dates = pd.to_datetime(events["date"].map(end_of_printed_date)).astype("datetime64[us]")
    known = events.assign(known_from=dates)[dates <= day].reset_index(drop=True)
    return known.assign(settled_by=known["settled_by"].where(known["settled_by"].isin(known["event_id"])))


def named_as_of(parties: pd.DataFrame, party_names: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Return the parties under the names they had on a day."""
    named = parties.set_index("party_id")
    newer = party_names[party_names["valid_from"] <= day].sort_values("valid_from")
    for row in newer[newer["kind"].isin(["abbreviation", "name_nl", "name_en"])].itertuples():
        named.loc[row.party_id, row.kind] = row.name
    declined = named["declined_on"].where(named["declined_on"] <= day)
    return named.assign(declined_on=declined).reset_index()
