"""Printed dates, which may be partial, and from which day on a publication counts as known: the as-of rule."""

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
