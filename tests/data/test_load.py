"""Loading an official file: recognised by its contents, checked, added; a refused file changes nothing."""

import shutil
from pathlib import Path

import openpyxl
import pytest

from analytics.aggregate import measure_years
from analytics.measures import measures
from data import build, loaded, store
from data.__main__ import main
from data.importers.cells import check_digit
from data.load import load, unload
from data.official_file import BadFile

BANDS = ["総数", *(f"{a}歳～{a + 4}歳" for a in range(0, 100, 5)), "100歳以上"]


@pytest.fixture
def own_home(board, tmp_path, monkeypatch) -> Path:
    """A home that starts with a copy of the built store."""
    monkeypatch.setenv("KENIKI_HOME", str(tmp_path))
    build_folder = store.store_folder()
    shutil.copy(board.path, build_folder)
    store.publish(build_folder / board.path.name)
    return tmp_path


@pytest.fixture(scope="module")
def residents_of_2026(board, tmp_path_factory) -> Path:
    """住民基本台帳 of a year later in the official layout, with the residents of 2025."""
    rows = board.frame("""SELECT unit_code, sex, coalesce(age_from, -1) AS age, sum(persons) AS n FROM population
        WHERE source_id = 'juki_2025' GROUP BY ALL""").pivot(index=["unit_code", "sex"], columns="age", values="n")
    units = {u: (p, f, c) for u, p, f, c in board.rows("SELECT unit_code, pref_name, full_name, city_code FROM unit")}
    cities = dict(board.rows("SELECT area_code, name FROM area WHERE area_kind = 'municipality'"))
    prefs = dict(board.rows("SELECT DISTINCT pref_code, pref_name FROM unit"))
    words = {"total": "計", "male": "男", "female": "女"}
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("年齢別人口（市区町村別）【総計】")
    sheet.append(["令和8年1月1日住民基本台帳年齢階級別人口（市区町村別）（総計）"])
    sheet.append(["", "", "", "", *BANDS])
    sheet.append(["団体コード", "都道府県名", "市区町村名", "性別", *["人"] * len(BANDS)])

    def add(code: str, pref: str, name: str, frame):
        for sex, word in words.items():
            part = frame[frame.index.get_level_values("sex") == sex].sum()
            sheet.append([code, pref, name, word, *(int(v) for v in part)])
    place = rows.index.get_level_values("unit_code")
    add("-", "合計", "-", rows)
    for pref, pref_name in sorted(prefs.items()):
        add(f"{pref}000{check_digit(pref + '000')}", pref_name, "-", rows[place.str[:2] == pref])
        done = set()
        for unit, (_, name, city) in sorted(units.items()):
            if unit[:2] != pref:
                continue
            if city != unit and city not in done:
                done.add(city)
                members = [u for u, (_, _, c) in units.items() if c == city]
                add(city + check_digit(city), pref_name, cities[city], rows[place.isin(members)])
            add(unit + check_digit(unit), pref_name, name, rows[place == unit])
    path = tmp_path_factory.mktemp("files") / "どんな名前でもよい.xlsx"
    book.save(path)
    return path


def test_a_later_edition_is_added_beside_the_earlier_and_can_be_taken_back(own_home, residents_of_2026):
    before = store.current()
    report = load(residents_of_2026)
    assert report.importer == "juki" and report.rows_kept > 100_000
    after = store.current()
    assert after.data_version != before.data_version
    assert 2026 in measure_years(after, measures()["population"])
    assert after.rows("SELECT sum(persons) FROM population WHERE source_id = 'juki_2026' AND sex = 'total' AND age_from IS NULL"
                      ) == [(124_330_690,)]
    assert before.rows("SELECT count(*) FROM source WHERE source_id = 'juki_2026'") == [(0,)], "a reader is never blocked"
    assert loaded.reports()[0]["file"] == residents_of_2026.name
    assert unload(loaded.reports()[0]["sha256"])
    assert store.current().data_version == before.data_version


@pytest.mark.parametrize(("name", "content", "says"), [
    ("空.csv", b"", "中身が空"),
    ("不明.csv", "あ,い\n1,2\n".encode(), "見分けられません"),
    ("切れた.xlsx", b"PK\x03\x04" + b"\0" * 100, "壊れて"),
    ("古い.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 100, ".xlsx に保存"),
    ("文字.csv", b"\xff\xfe\xff\x81\xff" * 30, "文字コード"),
])
def test_a_file_that_cannot_be_read_is_refused_and_the_store_stays(own_home, tmp_path, name, content, says):
    before = store.current_path()
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(BadFile, match=says) as refused:
        load(path)
    assert name in str(refused.value)
    assert store.current_path() == before and not loaded.reports()


def test_a_changed_total_refuses_the_whole_file(own_home, residents_of_2026, tmp_path, capsys):
    book = openpyxl.load_workbook(residents_of_2026)
    sheet = book.active
    sheet.cell(4, 5).value += 1
    path = tmp_path / "合計違い.xlsx"
    book.save(path)
    before = store.current_path()
    assert main(["load", str(path)]) == 1
    told = capsys.readouterr()
    assert "合計違い.xlsx" in told.err and told.out == ""
    assert store.current_path() == before and not loaded.reports()


def test_a_broken_kept_file_leaves_the_store_as_it_was(own_home, monkeypatch, residents_of_2026):
    def fail(*_):
        raise build.BuildError("重複した行があります。")
    before = store.current_path()
    monkeypatch.setattr(build, "write_store", fail)
    with pytest.raises(build.BuildError):
        load(residents_of_2026)
    assert store.current_path() == before and not loaded.reports()
