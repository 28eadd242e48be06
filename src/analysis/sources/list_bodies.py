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
    called = {
        " ".join(words_of(name)): row["body_id"]
        for row in bodies.fillna("").to_dict("records")
        for name in (row["body_id"], row["name_nl"], row["name_en"], *row["names"].split("|"))
        if name
    }
    written = lines["body_as_written"]
    folders = lines["source_file"].str.partition("/")[0] if len(lines) else lines["source_file"]
    named = written.map(lambda text: called.get(" ".join(words_of(text))), na_action="ignore")
    body_id = named.where(written.notna(), folders.where(folders.isin(bodies["body_id"]), HOUSE)).astype("str")
    unknown = "no body in bodies.csv is called " + written[body_id.isna()].map(repr)
    expected = f"the id or a name of one of: {', '.join(bodies['body_id'])}"
    remedy = "correct the list, or add the body to bodies.csv; until then the line waits for a decision"
    problems = [
        # Its cells may have moved: a report names no signatory.
        Problem(f"signatories/{file}", row, "Orgaan", "a body that is not known", expected, remedy, "warning")
        for file, row in lines.loc[body_id.isna(), ["source_file", "source_row"]].itertuples(index=False)
    ]
    return lines.assign(body_id=body_id, waits_because=lines["waits_because"].fillna(unknown)), problems
