"""The tables of the figures in words: chosen and printed values, differences, claims, changes."""

from functools import partial

from markupsafe import Markup

from analysis.desk.columns import (
    InWords,
    Names,
    Row,
    Said,
    day,
    in_local_form,
    labelled,
    labelled_by_contract,
    named,
    number,
    own_column,
    plain_number,
    small,
    unit_in_words,
    with_dutch,
    word,
    years,
)
from analysis.desk.disagreements import held_against
from analysis.desk.numbers import number_in_words
from analysis.desk.shown import SAY
from analysis.figures.claim_sentences import claim_in_words

_VALUE = ("value", "lower", "upper", "upper_alternative", "unit")


def figures_by_quantity(names: Names, unit: str) -> list[InWords]:
    """Return the columns of the table of chosen values."""
    own = labelled_by_contract("figures")
    return [
        own("quantity_id", names.quantity, "label_en", row_header=True),
        own("reference_year", years),
        own("value", partial(_chosen, names, unit), *_VALUE[1:], unit=unit_in_words(unit), numeric=True),
        own("publication", names.printed_in("publication")),
        own("series", word("series", "desk.count")),
        own("verdict", word("verdict", "desk.readable.verdict")),
        own("rule", word("rule", "figures.rule")),
        own("printed_values", plain_number("printed_values"), numeric=True),
        own("figure_id"),
    ]


def _chosen(names: Names, unit: str, row: Row) -> Said:
    """Return a chosen value with the word that was printed before it: about, more than."""
    qualifier = names.figures[row["figure_id"]]["qualifier"]
    return number(row, row["unit"], unit, qualifier=qualifier)


def printed_figures(names: Names, unit: str) -> list[InWords]:
    """Return the columns of the table of printed figures."""
    chosen, printed = labelled_by_contract("figures"), (*_VALUE, "qualifier", "used_value")
    standing = ("verdict", "chosen", "never_chosen_because", "not_comparable_because")
    return [
        chosen("figure_id", row_header=True),
        chosen("quantity_id", names.quantity),
        chosen("reference_year", years),
        labelled("printed", partial(_printed, unit), *printed, unit=unit_in_words(unit), numeric=True),
        labelled("printed_by", names.printed_by, "publication", "printed_by", "source_url"),
        labelled("known_from", day("known_from")),
        labelled("quotes", partial(_quotes, names), "quotes", "attributed_to"),
        chosen("series", word("series", "desk.count")),
        labelled("standing", _standing, *standing),
        labelled("remark", _remark, "reserve", "note"),
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
    own, shared = labelled_by_contract("discrepancies"), unit_in_words(unit)
    return [
        own("kind", _kind_of_difference, "discrepancy_id", row_header=True),
        own("quantity_id", names.quantity),
        own("reference_year", years),
        own("value_a", partial(_side_a, names), "lower_a", "upper_a", "unit", unit=shared, numeric=True),
        own("publication_a", names.printed_in("publication_a")),
        own("value_b", lambda row: held_against(row, names.figures), "lower_b", "upper_b", unit=shared, numeric=True),
        own("publication_b", partial(_publication_b, names)),
        _with_dutch("explanation"),
        own("figure_ids", lambda row: row["figure_ids"].replace("|", ", "), "figure_id"),
    ]


def _with_dutch(name: str) -> InWords:
    """Return a column of sentences in English, each with its Dutch folded."""
    english, dutch = f"{name}_en", f"{name}_nl"
    return labelled(name, with_dutch(english, dutch), english, dutch)


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
    own = labelled_by_contract("claims")
    return [
        own("claim_id", partial(_claim, names), "claimed", "comparator", "unit", row_header=True),
        own("verdict", word("verdict", "briefing.verdict")),
        own("computed", partial(_computed, "computed"), numeric=True),
        _with_dutch("explanation"),
        own("publications", lambda row: names.publications(row["publications"])),
        own("verdict_when_signed", _when_signed, "computed_when_signed"),
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
    own = labelled_by_contract("changes")
    return [
        own("kind", _changed, "subject", row_header=True),
        _with_dutch("sentence"),
        labelled("why", word("reason", "desk.readable.reason"), "reason"),
        own("because", partial(_because, names)),
    ]


def _changed(row: Row) -> Said:
    return named(SAY.say(f"desk.readable.change.{row['kind']}"), row["subject"])


def _because(names: Names, row: Row) -> Said:
    """Return what is behind a change: publications as links, anything else (a decision, an event) by its id."""
    behind = [name for name in (row["because"] or "").split("|") if name]
    said = [names.publication(name) if name in names.sources else small(name) for name in behind]
    return Markup(" <br>").join(name for name in said if name) or None
