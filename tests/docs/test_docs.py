"""The documents say what is true: the numbers of Limits on the data of October 2026, and what all of them point at."""

import datetime
import re
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pytest

from analysis import cli
from analysis.parliament.terms import Terms
from analysis.publish.tables import tables_of
from analysis.reconciliation import Reconciliation
from analysis.signatories.support import seats_without_decisions
from support.auditor import MonthNumbers
from support.known_answers import fail_with
from support.months import checked_tables, reconciled
from support.page_numbers import Passage, tokens, value_of
from support.project import PROJECT

DOCUMENTS = [PROJECT / "README.md", PROJECT / "CONTRIBUTING.md", *sorted((PROJECT / "docs").glob("*.md"))]
# Made by a build, or kept outside git: a document may name it, and it need not be here.
NOT_KEPT = ("reports/", "internal/", "share/", "data/contacts.csv", "data/replies.csv", "data/verified.csv")
NOT_KEPT += tuple(f"data/decisions/{name}.csv" for name in ("signatories", "texts", "named_signatories", "updates"))
NOT_KEPT += ("data/decisions/released", "data/house/")
LIMITS = (PROJECT / "docs" / "limits.md").read_text(encoding="utf-8")
PUBLICATION = re.compile(r"\b[A-Z][A-Za-z-]*-\d{4}(?:-\d{2,4})*(?:-[A-Z]+)?\b")


def month() -> Reconciliation:
    return reconciled("2026-10")


def estimate(series: str, quantity: str, column: str = "value") -> float:
    return float(month().estimates.set_index(["series", "quantity_id"]).at[(series, quantity), column])


def of_one_edition() -> int:
    """How many chosen values are agreed on by those alone who quote one edition."""
    table = month().figures.printed_figures
    known = table["quotes"].isin(month().sources.publications["publication"])
    table = table.assign(edition=table["quotes"].where(known).fillna(table["publication"]))
    same = ["quantity_id", "reference_year", "used_value", "lower", "upper"]
    agreed = month().figures.figures_by_quantity.query("verdict == 'agree'")["figure_id"]
    winners = table[table["figure_id"].isin(agreed)]
    numbers = ["quantity_id", "reference_year", "used_value"]
    valued = winners.dropna(subset=["used_value"])[numbers].merge(table, on=numbers)
    ranged = winners[winners["used_value"].isna()][same].merge(table, on=same)
    groups = pd.concat([valued, ranged]).groupby(["quantity_id", "reference_year"])["edition"].nunique()
    return int((groups == 1).sum())


def parties(state: str, column: str = "seats") -> pd.Series:
    table = month().support_by_party.iloc[:-1]
    return table[table["party_signed"] == state][column]


def members() -> list[int]:
    """The members of the parties that signed, how many of them may sit now, and how many who sit are uncertain."""
    tables, known = checked_tables().tables, month().sources
    then = Terms(tables["members"], tables["elections"]).on(datetime.date(2021, 3, 10))
    now, signed = Terms(known.members, known.elections).on(month().month.as_of), {*parties("yes", "party_id")}
    then = {person for person, (party, _) in then.items() if party in signed}
    return [len(then), len(then & now.keys()), sum(sits == "unknown" for _, sits in now.values())]


def without_words() -> pd.Series:
    """The kind of publication of each figure whose printed words were not read."""
    printed = month().figures.printed_figures
    return printed.loc[printed["printed_text"].isna(), "publication_kind"]


def counted() -> dict[str, int]:
    """What limits.md counts of the data: figures, values, publications, members and seats."""
    printed, values = month().figures.printed_figures, month().figures.figures_by_quantity
    is_quoted, lists = printed["certainty"] == "secondary", printed["quantity_id"].str.startswith("mse-list-", na=False)
    then, still, uncertain = members()
    return {
        "printed figures": len(printed),
        "of these second hand": int(is_quoted.sum()),
        "chosen values": len(values),
        "of these second hand, too": int((printed["chosen"] & is_quoted).sum()),
        "printed once": int((values["verdict"] == "single_source").sum()),
        "values on which others agree": int((values["verdict"] == "agree").sum()),
        "of these by one edition": of_one_edition(),
        "publications dated by month or year": int(
            (month().sources.publications["known_from_basis"] == "end_of_period").sum()
        ),
        "figures with words": len(printed) - len(without_words()),
        "figures without words": len(without_words()),
        **{f"of these {kind}": int(n) for kind, n in without_words().value_counts().items()},
        "years with a registered total": len(month().balance),
        "of these with an estimate": int(month().balance["estimated"].notna().sum()),
        "persons on the lists of the first estimate": int(printed[lists]["value"].sum()),
        "members of parties that signed": then,
        "of these still there": still,
        "of those who sit uncertain": uncertain,
        "seats of parties not known to have signed": int(parties("unknown").sum()),
        "seats without decisions": seats_without_decisions(month().support_by_party),
    }


def renew_limits(wrong: Iterable[str], remedy: str = "") -> None:
    fail_with([f"docs/limits.md: {each}; if the data are right, renew the sentence" for each in wrong], remedy)


@pytest.mark.known_now
def test_each_number_of_limits_is_that_of_the_data() -> None:
    numbers = MonthNumbers("2026-10", "2026-10-31", tables_of(month()))
    now = counted()
    expected = {*now.values()} | numbers.party_numbers(Passage("support", "p", "en", ""), "all")
    # Names of publications, links and code hold digits that are no numbers.
    text = re.sub(rf"{PUBLICATION.pattern}|\]\(\S+\)|`[^`]*`", " ", " ".join(LIMITS.split()))
    found = [token for token in tokens(numbers.masked(text), "en") if token.kind == "number"]
    assert len(found) > 60
    unknown = [token for token in found if (value_of(token.text, "en"), token.percent) not in numbers.known]
    wrong = [token for token in unknown if value_of(token.text, "en") not in expected]
    lines = [
        f"{each.text} in ‘{text[max(0, each.start - 50) : each.end + 50]}’: found no such number" for each in wrong
    ]
    said = ", ".join(f"{name} {count}" for name, count in now.items())
    renew_limits(lines, f"What is counted now: {said}")


@pytest.mark.known_now
def test_limits_says_how_many_figures_have_no_words_by_kind_of_publication() -> None:
    names = {"monitor": "the Rapporteur", "register_report": "CoMensha", "press": "newspapers"}
    names |= {"institute": "institutes", "international": "international bodies", "government": "ministers"}
    names |= {"estimate_study": "studies", "dataset": "one data set"}
    said = [f"{n} of {names[kind]}" for kind, n in without_words().value_counts(sort=False).items()]
    renew_limits(f"expected ‘{each}’, found no such words" for each in said if each not in " ".join(LIMITS.split()))


@pytest.mark.known_now
def test_what_limits_says_without_a_number_holds() -> None:
    """Fewest registered in 2018, ranges that overlap, another count before 2014; who signed; 1,320 of 2,000."""
    girls, sexual = "estimate-dutch-minor-girls-sexual", estimate("second_estimate", "estimate-sexual")
    balance = month().balance.set_index("year")
    lower, upper = (estimate("first_estimate", "estimate-all", end) for end in ("lower", "upper"))
    verdicts = {"qualified": 5, "not_verifiable": 4, "supported": 1, "superseded": 1}
    states = {"yes": 8, "unknown": 9, "no": 1, "by_decision": 1}
    # What it says, as found now and as it is said.
    said = {
        "1,320 would be two thirds": (round(estimate("first_estimate", girls) / sexual, 2), 0.66),
        "the fewest registered victims": (balance.loc[2014:, "registered"].idxmin(), 2018),
        "the two ranges overlap": (lower < estimate("second_estimate", "estimate-all", "upper") < upper, True),
        "totals up to 2013": ({*balance.loc[:2013, "registered_series"]}, {"until_2016"}),
        "those from 2014 on": ({*balance.loc[2014:, "registered_series"]}, {"rapporteur_yearly"}),
        "carried on unchanged": (bool(balance.loc[2020:, "extrapolated"].all()), True),
        "up to the figures about": (balance.index.max(), 2024),
        "no range for 1,320": (month().estimates.query("quantity_id == @girls")["lower"].notna().any(), False),
        "no month is released": (len(month().sources.decisions.releases), 0),
        "no list of persons": (month().signatories_by_party["signatories"].sum(), 0),
        "the pledge's claims": (month().claims["verdict"].value_counts().to_dict(), verdicts),
        "who signed": (month().support_by_party.iloc[:-1]["party_signed"].value_counts().to_dict(), states),
    }
    wrong = {name: pair for name, pair in said.items() if pair[0] != pair[1]}
    remedy = "and then what this test expects, in tests/docs/test_docs.py"
    renew_limits((f"‘{name}’: expected {typed}, found {found}" for name, (found, typed) in wrong.items()), remedy)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_paths_and_commands_of_a_document_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:|mailto:)([^)\s]+)\)", text):
        path, _, anchor = target.partition("#")
        there = (document.parent / path).resolve() if path else document
        assert there.exists(), target
        assert not anchor or anchor in anchors(there), target
    folders = "notebooks|data|src|reports|docs|tests|scripts|benchmarks"
    for name in re.findall(rf"(?<![\w/<])((?:{folders})/[\w./-]*\w)", text):
        assert name.startswith(NOT_KEPT) or (PROJECT / name).exists(), name
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    code = "\n".join(code_of(text))
    assert set(re.findall(r"\bmake ([a-z]+)", code)) <= set(re.findall(r"^([a-z]+):", makefile, flags=re.MULTILINE))
    assert set(re.findall(r"\bbriefing ([a-z]+)\b(?!\.)", code)) <= set(cli.main.commands)


def anchors(document: Path) -> set[str]:
    """The names that GitHub and JupyterLab's preview give to headings."""
    headings = re.findall(r"^#+ (.*)$", document.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def code_of(text: str) -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", text, flags=re.DOTALL)
    return [*blocks, *re.findall(r"`([^`]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))]
