"""Opens one month for a notebook, and stops with the choices if a parameter is misspelt or unknown."""

import ast
from typing import Any

import pandas as pd

from analysis import sources
from analysis.briefing import Annex, Briefing, annex_of, briefing_of
from analysis.core.parameters import check_given, check_names, check_values, month_of_a_briefing
from analysis.core.problems import ParameterError, shortened
from analysis.desk.preview import previewed
from analysis.reconciliation import Reconciliation, reconciled


def open_month(**parameters: Any) -> Reconciliation:
    """Return everything known at the end of a month, reconciled (see `reconciliation.Reconciliation`).

    Takes `month` ('2021-03', the earliest, or later) and `data_dir` (a folder; '' for the project's own data). Raises
    ParameterError for a parameter that is misspelt, unknown or out of its choices, InputError with every problem of the
    input files.
    """
    # A DataFrame that an analyst shows is text too, and no formula (see briefing.page_facts.NO_MATHS).
    pd.set_option("display.html.use_mathjax", False)
    check_names([*parameters, *injected_names(_cells_so_far())], ["month", "data_dir"])
    check_given(parameters, ["month"])
    check_values(parameters, [])
    return reconciled(month_of_a_briefing(parameters["month"]), sources.folder_of(parameters.get("data_dir", "")))


def open_briefing(**parameters: Any) -> Briefing:
    """Return the briefing of one month, party and language, section by section (see `briefing.Briefing`).

    Takes `month`, `party` (an id such as 'd66', or 'all'), `language` ('nl' or 'en') and `data_dir`. Raises as
    `open_month` does.
    """
    check_names([*parameters, *injected_names(_cells_so_far())], ["month", "party", "language", "data_dir"])
    check_given(parameters, ["month", "party", "language"])
    if not isinstance(parameters["party"], str):
        found = shortened(repr(parameters["party"]))
        raise ParameterError(f"party: found {found}, expected an id as text, such as 'd66' or 'all'")
    check_values({name: value for name, value in parameters.items() if name != "party"}, [])
    month = month_of_a_briefing(parameters["month"])
    known = reconciled(month, sources.folder_of(parameters.get("data_dir", "")))
    return previewed(briefing_of(known, parameters["party"], parameters["language"]))


def open_annex(**parameters: Any) -> Annex:
    """Return the annex of one month and language, section by section (see `briefing.Annex`).

    Takes `month`, `language` ('nl' or 'en') and `data_dir`. Raises as `open_month` does.
    """
    check_names([*parameters, *injected_names(_cells_so_far())], ["month", "language", "data_dir"])
    check_given(parameters, ["month", "language"])
    check_values(parameters, [])
    month = month_of_a_briefing(parameters["month"])
    known = reconciled(month, sources.folder_of(parameters.get("data_dir", "")))
    return previewed(annex_of(known, parameters["language"]))


# papermill writes this line above the parameters that it injects.
_INJECTED = "# Parameters"


def injected_names(cells: list[str]) -> list[str]:
    """Return the names that papermill injected; it only warns of one that the notebook lacks (its issue 818).

    `cells` are the sources of the cells that ran, oldest first.
    """
    names = []
    for cell in cells:
        if cell.startswith(_INJECTED):
            for statement in ast.parse(cell).body:
                if isinstance(statement, ast.Assign):
                    names += [target.id for target in statement.targets if isinstance(target, ast.Name)]
    return names


def _cells_so_far() -> list[str]:
    """Return the cells that ran so far, oldest first; none outside of a notebook."""
    try:
        from IPython.core.getipython import get_ipython
    except ImportError:
        return []
    shell = get_ipython()
    return [str(cell) for cell in shell.user_ns.get("In", [])] if shell else []
