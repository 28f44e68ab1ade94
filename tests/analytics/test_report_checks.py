"""Reports to look at again, shares of an area's activity, what speaks for 急性期拠点."""

import numpy as np
import pytest

from analytics import areas
from analytics.acute_hub import target
from analytics.function_states import ENOUGH, MANY, NONE, SMALL, WAITS, WIDE, states
from analytics.hub_evidence import evidence
from analytics.local_share import shares
from analytics.medical_functions import candidates, functions
from analytics.report_checks import checks, to_look_at
from data.official_file import BadFile


@pytest.fixture
def own_file(tmp_path, monkeypatch):
    """own_file(text): a prefecture's own report_checks.toml."""
    def write(text: str) -> None:
        folder = tmp_path / "definitions"
        folder.mkdir(exist_ok=True)
        (folder / "report_checks.toml").write_text(text, "utf-8")
    monkeypatch.setenv("KENIKI_HOME", str(tmp_path))
    return write


@pytest.fixture(scope="module")
def okinawa(board):
    return to_look_at(board, areas.units(board, "47"))


def test_a_hospital_with_acute_beds_but_hardly_any_ambulance_or_operation_is_listed_with_its_figures(okinawa):
    row = okinawa.query("name == '糸数病院' and check == 'acute_without_activity'").iloc[0]
    assert row["figures"] == "高度急性期・急性期 35床、救急車 ＊（1～9）件/年、全身麻酔 0件/年", "masked is 9 at most, and shown as masked"


def test_every_hospital_listed_for_few_operations_is_one_by_plain_counting(board, okinawa):
    rows = board.rows("""
        SELECT facility_id FROM facility_activity JOIN facility USING (facility_id) WHERE published_fy = 'R7' AND unit_code LIKE '47%' GROUP BY 1
        HAVING sum(value) FILTER (item IN ('beds_acute', 'beds_acute_intensive')) >= 20
            AND max(CASE WHEN flag = '*' THEN 9 ELSE value END) FILTER (item = 'ambulances') < 100
            AND max(CASE WHEN flag = '*' THEN 9 ELSE value END) FILTER (item = 'general_anaesthesia') < 50""")
    assert set(okinawa.query("check == 'acute_without_activity'")["facility_id"]) == {facility for (facility,) in rows}


def test_a_use_rate_over_100_percent_is_patients_times_stay_over_beds(board, okinawa):
    row = okinawa.query("check == 'use_over_acute'").iloc[0]
    figures = dict(board.rows("SELECT item, value FROM facility_activity WHERE published_fy = 'R7' AND facility_id = ?", [row["facility_id"]]))
    rate = figures["new_patients_acute"] * figures["stay_acute"] / 365 / figures["beds_acute"] * 100
    assert rate > 100 and row["figures"] == f"推計病床利用率 {rate:,.1f}％"


def test_nobody_is_listed_for_a_figure_that_is_not_known(board, okinawa):
    unreported = {f for (f,) in board.rows("SELECT facility_id FROM facility_activity WHERE published_fy = 'R7' AND flag = '未報告'")}
    assert not set(okinawa["facility_id"]) & unreported


@pytest.mark.parametrize(("text", "said"), [
    ('[[check]]\ncode = "x"\nname = "x"\nwhy = "x"\n', "all（条件の並び）か function"),
    ('[[check]]\ncode = "x"\nname = "x"\nwhy = "x"\nall = [{ items = ["ambulances"], below = "百" }]\n', "at_least・above・below のどれか1つ"),
    ('[[check]]\ncode = "x"\nname = "x"\nwhy = "x"\nfunction = "hub"\nneeded = 3\n', "acute_hub"),
    ('[[check]]\ncode = "x"\nname = "x"\nall = [{ items = ["ambulances"], below = 1 }]\n', "why がありません"),
    ('[[check]]\ncode = "x"\nname = "x"\nwhy = "x"\nlimit = 3\n', "limit は使えません")])
def test_a_mistake_in_the_file_names_file_check_and_what_is_allowed(own_file, text, said):
    own_file(text)
    with pytest.raises(BadFile, match=said) as error:
        checks()
    assert "report_checks.toml" in str(error.value) and "「x」" in str(error.value)


def test_a_prefecture_sets_its_own_limit(own_file, board):
    own_file('[[check]]\ncode = "acute_without_activity"\nname = "手術なし"\nwhy = "手術がない"\n'
             'all = [{ items = ["beds_acute"], at_least = 1 }, { items = ["operations"], below = 1 }]\n')
    found = to_look_at(board, areas.units(board, "47"))
    assert set(found.query("check == 'acute_without_activity'")["title"]) == {"手術なし"}
    assert len(checks()) == 8, "the others stay as shipped"


def test_shares_of_an_area_are_of_the_whole_and_an_interval_where_masked(board):
    rows = shares(board, areas.grouping(board, "concept", "47").members["4702"])
    assert set(rows["item"]) == {"ambulances", "general_anaesthesia", "operations"}
    assert (rows["low"] <= rows["high"]).all()
    for _, of_item in rows.groupby("item"):
        assert of_item["low"].sum() <= 1 <= of_item["high"].sum()
    masked = rows[rows["value"].isna()]
    assert len(masked) and (masked["low"] < masked["high"]).all()
    assert np.allclose(masked["low"] * 9 <= masked["high"] * 1.01, True)


def test_the_hospitals_of_an_area_stand_side_by_side_with_what_speaks_for_a_hub(board):
    function = functions()["acute_hub"]
    units = areas.grouping(board, "concept", "47").members["4701"]
    rows = evidence(board, units, function).set_index("name")
    north = rows.loc["沖縄県立北部病院"]
    assert (north["met"], north["ambulances"], north["acute_beds"], north["marks"]) == (5, 3899, 197, "二次・地域支援")
    assert north["ambulances_share"] == pytest.approx((0.553, 0.553), abs=.001)
    told = candidates(board, function)
    assert set(rows[rows["candidate"]]["facility_id"]) == set(told[told["unit_code"].isin(units)]["facility_id"])


def test_the_use_rate_leaves_out_beds_whose_patients_are_not_told(board):
    units = areas.grouping(board, "concept", "47").members["4702"]
    row = evidence(board, units, functions()["acute_hub"]).set_index("name").loc["社会医療法人 敬愛会 中頭病院"]
    figures = dict(board.rows("SELECT item, value FROM facility_activity WHERE published_fy = 'R7' AND facility_id = ?", [row["facility_id"]]))
    days = sum(figures[f"new_patients_{f}"] * figures[f"stay_{f}"] for f in ("acute", "acute_intensive"))
    assert row["use_rate"] == pytest.approx(days / 365 / (figures["beds_acute"] + figures["beds_acute_intensive"]) * 100)


def test_too_many_too_few_and_none_are_told_apart(board):
    table = states(board, areas.grouping(board, "concept", "47"), 2025).set_index(["name", "function"])["state"]
    assert [table[name, "acute_hub"] for name in ("北部", "中部", "南部")] == [SMALL, MANY, MANY]
    assert table["北部", "teaching"] == WIDE and table["中部", "teaching"] == ENOUGH
    japan = states(board, areas.grouping(board, "concept"), 2025)
    hubs = japan[japan["function"] == "acute_hub"]
    assert (hubs.loc[hubs["count"] == 0, "state"] == NONE).all() and (hubs.loc[hubs["count"] > 0, "state"] != NONE).all()
    many = hubs[hubs["state"] == MANY]
    assert all(row.count > target().number(row.persons)[1] for row in many.itertuples())
    assert (japan.loc[(japan["function"] == "home_care") & ~japan["group_id"].str.startswith("47"), "state"] == WAITS).all()
