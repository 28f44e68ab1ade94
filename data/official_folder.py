"""Reading a folder of raw official files into checked tables."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from .checked_tables import CheckedTables
from .importers import UnknownFile, importer_for
from .importers.checked import Checked
from .official_file import BadFile, OfficialFile

READABLE = {".xlsx", ".csv", ".json", ".geojson", ".parquet", ".zip"}


def read_file(path: Path, fiscal_year: str | None = None) -> tuple[OfficialFile, str, Checked]:
    """(file, importer's name, checked rows) of one official file, whose content is let go. Raises BadFile when it is refused."""
    file = OfficialFile(path)
    with _refused_whole(file):
        importer = importer_for(file)
        checked = importer.read(file, fiscal_year)
        file.forget()
        return file, importer.NAME, checked


@contextmanager
def _refused_whole(file: OfficialFile) -> Iterator[None]:
    """A shape that no check foresaw (a list where the layout has a table) refuses the file, as any other fault."""
    try:
        yield
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError) as error:
        raise BadFile(f"様式が公表資料と違うため読めません。取得し直してください。（{type(error).__name__}: {error}）",
                      file.name) from error


def read_folder(folder: Path, say: Callable[[str], None] = lambda line: print(line, file=sys.stderr)) -> CheckedTables:
    """Checked tables of every official file below `folder` that an importer recognises.

    Files that none recognises are named and passed over; a refused file stops the reading (BadFile).
    """
    tables = CheckedTables()
    paths = sorted(p for p in Path(folder).rglob("*") if p.suffix.lower() in READABLE)
    if not paths:
        raise BadFile("読み込める公表資料が1つもありません。フォルダーを確かめてください。", str(folder))
    for path in paths:
        started = datetime.now()
        file = OfficialFile(path)
        try:
            with _refused_whole(file):
                importer = importer_for(file)
                checked = importer.read(file)
        except UnknownFile:
            say(f"{file.name}: どの公表資料か見分けられないので読みません")
            continue
        tables.add(file.name, file.sha256, importer.NAME, checked, started)
        say(f"{file.name}: {importer.TITLE} {checked.rows_kept:,}行"
            + (f"、除外 {len(checked.rejects):,}件" if checked.rejects else ""))
    return tables
