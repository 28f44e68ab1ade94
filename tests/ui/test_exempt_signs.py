"""▼20万人未満 says where islands are exempt from it, wherever it is shown."""

import pytest
from streamlit.testing.v1 import AppTest

from analytics import areas, merge
from analytics.merge import Ask
from analytics.thresholds import Limits
from ui import planner_view, thresholds_view

NORTH, MIDDLE, MIYAKO, YAEYAMA = "4701", "4702", "4704", "4705"


@pytest.mark.parametrize("year", [2025, 2040])
def test_size_signs_mark_isolated_islands(board, year):
    signs = thresholds_view.size_signs(board, areas.grouping(board, "concept", "47"), Limits(), year)
    assert signs == {NORTH: "▼20万人未満", MIYAKO: "▼20万人未満（離島の例外）", YAEYAMA: "▼20万人未満（離島の例外）"}


def card(board, area: str) -> str:
    test = AppTest.from_file("../../app.py", default_timeout=60)
    test.query_params["pref"], test.query_params["area"] = "47", area
    test.run()
    assert not test.exception
    return next(m.value for m in test.markdown if "20万人未満" in m.value)


def test_the_card_of_an_area_marks_islands_and_no_others(board):
    assert card(board, MIYAKO) == "**宮古**　2025年: ▼20万人未満（離島の例外）、2040年: ▼20万人未満（離島の例外）"
    assert card(board, NORTH) == "**北部**　2025年: ▼20万人未満、2040年: ▼20万人未満"


def test_the_list_of_flagged_areas_marks_islands_by_year(board):
    test = AppTest.from_file("../../app.py", default_timeout=60)
    test.query_params["pref"] = "47"
    test.run()
    table = next(h.proto.body for h in test.get("html") if "▲ 100万人以上）" in h.proto.body)
    rows = {name: next(row for row in table.split("<tr") if f">{name}<" in row) for name in ("北部", "宮古")}
    assert "離島の例外" in rows["宮古"] and "離島の例外" not in rows["北部"]


def test_the_planner_marks_islands_in_its_table(board):
    ask = Ask(("47",), 2040)
    plan = merge.plans(board, ask).plans[0]
    cells = planner_view.groups_frame(board, plan, ask, Limits())["人口 2040年"]
    assert "（離島の例外）" in cells["宮古"] and "▼" in cells["宮古"]
    assert "例外" not in cells["北部・中部"]
