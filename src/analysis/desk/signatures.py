"""What notebook 2 shows of the signatures: what is new, and what waits for a decision, beside whom it may mean."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis.core.names import fold
from analysis.desk.shown import SAY, Shown, bullets, call, folded, line_to_copy, paragraph, shown, table
from analysis.desk.tables import readable
from analysis.desk.words import Row, rows_of
from analysis.reconciliation import Reconciliation, bodies_of
from analysis.signatories import waiting_for_decision
from analysis.signatories.waiting import candidates_by_line
from analysis.sources.parliament import HOUSE

# The changes that are about parties, seats and who signed.
_CHANGES = ("party_event", "party_signed", "seats", "seats_of_signing_parties")
# What can be decided on a line that means none of its candidates.
_OTHERS = ("not_in_parliament", "reject")


def new_signatures(month: Reconciliation) -> Shown:
    """Return what is new since the month before: what changed of parties and seats, and the lines signed since.

    It names persons: not for sharing. Lines that were signed earlier are new too when their list came in this month:
    nothing tells when that was, so the ledger has every list.
    """
    said = month.changes.loc[month.changes["kind"].isin(_CHANGES), "sentence_en"]
    changed = SAY.count("desk.new.changes", len(said))
    if month.differences is None:
        changed = SAY.say("desk.news.first_month", month=SAY.month(str(month.month)))
    lines = month.signatures[month.signatures["signed_on"] > pd.Timestamp(month.month.previous().as_of)]
    signed = paragraph(SAY.count("desk.new.lines", len(lines), month=SAY.month(str(month.month))))
    table_of_lines = [readable(month, "signatures", lines).html] if len(lines) else []
    undated = month.signatures["signed_on"].isna() & month.signatures["outcome"].eq("review")
    later = int(month.ledger.set_index("source_file").at["total", "signed_later"])
    counts = {"undated": int(undated.sum()), "later": later}
    not_counted = [paragraph(SAY.count(f"desk.new.{name}", n)) for name, n in counts.items() if n]
    return shown(paragraph(changed), bullets(said), signed, *table_of_lines, *not_counted)


def candidates_of_waiting(month: Reconciliation) -> pd.DataFrame:
    """Return each candidate of each waiting line, with what is known of them; not for sharing.

    One row per line and candidate, best first: source_file, source_row, candidate, candidate_id, name_agrees,
    address_agrees, score (0-100), sits, party_id, list_name, position, elected and signed_already
    (FILE:ROW); see `signatories.waiting.candidates_by_line`.
    """
    as_of = month.month.as_of
    return candidates_by_line(waiting_for_decision(month.signatures), month.signatures, bodies_of(month.sources), as_of)


def functions_that_wait(month: Reconciliation) -> pd.DataFrame:
    """Return the functions that alone keep lines waiting, most lines first; they can point at persons.

    One row per body and function: body_id, words (of the function, as a decision names it), lines (how many wait for
    it), because (of the first line). One decision settles all lines that have the words, in later lists too.
    """
    waiting = month.signatures[(month.signatures["outcome"] == "review") & month.signatures["role"].notna()]
    by_function = waiting.groupby(["body_id", "role"], as_index=False)
    functions = by_function.agg(lines=("role", "size"), because=("because", "first"))
    ordered = functions.sort_values(["lines", "role"], ascending=[False, True], ignore_index=True)
    return ordered.rename(columns={"role": "words"})


@dataclass(frozen=True)
class WaitingLine:
    """A line that waits: what is written, why it waits, whom it may mean, and what can be decided.

    `line` is its row of the signatures, `known` are its candidates as `candidates_of_waiting` has them, and
    `candidates` the same in words; a choice is what it means, and the call that decides it.
    """

    line: Row
    known: list[Row]
    heading: str
    because: str
    candidates: list[dict[str, str | None]]
    choices: list[tuple[str, str]]

    @property
    def reason(self) -> str:
        """Return why it waits without what it quotes: lines that wait for one reason are shown together."""
        because = str(self.line["because"])
        return SAY.say("desk.signatures.no_day_read") if because.startswith("found ") else because.partition(":")[0]


def waiting_lines(month: Reconciliation) -> list[WaitingLine]:
    """Return the lines that wait for a decision, each with its candidates and the decisions to choose from."""
    known = {key: rows_of(own) for key, own in candidates_of_waiting(month).groupby(["source_file", "source_row"])}
    parties = month.sources.parties.set_index("party_id")["abbreviation"].to_dict()
    waiting = rows_of(waiting_for_decision(month.signatures))
    return [_line(row, known.get((row["source_file"], row["source_row"]), []), parties) for row in waiting]


def _line(line: Row, known: list[Row], parties: dict[str, str]) -> WaitingLine:
    said = ", ".join(filter(None, [line["function_as_written"], line["organisation_as_written"]]))
    signed = SAY.date(line["signed_on"].date()) if line["signed_on"] else SAY.say("desk.signatures.no_day")
    name = line["name_as_written"] or SAY.say("desk.signatures.no_name")
    at = (line["source_file"], int(line["source_row"]))
    day = {} if line["signed_on"] else {"valid_from": ""}
    choices = []
    for each in known:
        accepts = call("decide_on_line", *at, "accept", candidate=each["candidate_id"], **day)
        choices.append((SAY.say("desk.signatures.row.accept", name=each["candidate"]), accepts))
    for action in _OTHERS:
        decides = call("decide_on_line", *at, action, **day)
        choices.append((SAY.say(f"desk.signatures.row.{action}"), decides))
    return WaitingLine(
        line,
        known,
        heading=SAY.say("desk.signatures.heading", name=name, said=said or SAY.say("desk.none"), signed=signed),
        because=SAY.say("desk.signatures.because", place=f"{at[0]}:{at[1]}", because=line["because"]),
        candidates=[_candidate(line, each, parties) for each in known],
        choices=choices,
    )


def _candidate(line: Row, row: Row, parties: dict[str, str]) -> dict[str, str | None]:
    """Return what is known of a candidate, in words; None where there is nothing to say."""
    sat_for = {} if row["sits"] == "no" else {"party": parties.get(row["party_id"] or "", row["list_name"])}
    elected = {"yes": "elected", "no": "not_elected"}.get(row["elected"] or "", "stood")
    agrees = [SAY.say(f"desk.signatures.agrees.{row['name_agrees']}")] if row["name_agrees"] else []
    agrees += [SAY.say("desk.signatures.misaddressed")] if row["address_agrees"] == "no" else []
    listed = {"list": row["list_name"], "position": row["position"]}
    return {
        "candidate": row["candidate"],
        "compared": names_compared(str(line["name_as_written"] or ""), row["candidate"]),
        "agrees": "; ".join(agrees) or None,
        "score": SAY.number(round(row["score"])) if row["score"] is not None else None,
        "sat": SAY.say(f"desk.signatures.sits.{row['sits']}", **sat_for) if row["sits"] else None,
        "stood": SAY.say(f"desk.signatures.{elected}", **listed) if row["list_name"] else None,
        "signed": row["signed_already"],
    }


def signatures_that_wait(month: Reconciliation) -> Shown:
    """Return the lines that wait for a decision, each beside its candidates and above the calls to choose from.

    Functions that lines wait for come first, then the lines by reason. It names persons: not for sharing. As tables:
    `candidates_of_waiting` and `functions_that_wait`.
    """
    lines = waiting_lines(month)
    if not lines:
        return shown(paragraph(SAY.say("desk.signatures.none")))
    how_to = (paragraph(SAY.say("desk.decision.how_to")), paragraph(SAY.say("desk.signatures.how_to")))
    by_reason: dict[str, list[str]] = {}
    for line in lines:
        by_reason.setdefault(line.reason, []).append(_in_words(line))
    groups = [
        folded(SAY.count("desk.signatures.group", len(blocks), reason=reason), "".join(blocks), unfolded=True)
        for reason, blocks in sorted(by_reason.items(), key=lambda group: -len(group[1]))
    ]
    functions = [_function(row) for row in rows_of(functions_that_wait(month))]
    return shown(paragraph(SAY.count("desk.signatures.some", len(lines))), *how_to, *functions, *groups)


def _function(row: Row) -> str:
    """Return a function that lines wait for, with the calls that decide all of them."""
    given: dict[str, Any] = {"lines": float(row["lines"])} | (
        {} if row["body_id"] == HOUSE else {"body": row["body_id"]}
    )
    calls = [
        line_to_copy(
            SAY.say(f"desk.signatures.function.{action}"), call("decide_on_function", row["words"], action, **given)
        )
        for action in ("sits_or_stands", "another_role")
    ]
    return folded(SAY.count("desk.signatures.function", row["lines"], words=row["words"]), "".join(calls))


def _in_words(line: WaitingLine) -> str:
    """Return a line beside its candidates, each with its name below the name as written, above the calls."""
    blocks: list[str] = [Markup("<h4>{}</h4>").format(line.heading), paragraph(line.because)]
    if line.candidates:
        headings = {name: SAY.say(f"desk.signatures.column.{name}") for name in line.candidates[0]}
        frame = pd.DataFrame(line.candidates, dtype="object")
        blocks.append(table(frame, SAY.say("desk.signatures.candidates"), headings, ["score"]))
    return "".join([*blocks, *(line_to_copy(what, made) for what, made in line.choices)])


def names_compared(written: str, known: str) -> Markup:
    """Return two names under each other, the letters marked in which they differ; capitals and accents don't."""
    first, second = fold(written), fold(known)
    above, below = Markup(""), Markup("")
    for kind, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        mark = Markup("{}" if kind == "equal" else "<mark>{}</mark>")
        above += mark.format(first[a:b]) if b > a else ""
        below += mark.format(second[c:d]) if d > c else ""
    return Markup("<code>{} <br>{}</code>").format(above, below)
