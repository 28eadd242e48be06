"""The rules by which a claim of the pledge is judged, one by one, on figures that are made up."""

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest

from analysis.figures.claim_rules import (
    Claim,
    Evidence,
    Judgement,
    Sentence,
    about,
    more_than,
    share_registered,
    shares_of_two_years,
)
from analysis.figures.claims import claim_in_words, claimed, explanation, with_first_judgement
from analysis.figures.estimates import Estimate
from analysis.figures.records import Figure, Quantity
from analysis.figures.verdicts import Relation
from support import few_figures

NONE = float("nan")


def group(quantity_id: str, **more: str) -> Quantity:
    every = few_figures.quantities()["estimate-all"]
    return replace(every, quantity_id=quantity_id, label_nl=quantity_id, label_en=quantity_id, **more)


def figure(quantity_id: str, year: str, value: float | None, **more: Any) -> Figure:
    """Return a figure as printed in a publication NEWS of 2021."""
    facts = {"publication": "NEWS", "printed_by": "a newspaper", "known_from": date(2021, 3, 1)} | more
    return replace(few_figures.figure("f1", value, reference_year=year), quantity=group(quantity_id), **facts)


def printed(quantity_id: str, year: str, value: float | None = None, reliable: bool = True, **more: Any) -> Relation:
    found = figure(quantity_id, year, value, **more)
    return Relation(found, found, "agree") if reliable else Relation(found, found, "conflict", "conflict")


def study(value: float, *ends: float, number: int = 1, **more: Any) -> tuple[Estimate, float]:
    """Return an estimate of the group `girls`, by the first study unless given otherwise, and its value.

    `ends` are the lower and upper end of its range, and the other upper end.
    """
    facts = {"quantity_id": "girls", "series": "first_estimate", "publication": "FIRST", "year": "2014-2015"}
    if number == 2:
        facts |= {"series": "second_estimate", "publication": "SECOND", "year": "2018-2019"}
    facts |= more
    own = figure(facts["quantity_id"], facts["year"], value, publication=facts["publication"], series=facts["series"])
    names = ("lower", "upper", "upper_alternative")
    by = facts.get("range_publication", facts["publication"])
    ranged = replace(own, publication=by, **dict(zip(names, ends, strict=False))) if ends else None
    return Estimate(own.series, own.quantity_id, own, ranged, own, own.reference_year, 2010), value


def known(
    counts: dict[tuple[str, str], float] | None = None,
    studies: tuple[tuple[Estimate, float], ...] = (),
    also_printed: tuple[Relation, ...] = (),
    **groups: str,
) -> Evidence:
    """Return what is known: counts by quantity and year, each printed in REPORT-<year>; `groups` have a sex."""
    found = {key: figure(*key, value, publication=f"REPORT-{key[1]}") for key, value in (counts or {}).items()}
    quantities = {name: group(name, sex=sex) for name, sex in ({"part": "female", "girls": "female"} | groups).items()}
    return Evidence(
        chosen=found,
        printed=[*(Relation(each, each, "agree") for each in found.values()), *also_printed],
        estimates=[estimate for estimate, _ in studies],
        quantities=quantities | {"share": group("share")},
        shares={"share": ("part", "whole"), "in_view": ("part", "girls")},
        complements={"unseen": "in_view"},
    )


def claim(comparator: str, value: float = NONE, quantity: str = "girls", **more: Any) -> Claim:
    facts = {"claim_id": "dutch_girls_1300", "sort_order": 1, "unit": "persons", "base_years": ""}
    facts |= {"claimed_lower": NONE, "claimed_upper": NONE, "comparator": comparator, "quantity_id": quantity}
    return Claim(**facts | {"claimed_value": value} | more)


def said(judged: Judgement) -> list[str]:
    return [sentence.key for sentence in judged.sentences]


def sentence_of(judged: Judgement, key: str) -> Sentence:
    return next(sentence for sentence in judged.sentences if sentence.key == key)


# More than a number


@pytest.mark.parametrize(
    ("newest", "verdict", "sentences"),
    [
        (study(6001), "supported", ["more_than_supported"]),
        (study(6500, 6000, 7000), "supported", ["more_than_supported"]),
        (study(6500, 5999, 7000), "qualified", ["more_than_qualified"]),
        (study(6000), "contradicted", ["more_than_contradicted"]),
        (study(5000, 4000, 6000), "contradicted", ["more_than_contradicted"]),
        (study(5000, 4000, 6001), "contradicted", ["more_than_contradicted", "within_range"]),
        (
            study(5000, 4000, 7000, 6300),
            "contradicted",
            ["more_than_contradicted", "within_range_two_ends"],
        ),
    ],
)
def test_more_than_a_number_is_more_than_it_and_the_range_begins_no_lower(
    newest: tuple[Estimate, float], verdict: str, sentences: list[str]
) -> None:
    judged = more_than(claim("more_than", 6000), [newest])
    assert (judged.verdict, said(judged)) == (verdict, sentences)
    assert judged.publications == ("FIRST",)


def test_of_the_older_studies_the_last_that_had_more_is_named() -> None:
    older = [study(value, publication=name) for value, name in ((9000, "A"), (8500, "A2"), (8000, "B"), (6000, "C"))]
    judged = more_than(claim("more_than", 6000), [*older, study(5000, 4000, 5500, number=2, range_publication="RANGE")])
    assert said(judged) == ["more_than_contradicted", "older_study"]
    assert sentence_of(judged, "older_study").facts["study"].number == 8000
    assert judged.publications == ("SECOND", "RANGE", "B")


# About a number


@pytest.mark.parametrize(
    ("value", "verdict"), [(1320, "qualified"), (1350, "qualified"), (1250, "qualified"), (1351, "contradicted"),
                           (1249, "contradicted")]
)  # fmt: skip
def test_about_is_what_rounds_to_the_number_with_its_zeros(value: float, verdict: str) -> None:
    only = study(value, 1000, 2000)
    judged = about(claim("about", 1300), [only], known(studies=(only,)))
    assert (judged.verdict, judged.computed) == (verdict, f"{value} (1000–2000)")
    # What rounds to the number is still a level: who are victims in a year, and not who become one.
    sentences = ["about_supported", "level_of_a_year"] if verdict == "qualified" else ["about_contradicted"]
    assert (said(judged), judged.publications) == (sentences, ("FIRST",))


def test_a_newer_estimate_of_the_group_supersedes_the_one_that_was_meant() -> None:
    older = [study(value, publication=name) for value, name in ((1300, "A"), (1310, "A2"), (1320, "B"))]
    judged = about(claim("about", 1300), [*older, study(800, 700, 900, number=2)], known())
    assert (judged.verdict, judged.computed) == ("superseded", "800 (700–900)")
    assert said(judged) == ["about_superseded", "older_study"]
    assert [sentence.facts["study"].number for sentence in judged.sentences] == [800, 1320]
    assert judged.publications == ("SECOND", "B")
    text = explanation(claim("about", 1300), judged.sentences, "en")
    assert text.startswith("The newest estimate says otherwise. The second estimate (WODC) gives about 800 Dutch girls")
    assert text.endswith(". The first estimate (UNODC and National Rapporteur) gave about 1,320 for 2014–2015.")


def test_a_newer_study_without_the_group_is_a_reserve_with_the_smallest_group_around_it() -> None:
    newer = (
        study(5000, number=2, quantity_id="victims"),
        study(2000, number=2, quantity_id="women"),
        study(900, number=2, quantity_id="boys"),
    )
    all_known = known(studies=(study(1320), *newer), victims="all", women="all", boys="male")
    sexual = {name: replace(all_known.quantities[name], exploitation_form="sexual") for name in ("women", "girls")}
    all_known = replace(all_known, quantities={**all_known.quantities, **sexual})
    judged = about(claim("about", 1300), [study(1320)], all_known)
    assert (judged.verdict, said(judged)) == ("qualified", ["about_supported", "level_of_a_year", "left_out_wider"])
    assert sentence_of(judged, "left_out_wider").facts["study"].number == 2000
    assert judged.publications == ("FIRST", "SECOND")


def test_a_newer_study_with_no_group_around_it_is_a_reserve_too() -> None:
    judged = about(
        claim("about", 1300), [study(1320)], known(studies=(study(1320), study(9, number=2, quantity_id="part")))
    )
    assert (judged.verdict, said(judged)) == ("qualified", ["about_supported", "level_of_a_year", "left_out"])
    assert "The second estimate (WODC) is newer" in explanation(claim("about", 1300), judged.sentences, "en")
    assert judged.publications == ("FIRST",)


# A share in view, and out of view

TWO_TO_THREE = {"claimed_lower": 2, "claimed_upper": 3, "unit": "percent"}
IN_VIEW = claim("range", quantity="in_view", **TWO_TO_THREE)
OF_2018 = {("part", "2018"): 20.0}


def registered(count: float, asked: Claim = IN_VIEW, *studies: tuple[Estimate, float], **more: Any) -> Judgement:
    """Return the judgement on a share with so many registered in 2018, of an estimate of 1,000 if none is given."""
    return share_registered(asked, known({("part", "2018"): count}, studies or (study(1000),), **more))


@pytest.mark.parametrize(
    ("comparator", "count", "verdict", "computed"),
    [
        ("range", 20, "qualified", "2"),
        ("range", 30, "qualified", "3"),
        ("range", 22.5, "qualified", "2.3"),
        ("range", 31, "contradicted", "3.1"),
        ("range", 19, "contradicted", "1.9"),
        # About 97 percent not registered leaves one percent, and at least 97 percent leaves none.
        ("about", 20, "qualified", "98"),
        ("about", 40, "qualified", "96"),
        ("about", 41, "contradicted", "95.9"),
        ("about", 19, "contradicted", "98.1"),
        ("at_least", 30, "qualified", "97"),
        ("at_least", 10, "qualified", "99"),
        ("at_least", 31, "contradicted", "96.9"),
    ],
)
def test_a_registered_share_is_compared_with_what_is_claimed_and_never_without_reserve(
    comparator: str, count: float, verdict: str, computed: str
) -> None:
    asked = IN_VIEW if comparator == "range" else claim(comparator, 97, "unseen", unit="percent")
    judged = registered(count, asked)
    assert (judged.verdict, judged.computed, judged.publications) == (verdict, computed, ("REPORT-2018", "FIRST"))
    name, fits = "in_view" if asked is IN_VIEW else "unseen", "fits" if verdict == "qualified" else "differs"
    assert said(judged)[:2] == [f"{name}_{fits}", "counts_registrations"]
    share = count / 10 if asked is IN_VIEW else 100 - count / 10
    assert judged.sentences[0].facts["share"] == pytest.approx(share)


def test_a_share_that_fitted_in_an_older_year_is_superseded() -> None:
    counts = {("part", "2017"): 25.0, ("part", "2018"): 50.0}
    judged = share_registered(IN_VIEW, known(counts, (study(1000),)))
    assert (judged.verdict, judged.computed) == ("superseded", "5")


@pytest.mark.parametrize(
    ("asked", "key", "bound"),
    [
        (IN_VIEW, "in_view_fits_wider", 2.3),
        (claim("about", 97, "unseen", **TWO_TO_THREE), "unseen_fits_wider", 97.7),
    ],
)
def test_where_more_people_are_counted_than_estimated_the_share_is_a_bound(
    asked: Claim, key: str, bound: float
) -> None:
    assert sentence_of(registered(22.22, asked, part="all"), key).facts["share"] == bound


@pytest.mark.parametrize("evidence", [known({}, (study(1000),)), known(OF_2018, ())])
def test_a_share_without_a_count_or_without_an_estimate_is_not_verifiable(evidence: Evidence) -> None:
    assert share_registered(IN_VIEW, evidence).verdict == "not_verifiable"


@pytest.mark.parametrize(
    ("years", "other"),
    [("2018", False), ("2018-2019", False), ("2017-2018", False), ("2014-2017", True), ("2019-2020", True)],
)
def test_that_a_count_is_of_another_year_than_the_estimate_is_said(years: str, other: bool) -> None:
    assert ("other_year" in said(registered(20, IN_VIEW, study(1000, year=years)))) is other


@pytest.mark.parametrize(("printed_in", "nothing_newer"), [(2018, False), (2019, False), (2020, True)])
def test_that_no_newer_count_was_seen_is_said_from_the_second_year_on(printed_in: int, nothing_newer: bool) -> None:
    evidence = known(OF_2018, (study(1000),))
    later = [replace(r, figure=replace(r.figure, known_from=date(printed_in, 3, 1))) for r in evidence.printed]
    judged = share_registered(IN_VIEW, replace(evidence, printed=later))
    assert ("nothing_newer" in said(judged)) is nothing_newer


def test_that_a_newer_study_left_the_group_out_is_said_of_its_share_too() -> None:
    judged = registered(20, IN_VIEW, study(1000), study(5000, number=2, quantity_id="victims"))
    assert sentence_of(judged, "left_out").facts["study"].series == "second_estimate"


EDITION = printed("others", "2016", publication="EDITION", printed_by="an edition")


@pytest.mark.parametrize(
    ("quantity", "row", "found"),
    [
        ("in_view", {"lower": 2, "upper": 3, "quotes": "EDITION"}, True),
        ("in_view", {"lower": 2, "upper": 4, "quotes": "EDITION"}, False),
        ("in_view", {"lower": 2, "upper": 3}, False),
        ("share-of-others", {"lower": 2, "upper": 3, "quotes": "EDITION"}, False),
    ],
)
def test_where_the_range_was_printed_for_the_group_by_who_counts_is_said(
    quantity: str, row: dict[str, Any], found: bool
) -> None:
    quoted = printed(quantity, "2016", **row)
    judged = registered(20, also_printed=(EDITION, quoted), in_view="female")
    assert ("printed_so" in said(judged)) is found
    if found:
        sentence = sentence_of(judged, "printed_so")
        assert (sentence.facts["edition"], sentence.facts["source"]) == ("an edition", "a newspaper")
        assert sentence.publications == ("NEWS",)


def test_a_claim_without_a_range_was_not_printed_as_a_share_without_one() -> None:
    quoted = printed("in_view", "2016", 2.5, quotes="EDITION")
    asked = claim("about", 97, "unseen", unit="percent")
    assert "printed_so" not in said(registered(20, asked, also_printed=(EDITION, quoted)))


# A share that fell between two years

FELL = {"claimed_upper": 25, "claimed_lower": 8, "base_years": "2015|2019", "unit": "percent"}
FELL_SO = {("part", "2015"): 250.0, ("whole", "2015"): 1000.0, ("part", "2019"): 80.0, ("whole", "2019"): 1000.0}


def fell(counts: dict[tuple[str, str], float], *also_printed: Relation) -> Judgement:
    return shares_of_two_years(claim("from_to", quantity="share", **FELL), known(counts, (), also_printed))


@pytest.mark.parametrize(
    ("first", "last", "verdict"),
    [(250, 80, "supported"), (255, 75, "supported"), (256, 80, "contradicted"), (250, 86, "contradicted")],
)
def test_a_fall_is_supported_where_both_shares_are_within_half_a_percent(first: int, last: int, verdict: str) -> None:
    judged = fell(FELL_SO | {("part", "2015"): first, ("part", "2019"): last})
    assert judged.verdict == verdict
    assert said(judged) == [f"from_to_{verdict}", "counted", "counted", "falls_in_registrations"]
    assert judged.computed == f"{first / 10:g} → {last / 10:g}"


@pytest.mark.parametrize("missing", list(FELL_SO))
def test_a_fall_is_not_verifiable_unless_both_counts_of_both_years_are_known(missing: tuple[str, str]) -> None:
    assert fell({key: value for key, value in FELL_SO.items() if key != missing}).verdict == "not_verifiable"
    assert fell(FELL_SO | {missing: None}).verdict == "not_verifiable", "a figure may be a range without a value"


PRINTED_SO = (printed("share", "2015", 25), printed("share", "2019", 8))


@pytest.mark.parametrize(
    ("also_printed", "verdict"),
    [
        (PRINTED_SO, "superseded"),
        (PRINTED_SO[:1], "contradicted"),
        ((PRINTED_SO[0], printed("share", "2018", 8)), "contradicted"),
        ((PRINTED_SO[0], printed("share", "2019", 9)), "contradicted"),
        ((PRINTED_SO[0], printed("share-of-others", "2019", 8)), "contradicted"),
    ],
)
def test_a_fall_that_was_printed_so_and_counted_otherwise_since_is_superseded(
    also_printed: tuple[Relation, ...], verdict: str
) -> None:
    assert fell(FELL_SO | {("part", "2019"): 120.0}, *also_printed).verdict == verdict
    assert fell(FELL_SO, *also_printed).verdict == "supported"


YEAR_BEFORE = {("part", "2018"): 60.0, ("whole", "2018"): 600.0}


@pytest.mark.parametrize(
    ("year_before", "grew"),
    [
        (YEAR_BEFORE, True),
        (YEAR_BEFORE | {("part", "2018"): 80.0}, False),  # as many: no growth
        (YEAR_BEFORE | {("whole", "2018"): 750.0}, False),  # the same share: no fall
        (YEAR_BEFORE | {("whole", "2018"): 900.0}, False),
        ({("part", "2018"): 60.0}, False),
        ({("whole", "2018"): 600.0}, False),
    ],
)
def test_a_share_that_fell_while_the_group_grew_is_said_with_all_four_numbers(
    year_before: dict[tuple[str, str], float], grew: bool
) -> None:
    judged = fell(FELL_SO | year_before)
    assert ("grew_with_total" in said(judged)) is grew
    if grew:
        sentence = sentence_of(judged, "grew_with_total")
        assert sentence.facts == {
            "first": "2018", "last": "2019", "part": 60, "part_last": 80, "whole": 600, "whole_last": 1000,
        }  # fmt: skip
        assert sentence.publications == ("REPORT-2018", "REPORT-2019") * 2


def test_the_share_since_then_is_that_of_the_newest_year_with_both_counts() -> None:
    later = {
        (name, year): value for year in ("2020", "2021", "2022") for name, value in (("part", 90.0), ("whole", 900.0))
    }
    judged = fell(FELL_SO | later | {("part", "2022"): 50.0, ("whole", "2022"): 1000.0, ("part", "2023"): 40.0})
    assert said(judged).count("since_then") == 1
    assert sentence_of(judged, "since_then").facts == {"year": "2022", "part": 50, "whole": 1000, "share": 5}
    assert "since_then" not in said(fell(FELL_SO | {("part", "2022"): 40.0}))


def other_series(part: float, whole: float | None, series: str, day: date, **more: Any) -> tuple[Relation, Relation]:
    facts = {"series": series, "known_from": day} | more
    return printed("part", "2015", part, **facts), printed("whole", "2015", whole, **facts)


def test_a_count_of_another_series_is_named_as_the_first_or_as_another() -> None:
    earlier = other_series(300, 1200, "until_2016", date(2016, 1, 1))
    later = other_series(200, 1000, "comensha_register", date(2023, 1, 1))
    elsewhere = printed("others", "2015", 9, series="comensha_register", known_from=date(2010, 1, 1))
    judged = fell(FELL_SO, *later, *earlier, elsewhere)
    assert said(judged)[3:5] == ["other_count", "first_count"]
    first = sentence_of(judged, "first_count")
    assert first.facts == {"year": "2015", "part": 300, "whole": 1200, "share": 25, "count": "until_2016"}
    assert first.publications == ("NEWS", "NEWS")


@pytest.mark.parametrize(
    "rows",
    [
        other_series(300, 1200, "rapporteur_yearly", date(2016, 1, 1)),
        other_series(300, 1200, "comensha_register", date(2016, 1, 1), reliable=False),
        other_series(300, None, "comensha_register", date(2016, 1, 1)),
        other_series(300, 1200, "comensha_register", date(2016, 1, 1))[:1],
        other_series(300, 1200, "comensha_register", date(2016, 1, 1), reference_year="2016"),
    ],
)
def test_the_same_series_an_unsound_number_or_half_a_share_is_no_other_count(rows: tuple[Relation, ...]) -> None:
    assert said(fell(FELL_SO, *rows)) == ["from_to_supported", "counted", "counted", "falls_in_registrations"]


# How it is said


def test_an_estimate_is_said_with_its_range_where_it_has_one() -> None:
    for ends, computed in (
        ((), "5000"),
        ((4000, 7000), "5000 (4000–7000)"),
        ((4000, 7000, 6300), "5000 (4000–6300/7000)"),
    ):
        judged = more_than(claim("more_than", 4500), [study(5000, *ends)])
        text = explanation(claim("more_than", 4500), judged.sentences, "en")
        assert judged.computed == computed
        assert "for 2014–2015" in text and ("(range " in text.split(". ")[0]) is bool(ends)
    assert "(range 4,000 to 6,300 or 7,000; source: a newspaper)" in text


def test_what_is_claimed_is_said_in_its_unit() -> None:
    text = explanation(IN_VIEW, registered(40).sentences, "en")
    assert text.startswith("Of an estimated 1,000 Dutch girls") and ": 4%, not 2 to 3%." in text
    persons = more_than(claim("more_than", 6000), [study(7000)])
    assert explanation(claim("more_than", 6000), persons.sentences, "en").endswith(
        "gives about 7,000 Dutch girls under 18 who are victims of sexual exploitation a year for 2014–2015: "
        "more than 6,000."
    )


def test_the_count_of_another_series_and_the_years_of_a_fall_are_named_in_words() -> None:
    judged = fell(FELL_SO, *other_series(300, 1200, "comensha_register", date(2016, 1, 1)))
    text = explanation(claim("from_to", quantity="share", **FELL), judged.sentences, "en")
    assert (
        "As first published for 2015 (the register of CoMensha" in text
        and "300 of 1,200: 25% (our computation)." in text
    )
    words = claim_in_words(vars(claim("from_to", claim_id="minors_25_to_8_percent", **FELL)), "en")
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
    sentence = Sentence("nearest", {"printed": nearest, "year": "2019"}, by_claim=True)
    said_so = explanation(claim("unquantified", claim_id="longer_than_a_year"), (sentence,), "en")
    assert f"in 2019, {value} had been exploited" in said_so and "(a newspaper)" in said_so


def test_the_number_of_a_claim_is_text_and_a_claim_without_one_has_none() -> None:
    assert claimed(claim("more_than", 6000)) == "6000"
    assert claimed(claim("range", **TWO_TO_THREE)) == "2–3"
    assert claimed(claim("from_to", **FELL)) == "25 → 8"
    assert claimed(claim("unquantified")) is None


def test_what_was_to_be_said_at_the_signing_stands_beside_what_is_to_be_said_now() -> None:
    columns = ["claim_id", "verdict", "computed", "explanation_nl", "explanation_en"]
    now = pd.DataFrame([["b", "contradicted", "5", "nee", "no"], ["a", "supported", "1", "ja", "yes"]], columns=columns)
    then = pd.DataFrame([["b", "qualified", "6", "deels", "partly"]], columns=columns)
    both = with_first_judgement(now, then)
    assert list(both.columns) == [*columns, "verdict_when_signed", "computed_when_signed",
                                  "explanation_when_signed_nl", "explanation_when_signed_en"]  # fmt: skip
    assert both.iloc[0].to_list() == ["b", "contradicted", "5", "nee", "no", "qualified", "6", "deels", "partly"]
    assert both.iloc[1].to_list()[:5] == ["a", "supported", "1", "ja", "yes"]
    assert both.iloc[1, 5:].isna().all(), "a claim that was not known then has nothing beside it"
    with pytest.raises(pd.errors.MergeError):
        with_first_judgement(now, pd.concat([then, then]))
