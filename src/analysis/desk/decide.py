"""Decides on a figure, a line of a list or a party, releases a month, and takes each back, by one call."""

import datetime
import re
from collections.abc import Callable, Iterable

from analysis.core.problems import ParameterError
from analysis.desk.decision_made import DecisionMade, remove, write
from analysis.desk.shown import SAY
from analysis.desk.signatures import doubt_about, line_at, nearest_ids, signatory_of
from analysis.desk.waiting import counts_that_wait, figures_that_wait
from analysis.figures.waiting import PLACEHOLDERS, expectations, grounds_of
from analysis.reconciliation import Reconciliation, reconciled
from analysis.reconciliation.releases import edition_of, numbers_of
from analysis.signatories.decisions import ACTIONS, decision_on
from analysis.sources.decisions import ON_FIGURES, ON_PARTIES, ON_SIGNATURES, RELEASES, tables_of_decisions
from analysis.sources.decisions.files import rows_of, text_of, with_row
from analysis.sources.parliament import HOUSE

_LARGEST = 1e15  # no figure comes near; NaN and infinity are not below it


def decide_on_figure(
    month: Reconciliation,
    figure_id: str,
    action: str,
    *,
    by: str,
    on: str | datetime.date,
    reason: str,
    corrected_value: float | None = None,
    rests_on: Iterable[str] | None = None,
    valid_from: str | datetime.date = "",
) -> DecisionMade:
    """Decide on a printed figure (`accept`, `exclude`, `prefer`, `correct`) and show what that changes.

    `by`, `on` (YYYY-MM-DD, or a date) and `reason` say who decided, when and why; `rests_on` are the figures that the
    reason rests on, those it was compared with if not given; it applies from `valid_from` on, the first day of the
    month if not given.
    Raises ParameterError for an unknown figure or a missing word, InputError if the decision does not fit the data.
    """
    row = as_texts(figure_id=figure_id, action=action, corrected_value=corrected_value, valid_from=valid_from)
    known = month.figures.printed_figures.set_index("figure_id", drop=False).to_dict("index")
    grounds = _compared_with(month, row["figure_id"]) if rests_on is None else _listed("rests_on", rests_on)
    if unknown := [name for name in (row["figure_id"], *grounds) if name not in known]:
        raise ParameterError(f"no figure {', '.join(unknown)} in {month.month}: see printed_figures for the ids")
    row |= expectations(row["figure_id"], grounds, known) | signed(decided_by=by, decided_on=on, reason=reason)
    row["valid_from"] = row["valid_from"] or f"{month.month}-01"
    return write_decision(month, ON_FIGURES, row, lambda taken: _next_id("d", taken))


def decide_on_line(
    month: Reconciliation,
    source_file: str,
    source_row: int,
    action: str,
    *,
    by: str,
    on: str | datetime.date,
    reason: str,
    candidate: str = "",
    duplicate_of: str = "",
    may_be_named: str = "",
    valid_from: str | datetime.date = "",
    although: str = "",
) -> DecisionMade:
    """Decide on a line of a list (one of `signatories.decisions.ACTIONS`) and show what that changes.

    `candidate` is the candidate_id of whom it means (`party:cda` for a party), needed to accept a line that waits;
    `duplicate_of` the line it repeats (FILE:ROW), `may_be_named` yes or no, if the decision says so. It applies from
    `valid_from` on, the day of signing if not given; of a withdrawal that is the day it was withdrawn. Where the name
    does not resemble the candidate's, or the line is accepted for somebody else, `although` says that this was seen.
    Raises ParameterError for an unknown line or candidate or a missing word, InputError if the decision does not fit
    the data.
    """
    given = as_texts(source_file=source_file, action=action, candidate=candidate, valid_from=valid_from)
    line = line_at(month, given["source_file"], source_row)
    row = decision_on(line, given["candidate"] or signatory_of(line), given["action"])
    if action not in ACTIONS:
        raise ParameterError(f"action: found {action!r}, expected one of {', '.join(ACTIONS)}")
    if action == "accept" and not (row["person_id"] or row["party_id"]):
        raise ParameterError(f"candidate: not given, expected one of {line['candidate_ids'] or 'the ids in data/'}")
    if candidate and (near := nearest_ids(month, candidate)):
        raise ParameterError(f"candidate: no {candidate!r} in data/; did you mean {near}?")
    if action == "accept" and not although and (doubt := doubt_about(month, line, candidate)):
        raise ParameterError(f'{doubt}: if that is meant, say so by although="…"')
    reason = f"{reason} (although {although})" if although and reason else reason
    day = given["valid_from"] or ("" if action == "withdraw" else row["valid_from"])
    if not day:
        raise ParameterError("valid_from: not given, expected the day it applies from (a withdrawal: its own day)")
    row |= as_texts(valid_from=day, duplicate_of=duplicate_of, may_be_named=may_be_named)
    row |= signed(decided_by=by, decided_on=on, reason=reason)
    return write_decision(month, ON_SIGNATURES, row, lambda taken: _free_id(row["decision_id"], taken))


def decide_on_party(
    month: Reconciliation,
    party: str,
    predecessors: Iterable[str],
    *,
    by: str,
    on: str | datetime.date,
    reason: str,
    valid_from: str | datetime.date,
    body: str = HOUSE,
) -> DecisionMade:
    """Decide that a party carries the signature of its predecessors from a day on, and show what that changes.

    Raises ParameterError for a missing word, InputError for an unknown party or one whose predecessors did not sign.
    """
    row = as_texts(body_id=body, party_id=party, action="carries_signature", valid_from=valid_from)
    row |= {"predecessors": "|".join(_listed("predecessors", predecessors))}
    row |= signed(decided_by=by, decided_on=on, reason=reason)
    return write_decision(month, ON_PARTIES, row, lambda taken: _next_id("p", taken))


def write_decision(
    month: Reconciliation, table: str, row: dict[str, str], name: Callable[[list[str]], str]
) -> DecisionMade:
    """Write a decision and show what it changes; `name` gives the decision_id, from those that are taken."""
    names: list[str] = []

    def edit(text: str) -> str:
        names.append(name([each.get("decision_id", "") for each in rows_of(text)]))
        return with_row(text, row | {"decision_id": names[-1]}, table)

    def then(_: Reconciliation) -> str:
        return SAY.say("desk.decision.next", call=f'desk.take_back(month_reconciled, "{names[-1]}")')

    return write(month, table, edit, then)


def take_back(month: Reconciliation, decision_id: str) -> DecisionMade:
    """Take a decision out of its file and show what that changes; raises ParameterError if there is none so named."""
    wanted = as_texts(decision_id=decision_id)
    for table in tables_of_decisions():
        if any(row.items() >= wanted.items() for row in rows_of(text_of(table, month.sources.folder))):
            return remove(month, table, wanted, SAY.say("desk.decision.again"))
    raise ParameterError(f"no decision {decision_id!r} in data/decisions/: it may have been taken back already")


def release(
    month: Reconciliation,
    *,
    by: str,
    on: str | datetime.date,
    what_was_wrong_nl: str = "",
    what_was_wrong_en: str = "",
    how_fixed_nl: str = "",
    how_fixed_en: str = "",
    what_it_touches_nl: str = "",
    what_it_touches_en: str = "",
) -> DecisionMade:
    """Release a month, or a correction of it, which says cause, fix and what it touches; show what changes.

    Until then each page and mail says that it is a draft, and again once the numbers of the month change. Raises
    ParameterError for a missing word, for numbers that changed since the month was opened, and for what is released
    already; InputError if a first version says what was wrong, or a later one does not say all of it.
    """
    name, numbers = str(month.month), numbers_of(month)
    if numbers != numbers_of(reconciled(month.month, month.sources.folder)):
        raise ParameterError(
            f"{name} changed since you opened it: run the notebook again from the top, read it, then release"
        )
    wrong = as_texts(
        what_was_wrong_nl=what_was_wrong_nl,
        what_was_wrong_en=what_was_wrong_en,
        how_fixed_nl=how_fixed_nl,
        how_fixed_en=how_fixed_en,
        what_it_touches_nl=what_it_touches_nl,
        what_it_touches_en=what_it_touches_en,
    )
    released = {"month": name, "numbers": numbers} | {key: " ".join(text.split()) for key, text in wrong.items()}
    by_whom = signed(released_by=by, released_on=on)

    def edit(text: str) -> str:
        editions = [row for row in rows_of(text) if row.get("month") == name]
        # A notebook that was run again.
        if editions and editions[-1].items() >= {key: text for key, text in released.items() if text}.items():
            raise ParameterError(f"{name} is released already, as version {len(editions)}: nothing is written")
        if editions and (missing := [key for key in wrong if not released[key]]):
            said = "what was wrong, how it was fixed and what it touches, in both languages"
            raise ParameterError(f"a correction says {said}: fill in {', '.join(missing)}")
        return with_row(text, released | by_whom | {"edition": str(len(editions) + 1)}, RELEASES)

    return write(month, RELEASES, edit, _after_a_release)


def take_back_release(month: Reconciliation, edition: int) -> DecisionMade:
    """Take the newest edition of a month out, before anything was sent; raises ParameterError for any other one."""
    name = str(month.month)
    editions = sum(row.get("month") == name for row in rows_of(text_of(RELEASES, month.sources.folder)))
    if edition != editions:
        raise ParameterError(f"edition: found {edition}, expected the newest of {name}, {editions or 'none'}")
    wanted = {"month": name, "edition": str(edition)}
    return remove(month, RELEASES, wanted, SAY.say("desk.decision.taken_back_release"))


def _after_a_release(month: Reconciliation) -> str:
    call = f"desk.take_back_release(month_reconciled, {edition_of(month).number})"
    then = SAY.say("desk.decision.next_release", call=call)
    waiting = counts_that_wait(month)
    counts = [f"{SAY.say(f'desk.effect.waiting.{name}').lower()}: {SAY.number(n)}" for name, n in waiting.items() if n]
    return f"{SAY.say('desk.decision.waiting', counts=SAY.list(counts))} {then}" if counts else then


def as_texts(**given: object) -> dict[str, str]:
    """Return what was given as it is written in a file: texts, days and numbers; no corrected value is an empty one.

    Raises ParameterError for anything else.
    """
    texts = {}
    for name, value in given.items():
        if isinstance(value, datetime.date):
            texts[name] = value.isoformat()[:10]
        elif isinstance(value, int | float) and not isinstance(value, bool) and -_LARGEST < value < _LARGEST:
            texts[name] = f"{value:.10g}"
        elif isinstance(value, str) and not any("\ud800" <= character <= "\udfff" for character in value):
            texts[name] = value
        elif value is None and name == "corrected_value":
            texts[name] = ""
        else:
            raise ParameterError(f"{name}: found {value!r}, expected text, a day or a number")
    return texts


def signed(**words: object) -> dict[str, str]:
    """Return who decided, when and why; raises ParameterError for a word that is empty or still a placeholder."""
    texts = as_texts(**words)
    empty = [name for name, text in texts.items() if not text.strip() or text in PLACEHOLDERS.values()]
    if empty:
        raise ParameterError(f"{', '.join(empty)}: not filled in; a decision says who decided, on which day, and why")
    return texts


def _listed(name: str, words: Iterable[object]) -> list[str]:
    if isinstance(words, str) or not isinstance(words, Iterable):
        raise ParameterError(f"{name}: found {words!r}, expected a list of texts")
    return [as_texts(**{name: word})[name] for word in words]


def _compared_with(month: Reconciliation, figure_id: str) -> list[str]:
    waiting = figures_that_wait(month)
    found = waiting[waiting["figure_id"] == figure_id].to_dict("records")
    return grounds_of(found[0]) if found else []


def _next_id(letter: str, taken: list[str]) -> str:
    numbers = [int(name[1:]) for name in taken if re.fullmatch(rf"{letter}\d+", name)]
    return f"{letter}{max(numbers, default=0) + 1:02}"


def _free_id(name: str, taken: list[str]) -> str:
    """Return an id for another decision on one line: the first is called after its place alone."""
    return next(each for n in range(1, len(taken) + 2) if (each := name if n == 1 else f"{name}-{n}") not in taken)
