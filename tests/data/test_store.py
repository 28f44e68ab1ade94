"""The store: read-only, one file a version, never renamed over an open one; a bad file is refused with the reason."""

import threading

import duckdb
import pytest

from data import build, store
from data.__main__ import main
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


def test_a_damaged_current_store_is_built_anew(board, tmp_path, monkeypatch):
    monkeypatch.setenv("KENIKI_HOME", str(tmp_path))
    path = store.store_folder() / board.path.name
    path.write_bytes(b"damaged")
    store.publish(path)
    assert build.build() == path
    assert store.current().rows("SELECT count(*) FROM unit") == [(1892,)]


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
    for (table,) in board.rows("SELECT table_name FROM duckdb_tables()"):
        assert board.rows(f'SELECT count(*) > 0 FROM "{table}"') == [(True,)], table
    assert board.rows("SELECT count(*) FROM source WHERE publisher = '' OR title = ''") == [(0,)]


def test_query_prints_csv_and_makes_formulas_harmless(board, capsys):
    assert main(["query", "SELECT '=1+1' AS a, '-' AS b, -5 AS c, '-cmd' AS d"]) == 0
    assert capsys.readouterr().out == "a,b,c,d\n'=1+1,-,-5,'-cmd\n"
    assert main(["query", "SELECT nothing FROM nowhere"]) == 1
    told = capsys.readouterr()
    assert told.out == "" and "SQL を実行できません" in told.err


def test_status_tells_the_version_and_the_sources(board, capsys):
    assert main(["status"]) == 0
    told = capsys.readouterr().out
    assert board.data_version in told and "juki_2025" in told
