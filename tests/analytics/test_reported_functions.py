"""医療機関機能報告 in the matrix: who has a function, would leave it, means to take it up; never mixed with candidates."""

import openpyxl
import pytest

from analytics import areas
from analytics.medical_functions import REPORTED, matrix
from analytics.report_checks import to_look_at
from analytics.reported_functions import is_reported, stances
from data import store
from data.load import load

HEAD = ["医療機関コード", "医療機関名", "都道府県", "市区町村", "状態", "受付日", "確認日", "公表日"]
ITEMS = ["acute_hub", "elderly_emergency", "home_care", "specialised", "teaching"]
HAS, LEAVES, INTENDS, NO = "2", "3", "1", "0"


@pytest.fixture(scope="module")
def reported(board, tmp_path_factory):
    """A store with reports of four hospitals of 沖縄: 北部, 那覇, 宮古 and one of few operations; one is not confirmed."""
    names = ("沖縄県立北部病院", "地方独立行政法人那覇市立病院", "糸数病院", "沖縄県立宮古病院")
    about = {name: (code, town) for code, name, town in board.rows(
        "SELECT facility_id, name, municipality FROM facility WHERE name IN (SELECT unnest(?::VARCHAR[]))", [list(names)])}
    says = {"沖縄県立北部病院": [LEAVES, HAS, NO, NO, NO], "地方独立行政法人那覇市立病院": [HAS, HAS, NO, NO, NO],
            "糸数病院": [HAS, NO, INTENDS, HAS, NO], "沖縄県立宮古病院": [HAS, HAS, NO, NO, NO]}
    folder = tmp_path_factory.mktemp("reports")
    book = openpyxl.Workbook()
    for row in (["医療機関機能報告 様式"], ["年度", "R8"], [*HEAD, *ITEMS]):
        book.active.append(row)
    for name, values in says.items():
        status = "受付" if name == "沖縄県立宮古病院" else "確認済"
        book.active.append([about[name][0], name, "沖縄県", about[name][1], status, "2026-11-01", "", "", *values])
    book.save(folder / "functions.xlsx")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KENIKI_HOME", str(folder / "home"))
        load(folder / "functions.xlsx")
        yield store.current()


def test_only_a_prefecture_with_confirmed_reports_goes_by_them(reported):
    assert is_reported(reported, areas.units(reported, "47"))
    assert not is_reported(reported, areas.units(reported, "41"))
    assert not is_reported(reported, (*areas.units(reported, "47"), *areas.units(reported, "46")))


def test_the_matrix_counts_who_has_it_and_says_who_would_leave_it_or_take_it_up(reported):
    table = matrix(reported, areas.grouping(reported, "concept", "47"), REPORTED).set_index(["name", "function"])
    assert table.loc[("北部", "acute_hub"), ["count", "leaving", "intending"]].tolist() == [1, 1, 0]
    assert table.loc[("南部", "acute_hub"), ["count", "leaving"]].tolist() == [2, 0]
    assert table.loc[("南部", "home_care"), ["count", "intending"]].tolist() == [0, 1]
    assert table.loc[("宮古", "acute_hub"), "count"] == 0, "a report that is not confirmed does not count"
    assert table.loc[("宮古", "acute_hub"), "way"] == "sea"
    assert table["unreported"].all(), "in every area somebody has not reported"


def test_a_report_against_its_activity_is_to_be_looked_at(reported):
    found = to_look_at(reported, areas.units(reported, "47")).query("check == 'hub_without_evidence'")
    assert found["name"].tolist() == ["糸数病院"]
    assert found["figures"].iloc[0].startswith("5項目のうち")


def test_stances_are_of_confirmed_reports_alone(reported):
    assert stances(reported).groupby("name")["stance"].agg(set).to_dict() == {
        "沖縄県立北部病院": {"leaves", "has"}, "地方独立行政法人那覇市立病院": {"has"}, "糸数病院": {"has", "intends"}}
