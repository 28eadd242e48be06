"""The runs of an order: which notebooks, with which parameters, and which files come of each."""

from collections.abc import Iterable
from pathlib import Path

from analysis.briefing import ANNEX, parties_known
from analysis.core.parameters import ALL_PARTIES, LANGUAGES, check_names, check_values, one_of
from analysis.core.problems import ParameterError
from analysis.publish.notebook_runs import NotebookRun
from analysis.publish.orders import FORMATS, BriefingFile, Order
from analysis.reconciliation import Reconciliation

BRIEFING, ANNEX_NOTEBOOK = "3-briefing.ipynb", "4-annex.ipynb"
# Made once a month for the analyst: the evidence behind the briefings.
EVIDENCE = ("1-figures.ipynb", "2-signatories.ipynb")


def runs_of(order: Order, reconciliation: Reconciliation, more: Iterable[BriefingFile] = ()) -> list[NotebookRun]:
    """Return the runs of an order: the evidence, which takes longest, then briefings and annex of each language.

    `more` are files to make as well, if their party is known in the month. Raises ParameterError for a party,
    language or format that does not exist, and for a notebook that is not there or lacks a parameter.
    """
    known = parties_known(reconciliation)
    parties = [one_of("party", party, [ALL_PARTIES, *known]) for party in order.parties]
    languages = [one_of("language", language, LANGUAGES) for language in order.languages]
    formats = [one_of("format", kind, FORMATS) for kind in order.formats]
    files = [
        BriefingFile(language, party, kind)
        for language in languages or LANGUAGES
        for party in [*(parties or parties_with_a_seat(reconciliation)), ANNEX]
        for kind in formats or FORMATS
    ]
    files += [file for file in more if file.party in (ALL_PARTIES, ANNEX, *known)]
    kinds: dict[tuple[str, str], dict[str, None]] = {}
    for file in files:
        kinds.setdefault((file.language, file.party), {})[file.kind] = None
    briefings = [_page_run(order, party, language, list(formats)) for (language, party), formats in kinds.items()]
    runs = [*(_evidence_run(order, name) for name in EVIDENCE), *briefings]
    for run in runs:
        check_values(dict(run.parameters), known)
    return runs


def parties_with_a_seat(reconciliation: Reconciliation) -> list[str]:
    """Return `all` and each party that has a seat as of the month, in the order of the table of parties."""
    support = reconciliation.support_by_party
    seated = support.loc[support["party_id"].ne(ALL_PARTIES) & support["seats"].fillna(0).gt(0), "party_id"]
    return [ALL_PARTIES, *seated]


def _page_run(order: Order, party: str, language: str, formats: list[str]) -> NotebookRun:
    """Return the run of the briefing of a party, or of the annex."""
    outputs = {kind: BriefingFile(language, party, kind).path for kind in (*formats, "ipynb")}
    notebook = order.notebooks / (ANNEX_NOTEBOOK if party == ANNEX else BRIEFING)
    given = _given(order, language=language) if party == ANNEX else _given(order, party=party, language=language)
    check_names(given, notebook_parameters(notebook))
    return NotebookRun(f"{party} {language}", notebook, given, outputs)


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
