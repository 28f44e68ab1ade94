"""Files of indicators: what is shipped is whole, a prefecture's own win by code, a mistake is told with file, line and what is allowed."""

import pytest

from data.__main__ import main
from data.home import own_definitions
from data.indicators.definition import DOUBT, UNVERIFIED, indicators
from data.official_file import BadFile

# 項目番号 of 在宅医療にかかる地域別データ集 that are known.
ITEMS = {1, 2, *range(5, 17), 19, 20, 21, 22, 26, 32, 37, 38, 43, 44, 58}
# Of Okinawa's model: every indicator that the document has room for, read or not.
OKINAWA = ["F1-a", "F1-b", "D1-a", "D1-b", "D2-a", "D2-b", "D3-a", "D3-b", "D4-a", "D4-b", "D4-c", "D4-d", "M1-a", "M1-b", "M1-c", "M2-a", "M2-b",
           "I1-a", "I2-a", "I2-b", "I3-a", "I3-b", "I4-a", "I4-b", "I5-a", "I6-a", "I7", "喀痰吸引", "要介護リスク 運動", "要介護リスク 栄養",
           "要介護リスク 口腔", "要介護リスク 認知機能", "社会参加率"]
WHOLE = """[[indicator]]
code = "home_patients"
name = "在宅患者"
meaning = "数"
why = "大切"
numerator = "患者"
kind = "count"
unit = "人"
direction = "high_good"
class = "実績"
stage = "資源"
actors = ["県"]
source = "県"
how = "和"
weakness = "なし"
review_on = "2027-03-31"
levels = ["unit"]
counts = "people"
fill = [{ numerator = ["office:130"] }]
filled_by = "様式"
"""


@pytest.fixture
def own(home, tmp_path, monkeypatch):
    """own(text): the prefecture's own file of indicators."""
    monkeypatch.setenv("KENIKI_HOME", str(tmp_path))

    def write(text: str, name: str = "mine.toml") -> None:
        (own_definitions() / "kpi").mkdir(exist_ok=True)
        (own_definitions() / "kpi" / name).write_text(text, "utf-8")
    return write


def test_every_item_of_the_data_collection_and_of_okinawas_model_has_its_indicator():
    found = indicators()
    items = {int(code) for i in found.values() for recipe in i.fill for term in (*recipe.numerator, *recipe.denominator)
             if term.kind == "region" for code in term.codes}
    assert items == ITEMS
    assert any("自宅死の割合" in ref for i in found.values() for ref in i.refs)
    refs = [ref for i in found.values() for ref in i.refs if ref.startswith("沖縄")]
    assert [name for name in OKINAWA if not any(ref.endswith(name) for ref in refs)] == []


def test_the_four_classes_and_all_stages_have_indicators_and_what_is_doubted_has_no_direction():
    found = indicators().values()
    assert {i.class_ for i in found} == {"実績", "連携体制", "小児・成人", "看取り"}
    assert {i.stage for i in found} >= {"退院支援", "日常の療養支援", "急変時", "看取り", "資源"}
    assert {i.direction for i in found if i.checked.startswith(DOUBT)} == {UNVERIFIED}
    assert indicators()["carer_burden"].direction == UNVERIFIED


def test_a_prefectures_own_indicator_wins_by_code_whichever_file_it_stands_in(own):
    own(WHOLE + WHOLE.replace("home_patients", "mine"))
    found = indicators()
    assert (found["home_patients"].file, found["home_patients"].name) == ("mine.toml", "在宅患者")
    assert found["mine"].fill[0].numerator[0].codes == ("130",) and "support_clinics" in found


@pytest.mark.parametrize(("change", "line", "words"), [
    (('"high_good"', '"up"'), 9, "direction に「up」は使えません。使えるのは high_good（高いほど良い）、low_good"),
    (('class = "実績"', 'class = "構造"'), 10, "使えるのは 実績、連携体制、小児・成人、看取り"),
    (('"unit"]', '"town"]'), 17, "levels に「town」は使えません。使えるのは unit（市区町村）"),
    (('why = "大切"\n', ""), 1, "why がありません"),
    (('unit = "人"', 'units = "人"'), 8, "units は使えません。使えるのは actors"),
    (('"2027-03-31"', '"来年"'), 16, "2027-03-31 のように"),
    (('office:130', 'office:131'), 19, "office に「131」はありません。使えるのは 130"),
    (('office:130', 'shop:130'), 19, "種類は quantity"),
    (('office:130"] }', 'office:130"], denominator = ["quantity:pop_75"] }'), 19, "kind が count のときは書かず"),
    (('{ numerator = ["office:130"] }', '{ value = ["mieruka:認定率"] }'), 19, "kind が mean の指標だけに使えます"),
    (('unit = "人"', 'unit = "人"\nchecked = "要確認（読めない）"'), 10, "direction は unverified"),
    (('unit = "人"', 'unit = "人"\nsurvey = "census"'), 9, "survey に「census」は使えません。使えるのは needs_survey"),
    (('unit = "人"', 'unit = '), 8, "TOML の書き方に"),
    (('code = "home_patients"', 'code = "家"'), 2, "code は半角の小文字"),
])
def test_a_mistake_is_told_with_file_line_and_what_is_allowed(own, capsys, change, line, words):
    own(WHOLE.replace(*change))
    assert main(["kpi", "check"]) == 1
    told = capsys.readouterr().out
    assert f"ファイル「mine.toml」 {line}行目" in told and words in told
    with pytest.raises(BadFile):
        indicators()


def test_every_mistake_of_all_files_is_told_at_once(own, capsys):
    own(WHOLE.replace("high_good", "up") + WHOLE.replace("home_patients", "other").replace("実績", "構造"))
    own(WHOLE.replace("home_patients", "other"), "more.toml")
    assert main(["kpi", "check"]) == 1
    told = capsys.readouterr().out.splitlines()
    assert len(told) == 3 and "more.toml" in told[2] and "mine.toml にもあります" in told[2]


def test_sound_files_are_counted(home, capsys):
    assert main(["kpi", "check"]) == 0
    assert "間違いはありません" in capsys.readouterr().out
