"""The rules by which a claim of the pledge is judged, one by one: the cases of tests/data/known/claim_cases.csv.

The verdicts of months are typed in tests/data/known/claims.csv.
"""

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest

from analysis.figures.choice import Estimate
from analysis.figures.claim_evidence import Claim, Evidence, Judgement, Number, Sentence, read_claim
from analysis.figures.claim_rules import judge
from analysis.figures.claims import claim_in_words, claimed, explained, judgements, with_first_judgement
from analysis.figures.records import Figure, Quantity, Series
from analysis.figures.verdicts import Relation
from support import few_figures, months
from support.cases import cases
from support.known_answers import balance_of
from support.published_figures import known_in, with_made_up

NONE = float("nan")
# The groups of the cases, and in what they differ from all victims; of these shares are claimed.
GROUPS = {"part": {"sex": "female"}, "girls": {"sex": "female", "exploitation_form": "sexual"}}
GROUPS |= {"boys": {"sex": "male"}, "women": {"exploitation_form": "sexual"}, "victims": {}, "everyone": {}}
SHARES = {"share": ("part", "whole"), "in_view": ("part", "girls"), "in_view_wider": ("everyone", "girls")}
GROUPS |= {name: {"measure": "share"} for name in (*SHARES, "unseen", "unseen_wider")}
GROUPS |= {name: {"measure": "registered_persons"} for name in ("minors", "criminal")}


def group(name: str) -> Quantity:
    every = few_figures.quantities()["estimate-all"]
    return replace(every, quantity_id=name, label_nl=name, label_en=name, **GROUPS.get(name, {}))


def figure(name: str, year: str, value: float | None, **more: Any) -> Figure:
    """Return a figure as printed in a publication NEWS of 2021."""
    facts = {"publication": "NEWS", "printed_by": "Newspaper", "known_from": date(2021, 3, 1)} | more
    if "series" in facts:
        facts["counted_in"] = few_figures.series()[facts.pop("series")]
    return replace(few_figures.figure("f1", value, reference_year=year), quantity=group(name), **facts)


def claim(text: str, **more: Any) -> Claim:
    """Return a claim: `about 1300 girls`, `range 2-3 in_view`, `from_to 8-25 share 2015|2019` (the lower end first).

    What stands in the way of a verdict without a caveat follows: `about 1300 girls yearly_level`.
    """
    comparator, numbers, quantity, *others = text.split(" ")
    years = [each for each in others if each[0].isdigit()]
    lower, dash, upper = numbers.partition("-")
    unit = "percent" if group(quantity).measure == "share" else "persons"
    facts = {"claim_id": "dutch_girls_1300", "sort_order": 1, "unit": unit}
    facts |= {"claimed_value": NONE if dash else float(lower), "base_years": years[0] if years else ""}
    ends = (float(lower), float(upper)) if lower and dash else (NONE, NONE)
    facts |= {"claimed_lower": ends[0], "claimed_upper": ends[1], "comparator": comparator, "quantity_id": quantity}
    facts["reserve"] = "".join(each for each in others if not each[0].isdigit())
    return Claim(**facts | more)


def study(name: str, value: str, *more: str) -> Estimate:
    """Return an estimate of a group with its ends (`4000-7000`, `4000-7000-6300` with two upper ends), if given.

    A study without a value has `-`. It is by the first study (FIRST, 2014-2015); `second` is the second one.
    """
    facts = {"series": "first_estimate", "publication": "FIRST", "year": "2014-2015"}
    if "second" in more:
        facts = {"series": "second_estimate", "publication": "SECOND", "year": "2018-2019"}
    facts |= dict(each.split("=") for each in more if "=" in each)
    own = figure(name, facts["year"], None if value == "-" else float(value), publication=facts["publication"],
                 series=facts["series"], qualifier=facts.get("qualifier", ""))  # fmt: skip
    ends = [map(float, each.split("-")) for each in more if each[0].isdigit()]
    named = [dict(zip(("lower", "upper", "upper_alternative"), each, strict=False)) for each in ends]
    ranged = replace(own, publication=facts.get("range_publication", own.publication), **named[0]) if named else None
    return Estimate(own.series, name, None if value == "-" else own, ranged, own, own.reference_year, 2010)


def printed(name: str, year: str, value: str, *more: str) -> Relation:
    """Return a figure `name year value`, printed in REPORT-year; with a `+` it is not chosen, and printed in NEWS."""
    facts: dict[str, Any] = dict(each.split("=") for each in more if "=" in each)
    facts |= {end: float(facts[end]) for end in ("lower", "upper") if end in facts}
    facts |= {"known_from": date.fromisoformat(facts["known_from"])} if "known_from" in facts else {}
    facts |= {} if name.startswith("+") else {"publication": f"REPORT-{year}"}
    found = figure(name.removeprefix("+"), year, None if value == "-" else float(value), **facts)
    return Relation(found, found, "conflict", "conflict") if "unsound" in more else Relation(found, found, "agree")


def known(studies: str, figures: str = "") -> Evidence:
    relations = [printed(*each.split(" ")) for each in figures.split("; ") if each]
    chosen = [r.figure for r in relations if r.figure.publication.startswith("REPORT")]
    return Evidence(
        chosen={each.group: each for each in chosen},
        printed=relations,
        estimates=[study(*each.split(" ")) for each in studies.split("; ") if each],
        quantities={name: group(name) for name in GROUPS},
        shares=SHARES,
        complements={"unseen": "in_view", "unseen_wider": "in_view_wider"},
        bounds={"in_view": ("minors", "criminal", "girls")},
    )


@pytest.mark.parametrize("row", cases("claim_cases"))
def test_a_claim_is_judged_by_the_rule_for_its_kind_of_number(row: dict[str, str]) -> None:
    """`sentences` are the keys of what is said, `facts` what some of them say: `left_out study=5000`."""
    asked = claim(row["claim"])
    judged = judge(asked, known(row["studies"], row["figures"]))
    assert (judged.verdict, judged.computed or "") == (row["verdict"], row["computed"])
    assert [sentence.key for sentence in judged.sentences] == row["sentences"].split("|")
    assert "|".join(judged.publications) == row["publications"]
    for key, *facts in (each.split(" ") for each in row["facts"].split("; ") if each):
        said = next(sentence.facts for sentence in judged.sentences if sentence.key == key)
        assert {name: _as_typed(said[name]) for name, _, _ in (fact.partition("=") for fact in facts)} == dict(
            fact.split("=") for fact in facts
        )


def _as_typed(fact: Any) -> str:
    if isinstance(fact, Estimate | Number | Figure):
        value = {Estimate: "number", Number: "value", Figure: "used_value"}[type(fact)]
        return f"{getattr(fact, value):g}"
    if isinstance(fact, Series):
        return fact.series
    return fact if isinstance(fact, str) else f"{fact:g}"


# How it is said


def text_of(asked: Claim, evidence: Evidence) -> str:
    return " ".join(explained(judge(asked, evidence), "en"))


@pytest.mark.parametrize("row", cases("estimates_said"))
def test_an_estimate_is_said_with_its_range_where_it_has_one(row: dict[str, str]) -> None:
    text = text_of(claim("more_than 4500 girls"), known(row["studies"]))
    said = f"gives about 5,000 Dutch girls under 18 who are victims of sexual exploitation a year for {row['years']}"
    assert said in text


def test_a_newer_estimate_is_said_before_the_one_that_was_meant() -> None:
    text = text_of(claim("about 1300 girls"), known("girls 1320; girls 800 second"))
    newest = "The newest estimate says something else. The second estimate (WODC) gives about 800 Dutch girls"
    assert text.startswith(newest)
    assert text.endswith(". The first estimate (UNODC and National Rapporteur) gave about 1,320 for 2014–2015.")
    assert "The second estimate (WODC) is newer" in text_of(
        claim("about 1300 girls"), known("girls 1320; boys 9 second")
    )


def test_what_is_claimed_is_said_in_its_unit() -> None:
    text = text_of(claim("range 2-3 in_view"), known("girls 1000", "part 2018 40"))
    assert "that is about 4%. That is not ‘2 to 3%’." in text
    text = text_of(claim("more_than 6000 girls"), known("girls 7000"))
    assert text.endswith(" a year for 2014–2015. That fits ‘more than 6,000’.")


def test_a_claim_without_words_of_its_own_is_explained_in_those_of_all_claims_and_of_its_quantity() -> None:
    """A claim that is a row alone: its sentences say nothing that is in no row."""
    new = {"claim_id": "a_new_claim"}
    girls = text_of(claim("at_least 5000 girls", **new), known("girls 5000 4000-7000"))
    assert girls.startswith("The first estimate (UNODC and National Rapporteur) gives about 5,000 girls for 2014–2015")
    counts = "part 2015 250; whole 2015 1000; part 2018 60; whole 2018 600; part 2019 80; whole 2019 1000"
    fell = text_of(claim("from_to 8-25 share 2015|2019", **new), known("", counts))
    assert "minor" not in fell and "African" not in fell and "‘part’" in fell
    nearest = text_of(claim("unquantified - minors", **new), known("", "minors 2019 52"))
    assert nearest == "The nearest figure we saw is 52 for ‘minors’ in 2019 (Newspaper)."
    assert "no figure by which this can be checked" in text_of(claim("same_as 5 girls", **new), known("girls 5"))


FELL = "from_to 8-25 share 2015|2019"


def test_the_count_of_another_series_and_the_years_of_a_fall_are_named_in_words() -> None:
    of_register = "series=comensha_register known_from=2016-01-01"
    counts = "part 2015 250; whole 2015 1000; part 2019 80; whole 2019 1000"
    counts += f"; +part 2015 300 {of_register}; +whole 2015 1200 {of_register}"
    text = text_of(claim(FELL), known("", counts))
    assert "With the numbers first published for 2015 (the register of CoMensha" in text
    assert "300 of 1,200: 25% (our computation)." in text
    words = claim_in_words(vars(claim(FELL, claim_id="minors_25_to_8_percent")), "en")
    assert words.endswith("fell from 25% in 2015 to 8% in 2019.")


@pytest.mark.parametrize(
    ("nearest", "value"),
    [
        (figure("share", "2019", 52, unit="percent", qualifier="more_than"), "more than 52%"),
        (figure("share", "2019", 1200), "1,200"),
    ],
)
def test_the_nearest_figure_that_was_printed_keeps_its_unit_and_what_was_said_of_it(
    nearest: Figure, value: str
) -> None:
    sentence = Sentence("nearest", {"printed": nearest, "years": "2019"})
    asked = claim("unquantified - girls", claim_id="longer_than_a_year")
    (said_so,) = explained(Judgement(asked, "qualified", [sentence]), "en")
    assert f"in 2019, {value} had been exploited" in said_so and "(Newspaper)" in said_so


@pytest.mark.parametrize(
    ("text", "number"),
    [("more_than 6000 girls", "6000"), ("range 2-3 in_view", "2–3"), (FELL, "25 → 8"), ("unquantified - girls", None)],
)
def test_the_number_of_a_claim_is_text_and_a_claim_without_one_has_none(text: str, number: str | None) -> None:
    assert claimed(claim(text)) == number


def test_what_a_claim_does_not_have_is_read_as_an_empty_text_or_no_number() -> None:
    row = vars(claim("unquantified - girls")) | dict.fromkeys(("unit", "base_years", "claimed_value"), pd.NA)
    read = read_claim(row)
    assert (read.unit, read.base_years, pd.isna(read.claimed_value)) == ("", "", True)


def test_what_was_to_be_said_at_the_signing_is_beside_what_is_to_be_said_now() -> None:
    columns = ["claim_id", "verdict", "computed", "explanation_nl", "explanation_en"]
    now = pd.DataFrame([["b", "contradicted", "5", "nee", "no"], ["a", "supported", "1", "ja", "yes"]], columns=columns)
    then = pd.DataFrame([["b", "qualified", "6", "deels", "partly"]], columns=columns)
    both = with_first_judgement(now, then)
    assert list(both.columns) == [*columns, "verdict_when_signed", "computed_when_signed",
                                  "explanation_when_signed_nl", "explanation_when_signed_en"]  # fmt: skip
    assert both.iloc[0].to_list() == ["b", "contradicted", "5", "nee", "no", "qualified", "6", "deels", "partly"]
    assert both.iloc[1].to_list()[:5] == ["a", "supported", "1", "ja", "yes"]
    assert both.iloc[1, 5:].isna().all(), "a claim that was not known then has nothing beside it"


# By the published figures


def judged(**figure: Any) -> dict[str, Judgement]:
    """Return the claims by the published figures of September 2026 with one more."""
    known, figures = known_in("2026-09"), with_made_up(**figure)
    return {each.claim.claim_id: each for each in judgements(known.claims, figures, known.formulas)}


def test_a_newer_estimate_for_the_girls_would_supersede_the_claim_and_a_misquotation_would_not() -> None:
    girls = {"quantity_id": "estimate-dutch-minor-girls-sexual"}
    newer = judged(**girls, reference_year="2019", value=800.0, series="second_estimate")
    assert newer["dutch_girls_1300"].verdict == "superseded"
    # 29 of 800 is 3.6%, and 29 of the 1,320 of before was 2.2%.
    assert newer["in_view_2_to_3_percent"].verdict == "superseded"
    wrong = judged(**girls, reference_year="2010-2015", value=1450.0, series="first_estimate")
    assert wrong["dutch_girls_1300"].computed == "1320"


def test_each_claim_keeps_what_was_to_be_said_of_it_when_the_pledge_was_signed() -> None:
    # March 2021 has the first estimate, 6,250 (5,000-7,500) and 1,320; the second one is of November 2021.
    assert set(balance_of("2021-03")["estimate_series"].dropna()) == {"first_estimate"}
    claims = months.reconciled("2026-09").claims.set_index("claim_id")
    assert tuple(claims.loc["more_than_6000", ["verdict_when_signed", "verdict"]]) == ("qualified", "superseded")
    assert tuple(claims.loc["dutch_girls_1300", ["verdict_when_signed", "verdict"]]) == ("qualified", "qualified")
    then = claims.loc["more_than_6000", "explanation_when_signed_en"]
    assert "6,250" in then and "second estimate" not in then
