"""The names by which the readers of a month know a party: on a page, in a table and in a mail."""

from analysis.core.wording import Wording, capital
from analysis.sources import Sources

_ARTICLES = ("de", "het", "’t", "'t", "een")


def party_name(party_id: str, sources: Sources, w: Wording) -> str:
    """Return the short name of a party as of the month; after a renaming, the full name that it took."""
    row = sources.parties_by_id[party_id]
    full = str(row[f"name_{w.language}"])
    return full if (party_id, full) in sources.names_taken_later else str(row["abbreviation"])


def party_in_sentence(party_id: str, sources: Sources, w: Wording) -> dict[str, str]:
    """Return the name of a party for within a sentence (`party`: de VVD) and for its start (`Party`: De VVD)."""
    article, name = sources.parties_by_id[party_id]["article_nl"], party_name(party_id, sources, w)
    # A name that begins with an article needs no other.
    if w.language == "nl" and article and name.split()[0].lower() not in _ARTICLES:
        name = f"{article} {name}"
    return {"party": name, "Party": capital(name)}
