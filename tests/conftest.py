"""Shared fixtures: the raw official files (where they are at hand) and a store built once."""

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
