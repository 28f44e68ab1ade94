"""Renewing the embedded facts: all or nothing."""

from pathlib import Path

import pandas as pd
import pytest

from data import facts
from data.build import BuildError
from data.checked_tables import CheckedTables, read_facts, write_facts
from data.official_file import BadFile


@pytest.fixture
def renewing(tmp_path, monkeypatch):
    """renewing(tables): renew the facts of a small project to these tables; its folders are facts and static."""
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "N03-21.topojson.json").write_text("{}")
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "outlines-old.json").write_text("old")
    write_facts(_tables("area_membership", "bed"), tmp_path / "facts")

    def outlines(_, beside: Path, *__) -> Path:
        (beside / "outlines-new.json").write_text("new")
        return beside / "outlines-new.json"
    monkeypatch.setattr(facts, "_outlines", lambda topojson, tables, beside: outlines(topojson, beside))
    monkeypatch.setattr(facts, "write_store", lambda tables, path: None)

    def renew(tables: CheckedTables):
        monkeypatch.setattr(facts, "read_folder", lambda _: tables)
        return facts.renew_facts(tmp_path / "raw", tmp_path / "facts", tmp_path / "static")
    return renew


def _tables(*names: str, code: str = "47201") -> CheckedTables:
    return CheckedTables({name: pd.DataFrame({"unit_code": [code], "source_id": ["s"]}) for name in names})


def _files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_new_tables_and_outlines_take_the_place_of_the_old(renewing, tmp_path):
    renewing(_tables("area_membership", "bed", "juki", code="47202"))
    assert read_facts(tmp_path / "facts").tables["juki"]["unit_code"].tolist() == ["47202"]
    assert [p.name for p in (tmp_path / "static").iterdir()] == ["outlines-new.json"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["facts", "raw", "static"]


def test_a_folder_without_a_table_that_was_there_changes_nothing(renewing, tmp_path):
    before = _files(tmp_path)
    with pytest.raises(BadFile, match="bed"):
        renewing(_tables("area_membership", "juki"))
    assert _files(tmp_path) == before


def test_tables_that_make_no_sound_store_change_nothing(renewing, tmp_path, monkeypatch):
    def refuse(*_):
        raise BuildError("重複した行があります。")
    before = _files(tmp_path)
    monkeypatch.setattr(facts, "write_store", refuse)
    with pytest.raises(BuildError):
        renewing(_tables("area_membership", "bed"))
    assert _files(tmp_path) == before
