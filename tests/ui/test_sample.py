"""サンプル on screen (AppTest): off unless somebody switches it on, marked wherever it is shown, and only on the pages of the reports."""

from streamlit.testing.v1 import AppTest

from tests.ui.test_gaps import page, text

BAND = "サンプル: 架空の医療機関の架空の報告です。"


def switch(test: AppTest):
    return next((toggle for toggle in test.toggle if toggle.label == "サンプルの報告で試す"), None)


def test_it_is_off_until_somebody_switches_it_on(board):
    test = page(board, pref="47")
    assert BAND not in text(test) and "届出ベース（R7）" in text(test)
    switch(test).set_value(True).run()
    assert not test.exception and not test.error
    shown = text(test)
    assert BAND in shown and "報告ベース（サンプル、R8）" in shown and "届出ベース（R7）" not in shown
    switch(test).set_value(False).run()
    assert BAND not in text(test) and "届出ベース（R7）" in text(test)


def test_every_theme_bears_the_mark_on_screen_and_in_its_source(board):
    for theme in ("overview", "after_hours", "admission_discharge", "home_care", "care_liaison"):
        for meeting in ("0", "1"):
            test = page(board, pref="47", theme=theme, sample="1", meeting=meeting)
            assert not test.exception and not test.error
            assert "公開用: 確認済・公表・訂正の報告だけを数える。受付 26 件、報告命令 7 件は数えていない。" in text(test)
            assert BAND in text(test) and "報告ベース（サンプル、R8）" in text(test)
            assert any(BAND in caption.value for caption in test.caption)
            assert "都道府県が確認した報告" not in text(test), "no real report is named as the source"


def test_a_gap_of_the_sample_names_only_made_up_facilities(board):
    test = page(board, pref="47", theme="home_care", gaparea="47301", sample="1")
    shown = text(test)
    assert "サンプル" in shown and "国頭村　在宅医療" in shown
    for real in ("やんばる", "北部病院", "介護サービスの事業所"):
        assert real not in shown


def test_no_other_prefecture_and_no_other_page_shows_it(board):
    test = page(board, pref="41", sample="1")
    assert switch(test) is None and BAND not in text(test) and "届出ベース（R7）" in text(test)
    test = page(board, pref="47", sample="1")
    test.switch_page("pages/overview.py").run()
    assert BAND not in text(test) and not test.exception


def test_the_fields_of_1号_wait_for_reports_and_show_the_sample(board):
    waiting = page(board, pref="47", theme="general")
    assert not waiting.exception and "1号の診療領域は、届出では分かりません。" in text(waiting)
    assert "左の「サンプルの報告で試す」を入れると" in text(waiting)
    for shown in ("count", "rate"):
        test = page(board, pref="47", theme="general", gapkind="secondary", sample="1", firstshown=shown, gaparea="4704", firstfield="17")
        assert not test.exception and not test.error
        said = text(test)
        for words in ("循環器系領域", '<th scope="row">八重山</th>', '宮古　循環器系領域: 0か所">▲0</td>', "研修修了者", "BAND"):
            assert words.replace("BAND", BAND) in said
    assert 'href="facility?' in said and "サンプル宮古島市" in said
