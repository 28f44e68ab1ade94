"""Shared fixtures: the raw official files (where they are at hand) and a store built once."""

import os
import shutil
from pathlib import Path

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
