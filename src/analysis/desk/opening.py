"""Opens a month, a briefing or an annex for a notebook, and checks every call of the desk that a notebook makes."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import wraps
from inspect import signature
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
from IPython.core.getipython import get_ipython
from IPython.display import clear_output, display
from markupsafe import Markup

from analysis import sources
from analysis.briefing import Annex, Briefing, annex_of, briefing_of
from analysis.briefing.html import Section, paragraphs
from analysis.core.folders import sha256_of_data
from analysis.core.front_matter import FRONT_MATTER_TYPE, SECTION_TYPE, FrontMatter
from analysis.core.parameters import Month, check_parameters, month_of_a_briefing
from analysis.core.problems import ParameterError, shortened
from analysis.desk.html import SAY, is_attended, shown
from analysis.desk.release import is_over, status
from analysis.desk.writing import set_session
from analysis.publish.page import html_of
from analysis.reconciliation import Reconciliation, reconciled

_LAST_FOLDER: list[Path] = []

_Page = TypeVar("_Page", Briefing, Annex)
# What a page has around its sections, and the contents of the annex; no such element holds another of the same tag.
_AROUND_A_SECTION = re.compile(r'<(header|footer|nav)\b.*?</\1>|<a class="skip-link".*?</a>', re.DOTALL)


def open_month(**parameters: Any) -> Reconciliation:
    """Return everything known at the end of a month, reconciled (see `reconciliation.Reconciliation`).

    Takes `month` ('2021-03' or later) and `data_dir` (a folder; '', the default, for the project's own data). Raises
    ParameterError for an unknown parameter or value, InputError with every problem in the input files.
    """
    # JupyterLab must not typeset text in a DataFrame as mathematics either (see briefing.html.NO_MATHS).
    pd.set_option("display.html.use_mathjax", False)
    return _opened(parameters, "month")


def open_briefing(**parameters: Any) -> Briefing:
    """Return the briefing of one `month`, `party` ('d66', 'all') and `language` ('nl', 'en'), section by section.

    Also takes `data_dir`; raises what `open_month` does.
    """
    month = _opened(parameters, "month", "party", "language")
    return _previewed(briefing_of(month, parameters["party"], parameters["language"]), month)


def open_annex(**parameters: Any) -> Annex:
    """Return the annex of one `month` and `language`, section by section, as `open_briefing` does for a briefing."""
    month = _opened(parameters, "month", "language")
    return _previewed(annex_of(month, parameters["language"]), month)


def _opened(parameters: dict[str, Any], *needed: str) -> Reconciliation:
    shell = get_ipython()
    cells = [str(cell) for cell in shell.user_ns.get("In", [])] if shell else []
    check_parameters(parameters, needed, cells)
    month = month_of_a_briefing(parameters["month"], newest=Month.of(datetime.date.today()))
    folder = sources.folder_of(parameters.get("data_dir", ""))
    if _LAST_FOLDER and folder.resolve() != _LAST_FOLDER[0]:
        set_session()
    _LAST_FOLDER[:] = [folder.resolve()]
    if is_seen := shell and is_attended():
        display(shown(SAY.say("desk.opening", month=SAY.month(str(month)))))
    opened = reconciled(month, folder)
    if is_seen:
        clear_output()
        said = status(opened)  # for an analyst only: it is no part of the page made from the notebook
        display({"text/html": said._repr_html_(), "text/plain": repr(said), SECTION_TYPE: ""}, raw=True)
    if not is_over(month):
        print(SAY.say("desk.not_over", month=SAY.month(str(month))))  # what is displayed becomes part of the page
    return opened


def as_notebook_call(call: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that checks its arguments first, and updates the month in the notebook after a decision.

    In a notebook `month` is a text, which is easily given by mistake. The function prints a notice if the data changed
    since the month was opened; if it returns a newer month, as a decision does, the notebook's variables get that one.
    """
    takes_a_month = "month" in signature(call).parameters

    @wraps(call)
    def notebook_call(*given: Any, **named: Any) -> Any:
        month: Any = given[0] if given else named.get("month")
        if takes_a_month and not isinstance(month, Reconciliation):
            expected = "what desk.open_month returned, month_reconciled in the notebooks"
            found = repr(month) if isinstance(month, str | None) else type(month).__name__
            raise ParameterError(f"month: found {shortened(found)}, expected {expected}")
        try:
            signature(call).bind_partial(*given, **named)  # reports an unknown argument before a missing one
            signature(call).bind(*given, **named)
        except TypeError as error:
            raise ParameterError(f"desk.{call.__name__}: {error}; write {_how_to_call(call)}") from None
        for name, taken in signature(call).parameters.items():
            if isinstance(taken.default, bool) and not isinstance(named.get(name, False), bool):
                raise ParameterError(f"{name}: found {named[name]!r}, expected True or False, without quotes")
        if takes_a_month and (changed := _not_as_opened(month)):
            print(changed)
        returned = call(*given, **named)
        if isinstance(now := getattr(returned, "month", None), Reconciliation):
            _go_on_with(now, month)
        return returned

    return notebook_call


def _go_on_with(now: Reconciliation, month: Reconciliation) -> None:
    """Replace a month by the one of the data as they are now, in every variable of the notebook that holds it."""
    own = shell.user_ns if (shell := get_ipython()) else {}
    own.update({name: now for name, value in own.items() if value is month})


def _how_to_call(call: Callable[..., Any]) -> str:
    taken = [each for each in signature(call).parameters.values() if each.kind is not each.VAR_KEYWORD]
    is_unnamed = [each.default is each.empty and each.kind is not each.KEYWORD_ONLY for each in taken]
    said = [each.name if alone else f"{each.name}=…" for each, alone in zip(taken, is_unnamed, strict=True)]
    return f"desk.{call.__name__}({', '.join(said or ['month=…', '…'])})"


def _not_as_opened(month: Reconciliation) -> str:
    is_same = month.data_sha256 in ("", sha256_of_data(month.sources.folder))
    return "" if is_same else SAY.say("desk.not_as_opened", month=SAY.month(str(month.month)))


@dataclass(frozen=True)
class Preview(FrontMatter):
    """The front matter of a page, which shows an analyst the finished page in a frame."""

    sections: tuple[str, ...] = ()

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        bundle = super()._repr_mimebundle_()
        sections = bundle[FRONT_MATTER_TYPE].pop("sections")
        if is_attended():
            bundle["text/html"] = _framed(self.title, html_of(self, sections))
        return bundle


def _framed(title: str, page: str) -> Markup:
    """Return a frame that JupyterLab's style sheet does not affect, as high as its page, up to 800 pixels."""
    style = "display:block;box-sizing:border-box;width:100%;height:800px;resize:vertical"
    # The sandbox keeps the origin, so that the height can be measured, and lets no script run.
    measured = "Math.min(800, this.contentDocument.documentElement.offsetHeight + 6)"
    frame = '<iframe srcdoc="{}" style="{}" onload="this.style.height = {} + \'px\'" sandbox="{}" title="{}"></iframe>'
    return Markup(frame).format(page, style, measured, "allow-same-origin", title)


def _previewed(page: _Page, month: Reconciliation) -> _Page:
    """Return a page whose sections JupyterLab shows in a frame each, with a notice if the data changed since."""
    sections = tuple(getattr(page, each.name).html for each in fields(page) if each.name != "front_matter")
    shell = get_ipython()
    if shell and is_attended():

        def in_a_frame(section: Section, **_: Any) -> dict[str, str]:
            alone = _AROUND_A_SECTION.sub("", html_of(page.front_matter, [section.html]))
            framed = _framed(page.front_matter.title, alone)
            return {"text/html": paragraphs(_not_as_opened(month)) + framed, SECTION_TYPE: section.html}

        shell.display_formatter.mimebundle_formatter.for_type(Section, in_a_frame)
    return replace(page, front_matter=Preview(**vars(page.front_matter), sections=sections))
