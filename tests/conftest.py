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
