"""What the notebooks call: one function a cell, each with something to show.

`month` is what `open_month` returns: `month_reconciled` in the notebooks. A `Shown` is HTML in JupyterLab and plain
text elsewhere (`print` it). Its numbers have their unit and range; what is unknown is said to be unknown, or left empty.
"""

from collections.abc import Callable
from functools import wraps
from inspect import isfunction, signature
from typing import Any

from analysis.core.problems import ParameterError, shortened
from analysis.desk.charts import completeness, estimates_chart, series_chart
from analysis.desk.decide import decide_on_figure, decide_on_function, decide_on_line, decide_on_party, take_back
from analysis.desk.figures import what_disagrees, what_is_new, what_waits
from analysis.desk.opening import open_annex, open_briefing, open_month
from analysis.desk.release import changed_since_release, release, take_back_release
from analysis.desk.sheet import decide_from_sheet, review_sheet
from analysis.desk.signatures import new_signatures, signatures_that_wait
from analysis.desk.tables import browse, readable
from analysis.desk.writing import DecisionMade, session
from analysis.reconciliation import Reconciliation
from analysis.reconciliation.month_tables import over_months, shares_by

__all__ = [
    "DecisionMade",
    "browse",
    "changed_since_release",
    "completeness",
    "decide_from_sheet",
    "decide_on_figure",
    "decide_on_function",
    "decide_on_line",
    "decide_on_party",
    "estimates_chart",
    "new_signatures",
    "open_annex",
    "open_briefing",
    "open_month",
    "over_months",
    "readable",
    "release",
    "review_sheet",
    "series_chart",
    "session",
    "shares_by",
    "signatures_that_wait",
    "take_back",
    "take_back_release",
    "what_disagrees",
    "what_is_new",
    "what_waits",
]


def _of_a_month(call: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that says so if what it gets first is no month that was opened, as the text `month` is none."""

    @wraps(call)
    def checked(*arguments: Any, **named: Any) -> Any:
        given = arguments[0] if arguments else named.get("month")
        if not isinstance(given, Reconciliation):
            found, expected = shortened(repr(given)), "what desk.open_month returned, month_reconciled in the notebooks"
            raise ParameterError(f"month: found {found}, expected {expected}")
        return call(*arguments, **named)

    return checked


for _name, _call in [*globals().items()]:
    if isfunction(_call) and next(iter(signature(_call).parameters), "") == "month":
        globals()[_name] = _of_a_month(_call)
