"""What several editions printed of the same count: in their order, of one series, with the change."""

from support.months import reconciled


def run(month: str, quantity_id: str, year: str, series: str) -> list[tuple[str, float]]:
    rows = reconciled(month).revisions
    own = rows[(rows["quantity_id"] == quantity_id) & (rows["reference_year"] == year) & (rows["series"] == series)]
    assert own["edition"].to_list() == list(range(1, len(own) + 1))
    return list(own[["edition_of", "value"]].itertuples(index=False, name=None))


def test_a_revised_total_has_what_the_first_and_the_newest_edition_printed() -> None:
    """958 over 2017 in the monitor 2013-2017, 956 in that of 2014-2018; 1,256 and 1,255 over 2014."""
    series = "rapporteur_yearly"
    assert run("2026-10", "registered-all", "2017", series) == [("SMM-2013-2017", 958), ("SMM-2014-2018", 956)]
    assert run("2026-10", "registered-all", "2014", series) == [("SMM-2013-2017", 1256), ("SMM-2014-2018", 1255)]


def test_two_ways_of_counting_are_never_one_run() -> None:
    """1,561 over 2014 in the older count is no revision of 1,256; 1,372 over 2019 in CoMensha's none of 1,334."""
    assert {value for _, value in run("2026-10", "registered-all", "2014", "until_2016")} == {1561}
    assert {value for _, value in run("2026-10", "registered-all", "2019", "comensha_register")} == {1372}
    assert {value for _, value in run("2026-10", "registered-all", "2019", "rapporteur_yearly")} == {1334}


def test_what_was_revised_most_comes_first_and_each_change_is_from_the_edition_before() -> None:
    rows = reconciled("2026-10").revisions
    newest = rows.groupby(["quantity_id", "reference_year", "series"], sort=False)["change_from_first"].last().abs()
    assert newest.is_monotonic_decreasing and newest.iloc[0] == 2
    assert rows["change"].isna().sum() == (rows["edition"] == 1).sum() == len(newest)


def test_a_month_knows_the_editions_that_were_out_by_then() -> None:
    """The monitor 2014-2018 came out in October 2019, that of 2016-2020 in December 2021."""
    assert run("2021-11", "registered-all", "2019", "rapporteur_yearly") == []
    assert len(run("2021-12", "registered-all", "2019", "rapporteur_yearly")) == 2


def test_estimates_shares_and_what_is_only_about_or_at_least_are_left_out() -> None:
    measures = reconciled("2026-10").sources.quantities.set_index("quantity_id")["measure"]
    assert set(reconciled("2026-10").revisions["quantity_id"].map(measures)) == {"registered_persons"}
