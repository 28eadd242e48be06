"""The order of a build: which notebooks to run with which parameters, and the paths of their files in a month.

It imports nothing that is slow to import, so that a build with nothing to do ends at once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.core.parameters import ALL_PARTIES, ANNEX, LANGUAGES, Month, one_of
from analysis.core.problems import ParameterError

if TYPE_CHECKING:
    from analysis.reconciliation import Reconciliation

FORMATS = ("html", "pdf")
BRIEFING_NOTEBOOK, ANNEX_NOTEBOOK = "3-briefing.ipynb", "4-annex.ipynb"
# These show the evidence behind the briefings; each is run once per month.
ANALYST_NOTEBOOKS = ("1-figures.ipynb", "2-signatories.ipynb")
NOTEBOOKS = (*ANALYST_NOTEBOOKS, BRIEFING_NOTEBOOK, ANNEX_NOTEBOOK)  # all that a build runs


@dataclass(frozen=True)
class Order:
    """The briefings of one month to make: parties × languages, each in some formats.

    Empty means the default: `all` and each party with a seat in that month, both languages, every format.
    """

    month: Month
    data_dir: Path
    notebooks: Path
    parties: Sequence[str] = ()
    languages: Sequence[str] = ()
    formats: Sequence[str] = ()

    @property
    def name(self) -> str:
        """Return the order in one line, which is the same for the same parties, languages and formats in any order."""
        parties = map(str.lower, self.parties)
        return "; ".join(" ".join(sorted(set(each))) or "*" for each in (parties, self.languages, self.formats))


@dataclass(frozen=True)
class NotebookRun:
    """One notebook, its parameters, and the paths in the month of the files to make (`ipynb`, `html`, `pdf`)."""

    name: str
    notebook: Path
    parameters: dict[str, str]
    outputs: dict[str, str]


@dataclass(frozen=True)
class RunResult:
    """The result of a run: the content of each of its files by path, or the reason why there are none.

    `executed` is a failed notebook with the outputs of the cells that ran; it may name persons. `skipped` has the
    numbers of the code cells that are not the project's own, `too_long` the briefings that do not fit on two pages.
    `shortage` is the error of a machine that ran out of space or memory, for which no notebook is to blame.
    """

    run: NotebookRun
    files: dict[str, bytes] = field(default_factory=dict)
    failure: str | None = None
    executed: bytes | None = None
    skipped: tuple[int, ...] = ()
    too_long: tuple[str, ...] = ()
    shortage: OSError | MemoryError | None = None


def page_at(path: str) -> tuple[str, str, str] | None:
    """Return the language, party (or `annex`) and format of share/<language>/<party>.<format>; None for other paths."""
    folder, _, name = path.rpartition("/")
    party, _, kind = name.rpartition(".")
    language = folder.removeprefix("share/")
    return (language, party, kind) if language in LANGUAGES and kind in FORMATS and party else None


def mail_path(party: str) -> str:
    """Return the path of the draft mail to a party."""
    return f"share/mail/{party}.eml"


def notebook_path(party: str, language: str) -> str:
    """Return the path of the executed notebook of a briefing, which may name persons."""
    return f"internal/briefings/{language}/{party}.ipynb"


def runs_of(order: Order, reconciliation: "Reconciliation", earlier: Iterable[str] = ()) -> list[NotebookRun]:
    """Return the runs to make: the analyst's notebooks, then by language the annex (it takes longest) and briefings.

    Pages among the files of an `earlier` build are made too if their party is ordered or, where none is, known.
    Raises ParameterError for a party, language or format that does not exist, and for a notebook that is absent.
    """
    from analysis.briefing import known_party, parties_known

    parties = [known_party(reconciliation, party) for party in order.parties]
    languages = [one_of("language", language, LANGUAGES) for language in order.languages] or LANGUAGES
    formats = [one_of("format", kind, FORMATS) for kind in order.formats] or FORMATS
    for name in NOTEBOOKS:
        if not (order.notebooks / name).is_file():
            raise ParameterError(f"notebooks: {name} is not there: build from a clone of the project")
    if not parties:
        support = reconciliation.support_by_party
        seated = support.loc[support["party_id"].ne(ALL_PARTIES) & support["seats"].fillna(0).gt(0), "party_id"]
        parties = [ALL_PARTIES, *seated]
    kinds = {(language, party): [*formats] for language in languages for party in (ANNEX, *parties)}
    known = parties if order.parties else (ALL_PARTIES, ANNEX, *parties_known(reconciliation))
    for language, party, kind in filter(None, map(page_at, sorted(earlier))):
        if party in known:
            kinds.setdefault((language, party), []).append(kind)
    runs = [_run_of(order, Path(name).stem, name, {"ipynb": f"internal/{name}"}) for name in ANALYST_NOTEBOOKS]
    for (language, party), of_page in kinds.items():
        notebook, reader = (ANNEX_NOTEBOOK, {}) if party == ANNEX else (BRIEFING_NOTEBOOK, {"party": party})
        outputs = {kind: f"share/{language}/{party}.{kind}" for kind in of_page}
        outputs["ipynb"] = notebook_path(party, language)
        runs.append(_run_of(order, f"{party} {language}", notebook, outputs, **reader, language=language))
    return runs


def _run_of(order: Order, name: str, notebook: str, outputs: dict[str, str], **reader: str) -> NotebookRun:
    given = {"month": str(order.month), "data_dir": str(order.data_dir.resolve())}
    return NotebookRun(name, order.notebooks / notebook, given | reader, outputs)
