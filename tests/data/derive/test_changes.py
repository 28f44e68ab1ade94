"""Former codes and today's units."""

from datetime import date

import pandas as pd
import pytest

from data.derive.changes import unit_changes

COLUMNS = ["date", "reason", "old_code", "old_name", "new_code"]


def change(*rows):
    return pd.DataFrame([(date.fromisoformat(r[0]), *r[1:]) for r in rows], columns=COLUMNS)


def mapped(changes, units, projected=None, residents=None):
    return unit_changes(changes, set(units), projected or {}, residents or {})


def test_a_chain_of_mergers_is_followed_to_todays_unit():
    changes = change(("2004-10-01", "新設合併", "12301", "甲町", "12302"), ("2006-01-01", "市制施行", "12302", "乙町", "12240"))
    found, left_out = mapped(changes, ["12240"])
    assert found[["old_code", "unit_code", "share", "reason"]].to_numpy().tolist() == [
        ["12301", "12240", 1.0, "新設合併"], ["12302", "12240", 1.0, "市制施行"]]
    assert found["since"].tolist() == [date(2004, 10, 1), date(2006, 1, 1)]
    assert left_out.empty


def test_two_reasons_on_one_day_are_one_change():
    changes = change(("1995-09-01", "市制施行", "08405", "鹿島町", "08222"), ("1995-09-01", "編入合併", "08405", "鹿島町", "08222"))
    found, _ = mapped(changes, ["08222"])
    assert found[["share", "reason"]].to_numpy().tolist() == [[1.0, "市制施行・編入合併"]]


def test_a_split_without_a_known_share_is_left_out_and_named():
    changes = change(("2006-03-01", "編入合併", "19341", "上九一色村", "19201"), ("2006-03-01", "編入合併", "19341", "上九一色村", "19430"),
                     ("1974-04-01", "分割", "40104", "八幡区", "40108"))
    found, left_out = mapped(changes, ["19201", "19430", "40108"])
    assert found.empty
    assert left_out["old_name"].tolist() == ["上九一色村", "八幡区"]
    assert set(left_out["reason"]) == {"分割され割合が不明"}


def test_a_municipality_that_went_into_a_city_of_wards_is_left_out():
    changes = change(("2003-04-01", "編入合併", "22201", "静岡市", "22200"), ("2005-04-01", "政令指定都市施行", "22200", "静岡市", "22100"))
    found, left_out = mapped(changes, ["22101", "22102", "22103"])
    assert found.empty
    assert left_out["old_code"].tolist() == ["22200", "22201"]


def test_a_code_in_use_today_is_never_mapped_whatever_it_meant_before():
    changes = change(("1980-01-01", "編入合併", "12301", "甲町", "12240"), ("1990-01-01", "市制施行", "12302", "乙町", "12301"))
    found, _ = mapped(changes, ["12240", "12301"])
    assert found[["old_code", "unit_code"]].to_numpy().tolist() == [["12302", "12301"]]


def test_codes_that_lead_in_a_circle_are_left_out():
    changes = change(("1980-01-01", "名称変更", "12301", "甲町", "12302"), ("1981-01-01", "名称変更", "12302", "乙町", "12301"))
    found, left_out = mapped(changes, ["12240"])
    assert found.empty
    assert len(left_out) == 2


WARDS = change(("2024-01-01", "区の再編", "22134", "南区", "22138"), ("2024-01-01", "区の再編", "22135", "北区", "22138"),
               ("2024-01-01", "区の再編", "22135", "北区", "22139"), ("2024-01-01", "区の再編", "22136", "浜北区", "22139"))


def test_a_split_ward_is_shared_so_that_the_new_wards_stand_as_their_residents():
    projected, residents = {"22134": 60, "22135": 20, "22136": 20}, {"22138": 130, "22139": 70}
    found, _ = mapped(WARDS, residents, projected, residents)
    share = found.set_index(["old_code", "unit_code"])["share"]
    assert share["22135", "22138"] == pytest.approx(0.25)
    assert share["22135", "22138"] + share["22135", "22139"] == 1
    new = 60 + 20 * share["22135", "22138"]
    assert new / 100 == pytest.approx(130 / 200)
    assert set(found.loc[found["share"] < 1, "reason"]) == {"区の再編（按分）"}


@pytest.mark.parametrize(("projected", "residents"), [
    ({"22134": 60, "22135": 20, "22136": 20}, {"22138": 190, "22139": 10}),
    ({"22134": 60, "22135": 20}, {"22138": 130, "22139": 70}),
    ({"22134": 60, "22135": 20, "22136": 20}, {"22138": 130}),
])
def test_a_share_that_cannot_be_is_not_made_up(projected, residents):
    found, left_out = mapped(WARDS, ["22138", "22139"], projected, residents)
    assert "22135" not in set(found["old_code"])
    assert left_out["old_code"].tolist() == ["22135"]
