"""One table over several months, and the parts of a total as shares of it."""

import pandas as pd

from analysis import desk
from support.months import reconciled


def test_a_table_over_several_months_has_each_row_as_it_was_known_at_the_end_of_its_month():
    claims = desk.over_months("claims", ["2021-10", "2021-11"], where="claim_id == 'more_than_6000'")
    assert claims[["month", "verdict"]].to_numpy().tolist() == [["2021-10", "qualified"], ["2021-11", "superseded"]]


def test_shares_are_of_the_total_of_their_own_year_and_series_and_name_both_editions():
    shares = desk.shares_by(reconciled("2026-10"), "age_group").set_index(["reference_year", "quantity_id"])
    # 288 of 1,150 (25.0%) and 108 of 1,334 (8.1%): Slachtoffermonitor 2015-2019, its total of 2015 of 2012-2016.
    of_2015 = shares.loc[("2015", "registered-minors")]
    assert (of_2015["value"], of_2015["value_of_total"], round(of_2015["share_percent"], 1)) == (288, 1150, 25.0)
    assert (of_2015["edition"], of_2015["edition_of_total"]) == ("SMM-2015-2019", "SMM-2012-2016")
    assert round(shares.loc[("2019", "registered-minors"), "share_percent"], 1) == 8.1


def test_an_average_per_year_is_no_share_of_a_total_over_years():
    shares = pd.concat(desk.shares_by(reconciled("2026-10"), each) for each in ("exploitation_form", "nationality"))
    assert not shares["quantity_id"].str.contains("average").any()


def test_a_table_to_browse_is_the_one_in_words_where_nothing_shows_it_otherwise():
    """itables is of JupyterLab's environment alone; in a build the text of a notebook is that of `readable`."""
    month = reconciled("2021-03")
    assert repr(desk.browse(month, "claims")) == repr(desk.readable(month, "claims"))
