"""What a reader of a month calls a party: on a page, in a table and in a mail."""

import pandas as pd

from analysis.core.wording import Wording, capital
from analysis.sources import Sources


def party_name(party_id: str, sources: Sources, w: Wording) -> str:
    """Return the short name of a party as of the month; a renamed party is shown with the name readers know."""
    parties = sources.parties.set_index("party_id")
    renamed = sources.party_names
    renamed = renamed[(renamed["party_id"] == party_id) & renamed["valid_from"].notna()]
    short, full = str(parties.at[party_id, "abbreviation"]), str(parties.at[party_id, f"name_{w.language}"])
    return full if full in set(renamed["name"]) else short


def party_in_sentence(party_id: str, sources: Sources, w: Wording) -> dict[str, str]:
    """Return the name of a party for within a sentence (`party`: de VVD) and for its start (`Party`: De VVD)."""
    article = sources.parties.set_index("party_id").at[party_id, "article_nl"]
    name = party_name(party_id, sources, w)
    if w.language == "nl" and pd.notna(article):
        name = f"{article} {name}"
    return {"party": name, "Party": capital(name)}
