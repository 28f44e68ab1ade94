"""1号 in any grouping: facilities counted once, confirmed reports only, departments as a stand-in that is marked, else データ待ち."""

import numpy as np
import pytest

from analytics import areas, first_report
from analytics.care_functions import COUNTED
from data.sample_store import SampleStore, sample_of

KIND = "かかりつけ医機能報告"


@pytest.fixture(scope="module")
def sample(board):
    return sample_of(board)


@pytest.fixture(scope="module")
def departments(board):
    """A prefecture without reports, whose hospitals have departments in 医療情報ネット."""
    store = SampleStore(board)
    store.data_version += " departments"
    run = store._connection.execute
    run("DELETE FROM report WHERE report_kind = ?", [KIND])
    for name, values in {"サンプル那覇市第一病院": ["内科", "整形外科"], "サンプル那覇市第二病院": ["産婦人科", "小児皮膚科", "美容皮膚科"]}.items():
        for value in values:
            run("""INSERT INTO report_value BY NAME SELECT facility_id, '医療情報ネット' AS report_kind, 'R7' AS fiscal_year, '診療科目' AS item_code,
                ? AS value FROM facility WHERE name = ?""", [value, name])
    return store


def test_a_field_counts_the_facilities_whose_confirmed_report_of_the_newest_year_names_it(sample):
    found = first_report.counts(sample, areas.grouping(sample, "secondary", "47"))
    assert {*found["told"]} == {"報告ベース（サンプル、R8）"} and found["state"].isna().all()
    for code in ("9", "17"):
        expected = sample.rows("""SELECT count(DISTINCT facility_id) FROM report_value JOIN report USING (facility_id, report_kind, fiscal_year)
            WHERE report_kind = ? AND fiscal_year = 'R8' AND item_code = '1-5' AND value = ? AND status IN (SELECT unnest(?::VARCHAR[]))""",
                               [KIND, code, list(COUNTED)])
        assert found[code].sum() == expected[0][0] > 0
    whole = sample.rows("""SELECT count(DISTINCT facility_id) FROM facility_function SEMI JOIN report ON report.facility_id =
        facility_function.facility_id AND report.fiscal_year = 'R8' AND report.report_kind = ? AND status IN ('confirmed', 'published', 'corrected')
        WHERE function = 'general' AND facility_function.fiscal_year = 'R8'""", [KIND])
    assert found[first_report.WHOLE].sum() == whole[0][0]


def test_all_17_fields_and_both_kinds_of_doctors_are_there(sample):
    columns = first_report.columns(sample)
    assert len(first_report.fields(sample)) == 17 and columns["1"] == "皮膚・形成外科領域" and columns["17"] == "小児領域"
    assert next(iter(columns)) == first_report.WHOLE and [*columns.values()][-2:] == ["研修修了者", "総合診療専門医"]


def test_any_grouping_adds_up_to_the_prefecture(sample):
    whole = first_report.counts(sample, areas.grouping(sample, "prefecture", "47"))
    for kind in ("municipality", "secondary", "concept"):
        parts = first_report.counts(sample, areas.grouping(sample, kind, "47"))
        for code in first_report.columns(sample):
            assert parts[code].sum() == whole[code].sum()


def test_rates_are_of_all_residents_and_of_children_in_their_field(sample):
    grouping = areas.grouping(sample, "prefecture", "47")
    count, rate = first_report.counts(sample, grouping), first_report.rates(sample, grouping)
    for code, people, least, most in (("9", "all", 1.4e6, 1.5e6), ("17", "0–14", 2e5, 2.6e5)):
        of = float(count[code].iloc[0]) / float(rate[code].iloc[0]) * 10_000
        assert least < of < most, people


def test_notified_standards_do_not_tell_fields(board):
    found = first_report.counts(board, areas.grouping(board, "municipality", "47"))
    assert {*found["state"]} == {"waits"} and found[[*first_report.columns(board)]].isna().all(axis=None)


def test_departments_stand_in_and_say_so(departments):
    found = first_report.counts(departments, areas.grouping(departments, "municipality", "47")).set_index("name")
    assert found.loc["那覇市", "told"] == "診療科による目安（医療情報ネット R7、病院のみ）"
    naha = found.loc["那覇市", [*first_report.fields(departments)]]
    assert {code: int(n) for code, n in naha.items() if n} == {"1": 1, "11": 1, "12": 1, "16": 1, "17": 1}, "整形外科 is no 形成外科, 内科 no field"
    assert np.isnan(found.loc["那覇市", "1-2"]) and np.isnan(found.loc["那覇市", first_report.WHOLE]), "departments know no trained doctors"


def test_areas_of_two_kinds_of_sources_are_never_added_up(sample, monkeypatch):
    monkeypatch.setattr(first_report, "told_by", lambda store: {"47": first_report.Told("reported", ""), "41": first_report.Told("departments", "")})
    grouping = areas.grouping(sample, "prefecture").move(areas.units(sample, "41"), to="47")
    assert first_report.counts(sample, grouping).set_index("group_id").loc["47", "state"] == "mixed"


def test_who_has_it_is_listed_with_phone(sample):
    towns = areas.grouping(sample, "secondary", "47")
    count = first_report.counts(sample, towns).set_index("group_id")
    rows = first_report.facilities(sample, towns, "4704", "9")
    assert len(rows) == count.loc["4704", "9"]
    rows = first_report.facilities(sample, towns, "4703", "9")
    assert len(rows) == count.loc["4703", "9"] and rows["phone"].notna().all() and rows["facility_id"].is_unique
