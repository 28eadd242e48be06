"""What a build is asked for, checked before a kernel starts: notebooks, their parameters, their files."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.batch.notebook_runs import NotebookRun
from analysis.briefing import parties_known
from analysis.parameters import ALL_PARTIES, LANGUAGES, Month, check_names, check_values, one_of
from analysis.problems import ParameterError
from analysis.reconciliation import Reconciliation

FORMATS = ("html", "pdf")
BRIEFING = "3-briefing.ipynb"
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


def runs_of(order: Order, reconciliation: Reconciliation) -> list[NotebookRun]:
    """Return the runs of an order: the evidence, which takes longest, then the briefings that rest on it.

    Raises ParameterError for a party, language or format that does not exist, and for a notebook that is not there
    or lacks a parameter.
    """
    known = parties_known(reconciliation)
    parties = [one_of("party", party, [ALL_PARTIES, *known]) for party in order.parties]
    languages = [one_of("language", language, LANGUAGES) for language in order.languages]
    formats = [one_of("format", kind, FORMATS) for kind in order.formats]
    briefings = [
        _briefing_run(order, party, language, _once(formats or FORMATS))
        for language in _once(languages or LANGUAGES)
        for party in _once(parties or parties_with_a_seat(reconciliation))
    ]
    runs = [*(_evidence_run(order, name) for name in EVIDENCE), *briefings]
    for run in runs:
        check_values(dict(run.parameters), known)
    return runs


def parties_with_a_seat(reconciliation: Reconciliation) -> list[str]:
    """Return `all` and each party that has a seat as of the month, in the order of the table of parties."""
    support = reconciliation.support_by_party
    seated = support.loc[support["party_id"].ne(ALL_PARTIES) & support["seats"].fillna(0).gt(0), "party_id"]
    return [ALL_PARTIES, *seated]


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _briefing_run(order: Order, party: str, language: str, formats: list[str]) -> NotebookRun:
    outputs = {kind: briefing_path(kind, party, language) for kind in (*formats, "ipynb")}
    given = _given(order, party=party, language=language)
    check_names(given, notebook_parameters(order.notebooks / BRIEFING))
    return NotebookRun(f"{party} {language}", order.notebooks / BRIEFING, given, outputs)


def briefing_path(kind: str, party: str, language: str) -> str:
    """Return where a briefing stands in the month's folder, in one format; the executed notebook stays in the house."""
    return f"internal/briefings/{language}/{party}.ipynb" if kind == "ipynb" else f"share/{language}/{party}.{kind}"


def _evidence_run(order: Order, notebook: str) -> NotebookRun:
    """Return the run of a notebook for the analyst, with those parameters that it has."""
    path = order.notebooks / notebook
    known = notebook_parameters(path)
    given = _given(order, party=ALL_PARTIES, language=LANGUAGES[0])
    has = {name: value for name, value in given.items() if name in known}
    return NotebookRun(path.stem, path, has, {"ipynb": f"internal/{notebook}"})


def _given(order: Order, **reader: str) -> dict[str, str]:
    return {"month": str(order.month), "data_dir": str(order.data_dir.resolve()), **reader}


def notebook_parameters(path: Path) -> list[str]:
    """Return the names in the cell tagged `parameters` of a notebook, in their order; raises ParameterError."""
    from papermill import inspect_notebook

    if not path.is_file():
        raise ParameterError(f"notebooks: {path.name} is not there: build from a clone of the project")
    as_written = str(path).replace("{", "{{").replace("}", "}}")  # papermill fills in {braces} in a path
    return list(inspect_notebook(as_written))
