"""What a build is asked for: the notebooks to run, with which parameters, and where their files are in a month.

Imports nothing heavy at the top: with nothing to do, a build takes no time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.core.parameters import ALL_PARTIES, ANNEX, LANGUAGES, Month, check_names, check_values, one_of
from analysis.core.problems import ParameterError

if TYPE_CHECKING:
    from analysis.reconciliation import Reconciliation

FORMATS = ("html", "pdf")
PAGE = "share/index.html"
MANIFEST = "manifest.json"
BRIEFING_NOTEBOOK, ANNEX_NOTEBOOK = "3-briefing.ipynb", "4-annex.ipynb"
# Made once a month for the analyst: the evidence behind the briefings.
EVIDENCE = ("1-figures.ipynb", "2-signatories.ipynb")


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


@dataclass(frozen=True)
class NotebookRun:
    """One notebook, its parameters, and the files to make of it (`ipynb`, `html`, `pdf` -> path in the folder)."""

    name: str
    notebook: Path
    parameters: dict[str, str]
    outputs: dict[str, str]


def runs_of(order: Order, reconciliation: "Reconciliation", more: Iterable[BriefingFile] = ()) -> list[NotebookRun]:
    """Return the runs of an order: the evidence, which takes longest, then briefings and annex of each language.

    `more` are files to make as well, if their party is known in the month. Raises ParameterError for a party,
    language or format that does not exist, and for a notebook that is not there or lacks a parameter.
    """
    from analysis.briefing import parties_known

    known = parties_known(reconciliation)
    parties = [one_of("party", party, [ALL_PARTIES, *known]) for party in order.parties]
    languages = [one_of("language", language, LANGUAGES) for language in order.languages]
    formats = [one_of("format", kind, FORMATS) for kind in order.formats]
    if not parties:
        support = reconciliation.support_by_party
        seated = support.loc[support["party_id"].ne(ALL_PARTIES) & support["seats"].fillna(0).gt(0), "party_id"]
        parties = [ALL_PARTIES, *seated]
    files = [
        BriefingFile(language, party, kind)
        for language in languages or LANGUAGES
        for party in [*parties, ANNEX]
        for kind in formats or FORMATS
    ]
    files += [file for file in more if file.party in (ALL_PARTIES, ANNEX, *known)]
    kinds: dict[tuple[str, str], dict[str, None]] = {}
    for file in files:
        kinds.setdefault((file.language, file.party), {})[file.kind] = None
    given = {"month": str(order.month), "data_dir": str(order.data_dir.resolve())}
    runs = [_evidence_run(order.notebooks / name, given) for name in EVIDENCE]
    for (language, party), formats_of_page in kinds.items():
        notebook = order.notebooks / (ANNEX_NOTEBOOK if party == ANNEX else BRIEFING_NOTEBOOK)
        reader = {"language": language} if party == ANNEX else {"party": party, "language": language}
        check_names(given | reader, notebook_parameters(notebook))
        outputs = {kind: BriefingFile(language, party, kind).path for kind in (*formats_of_page, "ipynb")}
        runs.append(NotebookRun(f"{party} {language}", notebook, given | reader, outputs))
    for run in runs:
        check_values(dict(run.parameters), known)
    return runs


def _evidence_run(notebook: Path, given: dict[str, str]) -> NotebookRun:
    """Return the run of a notebook for the analyst, with those parameters that it has."""
    known = notebook_parameters(notebook)
    usual = given | {"party": ALL_PARTIES, "language": LANGUAGES[0]}
    has = {name: value for name, value in usual.items() if name in known}
    return NotebookRun(notebook.stem, notebook, has, {"ipynb": f"internal/{notebook.name}"})


def notebook_parameters(path: Path) -> list[str]:
    """Return the names in the cell tagged `parameters` of a notebook, in their order; raises ParameterError."""
    from papermill import inspect_notebook

    if not path.is_file():
        raise ParameterError(f"notebooks: {path.name} is not there: build from a clone of the project")
    as_written = str(path).replace("{", "{{").replace("}", "}}")  # papermill fills in {braces} in a path
    return list(inspect_notebook(as_written))
