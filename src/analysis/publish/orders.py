"""What a build is asked for, and where its files are in the folder of a month."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.core.parameters import LANGUAGES, Month

FORMATS = ("html", "pdf")
PAGE = "share/index.html"
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Order:
    """The briefings of one month that are asked for: parties × languages, each in some formats.

    Empty means the usual: each party with a seat as of the month and `all`, both languages, every format.
    """

    month: Month
    data_dir: Path
    notebooks: Path
    parties: Sequence[str] = ()
    languages: Sequence[str] = ()
    formats: Sequence[str] = ()

    @property
    def name(self) -> str:
        """Return what is asked for in one line, whatever the order of its words."""
        return "; ".join(" ".join(sorted(set(each))) or "*" for each in (self.parties, self.languages, self.formats))


@dataclass(frozen=True, order=True)
class BriefingFile:
    """One briefing in one format."""

    language: str
    party: str
    kind: str

    @property
    def path(self) -> str:
        """Return where it is in the month's folder; the executed notebook may name persons and stays inside."""
        folder = f"internal/briefings/{self.language}" if self.kind == "ipynb" else f"share/{self.language}"
        return f"{folder}/{self.party}.{self.kind}"

    @classmethod
    def at(cls, path: str) -> "BriefingFile | None":
        """Return the briefing that a path in share/ is, None if it is something else."""
        folder, _, name = path.rpartition("/")
        party, _, kind = name.rpartition(".")
        language = folder.removeprefix("share/")
        return cls(language, party, kind) if language in LANGUAGES and kind in FORMATS and party else None


def mail_path(party: str) -> str:
    """Return where the draft of the mail to a party is."""
    return f"share/mail/{party}.eml"


def may_name_persons(path: str) -> bool:
    """Return whether a shared file can name who signed: a briefing or a mail."""
    return BriefingFile.at(path) is not None or path.startswith("share/mail/")
