"""From which day on a publication counts as known: the as-of rule for partial and missing dates."""

import calendar
import datetime

import pandas as pd

from analysis.core.problems import Problem, row_of


def end_of_printed_date(text: str) -> datetime.date:
    """Return the last day of a printed date, `2021-03-10`, `2021-03` or `2021`."""
    parts = [int(part) for part in text.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    day = parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1]
    return datetime.date(year, month, day)


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


def undated(publications: pd.DataFrame, figures: pd.DataFrame, path: str) -> list[Problem]:
    """Return a warning for each publication that no month can use since its date is unknown; `path` is their file."""
    problems = []
    for index, row in publications[publications["known_from"].isna()].iterrows():
        count = int((figures["publication"] == row["publication"]).sum())
        found = f"no date, and no dated publication that {row['publication']} quotes"
        remedy = f"its {count} figures are used in no month until one is known"
        problems.append(Problem(path, row_of(index), "published_on", found, "a date", remedy, "warning"))
    return problems
