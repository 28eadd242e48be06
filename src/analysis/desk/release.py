"""How far a month has come, with the next step; its release, which can be taken back; and what changed since."""

import datetime
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from markupsafe import Markup

from analysis.core.folders import command_for, input_files, reports_beside, sha256_of
from analysis.core.parameters import Month
from analysis.core.problems import ParameterError
from analysis.desk.html import SAY, Shown, blocks, headings, shown, table
from analysis.desk.tables import Names, cell_in_words, heading_of, may_be_headings
from analysis.desk.writing import DecisionMade, change_file, reopened, with_decider
from analysis.figures.waiting import waiting_figures
from analysis.parliament.chamber import due_in
from analysis.publish.orders import page_at
from analysis.publish.reports_folder import Manifest
from analysis.reconciliation import Reconciliation, reconciled, releases
from analysis.reconciliation.commitments import overdue_events
from analysis.reconciliation.releases import ReleasedVersion, next_version, version_of
from analysis.signatories.waiting import texts_that_wait
from analysis.sources.decisions import RELEASES, as_texts, rows_in_text, text_of_table, with_row, without_row
from analysis.updates import proposals_in

_NAMED = 3  # this many things that are due are named; the others are counted


class _Line(NamedTuple):
    """One matter: what is known of it, in words, and the call to continue with; `waits` if somebody has to act."""

    matter: str
    said: str
    call: str
    waits: bool = False
    n_older: int = 0  # pages that were made from older data


def status(month: Reconciliation, out_dir: Path | None = None) -> Shown:
    """Return what waits and is due in a month, whether its pages are up to date and released, and the next step.

    The pages are those in `out_dir`, by default `reports/` beside the data. Nothing is written.
    """
    reports, version = out_dir or reports_beside(month.sources.folder), version_of(month)
    lines = [*_what_waits(month), *_for_later(month), _pages(month, reports), _state_of_release(month, version)]
    rows = [(SAY.say(f"desk.status.matter.{each.matter}"), each.said, each.call) for each in lines]
    caption = SAY.say("desk.status.caption", month=SAY.month(str(month.month)))
    html = table(rows, caption, headings("desk.status.column", "matter", "said", "call"))

    mails = reports / str(month.month) / "share" / "mail"
    send = SAY.say("desk.status.send", number=version.number, folder=mails)
    calls = {each.matter: each.call for each in lines if each.waits}
    for matter in calls:
        if SAY.has(where := f"desk.status.notebook.{matter}"):  # a command belongs to no notebook
            calls[matter] += f" ({SAY.say(where)})"
    first = next(iter(calls.values()), f"{send}; {SAY.say('desk.status.all_done')}")
    then = calls.get("pages") or calls.get("release") or send  # for an analyst who leaves the rest waiting
    steps = [SAY.say("desk.status.next", call=first)]
    steps += [SAY.say("desk.status.or", call=then)] if calls and then != first else []
    return shown(html, *steps)


def _what_waits(month: Reconciliation) -> Iterator[_Line]:
    def line(matter: str, n: int, function: str, more: str = "", **facts: int) -> _Line:
        said = SAY.count(f"desk.status.{matter}", n, **facts) if n else SAY.say("desk.status.none_waits")
        return _Line(matter, said + more, f"desk.{function}(month_reconciled)" if n else "", waits=n > 0)

    if (found := proposals_in(month.sources.folder)) is None:
        yield _Line(
            "updates", SAY.say("desk.status.not_asked"), command_for("update", month.month, month.sources.folder)
        )
    else:
        yield line("updates", len(found), "updates_proposed", agree=sum(each.agrees for each in found))
    texts = len(texts_that_wait(month.signatures, month.bodies))
    more = f"; {SAY.count('desk.status.texts', texts)}" if texts else ""
    more += f"; {SAY.count('desk.headings.some', n)}" if (n := len(may_be_headings(month))) else ""
    yield line("lines", int(month.signatures["outcome"].eq("review").sum()), "signatures_that_wait", more)
    yield line("figures", len(waiting_figures(month.figures, month.sources.decisions.figures)), "what_waits")


def _for_later(month: Reconciliation) -> Iterator[_Line]:
    editions = [each for each in month.warnings if (each.file, each.column) == ("publications.csv", "publication")]
    due = [each.found for each in (*overdue_events(month.sources), *due_in(month.house), *editions)]
    if due:
        more = [SAY.count("desk.status.more", len(due) - _NAMED)] if len(due) > _NAMED else []
        named = "; ".join([*due[:_NAMED], *more])
        yield _Line(
            "due",
            SAY.count("desk.status.due", len(due), named=named),
            command_for("check", month.month, month.sources.folder),
        )
    decisions = pd.concat([month.sources.decisions.figures, month.sources.decisions.parties])
    counts = {"unconfirmed": int(decisions["confirmed_on"].isna().sum()), "second_hand": _at_second_hand(month)}
    of_ckm = [SAY.count(f"desk.status.{what}", n) for what, n in counts.items() if n]
    if not month.sources.contact.get("email"):
        of_ckm.append(SAY.say("desk.status.no_address"))
    if of_ckm:
        yield _Line("ckm", " ".join(of_ckm), "docs/first-update.md")


def _at_second_hand(month: Reconciliation) -> int:
    """Return the number of decisions of the House with votes that are known only at second hand."""
    return int(month.votes.loc[month.votes["certainty"] != "primary", "event_id"].nunique())


def _pages(month: Reconciliation, reports: Path) -> _Line:
    made = Manifest.read(reports / str(month.month))
    now = {f"data/{name}": sha256_of(path) for name, path in input_files(month.sources.folder).items()}
    same = now == {name: digest for name, digest in made.inputs.items() if name.startswith("data/")}
    # As in a build, the HTML and the PDF of one party and language count as one.
    pages = [(page[:2], entry["made_from"]) for path, entry in made.outputs.items() if (page := page_at(path))]
    runs = {run for run, _ in pages}
    older = {run for run, made_from in pages if not same or made_from != made.made_from}
    said = SAY.count("desk.status.pages", len(runs))
    said += " " + SAY.count("desk.status.older", len(older)) if older else ""
    call = command_for("build", month.month, month.sources.folder, reports)
    return _Line("pages", said, call, waits=bool(older) or not runs, n_older=len(older))


def is_over(month: Month) -> bool:
    """Return whether the last day of a month is past, so that everything that belongs to it can be known."""
    return month.as_of < datetime.date.today()


def _state_of_release(month: Reconciliation, version: ReleasedVersion) -> _Line:
    if not is_over(month.month):
        day = SAY.date(month.month.as_of + datetime.timedelta(days=1))
        after = SAY.say("desk.status.later", date=day, call="desk.release(month_reconciled)")
        return _Line("release", SAY.say("desk.status.not_over"), after, waits=True)
    if version.released_on is None:
        return _Line("release", SAY.say("desk.status.draft"), _call_to_release(month), waits=True)
    facts = {"number": version.number, "date": SAY.date(version.released_on.date())}
    said = SAY.say("desk.status.released" if version.is_current else "desk.status.changed", **facts)
    call = "desk.changed_since_release(month_reconciled)"
    if not version.is_current:
        call += f"; {_call_to_release(month, dict.fromkeys(version.correction, '…'))}"
    return _Line("release", said, call, waits=not version.is_current)


def release(month: Reconciliation, numbers: str = "", although: str = "", **correction: str) -> DecisionMade:
    """Release a month, or a correction of it: its pages and mails no longer say that they are a draft.

    `numbers` is the checksum of the numbers that you read, as `desk.status` gives it with the call, so that a cell
    written for other data or another month releases nothing. A correction takes `what_was_wrong_nl`,
    `what_was_wrong_en`, `how_fixed_nl`, `how_fixed_en`, `what_it_touches_nl` and `what_it_touches_en`. If the pages
    show votes known at second hand, `although` says why they are released all the same. Raises ParameterError for
    another checksum, a missing or unknown argument, a month that is not over or that changed since it was opened, and
    pages beside the data made from older data; InputError if a first version corrects something.
    """
    if not is_over(month.month):
        raise ParameterError(f"{month.month} is not over: what is published or signed up to its last day belongs to it")
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
    row |= {"although": _reason_to_release(month, numbers, although, correction)} | with_decider("released")
    pages = _pages(month, reports_beside(month.sources.folder))
    if pages.n_older:  # `numbers` does not tell who is named on them
        raise ParameterError(f"pages of {month.month} show older data: run {pages.call}, read them, then release")
    made = change_file(month, RELEASES, lambda text: with_row(text, row, RELEASES))
    number = len(earlier) + 1
    releases.keep_released(made.month, number)
    waiting = {"figures": len(waiting_figures(month.figures, month.sources.decisions.figures))}
    waiting["lines"] = int((month.signatures["outcome"] == "review").sum())
    said = [SAY.count(f"desk.release.waiting.{what}", n) for what, n in waiting.items() if n]
    facts = {
        "month": SAY.month(str(month.month)),
        "number": number,
        "command": command_for("build", month.month, month.sources.folder),
    }
    call = f"desk.take_back_release(month_reconciled, {number})"
    said.append(SAY.say("desk.release.done", **facts, call=call))
    return replace(made.followed_by(*said), month=reopened(made.month))


def _call_to_release(month: Reconciliation, correction: Mapping[str, str] | None = None) -> str:
    words = {**(correction or {})} | ({"although": "…"} if _at_second_hand(month) else {})
    given = "".join(f", {name}={json.dumps(text, ensure_ascii=False)}" for name, text in words.items())
    return f'desk.release(month_reconciled, "{releases.numbers_of(month)}"{given})'


def _reason_to_release(month: Reconciliation, numbers: str, although: str, correction: Mapping[str, str]) -> str:
    """Return why a month with second-hand votes is released, else an empty text; raises ParameterError as `release`."""
    if numbers != (now := releases.numbers_of(month)):
        said = "numbers: not given, so that this call could release any month"
        if numbers:
            others = "those of another month, of other data, or of these data before they changed"
            said = f"numbers: found {numbers!r}, which are {others}"
        raise ParameterError(
            f'{said}; expected "{now}", those of {month.month} in {month.sources.folder} now. If these are what you '
            f"read, write {_call_to_release(month, correction)}; otherwise delete the cell"
        )
    second_hand = _at_second_hand(month)
    if second_hand and not re.search(r"\w", although):
        raise ParameterError(
            f"the pages of {month.month} show votes on {second_hand} decisions at second hand, which `briefing update` "
            'would confirm: run it first, or say why you release them all the same (although="…")'
        )
    return " ".join(although.split()) if second_hand else ""


def take_back_release(month: Reconciliation, version: int) -> DecisionMade:
    """Take back the newest version of a month before anything is sent; raises ParameterError for an earlier version."""
    earlier = _releases(month)
    if not isinstance(version, int) or isinstance(version, bool):
        raise ParameterError(f"version: found {version!r}, expected a number without quotes, as {max(len(earlier), 1)}")
    if version > len(earlier) or not earlier:
        notice = SAY.say("desk.release.gone", month=SAY.month(str(month.month)), number=version)
        return DecisionMade(blocks(notice), reopened(month))
    if version < len(earlier):
        raise ParameterError(f"version: found {version}, expected the newest one of {month.month}, {len(earlier)}")
    made = change_file(month, RELEASES, lambda text: without_row(text, earlier[-1])[0], "taken_back")
    releases.drop_released(month, version)
    return replace(made.followed_by(SAY.say("desk.release.taken_back")), month=reopened(made.month))


def _releases(month: Reconciliation) -> list[dict[str, str]]:
    rows = rows_in_text(text_of_table(RELEASES, month.sources.folder))
    return [row for row in rows if row.get("month") == str(month.month)]


def changed_since_release(month: Reconciliation) -> Shown:
    """Return each number, verdict, source and name of a month that now differs from its newest released version."""
    month = reconciled(month.month, month.sources.folder, month)
    version = version_of(month)
    facts = {"month": SAY.month(str(month.month)), "number": version.number}
    changed = None if version.is_current else releases.cells_changed_since(month, version.number)
    if changed is None:
        state = "never" if not version.number else "same" if version.is_current else "not_kept"
        return shown(SAY.say_from(f"desk.released.{state}", facts))
    if changed.empty:
        return shown(SAY.say("desk.released.elsewhere", **facts))
    names, rows, below = Names(month), list[tuple[str | None, ...]](), list[Markup]()

    def in_words(column: str, text: str) -> str | None:
        # A number was kept as text, but is rounded as elsewhere.
        is_number = re.fullmatch(r"-?\d+(\.\d+)?", text) and not column.endswith(("years", "year"))
        return cell_in_words(names, {column: float(text) if is_number else text or None}, column)

    for (name, row), cells in changed.groupby(["table", "row"], sort=False):
        if name == "names":
            below.append(_names_changed(names, *cells[["cell_before", "cell_now"]].iloc[0]))
            continue
        what = SAY.say(f"desk.released.table.{name}", row=" ".join(names.by_id.get(part, part) for part in row.split()))
        headed = [heading_of(name, column) for column in cells["column"]]
        then, now = ([*map(in_words, cells["column"], cells[side])] for side in ("cell_before", "cell_now"))
        if len(headed) == 1 or (any(then) and any(now)):
            rows += zip([what] * len(headed), headed, then, now, strict=True)
        else:  # the row came, or is gone
            cell = Markup("; ").join(
                map(Markup("{}: {}").format, headed, (one or other for one, other in zip(then, now, strict=True)))
            )
            rows.append((what, "", cell if any(then) else None, cell if any(now) else None))
    caption = SAY.count("desk.released.changed", len(rows), **facts)
    columns = headings("desk.column", "what", "number", "before", "after")
    return shown(*([table(rows, caption, columns)] if rows else []), *below)


def _names_changed(names: Names, before: str, now: str) -> Markup:
    """Return as HTML which entries of `releases.named_now` are gone, and which came."""
    then, since = (text.split("; ") for text in (before, now))
    said = {}
    for what, entries, others in (("gone", then, since), ("came", since, then)):
        changed = [each.partition(" ") for each in entries if each and each not in others]
        said[what] = [f"{text} ({names.by_id.get(party, party)})" for party, _, text in changed]
    return blocks(*(SAY.say(f"desk.released.{what}", names=SAY.list(own)) for what, own in said.items() if own))
