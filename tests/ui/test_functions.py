"""医療機関機能 on screen (AppTest): what it goes by, an area in full, a prefecture whose lists are missing."""

import pytest
from streamlit.testing.v1 import AppTest


def page(board, **query) -> AppTest:
    test = AppTest.from_file("../../app.py", default_timeout=60)
    for name, value in query.items():
        test.query_params[name] = value
    test.run()
    return test.switch_page("pages/functions.py").run()


def text(test: AppTest) -> str:
    return "\n".join([*(h.value for h in test.get("html")), *(m.value for m in test.markdown), *(c.value for c in test.caption),
                      *(i.value for i in test.info), *(h.value for h in test.header), *(h.value for h in test.subheader)])


def test_candidates_are_no_reports_and_it_is_said(board):
    shown = text(page(board, pref="47"))
    assert "候補（報告に代わる指標）" in shown and "公的な判定ではない" in shown
    assert "急性期拠点機能: 5区域のうち なし <b>0</b>　目安より多い <b>2</b>。" in shown
    assert "報告を見直すとよい医療機関" in shown


@pytest.mark.parametrize(("function", "sentence"), [
    ("teaching", "医育及び広域診療機能: 北海道に <b>3</b>施設"), ("home_care", "在宅医療等連携機能: データ待ち")])
def test_each_function_has_its_own_sentence(board, function, sentence):
    test = page(board, pref="01", function=function)
    assert not test.exception and not test.error
    assert sentence in text(test)


def test_an_area_shows_who_has_each_function_what_speaks_for_a_hub_and_the_shares(board):
    test = page(board, pref="47", area="4705")
    assert not test.exception and not test.error
    shown = text(test)
    for words in ("八重山の医療機関機能", "沖縄県立八重山病院", "最も近いのは", "2025年: 人口20万人に満たず",
                  "緊急手術の件数と建物の築年数は公表データになく、データ待ち",
                  "地域シェアは、区域内の病院・有床診療所の合計に占める割合"):
        assert words in shown


def test_all_japan_and_another_grouping_are_shown_too(board):
    for query in ({"pref": "all"}, {"pref": "24", "zoning": "secondary"}):
        test = page(board, **query)
        assert not test.exception and not test.error
