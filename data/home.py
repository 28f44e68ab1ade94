"""Where things are written: everything under KENIKI_HOME (default ./var). The code folders may be read-only."""

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
FACTS = PROJECT / "data" / "facts"
SCHEMA = PROJECT / "data" / "schema.sql"
DEFINITIONS = PROJECT / "data" / "definitions"
STATIC = PROJECT / "static"


def home() -> Path:
    """Folder of all that is written, made when missing."""
    folder = Path(os.environ.get("KENIKI_HOME") or PROJECT / "var")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _folder(name: str) -> Path:
    folder = home() / name
    folder.mkdir(exist_ok=True)
    return folder


def store_folder() -> Path:
    """Store files `board-<data_version>.duckdb` and `current`, which names one of them."""
    return _folder("store")


def loaded_folder() -> Path:
    """Checked rows of each file the prefecture loaded, `<sha256>.parquet`."""
    return _folder("loaded")


def own_definitions() -> Path:
    """A prefecture's own definition files; they win over the shipped ones."""
    return _folder("definitions")


def workspace_url() -> str:
    """SQLAlchemy URL of what people made: KENIKI_WORKSPACE_URL, else SQLite in the home folder."""
    return os.environ.get("KENIKI_WORKSPACE_URL") or f"sqlite:///{home() / 'workspace.sqlite'}"
