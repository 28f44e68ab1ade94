"""A workspace of its own for each test."""

from pathlib import Path

import pytest


@pytest.fixture
def place(tmp_path, monkeypatch) -> Path:
    """The file of an empty workspace, made at its first use."""
    monkeypatch.setenv("KENIKI_HOME", str(tmp_path))
    return tmp_path / "workspace.sqlite"
