"""医療機関の報告 on screen (AppTest): the list, the card, what an address asks for in vain."""

import re

import pandas as pd
from streamlit.testing.v1 import AppTest

from analytics import facility_card
from tests.ui.test_gaps import page as gaps_page
from tests.ui.test_gaps import text
from ui.facility_card import history_table, long_table, reports


def page(board, **query) -> AppTest:
    test = AppTest.from_file("../../app.py", default_timeout=60)
    for name, value in query.items():
        test.query_params[name] = value
    test.run()
    return test.switch_page("pages/facility.py").run()


def test_without_a_choice_it_is_a_list_to_search(board):
    test = page(board, pref="47")
    assert not test.exception and not test.error
    assert "沖縄県の <b>804</b> 医療機関から" in text(test)


def test_the_card_of_a_hospital_names_sources_and_how_to_read_it(board):
    test = page(board, pref="47", facility="4718110150")
    assert not test.exception and not test.error
    shown = text(test)
    assert test.title[0].value == "沖縄県立北部病院"
    for words in ("名護市大中２－１２－３", "0980-52-2719", "届出ベース（R7）", "地域医療支援病院", "届出（施設基準）", "2024-10-01",
                  "「未報告」は報告がないこと", "出典: 届出受理 R7: 届出受理医療機関名簿（地方厚生局）（R7）"):
        assert words in shown
    test.button[0].click().run()
    assert "医療機関の報告　沖縄県" in test.title[0].value, "back to the list"


def test_a_facility_of_another_prefecture_opens_too(board):
    own = board.rows("SELECT facility_id, name FROM facility WHERE unit_code = '13101' AND kind = 'hospital' ORDER BY 1 LIMIT 1")[0]
    test = page(board, pref="47", facility=own[0])
    assert not test.exception and not test.error
    assert "まだ読み込まれていません" in text(test)


def test_what_is_not_there_is_said(board):
    for asked in ("4719999999", "sample-47209-01"):
        test = page(board, pref="47", facility=asked)
        assert not test.exception and not test.error
        assert "アドレスの医療機関は、読み込まれている資料にありません。" in text(test)


def test_a_sample_facility_bears_the_mark(board):
    test = page(board, pref="47", sample="1", facility="sample-47209-01")
    assert not test.exception and not test.error
    shown = text(test)
    assert "サンプル: 架空の医療機関の架空の報告です。" in shown and "出典: かかりつけ医機能報告 R8: サンプル（架空の医療機関の架空の報告）" in shown
    assert "北部病院" not in shown


def test_the_gap_list_leads_to_the_card(board):
    shown = text(gaps_page(board, pref="47", theme="home_care", gaparea="47303"))
    assert re.search(r'<a href="facility\?pref=47&amp;.*gaparea=47303&amp;facility=4710911217" target="_self">やんばる協同クリニック</a>', shown)


def test_the_file_holds_every_value_once_a_line(board):
    facility = facility_card.find(board, "4718110150")
    history = facility_card.history(board, facility.facility_id)
    tables = reports(board, facility, [*history["report_kind"].unique()])
    rows = long_table(facility, history, tables)
    assert [*rows.columns] == ["医療機関", "表", "項目", "欄", "値"] and {*rows["医療機関"]} == {"沖縄県立北部病院"}
    assert len(rows) == 4 + history_table(history).size + sum(table.size for table in tables.values())
    assert not rows["値"].map(pd.isna).any()
