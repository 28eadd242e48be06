"""The sections of the annex, with the evidence that all briefings of a month share."""

from typing import Any

from markupsafe import Markup

from analysis.briefing.balance import balance_table, printed_by_other_studies
from analysis.briefing.html import PARTS, Column, Section, html_table, section_of, strong
from analysis.briefing.page_facts import PageFacts, generator, in_its_language
from analysis.briefing.party import contact, unconfirmed
from analysis.briefing.support import basis_of_seats
from analysis.core import amounts
from analysis.core.parameters import ALL_PARTIES, FIRST_MONTH
from analysis.core.record_tables import Row, grouped, grouped_by, rows_of
from analysis.core.wording import Wording, years_in_words
from analysis.figures.choice import ESTIMATED
from analysis.figures.claims import claim_in_words, explained
from analysis.figures.explanations import reserves_in_words
from analysis.reconciliation import Reconciliation
from analysis.signatories.support import signature_in_words

_WORDS = ("registered", "estimated", "not_registered", "report", "carried", "decision")
_DERIVED = "derived"
# Kinds of difference that one sentence explains for all pairs of numbers.
_EXPLAINED_BY_KIND = ("revised", "other_series", "overlap")


def limits_that_hold(month: Reconciliation, w: Wording) -> list[str]:
    """Return the sentences on the limits of the method that apply to a month."""
    # The fourth applies only to months in which the members of a party are not all known.
    numbers = [n for n in range(1, 7) if n != 4 or not month.unaccounted_seats.empty]
    said = [w.say(f"briefing.method.limit_{n}") for n in numbers]
    first = month.estimates[month.estimates["series"] == month.figures.choices.studies[0]]
    years = first.set_index("quantity_id")["reference_year"].map(years_in_words)
    others = sorted({*years} - {years.get(ESTIMATED)})
    if ESTIMATED in years and others:  # only the total of the study was given other years
        said.append(w.say("briefing.method.limit_dated", total=years[ESTIMATED], others=w.list(others)))
    return said


def words_and_method(facts: PageFacts) -> Section:
    """Return the contents, the table of victims by year, the glossary, and how the numbers are computed."""
    w = facts.wording
    meanings = {w.say(f"briefing.glossary.word.{each}"): w.say(f"briefing.glossary.meaning.{each}") for each in _WORDS}
    dated = [row for row in facts.records.publications.values() if row["published_on"]]
    printed = max(reversed(dated), key=lambda row: row["known_from"])["published_on"]
    named = {"date": w.date(facts.month.month.as_of), "newest": w.partial_date(printed)}
    said = [w.say("briefing.method.text", **named), *(w.say(f"briefing.method.{n}") for n in ("rule", "never", "sums"))]
    balance = balance_table(facts) + printed_by_other_studies(facts)
    shown = {"balance": balance, "glossary": meanings, "limits": limits_that_hold(facts.month, w)}
    return section_of("words_and_method", w, **shown, method=said)


def claims_in_full(facts: PageFacts) -> Section:
    """Return each claim in full, in the order of the pledge."""
    w, claims, said = facts.wording, [], set[str]()
    for judgement in facts.month.judgements:
        claim_id = judgement.claim.claim_id
        row = facts.records.verdicts[claim_id]
        verdict, then = row["verdict"], row["verdict_when_signed"]
        sentences = explained(judgement, w.language)
        # A claim whose numbers were given above has only its own sentences, each once.
        new = list(dict.fromkeys(each for each in sentences if each not in said))
        if sentences[0] in said:
            new.insert(0, w.say("briefing.claims.as_above"))
        said |= set(sentences)
        entry: dict[str, Any] = {"anchor": claim_id.replace("_", "-"), "verdict": verdict, "sentences": new}
        entry["notes"] = facts.refs(row["publications"].split("|") if row["publications"] else [])
        named = {"month": w.month(str(FIRST_MONTH)), "verdict": w.say(f"briefing.numbers.verdict.{then}")}
        entry["when_signed"] = w.html("briefing.claims.when_signed", **named) if then != verdict else ""
        name = claim_in_words(facts.records.claims[claim_id], w.language).rstrip(".")
        claims.append(entry | {"name": name})
    return section_of("claims", w, claims=claims)


def tables_behind_the_charts(facts: PageFacts) -> Section:
    """Return the parties, where their seats come from, and who signed and agreed to be named."""
    w, say, rows = facts.wording, "charts.support", []
    for party, row in facts.records.support.items():
        if party != ALL_PARTIES:
            cells = {"party": facts.party_name(party), "seats": row["seats"], "signed": signature_in_words(row, w)}
            if day := row["signed_on"]:
                day = w.say(f"{say}.precision.{row['signed_on_precision']}", date=w.date(day.date()))
            rows.append(cells | {"when": day})
    columns = [
        Column("party", w.say(f"{say}.column.party"), row_header=True),
        Column("seats", w.say(f"{say}.column.seats"), numeric=True, show=w.number),
        Column("signed", w.say(f"{say}.column.party_signed")),
        Column("when", w.say(f"{say}.column.signed_on")),
    ]
    below: list[str] = [basis_of_seats(facts)]
    if len(days := {row["when"] for row in rows} - {None}) == 1:
        columns.pop()
        below.insert(0, w.html(f"{say}.all_signed", when=days.pop()))
    table = html_table(rows, w.say(f"{say}.table"), columns, missing=w.say("charts.none"))
    # Candidates of a list that never had a seat have no party here.
    no_party = w.say("briefing.named.no_party")
    named = grouped_by(
        facts.records.named, lambda row: facts.party_name(row["party_id"]) if row["party_id"] else no_party
    )
    for party, own in sorted(named.items()):
        names = w.list([row["matched_name"] for row in own])
        below.append(w.say("briefing.named.of_party", party=party, names=names))
    if not named:
        below.append(w.say("briefing.named.nobody"))
    return section_of("tables", w, parties=table, below=[*below, w.say("briefing.named.others")])


def differences(facts: PageFacts) -> Section:
    """Return how many differences there are, those of a kind that one sentence explains, and the others, each once."""
    w, found = facts.wording, rows_of(facts.month.figures.discrepancies)
    same = grouped(found, "quantity_id", "reference_year", "kind", "value_a", "value_b")
    # Two figures with one number differ in what they count or in a qualifier: the workbook says how.
    shown = [
        row
        for row, *_ in same.values()
        if any(row[f"{name}_a"] != row[f"{name}_b"] for name in ("value", "lower", "upper"))
    ]
    counted = w.say("briefing.discrepancies.intro", total=w.number(len(found)), shown=w.number(len(shown)))
    printed: dict[str, Row] = {row["figure_id"]: row for row in rows_of(facts.month.figures.printed_figures)}
    by_kind = grouped(({**row, "kind": _explained_by(row, printed)} for row in shown), "kind")
    entries, mentioned = dict[str, list[Markup]](), set[str]()
    for kind in (each for each in _EXPLAINED_BY_KIND if each in by_kind):
        entries[kind] = []
        for name, rows in grouped(by_kind[kind], "quantity_id").items():
            pairs = Markup("; ").join(_pair(facts, row, printed) for row in rows)
            # The reservation about a figure is given once.
            new = {figure_id for row in rows for figure_id in row["figure_ids"].split("|")} - mentioned
            mentioned |= new
            figures = [figure for figure in facts.month.figures.choices.figures if figure.figure_id in new]
            said = Markup("{} {}.").format(strong(f"{facts.quantity_name(name)}."), pairs)
            entries[kind].append(Markup(" ").join([said, *reserves_in_words(figures, w)]))
    for row in by_kind.get("others", []):  # its explanation names its numbers and years
        named = dict.fromkeys(row[f"publication_{side}"] for side in "ab" if row[f"publication_{side}"] != _DERIVED)
        said = Markup("{}{}").format(row[f"explanation_{w.language}"], facts.refs(named))
        entries.setdefault("others", []).append(said)
    return section_of("differences", w, counted=counted, by_kind=entries)


def _explained_by(row: Row, printed: dict[str, Row]) -> str:
    """Return the kind of a difference if one sentence explains it for all of them, else `others`."""
    if row["kind"] not in _EXPLAINED_BY_KIND:
        return "others"
    # A sum of years beside a total of another series, or a smaller group beside a larger one, has its own explanation.
    quantity_b = printed[row["figure_ids"].split("|")[-1]]["quantity_id"]
    is_own = row["publication_b"] == _DERIVED or quantity_b != row["quantity_id"]
    return "others" if row["kind"] == "other_series" and is_own else str(row["kind"])


def _pair(facts: PageFacts, row: Row, printed: dict[str, Row]) -> Markup:
    w, sides = facts.wording, {}
    named = row["figure_ids"].split("|")
    compared = {"a": row["figure_id"], "b": named[1] if len(named) > 1 else row["figure_id"]}
    for side, figure_id in compared.items():
        figure = printed[figure_id]
        if row[f"publication_{side}"] == _DERIVED:
            unit = facts.month.figures.quantities[row["quantity_id"]].unit
            ends = [row[f"{name}_{side}"] for name in ("value", "lower", "upper")]
            said = amounts.amount(w, *ends, unit=unit), w.say("briefing.discrepancies.derived")
            sides[side] = Markup("{} {}").format(*said)
        else:
            is_other = row["kind"] == "other_series" and row["publication_b"] != _DERIVED
            year = years_in_words(figure["reference_year"]) if figure["reference_year"] != row["reference_year"] else ""
            about = ", ".join(filter(None, [facts.count(figure["series"]) if is_other else "", year]))
            sides[side] = Markup("{} ({})").format(facts.number(figure), about) if about else facts.number(figure)
    return Markup("{}: ").format(years_in_words(row["reference_year"])) + w.html("briefing.discrepancies.pair", **sides)


def decisions_with_reasons(facts: PageFacts) -> Section:
    """Return each decision on a figure or a party that applies, but none on the signatures of persons."""
    w, key, printed = facts.wording, "briefing.decisions", facts.month.figures.printed_figures
    # A decision on a number that is not published yet does not apply.
    figures: dict[str, Row] = {row["figure_id"]: row for row in rows_of(printed.dropna(subset="quantity_id"))}
    on_figures = [row for row in rows_of(facts.month.sources.decisions.figures) if row["figure_id"] in figures]
    decided, made = [*on_figures, *rows_of(facts.month.house.decisions)], []
    # What is true of all decisions is said once.
    deciders = list(dict.fromkeys(row["decided_by"] for row in decided))
    is_any_confirmed = any(row["confirmed_on"] for row in decided)
    for decision in decided:
        if figure := figures.get(decision.get("figure_id", "")):
            named = {"label": facts.quantity_name(figure["quantity_id"]), "number": facts.number(figure)}
            named["action"] = strong(w.say(f"{key}.action.{decision['action']}"))
            said = w.html(f"{key}.figure", years=years_in_words(figure["reference_year"]), **named)
        else:
            named = {"party": facts.names(decision["party_id"]), "date": w.date(decision["valid_from"].date())}
            said = w.html(f"{key}.party", predecessors=facts.names(*decision["predecessors"].split("|")), **named)
        # Decisions are typed in English; the reason may be there in Dutch, too.
        reason = decision["reason_nl"] if w.language == "nl" else None
        date = w.partial_date(str(decision["decided_on"].date()), short=True)
        if len(deciders) > 1:
            date = Markup("{}, {}").format(date, PARTS.in_language(decision["decided_by"], "en"))
        said += " " + w.html(f"{key}.made", reason=reason or PARTS.in_language(decision["reason"], "en"), date=date)
        made.append(said + (unconfirmed(facts, decision["confirmed_on"]) if is_any_confirmed else ""))
    if not made:
        return section_of("decisions", w, intro=[w.say(f"{key}.none")], decisions=[])
    intro = [w.say(f"{key}.intro", n=w.number(len(made)), deciders=w.list([w.institution(each) for each in deciders]))]
    intro += [] if is_any_confirmed else [w.say(f"{key}.unconfirmed")]
    return section_of("decisions", w, intro=intro, decisions=made)


def replies_of_parties(facts: PageFacts) -> Section:
    """Return every reply received by the end of the month, word for word, the oldest first."""
    w, said = facts.wording, list[str]()
    for row in rows_of(facts.month.sources.replies.sort_values("received_on")):
        named = {"Party": facts.party_in_sentence(row["party_id"])["Party"], "date": w.date(row["received_on"].date())}
        said.append(w.html("briefing.replies.reply", text=in_its_language(row["text"], row["language"], w), **named))
    return section_of("replies", w, replies=said)


def all_sources(facts: PageFacts) -> Section:
    """Return the publications that the annex refers to, how many are known, whom to contact, and how it was made."""
    w, sources = facts.wording, facts.month.sources
    # Names of commands are English in either language.
    typed = {"generator": generator(), "command": facts.command}
    named = {name: PARTS.in_language(text, "en") for name, text in typed.items()}
    named |= {"organisation": sources.contact["organisation"], "month": w.month(str(facts.month.month))}
    made = w.html("briefing.colophon.text", **named)
    known = w.say("briefing.sources.in_workbook", n=w.number(len(facts.records.publications)))
    listed = facts.section_of_sources(w.say("briefing.sources.heading_annex"), known)
    colophon = section_of("colophon", w, contact=contact(facts), made=made)
    return Section("sources", f"{listed.html}\n{colophon.html}")
