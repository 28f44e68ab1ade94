"""Layers of a GeoPackage somebody uploads. Only plain tables are read: a view could compute without end."""

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import pandas as pd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError

from .official_file import BadFile

MAX_LAYERS = 50
_UNREADABLE = (DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError, UnicodeDecodeError, ValueError)


def layers(name: str, content: bytes, max_rows: int) -> dict[str, pd.DataFrame]:
    """Layer → its rows (a GeoDataFrame where it has shapes). Raises BadFile, also for more rows than `max_rows`."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "uploaded.gpkg"
        path.write_bytes(content)
        for layer in _plain_layers(name, path, max_rows):
            try:
                found[layer] = pyogrio.read_dataframe(path, layer=layer, on_invalid="fix")
            except _UNREADABLE:
                raise BadFile("レイヤーを読めません。保存し直してください。", name, layer) from None
    return found


def _plain_layers(name: str, path: Path, max_rows: int) -> list[str]:
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            tables = {table for (table,) in database.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")}
            listed = [layer for (layer,) in database.execute(
                "SELECT table_name FROM gpkg_contents WHERE data_type IN ('features', 'attributes') ORDER BY rowid")]
            if not 1 <= len(listed) <= MAX_LAYERS:
                raise BadFile(f"レイヤーが{len(listed)}個あります。1～{MAX_LAYERS}個にしてください。", name)
            for layer in listed:
                if layer not in tables:
                    raise BadFile("ビューのレイヤーは読めません。表として保存し直してください。", name, layer)
                rows = f'SELECT 1 FROM "{layer.replace(chr(34), chr(34) * 2)}" LIMIT {max_rows + 1}'
                if database.execute(f"SELECT count(*) FROM ({rows})").fetchone()[0] > max_rows:
                    raise BadFile(f"大きすぎる表です（上限 {max_rows:,}行）。", name, layer)
    except sqlite3.Error:
        raise BadFile("GeoPackage として読めません。壊れていないか確かめ、保存し直してください。", name) from None
    return listed
