"""Which sentence explains a difference, and with which facts, on figures made up for each case."""

from typing import Any

import pandas as pd
import pytest

from analysis.core.wording import wording
from analysis.figures.checks import Check, Derived
from analysis.figures.explanations import explain_check, explain_derived, explain_relation, figure_in_words
from analysis.figures.records import Figure, Formula, source_in_words
from support.few_figures import Judged, check_of, estimate, figure, judged, quantities

SECOND = {"series": "second_estimate", "reference_year": "2016-2019"}
REGISTER = {"series": "comensha_register"}
VICTIMS = "registered victims of human trafficking"
DELIVERY = "the yearly delivery to the National Rapporteur"
OF_REGISTER = "the register of CoMensha, which is updated later"
SECOND_STUDY = "the second estimate (WODC)"


def label(quantity: str, language: str = "en") -> str:
    return quantities()[quantity].label(language)


def said(key: str, language: str = "en", **facts: Any) -> str:
    return wording(language).say(f"figures.{key}", **facts)


def of(found: Judged, figure_id: str, language: str = "en") -> str:
    """Return why a figure differs from what it was compared with."""
    return explain_relation(found.relations[figure_id], language)


def implied(value: Derived, language: str = "en") -> str:
    return explain_derived(value, quantities()[value.quantity_id], language)


def told(check: Check, language: str = "en") -> str:
    return explain_check(check, language)


COUNTED = figure("f1", 1334.0)
BASE = {"value_b": "1,334", "source_b": "Monitor-New, 2022"}
PAPER = {"year": "2019", "source_a": "Paper-1, 2022", "what": VICTIMS}


# A figure and what it was compared with


def test_a_difference_is_said_in_the_numbers_and_words_of_each_language() -> None:
    found = judged(COUNTED, figure("f2", 1325.0, "MONITOR-OLD"))
    facts = {"year": "2019", "source_a": "Monitor-Old, 2020", "source_b": "Monitor-New, 2022"}
    assert of(found, "f2") == said("revised", **facts, value_a="1,325", value_b="1,334", what=VICTIMS)
    dutch = label("registered-all", "nl")
    assert of(found, "f2", "nl") == said("revised", "nl", **facts, value_a="1.325", value_b="1.334", what=dutch)


def test_a_conflict_and_a_quotation_are_said_with_who_quotes_what() -> None:
    assert of(judged(COUNTED, figure("f2", 1335.0, "PAPER-1")), "f2") == said(
        "conflict", **PAPER, **BASE, value_a="1,335"
    )
    quoting = figure("f2", 1343.0, "PAPER-1", quotes="MONITOR-NEW")
    facts = PAPER | {"source_a": said("quoting", source="Paper-1, 2022", edition="Monitor-New, 2022")}
    assert of(judged(COUNTED, quoting), "f2") == said("quoted_wrongly", **facts, **BASE, value_a="1,343")


def test_the_number_of_an_earlier_edition_is_said_with_that_edition() -> None:
    found = judged(figure("f1", 1325.0, "MONITOR-OLD"), figure("f2", 1334.0), figure("f3", 1325.0, "PAPER-1"))
    assert of(found, "f3") == said("revised_repeated", **PAPER, **BASE, value_a="1,325", source_c="Monitor-Old, 2020")


def test_numbers_of_two_counts_are_said_with_the_names_of_the_counts() -> None:
    register = figure("f2", 1372.0, "REGISTER", **REGISTER)
    facts = PAPER | {"source_a": "Register, 2021"} | BASE
    expected = said("other_series", **facts, value_a="1,372", series_a=OF_REGISTER, series_b=DELIVERY)
    assert of(judged(COUNTED, register), "f2") == expected
    swapped = judged(COUNTED, register, figure("f3", 1334.0, "PAPER-1", **REGISTER))
    assert of(swapped, "f3") == said(
        "other_series_number", **PAPER, value_a="1,334", series_a=OF_REGISTER, value_b="1,372",
        source_b="Register, 2021", series_c=DELIVERY,
    )  # fmt: skip


def test_an_estimate_beside_the_newest_study_is_said_with_the_years_of_that_study() -> None:
    study = estimate("f1", 5000.0, "STUDY-2", **SECOND)
    lone = {"reference_year": "2012", "series": "other"}
    facts = {
        "year": "2012", "source_a": "Paper-1, 2022", "value_a": "30,000", "value_b": "5,000",
        "source_b": "Study-2, 2021", "year_b": "2016–2019", "series_b": SECOND_STUDY,
        "series_a": "an estimate without a known basis",
    }  # fmt: skip
    found = judged(study, estimate("f2", 30000.0, "PAPER-1", **lone))
    assert of(found, "f2") == said("other_series_study", **facts, what=label("estimate-all"))
    girls = estimate("f2", 30000.0, "PAPER-1", quantity_id="estimate-minor-girls-sexual", **lone)
    wider = facts | {"what": label("estimate-minor-girls-sexual"), "what_b": label("estimate-all")}
    assert of(judged(study, girls), "f2") == said("other_series_wider", **wider)


def test_a_dropped_word_is_said_with_the_group_that_has_the_number() -> None:
    dutch = figure("f1", 132.0, quantity_id="registered-domestic-sexual")
    lost = figure("f2", 132.0, "PAPER-1", quantity_id="registered-sexual")
    facts = PAPER | {"what": label("registered-sexual"), "value_a": "132"}
    assert of(judged(dutch, lost), "f2") == said(
        "qualifier_dropped", **facts, value_b="132", source_b="Monitor-New, 2022",
        what_b=label("registered-domestic-sexual"), year_b="2019",
    )  # fmt: skip


def test_a_dropped_bound_is_said_with_the_bound() -> None:
    found = judged(estimate("f1", 6000.0, qualifier="more_than"), estimate("f2", 6000.0, "PAPER-1", quotes="STUDY-1"))
    assert of(found, "f2") == said(
        "qualifier_dropped_quote", year="2014–2015", what=label("estimate-all"), value_a="6,000",
        source_a=said("quoting", source="Paper-1, 2022", edition="Study-1, 2017"), value_b="more than 6,000",
    )  # fmt: skip


def test_groups_or_years_that_were_mixed_up_are_said_with_the_other_one() -> None:
    mixed = judged(
        figure("f1", 68.0, quantity_id="registered-minors"),
        figure("f2", 152.0, quantity_id="registered-aged-18-22"),
        figure("f3", 152.0, "PAPER-1", quantity_id="registered-minors"),
    )
    facts = PAPER | {"what": label("registered-minors"), "value_a": "152", "source_b": "Monitor-New, 2022"}
    third = {"source_c": "Monitor-New, 2022", "what_c": label("registered-aged-18-22"), "year_c": "2019"}
    assert of(mixed, "f3") == said("quoted_wrongly_explained", **facts, value_b="68", **third)
    share = {"quantity_id": "share-minors"}
    years = judged(
        figure("f1", 7.0, **share),
        figure("f2", 25.3, "MONITOR-OLD", decimals=1, reference_year="2015", **share),
        figure("f3", 25.3, "PAPER-1", decimals=1, **share),
    )
    facts = PAPER | {"what": label("share-minors"), "value_a": "25.3%", "source_b": "Monitor-New, 2022"}
    assert of(years, "f3") == said(
        "other_base_explained", **facts, value_b="7%", source_c="Monitor-Old, 2020", year_c="2015"
    )


def test_reports_for_persons_are_said_with_what_they_are() -> None:
    found = judged(
        figure("f1", 329.0, quantity_id="reports-by-police"),
        figure("f2", 329.0, "PAPER-1", quantity_id="registered-by-police"),
    )
    facts = PAPER | {"what": label("registered-by-police"), "value_a": "329", "source_b": "Monitor-New, 2022"}
    assert of(found, "f2") == said("reports_for_persons", **facts, what_b=label("reports-by-police"))


def test_an_estimate_that_became_narrower_is_said_with_its_range_or_as_a_minimum() -> None:
    facts = {
        "year": "2014–2015",
        "source_a": "Paper-1, 2022",
        "what": label("estimate-all"),
        "source_b": "Study-1, 2017",
    }
    ranged = judged(
        estimate("f1", None, lower=5000.0, upper=7500.0), estimate("f2", None, "PAPER-1", lower=5000.0, upper=7000.0)
    )
    assert of(ranged, "f2") == said("range_narrowed", **facts, value_a="5,000–7,000", value_b="5,000–7,500")
    least = judged(estimate("f1", 5000.0), estimate("f2", 5000.0, "PAPER-1", qualifier="at_least"))
    assert of(least, "f2") == said("made_a_minimum", **facts, value_a="at least 5,000", value_b="5,000")


def test_what_was_decided_is_said_of_the_figure_that_is_used_and_what_was_printed_of_the_other() -> None:
    corrected = figure("f1", 1300.0, decision="correct", used_value=1334.0)
    other = figure("f2", 1335.0, "PAPER-1", decision="accept")
    assert of(judged(corrected, other), "f2") == said("conflict", **PAPER, **BASE, value_a="1,335")
    printed = figure("f2", 1300.0, "PAPER-1", used_value=1335.0)
    assert of(judged(COUNTED, printed), "f2") == said("conflict", **PAPER, **BASE, value_a="1,300")


def test_what_must_be_said_with_a_figure_is_said_once_for_each() -> None:
    inferred = figure("f1", 1334.0, reserve="year_inferred")
    found = judged(inferred, figure("f2", 1325.0, "MONITOR-OLD", reserve="series_inferred"))
    difference = said("revised", **PAPER | {"source_a": "Monitor-Old, 2020"}, **BASE, value_a="1,325")
    series, year = (
        said("reserve.series_inferred", value="1,325", series=DELIVERY),
        said("reserve.year_inferred", value="1,334", year="2019"),
    )
    assert of(found, "f2") == " ".join([difference, series, year])
    known = judged(COUNTED, figure("f2", 1325.0, "MONITOR-OLD", reserve="form_known"))
    assert of(known, "f2").endswith(said("reserve.form_known", value="1,325", source="Monitor-Old, 2020"))
    # What explains it too, and one that is the base and the explanation as well only once.
    dutch = figure("f1", 132.0, quantity_id="registered-domestic-sexual", reserve="year_inferred")
    lost = judged(dutch, figure("f2", 132.0, "PAPER-1", quantity_id="registered-sexual"))
    assert of(lost, "f2").count(said("reserve.year_inferred", value="132", year="2019")) == 1
    repeated = judged(
        figure("f1", 1325.0, "MONITOR-OLD", reserve="year_inferred"),
        figure("f2", 1334.0),
        figure("f3", 1325.0, "PAPER-1"),
    )
    assert of(repeated, "f3").endswith(said("reserve.year_inferred", value="1,325", year="2019"))


# What does not add up


FIGURE = {"year": "2019", "source_a": "Monitor-New, 2022"}
COUNTS = figure("f2", 68.0, quantity_id="registered-minors"), figure("f3", 984.0)


def test_a_share_that_does_not_fit_is_said_with_its_counts() -> None:
    share = figure("f1", 12.0, quantity_id="share-minors", reserve="year_inferred")
    facts = FIGURE | {"value_a": "12%", "what": label("share-minors"), "above": "68", "below": "984", "derived": "6.9%"}
    check = check_of("share", share, *COUNTS)
    reserve = said("reserve.year_inferred", value="12%", year="2019")
    assert told(check) == said("share_mismatch_share", **facts) + " " + reserve
    dutch = facts | {"what": label("share-minors", "nl"), "derived": "6,9%"}
    assert told(check, "nl").startswith(said("share_mismatch_share", "nl", **dutch))


def test_a_share_of_another_count_is_said_so_though_it_is_of_an_estimate() -> None:
    own = figure("f2", 291.0, quantity_id="registered-minors", **REGISTER), figure("f3", 1321.0, **REGISTER)
    other = figure("f4", 288.0, quantity_id="registered-minors"), figure("f5", 1150.0)
    check = check_of("share", figure("f1", 25.0, quantity_id="share-minors", **REGISTER), *own, *other)
    facts = FIGURE | {
        "value_a": "25%",
        "what": label("share-minors"),
        "above": "291",
        "below": "1,321",
        "derived": "22%",
    }
    assert told(check) == said("other_base_share", **facts)


def test_a_share_of_an_estimate_is_said_over_its_range() -> None:
    in_view = {"quantity_id": "share-in-view-all", "series": "first_estimate", "reference_year": "2016"}
    study = estimate("f3", 6250.0, reference_year="2016", lower=5000.0, upper=7500.0)
    check = check_of("share", figure("f1", 30.0, **in_view), figure("f2", 1000.0, reference_year="2016"), study)
    assert told(check) == said(
        "share_mismatch_estimate", year="2016", source_a="Monitor-New, 2022", value_a="30%",
        what=label("share-in-view-all"), above="1,000", below="6,250 (5,000–7,500)",
        derived="16%", least="13.3%", most="20%",
    )  # fmt: skip


def test_changes_and_ratios_are_said_with_their_two_numbers() -> None:
    years = figure("f8", 1000.0, reference_year="2018"), figure("f9", 1200.0)
    change = check_of("change", figure("f1", 30.0, quantity_id="change-registered-all", unit="percent"), *years)
    facts = FIGURE | {"what": label("change-registered-all"), "value_a": "30%"}
    assert told(change) == said("share_mismatch_change", **facts, above="1,200", below="1,000", derived="20%")
    formula = [
        Formula("made-up", "ratio", "ratio-estimate-to-registered", ("reports-all", "registered-all"), False, False)
    ]
    numbers = figure("f2", 4000.0, quantity_id="reports-all"), figure("f3", 1000.0)
    ratio = judged(figure("f1", 6.0, quantity_id="ratio-estimate-to-registered"), *numbers, made_of=formula)
    facts = FIGURE | {"what": label("ratio-estimate-to-registered"), "value_a": "6"}
    expected = said("share_mismatch_ratio", **facts, above="4,000", below="1,000", derived="4")
    assert told(ratio.check("f1", "ratio")) == expected
    # A quotient is said with one decimal, and that nothing changed is said as well.
    uneven = numbers[0], figure("f3", 1300.0)
    ratio = judged(figure("f1", 6.0, quantity_id="ratio-estimate-to-registered"), *uneven, made_of=formula)
    expected = said("share_mismatch_ratio", **facts, above="4,000", below="1,300", derived="3.1")
    assert told(ratio.check("f1", "ratio")) == expected
    same = years[0], figure("f9", 1000.0)
    change = check_of("change", figure("f1", 30.0, quantity_id="change-registered-all", unit="percent"), *same)
    assert told(change).endswith("0%.")


def test_a_share_that_implies_another_whole_is_said_with_its_count() -> None:
    figures = []
    for place, (name, count, percent) in enumerate(
        [("police", 300.0, 30.0), ("fairwork", 200.0, 20.0), ("border-police", 50.0, 9.0)]
    ):
        figures.append(figure(f"c{place}", count, quantity_id=f"reports-by-{name}"))
        figures.append(figure(f"s{place}", percent, quantity_id=f"share-of-reports-by-{name}"))
    check = judged(*figures).check("s2", "base")
    facts = FIGURE | {"value_a": "9%", "what": label("share-of-reports-by-border-police"), "derived": "5%"}
    assert told(check) == said("share_mismatch_base", **facts, above="50")


def test_a_part_and_its_whole_are_said_with_both_groups() -> None:
    check = check_of("part", figure("f1", 1000.0, quantity_id="registered-minors"), figure("f2", 984.0))
    facts = FIGURE | {"value_a": "1,000", "what": label("registered-minors")}
    assert told(check) == said("impossible", **facts, derived="984", what_b=VICTIMS)


def test_a_value_outside_its_range_is_said_with_the_range_and_where_it_was_printed() -> None:
    found = judged(estimate("f1", 9000.0, "MONITOR-OLD"), estimate("f2", None, lower=5000.0, upper=7500.0))
    assert told(found.check("f1", "range")) == said(
        "impossible_range", year="2014–2015", source_a="Monitor-Old, 2020", value_a="9,000",
        what=label("estimate-all"), range_b="5,000–7,500", source_b="Study-1, 2017",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("whole", "overlap", "key"), [(90.0, False, "sum_mismatch"), (70.0, True, "overlap"), (70.0, False, "sum_mismatch")]
)
def test_parts_are_said_with_who_printed_them(whole: float, overlap: bool, key: str) -> None:
    formula = Formula(
        "made-up",
        "sum",
        "registered-all",
        ("registered-by-police", "registered-by-others", "registered-by-border-police"),
        overlap,
        True,
    )
    parts = (
        figure("f2", 50.0, "DATASET", quantity_id="registered-by-police"),
        figure("f3", 20.0, "REGISTER", quantity_id="registered-by-others"),
        figure("f4", 10.0, "DATASET", quantity_id="registered-by-border-police"),
    )
    check = check_of("parts", figure("f1", whole), *parts, made_of=[formula])
    facts = FIGURE | {"value_a": f"{whole:.0f}", "what": VICTIMS, "derived": "80", "terms": "50 + 20 + 10"}
    assert told(check) == said(f"{key}_parts", **facts, source_parts="Dataset, 2022, Register, 2021")


def test_shares_that_make_no_hundred_are_said_with_what_it_would_have_to_be() -> None:
    men, women = figure("f1", 45.0, quantity_id="share-male"), figure("f2", 60.0, quantity_id="share-female")
    formula = [Formula("made-up", "complement", "share-male", ("share-female",), False, False)]
    check = check_of("complement", men, women, made_of=formula)
    expected = said("sum_mismatch_hundred", **FIGURE, value_a="45%", what=label("share-male"), derived="40%")
    assert told(check) == expected
    hundred = [Formula("made-up", "hundred", "", ("share-male", "share-female"), False, True)]
    assert told(check_of("hundred", men, women, made_of=hundred)) == expected
    overlap = [Formula("made-up", "hundred", "", ("share-male", "share-female"), True, True)]
    assert told(check_of("hundred", men, women, made_of=overlap)) == said(
        "overlap_hundred", **FIGURE, value_a="45%", what=label("share-male"), terms="45% + 60%"
    )


YEARS = [Formula("made-up", "years", "registered-all", ("registered-all",), False, False)]
THREE = [figure(f"y{n}", value, reference_year=f"201{n}") for n, value in [(7, 100.0), (8, 200.0), (9, 300.0)]]
TOTAL = {"year": "2017–2019", "source_a": "Monitor-New, 2022", "what": VICTIMS}


def total(value: float, **changes: Any) -> Figure:
    return figure("f1", value, reference_year="2017-2019", **changes)


def test_years_that_do_not_add_up_are_said_with_each_of_them() -> None:
    check = check_of("years", total(610.0), *THREE, made_of=YEARS)
    terms = {"derived": "600", "terms": "100 + 200 + 300"}
    assert told(check) == said("sum_mismatch_years", **TOTAL, value_a="610", **terms)
    short = check_of("years", total(250.0), *THREE[:2], made_of=YEARS)
    assert told(short) == said("impossible_years", **TOTAL, value_a="250", derived="300", terms="100 + 200")


def test_a_total_on_another_count_is_said_with_both_sums() -> None:
    other = [
        figure(f"r{n}", value, "REGISTER", reference_year=f"201{n}", **REGISTER)
        for n, value in [(7, 110.0), (8, 210.0), (9, 310.0)]
    ]
    facts = TOTAL | {"value_a": "630", "series_a": DELIVERY, "series_b": OF_REGISTER, "terms": "110 + 210 + 310"}
    both = check_of("years", total(630.0), *THREE, *other, made_of=YEARS)
    assert told(both) == said("other_series_years", **facts, own=said("other_series_years_own", own_derived="600"))
    lacking = check_of("years", total(630.0), *THREE[:2], *other, made_of=YEARS)
    assert told(lacking) == said("other_series_years", **facts, own="").strip()


def test_a_total_that_borrows_years_is_said_with_the_count_that_lends_them() -> None:
    register = [
        figure(f"r{n}", value, "REGISTER", reference_year=f"201{n}", **REGISTER)
        for n, value in [(8, 210.0), (9, 310.0)]
    ]
    facts = TOTAL | {"value_a": "640", "series_a": DELIVERY, "series_b": OF_REGISTER, "own_derived": "600"}
    one = judged(total(640.0, **REGISTER), *THREE, *register, made_of=YEARS)
    assert told(one.check("f1", "years")) == said(
        "other_series_implied", **facts, implied_year="2017", implied="120", printed="100", terms="120 + 210 + 310"
    )
    assert implied(one.derived[0], "en") == said(
        "derived.implied_year", what=VICTIMS, year="2017", series=OF_REGISTER, value="120", whole="640",
        period="2017–2019", source="Monitor-New, 2022", printed="100",
    )  # fmt: skip
    two = check_of("years", total(640.0, **REGISTER), *THREE, register[1], made_of=YEARS)
    assert told(two) == said("other_series_lacking", **facts)


def test_a_value_that_nobody_printed_is_said_with_what_it_follows_from() -> None:
    (missing,) = judged(total(600.0), *THREE[:2], made_of=YEARS).derived
    facts = {
        "year": "2019",
        "series": DELIVERY,
        "period": "2017–2019",
        "source": "Monitor-New, 2022",
        "terms": "100 + 200",
    }
    expected = said("derived.missing_year", **facts, what=VICTIMS, value="300", whole="600")
    assert implied(missing, "en") == expected
    dutch = facts | {"what": label("registered-all", "nl"), "series": said("series.rapporteur_yearly", "nl")}
    assert implied(missing, "nl") == said("derived.missing_year", "nl", **dutch, value="300", whole="600")
    (about,) = judged(total(600.0, qualifier="about"), *THREE[:2], made_of=YEARS).derived
    assert implied(about, "en") == said(
        "derived.missing_year", **facts, what=VICTIMS, value="250–350", whole="about 600"
    )
    figures = []
    for place, (name, count, percent) in enumerate([("police", 329.0, 31.0), ("fairwork", 257.0, 24.2)]):
        figures.append(figure(f"c{place}", count, quantity_id=f"reports-by-{name}"))
        figures.append(figure(f"s{place}", percent, "DATASET", quantity_id=f"share-of-reports-by-{name}", decimals=1))
    (base,) = judged(*figures).derived
    assert implied(base, "en") == said(
        "derived.base", what=label("reports-all"), year="2019", series=DELIVERY, value="1,060–1,063", count="2",
        source="Dataset, 2022",
    )  # fmt: skip


# Amounts and sources


def test_of_units_only_the_percentage_is_said() -> None:
    share = figure("f1", 25.0, quantity_id="share-minors", qualifier="more_than")
    ratio = figure("f1", 4.0, quantity_id="ratio-estimate-to-registered", lower=3.0, upper=5.0)
    assert figure_in_words(share, wording("en")) == "more than 25%"
    assert figure_in_words(ratio, wording("en")) == "4 (3–5)"


def test_a_number_is_shown_as_used_where_that_is_asked() -> None:
    corrected = figure("f1", 1300.0, used_value=1334.0)
    assert figure_in_words(corrected, wording("en")) == "1,300"
    assert figure_in_words(corrected, wording("en"), as_used=True) == "1,334"


def test_a_publication_without_a_date_is_its_publisher() -> None:
    assert source_in_words({"publisher": "Paper", "published_on": "2022-08-01"}) == "Paper, 2022"
    assert source_in_words({"publisher": "Paper", "published_on": "2022"}) == "Paper, 2022"
    assert source_in_words({"publisher": "Paper", "published_on": None}) == "Paper"
    assert source_in_words({"publisher": "Paper", "published_on": pd.NA}) == "Paper"
