"""The functions that the notebooks call: one per cell, each with something to show.

`month` is what `open_month` returns: `month_reconciled` in the notebooks. A `Shown` is HTML in JupyterLab and plain
text elsewhere (`print` it). Numbers have their unit and range; what is unknown is called unknown, or left empty.
"""

from inspect import isfunction as _isfunction

from analysis.desk.charts import Chart, completeness, estimates_chart, series_chart, support_chart
from analysis.desk.decide import decide_on_figure, decide_on_line, decide_on_party, decide_on_text, take_back
from analysis.desk.edition import add_edition, edition_sheet
from analysis.desk.figures import what_disagrees, what_is_new, what_waits
from analysis.desk.opening import as_notebook_call as _as_notebook_call
from analysis.desk.opening import open_annex, open_briefing, open_month
from analysis.desk.release import changed_since_release, release, status, take_back_release
from analysis.desk.sheet import decide_from_sheet, review_sheet
from analysis.desk.signatures import new_signatures, signatures_that_wait
from analysis.desk.tables import browse, readable
from analysis.desk.updates import accept_updates, member_change, refuse_update, updates_proposed
from analysis.desk.writing import DecisionMade, session
from analysis.reconciliation.month_tables import over_months, shares_by

# The arguments of every call are checked here, once; within the desk, functions call each other unchecked.
for _name, _call in list(globals().items()):
    if _isfunction(_call) and _name[0] != "_":
        globals()[_name] = _as_notebook_call(_call)


def __dir__() -> list[str]:
    """Return the names of the functions that an analyst calls: JupyterLab proposes these after `desk.`."""
    return sorted(name for name, each in globals().items() if name[0] != "_" and _isfunction(each))
