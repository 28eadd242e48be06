"""What notebook 2 shows of the signatures: what is new, and the lines that wait, each with its candidates."""

from collections import Counter
from difflib import SequenceMatcher
from itertools import chain
from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis.core.names import fold
from analysis.core.parameters import HOUSE
from analysis.core.record_tables import grouped_by, rows_of
from analysis.desk.choices import Call, Choice, Waiting
from analysis.desk.decide import decide_on_line, decide_on_text, without_quotations
from analysis.desk.html import SAY, Shown, blocks, folded, headings, shown, table
from analysis.desk.tables import Row, changes_by_reason, heading_of, place_of, readable
from analysis.reconciliation import Reconciliation
from analysis.signatories.beside import BELOW
from analysis.signatories.records import PARTY_MARK, REASONS_AGAINST
from analysis.signatories.text_decisions import HARMLESS_ACTIONS, SPEAKS_AGAINST, WITHDRAWN
from analysis.signatories.waiting import lines_waiting_for, places_of_text, texts_that_wait, waiting_lines
from analysis.sources.decisions import ON_TEXTS, actions_of

WRITTEN = ("name_as_written", "function_as_written", "organisation_as_written", "remarks_as_written")
# What else is written on a line, by the columns of `read_lists`.
_ALSO_WRITTEN = ("body", "beside", "headings", "answer", "aside", "under", "sheet", "above")
# The action offered first for a line or a text, by why it waits, so that text that speaks against it is never accepted.
_SPEAK_AGAINST = ("test", "negation", "former", "staff", "relation", "office", "body", "post", "profession")
_FIRST = {REASONS_AGAINST["undone"]: WITHDRAWN} | {REASONS_AGAINST[kind]: SPEAKS_AGAINST for kind in _SPEAK_AGAINST}
_MOST_PLACES = 5
# The changes that are about parties, seats and who signed.
_CHANGES = ("party_event", "party_signed", "seats", "seats_of_signing_parties", "named")


def new_signatures(month: Reconciliation) -> Shown:
    """Return what changed since the month before in parties, seats and who is named, and the lines signed since.

    It names persons, so it is not for sharing. Lines signed in an earlier month are not listed, even if their list came
    in this month, as the data do not have the day on which a list came in.
    """
    name = SAY.month(str(month.month))
    changed = SAY.count("desk.new.changes", int(month.changes["kind"].isin(_CHANGES).sum()))
    if month.differences is None:
        changed = SAY.say("desk.news.first_month", month=name)
    columns = "source_file source_row name_as_written outcome because"
    lines = readable(month, "signatures", f"signed_on > '{month.month.previous().as_of}'", columns=columns)
    parts = [changed, *changes_by_reason(month, _CHANGES), SAY.count("desk.new.lines", len(lines.frame), month=name)]
    if not lines.frame.empty:
        parts.append(lines.html)
    if undated := int((month.signatures["signed_on"].isna() & month.signatures["outcome"].eq("review")).sum()):
        parts.append(SAY.count("desk.new.undated", undated))
    known = month.sources.signature_lines
    if later := rows_of(known[known["signed_on"] > pd.Timestamp(month.month.as_of)]):
        places = [f"{place_of(line)}, {SAY.date(line['signed_on'].date())}" for line in later[:_MOST_PLACES]]
        places += ["…"] if len(later) > _MOST_PLACES else []
        parts.append(SAY.count("desk.new.later", len(later), places="; ".join(places)))
    return shown(*parts)


def candidate_in_words(line: Row, candidate: Row) -> dict[str, str | None]:
    """Return what is known of a candidate of a line, in words; None where there is nothing to say."""
    elected = {"yes": "elected", "no": "not_elected"}.get(candidate["elected"] or "", "stood")
    agrees = [SAY.say(f"desk.signatures.agrees.{candidate['name_agrees']}")] if candidate["name_agrees"] else []
    agrees += [SAY.say("desk.signatures.misaddressed")] if candidate["address_agrees"] == "no" else []
    listed = {"list": candidate["list_name"], "position": candidate["position"]}
    written = line["name_as_written"] or line["organisation_as_written"]
    return {
        "candidate": candidate["candidate"],
        "compared": names_compared(str(written or ""), candidate["candidate"]),
        "agrees": "; ".join(agrees) or None,
        "score": SAY.number(round(candidate["score"])) if candidate["score"] is not None else None,
        "sat": SAY.say_from(f"desk.signatures.sits.{candidate['sits']}", candidate) if candidate["sits"] else None,
        "stood": SAY.say(f"desk.signatures.{elected}", **listed) if candidate["list_name"] else None,
        "signed": candidate["signed_already"],
    }


def names_compared(written: str, known: str) -> Markup:
    """Return two names, one below the other, with the letters that differ marked; capitals and accents don't count."""
    first, second = fold(written), fold(known)
    above, below = Markup(""), Markup("")
    for kind, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        mark = Markup("{}" if kind == "equal" else "<mark>{}</mark>")
        above += mark.format(first[a:b]) if b > a else ""
        below += mark.format(second[c:d]) if d > c else ""
    return Markup("<code>{} <br>{}</code>").format(above, below)


def as_written(month: Reconciliation) -> pd.DataFrame:
    """Return the signatures of a month with what else their lines say: one row per line.

    Adds columns of `read_lists`; all these texts together, separated by |, in `remarks_as_written`; and in `heads` how
    many lines a row stands above as a heading.
    """
    places, also = ["source_file", "source_row"], [f"{name}_as_written" for name in _ALSO_WRITTEN]
    lines = month.sources.signature_lines[[*places, *also, "may_be_named_as_written", "line_checksum"]]
    texts = (dict.fromkeys(chain(*map(str.splitlines, row))) for row in lines[also].fillna("").to_numpy())
    lines = lines.assign(remarks_as_written=[" | ".join(filter(None, row)) or None for row in texts])
    found = month.signatures.merge(lines, how="left", on=places).fillna(dict.fromkeys(also, ""))
    # Counted over all lines, also those signed later, but without the headings themselves.
    is_party = found["candidate_ids"].fillna("").str.startswith(PARTY_MARK)
    parties = {*zip(found.loc[is_party, "source_file"], found.loc[is_party, "source_row"], strict=True)}
    below = lines[[*places, "under_as_written"]].fillna("").itertuples(index=False)
    counted = Counter(
        (file, text) for file, row, under in below if (file, row) not in parties for text in under.split("\n")
    )
    written = found["name_as_written"].fillna(found["organisation_as_written"]).fillna("")
    heads = [counted[place] if place[1] else 0 for place in zip(found["source_file"], written, strict=True)]
    return found.assign(heads=heads)


def party_in_words(month: Reconciliation, line: Row, candidates: list[Row]) -> str:
    """Return what accepting a line (see `as_written`) means for a party among its candidates; empty without one."""
    ids = [each["candidate_id"].removeprefix(PARTY_MARK) for each in candidates]
    declined, said = month.sources.parties.set_index("party_id")["declined_on"].dropna(), list[str]()
    for party_id, each in zip(ids, candidates, strict=True):
        if party_id != each["candidate_id"]:
            own = [SAY.say("desk.signatures.party.signs", party=each["candidate"])]
            if party_id in declined:
                own.append(SAY.say("desk.signatures.party.declined", date=SAY.date(declined[party_id].date())))
            said.append(f"{' '.join(own)}.")
    if said and line["heads"]:
        said.insert(0, SAY.count("desk.signatures.heads", int(line["heads"])))
    return " ".join(said)


def signatures_that_wait(month: Reconciliation) -> Waiting:
    """Return the texts and the lines that wait for a decision, with the candidates and the calls to choose from.

    It names persons: not for sharing. `analysis.signatories.waiting` has the data: `waiting_lines`, `texts_that_wait`.
    """
    signatures = as_written(month)
    lines = waiting_lines(signatures, month.bodies, month.month.as_of)
    if not lines:
        return Waiting(blocks(SAY.say("desk.signatures.none")), {}, signatures_that_wait)
    by_reason = grouped_by(lines, lambda each: without_quotations(each[0]["because"]))
    groups = {
        SAY.count("desk.signatures.group", len(own), reason=reason): [_choice_on_line(month, *each) for each in own]
        for reason, own in sorted(by_reason.items(), key=lambda group: -len(group[1]))
    }
    texts = [_choice_on_text(month, row, signatures) for row in rows_of(texts_that_wait(signatures, month.bodies))]
    parts = [SAY.count("desk.signatures.some", len(lines))]
    parts += [SAY.say("desk.decision.how_to"), SAY.say("desk.signatures.how_to")]
    parts += [folded(each.title, each.evidence + each.to_copy) for each in texts]
    parts += [folded(title, blocks(*(each.html for each in own)), unfolded=True) for title, own in groups.items()]
    groups = ({SAY.say("desk.signatures.texts"): texts} if texts else {}) | groups
    return Waiting(blocks(*parts), groups, signatures_that_wait)


def _choice_on_text(month: Reconciliation, row: Row, signatures: pd.DataFrame) -> Choice:
    given: dict[str, Any] = {"lines": int(row["lines"])}
    if row["body_id"] != HOUSE:
        given["body"] = row["body_id"]
    texts, first = row["text"].split("|"), _FIRST.get(row["because"].partition(":")[0])
    actions = sorted(actions_of(ON_TEXTS), key=lambda each: each != first) if len(texts) == 1 else HARMLESS_ACTIONS
    calls = [
        Call(SAY.say(f"desk.signatures.text.{action}"), decide_on_text, (row["text"], action), given)
        for action in actions
    ]
    found = lines_waiting_for(row["text"], row["body_id"], signatures)
    places = places_of_text(row["text"], found.iloc[0].to_dict(), month.bodies[row["body_id"]])
    is_above_some = any(each.startswith(BELOW) for each in texts)  # a heading among the lines
    if "list" in dict(places) and not is_above_some:  # the text is about all lines of a list, which need not be read
        lines = found.groupby("source_file", as_index=False).agg(lines=("source_row", "size"))
    else:
        own = found[[*WRITTEN, "may_be_named_as_written", "because"]]
        lines = own.dropna(axis="columns", how="all").drop_duplicates()
    only = "all" if row["only_text"] == row["lines"] else "some" if row["only_text"] else "none"
    only_text = SAY.say_from(f"desk.signatures.only_text.{only}", {"n": int(row["only_text"])})
    title = SAY.count("desk.signatures.text", row["lines"], text="” | “".join(texts), only_text=only_text)
    stands = [SAY.say_from(f"desk.signatures.stands.{where}", {"text": written}) for where, written in places]
    together = SAY.say("desk.signatures.together") if len(texts) > 1 else ""
    rows = table(lines.itertuples(index=False), "", {each: heading_of("signatures", each) for each in lines})
    return Choice(title, blocks(*stands, together, SAY.say("desk.signatures.later"), rows), calls)


def _choice_on_line(month: Reconciliation, line: Row, candidates: list[Row]) -> Choice:
    place = (line["source_file"], int(line["source_row"]))
    written = filter(None, (line["function_as_written"], line["organisation_as_written"]))
    heading = SAY.say(
        "desk.signatures.heading",
        name=line["name_as_written"] or SAY.say("desk.signatures.no_name"),
        said=", ".join(written) or SAY.say("desk.none"),
        signed=SAY.date(line["signed_on"].date()) if line["signed_on"] else SAY.say("desk.signatures.no_day"),
    )
    evidence = [SAY.say("desk.signatures.because", place=place_of(line), because=line["because"])]
    if line["remarks_as_written"]:
        evidence.append(SAY.say("desk.signatures.remarks", text=line["remarks_as_written"]))
    named = line["may_be_named_as_written"] or SAY.say("desk.signatures.not_asked")
    evidence.append(SAY.say("desk.signatures.may_be_named", text=named))
    if candidates:
        rows = [candidate_in_words(line, each) for each in candidates]
        columns = headings("desk.signatures.column", *rows[0])
        days = sorted({(each["compared_on"], each["day_is"]) for each in candidates if each["compared_on"]})
        said = SAY.list([SAY.say(f"desk.signatures.compared.{day_is}", day=SAY.date(day)) for day, day_is in days])
        what = SAY.say("desk.signatures.candidates", day=said) if days else SAY.say("desk.signatures.parties")
        evidence.append(table((row.values() for row in rows), what, columns, ["score"]))
    evidence.append(party_in_words(month, line, candidates))
    day = {} if line["signed_on"] else {"valid_from": ""}
    is_withdrawn = _FIRST.get(line["because"].partition(":")[0]) == WITHDRAWN
    offers = [("withdraw", "", {"valid_from": ""})] if is_withdrawn else []
    offers += [("accept", each["candidate"], {"candidate": each["candidate_id"]} | day) for each in candidates]
    offers += [("not_in_parliament", "", day), ("reject", "", day)]
    calls = []
    for action, name, named in offers:
        is_party = str(named.get("candidate", "")).startswith(PARTY_MARK)
        what = SAY.say_from(f"desk.signatures.row.{action}{'_party' if is_party else ''}", {"name": name})
        calls.append(Call(what, decide_on_line, (*place, action), {**named}))
    return Choice(heading, blocks(*evidence), calls)
