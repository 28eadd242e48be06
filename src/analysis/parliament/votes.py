"""How the groups of the House voted on its decisions: which votes may be published, and which decisions come first."""

from collections import Counter
from collections.abc import Iterable

import pandas as pd

from analysis.core.record_tables import Row
from analysis.parliament.terms import seats_on

# What a page says about a decision, whatever the votes were.
DECISION = ["event_id", "commitment_id", "date", "kind", "document", "what_nl", "what_en", "result"]
DECISION += ["seats_for", "seats_against", "url"]
VOTE = ["party_id", "vote", "seats", "mistake", "certainty", "source_url"]
# A text as a whole goes before one that changes it.
KINDS = {"bill": 0, "motion": 1, "amendment": 2}


def decisions_of_the_house(events: pd.DataFrame) -> pd.DataFrame:
    """Return the events that are a decision of the House, in the order in which they are shown: columns of DECISION."""
    own = events[events["besluit_id"].notna()]
    ordered = own.assign(place=own["kind"].map(KINDS)).sort_values(["place", "document", "event_id"], kind="stable")
    return ordered.sort_values("date", ascending=False, kind="stable", ignore_index=True)[DECISION]


def decisions_for_pages(decisions: pd.DataFrame) -> set[str]:
    """Return the event_ids of the bills and of the first row of each commitment, however the groups voted."""
    shown = ~decisions["commitment_id"].duplicated() | (decisions["kind"] == "bill")
    return set(decisions.loc[shown, "event_id"])


def votes_to_publish(events: pd.DataFrame, votes: pd.DataFrame, seats: pd.DataFrame) -> pd.DataFrame:
    """Return the votes that may be published, each with its decision, in the order of `decisions_of_the_house`.

    One row per decision and group, the largest group first: the columns of DECISION, then those of VOTE. `votes` has
    none that are inferred (see sources.known_from).
    """
    decisions, by_event = decisions_of_the_house(events), dict(list(votes.groupby("event_id")))
    with_votes = (row for row in decisions.to_dict("records") if row["event_id"] in by_event)
    certain = [row["event_id"] for row in with_votes if _are_certain(by_event[row["event_id"]], row, seats)]
    shown = votes[votes["event_id"].isin(certain)].sort_values(["seats", "party_id"], ascending=[False, True])
    return decisions.merge(shown[["event_id", *VOTE]], on="event_id", how="inner")[[*DECISION, *VOTE]]


def _are_certain(votes: pd.DataFrame, decision: Row, seats: pd.DataFrame) -> bool:
    if (votes["certainty"] == "primary").all():
        return True
    if pd.isna(decision["seats_for"]) or (votes["vote"] == "split").any():
        return False
    held = seats_on(pd.Timestamp(decision["date"]).date(), seats).set_index("party_id")["seats"]
    cast = votes.groupby("vote")["seats"].sum()
    in_favour, against = (int(decision[f"seats_{side}"] - cast.get(side, 0)) for side in ("for", "against"))
    return ways_to_make((in_favour, against), held[~held.index.isin(votes["party_id"])]) == 1


def ways_to_make(tally: tuple[int, int], groups: Iterable[int]) -> int:
    """Return in how many ways groups of these sizes, each for, against or absent, make a tally (for, against)."""
    ways = Counter({(0, 0): 1})
    for size in groups:
        more = Counter[tuple[int, int]]()
        for (in_favour, against), number in ways.items():
            for sums in ((in_favour + size, against), (in_favour, against + size), (in_favour, against)):
                more[sums] += number
        ways = more
    return ways[tally]
