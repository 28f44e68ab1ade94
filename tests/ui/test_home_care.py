"""在宅医療: the worst indicator of a stage stands first, the chosen one has its map and definition, and what waits says for what."""

import pytest
from streamlit.testing.v1 import AppTest

from analytics import areas
from analytics.indicator_overview import STAGES, against, of_stage, overview
from analytics.indicator_status import WORSE
from analytics.indicators import indicators, years


def page(**asked: str) -> AppTest:
    at = AppTest.from_file("../../app.py", default_timeout=60)
    at.switch_page("pages/home_care.py")
    for name, value in asked.items():
        at.query_params[name] = value
    return at.run()


def said(at: AppTest) -> str:
    return "\n".join(html.proto.body for html in at.get("html"))


@pytest.fixture(scope="module")
def okinawa(board):
    return areas.grouping(board, "concept", "47")


def test_the_worst_stand_first_and_what_has_no_figure_last(board, okinawa):
    found = overview(board, okinawa, areas.grouping(board, "concept"), "4701", "資源")
    versus = against(found)
    worse = int((versus == WORSE).sum())
    assert worse
    assert (versus.iloc[:worse] == WORSE).all()
    without = found["value"].isna()
    assert without.iloc[-int(without.sum()):].all() if without.any() else True


def test_every_filled_indicator_stands_in_one_stage(board, okinawa):
    shown = [code for stage in STAGES for code in overview(board, okinawa, okinawa, "4701", stage).get("code", [])]
    assert sorted(shown) == sorted(code for code in indicators(board) if years(board, code))
    assert sum(len(of_stage(board, stage)) for stage in STAGES) == len(indicators(board))


def test_the_page_opens_with_a_finding_the_table_and_the_definition(board):
    at = page(pref="47", area="4701", stage="資源")
    assert not at.exception
    assert "よくない指標" in said(at)
    assert "在宅療養支援診療所・病院（75歳以上1万人あたり）" in said(at)
    assert any("の定義" in box.label for box in at.expander)
    assert any(box.label.startswith("データ待ちの指標") for box in at.expander)
    assert "意味" in said(at)


def test_a_chosen_indicator_stays_and_nonsense_opens_the_first(board):
    at = page(pref="47", area="4701", stage="資源", indicator="support_clinics_share")
    assert any(box.label == "「一般診療所のうち在宅療養支援診療所の割合」の定義" for box in at.expander)
    at = page(pref="47", area="9999", stage="資源", indicator="<script>")
    assert not at.exception
    assert "<script>" not in said(at)


def test_every_stage_of_any_place_opens(board):
    for stage in STAGES:
        at = page(pref="01", stage=stage)
        assert not at.exception, stage
