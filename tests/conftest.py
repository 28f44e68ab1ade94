"""Shared fixtures: the raw official files (where they are at hand) and a store built once."""

import os
import shutil
from pathlib import Path

import duckdb
import pytest
from filelock import FileLock

from data import build, store

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
def board(home, tmp_path_factory) -> store.Store:
    """The store built from the embedded facts: once for all tests, in however many processes they run."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # of all workers
    built = folder / "board.duckdb"
    with FileLock(folder / "board.lock"):
        if not built.exists():
            build.build(out=built)
    _take(store.Store(built))
    return store.current()


@pytest.fixture(scope="session")
def designated(board, tmp_path_factory):
    """designated({(prefecture code, field): [(kind, name, unit_code, valid_from, valid_to) …]}): a copy of the store as if these lists
    of 指定・手技 of 2026-10-01 were loaded; the days may be left out, [] is 該当なし."""

    def copy(listed: dict[tuple[str, str], list[tuple]], left_out: int = 0) -> store.Store:
        path = tmp_path_factory.mktemp("designated") / "board.duckdb"
        shutil.copy(board.path, path)
        with duckdb.connect(str(path)) as db:
            db.execute("INSERT INTO source (source_id, title, publisher) VALUES ('list', '指定・手技の一覧', '県')")
            db.executemany("INSERT INTO designation_list VALUES (?, ?, '2026-10-01', ?, ?, 'list')",
                           [[pref, field, len(rows), left_out] for (pref, field), rows in listed.items()])
            for (pref, field), rows in listed.items():
                for kind, name, unit, *days in rows:
                    found = db.execute("SELECT facility_id FROM facility WHERE name LIKE '%' || ? AND unit_code = ?", [name, unit]).fetchone()
                    db.execute("INSERT INTO facility_designation VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, 'list')",
                               [pref, field, kind, found and found[0], name, unit, *(days or (None, None)), found and "name"])
        return store.Store(path)

    return copy


@pytest.fixture
def own_home(board, tmp_path, monkeypatch) -> Path:
    """A home that starts with a copy of the built store."""
    monkeypatch.setenv("KENIKI_HOME", str(tmp_path))
    _take(board)
    return tmp_path


def _take(built: store.Store) -> None:
    """Make a copy of a built store the one of the home of now."""
    path = store.store_folder() / f"board-{built.data_version}.duckdb"
    shutil.copy(built.path, path)
    store.publish(path)
