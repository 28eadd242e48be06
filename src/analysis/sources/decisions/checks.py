"""What is wrong with decisions: they are stale, contradict each other, can't be right, or change nothing."""

import re
from collections.abc import Iterator
from typing import Any

import pandas as pd

from analysis.core.amounts import plain_amount
from analysis.core.problems import Problem, row_of
from analysis.sources.contracts import own_table
from analysis.sources.decisions import MORE_OF_A_CORRECTION, ON_FIGURES, ON_PARTIES, ON_SIGNATURES, RELEASES
from analysis.sources.rules import Fault, Rule, faults_in

Row = dict[Any, Any]

_LOOK_AGAIN = "look at the source again, then change or delete the decision"
_READ_AGAIN = "read that source again: if the decision holds, write the new number in it, else change or delete it"
_GONE = "look why the figure went, then change or delete the decision; or correct the name"
_NUMBER = r"-?\d+(?:\.\d+)?"
_GROUND = re.compile(rf"(f\d{{3,}})=(?:(?P<value>{_NUMBER})|(?P<lower>{_NUMBER})[-–](?P<upper>{_NUMBER}))")
_A_GROUND = "figure=number, as f185=5060, or f079=5000-7500 for a range, separated by |"


# On figures


def faults_on_figures(tables: dict[str, pd.DataFrame]) -> Iterator[Fault]:
    """Yield every error in the decisions on figures.

    A decision is stale if the number it was made on, or one that its reason rests on, is not what the source says now.
    """
    figures = tables["figures"].merge(tables["publications"][["publication", "title", "publisher"]], how="left")
    figures["now"] = [_now(row_of(index), row) for index, row in figures.iterrows()]
    decisions = _with_figures(tables[ON_FIGURES], figures)
    known = decisions["now"].notna()
    kept_apart = known & (decisions["not_comparable_because"].notna() | decisions["quantity_id"].isna())
    corrects, corrected = decisions["action"] == "correct", decisions["corrected_value"]
    second = decisions["earlier"] != decisions["named"]
    rival = decisions["rival"].notna() & (decisions["rival"] != decisions["named"])
    of_both = "{named} beside {rival}: both are {quantity_id} of {reference_year}"
    of_apart = "{named}, on a figure that is kept apart (not_comparable_because)"
    never_chosen = "delete the decision: without it, it is never chosen"
    number, column = "{corrected_value:.10g} in {named}", "corrected_value"
    rules = [
        (~known, "figure_id", "{figure_id} in {named}, and no such figure", "a figure_id of figures.csv", _GONE),
        (second, "figure_id", "{named} beside {earlier}", "one decision on a figure", "keep one of the two"),
        (rival, "action", of_both, "one preferred figure for a quantity and year", "keep one of the two"),
        (kept_apart, "figure_id", of_apart, "a figure that can be chosen", never_chosen),
        (~corrects & corrected.notna(), column, number, "an empty cell: only `correct` has one", "empty it"),
        (corrects & corrected.isna(), column, "{} in {named}", "the value to use instead", "type it"),
        (corrected == decisions["value"], column, number, "another value than the printed one", "type it"),
    ]
    for name in ("value", "lower", "upper"):
        expected, printed = decisions[f"expected_{name}"], decisions[name]
        changed = known & ~((expected == printed).fillna(False) | (expected.isna() & printed.isna()))
        rules.append((changed, f"expected_{name}", "{seen} in {named}", "{now}", _READ_AGAIN))
    yield from faults_in(decisions, rules)
    by_id = figures.set_index("figure_id")
    for index, decision in decisions.dropna(subset=["rests_on"]).iterrows():
        for ground in decision["rests_on"].split("|"):
            for fault in _faults_of_ground(ground.strip(), decision["named"], by_id):
                yield row_of(index), "rests_on", *fault


def _with_figures(decisions: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """Return the decisions with their figure as it is now (`now` in words; empty if it is gone) and as it was `seen`.

    `earlier` is the first decision on the figure, `rival` the first that prefers a figure of its quantity and year.
    """
    columns = ["figure_id", "value", "lower", "upper", "quantity_id", "reference_year", "not_comparable_because", "now"]
    found = _named(decisions).merge(figures[columns], on="figure_id", how="left")
    preferred = found[found["action"] == "prefer"]
    return found.assign(
        seen=[_number_in_words(row, "expected_") for _, row in found.iterrows()],
        earlier=found.groupby("figure_id")["named"].transform("first"),
        rival=preferred.groupby(["quantity_id", "reference_year"])["named"].transform("first"),
    )


def _faults_of_ground(ground: str, decision: str, figures: pd.DataFrame) -> Iterator[tuple[str, str, str]]:
    """Yield what is wrong with a figure that a reason rests on: it says something else now, is gone, can't be read."""
    parts = _GROUND.fullmatch(ground)
    if parts is None:
        yield f"{ground!r} in {decision}", _A_GROUND, "write it so"
    elif parts[1] not in figures.index:
        yield f"{parts[1]} in {decision}, and no such figure", "a figure_id of figures.csv", _GONE
    else:
        figure, seen = figures.loc[parts[1]], {name: text for name, text in parts.groupdict().items() if text}
        if any(pd.isna(figure[name]) or figure[name] != float(text) for name, text in seen.items()):
            yield f"{ground} in {decision}", figure["now"], _READ_AGAIN


def idle_decisions(decisions: pd.DataFrame, printed_figures: pd.DataFrame, doubted: set[str]) -> list[Problem]:
    """Return a warning for each decision on a figure that applies to a month and changes nothing in it.

    `decisions` are those that apply, `printed_figures` the figures reconciled under them, `doubted` the figures that a
    discrepancy is about: such a figure can be accepted as well as one with a reserve.
    """
    columns = ["never_chosen_because", "reserve"]
    frame = _named(decisions).join(printed_figures.set_index("figure_id")[columns], on="figure_id", how="inner")
    never = frame["never_chosen_because"].notna() & frame["action"].isin(["prefer", "correct"])
    sound = frame["reserve"].isna() & ~frame["figure_id"].isin(doubted) & (frame["action"] == "accept")
    doubtful = "a figure with a reserve or a discrepancy to accept"
    choosable = "a figure that can be chosen: this one never is ({never_chosen_because})"
    rules = [
        (never, "action", "{named}", choosable, "delete the decision, or decide on the figure that should be chosen"),
        (sound, "action", "{named}", doubtful, "fill in its reserve, or delete the decision"),
    ]
    return [Problem(own_table(ON_FIGURES)["path"], *fault, "warning") for fault in faults_in(frame, rules)]


def _named(decisions: pd.DataFrame) -> pd.DataFrame:
    """Return decisions on figures with how a message calls each: `decision d01 (accept f156)`."""
    named = "decision " + decisions["decision_id"] + " (" + decisions["action"] + " " + decisions["figure_id"] + ")"
    return decisions.assign(named=named)


def _now(at: int, figure: pd.Series) -> str:
    """Return what a figure says now, and in which source."""
    title = f"“{figure['title']}” of " if isinstance(figure["title"], str) else ""
    source = f"{figure['publication']} ({title}{figure['publisher']})"
    return f"{_number_in_words(figure)}, which {source} now says ({figure['figure_id']} in figures.csv:{at})"


def _number_in_words(row: pd.Series, prefix: str = "") -> str:
    """Return the printed number, the range, or both: `5000 (4000–7000)`; with a prefix, those of its columns."""
    return plain_amount(*(row[f"{prefix}{name}"] for name in ("value", "lower", "upper"))) or "no number"


# On signatures and parties


def faults_on_signatures(tables: dict[str, pd.DataFrame]) -> Iterator[Fault]:
    """A line has one decision from a day on, for of two nobody could say which counts; and none repeats itself."""
    decisions = tables[ON_SIGNATURES].assign(place=_places(tables[ON_SIGNATURES]))
    again, another, name = (
        "one more decision on {place} from that day on",
        "another line than its own",
        "name that line",
    )
    twice = decisions.duplicated(["place", "valid_from"])
    unnamed = (decisions["action"] == "duplicate") & decisions["duplicate_of"].isna()
    rules = [
        (twice, "valid_from", again, "one decision on a line from a day on", "keep one of them"),
        (decisions["place"] == decisions["duplicate_of"], "duplicate_of", "the line itself", another, name),
        (unnamed, "duplicate_of", "{}", "the line that it repeats, as FILE:ROW", name),
    ]
    return faults_in(decisions, rules)


def faults_on_parties(tables: dict[str, pd.DataFrame]) -> Iterator[Fault]:
    """A party has one decision from a day on."""
    decisions = tables[ON_PARTIES]
    again = decisions.duplicated(["body_id", "party_id", "valid_from"])
    found, expected = "{decision_id}, one more decision on {party_id} from that day on", "one decision on a party"
    return faults_in(decisions, [(again, "valid_from", found, f"{expected} from a day on", "keep one of them")])


def stale_signature_decisions(tables: dict[str, pd.DataFrame]) -> Iterator[Fault]:
    """Yield each decision on a signature whose line, person or repeated line is not there (any more)."""
    lines = tables["signature_lines"]
    names = lines["name_as_written"].fillna(lines["organisation_as_written"])  # a party signs without a person's name
    written = dict(zip(_places(lines), names, strict=True))
    persons = {*tables["members"]["person_id"], *tables["candidates"]["person_id"]}
    decisions = tables[ON_SIGNATURES].assign(place=_places(tables[ON_SIGNATURES]))
    person, repeated, gone = decisions["person_id"], decisions["duplicate_of"], "one that is not there"
    other_name = decisions["place"].map(written).fillna("") != decisions["name_as_written"]
    rules = [
        (other_name, "name_as_written", gone, "the name in {place}", _LOOK_AGAIN),
        (person.notna() & ~person.isin(persons), "person_id", gone, "a member or candidate", _LOOK_AGAIN),
        (repeated.notna() & ~repeated.isin(written), "duplicate_of", gone, "a line as FILE:ROW", _LOOK_AGAIN),
    ]
    return faults_in(decisions, rules)


def _places(lines: pd.DataFrame) -> pd.Series:
    return lines["source_file"] + ":" + lines["source_row"].astype("str")


def stale_party_decisions(decisions: pd.DataFrame, signed_party_ids: dict[str, set[str]]) -> list[Problem]:
    """Return an error for each decision that carries the signature of a party that is not known to have signed.

    `signed_party_ids` has the parties that signed in each body.
    """
    problems = []
    for index, decision in decisions.iterrows():
        signed = signed_party_ids.get(decision["body_id"], set())
        if missing := [party for party in decision["predecessors"].split("|") if party not in signed]:
            found, path = f"{', '.join(missing)}, of which no signature is known", own_table(ON_PARTIES)["path"]
            problems.append(Problem(path, row_of(index), "predecessors", found, "parties that had signed", _LOOK_AGAIN))
    return problems


# Releases


def faults_of_releases(tables: dict[str, pd.DataFrame]) -> Iterator[Fault]:
    """Versions of a month count 1, 2, 3; from the second on each says in both languages what was wrong.

    How it was fixed and what it touches are said in both languages or in none: earlier corrections had no place for it.
    """
    releases = tables[RELEASES].assign(due=tables[RELEASES].groupby("month").cumcount() + 1)
    miscounted = releases["edition"] != releases["due"]
    rules = [(miscounted, "edition", "{edition}", "{due}, one more than before", "correct the number")]
    for column in ("what_was_wrong_nl", "what_was_wrong_en"):
        is_said, is_first = releases[column].fillna("").str.strip() != "", releases["edition"] == 1
        nothing, wrong = "nothing in edition 1: there was none before it", "what was wrong in the edition before it"
        rules.append((is_said & is_first, column, "{}", nothing, "empty the cell"))
        rules.append((~is_said & ~is_first, column, "{}", wrong, "say it, in both languages"))
    said = releases[list(MORE_OF_A_CORRECTION)].fillna("").apply(lambda cells: cells.str.strip() != "")
    for column in said:
        expected = "nothing in edition 1, and else all four of how it was fixed and what it touches, or none"
        rules.append((said.any(axis=1) & (is_first | ~said[column]), column, "{}", expected, "fill or empty them all"))
    return faults_in(releases, rules)


# Each rule with the table it is about, and the others it looks at.
RULES: dict[Rule, tuple[str, ...]] = {
    faults_on_figures: (ON_FIGURES, "figures", "publications"),
    faults_on_signatures: (ON_SIGNATURES,),
    faults_on_parties: (ON_PARTIES,),
    faults_of_releases: (RELEASES,),
}
