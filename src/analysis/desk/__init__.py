"""What the notebooks call: one function a cell, each with something to show.

`month` is what `open_month` returns. A `Shown` is HTML in JupyterLab and the same as text elsewhere (`print` it);
numbers in it stand with their unit and range, and whatever is not known says so, or is left open.
"""

from analysis.desk.completeness import completeness
from analysis.desk.decide import (
    decide_on_figure,
    decide_on_line,
    decide_on_party,
    release,
    take_back,
    take_back_release,
)
from analysis.desk.decision_made import DecisionMade
from analysis.desk.derived import what_nobody_printed
from analysis.desk.disagreements import parts_that_may_overlap, what_disagrees
from analysis.desk.estimates_chart import estimates_chart
from analysis.desk.new_signatures import new_signatures
from analysis.desk.news import what_is_new
from analysis.desk.opening import injected_names, open_briefing, open_month
from analysis.desk.readable import readable
from analysis.desk.series_charts import other_series_chart, registered_chart
from analysis.desk.signatures import candidates_of_waiting, row_for, signatures_that_wait, waiting_signatures
from analysis.desk.waiting import what_waits

__all__ = [
    "DecisionMade",
    "candidates_of_waiting",
    "completeness",
    "decide_on_figure",
    "decide_on_line",
    "decide_on_party",
    "estimates_chart",
    "injected_names",
    "new_signatures",
    "open_briefing",
    "open_month",
    "other_series_chart",
    "parts_that_may_overlap",
    "readable",
    "registered_chart",
    "release",
    "row_for",
    "signatures_that_wait",
    "take_back",
    "take_back_release",
    "waiting_signatures",
    "what_disagrees",
    "what_is_new",
    "what_nobody_printed",
    "what_waits",
]
