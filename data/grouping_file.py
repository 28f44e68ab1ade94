"""A file that says which unit stands in which group, as somebody uploads it: its rows as texts, whatever its format.

CSV, XLSX, GeoJSON and GeoPackage. What the rows mean is told by analytics/trial_import.py.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import PurePath

import geopandas as gpd
import numpy as np
import shapely
from pyproj.exceptions import CRSError

from geo.outlines import CRS

from . import geopackage
from .harmless import as_written
from .lost_cells import lost_cells
from .official_file import BROKEN_ZIP, BadFile, OfficialFile
from .unpacked_size import unpacked_size

MAX_BYTES = 20 * 1024**2
MAX_UNPACKED_BYTES = 100 * 1024**2
MAX_ROWS, MAX_COLUMNS = 20_000, 300
AREAS = ("Polygon", "MultiPolygon")
# Files of these endings are no text: what cannot be read of them is broken, whatever it looks like.
BINARY = {".xlsx": "Excel のブック", ".xlsm": "Excel のブック", ".gpkg": "GeoPackage"}
WORLD = "EPSG:4326"  # of a GeoJSON that names none (RFC 7946)


@dataclass(frozen=True, eq=False)
class Table:
    """Rows of texts, empty cells ''. first_row: number of the first row as people count; 0: it is the headings of features
    that are counted from 1. shapes: for each row its outline (longitude, latitude), or None. lost: (index of the row, column)
    → why that cell of `rows` is empty though something stands there.
    """

    sheet: str | None
    rows: list[list[str]]
    first_row: int = 1
    shapes: list[shapely.Geometry | None] | None = None
    lost: Mapping[tuple[int, int], str] = field(default_factory=dict)


def read_tables(name: str, content: bytes) -> list[Table]:
    """Every sheet or layer of the file. Raises BadFile for what is too large, broken or of another format."""
    if len(content) > MAX_BYTES:
        raise BadFile(f"大きすぎます（{len(content) / 1024**2:.0f} MB、上限 {MAX_BYTES // 1024**2} MB）。", name)
    file = OfficialFile(name, content)
    wanted = BINARY.get(PurePath(name).suffix.lower())
    read = {"xlsx": _workbook, "sqlite": _geopackage, "json": _geojson, "text": _csv}.get(file.kind)
    if wanted and (read is None or (read is _csv and not _is_text(file))):
        raise BadFile(f"{wanted}として読めません。途中で切れているか壊れています。元のソフトで開けるか確かめ、保存し直してください。", name)
    if read is None:
        raise BadFile("読めるのは CSV・XLSX・GeoJSON・GeoPackage（.gpkg）です。このどれかで保存し直してください。", name)
    tables = read(file)
    for table in tables:
        _check_size(name, table.sheet, len(table.rows), max(map(len, table.rows), default=0))
    return tables


def _is_text(file: OfficialFile) -> bool:
    try:
        return "\0" not in file.text
    except BadFile:
        return False


def _check_size(file: str, sheet: str | None, rows: int, columns: int) -> None:
    if rows > MAX_ROWS or columns > MAX_COLUMNS:
        raise BadFile(f"大きすぎる表です（上限 {MAX_ROWS:,}行、{MAX_COLUMNS}列）。単位と区域の表だけにしてください。", file, sheet)


def text_of(value) -> str:
    """A cell or property as text: 1101.0 → '1101', true → '1', a list → its items between commas."""
    if value is None or value is False or (isinstance(value, float) and value != value):
        return ""
    if value is True:
        return "1"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return str(value.date())
    if isinstance(value, list):
        return ",".join(map(text_of, value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)


def _csv(file: OfficialFile) -> list[Table]:
    if "\0" in file.text:
        raise BadFile("文字のファイルではありません。CSV（UTF-8）で保存し直してください。", file.name)
    _check_size(file.name, None, max(map(file.text.count, "\r\n")), 0)
    if file.text.count('"') % 2:
        raise BadFile('引用符（"）が閉じていません。名前の中の " は "" と2つ重ね、全体を " で囲んでください。', file.name)
    return [Table(None, [[as_written(cell) for cell in row] for row in file.csv_rows])]


def _workbook(file: OfficialFile) -> list[Table]:
    try:
        if unpacked_size(file.content, MAX_UNPACKED_BYTES) > MAX_UNPACKED_BYTES:
            raise BadFile(f"展開すると大きすぎます（上限 {MAX_UNPACKED_BYTES // 1024**2} MB）。", file.name)
    except (OSError, *BROKEN_ZIP):
        raise BadFile("途中で切れているか壊れています。もう一度取得してください。", file.name) from None
    sheets = {sheet: [[as_written(text_of(cell)) for cell in row] for row in _filled(file, sheet)] for sheet in file.sheets}
    lost = lost_cells(file.name, file.content)
    return [Table(sheet, rows, lost=lost.get(sheet, {})) for sheet, rows in sheets.items()]


def _filled(file: OfficialFile, sheet: str) -> list[list]:
    """Rows with the value of merged cells in each row that they span, under its heading; rows with nothing else stay empty."""
    rows = file.rows(sheet)
    width = max(map(len, rows), default=0)
    _check_size(file.name, sheet, len(rows), width)
    spans = [(column, top, min(bottom + 1, len(rows))) for (top, column), (bottom, _) in file.merged(sheet) if column < width]
    if sum(max(end - top, 0) for _, top, end in spans) > len(rows) * width:
        raise BadFile("セルの結合が重なっています。結合を解いて保存し直してください。", file.name, sheet)
    has_own = [any(cell != "" for cell in row) for row in rows]
    for column, top, end in spans:
        for at in range(top + 1, end):
            if has_own[at]:
                rows[at][column] = rows[top][column]
    return rows


def _geojson(file: OfficialFile) -> list[Table]:
    whole = file.json
    if not isinstance(whole, dict) or whole.get("type") != "FeatureCollection" or not isinstance(whole.get("features"), list):
        raise BadFile("GeoJSON の FeatureCollection ではありません。", file.name)
    _check_size(file.name, None, len(whole["features"]), 0)
    properties, shapes = [], []
    for number, feature in enumerate(whole["features"], 1):
        if not isinstance(feature, dict) or not isinstance(feature.get("properties") or {}, dict):
            raise BadFile("地物（Feature）ではないものがあります。", file.name, row=number)
        properties.append(feature.get("properties") or {})
        shapes.append(_shape(feature.get("geometry"), file.name, number))
    if isinstance(whole.get("outside"), list):  # what the board itself writes
        properties.append({"unit_codes": whole["outside"], "group_id": "", "group_name": "", "colour": "", "locked": ""})
        shapes.append(None)
    headings = list(dict.fromkeys(key for row in properties for key in row))
    _check_size(file.name, None, 0, len(headings))
    rows = [headings, *([_property(row.get(key), file.name, number, key) for key in headings] for number, row in enumerate(properties, 1))]
    return [Table(None, rows, 0, _in_degrees([None, *shapes], _named_crs(whole), file.name))]


def _geopackage(file: OfficialFile) -> list[Table]:
    tables = []
    for layer, frame in geopackage.layers(file.name, file.content, MAX_ROWS).items():
        shapes = None
        if isinstance(frame, gpd.GeoDataFrame):
            shapes = _in_degrees([None, *frame.geometry], frame.crs, file.name)
            frame = frame.drop(columns=frame.geometry.name)
        rows = [[text_of(cell) for cell in row] for row in frame.astype(object).itertuples(index=False)]
        tables.append(Table(layer, [list(frame.columns), *rows], 0, shapes))
    return tables


def _property(value, file: str, number: int, key: str) -> str:
    try:
        return text_of(value)
    except RecursionError:
        raise BadFile("属性の値の入れ子が深すぎます。文字か数にして保存し直してください。", file, row=number, column=key) from None


def _shape(geometry, file: str, number: int) -> shapely.Geometry | None:
    if geometry is None:
        return None
    try:
        return shapely.from_geojson(json.dumps(geometry))
    except (shapely.GEOSException, ValueError, TypeError, RecursionError):
        raise BadFile("地物の形（geometry）を読めません。", file, row=number) from None


def _named_crs(whole: dict):
    """The coordinate system that older GeoJSON files name."""
    try:
        return whole["crs"]["properties"]["name"]
    except (KeyError, TypeError):
        return WORLD


def _in_degrees(shapes: list, crs, file: str) -> list[shapely.Geometry | None] | None:
    """Outlines as longitude and latitude; None for what is no area, and for a table without any.

    Rings that cross themselves stay: mending them could take hours, and whether a point lies inside needs no mending.
    """
    try:
        placed = gpd.GeoSeries(shapes, crs=crs or WORLD).to_crs(CRS)
    except (CRSError, ValueError, TypeError):
        raise BadFile("座標系を読めません。世界測地系の経度・緯度（EPSG:4326）で保存し直してください。", file) from None
    found = [shape if shape is not None and shape.geom_type in AREAS and not shape.is_empty
             and np.isfinite(shapely.get_coordinates(shape)).all() else None for shape in placed]
    if any(shape is not None and not (np.abs(shape.bounds) <= 180).all() for shape in found):
        raise BadFile("座標が経度・緯度ではありません。世界測地系の経度・緯度（EPSG:4326）で保存し直してください。", file)
    return found if any(shape is not None for shape in found) else None
