"""Shared fixtures: the raw official files (where they are at hand) and a store built once."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
RAW = ROOT.parent / "shared" / "data"


@pytest.fixture(scope="session")
def raw() -> Path:
    """Folder of the raw official files; the test is skipped where it is missing."""
    if not RAW.is_dir():
        pytest.skip("公式ファイルの原本（../shared/data）がないため省略")
    return RAW


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory) -> Path:
    """A home of its own for the whole run, so that nothing of the project's folder is written."""
    folder = tmp_path_factory.mktemp("home")
    os.environ["KENIKI_HOME"] = str(folder)
    os.environ.pop("KENIKI_WORKSPACE_URL", None)
    return folder


@pytest.fixture(scope="session")
def board(home):
    """The store built from the embedded facts, once for all tests."""
    from data import build, store

    build.build()
    return store.current()


@pytest.fixture(scope="session")
def designated(board, tmp_path_factory):
    """designated({(prefecture code, field): [(kind, name, unit_code, valid_from, valid_to) …]}): a copy of the store as if these lists
    of 指定・手技 of 2026-10-01 were loaded; the days may be left out, [] is 該当なし."""
    import duckdb

    from data.store import Store

    def copy(listed: dict[tuple[str, str], list[tuple]], left_out: int = 0) -> Store:
        path = tmp_path_factory.mktemp("designated") / "board.duckdb"
        path.write_bytes(board.path.read_bytes())
        with duckdb.connect(str(path)) as store:
            store.execute("INSERT INTO source (source_id, title, publisher) VALUES ('list', '指定・手技の一覧', '県')")
            store.executemany("INSERT INTO designation_list VALUES (?, ?, '2026-10-01', ?, ?, 'list')",
                              [[pref, field, len(rows), left_out] for (pref, field), rows in listed.items()])
            for (pref, field), rows in listed.items():
                for kind, name, unit, *days in rows:
                    found = store.execute("SELECT facility_id FROM facility WHERE name LIKE '%' || ? AND unit_code = ?", [name, unit]).fetchone()
                    store.execute("INSERT INTO facility_designation VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, 'list')",
                                  [pref, field, kind, found and found[0], name, unit, *(days or (None, None)), found and "name"])
        return Store(path)

    return copy
