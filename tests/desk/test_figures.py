"""What notebook 1 shows an analyst: what is new, what disagrees, what waits for a decision."""

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

from analysis import desk
from analysis.core.parameters import Month
from analysis.core.wording import wording
from analysis.figures import reconcile_figures
from analysis.figures.waiting import SERIOUSNESS, WAITING_KINDS, waiting_figures
from analysis.reconciliation import Reconciliation, reconcile
from analysis.sources import as_of
from support.months import checked_tables, reconciled
from support.new_edition import with_new_edition

NEWEST = "2026-09"


# --- What is new


def test_forms_that_make_more_than_the_total_of_a_new_edition_are_new_with_their_size(tmp_path: Path) -> None:
    printed = {"registered_all": 1000, "registered_sexual": 800, "registered_criminal": 300}
    data = with_new_edition(tmp_path, **printed)
    said = repr(desk.what_is_new(reconcile(Month.parse("2026-10"), data)))
    assert "one sum of parts above its total" in said
    assert "in 2025 by exploitation form makes 1,100, 100 more than its total of 1,000 (10%)" in said
    # It is no difference, and the month after it is not new.
    assert "new difference" not in said
    assert "by exploitation form" not in repr(desk.what_is_new(reconcile(Month.parse("2026-11"), data)))


def test_a_difference_that_was_there_before_is_not_new() -> None:
    before, now = ({*reconciled(text).figures.discrepancies["discrepancy_id"]} for text in ("2021-11", "2021-12"))
    said = repr(desk.what_is_new(reconciled("2021-12")))
    assert f"{len(now - before)} new differences" in said
    assert all(name in said for name in now - before)
    assert not any(f"{name} |" in said for name in now & before)
    assert "68 of 984" in said, "with the explanation of each"
    assert any(name.startswith("share-minors/2020/f245/") for name in now - before)


def test_changes_with_one_reason_are_folded_below_it_also_if_it_is_several_publications() -> None:
    month = reconciled("2025-10")
    kinds, because = month.changes["kind"], "JC-2024|ANP-2025-10-17"
    changes = month.changes.assign(because=month.changes["because"].mask(kinds == "figure", because))
    html = desk.what_is_new(replace(month, changes=changes)).html
    edition, press = "Nationaal Rapporteur Mensenhandel, 2025", "ANP, 2025"
    changed = f"{(kinds == 'figure').sum()} changes"
    assert f"<summary>{edition} and {press} (JC-2024, ANP-2025-10-17): {changed}</summary>" in html


# --- What disagrees


def test_each_discrepancy_is_shown_once_with_its_explanation_in_both_languages_the_most_serious_first() -> None:
    found, shown = reconciled(NEWEST).figures.discrepancies, desk.what_disagrees(reconciled(NEWEST))
    text = " ".join(repr(shown).split())
    assert shown.html.count("<tr>") - shown.html.count("<table") == len(found)
    for sentence in (*found["explanation_en"], *found["explanation_nl"]):
        assert " ".join(sentence.split()) in text
    kinds = {wording("en").say(f"desk.kind.{kind}").capitalize(): kind for kind in SERIOUSNESS}
    order = [kinds[title] for title in re.findall(r"<summary>([^:<]*): [^<]*difference", shown.html)]
    assert order == sorted(set(found["kind"]), key=SERIOUSNESS.index)
    assert order[-1] == "overlap", "no alarm: it comes last"


def test_the_most_serious_are_open_for_as_long_as_they_are_few() -> None:
    html = desk.what_disagrees(reconciled(NEWEST)).html
    opened = [bool(is_open) for is_open in re.findall(r"<details( open)?><summary>[^<]*difference", html)]
    counts = reconciled(NEWEST).figures.discrepancies["kind"].value_counts()
    kinds = counts.reindex([kind for kind in SERIOUSNESS if kind in counts])
    assert opened == [total <= 10 for total in kinds.cumsum()]
    many = reconciled(NEWEST).figures.discrepancies.query("kind == 'other_series'")
    assert len(many) > 10
    figures = replace(reconciled(NEWEST).figures, discrepancies=many)
    assert desk.what_disagrees(replace(reconciled(NEWEST), figures=figures)).html.count("<details open>") == 1


def test_a_row_says_what_was_printed_what_it_was_compared_with_and_what_was_decided() -> None:
    """NJi on 2020: "more than 15%" minors; 68 of 984 (TIP 2022, Slachtoffermonitor 2016-2020) are 6.9%."""
    said = repr(desk.what_disagrees(reconciled(NEWEST)))
    printed = "more than 15% Nederlands Jeugdinstituut In its words: “ruim 15 procent”"
    assert f"{printed} | 6.9% computed | Decision d02: excluded For 2020" in said
    decided = re.findall(r"<strong>Decision (d\d+)", desk.what_disagrees(reconciled(NEWEST)).html)
    assert sorted(decided) == ["d02", "d03", "d04", "d05", "d06"]


def test_every_kind_of_discrepancy_has_its_place_and_its_words() -> None:
    kinds = "revised other_series other_definition other_base quoted_wrongly qualifier_dropped range_narrowed"
    kinds += " reports_for_persons sum_mismatch share_mismatch overlap conflict impossible"
    assert set(kinds.split()) == {*SERIOUSNESS}
    assert all(wording("en").has(f"desk.kind.{kind}") for kind in (*SERIOUSNESS, *WAITING_KINDS))
    assert all(wording("en").has(f"desk.disagreements.means.{kind}") for kind in SERIOUSNESS)


def test_text_from_a_source_is_never_taken_for_html() -> None:
    known = reconciled(NEWEST)
    hostile = known.figures.discrepancies.assign(explanation_en="<script>alert(1)</script>")
    html = desk.what_disagrees(replace(known, figures=replace(known.figures, discrepancies=hostile))).html
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


# --- What waits


@cache
def without_decisions() -> Reconciliation:
    """The newest month before anyone decided on a figure."""
    tables = checked_tables().tables
    tables = tables | {"decisions_figures": tables["decisions_figures"].iloc[:0]}
    known = replace(reconciled(NEWEST), sources=as_of(Month.parse(NEWEST), replace(checked_tables(), tables=tables)))
    return with_figures(known)


def with_figures(known: Reconciliation) -> Reconciliation:
    return replace(known, figures=reconcile_figures(known.sources))


def test_without_decisions_just_those_wait_that_an_analyst_had_to_decide_on() -> None:
    """Shares and a change that do not fit their counts, and 956 and 75% for 2017, of which no year is printed."""
    waiting = waiting_figures(without_decisions().figures, without_decisions().sources.decisions.figures)
    found = {name: "|".join(each.kinds) for name, each in waiting.items()}
    expected = dict.fromkeys(("f148", "f335", "f245", "f465", "f514"), "share_mismatch")
    expected |= dict.fromkeys(("f120", "f156"), "year_inferred")
    assert {name: found[name] for name in expected} == expected
    assert re.search(r"First reread .* f148[ ,.]", repr(desk.what_waits(without_decisions())))
    # Beside these only what is compared with 956 may wait.
    assert set(found) <= {*expected, "f170"}


def test_an_inferred_year_shows_the_sum_that_closes_with_it() -> None:
    """1,150 + 952 + 956 + 668 + 1,334 = 5,060 (Slachtoffermonitor 2015-2019)."""
    said = repr(desk.what_waits(without_decisions()))
    assert "No year is printed with 956: it is read as 2017." in said
    assert "With it, the total of 2015–2019 closes." in said
    assert all(f"{number}, registered victims" in said for number in ("5,060", "1,150", "952", "668", "1,334"))


def test_what_nobody_can_explain_waits() -> None:
    """NRC, 16 October 2020, gives 668 for 2018; a planted 690 has no edition, count or group that explains it."""
    known = reconciled(NEWEST)
    figures = known.sources.figures
    assert figures.loc[figures["figure_id"] == "f195", "value"].tolist() == [668]
    planted = figures.assign(value=figures["value"].mask(figures["figure_id"] == "f195", 690))
    said = repr(desk.what_waits(with_figures(replace(known, sources=replace(known.sources, figures=planted)))))
    assert "Unexplained: f195: 690, registered victims of human trafficking, 2018 (NRC, 2020)" in said
    assert 'desk.decide_on_figure(month_reconciled, "f195", "correct", corrected_value="NUMBER", reason="")' in said


def test_a_quotation_that_is_never_chosen_does_not_wait() -> None:
    """NJi printed 152 minors for 2020, which are those aged 18 to 22; TIP 2022 quotes the Monitor: 68."""
    found = reconciled(NEWEST).figures.discrepancies
    assert found.loc[found["figure_id"] == "f244", "kind"].tolist() == ["quoted_wrongly"]
    waiting = waiting_figures(reconciled(NEWEST).figures, reconciled(NEWEST).sources.decisions.figures)
    assert "f244" not in waiting
