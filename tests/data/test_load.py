"""Loading an official file: recognised by its contents, checked, added; a refused file changes nothing."""

import threading
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import pytest

import data.load
from analytics.aggregate import measure_years
from analytics.measures import measures
from data import build, loaded, store
from data.__main__ import main
from data.checked_tables import CheckedTables, read_facts
from data.importers.cells import check_digit
from data.importers.checked import Checked, Reject, Source
from data.load import load, unload
from data.official_file import BadFile, OfficialFile

BANDS = ["総数", *(f"{a}歳～{a + 4}歳" for a in range(0, 100, 5)), "100歳以上"]


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


def test_a_later_edition_is_added_beside_the_earlier_and_can_be_taken_back(own_home, residents_of_2026, only_board_is_built):
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
    only_board_is_built()
    assert unload(loaded.reports()[0]["sha256"])
    assert store.current().data_version == before.data_version


@pytest.mark.parametrize(("name", "content", "says"), [
    ("空.csv", b"", "中身が空"),
    ("不明.csv", "あ,い\n1,2\n".encode(), "見分けられません"),
    ("切れた.xlsx", b"PK\x03\x04" + b"\0" * 100, "壊れて"),
    ("古い.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 100, ".xlsx に保存"),
    ("文字.csv", b"\xff\x81\xff" * 30, "文字コード"),
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


def test_rows_that_do_not_go_together_refuse_the_load(own_home, residents_of_2026, monkeypatch, capsys):
    def fail(_):
        raise TypeError("no such unit")
    before = store.current_path()
    monkeypatch.setattr(build, "derive", fail)
    assert main(["load", str(residents_of_2026)]) == 1
    assert "資料が合わない" in capsys.readouterr().err
    assert store.current_path() == before and not loaded.reports()


# What is kept, and when: stores of these tests hold next to nothing, so that each is made at once.

@pytest.fixture
def light_home(tmp_path, monkeypatch) -> Path:
    def write(tables, path):
        with duckdb.connect(str(path)) as connection:
            connection.execute("CREATE TABLE meta (key VARCHAR, value VARCHAR)")
            notes = pd.DataFrame({"topic": "file", "message": ["always", *tables.log["file"]]})
            for name, frame in {"source": tables.source, "import_reject": tables.reject, "derive_note": notes}.items():
                connection.register("rows_in", frame)
                connection.execute(f"CREATE TABLE {name} AS SELECT * FROM rows_in")
            connection.executemany("INSERT INTO meta VALUES (?, ?)", [
                ("schema_version", store.SCHEMA_VERSION), ("data_version", build.data_version(tables)), ("built_at", "")])
    monkeypatch.setenv("KENIKI_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(build, "write_store", write)
    build.build()
    return tmp_path / "home"


@pytest.fixture
def demand_file(tmp_path, monkeypatch):
    """demand_file(name, text): a file whose text is its one figure, an edition of the year it is loaded for."""
    def read(path, fiscal_year):
        file = OfficialFile(path)
        source = Source(f"demand_{fiscal_year or 'R7'}", "需要", "厚生労働省", "", "", "")
        frame = pd.DataFrame({"source_id": [source.source_id], "item": ["x"], "value": [float(file.text)]})
        rejects = [Reject(None, 3, "値", "…", "数字ではありません。")]
        return file, "demand", Checked(source, {"demand": frame}, 2, rejects)

    def write(name: str, text: str) -> Path:
        (tmp_path / name).write_text(text)
        return tmp_path / name
    monkeypatch.setattr(data.load, "read_file", read)
    return write


def version_of_what_is_kept() -> str:
    tables = read_facts()
    loaded.add_all(tables)
    return build.data_version(tables)


def test_the_same_file_of_another_year_takes_its_own_place(light_home, demand_file):
    path = demand_file("a.csv", "1")
    load(path, "R7")
    first = store.current().data_version
    load(path, "R8")
    assert store.current().data_version != first
    assert [r["source"]["source_id"] for r in loaded.reports()] == ["demand_R8"]
    assert store.current().data_version == version_of_what_is_kept()
    assert build.build() == store.current().path


@pytest.mark.parametrize("fault", [build.BuildError("重複"), KeyboardInterrupt()])
def test_a_load_that_fails_or_is_stopped_leaves_the_earlier_rows(light_home, demand_file, monkeypatch, fault):
    path = demand_file("a.csv", "1")
    load(path, "R7")

    def stop(*_):
        raise fault
    files = {p: p.read_bytes() for p in light_home.rglob("*") if p.is_file()}
    monkeypatch.setattr(build, "write_store", stop)
    with pytest.raises(type(fault)):
        load(path, "R8")
    with pytest.raises(type(fault)):
        load(demand_file("b.csv", "2"))
    assert {p: p.read_bytes() for p in light_home.rglob("*") if p.is_file()} == files


def test_loaded_again_the_file_is_said_to_be_there_already(light_home, demand_file, capsys):
    path = demand_file("a.csv", "1")
    assert main(["load", str(path)]) == 0
    told = capsys.readouterr()
    assert "除外 1" in told.out and "3行目" in told.err and "None" not in told.err
    before = store.current_path()
    assert main(["load", str(path)]) == 0
    assert "すでに読み込まれています" in capsys.readouterr().out
    assert store.current_path() == before and len(loaded.reports()) == 1


def test_a_load_tells_what_the_build_noted_because_of_it(light_home, demand_file, capsys):
    assert load(demand_file("a.csv", "1")).notes == ("file: a.csv",)
    assert main(["load", str(demand_file("b.csv", "2"))]) == 0
    told = capsys.readouterr().err
    assert "注意: file: b.csv" in told and "always" not in told and "file: a.csv" not in told


def test_of_two_files_of_one_edition_the_last_loaded_counts(light_home, demand_file):
    first, second = demand_file("a.csv", "1"), demand_file("b.csv", "2")
    load(first)
    load(second)
    assert not load(first).already_loaded
    tables = CheckedTables()
    loaded.add_all(tables)
    assert tables.tables["demand"]["value"].tolist() == [1.0]


def test_two_loads_at_once_both_count(light_home, demand_file):
    paths = [demand_file(f"{n}.csv", str(n)) for n in range(4)]
    threads = [threading.Thread(target=load, args=(p, f"R{n}")) for n, p in enumerate(paths)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert {r["source"]["source_id"] for r in loaded.reports()} == {"demand_R0", "demand_R1", "demand_R2", "demand_R3"}
    assert store.current().data_version == version_of_what_is_kept()


def test_old_stores_and_leftovers_go_when_a_new_one_is_published(light_home, demand_file):
    (light_home / "store" / "board-0.building").write_text("")
    (light_home / "store" / "board-0.building.wal").write_text("")
    load(demand_file("a.csv", "1"))
    assert {p.name for p in (light_home / "store").iterdir()} == {"current", "build.lock", store.current_path().name}


def test_only_a_loaded_file_can_be_taken_back(light_home, tmp_path):
    other = tmp_path / "other.parquet"
    other.write_text("mine")
    for name in (str(tmp_path / "other"), "../../other", "", "zzz", "0" * 64):
        assert main(["unload", name]) == 1
    assert other.read_text() == "mine"


@pytest.mark.parametrize("damage", ["cut", "foreign", "text"])
def test_a_damaged_kept_file_is_named_and_can_be_taken_back(light_home, demand_file, capsys, damage):
    load(demand_file("a.csv", "1"))
    kept = loaded.kept_path(loaded.reports()[0]["sha256"])
    if damage == "foreign":
        pd.DataFrame({"a": [1]}).to_parquet(kept)
    else:
        kept.write_bytes(kept.read_bytes()[:200] if damage == "cut" else b"x")
    for command in (["build"], ["status"], ["load", str(demand_file("b.csv", "2"))]):
        capsys.readouterr()
        assert main(command) == 1
        assert kept.name in capsys.readouterr().err
    assert main(["unload", kept.stem]) == 0 and main(["build"]) == 0


def test_a_part_loaded_again_counts_its_rows_once():
    tables = CheckedTables()
    for size in (250, 1000, 250):
        frame = pd.DataFrame({"source_id": "mesh", "size_m": [size] * 3, "persons": [1, 2, 3]})
        checked = Checked(Source("mesh", "メッシュ", "総務省", "", "", ""), {"mesh_cell": frame}, 3, parts=("size_m",))
        tables.add("a.csv", str(size), "mesh", checked, pd.Timestamp("2026-01-01"))
    assert tables.source["row_count"].tolist() == [6] == [len(tables.tables["mesh_cell"])]
