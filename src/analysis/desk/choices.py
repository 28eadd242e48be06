"""What waits for a decision: the evidence, and the calls to choose from, to copy or, in JupyterLab, as a form.

The button of a form makes the call that is offered to copy, with what was filled in: there is no other way to decide.
"""

import contextlib
import importlib
import importlib.util
import json
from dataclasses import dataclass, field
from typing import Any

from IPython.core.getipython import get_ipython
from IPython.display import display
from markupsafe import Markup

from analysis.briefing.html import paragraphs, strong
from analysis.desk import decide
from analysis.desk.html import SAY, Shown, folded, line_to_copy, shown
from analysis.desk.opening import is_attended

_FORM = "application/vnd.jupyter.widget-view+json"
# Text of a widget has the line height of a button, unless it says another.
_LIKE_A_CELL = Markup('<div style="line-height:var(--jp-content-line-height)">{}</div>')


@dataclass(frozen=True)
class Call:
    """A call that decides, and what it does; an argument of "" or None (a number) is to be filled in."""

    what: str
    function: str
    facts: tuple[str | int, ...]
    named: dict[str, str | float | None]

    @property
    def html(self) -> Markup:
        """Return the call to copy, with an empty reason."""
        given = ["month_reconciled", *(json.dumps(fact, ensure_ascii=False) for fact in self.facts)]
        for name, fact in (self.named | {"reason": ""}).items():
            typed = json.dumps("NUMBER" if fact is None else fact, ensure_ascii=False)
            given.append(f"{name}={fact:.10g}" if isinstance(fact, float) else f"{name}={typed}")
        return line_to_copy(self.what, f"desk.{self.function}({', '.join(given)})")

    def made_with(self, month: Any, typed: dict[str, str]) -> decide.DecisionMade:
        """Make the call with a month and what was typed into the fields; raises what it raises."""
        given: dict[str, Any] = {name: typed[name] if fact in ("", None) else fact for name, fact in self.named.items()}
        with contextlib.suppress(KeyError, ValueError):  # what is no number is refused by the call
            given["corrected_value"] = float(given["corrected_value"] or "")
        made: decide.DecisionMade = getattr(decide, self.function)(month, *self.facts, **given, reason=typed["reason"])
        return made


@dataclass(frozen=True)
class Choice:
    """Something that waits: what it is, why it waits (HTML), and the calls to choose from."""

    title: str
    evidence: str
    calls: list[Call]

    @property
    def headed(self) -> str:
        """Return the evidence below its title."""
        return "".join([Markup("<h4>{}</h4>").format(self.title), self.evidence])

    @property
    def to_copy(self) -> str:
        """Return the calls, one below another."""
        return "".join(each.html for each in self.calls)


@dataclass(frozen=True, repr=False)
class Waiting(Shown):
    """What waits, with its calls to copy; where somebody works in JupyterLab, with a form for each, under headings."""

    groups: dict[str, list[Choice]] = field(compare=False)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        has_forms = hasattr(get_ipython(), "kernel") and is_attended() and importlib.util.find_spec("ipywidgets")
        if not has_forms or not any(self.groups.values()):
            return {}
        widgets = importlib.import_module("ipywidgets")
        parts = [_text(widgets, paragraphs(SAY.say("desk.choice.how_to")))]
        for heading, choices in self.groups.items():
            parts += [_text(widgets, paragraphs(strong(heading)))] if heading else []
            parts += [_folded_form(widgets, each) for each in choices]
        return {_FORM: widgets.VBox(parts)._repr_mimebundle_()[_FORM]}


def _text(widgets: Any, html: str) -> Any:
    text = widgets.HTML(_LIKE_A_CELL.format(Markup(shown(html)._repr_html_())))
    text.add_class("jp-RenderedHTMLCommon")  # tables as in other cells
    return text


def _folded_form(widgets: Any, choice: Choice) -> Any:
    """Return a button with the title of a choice that opens and closes its form (an accordion has no keys)."""
    layout = {"width": "auto", "display": "flex", "justify_content": "flex-start"}
    opener, body = widgets.ToggleButton(description=choice.title, icon="caret-right", layout=layout), widgets.VBox()

    def fold(change: dict[str, Any]) -> None:
        # Made when it is first opened: a hundred forms take seconds to draw.
        body.children = body.children or [_form(widgets, choice)]
        body.layout.display = "" if change["new"] else "none"
        opener.icon = "caret-down" if change["new"] else "caret-right"

    opener.observe(fold, "value")
    return widgets.VBox([opener, body])


def _form(widgets: Any, choice: Choice) -> Any:
    """Return the evidence of a choice, the calls as options, a field for each thing to fill in, and a button."""
    options = [(each.what.rstrip(":"), place) for place, each in enumerate(choice.calls)]
    option = widgets.RadioButtons(options=options, value=None, layout={"width": "max-content"})
    blank = [name for each in choice.calls for name, fact in each.named.items() if fact in ("", None)]
    fields = {
        name: widgets.Text(placeholder=SAY.say(f"desk.choice.field.{name}"), layout={"width": "90%"})
        for name in dict.fromkeys([*blank, "reason"])
    }
    button, result = widgets.Button(description=SAY.say("desk.choice.decide")), widgets.Output()
    made: list[decide.DecisionMade] = []

    def press(_: Any) -> None:
        button.disabled, button.description = True, SAY.say("desk.choice.busy")
        result.clear_output()
        with result:  # an error is shown there too
            month = get_ipython().user_ns.get("month_reconciled")
            if made:
                display(decide.take_back(month, made[0].decision_id))
                made.clear()
            elif option.value is None:
                display(shown(paragraphs(SAY.say("desk.choice.none"))))
            else:
                typed = {name: each.value.strip() for name, each in fields.items()}
                display(decided := choice.calls[option.value].made_with(month, typed))
                made.extend([decided] if decided.decision_id else [])
        done = SAY.say("desk.choice.take_back" if made else "desk.choice.decide")
        button.disabled, button.description = False, done

    button.on_click(press)
    calls = _text(widgets, folded(SAY.say("desk.choice.calls"), choice.to_copy))
    return widgets.VBox([_text(widgets, choice.evidence), option, *fields.values(), button, result, calls])
