"""The pages that lead to the briefings: one for all months, one for each month."""

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from analysis.batch.publish import published_tables
from analysis.parameters import ALL_PARTIES, LANGUAGES
from analysis.reconciliation import Reconciliation
from analysis.wording import Wording, wording


@dataclass(frozen=True)
class Briefings:
    """The briefings of one party in one language: its name and the files there are (empty for none)."""

    party: str
    page: str
    document: str


def front_page(months: list[str]) -> bytes:
    """Return the page of all months, in the order given."""
    return _render("months.html.j2", "index.months.title", months=months)


def month_page(reconciliation: Reconciliation, files: set[str]) -> bytes:
    """Return the page of a month with the briefings among `files` (paths in the month's folder)."""
    month = reconciliation.month
    return _render(
        "month.html.j2",
        "index.month.title",
        {"month": lambda words: words.month(str(month))},
        briefings={words.language: briefings_of(reconciliation, files, words) for words in _languages()},
        as_of=month.as_of,
        released=reconciliation.sources.decisions.edition > 0,
        tables=[name for name, table in published_tables().items() if not table.get("internal")],
    )


def briefings_of(reconciliation: Reconciliation, files: set[str], words: Wording) -> list[Briefings]:
    """Return the briefings in one language: all parties together first, then by name."""
    parties = reconciliation.sources.parties
    names = dict(zip(parties["party_id"], parties["abbreviation"], strict=True))
    names[ALL_PARTIES] = words.say("index.month.all")
    found = []
    for party, name in sorted(names.items(), key=lambda named: (named[0] != ALL_PARTIES, named[1].casefold())):
        page, document = (f"{words.language}/{party}.{kind}" for kind in ("html", "pdf"))
        shown = Briefings(name, *(file if f"share/{file}" in files else "" for file in (page, document)))
        if shown.page or shown.document:
            found.append(shown)
    return found


def _languages() -> list[Wording]:
    return [wording(language) for language in LANGUAGES]


def _render(template: str, title: str, places: dict[str, Any] | None = None, **facts: Any) -> bytes:
    """Fill a template; it may hold no script and no style but our own, whose hash the policy of the page names."""
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    titles = {w.language: w.say(title, **{key: of(w) for key, of in (places or {}).items()}) for w in _languages()}
    page = _templates().get_template(template)
    return (page.render(languages=_languages(), titles=titles, style=style, digest=digest, **facts) + "\n").encode()


def _style() -> str:
    return resources.files(__name__).joinpath("index.css").read_text(encoding="utf-8")


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader(__name__, "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
