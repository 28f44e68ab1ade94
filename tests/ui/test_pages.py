"""Each page by itself (AppTest): it runs, says where its figures come from, and settings are kept."""

import pytest
from streamlit.testing.v1 import AppTest

from analytics import settings
from analytics.settings import SettingError
from analytics.thresholds import Limits
from data import workspace


def app(board, **query) -> AppTest:
    test = AppTest.from_file("../../app.py", default_timeout=60)
    for name, value in query.items():
        test.query_params[name] = value
    return test.run()


def texts(test: AppTest) -> str:
    return "\n".join(str(e.value) for kind in (test.title, test.header, test.caption, test.markdown, test.info) for e in kind)


@pytest.mark.parametrize("pref", ["all", "01", "07", "13", "47"])
@pytest.mark.parametrize("level", ["unit", "secondary", "concept", "prefecture"])
def test_first_screen_for_every_level(board, pref, level):
    test = app(board, pref=pref, level=level)
    assert not test.exception and not test.error
    assert "出典: 住民基本台帳" in texts(test)


@pytest.mark.parametrize(("level", "area"), [("concept", "4701"), ("unit", "47201"), ("secondary", "2405"), ("prefecture", "07")])
def test_profile_of_an_area_of_every_level(board, level, area):
    test = app(board, pref="all", level=level, area=area)
    assert not test.exception and not test.error
    assert "主な指標の比較" in "\n".join(e.value for e in test.subheader)
    assert "単純に比較できない" in texts(test)


@pytest.mark.parametrize("path", ["regroup", "candidates", "compare", "planner"])
def test_the_kind_of_area_is_asked_only_where_it_counts(board, path):
    first = app(board, pref="47", level="secondary")
    assert "区域の種類" in [radio.label for radio in first.sidebar.radio]
    other = first.switch_page(f"pages/{path}.py").run()
    assert not other.exception and "圏域の概況" not in other.title[0].value
    assert "区域の種類" not in [radio.label for radio in other.sidebar.radio]
    back = other.switch_page("pages/overview.py").run()
    assert "沖縄県（二次医療圏 5）" in back.title[0].value, "the choice is kept meanwhile"


def test_a_piece_of_an_area_has_no_flow_and_says_so(board):
    test = app(board, pref="47", level="unit", area="47201")
    assert any("不明（分割）" in e.value for e in test.info)


def test_need_is_never_set_against_another_year(board):
    test = app(board, pref="47", area="4701")
    assert "2040年の必要量は未公表（令和8年度に推計）" in texts(test)


def test_settings_decide_what_opens_and_what_is_flagged(board):
    before = settings.read()
    assert before.default_pref == "all" and before.limits == Limits()
    settings.write(before, "47", Limits(small=100_000))
    try:
        test = app(board)
        assert "沖縄県" in test.title[0].value
        with pytest.raises(workspace.StaleWrite):
            settings.write(before, "13", Limits())
        assert settings.read().default_pref == "47", "a stale write changes nothing"
        with pytest.raises(SettingError):
            settings.write(settings.read(), "47", Limits(small=2_000_000))
    finally:
        settings.write(settings.read(), "all", Limits())


def test_without_a_store_the_page_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setenv("KENIKI_HOME", str(tmp_path))
    test = AppTest.from_file("../../app.py", default_timeout=60).run()
    assert "python -m data build" in test.error[0].value


def test_settings_say_what_is_in_force_and_that_nothing_changed(board):
    test = AppTest.from_file("../../app.py", default_timeout=60).switch_page("pages/settings.py").run()
    save = next(b for b in test.button if b.label == "保存する")
    save.click()
    test.run()
    assert not test.success and "変わったところはありません。いまの値: 下限 200,000人" in test.info[0].value
    before = settings.read()
    try:
        test.number_input(key="settings.small").set_value(150_000.0)
        next(b for b in test.button if b.label == "保存する").click()
        test.run()
        assert test.success[0].value.startswith("保存しました。いまの値: 下限 150,000人")
    finally:
        settings.write(settings.read(), before.default_pref, before.limits)
