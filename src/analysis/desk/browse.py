"""Any table of a month to search, filter and sort with the mouse, offline, where itables is installed (`make lab`)."""

import importlib.util
from dataclasses import dataclass, field

from analysis.desk.tables import ReadableTable, columns_shown, heading_of, readable
from analysis.desk.written import is_attended
from analysis.reconciliation import Reconciliation

# Its ground is white in the dark theme of JupyterLab too, where the letters are.
_ON_ANY_THEME = "<style>.dt-container { background: transparent !important }</style>\n"


@dataclass(frozen=True, repr=False)
class InteractiveTable(ReadableTable):
    """A table with a field to search in, one below each heading, and pages; as text it is the table in words."""

    interactive: str = field(compare=False)

    def _repr_html_(self) -> str:
        return self.interactive


def browse(month: Reconciliation, name: str, *, where: str = "") -> ReadableTable:
    """Return a table of a month to search, filter and sort: every row, each cell as the DataFrame has it.

    `name` and `where` are those of `readable`, which this is where itables is not installed, and in a notebook that
    runs by itself, as in a build. Raises as `readable` does.
    """
    in_words = readable(month, name, where=where)
    if not is_attended() or importlib.util.find_spec("itables") is None:
        return in_words
    itables = importlib.import_module("itables")
    itables.init_notebook_mode(all_interactive=False)  # it puts its script into the cell: no request is made
    frame = in_words.frame[columns_shown(in_words.frame)].rename(columns=lambda column: heading_of(name, column))
    looks = {"classes": "display compact", "columnDefs": [{"className": "dt-left", "targets": "_all"}]}
    whole = {"showIndex": False, "maxBytes": 0, "display_logo_when_loading": False, "connected": False}
    html = itables.to_html_datatable(frame, column_filters="header", **looks, **whole)
    return InteractiveTable(in_words.html, in_words.frame, _ON_ANY_THEME + html)
