"""The store: read-only, one file a version, never renamed over an open one; a bad file is refused with the reason."""

import subprocess
import sys
import threading

import duckdb
import pytest

from data import build, store
from data.__main__ import main
from data.checked_tables import read_facts
from data.store import Store, StoreError


def test_a_store_that_is_not_there_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setenv("KENIKI_HOME", str(tmp_path))
    with pytest.raises(StoreError, match="python -m data build"):
        store.current()


def test_a_damaged_store_file_is_refused_with_the_reason(tmp_path):
    path = tmp_path / "board-damaged.duckdb"
    path.write_bytes(b"not a database" * 1000)
    with pytest.raises(StoreError, match="壊れている"):
        Store(path)


def test_a_store_of_another_program_version_is_refused(tmp_path):
    path = tmp_path / "board-newer.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE meta (key VARCHAR, value VARCHAR)")
        connection.execute("INSERT INTO meta VALUES ('schema_version', '999'), ('data_version', 'x'), ('built_at', 'y')")
    with pytest.raises(StoreError, match="別の版"):
        Store(path)


def test_a_damaged_current_store_is_built_anew(board, tmp_path, monkeypatch, only_board_is_built):
    monkeypatch.setenv("KENIKI_HOME", str(tmp_path))
    path = store.store_folder() / board.path.name
    path.write_bytes(b"damaged")
    store.publish(path)
    only_board_is_built()
    assert build.build() != path, "a reader may have the damaged file open"
    assert store.current().rows("SELECT count(*) FROM unit") == [(1892,)]


def test_a_file_damaged_within_is_found_by_reading_it_all(board, tmp_path):
    Store(board.path).check()
    content = board.path.read_bytes()
    size = board.rows("SELECT block_size FROM pragma_database_size()")[0][0]
    for table, column in (("population", "persons"), ("patient_flow", "source_id")):
        [(block,)] = board.rows(f"SELECT min(block_id) FROM pragma_storage_info('{table}') "
                                "WHERE column_name = ? AND block_id >= 0", [column])
        start = 3 * 4096 + block * size  # after the three headers of the file
        path = tmp_path / f"board-{table}.duckdb"
        path.write_bytes(content[:start] + bytes(size) + content[start + size:])
        with pytest.raises(StoreError, match="壊れて"):
            Store(path).check()


@pytest.mark.parametrize("meta", [{"schema_version": "999"}, {"schema_version": "1"}, {}])
def test_a_current_store_of_another_version_is_built_anew(tmp_path, monkeypatch, meta):
    def write(path, rows):
        with duckdb.connect(str(path)) as connection:
            connection.execute("CREATE TABLE meta (key VARCHAR, value VARCHAR)")
            [connection.execute("INSERT INTO meta VALUES (?, ?)", [key, value]) for key, value in rows.items()]
    monkeypatch.setenv("KENIKI_HOME", str(tmp_path))
    version = build.data_version(read_facts())
    path = store.store_folder() / f"board-{version}.duckdb"
    write(path, meta)
    store.publish(path)
    with pytest.raises(StoreError, match="python -m data build"):
        store.current()
    monkeypatch.setattr(build, "write_store", lambda tables, path: write(path, {
        "schema_version": store.SCHEMA_VERSION, "data_version": version, "built_at": ""}))
    build.build()
    assert store.current().data_version == version


@pytest.mark.parametrize("content", [b"\xff\xfe\x00\x81", b"", b"../other.duckdb", b"a\0b"])
def test_a_damaged_pointer_says_what_to_do(tmp_path, monkeypatch, content):
    monkeypatch.setenv("KENIKI_HOME", str(tmp_path))
    (store.store_folder() / "current").write_bytes(content)
    (tmp_path / "other.duckdb").write_text("")
    with pytest.raises(StoreError, match="python -m data build"):
        store.current()


def test_a_home_that_is_a_file_is_named(tmp_path, monkeypatch, capsys):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("KENIKI_HOME", str(tmp_path / "file"))
    for command in (["build"], ["status"], ["query", "SELECT 1"], ["unload", "0" * 64]):
        assert main(command) == 1
        assert str(tmp_path / "file") in capsys.readouterr().err


def test_a_folder_to_write_to_that_is_missing_is_told(tmp_path, capsys):
    assert main(["build", "--out", str(tmp_path / "none" / "a.duckdb")]) == 1
    told = capsys.readouterr()
    assert "書き出し先" in told.err and told.out == ""


def test_only_one_writes_at_a_time_and_may_enter_again(tmp_path, monkeypatch):
    monkeypatch.setenv("KENIKI_HOME", str(tmp_path))
    monkeypatch.setattr(store, "LOCK_SECONDS", 0.1)
    refused = []

    def other():
        try:
            with store.writing():
                pass
        except StoreError:
            refused.append(True)
    with store.writing(), store.writing():
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert refused
    with store.writing():
        pass


def test_nothing_can_be_written_through_the_store(board):
    with pytest.raises(duckdb.Error):
        board.rows("DELETE FROM unit")


def test_queries_cannot_read_other_files(board, tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    with pytest.raises(duckdb.Error):
        board.rows(f"SELECT * FROM read_csv('{secret}')")
    with pytest.raises(duckdb.Error):
        board.rows("SET enable_external_access = true")


def test_threads_each_get_their_own_rows(board):
    wrong = []

    def ask(code: str):
        for _ in range(20):
            if board.rows("SELECT DISTINCT pref_code FROM unit WHERE pref_code = ?", [code]) != [(code,)]:
                wrong.append(code)
    threads = [threading.Thread(target=ask, args=(f"{n:02d}",)) for n in range(1, 9)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert not wrong


def test_every_table_of_the_schema_holds_rows_and_every_figure_names_its_source(board):
    # A prefecture's own tables and lists; two sources of positions; intentions that reports tell.
    only_when_loaded = {"travel_minutes", "position_conflict", "designation_list", "facility_designation", "report_stance",
                        "facility_decision", "designation_result", "indicator_entered"}
    for (table,) in board.rows("SELECT table_name FROM duckdb_tables()"):
        assert table in only_when_loaded or board.rows(f'SELECT count(*) > 0 FROM "{table}"') == [(True,)], table
    assert board.rows("SELECT count(*) FROM source WHERE publisher = '' OR title = ''") == [(0,)]


def test_query_prints_csv_and_makes_formulas_harmless(board, capsys):
    assert main(["query", "SELECT '=1+1' AS a, '-' AS b, -5 AS c, '-cmd' AS d"]) == 0
    assert capsys.readouterr().out == "a,b,c,d\n'=1+1,-,-5,'-cmd\n"
    assert main(["query", "SELECT nothing FROM nowhere"]) == 1
    told = capsys.readouterr()
    assert told.out == "" and "SQL を実行できません" in told.err
    assert main(["query", ""]) == 1 and "SQL が空です" in capsys.readouterr().err


def test_query_keeps_whole_numbers_beside_missing_ones(board, capsys):
    assert main(["query", "SELECT * FROM (VALUES (1, DATE '2025-01-01'), (NULL, NULL)) AS t(n, d)"]) == 0
    assert capsys.readouterr().out == "n,d\n1,2025-01-01\n,\n"


def test_a_result_of_any_size_comes_in_batches(board):
    columns, batches = board.stream("SELECT range AS n FROM range(10000000000)")
    assert columns == ["n"] and next(batches)[0] == (0,)


def test_a_reader_that_has_enough_ends_the_query_quietly(board):
    query = subprocess.run(f"{sys.executable} -m data query 'SELECT * FROM population' | head -1", shell=True,
                           capture_output=True, text=True, timeout=60)
    assert query.stdout.startswith("unit_code") and query.stderr == ""


def test_status_tells_the_version_and_the_sources(board, capsys):
    assert main(["status"]) == 0
    told = capsys.readouterr().out
    assert board.data_version in told and "juki_2025" in told
