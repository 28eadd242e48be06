"""What the page of a briefing is made of: front matter and fragments of a notebook, style sheet, security policy."""

import base64
import hashlib
import json
from dataclasses import MISSING, dataclass, fields
from typing import Any

from nbformat import NotebookNode

from analysis.core.parameters import LANGUAGES, Month
from analysis.core.wording import wording
from analysis.publish.fragments import faults_of
from analysis.publish.style import style_sheet

ANNEX = "annex"
FRONT_MATTER = "application/vnd.analysis.briefing+json"
STATUSES = ("concept", "released")
ANALYST = "analyst"


class BriefingError(ValueError):
    """A notebook can't be made into a briefing; the message says which cell and what to do."""


@dataclass(frozen=True)
class FrontMatter:
    """What a briefing says of itself, as its notebook prints it (briefing.Briefing.front_matter)."""

    title: str
    language: str
    month: str
    party: str
    party_name: str
    description: str
    status: str
    # What made it, and from what: a page that does not say stays without.
    generator: str = ""
    keywords: str = ""
    # What was wrong in an earlier edition, or that this is no longer the one that was released.
    correction: str = ""


@dataclass(frozen=True)
class Page:
    """Everything the template prints."""

    front_matter: FrontMatter
    fragments: tuple[str, ...]

    @property
    def title(self) -> str:
        """Return the title of page, window and PDF."""
        return self.front_matter.title

    @property
    def language(self) -> str:
        """Return the language of the page."""
        return self.front_matter.language

    @property
    def description(self) -> str:
        """Return the sentence that search results and PDF properties show."""
        return self.front_matter.description

    @property
    def metadata(self) -> dict[str, str]:
        """Return where the page comes from, under names that a PDF takes over too, in its properties and its XMP."""
        said = {name: getattr(self.front_matter, name) for name in ("generator", "keywords")}
        return {name: text for name, text in said.items() if text}

    @property
    def is_concept(self) -> bool:
        """Return whether the page must say that it is not released."""
        return self.front_matter.status == "concept"

    @property
    def kind(self) -> str:
        """Return whether this is a briefing or the annex of all."""
        return ANNEX if self.front_matter.party == ANNEX else "briefing"

    @property
    def as_of(self) -> str:
        """Return what this is, and as of which day."""
        return self.say(f"as_of_{self.kind}", date=self._last_day)

    @property
    def footer(self) -> str:
        """Return what the page says of its own limits."""
        return self.say("footer", date=self._last_day)

    @property
    def style(self) -> str:
        """Return the style sheet, fonts inside."""
        return style_sheet()

    @property
    def content_security_policy(self) -> str:
        """Return a policy under which nothing runs and nothing is fetched: only this style and what is in the file."""
        digest = base64.b64encode(hashlib.sha256(self.style.encode()).digest()).decode()
        return (
            f"default-src 'none'; style-src 'sha256-{digest}'; font-src data:; img-src data:; "
            "base-uri 'none'; form-action 'none'"
        )

    def say(self, key: str, **facts: Any) -> str:
        """Return a sentence of wording/<language>/page.toml."""
        return wording(self.language).say(f"page.{key}", **facts)

    @property
    def _last_day(self) -> str:
        return wording(self.language).date(Month.parse(self.front_matter.month).as_of)


def page_of(notebook: NotebookNode) -> Page:
    """Return the page of an executed notebook.

    Raises BriefingError for an output that is an error (in any cell), front matter that is absent, double or
    incomplete, and fragments that the page forbids: all faults of the fragments are named at once.
    """
    _refuse_errors(notebook)
    front_matter = _front_matter(notebook)
    fragments = tuple(
        html
        for cell in notebook.cells
        if cell.cell_type == "code" and ANALYST not in cell.metadata.get("tags", [])
        for output in cell.get("outputs", [])
        # What a notebook shows of the front matter is its preview of what the page writes around the sections.
        if FRONT_MATTER not in output.get("data", {})
        if (html := _text(output.get("data", {}).get("text/html", ""))).strip()
    )
    if not fragments:
        raise BriefingError("the notebook shows no HTML: run it first (papermill or `briefing build` does)")
    if faults := faults_of("\n".join(fragments)):
        raise BriefingError("the page forbids what the notebook shows:\n" + "\n".join(f"- {fault}" for fault in faults))
    return Page(front_matter, fragments)


def _text(value: str | list[str]) -> str:
    # On disk nbformat keeps long text as a list of lines.
    return value if isinstance(value, str) else "".join(value)


def _refuse_errors(notebook: NotebookNode) -> None:
    for number, cell in enumerate(notebook.cells, start=1):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                what = f"{output.get('ename', 'error')}: {output.get('evalue', '')}"
                raise BriefingError(f"cell {number} ended in an error ({what}): fix the notebook and run it again")


def _front_matter(notebook: NotebookNode) -> FrontMatter:
    found = [
        output.data[FRONT_MATTER]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if FRONT_MATTER in output.get("data", {})
    ]
    if len(found) != 1:
        raise BriefingError(
            f"found {len(found)} outputs of type {FRONT_MATTER}, expected one: "
            "the notebook's last expression in one cell must be `briefing.front_matter`, and the notebook must be run"
        )
    facts = json.loads(found[0]) if isinstance(found[0], str) else dict(found[0])
    return _checked(facts)


def _checked(facts: dict[str, Any]) -> FrontMatter:
    names = [field.name for field in fields(FrontMatter) if field.name in facts or field.default is MISSING]
    empty = [name for name in names if not isinstance(facts.get(name), str) or not facts[name].strip()]
    if empty:
        raise BriefingError(f"front matter: no text for {', '.join(empty)}")
    for name, choices in (("language", LANGUAGES), ("status", STATUSES)):
        if facts[name] not in choices:
            raise BriefingError(f"front matter: {name} is {facts[name]!r}, expected one of {', '.join(choices)}")
    Month.parse(facts["month"])
    return FrontMatter(**{name: facts[name] for name in names})
