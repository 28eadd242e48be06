"""The metadata of a page, which its notebook prints as an output of a type of its own and the exporter reads."""

from dataclasses import asdict, dataclass
from typing import Any

from analysis.core.parameters import LANGUAGES, Month, one_of

FRONT_MATTER_TYPE = "application/vnd.analysis.briefing+json"
# The HTML of a section as it is on the page, where the notebook shows an analyst something else.
SECTION_TYPE = "application/vnd.analysis.section+html"


class BriefingError(ValueError):
    """A notebook can't be made into a page; the message says which cell and what to do."""


@dataclass(frozen=True)
class FrontMatter:
    """Title, language, month (`2026-10`), party or `annex`, description, status, and where the page comes from."""

    title: str
    language: str
    month: str
    party: str
    description: str
    status: str
    # The program that made the page; then the command and the inputs.
    generator: str = ""
    keywords: str = ""
    # What was wrong in an earlier version, or that this month differs from the version that was released.
    correction: str = ""

    @classmethod
    def read(cls, facts: dict[str, Any]) -> "FrontMatter":
        """Return the front matter that a notebook printed; raises BriefingError or ParameterError for unfit facts."""
        try:
            front = cls(**facts)
        except TypeError as error:  # names what is missing or unknown
            raise BriefingError(f"front matter: {error}; run the notebook again") from None
        one_of("language", front.language, LANGUAGES)
        Month.parse(front.month)
        return front

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        facts = {name: text for name, text in asdict(self).items() if text}
        return {"text/html": "", "text/plain": self.title, FRONT_MATTER_TYPE: facts}
