"""The tables of the figures in words: chosen and printed values, differences, claims, changes."""

from functools import partial

from markupsafe import Markup

from analysis.desk.columns import (
    InWords,
    Names,
    Row,
    Said,
    column,
    day,
    in_local_form,
    named,
    number,
    own_column,
    plain_number,
    small,
    text,
    unit_in_words,
    with_dutch,
    word,
    years,
)
from analysis.desk.disagreements import held_against
from analysis.desk.numbers import number_in_words
from analysis.desk.shown import SAY
from analysis.figures.claims.sentences import claim_in_words


def figures_by_quantity(names: Names, unit: str) -> list[InWords]:
    """Return the columns of the table of chosen values."""
    title = partial(column, "figures")
    return [
        InWords(title("quantity_id"), ("quantity_id", "label_en"), names.quantity, row_header=True),
        InWords(title("reference_year"), ("reference_year",), years),
        InWords(title("value", unit_in_words(unit)), _VALUE, partial(_chosen, names, unit), numeric=True),
        InWords(title("publication"), ("publication",), names.printed_in("publication")),
        InWords(title("series"), ("series",), word("series", "desk.count")),
        InWords(title("verdict"), ("verdict",), word("verdict", "desk.readable.verdict")),
        InWords(title("rule"), ("rule",), word("rule", "figures.rule")),
        InWords(title("printed_values"), ("printed_values",), plain_number("printed_values"), numeric=True),
        InWords(title("figure_id"), ("figure_id",), text("figure_id")),
    ]


_VALUE = ("value", "lower", "upper", "upper_alternative", "unit")


def _chosen(names: Names, unit: str, row: Row) -> Said:
    """Return a chosen value with the word that was printed before it: about, more than."""
    qualifier = names.figures[row["figure_id"]]["qualifier"]
    return number(row, row["unit"], unit, qualifier=qualifier)


def printed_figures(names: Names, unit: str) -> list[InWords]:
    """Return the columns of the table of printed figures."""
    title = partial(column, "figures")
    printed = ("publication", "printed_by", "source_url")
    standing = ("verdict", "chosen", "never_chosen_because", "not_comparable_because")
    return [
        InWords(title("figure_id"), ("figure_id",), text("figure_id"), row_header=True),
        InWords(title("quantity_id"), ("quantity_id",), names.quantity),
        InWords(title("reference_year"), ("reference_year",), years),
        InWords(
            own_column("printed", unit_in_words(unit)),
            (*_VALUE, "qualifier", "used_value"),
            partial(_printed, unit),
            numeric=True,
        ),
        InWords(
            own_column("printed_by"), printed, lambda row: names.publication(row["publication"], row["source_url"])
        ),
        InWords(own_column("known_from"), ("known_from",), day("known_from")),
        InWords(own_column("quotes"), ("quotes", "attributed_to"), partial(_quotes, names)),
        InWords(title("series"), ("series",), word("series", "desk.count")),
        InWords(own_column("standing"), standing, _standing),
        InWords(own_column("remark"), ("reserve", "note"), _remark),
    ]


def _printed(unit: str, row: Row) -> Said:
    """Return a number as printed; where an analyst corrected it, the one that is used instead as well."""
    said = number(row, row["unit"], unit, qualifier=row["qualifier"])
    if row["used_value"] == row["value"] or row["used_value"] is None:
        return said
    used = number_in_words(row | {"value": row["used_value"], "lower": None})
    return SAY.say("desk.readable.corrected", printed=said or SAY.say("desk.none"), used=used)


def _quotes(names: Names, row: Row) -> Said:
    lines = [line for line in (names.publications(row["quotes"]), row["attributed_to"]) if line]
    return Markup(" <br>").join(lines) or None


def _standing(row: Row) -> Said:
    """Return whether a printed figure was chosen, why it never is, and how it relates to the chosen one."""
    verdict = SAY.say(f"desk.readable.verdict.{row['verdict']}")
    if row["chosen"]:
        return SAY.say("desk.readable.standing.chosen", verdict=verdict)
    if row["never_chosen_because"] is None:
        return verdict
    because = row["not_comparable_because"] or SAY.say(f"desk.readable.never_chosen.{row['never_chosen_because']}")
    return SAY.say("desk.readable.standing.never_chosen", verdict=verdict, because=because.rstrip("."))


def _remark(row: Row) -> Said:
    """Return what must be said with a figure, and the analyst's note, folded: it may be long."""
    reserve = SAY.say(f"desk.readable.reserve.{row['reserve']}") if row["reserve"] else ""
    if row["note"] is None:
        return reserve or None
    note = Markup("<details><summary>{}</summary>{}</details>").format(SAY.say("desk.readable.note"), row["note"])
    return Markup("{} {}").format(reserve, note)


def discrepancies(names: Names, unit: str) -> list[InWords]:
    """Return the columns of the table of differences."""
    title, shared = partial(column, "discrepancies"), unit_in_words(unit)
    side_b = ("value_b", "lower_b", "upper_b")
    return [
        InWords(title("kind"), ("kind", "discrepancy_id"), _kind_of_difference, row_header=True),
        InWords(title("quantity_id"), ("quantity_id",), names.quantity),
        InWords(title("reference_year"), ("reference_year",), years),
        InWords(
            title("value_a", shared), ("value_a", "lower_a", "upper_a", "unit"), partial(_side_a, names), numeric=True
        ),
        InWords(title("publication_a"), ("publication_a",), names.printed_in("publication_a")),
        InWords(title("value_b", shared), side_b, lambda row: held_against(row, names.figures), numeric=True),
        InWords(title("publication_b"), ("publication_b",), partial(_publication_b, names)),
        InWords(
            own_column("explanation"),
            ("explanation_en", "explanation_nl"),
            with_dutch("explanation_en", "explanation_nl"),
        ),
        InWords(title("figure_ids"), ("figure_id", "figure_ids"), lambda row: row["figure_ids"].replace("|", ", ")),
    ]


def _kind_of_difference(row: Row) -> Said:
    return named(SAY.say(f"desk.kind.{row['kind']}"), row["discrepancy_id"])


def _side_a(names: Names, row: Row) -> Said:
    figure = names.figures[row["figure_id"]]
    return number_in_words(figure, qualifier=figure["qualifier"]) or None


def _publication_b(names: Names, row: Row) -> Said:
    derived = row["publication_b"] == "derived"
    return SAY.say("desk.derived") if derived else names.publication(row["publication_b"])


def claims(names: Names, _unit: str) -> list[InWords]:
    """Return the columns of the table of the pledge's claims."""
    title = partial(column, "claims")
    when_signed = ("verdict_when_signed", "computed_when_signed")
    in_english = ("explanation_en", "explanation_nl")
    return [
        InWords(
            title("claim_id"), ("claim_id", "claimed", "comparator", "unit"), partial(_claim, names), row_header=True
        ),
        InWords(title("verdict"), ("verdict",), word("verdict", "briefing.verdict")),
        InWords(title("computed"), ("computed",), partial(_computed, "computed"), numeric=True),
        InWords(own_column("explanation"), in_english, with_dutch(*in_english)),
        InWords(title("publications"), ("publications",), lambda row: names.publications(row["publications"])),
        InWords(title("verdict_when_signed"), when_signed, _when_signed),
    ]


def _claim(names: Names, row: Row) -> Said:
    known = names.month.sources.claims.set_index("claim_id", drop=False)
    return named(claim_in_words(known.loc[row["claim_id"]].to_dict(), "en"), row["claim_id"])


def _computed(name: str, row: Row) -> Said:
    if row[name] is None:
        return None
    said = in_local_form(row[name])
    return SAY.say(f"briefing.unit.{row['unit']}", number=said) if row["unit"] else said


def _when_signed(row: Row) -> Said:
    """Return the verdict when the pledge was signed, with what the figures said then and the explanation, folded."""
    verdict = SAY.say(f"briefing.verdict.{row['verdict_when_signed']}")
    computed = _computed("computed_when_signed", row)
    said = SAY.say("desk.readable.verdict_then", verdict=verdict, computed=computed) if computed else verdict
    why = with_dutch("explanation_when_signed_en", "explanation_when_signed_nl")(row)
    folded = Markup("<details><summary>{}</summary>{}</details>").format(own_column("explanation"), why or "")
    return Markup("{} {}").format(said, folded)


def changes(names: Names, _unit: str) -> list[InWords]:
    """Return the columns of the table of changes."""
    title = partial(column, "changes")
    return [
        InWords(title("kind"), ("kind", "subject"), _changed, row_header=True),
        InWords(
            own_column("sentence"),
            ("sentence_en", "sentence_nl"),
            with_dutch("sentence_en", "sentence_nl"),
        ),
        InWords(own_column("why"), ("reason",), word("reason", "desk.readable.reason")),
        InWords(title("because"), ("because",), partial(_because, names)),
    ]


def _changed(row: Row) -> Said:
    return named(SAY.say(f"desk.readable.change.{row['kind']}"), row["subject"])


def _because(names: Names, row: Row) -> Said:
    """Return what is behind a change: publications as links, anything else (a decision, an event) by its id."""
    behind = [name for name in (row["because"] or "").split("|") if name]
    said = [names.publication(name) if name in names.sources else small(name) for name in behind]
    return Markup(" <br>").join(name for name in said if name) or None
