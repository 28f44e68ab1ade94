"""Renewing the embedded facts and the outlines from a folder of official files."""

from pathlib import Path
from tempfile import TemporaryDirectory

from geo import outlines
from geo.build import build as build_outlines

from .build import write_store
from .checked_tables import CheckedTables, read_facts, write_facts
from .home import FACTS, STATIC
from .official_file import BadFile
from .official_folder import read_folder


def renew_facts(folder: Path, facts: Path = FACTS, static: Path = STATIC) -> CheckedTables:
    """Checked tables of all official files of `folder`, written to `facts`; the outlines go to `static`.

    Raises BadFile when a file is refused, a table that was there is missing, or the outlines (国土数値情報 N03,
    TopoJSON) are missing or lack a municipality, BuildError when the tables do not make a sound store; then nothing
    has changed.
    """
    found = sorted(Path(folder).rglob("N03-*.topojson.json"))
    if len(found) != 1:
        raise BadFile(f"行政区域（N03 の TopoJSON）が {len(found)} 個あります。1個だけ置いてください。", str(folder))
    tables = read_folder(folder)
    missing = sorted(set(read_facts(facts).tables) - set(tables.tables))
    if missing:
        raise BadFile(f"これまであった表（{'、'.join(missing)}）の公表資料がありません。同梱データは元のままです。", str(folder))
    with TemporaryDirectory(dir=facts.parent, prefix="facts-") as beside:
        write_store(tables, Path(beside) / "proof.duckdb")
        outline = _outlines(found[0], tables, Path(beside))
        write_facts(tables, Path(beside) / "new")
        _swap(facts, Path(beside))
        outline.replace(static / outline.name)
    for older in set(static.glob("outlines-*.json")) - {static / outline.name}:
        older.unlink()
    return tables


def _outlines(topojson: Path, tables: CheckedTables, beside: Path) -> Path:
    try:
        path = build_outlines(topojson, beside)
    except (ValueError, KeyError, TypeError) as error:
        raise BadFile(f"行政区域を作れません。（{error}）", topojson.name) from None
    without = sorted(set(tables.tables["area_membership"]["unit_code"]) - set(outlines.load(beside).codes))
    if without:
        raise BadFile(f"行政区域に、輪郭のない市区町村があります（{'、'.join(without[:10])}）。", topojson.name)
    return path


def _swap(facts: Path, beside: Path) -> None:
    """Put `beside`/new in the place of `facts`; when that fails, the old folder goes back."""
    facts.replace(beside / "old")
    try:
        (beside / "new").replace(facts)
    except OSError:
        (beside / "old").replace(facts)
        raise
