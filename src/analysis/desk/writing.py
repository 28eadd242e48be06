"""Records who decides, writes or takes back a decision if the data stay valid, and shows what it changes."""

import contextlib
import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from markupsafe import Markup

from analysis.core.parameters import ALL_PARTIES
from analysis.core.problems import InputError, ParameterError, Problem
from analysis.desk.html import SAY, Shown, blocks, folded, headings, is_attended, line_to_copy, shown, table
from analysis.desk.tables import Names, Row, cell_in_words, heading_of
from analysis.figures.waiting import waiting_figures
from analysis.reconciliation import Reconciliation, reconciled
from analysis.reconciliation.comparison import COMPARED, differences
from analysis.reconciliation.releases import version_of
from analysis.signatories import TOTAL
from analysis.signatories.records import OUTCOMES
from analysis.sources import decisions
from analysis.sources.contracts import OWN_DATA, path_of
from analysis.sources.decisions import as_texts, check_filled_in, rows_in_text, with_row
from analysis.sources.table_changes import Texts, change_tables, texts_of

# Who decides and when, in this kernel and for the data folder opened last; and the functions that show this, which are
# called whenever it changes.
SESSION = {"by": "", "on": ""}
SHOW_SESSION: list[Callable[[], None]] = []
# The ids that this kernel took back, by data folder. None is used again, as the cell that took one back may still be in
# the notebook and would then take back another decision.
TAKEN_BACK = defaultdict[Path, set[str]](set)
MANY = 10  # more changes than this are folded
# The columns that say what a decision is about: no two rows of a table have the same cells in all of them.
_ABOUT = {
    decisions.ON_FIGURES: ("figure_id",),
    decisions.ON_SIGNATURES: ("source_file", "source_row", "valid_from"),
    decisions.ON_TEXTS: ("body_id", "text", "valid_from"),
    decisions.ON_PARTIES: ("body_id", "party_id", "valid_from"),
}
# The kinds of differences (see `reconciliation.comparison.COMPARED`) that a decision makes.
_EFFECTS = ("chosen_figure", "printed_figure", "claim", "line", "signatories")


@dataclass(frozen=True, repr=False)
class DecisionMade(Shown):
    """A decision that was written or taken back, what it changes and the month with it; several have no id."""

    month: Reconciliation
    decision_id: str = ""

    def preceded_by(self, *parts: str) -> "DecisionMade":
        """Return the decision with parts (see `html.blocks`) above what it changes."""
        return replace(self, html=blocks(*parts, self.html))

    def followed_by(self, *sentences: str) -> "DecisionMade":
        """Return the decision with sentences below what it changes."""
        return replace(self, html=blocks(self.html, *sentences))


def set_session(by: str = "", on: str = "") -> None:
    """Set who decides and when (by default nobody), and update whatever shows it."""
    SESSION.update(by=by, on=on)
    for show in SHOW_SESSION:
        show()


def session(by: str = "", on: str | datetime.date = "") -> Shown:
    """Set who decides and on which day (YYYY-MM-DD, or a date), until the next call or until other data are opened.

    Raises ParameterError for an empty `by` or `on`, and for a day that does not exist or is after today.
    """
    set_session()  # so that, after an error, nothing is decided in the name of whoever decided before
    given = as_texts(by=by, on=on)
    check_filled_in(given)
    check_is_past(on=given["on"])
    set_session(**given)
    return shown(SAY.say("desk.decision.session", **given))


def check_is_past(**days: str) -> None:
    """Raise ParameterError for a day after today, which is a slip or may turn out otherwise."""
    today = datetime.date.today().isoformat()
    for name, day in days.items():
        if decisions.as_day(name, day) > today:
            raise ParameterError(f"{name}: found {day}, which is after today: did you mean {today}?")


def with_decider(verb: str = "decided", **words: str) -> dict[str, str]:
    """Return `words` with who decided and when (`decided_by`, `decided_on`); raises ParameterError if one is empty."""
    check_filled_in(SESSION | words)
    return {f"{verb}_{name}": text for name, text in SESSION.items()} | words


def call_to_take_back(decision_id: str) -> str:
    """Return the call that takes a decision back, or the refusal of an update."""
    return f'desk.take_back(month_reconciled, "{decision_id}")'


def decided_already(
    month: Reconciliation, table: str, row: dict[str, str], not_compared: Iterable[str] = ()
) -> DecisionMade | None:
    """Return a notice if anybody decided `row` already, as a cell that runs twice must not stop a notebook.

    Raises ParameterError for another decision on the same thing, with its id and how to take it back.
    """
    same = decisions.same_decision(row, decisions.text_of_table(table, month.sources.folder), not_compared)
    if same is None:
        if other := earlier_decision(month, table, {name: row[name] for name in _ABOUT[table]}):
            raise ParameterError(f"{other}. Nothing is written: to decide otherwise, take that back first")
        return None
    facts = {"decision_id": same["decision_id"], "call": call_to_take_back(same["decision_id"])}
    return DecisionMade(blocks(SAY.say("desk.decision.already", **facts)), reopened(month))


def earlier_decision(month: Reconciliation, table: str, about: Mapping[str, str]) -> str:
    """Return what was decided on something (cells by column) and how to take it back; empty if nothing was."""
    texts = {*about.get("text", "").split("|")}  # a decision can be on several texts
    for row in rows_in_text(decisions.text_of_table(table, month.sources.folder)):
        is_on_text = not texts.isdisjoint(row.get("text", "").split("|"))
        if is_on_text and all(row.get(name) == cell for name, cell in about.items() if name != "text"):
            decision_id = row["decision_id"]
            what = f"Decided already, as {decision_id} ({row['action']}, by {row['decided_by']})"
            return f"{what}: {call_to_take_back(decision_id)} takes it back"
    return ""


def write_decisions(month: Reconciliation, table: str, rows: Iterable[dict[str, str]]) -> DecisionMade:
    """Write decisions with new ids and who decided, and show what they change; raises as `check_day`, `change_file`."""
    rows, ids = [row | with_decider(reason=row["reason"]) for row in rows], []
    for row in rows:
        check_day(row)

    def edit(text: str) -> str:
        for row in rows:
            ids.append(decisions.new_id(table, row, text, TAKEN_BACK[month.sources.folder]))
            text = with_row(text, row | {"decision_id": ids[-1]}, table)
        return text

    made = change_file(month, table, edit)
    if len(ids) > 1:
        return made
    said = SAY.say("desk.decision.next", call=call_to_take_back(ids[0]))
    return replace(made.followed_by(said), decision_id=ids[0])


def check_day(row: Mapping[str, str]) -> None:
    """Raise ParameterError for a decision that would apply from a day after the day of deciding (see `session`)."""
    if SESSION["on"] and row["valid_from"] > SESSION["on"]:
        raise ParameterError(
            f"valid_from: found {row['valid_from']}, expected a day until {SESSION['on']}, on which you decide; "
            "decide on that day or later (desk.session), since until then it changes nothing and may turn out otherwise"
        )


def change_file(month: Reconciliation, table: str, edit: Callable[[str], str], verb: str = "written") -> DecisionMade:
    """Change a file of decisions (`verb`: rows are `written` or `taken_back`); show the rows and what they change.

    Raises ParameterError in an unattended run, InputError if the data would break their contract: nothing is written.
    """
    texts = list[str]()  # before and after

    def edited(now: Texts) -> Texts:
        texts[:] = now[table], edit(now[table])
        return {table: texts[1]}

    made = change_month(month, [table], edited)
    fewer, more = sorted(map(str.splitlines, texts), key=len)
    rows = [line for line in more[1:] if line not in fewer]
    shown_rows = "\n".join([more[0], *rows] if verb == "written" else rows)
    said = SAY.say(f"desk.decision.{verb}", file=file_of(table, month.sources.folder))
    return made.preceded_by(folded(said, line_to_copy("", shown_rows)))


def file_of(table: str, folder: Path) -> str:
    """Return the path of the file of a table, as typed in a terminal in the project's folder."""
    return f"data/{path_of(table)}" if folder == OWN_DATA else str(folder / path_of(table))


def change_month(
    month: Reconciliation, tables: Iterable[str], edit: Callable[[Texts], Mapping[str, str]], *, write: bool = True
) -> DecisionMade:
    """Change the texts of tables, or without `write` only try, and show what that changes; raises as `change_file`."""
    if write:
        check_attended()
    made = change_tables(
        tables, month.sources.folder, edit, lambda copy: _tried(month, copy, tables), is_to_write=lambda _: write
    )
    return made if write else replace(made, month=month)


def check_attended() -> None:
    """Raise ParameterError in a notebook that runs by itself."""
    if not is_attended():
        what = "nothing is decided, accepted, added or released in a notebook that runs by itself"
        raise ParameterError(f"{what}, as in a build or in papermill: run this cell in JupyterLab")


def _tried(month: Reconciliation, copy: Path, tables: Iterable[str]) -> DecisionMade:
    """Return the effects of what changed in a copy of the data, with the month reconciled from it; raises InputError.

    `reconciled` also tries the later months from which a decision on a party applies, which may reject the change.
    """
    before = reopened(month)
    try:
        after = reconciled(month.month, copy, before)
    except InputError as error:
        problems = list(_of_new_rows(error.problems, tables, month.sources.folder, copy))
        # If many rows have the same fault, only the first is reported.
        refused = InputError({replace(each, row=None): each for each in reversed(problems)}.values())
        refused.add_note(SAY.say("desk.decision.refused"))
        raise refused from None
    after = replace(after, sources=replace(after.sources, folder=before.sources.folder))
    return DecisionMade(effects_in_words(before, after), after)


def _of_new_rows(problems: Iterable[Problem], tables: Iterable[str], folder: Path, copy: Path) -> Iterator[Problem]:
    """Yield problems; one in a row that only the copy has says so instead of a row number, which nobody could find."""
    there, tried = (
        {path_of(table): rows_in_text(text) for table, text in texts_of(tables, data).items()}
        for data in (folder, copy)
    )
    for each in problems:
        row = tried[each.file][each.row - 2] if each.file in tried and each.row and each.row > 1 else {}
        is_new = row and row not in there[each.file]
        yield replace(each, file=f"the new row of {each.file}", row=None) if is_new else each


def reopened(month: Reconciliation) -> Reconciliation:
    """Return the month reconciled from the files as they are now, or unchanged if these are not valid."""
    with contextlib.suppress(InputError):
        return reconciled(month.month, month.sources.folder, month)
    return month


def effects_in_words(before: Reconciliation, after: Reconciliation) -> Markup:
    """Return as HTML what differs between a month before and after a decision: first which parties have signed."""
    counts = _counts(before)
    counted = [[what, counts[what], now] for what, now in _counts(after).items() if now != counts[what]]
    rows = [*_differing(before, after, "support"), *counted, *_differing(before, after, *_EFFECTS)]
    month = SAY.month(str(after.month))
    if not rows:
        return blocks(SAY.say("desk.effect.nothing", month=month))
    caption = SAY.count("desk.effect.caption", len(rows), month=month)
    changed = table(rows, caption, headings("desk.column", "what", "before", "after"))
    return blocks(parties_in_words(before, after), folded(caption, changed)) if len(rows) > MANY else changed


def parties_in_words(before: Reconciliation, after: Reconciliation) -> Markup:
    """Return as HTML which parties have signed only before or only after a decision, and their seats; may be empty."""
    rows = _differing(before, after, "party_signed", "seats_of_signing_parties")
    caption = SAY.say("desk.effect.parties", month=SAY.month(str(after.month)))
    return table(rows, caption, headings("desk.column", "what", "before", "after")) if rows else Markup("")


def _differing(before: Reconciliation, after: Reconciliation, *kinds: str) -> list[list[str]]:
    """Return each difference of these kinds in words: what it is, and its cells before and after."""
    names, rows = Names(after), []

    def in_words(kind: str, row: Row | None) -> str:
        columns = COMPARED[kind][-1].split() if row else []
        cells = ((heading_of("", each), cell_in_words(names, row or {}, each)) for each in columns)
        return "; ".join(f"{heading}: {cell}" for heading, cell in cells if cell)

    for each in chain(*differences(before, after, *kinds).values()):
        parts = [names.by_id.get(part, part) for part in each.subject.rsplit("/", 1)]
        what = SAY.say(f"desk.effect.{each.kind}", subject=(":" if each.kind == "line" else ", ").join(parts))
        said = [in_words(each.kind, row) for row in (each.before, each.after)]
        if said[0] != said[1]:
            rows.append([what, *said])
    return rows


def _counts(month: Reconciliation) -> dict[str, str]:
    total = month.ledger.set_index("source_file").loc[TOTAL]
    votes, signed = month.house.votes, month.signatories_by_party.set_index("party_id").loc[ALL_PARTIES]
    counts = {
        "waiting": len(waiting_figures(month.figures, month.sources.decisions.figures)),
        "discrepancies": len(month.figures.discrepancies),
        "events": len(month.house.commitment_events),
        "votes": len(votes),
        "second_hand": int((votes["certainty"] != "primary").sum()),
        "sitting": int(signed["sitting_signatories"]),
        "named": len(month.named_signatories),
    }
    said = {SAY.say(f"desk.effect.{what}"): SAY.number(n) for what, n in counts.items()}
    for outcome in OUTCOMES:
        what = SAY.say("desk.effect.count", outcome=SAY.say(f"desk.readable.outcome.{outcome}"))
        said[what] = SAY.number(int(total[outcome]))
    version = version_of(month)
    state = "none" if not version.number else "released" if version.is_released else "changed"
    release = SAY.say_from(f"desk.effect.version_is.{state}", {"number": version.number})
    return said | {SAY.say("desk.effect.version"): release}
