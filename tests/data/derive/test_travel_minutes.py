"""Loaded minutes on today's units and facilities, and the land each place stands on."""

import numpy as np
import pandas as pd
import pytest

from data import loaded, store
from data.__main__ import main
from data.derive.travel_minutes import travel_minutes
from data.load import PartialFile, load

CHANGE = pd.DataFrame([("22131", "22138", 1.0)], columns=["old_code", "unit_code", "share"])


def rows(*given):
    return pd.DataFrame(given, columns=["from_code", "from_lat", "from_lon", "destination", "minutes", "source_id"])


def placed(frame):
    return travel_minutes(frame, CHANGE, {"22138", "47209", "47201"}, ["h1", "h2"], {"old": "h2"},
                          lambda lat, lon: np.array(["47209"] * len(lat), dtype=object), {"t1": "所要時間表（a.csv）"})


def test_former_codes_points_and_former_facilities_become_todays():
    table, rejects = placed(rows(("22131", None, None, "22131", 10, "t1"), (None, 26.6, 128.0, "old", 20, "t1"),
                                 ("47209", None, None, "h1", 30, "t1")))
    assert table["from_unit"].tolist() == ["22138", "47209", "47209"]
    assert table["to_unit"].tolist()[0] == "22138" and table["to_facility"].tolist()[1:] == ["h2", "h1"]
    assert rejects.empty


def test_what_leads_nowhere_is_listed_with_its_file():
    table, rejects = placed(rows(("47209", None, None, "h9", 10, "t1"), ("99999", None, None, "h1", 20, "t1"),
                                 ("47209", None, None, "47201", 30, "t1")))
    assert len(table) == 1
    assert rejects[["file", "column", "value"]].to_numpy().tolist() == [
        ["所要時間表（a.csv）", "出発", "99999"], ["所要時間表（a.csv）", "到着", "h9"]]


def test_the_last_file_decides_a_pair():
    table, _ = placed(rows(("47209", None, None, "h1", 10, "t1"), ("47209", None, None, "h1", 25, "t2")))
    assert table["minutes"].tolist() == [25]


def test_without_a_table_of_minutes_the_store_is_built_all_the_same(board):
    assert board.rows("SELECT count(*) FROM travel_minutes") == [(0,)]


def test_a_table_is_loaded_in_part_only_when_that_is_asked_for(board, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("KENIKI_HOME", str(tmp_path / "home"))
    hospital = board.rows("SELECT facility_id FROM facility WHERE name LIKE '%沖縄県立北部病院%'")[0][0]
    path = tmp_path / "北部の所要時間.csv"
    path.write_text(f"出発,到着,分\n47315,{hospital},75\n47209,なし病院,10\n", "utf-8")
    with pytest.raises(PartialFile, match=r"採れない値が 1 件.*「なし病院」は、今の市区町村にも医療機関にも結び付かない到着です.*--partial"):
        load(path)
    path.write_text(f"出発,到着,分\n47315,{hospital},75\n47209,なし病院,10\n47209,47201,三十\n", "utf-8")
    assert main(["load", str(path)]) == 1
    told = capsys.readouterr().err
    assert "採れない行が 1 行ある" in told and "採れない: 4行目 列「分」 値「三十」: 数値ではありません。" in told
    with pytest.raises(store.StoreError):
        store.current()  # nothing was loaded
    assert not loaded.reports()
    report = load(path, partial=True)
    assert [reject.row for reject in report.rejects] == [4]
    assert report.importer == "travel_minutes" and report.rows_kept == 2
    assert any("なし病院" in note and "医療機関コード" in note for note in report.notes)
    assert store.current().rows("SELECT from_unit, to_facility, minutes FROM travel_minutes") == [("47315", hospital, 75)]


def test_bridged_islands_are_one_land_and_an_island_by_ferry_is_another(board):
    def lands(*codes):
        return {land for (land,) in board.rows("SELECT land FROM mesh WHERE unit_code IN (SELECT unnest(?::VARCHAR[])) "
                                              "GROUP BY 1 ORDER BY sum(persons) DESC LIMIT 1", [list(codes)])}
    # 伊良部島 (伊良部大橋) lies in the west of 宮古島市.
    irabu = board.rows("SELECT DISTINCT land FROM mesh WHERE unit_code = '47214' AND lon < 125.22 AND lat BETWEEN 24.78 AND 24.87 "
                       "AND persons > 0")
    assert irabu == [next(iter((land,) for land in lands("47214")))]
    assert lands("47315") != lands("47209"), "伊江村 has no bridge"
    assert lands("47207") != lands("47214")


@pytest.mark.parametrize(("quality", "known"), [("address", True), ("unit_centre", True), ("none", False)])
def test_a_facility_has_a_land_where_it_has_a_place(board, quality, known):
    found = board.rows("SELECT count(*), count(land) FROM facility WHERE location_quality = ?", [quality])[0]
    assert found[1] == (found[0] if known else 0)
