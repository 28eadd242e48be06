"""What `briefing update` read of the House that data/ does not say: shown, accepted, refused, without the network."""

import datetime
from collections.abc import Iterable
from dataclasses import replace

from markupsafe import Markup

from analysis.core.problems import InputError, ParameterError
from analysis.core.record_tables import grouped_by
from analysis.desk.html import SAY, Shown, blocks, folded, headings, line_to_copy, link, shown, table
from analysis.desk.writing import DecisionMade, call_to_take_back, change_month, check_is_past, file_of, with_decider
from analysis.reconciliation import Reconciliation
from analysis.sources.contracts import path_of
from analysis.sources.decisions import as_texts, check_filled_in, with_row
from analysis.sources.table_changes import Texts
from analysis.updates import proposals_in
from analysis.updates.members import happened
from analysis.updates.proposals import (
    ACCEPT,
    ANSWERS,
    READ,
    REFUSE,
    Change,
    Proposal,
    changed_texts,
    meant_by,
    numbered,
    tables_of,
    to_accept,
)


def updates_proposed(month: Reconciliation) -> Shown:
    """Show, by kind, what the House's open data says that the tables do not, with the calls that accept it."""
    found = proposals_in(month.sources.folder)
    if found is None:
        return shown(SAY.say("desk.updates.no_snapshot"))
    if not found:
        return shown(SAY.say("desk.updates.none"))
    agree, columns = sum(each.agrees for each in found), ("update_id", "subject", "has", "house", "waits")
    parts: list[str] = [SAY.count("desk.updates.some", len(found), agree=agree)]
    for kind, own in grouped_by(found, lambda each: each.kind).items():
        cells = [(each.id, each.subject, each.has, link(each.house, each.url), _reasons(each)) for each in own]
        parts.append(table(cells, SAY.say(f"desk.updates.kind.{kind}"), headings("desk.updates.column", *columns)))
        rows = [_cells_in_words(each.changes, f"{each.id}:") for each in own if each.changes]
        parts.append(folded(SAY.say("desk.updates.changes"), blocks(*rows)))
    calls = ({"all": 'desk.accept_updates(month_reconciled, "all")'} if agree else {}) | {
        "one": f'desk.accept_updates(month_reconciled, "{found[0].id}")',
        "refuse": f'desk.refuse_update(month_reconciled, "{found[0].id}", reason="")',
    }
    return shown(*parts, *(line_to_copy(SAY.say(f"desk.updates.call.{name}"), call) for name, call in calls.items()))


def in_words(proposal: Proposal) -> str:
    """Return a proposal as one line of a terminal."""
    reasons = _reasons(proposal)
    said = f"{proposal.id} {proposal.kind}: {proposal.subject}: data/ has {proposal.has}, the House {proposal.house}"
    return said + (f" (waits: {reasons})" if reasons else "") + f"; {proposal.url}"


def _reasons(proposal: Proposal) -> str:
    to_fill_in = f"to be filled in: {', '.join(proposal.to_fill_in)}" if proposal.to_fill_in else ""
    return "; ".join(filter(None, (to_fill_in, proposal.waits)))


def accept_updates(month: Reconciliation, *which: str, although: str = "", **filled_in: str) -> DecisionMade:
    """Accept proposals, by their ids, by kind, or `all` that can be as they are, and show what that changes.

    One that waits is accepted by its id, with a reason `although`. What its event still has to say, or says otherwise,
    is given by the name of its column (`commitment_id`, `what_nl`). Raises ParameterError for what can't be accepted,
    InputError if the data with it break their contract: nothing is written then.
    """
    by = with_decider() | {"reason": although or SAY.say("desk.updates.reason")}
    accepted, changes = list[Proposal](), list[Change]()

    def edit(texts: Texts) -> Texts:
        accepted[:] = to_accept(which, proposals_in(month.sources.folder) or [])
        changes[:] = numbered(_changes_of(accepted, although, filled_in), tables_of(texts))
        new = changed_texts(changes, texts)
        return new | {ANSWERS: _with_answers(new[ANSWERS], accepted, ACCEPT, by)}

    made = change_month(month, READ, edit)
    if not accepted:  # the cell was run again
        return DecisionMade(blocks(SAY.say("desk.updates.none_left")), made.month)
    said = SAY.count("desk.updates.accepted", len(accepted))
    written = {ANSWERS, *(each.table for each in changes)}
    return made.preceded_by(_rows_in_words(changes, said)).followed_by(_how_to_undo(month, written))


def _changes_of(accepted: list[Proposal], although: str, filled_in: dict[str, str]) -> list[Change]:
    """Return the changes of proposals, their event filled in; raises ParameterError for one that can't be written."""
    for each in accepted:
        if not each.changes and not (each.bundle and any(other.changes for other in accepted)):
            no_row = f"there is no row to write ({each.waits})"
            raise ParameterError(f"{each.id}: {no_row}; correct data/ by hand, or refuse it")
        if each.waits and not although:
            raise ParameterError(f'{each.id} waits: {each.waits}; to accept it all the same, say why (although="…")')
        if lacking := [name for name in each.to_fill_in if name not in filled_in]:
            raise ParameterError(
                f'{each.id}: {", ".join(lacking)}: not given; say each by its name, as {lacking[0]}="…"'
            )
    if although:
        check_filled_in(as_texts(although=although))
    changes = [change for each in accepted for change in each.changes]
    if not filled_in:
        return changes
    events = [change for change in changes if change.table == "commitment_events"]
    if len(events) != 1:
        raise ParameterError(f"{', '.join(filled_in)}: only one event at a time can be filled in")
    if unknown := filled_in.keys() - events[0].after.keys():
        raise ParameterError(f"{', '.join(sorted(unknown))}: no column of commitment_events.csv")
    new = replace(events[0], after=events[0].after | as_texts(**filled_in))
    return [new if change is events[0] else change for change in changes]


def refuse_update(month: Reconciliation, *which: str, reason: str) -> DecisionMade:
    """Refuse proposals, by their ids or by kind (those that wait, too), so that they are not made again.

    They are, if the House says something else; a decision or a letter that is no event stays refused. Raises
    ParameterError for a word that means none.
    """
    by, refused = with_decider(reason=reason), dict[str, Proposal]()

    def edit(texts: Texts) -> Texts:
        found = proposals_in(month.sources.folder) or []
        refused.update({each.id: each for word in which for each in meant_by(word, found)})
        return {ANSWERS: _with_answers(texts[ANSWERS], refused.values(), REFUSE, by)}

    made = change_month(month, [ANSWERS], edit)
    if not refused:
        return DecisionMade(blocks(SAY.say("desk.updates.none_such")), made.month)
    facts = {"update_id": ", ".join(refused), "call": call_to_take_back(next(iter(refused), "…"))}
    return made.preceded_by(SAY.count("desk.updates.refused", len(refused), **facts))


def _with_answers(text: str, proposals: Iterable[Proposal], action: str, by: dict[str, str]) -> str:
    for each in proposals:
        row = {"update_id": each.id, "action": action, "kind": each.kind, "subject": each.subject}
        text = with_row(text, row | {"house": each.house, "url": each.url} | by, ANSWERS)
    return text


def member_change(
    month: Reconciliation,
    person: str,
    what: str,
    on: str | datetime.date,
    *,
    source: str,
    party: str = "",
    successor: str = "",
    successor_on: str | datetime.date = "",
    write: bool = False,
) -> Shown:
    """Show the rows of all tables that change when something happens to a member, and with `write=True` write them.

    `what` is `goes_alone` or `joins` (with `party`: its id, or the name of a new group), `leaves` or `becomes_minister`
    (with `successor`, a name or a person_id, and the day on which he or she came). `on` is the first day on which it is
    so; `source` is where it can be read. Raises as `accept_updates` does.
    """
    given, changes = as_texts(on=on, successor_on=successor_on), list[Change]()
    check_is_past(**given)
    who = {"party": party, "successor": successor, "successor_on": given["successor_on"]}

    def edit(texts: Texts) -> Texts:
        tables = tables_of(texts)
        changes[:] = numbered(happened(tables, person, what, given["on"], source, **who), tables)
        return changed_texts(changes, texts)

    if write:
        with_decider()
    try:
        made = change_month(month, READ, edit, write=write)
    except InputError as error:
        if any(each.file == path_of("votes") for each in error.problems):
            error.add_note(SAY.say("desk.updates.by_hand.votes", day=given["on"]))
        raise
    made = made.preceded_by(_rows_in_words(changes, SAY.say(f"desk.updates.by_hand.{'written' if write else 'shown'}")))
    return made.followed_by(_how_to_undo(month, {each.table for each in changes})) if write else made


def _rows_in_words(changes: list[Change], said: str) -> Markup:
    """Return which cells change, and the rows of the files folded below."""
    lines = "\n".join(line for change in changes for line in change.lines())
    return blocks(_cells_in_words(changes, said), folded(SAY.say("desk.updates.rows"), line_to_copy("", lines)))


def _cells_in_words(changes: Iterable[Change], caption: str) -> Markup:
    rows = []
    for each in changes:
        row = each.after or each.before
        changed = [name for name in row if each.before.get(name, "") != each.after.get(name, "")]
        sides = (
            "; ".join(f"{name}: {cells[name]}" for name in changed if cells.get(name) and not name.startswith("source"))
            for cells in (each.before, each.after)
        )
        who = row.get("full_name") or row.get("party_id") or next(iter(row.values()))
        rows.append((f"{path_of(each.table)}: {who}", *sides))
    return table(rows, caption, headings("desk.column", "what", "before", "after"))


def _how_to_undo(month: Reconciliation, tables: Iterable[str]) -> str:
    files = " ".join(file_of(each, month.sources.folder) for each in sorted(tables))
    return SAY.say("desk.updates.undo", files=files)
