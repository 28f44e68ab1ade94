"""Values of indicators on a small store of two prefectures: counts are summed, shares divide sums, what is not known is never 0."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import duckdb
import numpy as np
import pytest

from data.home import SCHEMA
from data.indicators.definition import Indicator, Recipe
from data.indicators.terms import known_codes, parse
from data.indicators.values import values

# 甲市 and 乙町 have one insurer together, 丙市 its own; 丁市 is of another prefecture, of which no register is loaded.
UNITS = [("47201", "甲市"), ("47301", "乙町"), ("47202", "丙市"), ("27201", "丁市")]
AREAS = [("prefecture", "47", ["47201", "47301", "47202"]), ("prefecture", "27", ["27201"]), ("concept", "4701", ["47201", "47301"]),
         ("concept", "4702", ["47202"]), ("concept", "2701", ["27201"]), ("insurer", "47連合", ["47201", "47301"]), ("insurer", "47202", ["47202"]),
         ("insurer", "27201", ["27201"]), *(("municipality", code, [code]) for code, _ in UNITS)]
KNOWN = known_codes()


@pytest.fixture(scope="module")
def written():
    """The tables of a small store, as a Store reads them."""
    db = duckdb.connect()
    db.execute(SCHEMA.read_text("utf-8"))

    def put(table: str, columns: str, rows: list[tuple]) -> None:
        db.executemany(f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' * len(columns.split(',')))})", rows)
    put("source", "source_id, title, publisher, as_of", [(code, "出典", "県", "2026年（時点の記載なし）") for code in ("s", "juki_2025")])
    put("unit", "unit_code, name, full_name, pref_code, pref_name, city_code", [(c, n, n, c[:2], "県", c) for c, n in UNITS])
    put("area", "area_kind, area_code, name, pref_code, source_id", [(kind, code, code, code[:2], "s") for kind, code, _ in AREAS])
    put("area_member", "area_kind, area_code, unit_code", [(kind, code, unit) for kind, code, units in AREAS for unit in units])
    put("population", "unit_code, year, source_id, sex, age_from, persons", [
        (unit, 2025, "juki_2025", "total", 75, people) for (unit, _), people in zip(UNITS, (1000, 500, 2000, 4000), strict=True)])
    put("facility", "facility_id, name, kind, unit_code, area_code", [
        ("a", "甲医院", "clinic", "47201", "4701"), ("b", "乙病院", "hospital", "47201", "4701"), ("c", "丙医院", "clinic", "47202", "4702"),
        ("d", "丙歯科", "dental", "27201", "2701")])
    put("report", "facility_id, report_kind, fiscal_year, status, source_id", [(f, "届出受理", "R7", "published", "s") for f in "abcd"])
    put("report_value", "facility_id, report_kind, fiscal_year, item_code, value", [
        (f, "届出受理", "R7", symbol, "有") for f, symbol in (
            ("a", "支援診2ア"), ("a", "支援診3"), ("b", "支援病1"), ("c", "在看"), ("d", "歯援診1"))])
    put("insurer_figure", "insurer_code, year, item, value, source_id", [
        (code, 2023, "insured_1", n, "s") for code, n in (("47連合", 3000), ("47202", 2000), ("27201", 8000))])
    put("published_figure", "collection, item, area_kind, area_code, year, value, flag, source_id", [
        ("mieruka", "調整済み軽度認定率(要支援1~要介護2)", "insurer", "47202", 2023, 9.5, None, "s"),
        *(("survey", "診療所_往診_件数", kind, code, 2023, value, flag, "s") for kind, code, value, flag in (
            ("prefecture", "47", 50, None), ("municipality", "47201", 30, None), ("municipality", "47202", 20, None),
            ("municipality", "27201", None, "-")))])
    put("indicator_entered", "indicator_code, area_kind, area_code, year, numerator, denominator, value, flag, source_id", [
        ("x", "unit", "47201", 2026, 3, 12, None, None, "s"), ("x", "unit", "47301", 2026, 3, 0, None, None, "s"),
        ("x", "unit", "47202", 2026, None, 12, None, "*", "s"), ("x", "insurer", "47202", 2026, None, None, 81.3, None, "s"),
        ("x", "concept", "4701", 2025, 1, 4, None, None, "s")])
    put("bed", "area_code, bed_function, series, year, beds, published_fy, source_id", [
        ("4701", "total", series, year, beds, "R7", "s") for series, year, beds in (
            ("actual", 2024, 120), ("actual", 2025, 130), ("need", 2025, 100))])
    put("activity_item", "item, label", [("beds_chronic", "慢性期")])
    put("facility_activity", "facility_id, published_fy, item, value, source_id", [("a", "R7", "beds_chronic", 9, "s")])
    put("unit_activity", "unit_code, published_fy, item, value, masked, unreported, unknown", [
        ("47201", "R7", "beds_chronic", 9, 0, 0, 0), ("47202", "R7", "beds_chronic", 5, 1, 0, 0)])
    return SimpleNamespace(frame=lambda sql, given: db.execute(sql, given).df(), rows=lambda sql, given: db.execute(sql, given).fetchall())


def indicator(*recipes: tuple, scale: float = 1) -> Indicator:
    """recipes: (terms of the numerator, terms of the denominator[, its year])."""
    made = tuple(Recipe(*(tuple(parse(text, KNOWN) for text in terms) for terms in recipe[:2]), *recipe[2:]) for recipe in recipes)
    return Indicator("x", "x", "", "", "", "count", "", "neutral", "実績", "資源", (), "", "", "", date(2027, 3, 31), (), "facilities", "", "",
                     scale=scale, fill=made)


def at(written, *recipes, scale: float = 1, **changed) -> dict:
    """(kind, code, year) → (value, flag) of an indicator of which nothing was entered, unless its code is x."""
    made = values(written, [replace(indicator(*recipes, scale=scale), **({"code": "other"} | changed))])
    return {(r.area_kind, r.area_code, r.year): (None if np.isnan(r.value) else r.value, r.flag if isinstance(r.flag, str) else None)
            for r in made.itertuples()}


def test_a_register_counts_facilities_once_and_says_nothing_of_prefectures_without_one(written):
    assert at(written, (["standard:支援診|支援病"], [])) == {
        ("unit", "47201", 2025): (2, None), ("unit", "47301", 2025): (0, None), ("unit", "47202", 2025): (0, None)}


def test_a_rate_divides_what_is_counted_by_residents_of_the_same_area_and_year(written):
    found = at(written, (["standard:支援診"], ["quantity:pop_75"]), scale=10_000)
    assert found["unit", "47201", 2025] == (10, None) and len(found) == 3


def test_figures_of_an_insurer_stay_with_it_and_sum_to_a_prefecture_only(written):
    assert set(at(written, (["insurer:insured_1"], []))) == {("insurer", code, 2023) for code in ("47連合", "47202", "27201")}
    found = at(written, (["survey:診療所_往診_件数"], ["insurer:insured_1"]), scale=10_000)
    assert found["prefecture", "47", 2023] == (100, None)
    assert found["municipality", "47202", 2023] == (100, None), "its own insurer"
    assert found["municipality", "47201", 2023] == (None, "分母なし"), "its insurer has another town too"
    assert found["municipality", "27201", 2023] == (None, "-"), "the publisher prints no figure"


def test_need_is_set_beside_beds_of_its_own_year_only(written):
    assert at(written, (["bed:actual/total"], ["bed:need/total"]), scale=100) == {("concept", "4701", 2025): (130, None)}


def test_a_denominator_of_another_year_is_taken_where_the_recipe_says_so(written):
    found = at(written, (["bed:actual/total"], ["bed:actual/total"], 2024), scale=100)
    assert found["concept", "4701", 2024] == (100, None) and found["concept", "4701", 2025][0] == pytest.approx(108.33, abs=0.01)


def test_a_masked_figure_is_no_value_and_a_unit_without_facilities_has_none_of_them(written):
    found = at(written, (["quantity:beds_chronic"], []))
    assert found["unit", "47202", 2025] == (None, "*") and found["unit", "47301", 2025] == (0, None)


def test_nothing_is_divided_by_zero(written):
    found = at(written, (["quantity:beds_chronic"], ["standard:支援診"]))
    assert found["unit", "47301", 2025] == (None, "分母が0") and found["unit", "27201", 2025] == (None, "分母なし")


def test_the_first_recipe_that_knows_an_area_and_year_wins(written):
    found = at(written, (["bed:need/total"], []), (["bed:actual/total"], []))
    assert (found["concept", "4701", 2025], found["concept", "4701", 2024]) == ((100, None), (120, None))


def test_a_figure_that_is_printed_without_its_parts_is_taken_as_it_is(written):
    given = Recipe((), value=parse("mieruka:調整済み軽度認定率（要支援１〜要介護２）", KNOWN))
    (row,) = values(written, [replace(indicator(), code="other", kind="mean", fill=(given,))]).itertuples()
    assert (row.area_kind, row.area_code, row.value) == ("insurer", "47202", 9.5) and np.isnan(row.numerator) and np.isnan(row.denominator)


def test_what_was_entered_is_divided_and_wins_over_recipes(written):
    found = at(written, (["bed:actual/total"], ["bed:need/total"]), scale=100, code="x", kind="share")
    assert found["unit", "47201", 2026] == (25, None) and found["unit", "47301", 2026] == (None, "分母が0")
    assert found["unit", "47202", 2026] == (None, "*") and found["insurer", "47202", 2026] == (81.3, None)
    assert found["concept", "4701", 2025] == (25, None)
    made = values(written, [replace(indicator((["bed:actual/total"], [])), code="x")])
    assert dict(zip(made["year"], made["unpublished"], strict=True)) == {2026: True, 2025: True, 2024: False}


def test_the_store_holds_what_the_official_figures_say_and_who_is_waiting(board, capsys):
    from data.__main__ import main
    assert main(["kpi", "list"]) == 0
    lines = {line[0]: line[1:] for line in (text.split("\t") for text in capsys.readouterr().out.splitlines())}
    assert len(lines) >= 40 and lines["subjective_health"] == ["主観的健康感", "データ待ち", "", "0"]
    assert lines["home_visits_per_insured"][1:] == ["filled", "2023", "13"]
    sums = dict(board.rows("SELECT indicator_code, sum(value) FROM indicator_value WHERE area_kind = 'unit' AND area_code LIKE '47%' GROUP BY 1"))
    assert [sums[code] for code in ("support_clinics", "support_hospitals", "active_institutions", "small_multifunction_offices",
                                    "regular_round_offices", "nursing_multifunction_offices")] == [99, 24, 43, 60, 5, 10]
    assert board.rows("SELECT numerator, denominator FROM indicator_value WHERE indicator_code = 'home_visits_per_insured' AND area_code = '47'") == [
        (12_956 + 1_924, 350_255)]
