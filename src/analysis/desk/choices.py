"""What waits for a decision: the evidence, and the calls to choose from, to copy or, in JupyterLab, in a form.

The button of a form makes the same call that is offered to copy, with the fields filled in, and can do nothing else.
"""

import importlib
import importlib.util
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from inspect import signature
from itertools import chain
from typing import Any

from IPython.core.getipython import get_ipython
from IPython.display import display
from markupsafe import Markup

from analysis.briefing.html import paragraphs, strong
from analysis.desk.decide import decide_on_text, take_back
from analysis.desk.html import SAY, Shown, blocks, folded, is_attended, line_to_copy, shown
from analysis.desk.opening import as_notebook_call
from analysis.desk.writing import SESSION, SHOW_SESSION, DecisionMade, reopened
from analysis.reconciliation import Reconciliation

_FORM = "application/vnd.jupyter.widget-view+json"
# Text that is too long for its line is wrapped, not cut off; the `layout` of a widget has no property for this.
_WRAPPED = Markup(
    "<style>.wrapped :is(.widget-toggle-button, .widget-radio-box, .widget-radio-box label)"
    " { white-space: normal; height: auto; line-height: 1.4; text-align: left }"
    " .wrapped .widget-radio-box label { display: flex; flex-flow: row-reverse; justify-content: flex-end }"
    " .wrapped .widget-html-content { min-width: 0 }</style>"
)
_OPENER = {"width": "auto", "height": "auto", "display": "flex", "align_items": "center", "padding": "4px 10px"}


@dataclass(frozen=True)
class Call:
    """A function that decides, with what it does and its arguments; "" and None (a number) are still to be given."""

    what: str
    function: Callable[..., DecisionMade]
    facts: tuple[str | int, ...]
    named: dict[str, str | int | None]

    @property
    def html(self) -> Markup:
        """Return the call to copy, with "" or "NUMBER" for each argument that is still to be given."""
        named = {name: "NUMBER" if fact is None else fact for name, fact in self.asked.items()}
        given = [json.dumps(fact, ensure_ascii=False) for fact in self.facts]
        given += [f"{name}={json.dumps(fact, ensure_ascii=False)}" for name, fact in named.items()]
        return line_to_copy(self.what, f"desk.{self.function.__name__}({', '.join(['month_reconciled', *given])})")

    @property
    def blank(self) -> list[str]:
        """Return the names of the arguments that are still to be given, the reason last."""
        return [name for name, fact in self.asked.items() if fact in ("", None)]

    @property
    def asked(self) -> dict[str, str | int | None]:
        """Return the keyword arguments, the last of which is the reason if the function takes one."""
        return self.named | {"reason": ""} if "reason" in signature(self.function).parameters else self.named


@dataclass(frozen=True)
class Choice:
    """Something that waits: what it is, why it waits (HTML), and the calls to choose from."""

    title: str
    evidence: Markup
    calls: list[Call]

    @property
    def to_copy(self) -> Markup:
        """Return the calls, one below another."""
        return Markup("").join(each.html for each in self.calls)

    @property
    def html(self) -> Markup:
        """Return the evidence below its title, and the calls."""
        return Markup("<h4>{}</h4>").format(self.title) + self.evidence + self.to_copy


@dataclass(frozen=True, repr=False)
class Waiting(Shown):
    """What waits: calls to copy or, where somebody works in JupyterLab, a form for each choice, under headings."""

    groups: dict[str, list[Choice]] = field(compare=False)
    look_again: Callable[[Any], "Waiting"] = field(compare=False)

    def make(self, choice: Choice, call: Call, month: Any, typed: dict[str, str]) -> DecisionMade:
        """Make a call with what was typed into its fields, unless the choice no longer waits as it was shown.

        A text still does if the same number of lines waits for it, whatever was decided on their other texts since.
        """
        now = reopened(month) if isinstance(month, Reconciliation) else month
        waiting = [*chain(*as_notebook_call(self.look_again)(now).groups.values())]
        is_on_text = call.function is decide_on_text
        if not (any(call in each.calls for each in waiting) if is_on_text else choice in waiting):
            return DecisionMade(blocks(SAY.say("desk.choice.stale")), now)
        given: dict[str, Any] = call.named | {name: typed[name] for name in call.blank}
        made: DecisionMade = as_notebook_call(call.function)(month, *call.facts, **given)
        return made

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        has_forms = hasattr(get_ipython(), "kernel") and is_attended() and importlib.util.find_spec("ipywidgets")
        if not has_forms or not any(self.groups.values()):
            return {}
        widgets = importlib.import_module("ipywidgets")
        parts = [_text(widgets, _WRAPPED, SAY.say("desk.choice.how_to"))]
        for heading, choices in self.groups.items():
            parts += [_text(widgets, paragraphs(strong(heading)))] if heading else []
            parts += [_folded_form(widgets, self, each) for each in choices]
        return {_FORM: widgets.VBox(parts).add_class("wrapped")._repr_mimebundle_()[_FORM]}


def _styled(*parts: str) -> str:
    # The text of a widget has the line height of a button unless its style sets another.
    return f'<div style="line-height:var(--jp-content-line-height)">{shown(*parts)._repr_html_()}</div>'


def _text(widgets: Any, *parts: str) -> Any:
    return widgets.HTML(_styled(*parts)).add_class("jp-RenderedHTMLCommon")  # styles tables as in other cells


def who_decides() -> str:
    """Return who decides, and on which day, or that nobody does."""
    return SAY.say("desk.choice.decides", **SESSION) if all(SESSION.values()) else SAY.say("desk.choice.nobody_decides")


@cache
def _who_decides(widgets: Any) -> Any:
    """Return the one text that all forms show, which is updated whenever the person who decides changes."""
    text = _text(widgets, who_decides())
    SHOW_SESSION.append(lambda: setattr(text, "value", _styled(who_decides())))
    return text


def _folded_form(widgets: Any, waiting: Waiting, choice: Choice) -> Any:
    """Return a button that opens and closes the form of a choice (an accordion can't be operated by keyboard)."""
    named = {"description": choice.title, "tooltip": choice.title, "icon": "caret-right"}
    opener, body = widgets.ToggleButton(**named, layout=_OPENER), widgets.VBox()

    def fold(change: dict[str, Any]) -> None:
        # A form is made when it is first opened, as a hundred forms take seconds to draw.
        body.children = body.children or [_form(widgets, waiting, choice, opener)]
        body.layout.display = "" if change["new"] else "none"
        opener.icon = "caret-down" if change["new"] else "caret-right"

    opener.observe(fold, "value")
    return widgets.VBox([opener, body])


def _form(widgets: Any, waiting: Waiting, choice: Choice, opener: Any) -> Any:
    options = [(each.what.rstrip(":"), each) for each in choice.calls]
    option = widgets.RadioButtons(options=options, value=None, layout={"width": "auto"})
    blank = sorted({name for each in choice.calls for name in each.blank}, key=lambda name: name == "reason")
    labels = {name: SAY.say(f"desk.choice.field.{name}") for name in blank}
    fields = {name: widgets.Text(placeholder=label, layout={"width": "90%"}) for name, label in labels.items()}
    button, result = widgets.Button(description=SAY.say("desk.choice.decide")), widgets.Output()
    made: list[DecisionMade] = []

    def ask(chosen: dict[str, Any]) -> None:
        for name, each in fields.items():
            each.layout.display = "" if name in chosen["new"].blank else "none"

    def press(_: Any) -> None:
        button.disabled, button.description = True, SAY.say("desk.choice.busy")
        result.clear_output()
        with result:  # an error is shown there too
            month = get_ipython().user_ns.get("month_reconciled")
            if made:
                display(as_notebook_call(take_back)(month, made[0].decision_id))
                made.clear()
            elif option.value is None:
                display(shown(SAY.say("desk.choice.none")))
            else:
                typed = {name: each.value.strip() for name, each in fields.items()}
                display(decided := waiting.make(choice, option.value, month, typed))
                made.extend([decided] if decided.decision_id else [])
        button.disabled = False
        button.description = SAY.say("desk.choice.take_back" if made else "desk.choice.decide")
        opener.description = f"✓ {choice.title}" if made else choice.title

    option.observe(ask, "value")
    button.on_click(press)
    calls, decides = _text(widgets, folded(SAY.say("desk.choice.calls"), choice.to_copy)), _who_decides(widgets)
    return widgets.VBox([_text(widgets, choice.evidence), option, *fields.values(), decides, button, result, calls])
