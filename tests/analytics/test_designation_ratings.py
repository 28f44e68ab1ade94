"""Designated hospitals against their rules: へき地の3事業 in all 12 a year; 救命救急 A, B, C by years of 22 points."""

import shutil

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.designation_ratings import MET, NO_RULE, SHORT, rate, ratings
from data import designation_rules, store
from data.official_file import BadFile

RULES = {rule.code: rule for rule in designation_rules.designation_rules()}
REMOTE, GRADE = RULES["remote_duties"], RULES["emergency_grade_2015"]


@pytest.mark.parametrize(("done", "verdict", "said"), [
    ({"巡回診療": 4, "医師派遣": 4, "代診医派遣": 4}, MET, "合わせて12回/年"),
    ({"巡回診療": 12}, MET, "合わせて12回/年"),
    ({"巡回診療": 11, "医師派遣": 0, "代診医派遣": 0}, SHORT, "合わせて11回/年（基準 12以上）"),
    ({"巡回診療": 0, "医師派遣": 0, "代診医派遣": 0}, SHORT, "どの事業も行っていません"),
    ({"巡回診療": 11}, "不明", "医師派遣・代診医派遣が未報告。報告された分は11回/年"), ({}, "不明", "未報告")])
def test_three_duties_count_together_and_none_reported_is_not_none_done(done, verdict, said):
    rating = rate(REMOTE, {2024: done}, 2024)
    assert rating.verdict == verdict and said in rating.why
    assert rating.is_good == {MET: True, SHORT: False}.get(verdict)


@pytest.mark.parametrize(("points", "verdict"), [
    ({2017: 21}, "A"), ({2017: 22, 2016: 21}, "A"), ({2017: 22, 2016: 22, 2015: 21}, "B"), ({2017: 30, 2016: 22, 2015: 22}, "C"),
    ({2017: 22, 2016: 22, 2015: 22, 2014: 22}, "C"), ({2017: 22, 2016: 0, 2015: 22, 2014: 22}, "A"),
    ({2017: 22}, "不明（AかBかC）"), ({2017: 22, 2016: 22}, "不明（BかC）"), ({2016: 22, 2015: 22}, "不明（AかBかC）")])
def test_the_grade_goes_by_years_in_a_row(points, verdict):
    rating = rate(GRADE, {year: {"是正を要する項目": value} for year, value in points.items()}, 2017)
    assert rating.verdict == verdict
    assert rating.is_good == (None if "不明" in verdict else verdict == "A")


@given(st.lists(st.sampled_from([0, 21, 22, 40]), min_size=3, max_size=5))
def test_the_grade_is_that_of_the_definition(points):
    """C評価: 3年以上継続して22点以上, B評価: 2年間継続, A評価: それ以外."""
    bad = [value >= 22 for value in points]
    expected = "C" if all(bad[-3:]) else "B" if all(bad[-2:]) else "A"
    reported = {2017 - n: {"是正を要する項目": value} for n, value in enumerate(reversed(points))}
    assert rate(GRADE, reported, 2017).verdict == expected


def test_a_year_without_a_rule_is_said():
    rating = rate(GRADE, {2024: {"是正を要する項目": 40}}, 2024)
    assert (rating.verdict, rating.is_good) == (NO_RULE, None) and "2015年度から2017年度まで" in rating.why


@pytest.fixture(scope="module")
def listed(designated, tmp_path_factory):
    """A store with results of two of three へき地医療拠点病院 of 沖縄."""
    lists = designated({("47", "へき地"): [("へき地医療拠点病院", "沖縄県立北部病院", "47209"), ("へき地医療拠点病院", "沖縄県立宮古病院", "47214"),
                                         ("へき地医療拠点病院", "沖縄県立八重山病院", "47207")]})
    path = tmp_path_factory.mktemp("results") / "board.duckdb"
    shutil.copy(lists.path, path)
    with duckdb.connect(str(path)) as db:
        for name, unit, done in (("沖縄県立北部病院", "47209", (2, 0, 3)), ("沖縄県立宮古病院", "47214", (12, 0, 0))):
            found = db.execute("SELECT facility_id FROM facility WHERE name LIKE '%' || ? AND unit_code = ?", [name, unit]).fetchone()
            for item, value in zip(REMOTE.items, done, strict=True):
                db.execute("INSERT INTO designation_result VALUES ('47', 'へき地医療拠点病院', ?, ?, ?, 2024, ?, ?, NULL, ?, 'list')",
                           [found and found[0], name, unit, item, value, found and "name"])
    return store.Store(path)


def test_who_falls_short_comes_first_and_who_did_not_report_is_named(listed, board):
    found = ratings(listed, ("47209", "47214", "47207"))
    assert found[["name", "verdict"]].to_numpy().tolist() == [["沖縄県立北部病院", SHORT], ["沖縄県立八重山病院", "不明"], ["沖縄県立宮古病院", MET]]
    assert found.loc[0, "figures"] == "巡回診療 2、医師派遣 0、代診医派遣 3（回/年）" and found.loc[0, "municipality"] == "名護市"
    assert "未報告" in found.loc[1, "figures"]
    assert ratings(listed, ("47201",)).empty and ratings(board, ("47209",)).empty


ENTRY = '[[rule]]\ncode = "x"\nname = "x"\nkind = "へき地医療拠点病院"\nitems = ["巡回診療"]\nat_least = 1\nvalid_from = 2020\nsource = "x"'


@pytest.mark.parametrize(("text", "said"), [
    (ENTRY.replace("巡回診療", "往診"), "項目「往診」が"), (ENTRY.replace("at_least = 1\n", ""), "どちらか一方"),
    (ENTRY.replace("へき地医療拠点病院", "ない指定"), "designations.toml にありません"),
    (ENTRY.replace("at_least = 1", 'at_least = "1"'), "数で書いてください"),
    ('[[item]]\nname = "x"\nkind = "へき地医療拠点病院"\nunits = "回"', "units は使えません")])
def test_a_mistake_in_the_definition_file_is_named(tmp_path, monkeypatch, text, said):
    monkeypatch.setenv("KENIKI_HOME", str(tmp_path))
    (tmp_path / "definitions").mkdir()
    (tmp_path / "definitions" / "designation_results.toml").write_text(text, "utf-8")
    with pytest.raises(BadFile, match=said):
        designation_rules.designation_rules()
