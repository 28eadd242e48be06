"""The order of a build: which notebooks to run with which parameters, and the paths of their files in a month.

It imports nothing that is slow to import, so that a build with nothing to do ends at once.
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
# The notebooks for the analyst, with the evidence behind the briefings; each is run once a month.
EVIDENCE = ("1-figures.ipynb", "2-signatories.ipynb")


@dataclass(frozen=True)
class Order:
    """The briefings of one month to make: parties × languages, each in some formats.

    Empty means the default: each party with a seat as of the month and `all`, both languages, every format.
    """

    month: Month
    data_dir: Path
    notebooks: Path
    parties: Sequence[str] = ()
    languages: Sequence[str] = ()
    formats: Sequence[str] = ()

    @property
    def name(self) -> str:
        """Return the order in one line, the same for the same parties, languages and formats in any sequence."""
        return "; ".join(" ".join(sorted(set(each))) or "*" for each in (self.parties, self.languages, self.formats))


@dataclass(frozen=True, order=True)
class BriefingFile:
    """One briefing in one format."""

    language: str
    party: str
    kind: str

    @property
    def path(self) -> str:
        """Return its path in the month's folder; an executed notebook may name persons, so it is in internal/."""
        folder = f"internal/briefings/{self.language}" if self.kind == "ipynb" else f"share/{self.language}"
        return f"{folder}/{self.party}.{self.kind}"

    @classmethod
    def at(cls, path: str) -> "BriefingFile | None":
        """Return the briefing at a path in share/, None if the path is of something else."""
        folder, _, name = path.rpartition("/")
        party, _, kind = name.rpartition(".")
        language = folder.removeprefix("share/")
        return cls(language, party, kind) if language in LANGUAGES and kind in FORMATS and party else None


def mail_path(party: str) -> str:
    """Return the path of the draft of the mail to a party."""
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

    `more` are further files to make, if their party is known in the month. Raises ParameterError for a party,
    language or format that does not exist, and for a notebook that is absent or lacks a parameter.
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
    """Return the run of a notebook for the analyst, with the parameters that it takes."""
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
