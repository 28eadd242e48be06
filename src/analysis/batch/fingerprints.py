"""What a briefing is made from, as one SHA-256: while it stays the same, so do the bytes of the briefing.

A page rests on the month's tables, its language, its notebook and the code. Of the signatures it shows those of
parties, and of persons no more than `support_as_seen` and `names_as_seen` say: whoever signs for one party changes the
briefings of that party and of all parties together, and no others.
"""

import dataclasses
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from analysis.batch.orders import BRIEFING, FORMATS, briefing_path
from analysis.briefing import names_as_seen, parties_known, support_as_seen
from analysis.parameters import ALL_PARTIES, LANGUAGES
from analysis.reconciliation import Reconciliation
from analysis.releases import edition_of
from analysis.support import party_level_signatures

# Tables with lines about persons who signed, and what was said on reading them: a page sees them as below.
_OF_PERSONS = frozenset(["signatures", "ledger", "support_by_party", "signature_lines", "signatories", "warnings"])
# Where the same tables lie says nothing of them.
_NOT_SEEN = _OF_PERSONS | {"folder"}
_CODE = "src/analysis/"
_WORDING = "src/analysis/wording/"
_SENTENCES = tuple(f"{_WORDING}{language}/" for language in LANGUAGES)


def fingerprints_of(month: Reconciliation, inputs: Mapping[str, str], versions: Mapping[str, str]) -> dict[str, str]:
    """Return the fingerprint of every briefing of a month that can be made: path in the month's folder -> SHA-256.

    `inputs` are the SHA-256 of the files that are read, `versions` those of the packages (see `manifest`).
    """
    made_by = {path: digest for path, digest in inputs.items() if _makes_briefings(path)}
    found: dict[str, str] = {}
    for language in LANGUAGES:
        sentences = {path: digest for path, digest in inputs.items() if path.startswith(f"{_WORDING}{language}/")}
        shared = _digest([made_by, dict(versions), sentences, month, edition_of(month)], language)
        for party in (ALL_PARTIES, *parties_known(month)):
            own = _digest([shared, *_as_seen_by(party, month)], language)
            found |= {briefing_path(kind, party, language): own for kind in (*FORMATS, "ipynb")}
    return found


def _makes_briefings(path: str) -> bool:
    """Return whether a file decides how each page looks, in whatever language."""
    return path == f"notebooks/{BRIEFING}" or (path.startswith(_CODE) and not path.startswith(_SENTENCES))


def _as_seen_by(party: str, month: Reconciliation) -> Iterator[Any]:
    """Give what a page shows of signatures, which depends on whose page it is."""
    signed = party_level_signatures(month.signatures).reset_index(drop=True)
    places = ["source_file", "source_row"]
    yield signed
    yield signed[places].merge(month.sources.signature_lines, on=places)
    yield len(month.sources.decisions.signatories)
    yield support_as_seen(month, party)
    yield names_as_seen(month, party)


def _digest(value: Any, language: str) -> str:
    digest = hashlib.sha256()
    for piece in _pieces(value, language):
        digest.update(piece.encode("utf-8", "surrogatepass"))
        digest.update(b"\0")
    return digest.hexdigest()


def _pieces(value: Any, language: str) -> Iterator[str]:
    """Give a value as texts that tell it from any other; columns in the other language are left out."""
    yield type(value).__name__
    if isinstance(value, pd.DataFrame):
        yield from _pieces_of_table(value, language)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            if field.name not in _NOT_SEEN:
                yield field.name
                yield from _pieces(getattr(value, field.name), language)
    elif isinstance(value, Mapping):
        yield from _pieces(list(value.items()), language)
    elif isinstance(value, Iterable) and not isinstance(value, str):
        for each in value:
            yield from _pieces(each, language)
    else:
        yield repr(value)


def _pieces_of_table(table: pd.DataFrame, language: str) -> Iterator[str]:
    others = tuple(f"_{other}" for other in LANGUAGES if other != language)
    yield repr(list(table.index)) if not isinstance(table.index, pd.RangeIndex) else repr(table.index)
    for name, column in table.items():
        if not str(name).endswith(others):
            yield f"{name} {column.dtype}"
            yield repr(column.tolist())
