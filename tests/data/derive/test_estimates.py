"""Our estimates of finer ages: 2018 shares within 2023 totals."""

import pandas as pd
import pytest

from data.derive.estimates import SOURCES, estimates

BANDS = [f"age_{a}" for a in range(0, 95, 5)]
MEMBERS = pd.DataFrame([("01202", "01202"), ("11101", "11100"), ("11102", "11100"), ("07201", "07201")],
                       columns=["unit_code", "city_code"])
NO_CHANGE = pd.DataFrame({"old_code": ["01301"], "unit_code": ["01202"], "share": [1.0]})


def ages_2018(*places):
    """Places of (code, kind, persons in every band but 85+, persons in 85–89 and 90+ each), both sexes alike."""
    rows = [(code, kind, 2040, sex, "ipss_2018", *[many] * 17, few, few)
            for code, kind, many, few in places for sex in ("male", "female")]
    return pd.DataFrame(rows, columns=["code", "kind", "year", "sex", "source_id", *BANDS])


def projected(*units, years=(2040, 2050)):
    rows = [(u, year, age, persons) for u in units for year in years for age, persons in ((None, 1000.0), (65, 400.0), (75, 240.0))]
    return pd.DataFrame(rows, columns=["unit_code", "year", "age_from", "persons"]).astype({"age_from": "Int16"})


def estimated(ages, *units):
    frame, _ = estimates(ages, projected(*units), NO_CHANGE, MEMBERS)
    return frame


def test_85_and_over_is_the_2018_share_of_those_75_and_over():
    frame = estimated(ages_2018(("01202", "2", 10, 5)), "01202")
    aged = frame[frame["source_id"] == "estimate_85"]
    assert aged["persons"].tolist() == [pytest.approx(240 * 10 / 30)]
    assert aged["age_from"].tolist() == [85]
    assert set(frame["flag"]) == {"推計"}


def test_the_three_younger_groups_sum_to_everybody_under_65():
    frame = estimated(ages_2018(("01202", "2", 10, 5)), "01202")
    young = frame[frame["source_id"] == "estimate_ages"].set_index("age_from")
    assert young["persons"].sum() == pytest.approx(1000 - 400)
    assert young.loc[0, "persons"] == pytest.approx(600 * 3 / 13)
    assert young["age_to"].to_dict() == {0: 14, 15: 39, 40: 64}


def test_units_and_years_without_2018_figures_have_no_estimate():
    frame = estimated(ages_2018(("01202", "2", 10, 5)), "01202", "07201")
    assert set(frame["unit_code"]) == {"01202"}
    assert set(frame["year"]) == {2040}


def test_wards_unknown_in_2018_take_the_shares_of_their_city():
    frame = estimated(ages_2018(("11100", "1", 10, 5), ("11101", "0", 10, 20)), "11101", "11102")
    aged = frame[frame["source_id"] == "estimate_85"].set_index("unit_code")["persons"]
    assert aged["11102"] == pytest.approx(240 * 10 / 30)
    assert aged["11101"] == pytest.approx(240 * 40 / 60), "a ward of its own keeps its own"


def test_a_code_of_2018_is_mapped_to_todays_unit():
    assert set(estimated(ages_2018(("01301", "3", 10, 5)), "01202")["unit_code"]) == {"01202"}


def test_a_place_without_anybody_over_75_has_no_share():
    ages = ages_2018(("01202", "3", 10, 0))
    ages[["age_75", "age_80"]] = 0
    assert set(estimated(ages, "01202")["source_id"]) == {"estimate_ages"}


def test_the_sources_say_how_they_were_made():
    assert [s.source_id for s in SOURCES] == ["estimate_85", "estimate_ages"]
    assert all("福島県" in s.caveat and "推計" in s.caveat for s in SOURCES)
