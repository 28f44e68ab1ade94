"""空白: counts of facilities by area on one basis, never mixed; what is missing, for whom, and who is nearest."""

import json
import shutil

import duckdb
import numpy as np
import pytest

from analytics import areas, care_functions, gap_fillers
from analytics.__main__ import main
from analytics.care_functions import bases, functions, having, items
from analytics.gaps import MIXED, NONE, ONE, SEVERAL, SHARED_ONLY, STATES, WAITS, gaps
from analytics.grouping import Grouping
from data import sample_store, store
from geo.distance import great_circle_km


def of(board, function, kind="municipality", pref="47", wanted=()):
    return gaps(board, areas.grouping(board, kind, pref), function, wanted).set_index("group_id")


def test_three_prefectures_go_by_their_lists_and_the_others_wait(board):
    assert {pref: basis.words for pref, basis in bases(board).items()} == dict.fromkeys(("16", "41", "47"), "届出ベース（R7）")
    tokyo = of(board, "home_care", pref="13")
    assert set(tokyo["state"]) == {WAITS}
    assert tokyo[["facilities", "with_function", "per_10000"]].isna().all(axis=None), "unknown is not zero"
    assert not tokyo["gap"].any()
    assert set(tokyo["reason"]) == {"データ待ち"}


@pytest.mark.parametrize(("function", "kind"), [(f, k) for f in ("after_hours", "admission_discharge", "home_care", "care_liaison")
                                                for k in ("municipality", "secondary", "concept")])
def test_facilities_of_an_area_are_counted_once_each(board, function, kind):
    found = of(board, function, kind)
    counted = dict(board.rows("""
        SELECT m.area_code, count(DISTINCT facility_id) FROM facility_function JOIN facility USING (facility_id)
        JOIN area_member m USING (unit_code) WHERE area_kind = ? AND left(unit_code, 2) = '47' AND function = ? AND strength = 'A'
            AND valid_to IS NULL GROUP BY 1""", [kind, function]))
    assert found["with_function"].to_dict() == {area: counted.get(area, 0) for area in found.index}
    assert found["per_10000"].to_numpy() == pytest.approx((found["with_function"] / found["people_75"] * 10_000).to_numpy(float))


def test_a_hospital_is_not_counted_as_lacking_after_hours_care(board):
    clinics, every = of(board, "after_hours", "prefecture")["facilities"], of(board, "home_care", "prefecture")["facilities"]
    hospitals = board.rows("SELECT count(*) FROM facility WHERE kind = 'hospital' AND facility_code LIKE '47%' AND left(unit_code, 2) = '47'")[0][0]
    assert every["47"] - clinics["47"] == hospitals > 80


def test_a_list_of_those_who_notified_gives_no_share(board):
    assert of(board, "home_care")["share"].isna().all()


@pytest.mark.parametrize("function", ["after_hours", "home_care", "care_liaison"])
def test_states_follow_the_number_of_facilities(board, function):
    found = of(board, function)
    assert ((found["state"] == NONE) == (found["with_function"] == 0)).all()
    assert (found.loc[found["state"] == ONE, "with_function"] == 1).all()
    assert (found.loc[found["state"] == SEVERAL, "with_function"] > 1).all()
    assert (found["gap"] == (found["state"] == NONE)).all()
    assert set(found["state"]) <= set(STATES)


def test_an_area_covered_by_rota_alone_says_so(board):
    wanted = ("shared",)
    found = of(board, "after_hours", wanted=wanted)
    assert set(found.loc[found["with_function"] > 0, "state"]) == {SHARED_ONLY}


def test_the_nearest_is_outside_and_on_the_same_land(board):
    found = of(board, "home_care")
    gap = found[found["gap"]]
    assert {"47315", "47353", "47360"} <= set(gap.index), "islands without any"
    assert gap.loc["47315", "nearest_name"] is None or gap.loc["47315"].isna()["nearest_name"], "伊江村 is reached by ferry only"
    assert "船・空路" in gap.loc["47315", "reason"]
    assert found.loc[~found["gap"], "nearest_name"].isna().all()
    row = gap.loc["47303"]  # 東村
    place = having(board, "home_care").set_index("facility_id").loc[row["nearest_id"]]
    middle = board.rows("SELECT pop_lon, pop_lat FROM unit WHERE unit_code = '47303'")[0]
    assert row["nearest_km"] == pytest.approx(float(great_circle_km(*middle, place["lon"], place["lat"])), rel=0.15)


def test_merging_areas_adds_their_facilities_and_people_and_may_close_a_gap(board):
    before = areas.grouping(board, "municipality", "47")
    after = before.merge(["47303", "47209"], "名護・東")
    apart, joined = gaps(board, before, "home_care").set_index("group_id"), gaps(board, after, "home_care").set_index("group_id")
    (new,) = set(joined.index) - (set(apart.index) - {"47303", "47209"})
    assert apart.loc["47303", "gap"]
    assert not joined.loc[new, "gap"]
    for column in ("people_75", "facilities", "with_function"):
        assert joined.loc[new, column] == apart.loc[["47303", "47209"], column].sum()
    others = apart.index.intersection(joined.index).difference([new])
    assert joined.loc[others].equals(apart.loc[others])


def test_an_area_over_two_prefectures_waits_for_the_one_without_data(board):
    across = Grouping.of({"47201": "x", "46201": "x"})
    (row,) = gaps(board, across, "home_care").itertuples()
    assert (row.state, row.gap) == (WAITS, False)


def test_two_bases_are_never_added_together(board, monkeypatch):
    known = {"47": care_functions.Basis("notified", "R7"), "41": care_functions.Basis("reported", "R7")}
    monkeypatch.setattr("analytics.gaps.bases", lambda store: known)
    (row,) = gaps(board, Grouping.of({"47201": "mixed", "41201": "mixed"}), "home_care", ("conventional",)).itertuples()
    assert (row.state, row.gap) == (MIXED, False)
    assert np.isnan(row.per_10000)


def test_every_function_says_what_its_basis_cannot_tell(board):
    assert list(functions(board))[:4] == ["after_hours", "admission_discharge", "home_care", "care_liaison"]
    assert [item.why for item in items(board, "notified", "after_hours") if item.why] == [
        "届出では分からない。かかりつけ医機能報告か、都道府県の当番表が要る。"]
    assert "少なく出る" in functions(board)["care_liaison"].note


def test_the_command_prints_an_array_of_areas(board, capsys):
    assert main(["gaps", "--function", "home_care", "--pref", "47", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert len(rows) == 41
    east = next(row for row in rows if row["code"] == "47303")
    assert (east["name"], east["basis"], east["gap"], east["facilities_with_function"]) == ("東村", "notified", True, 0)
    assert east["nearest_name"] and east["nearest_km"] > 5
    island = next(row for row in rows if row["code"] == "47315")
    assert (island["nearest_name"], island["nearest_km"]) == (None, None)


@pytest.mark.parametrize(("arguments", "words"), [
    (["--function", "x", "--pref", "47"], "機能「x」はありません"), (["--function", "home_care", "--pref", "99"], "都道府県コード「99」"),
    (["--function", "home_care", "--pref", "47", "--area-kind", "town"], "圏域「town」"),
    (["--function", "home_care", "--pref", "47", "--item", "x"], "項目「x」")])
def test_what_there_is_not_is_told(board, capsys, arguments, words):
    assert main(["gaps", *arguments]) == 1
    captured = capsys.readouterr()
    assert words in captured.err
    assert captured.out == ""


def test_who_intends_is_counted_on_reports_only_and_those_who_have_it_are_not_among_them(board):
    sample, towns = sample_store.sample_of(board), areas.grouping(board, "municipality", "47")
    assert gap_fillers.intending(board, towns, "home_care").isna().all()
    counts = gap_fillers.intending(sample, towns, "home_care")
    assert counts.sum() > 0
    for town in counts.index[counts > 0][:5]:
        rows = gap_fillers.fillers(sample, towns, town, "home_care")
        assert (rows["kind"] == gap_fillers.WILLING).sum() == counts[town]


@pytest.mark.parametrize(("reported", "year"), [(4, "R7"), (5, "R8"), (12, "R8")])
def test_a_new_year_takes_the_place_once_a_good_part_of_it_is_confirmed(board, tmp_path, reported, year):
    path = tmp_path / "board.duckdb"
    shutil.copy(board.path, path)
    with duckdb.connect(str(path)) as db:
        towns = [row[0] for row in db.execute("SELECT facility_id FROM facility WHERE unit_code LIKE '16%' ORDER BY 1 LIMIT 12").fetchall()]
        [[source]] = db.execute("SELECT min(source_id) FROM source").fetchall()
        for fiscal_year, some in (("R7", towns[:10]), ("R8", towns[:reported])):
            db.executemany("INSERT INTO report (facility_id, report_kind, fiscal_year, status, source_id) VALUES (?, ?, ?, 'confirmed', ?)",
                           [[facility, care_functions.KINDS[care_functions.REPORTED], fiscal_year, source] for facility in some])
    assert bases(store.Store(path))["16"].words == f"報告ベース（{year}）"
