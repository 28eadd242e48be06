"""Shows, accepts and refuses what `briefing update` read of the House and data/ does not say; it uses no network."""

import datetime
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain
from typing import Any

from markupsafe import Markup

from analysis.core.problems import InputError, ParameterError
from analysis.core.record_tables import grouped_by
from analysis.desk.choices import Call, Choice, Waiting
from analysis.desk.html import SAY, Shown, blocks, folded, headings, line_to_copy, link, table
from analysis.desk.writing import (
    MANY,
    DecisionMade,
    call_to_take_back,
    change_month,
    check_is_past,
    file_of,
    with_decider,
)
from analysis.parliament.names import party_name
from analysis.reconciliation import Reconciliation
from analysis.sources.contracts import OWN_DATA, path_of
from analysis.sources.decisions import as_texts, check_filled_in, with_row
from analysis.sources.table_changes import Texts
from analysis.updates import proposals_in
from analysis.updates.members import happened
from analysis.updates.proposals import (
    ACCEPT,
    ALL,
    ANSWERS,
    READ,
    REFUSE,
    Change,
    Proposal,
    changed_texts,
    meant_by,
    numbered,
    others_of,
    tables_of,
    to_accept,
)

# The subject of proposals of these kinds has ids of parties; that of others is a title as the House wrote it.
_OF_MEMBERS = ("came", "left", "confirmed", "moved", "seats")


def updates_proposed(month: Reconciliation) -> Waiting:
    """Return, by kind, what is in the House's open data but not in the tables.

    Proposals that are accepted together are shown as one. So are more than ten proposals of one kind without a row to
    write, which can only be refused.
    """
    found = proposals_in(month.sources.folder)
    if not found:
        said = SAY.say("desk.updates.no_snapshot" if found is None else "desk.updates.none")
        return Waiting(blocks(said), {}, updates_proposed)
    without_rows = Counter(each.kind for each in found if not each.bundle and not each.changes)
    many = {kind for kind, n in without_rows.items() if n > MANY}
    together = grouped_by(found, lambda p: p.bundle or (p.kind if p.kind in many and not p.changes else p.id))
    names = {party: party_name(party, month.sources, SAY) for party in month.sources.parties["party_id"]}
    groups: dict[str, list[Choice]] = {}
    if agree := [each for each in found if each.agrees]:
        call = Call(SAY.say("desk.updates.call.all"), accept_updates, (ALL,), {})
        title = SAY.count("desk.updates.all", len(agree))
        groups = {SAY.say("desk.updates.kind.all"): [Choice(title, _evidence(agree, names), [call])]}
    for kind, each in grouped_by(together.values(), lambda own: own[0].kind).items():
        groups[SAY.say(f"desk.updates.kind.{kind}")] = [_choice(own, names) for own in each]
    parts = [SAY.count("desk.updates.some", len(found), agree=len(agree))]
    for kind, choices in groups.items():
        own = blocks(*(folded(each.title, each.evidence + each.to_copy) for each in choices))
        parts.append(folded(kind, own, unfolded=len(choices) <= MANY))
    return Waiting(blocks(*parts), groups, updates_proposed)


def _choice(own: list[Proposal], names: dict[str, str]) -> Choice:
    """Return the choice for proposals that are accepted together, or can only be refused together."""
    first, n, title = own[0], len(own), _named(own[0], names)[0]
    if n > 1:
        term, _, parties = first.bundle.partition(" ")
        title = SAY.count("desk.updates.together", n, term=term, parties=_in_names(parties.replace("|", ", "), names))
        title = title if term else SAY.count("desk.updates.many", n)
    calls = [Call(SAY.count("desk.updates.call.refuse", n), refuse_update, tuple(each.id for each in own), {})]
    if written := [each for each in own if each.changes]:
        waits = any(each.waits for each in written)
        blank = [*(["although"] if waits else []), *chain(*(each.to_fill_in for each in written))]
        named: dict[str, Any] = dict.fromkeys(blank, "")
        said = SAY.count("desk.updates.call.accept", len(written))
        calls.insert(0, Call(said, accept_updates, (written[0].id,), named))
    return Choice(title, _evidence(own, names), calls)


def _evidence(own: list[Proposal], names: dict[str, str]) -> Markup:
    """Return proposals as a table, with what would change folded below it."""
    columns = headings("desk.updates.column", "update_id", "subject", "has", "house", "waits")
    cells = table(((each.id, *_named(each, names)) for each in own), "", columns)
    rows = [_cells_in_words(each.changes, f"{each.id}:") for each in own if each.changes]
    return blocks(cells, folded(SAY.say("desk.updates.changes"), blocks(*rows)) if rows else "")


def _named(each: Proposal, names: dict[str, str]) -> list[str]:
    """Return what a proposal is about, what data/ and the House have, and why it waits, with the names of parties."""
    has, house, waits = (_in_names(said, names) for said in (each.has, each.house, _reasons(each)))
    is_title = each.kind not in _OF_MEMBERS
    return [each.subject if is_title else _in_names(each.subject, names), has, link(house, each.url), waits]


def _in_names(said: str, names: dict[str, str]) -> str:
    return re.sub(r"[\w-]+", lambda word: names.get(word[0], word[0]), said)


def in_words(proposal: Proposal, found: Iterable[Proposal]) -> str:
    """Return one of the proposals that were found, as one line for a terminal."""
    reasons, others = _reasons(proposal), others_of(proposal, found) if proposal.changes else []
    said = f"{proposal.id} {proposal.kind}: {proposal.subject}: data/ has {proposal.has}, the House {proposal.house}"
    said += f" (waits: {reasons})" if reasons else ""
    return said + (f" (accepted together with {', '.join(others)})" if others else "") + f"; {proposal.url}"


def _reasons(proposal: Proposal) -> str:
    to_fill_in = f"to be filled in: {', '.join(proposal.to_fill_in)}" if proposal.to_fill_in else ""
    return "; ".join(filter(None, (to_fill_in, proposal.waits)))


def accept_updates(month: Reconciliation, *which: str, although: str = "", **filled_in: str) -> DecisionMade:
    """Accept proposals by their ids, by kind, or `all` that can be accepted as they are, and show what that changes.

    A proposal that waits is accepted by its id, with a reason in `although`. Cells of its event that are empty, or are
    to be changed, are given by column (`commitment_id`, `what_nl`). Raises ParameterError for what can't be accepted,
    and InputError if the changed data would break their contract; nothing is written then.
    """
    by = with_decider() | {"reason": although or SAY.say("desk.updates.reason")}
    accepted, left_out, changes = list[Proposal](), list[Proposal](), list[Change]()

    def edit(texts: Texts) -> Texts:
        accepted[:], left_out[:] = to_accept(which, proposals_in(month.sources.folder) or [])
        changes[:] = numbered(_changes_of(accepted, although, filled_in), tables_of(texts))
        new = changed_texts(changes, texts)
        return new | {ANSWERS: _with_answers(new[ANSWERS], accepted, ACCEPT, by)}

    made = change_month(month, READ, edit)
    if not accepted:  # the cell was run again
        return DecisionMade(blocks(SAY.say("desk.updates.none_left"), _by_reason(left_out)), made.month)
    said = SAY.count("desk.updates.accepted", len(accepted))
    written = {ANSWERS, *(each.table for each in changes)}
    shown_first = _rows_in_words(changes, said), _by_reason(left_out)
    return made.preceded_by(*shown_first).followed_by(_how_to_undo(month, written))


def _by_reason(left_out: list[Proposal]) -> Markup:
    """Return which proposals were left out, by what they wait for; empty if none was."""
    rows = [(why, ", ".join(each.id for each in own)) for why, own in grouped_by(left_out, _reasons).items()]
    caption = SAY.count("desk.updates.left_out", len(left_out))
    return table(rows, caption, headings("desk.updates.column", "waits", "update_id")) if rows else Markup("")


def _changes_of(accepted: list[Proposal], although: str, filled_in: dict[str, str]) -> list[Change]:
    """Return the changes of proposals, with their event filled in; raises ParameterError if one can't be written."""
    for each in accepted:
        if not each.changes:
            no_row = f"there is no row to write ({each.waits})"
            raise ParameterError(f"{each.id}: {no_row}; correct data/ by hand, or refuse the proposal")
        if each.waits and not although:
            raise ParameterError(f'{each.id} waits: {each.waits}; to accept it all the same, say why (although="…")')
        if lacking := [name for name in each.to_fill_in if not filled_in.get(name)]:
            raise ParameterError(
                f'{each.id}: {", ".join(lacking)}: not given; give each by its name, as {lacking[0]}="…"'
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
        expected = f"one of {', '.join(events[0].after)}"
        raise ParameterError(f"{', '.join(sorted(unknown))}: no column of commitment_events.csv, expected {expected}")
    new = replace(events[0], after=events[0].after | as_texts(**filled_in))
    return [new if change is events[0] else change for change in changes]


def refuse_update(month: Reconciliation, *which: str, reason: str) -> DecisionMade:
    """Refuse proposals by their ids or by kind (also those that wait), so that they are not made again.

    A proposal about a member or an outcome is made again if the House later says something else; a decision or a letter
    that is no event stays refused. Raises ParameterError for a word that is neither an id nor a kind.
    """
    by, refused, held = with_decider(reason=reason), dict[str, Proposal](), list[str]()

    def edit(texts: Texts) -> Texts:
        found = proposals_in(month.sources.folder) or []
        refused.update({each.id: each for word in which for each in meant_by(word, found)})
        others = dict.fromkeys(chain(*(others_of(each, found) for each in refused.values())))
        held[:] = [each for each in others if each not in refused]
        return {ANSWERS: _with_answers(texts[ANSWERS], refused.values(), REFUSE, by)}

    made = change_month(month, [ANSWERS], edit)
    if not refused:
        return DecisionMade(blocks(SAY.say("desk.updates.none_such")), made.month)
    facts = {"update_id": ", ".join(refused), "call": "; ".join(map(call_to_take_back, which))}
    waiting = SAY.count("desk.updates.held", len(held), update_id=", ".join(held)) if held else ""
    made = made.preceded_by(SAY.count("desk.updates.refused", len(refused), **facts), waiting)
    return replace(made, decision_id=which[0] if len(which) == 1 else "")


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
    """Show the rows of all tables that change when something happens to a member; with `write=True`, also write them.

    `what` is `goes_alone` (with the name of the new group as `party`), `joins` (with a party or its id), `leaves` or
    `becomes_minister` (both may have a `successor`, a name or person_id, whose first day is `successor_on`, by default
    `on`). `on` is the first day on which it is so, and `source` is where that can be read. Raises as `accept_updates`.
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
    """Return which cells change, with the rows of the files folded below."""
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
    """Return how to undo a change; git is mentioned only for the project's own tables, which it keeps."""
    said, files = SAY.say("desk.updates.undo"), " ".join(file_of(each, month.sources.folder) for each in sorted(tables))
    by_git = month.sources.folder == OWN_DATA and (OWN_DATA.parent / ".git").exists()
    return f"{said} {SAY.say('desk.updates.undo_by_git', files=files)}" if by_git else said
