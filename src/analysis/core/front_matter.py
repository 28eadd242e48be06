"""What a page says about itself: printed by its notebook as an output of a type of its own, read by the exporter."""

from dataclasses import MISSING, asdict, dataclass, fields
from typing import Any

from analysis.core.parameters import LANGUAGES, Month

FRONT_MATTER_TYPE = "application/vnd.analysis.briefing+json"
# The HTML of a section as it is on the page, where the notebook shows an analyst something else.
SECTION_TYPE = "application/vnd.analysis.section+html"
STATUSES = ("concept", "released")


class BriefingError(ValueError):
    """A notebook can't be made into a page; the message says which cell and what to do."""


@dataclass(frozen=True)
class FrontMatter:
    """Title, language, month (`2026-10`), party or `annex`, description, status, and where the page comes from."""

    title: str
    language: str
    month: str
    party: str
    party_name: str
    description: str
    status: str
    # The program that made the page, and the command and inputs.
    generator: str = ""
    keywords: str = ""
    # What was wrong in an earlier version, or that this month differs from the version that was released.
    correction: str = ""

    @classmethod
    def read(cls, facts: dict[str, Any]) -> "FrontMatter":
        """Return the front matter of a notebook's output; raises BriefingError for facts that are absent or unknown."""
        names = [field.name for field in fields(cls) if field.name in facts or field.default is MISSING]
        if empty := [name for name in names if not isinstance(facts.get(name), str) or not facts[name].strip()]:
            raise BriefingError(f"front matter: no text for {', '.join(empty)}")
        for name, choices in (("language", LANGUAGES), ("status", STATUSES)):
            if facts[name] not in choices:
                raise BriefingError(f"front matter: {name} is {facts[name]!r}, expected one of {', '.join(choices)}")
        Month.parse(facts["month"])
        return cls(**{name: facts[name] for name in names})

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        facts = {name: text for name, text in asdict(self).items() if text}
        return {"text/html": "", "text/plain": self.title, FRONT_MATTER_TYPE: facts}
