"""Releases the numbers of a month, takes a release back, and lists what changed since."""

import re
from dataclasses import replace

from markupsafe import Markup

from analysis.core.problems import ParameterError
from analysis.desk.html import SAY, Shown, blocks, headings, shown, table
from analysis.desk.status import command_for, decided_at_second_hand, is_over
from analysis.desk.tables import Names, cell_in_words, heading_of
from analysis.desk.writing import DecisionMade, change_file, reopened, signed
from analysis.figures.waiting import waiting_figures
from analysis.reconciliation import Reconciliation, reconciled, releases
from analysis.reconciliation.releases import IN_ALL, SITS, THE_MONTH_BEFORE, next_version, version_of
from analysis.sources.decisions import RELEASES, as_texts, decisions_in, text_of, with_row, without_row

_A_COUNT = re.compile(rf"(\d+)({IN_ALL}|{THE_MONTH_BEFORE})")


def release(month: Reconciliation, numbers: str = "", although: str = "", **correction: str) -> DecisionMade:
    """Release a month, or a correction of it: its pages and mails say no longer that they are a draft.

    `numbers` are the digits of the numbers that you read, as `desk.status` gives them with the call: a cell that was
    written for other data, or for another month, releases nothing. A correction takes `what_was_wrong_nl`,
    `what_was_wrong_en`, `how_fixed_nl`, `how_fixed_en`, `what_it_touches_nl` and `what_it_touches_en`. If pages have
    votes known at second hand, `although` says why it is released nevertheless.
    Raises ParameterError for other digits, for a missing or unknown word, for a month that is not over, and for numbers
    that changed since it was opened; InputError if a first version corrects something.
    """
    if not is_over(month.month):
        raise ParameterError(f"{month.month} is not over: what is published or signed until its last day belongs to it")
    opened, month = month, reconciled(month.month, month.sources.folder)
    then, now = ((releases.numbers_of(each), releases.named_now(each)) for each in (opened, month))
    if then != now:
        again = "run the notebook again from the top, read it, then release"
        raise ParameterError(f"{month.month} changed since you opened it: {again}")
    earlier = _releases(month)
    row = next_version(month, as_texts(**correction), earlier)
    if row is None:  # the cell was run again
        notice = SAY.say("desk.release.already", month=SAY.month(str(month.month)), number=len(earlier))
        return DecisionMade(blocks(notice), month)
    _check_numbers(month, numbers)
    second_hand = decided_at_second_hand(month)
    if second_hand and not re.search(r"\w", although):
        raise ParameterError(
            f"the pages of {month.month} show votes on {second_hand} decisions that are second hand; `briefing update` "
            'would confirm them: run it first, or say why you release all the same: although="…"'
        )
    row |= {"although": " ".join(although.split()) if second_hand else ""} | signed("released")
    made = change_file(month, RELEASES, lambda text: with_row(text, row, RELEASES))
    number = len(earlier) + 1
    releases.keep_released(made.month, number)
    waiting = {"figures": len(waiting_figures(month.figures, month.sources.decisions.figures))}
    waiting["lines"] = int((month.signatures["outcome"] == "review").sum())
    said = [SAY.count(f"desk.release.waiting.{what}", n) for what, n in waiting.items() if n]
    facts = {"month": SAY.month(str(month.month)), "number": number, "command": command_for("build", month)}
    call = f"desk.take_back_release(month_reconciled, {number})"
    said.append(SAY.say("desk.release.done", **facts, call=call))
    return replace(made.followed_by(*said), month=reopened(made.month))


def _check_numbers(month: Reconciliation, numbers: str) -> None:
    if numbers == (now := releases.numbers_of(month)):
        return
    said = "numbers: not given, so that this call could release any month"
    if numbers:
        said = f"numbers: found {numbers!r}, which are those of another month, of other data, or of before they changed"
    raise ParameterError(
        f'{said}; expected "{now}", those of {month.month} in {month.sources.folder} now. If these are what you read, '
        f'write desk.release(month_reconciled, "{now}"); else delete the cell'
    )


def take_back_release(month: Reconciliation, version: int) -> DecisionMade:
    """Take back the newest version of a month, before anything was sent; raises ParameterError for an earlier one."""
    earlier = _releases(month)
    if not isinstance(version, int):
        raise ParameterError(f"version: found {version!r}, expected a number without quotes, as {len(earlier)}")
    if version > len(earlier):
        notice = SAY.say("desk.release.gone", month=SAY.month(str(month.month)), number=version)
        return DecisionMade(blocks(notice), reopened(month))
    if version < len(earlier):
        raise ParameterError(f"version: found {version}, expected the newest one of {month.month}, {len(earlier)}")
    made = change_file(month, RELEASES, lambda text: without_row(text, earlier[-1])[0], "taken_back")
    releases.drop_released(month, version)
    return replace(made.followed_by(SAY.say("desk.release.taken_back")), month=reopened(made.month))


def _releases(month: Reconciliation) -> list[dict[str, str]]:
    rows = decisions_in(text_of(RELEASES, month.sources.folder))
    return [row for row in rows if row.get("month") == str(month.month)]


def changed_since_release(month: Reconciliation) -> Shown:
    """Return each number, verdict, source and name of a month that differs from its newest released version."""
    version = version_of(month)
    facts = {"month": SAY.month(str(month.month)), "number": version.number}
    changed = None if version.is_current else releases.cells_changed_since(month, version.number)
    if changed is None:
        state = "never" if not version.number else "same" if version.is_current else "not_kept"
        return shown(SAY.say_from(f"desk.released.{state}", facts))
    if changed.empty:
        return shown(SAY.say("desk.released.elsewhere", **facts))
    names, rows, of_names = Names(month), [], changed["table"] == "names"
    for cell in changed[~of_names].itertuples():
        about = " ".join(names.by_id.get(part, part) for part in cell.row.split(" "))
        what, texts = SAY.say(f"desk.released.table.{cell.table}", row=about), (cell.cell_before, cell.cell_now)
        cells = ({cell.column: _number_in(text, cell.column) if text else None} for text in texts)
        said = [cell_in_words(names, each, cell.column) for each in cells]
        rows.append((what, heading_of(cell.table, cell.column), *said))
    caption = SAY.count("desk.released.changed", len(rows), **facts)
    below = [_names_changed(names, each.cell_before, each.cell_now) for each in changed[of_names].itertuples()]
    columns = headings("desk.column", "what", "number", "before", "after")
    return shown(*([table(rows, caption, columns)] if rows else []), *below)


def _number_in(text: str, column: str) -> str | float:
    """Return a number that was kept as a text, to be rounded as elsewhere; any other text as it is."""
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) and not column.endswith("years") else text


def _names_changed(names: Names, before: str, now: str) -> Markup:
    """Return who is no longer named, who is now, who otherwise and how many (texts of `releases.named_now`)."""
    (then, counted), (since, counted_now) = (_entries(names, text) for text in (before, now))
    none = SAY.say("desk.none")
    counts = [(what, counted.get(what, none), counted_now.get(what, none)) for what in counted | counted_now]
    found = {
        "gone": [said for name, said in then.items() if name not in since],
        "came": [said for name, said in since.items() if name not in then],
        "otherwise": [f"{then[name]} → {said}" for name, said in since.items() if said != then.get(name, said)],
        "counted": [f"{what}: {n} → {now}" for what, n, now in counts if n != now],
    }
    return blocks(*(SAY.say(f"desk.released.{what}", names=SAY.list(own)) for what, own in found.items() if own))


def _entries(names: Names, text: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return who is named in a text of `releases.named_now`, in words, and what is counted in it."""
    people, counts = dict[str, str](), dict[str, str]()
    for entry in filter(None, text.split("; ")):
        party, _, said = entry.partition(" ")
        of = names.by_id.get(party, party)
        if count := _A_COUNT.fullmatch(said):
            counts[f"{of}{'' if count[2] == IN_ALL else f',{THE_MONTH_BEFORE}'}"] = count[1]
        else:
            name = said.removesuffix(SITS)
            people[name] = f"{name} ({of}{'' if name == said else ', sits'})"
    return people, counts
