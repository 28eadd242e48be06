"""Which body each line of a list is about: the House, unless the list or its folder says otherwise."""

import pandas as pd

from analysis.core.names import words_of
from analysis.core.problems import Problem
from analysis.sources.parliament import HOUSE


def with_bodies(lines: pd.DataFrame, bodies: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the lines of `signature_lists.read_lists` with the body of each, and a warning where it is not known.

    Adds `body_id`: of the body that the line names, else of the one that the list's folder is named after, else the
    House. A line that names a body that is not in `bodies` has none, and says so in `waits_because`.
    """
    called = _bodies_by_name(bodies)
    folders = set(bodies["body_id"])
    written = lines["body_as_written"].fillna("") if "body_as_written" in lines else [""] * len(lines)
    body_ids, problems = [], []
    reasons = lines["waits_because"].tolist()
    for place, (text, file) in enumerate(zip(written, lines["source_file"], strict=True)):
        folder = file.partition("/")[0]
        body_id = called.get(" ".join(words_of(text))) if text else folder if folder in folders else HOUSE
        body_ids.append(body_id)
        if body_id is None:
            if pd.isna(reasons[place]):
                reasons[place] = f"no body in bodies.csv is called {text!r}"
            problems.append(_unknown(file, int(lines["source_row"].iloc[place]), bodies))
    index = lines.index
    as_text = {"body_id": pd.Series(body_ids, index, dtype="str")}
    return lines.assign(**as_text, waits_because=pd.Series(reasons, index, dtype="str")), problems


def _bodies_by_name(bodies: pd.DataFrame) -> dict[str, str]:
    names: dict[str, str] = {}
    for row in bodies.fillna("").to_dict("records"):
        called = [row["body_id"], row["name_nl"], row["name_en"], *row["names"].split("|")]
        names |= {" ".join(words_of(text)): row["body_id"] for text in called if text}
    return names


def _unknown(file: str, row: int, bodies: pd.DataFrame) -> Problem:
    # Its cells may have moved: a report names no signatory.
    found = "a body that is not known"
    expected = f"the id or a name of one of: {', '.join(bodies['body_id'])}"
    remedy = "mend the list, or add the body to bodies.csv; until then the line waits for a decision"
    return Problem(f"signatories/{file}", row, "Orgaan", found, expected, remedy, "warning")
