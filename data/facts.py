"""Renewing the embedded facts and the outlines from a folder of official files."""

from pathlib import Path

from geo.build import build as build_outlines

from .checked_tables import CheckedTables
from .home import STATIC
from .official_file import BadFile
from .official_folder import read_folder


def renew_facts(folder: Path) -> CheckedTables:
    """Checked tables of all official files of `folder`; the outlines of static/ are renewed beside them.

    Raises BadFile when a file is refused or the outlines (国土数値情報 N03, TopoJSON) are missing.
    """
    outlines = sorted(Path(folder).rglob("N03-*.topojson.json"))
    if len(outlines) != 1:
        raise BadFile(f"行政区域（N03 の TopoJSON）が {len(outlines)} 個あります。1個だけ置いてください。", str(folder))
    tables = read_folder(folder)
    build_outlines(outlines[0], STATIC)
    return tables
