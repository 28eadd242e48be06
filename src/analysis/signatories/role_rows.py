"""The words that say something in one body, from the tables of roles, places and bodies."""

from collections.abc import Iterator, Mapping

import pandas as pd

from analysis.core.names import words_of


def titles_of(body: Mapping[str, str], roles: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Yield each title of who sits in a body, with what it says."""
    offices = set(roles.loc[roles["kind"] == "office", "words"])
    for title in filter(None, body["titles"].split("|")):
        # A title that others have too (every town has councillors) does not say of which body.
        text = " ".join(words_of(title))
        yield text, "shared_title" if text in offices else "seat"


def words_of_body(body: Mapping[str, str], roles: pd.DataFrame, places: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Yield each word or phrase with what it says in a body: the seat of one body is an office elsewhere."""
    yield from titles_of(body, roles)
    for name in filter(None, [body["name_nl"], body["name_en"], *body["names"].split("|")]):
        yield " ".join(words_of(name)), "own_body"
    for words, kind, of in zip(roles["words"], roles["kind"], roles["body_id"].fillna(""), strict=True):
        if of == body["body_id"]:
            yield words, {"body": "own_body", "candidacy": "seat"}.get(kind, kind)
        else:
            yield words, {"seat": "office", "candidacy": "body"}.get(kind, kind) if of else kind
    for place in places["place"]:
        yield " ".join(words_of(place)), "place"
