"""The documents say what is true: the numbers of Limits on the data of October 2026, and what all of them point at."""

import datetime
import re
from pathlib import Path

import pandas as pd
import pytest

from analysis import cli
from analysis.reconciliation import Reconciliation
from analysis.signatories.support import seats_without_decisions
from analysis.sources.parliament import terms_on
from support.months import checked_tables, reconciled
from support.project import PROJECT

DOCUMENTS = [PROJECT / "README.md", PROJECT / "CONTRIBUTING.md", *sorted((PROJECT / "docs").glob("*.md"))]
# Made by a build, or kept outside git: a document may name it, and it need not be here.
NOT_KEPT = (
    "reports/",
    "data/contacts.csv",
    "data/replies.csv",
    "data/decisions/signatories.csv",
    "data/decisions/functions.csv",
    "data/decisions/released",
    "internal/",
    "share/",
)
LIMITS = " ".join((PROJECT / "docs" / "limits.md").read_text(encoding="utf-8").split())
WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


def month() -> Reconciliation:
    return reconciled("2026-10")


def number(value: float) -> str:
    return f"{value:,.10g}"


def hundreds(value: float) -> str:
    return number(round(value, -2))


def printed(quantity: str, year: str, publication: str, column: str = "value") -> str:
    """One printed number, which has to be the only one of its publication."""
    table = month().figures.printed_figures
    of = table[(table["quantity_id"] == quantity) & (table["reference_year"] == year)]
    return number(of[of["publication"] == publication][column].item())


def figure(figure_id: str, column: str) -> float:
    return float(figures().set_index("figure_id").at[figure_id, column])


def chosen(quantity: str, year: str) -> float:
    table = month().figures.figures_by_quantity.set_index(["quantity_id", "reference_year"])
    return float(table.at[(quantity, year), "value"])


def registered(year: str) -> str:
    return number(chosen("registered-all", year))


def estimate(series: str, quantity: str, column: str = "value") -> float:
    return float(month().estimates.set_index(["series", "quantity_id"]).at[(series, quantity), column])


def years(series: str, quantity: str) -> str:
    found = month().estimates.set_index(["series", "quantity_id"]).at[(series, quantity), "reference_year"]
    return str(found).replace("-", "–")


def newest(column: str) -> float:
    return float(month().balance.iloc[-1][column])


def in_percent(value: float) -> str:
    return f"{value:.0f}%"


def verdicts() -> dict[str, int]:
    return month().claims["verdict"].value_counts().to_dict()


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


def still_there() -> tuple[int, int]:
    """The members of the parties that signed on the day of the pledge, and how many of them may sit now."""
    tables = checked_tables().tables
    then = terms_on(datetime.date(2021, 3, 10), tables["members"], tables["elections"])
    now = terms_on(month().month.as_of, month().sources.members, month().sources.elections)
    then = then[then["party_id"].isin(parties("yes", "party_id"))]
    return len(then), int(then["person_id"].isin(now["person_id"]).sum())


def uncertain_members() -> int:
    terms = terms_on(month().month.as_of, month().sources.members, month().sources.elections)
    return int((terms["sits"] == "unknown").sum())


def dated(basis: str) -> int:
    return int((month().sources.publications["known_from_basis"] == basis).sum())


def first(column: str) -> str:
    return number(estimate("first_estimate", "estimate-all", column))


def second(column: str) -> str:
    return number(estimate("second_estimate", "estimate-all", column))


def girls() -> float:
    return estimate("first_estimate", "estimate-dutch-minor-girls-sexual")


def registered_girls() -> float:
    return chosen("registered-minors-domestic-sexual", "2018")


def lists_of_the_first_study() -> float:
    table = month().figures.printed_figures
    return float(table[table["quantity_id"].str.startswith("mse-list-", na=False)]["value"].sum())


def figures() -> pd.DataFrame:
    return month().figures.printed_figures


def values() -> pd.DataFrame:
    return month().figures.figures_by_quantity


def numbers_of_limits() -> list[str]:
    """Fragments of docs/limits.md, each with its numbers as the data have them: they fail when the data move."""
    balance, decisions = month().balance, month().sources.decisions
    eleven, whole_2018 = "share-in-view-dutch-minor-girls-sexual", 100 * registered_girls() / girls()
    sat, sit = still_there()
    said, everyone = verdicts(), month().support_by_party.iloc[-1]
    return [
        f"the pledge's {WORDS[len(month().claims)]} claims {WORDS[said['supported']]} is supported, "
        f"{WORDS[said['qualified']]} are qualified, {WORDS[said['contradicted']]} is contradicted and "
        f"{WORDS[said['not_verifiable']]} can't be verified",
        f"There are {WORDS[len(decisions.figures)]} decisions on figures and "
        f"{WORDS[len(decisions.parties)]} on a party",
        f"({registered('2023')} of {first('value')}, and "
        f"{printed('registered-all', '2017', 'SMM-2013-2017')} of {first('value')})",
        f"{registered('2019')} of {first('value')} fits it",
        f"about {in_percent(newest('in_view_percent'))} is registered in {newest('year'):.0f}",
        f"({printed('estimate-all', '2012', 'NRC-2012-12-24')} and "
        f"{' to '.join(number(figure('f283', end)) for end in ('lower', 'upper'))} a year)",
        f"estimate is for {years('second_estimate', 'estimate-all')}: about {second('value')} a year",
        f"Of the {len(balance)} years with a registered total, {balance['estimated'].notna().sum()} have an estimate",
        f"in {WORDS[int(balance['extrapolated'].fillna(False).sum())]} of these it was made for other years",
        f"from {second('lower')} to {second('upper_alternative')} or {second('upper')}; "
        f"the first (about {first('value')}) from {first('lower')} to {first('upper')}",
        f"holds {number(lists_of_the_first_study())} persons over 2010–2015, of whom "
        f"{printed('mse-list-k', '2010-2015', 'MSE-2010-2015-DATA')} stand only",
        f"went from {printed('share-of-reports-by-police', '2013', 'SMM-2013-2017')}% in 2013 to "
        f"{printed('share-of-reports-by-police', '2017', 'SMM-2013-2017')}% in 2017",
        f"reported {number(chosen('reports-by-non-investigative-yearly-average', '2014-2017'))} cases a year in "
        f"2014–2017, and at most {number(chosen('reports-by-non-investigative', '2018'))} in 2018",
        f"from {registered('2018')} in 2018 to {registered('2019')} in 2019",
        f"{number(chosen('registered-nigerian', '2019'))} in 2019 were Nigerian",
        f"About {hundreds(newest('unseen'))} in {newest('year'):.0f} can be {hundreds(newest('unseen_lower'))} or "
        f"{hundreds(newest('unseen_upper'))} on the printed range alone, and the registered share "
        f"{in_percent(newest('in_view_lower_percent'))} or {in_percent(newest('in_view_upper_percent'))}",
        f"for 2015 was {printed('registered-all', '2015', 'MM-2011-2015')} in the older count and is "
        f"{registered('2015')} in the newer",
        f"{number(round(girls(), -2))} is {number(girls())}, rounded.** It comes from one study, for "
        f"{years('first_estimate', 'estimate-dutch-minor-girls-sexual')}; later the Rapporteur dated the "
        f"study's total to {years('first_estimate', 'estimate-all')}",
        f"about {number(estimate('second_estimate', 'estimate-sexual'))} victims of sexual exploitation a year in "
        f"{years('second_estimate', 'estimate-sexual')}",
        f"about {number(estimate('first_estimate', 'estimate-domestic-sexual'))} Dutch ones alone. {number(girls())} "
        f"would be two thirds of those {number(estimate('second_estimate', 'estimate-sexual'))}",
        f"97% rests on {number(registered_girls())} persons.** In 2018, {number(registered_girls())} Dutch minors were",
        f"{whole_2018:.1f}% of {number(girls())}, which leaves {100 - whole_2018:.1f}%",
        f"printed {number(chosen(eleven, '2010-2015'))}% in view** for 2010–2015, which leaves "
        f"{number(100 - chosen(eleven, '2010-2015'))}%",
        f"Of the {len(figures())} printed figures known {(figures()['certainty'] == 'secondary').sum()} come from "
        f"somebody who quotes them; of the {len(values())} values chosen "
        f"{(figures()['chosen'] & (figures()['certainty'] == 'secondary')).sum()} do",
        f"Of the {len(values())} values {(values()['verdict'] == 'single_source').sum()} stand alone",
        f"Of the {(values()['verdict'] == 'agree').sum()} values on which others agree, {of_one_edition()} rest on one",
        f"{WORDS[int((figures()['reserve'] == 'year_inferred').sum())].capitalize()} year is inferred "
        f"({registered('2017')} for 2017, from the totals over years), and for "
        f"{WORDS[int((figures()['reserve'] == 'series_inferred').sum())]} figures the count they belong to. "
        f"{WORDS[dated('inferred')].capitalize()} publications have no date",
        f"{dated('end_of_period')} are dated by month or year only",
        f"**{WORDS[len(parties('yes'))].capitalize()} parties** signed",
        f"Of the {sat} members who sat for the {WORDS[len(parties('yes'))]} parties on that day we know of {sit} who",
        f"That {everyone['seats_of_signing_parties']} of the {everyone['total_seats']} seats belong to parties that",
        f"{WORDS[len(parties('unknown'))].capitalize()} parties with {parties('unknown').sum()} seats are unknown",
        f"Without that decision {seats_without_decisions(month().support_by_party)} seats belong to parties that "
        "signed, "
        f"not {everyone['seats_of_signing_parties']}:",
        f"{uncertain_members()} of those who sit or may sit in October 2026 are uncertain, and in "
        f"{WORDS[len(month().unaccounted_seats)]} parties the members we know do not fill the seats",
    ]


# Numbers of the text that are no result of the data, each with why.
OTHER_NUMBERS = {
    "2021-03-10": "the day on which the pledge was in the press",
    "10 March 2021": "the same",
    "1,300 girls": "a heading: the number of the pledge",
    "1,300 beds": "the pledge's own number",
    "the 97%": "the pledge's own number",
    "2 to 3%": "the pledge's own number",
    "for the 1,320": "the estimate, proved above",
    "October 2026": "the month",
}
PUBLICATION = re.compile(r"\b[A-Z][A-Za-z-]*-\d{4}(?:-\d{2,4})*(?:-[A-Z]+)?\b")
YEARS = re.compile(r"(?<![\d,])(?:19|20)\d\d(?:–(?:19|20)\d\d)?(?![\d,])")


def test_each_number_of_limits_is_that_of_the_data() -> None:
    assert [fragment for fragment in numbers_of_limits() if fragment not in LIMITS] == []


def test_limits_has_no_number_that_is_not_proved() -> None:
    left = LIMITS
    for fragment in [*numbers_of_limits(), *OTHER_NUMBERS]:
        left = left.replace(fragment, " ")
    # Names of publications, links and code hold digits that are no numbers of ours.
    left = re.sub(rf"{PUBLICATION.pattern}|\]\(\S+\)|`[^`]*`", " ", left)
    assert re.findall(r"\S*\d\S*", YEARS.sub(" ", left)) == []


def test_what_limits_says_without_a_number_holds() -> None:
    """Two thirds of 2,000, fewest registered in 2018, ranges that overlap, another count before 2014; who signed."""
    assert round(girls() / estimate("second_estimate", "estimate-sexual"), 2) == 0.66
    balance = month().balance.set_index("year")
    assert balance.loc[2014:, "registered"].idxmin() == 2018
    lower, upper = (estimate("first_estimate", "estimate-all", end) for end in ("lower", "upper"))
    assert lower < estimate("second_estimate", "estimate-all", "upper") < upper
    assert set(balance.loc[:2013, "registered_series"]) == {"until_2016"}
    assert set(balance.loc[2014:, "registered_series"]) == {"rapporteur_yearly"}
    assert balance.loc[2020:, "extrapolated"].all()
    assert balance.index.max() == 2024
    assert month().estimates.query("quantity_id == 'estimate-dutch-minor-girls-sexual'")["lower"].isna().all()
    newest_study = month().estimates.query("series == 'second_estimate'")["quantity_id"]
    assert set(newest_study) == {"estimate-all", "estimate-sexual"}
    assert month().sources.decisions.releases.empty
    assert month().support_by_party["signatories"].isna().all()
    assert parties("no", "party_id").to_list() == ["vvd"]
    assert parties("by_decision", "party_id").to_list() == ["gl-pvda"]


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
    """What stands in blocks and spans of code."""
    blocks = re.findall(r"```sh\n(.*?)```", text, flags=re.DOTALL)
    return [*blocks, *re.findall(r"`([^`]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))]
