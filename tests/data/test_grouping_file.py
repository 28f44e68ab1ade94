"""Files that would fill the memory or compute without end are refused with the reason."""

import io
import json
import sqlite3
import struct
import zipfile

import geopandas as gpd
import openpyxl
import pytest
import shapely

from data import geopackage, grouping_file
from data.grouping_file import read_tables, text_of
from data.official_file import BadFile


def workbook(rows) -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def refused(name: str, content: bytes) -> str:
    with pytest.raises(BadFile) as bad:
        read_tables(name, content)
    return str(bad.value)


@pytest.fixture
def package(tmp_path) -> bytes:
    frame = gpd.GeoDataFrame({"code": ["47201", None], "区域": ["南部", ""]}, geometry=[shapely.box(127, 26, 128, 27), None], crs="EPSG:3857")
    frame.to_file(tmp_path / "made.gpkg", layer="案")
    return (tmp_path / "made.gpkg").read_bytes()


def changed(content: bytes, tmp_path, *statements: str) -> bytes:
    path = tmp_path / "changed.gpkg"
    path.write_bytes(content)
    file = sqlite3.connect(path)
    for statement in statements:
        file.execute(statement)
    file.commit()
    file.close()
    return path.read_bytes()


def test_cells_as_texts():
    assert [text_of(v) for v in (None, 1101.0, 1.5, float("nan"), True, False, "01", [1.0, "a"], {"a": "あ"})] == [
        "", "1101", "1.5", "", "1", "", "01", "1,a", '{"a": "あ"}']


def test_a_geopackage_is_read_layer_by_layer(package):
    table, = read_tables("案.gpkg", package)
    assert (table.sheet, table.rows, table.first_row) == ("案", [["code", "区域"], ["47201", "南部"], ["", ""]], 0)
    assert table.shapes[0] is None and table.shapes[2] is None and abs(table.shapes[1].bounds[0]) < 0.01, "metres become degrees"


def test_a_geopackage_of_a_program_that_keeps_a_log_beside_it_is_read(package):
    content = package[:18] + b"\2\2" + package[20:]
    assert len(read_tables("案.gpkg", content)[0].rows) == 3


def test_a_view_is_no_layer(package, tmp_path):
    endless = changed(package, tmp_path, "CREATE VIEW v AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n",
                      "INSERT INTO gpkg_contents (table_name, data_type) VALUES ('v', 'attributes')")
    assert "ビューのレイヤー" in refused("x.gpkg", endless)
    virtual = changed(package, tmp_path, "CREATE VIRTUAL TABLE w USING fts5(x)",
                      "INSERT INTO gpkg_contents (table_name, data_type) VALUES ('w', 'attributes')")
    assert "ビューのレイヤー" in refused("x.gpkg", virtual)


def test_a_database_that_is_no_geopackage(tmp_path):
    assert "GeoPackage として読めません" in refused("x.gpkg", changed(b"", tmp_path, "CREATE TABLE a (b)"))


def test_a_geopackage_without_layers_or_with_too_many_rows(package, tmp_path, monkeypatch):
    assert "レイヤーが0個" in refused("x.gpkg", changed(package, tmp_path, "DELETE FROM gpkg_contents"))
    monkeypatch.setattr(grouping_file, "MAX_ROWS", 1)
    assert "大きすぎる表" in refused("x.gpkg", package)
    monkeypatch.setattr(geopackage, "MAX_LAYERS", 0)
    assert "レイヤーが1個" in refused("x.gpkg", package)


@pytest.mark.parametrize("damage", [lambda c: c[:3_000], lambda c: c[:200] + b"\xff" * 3_000 + c[3_200:], lambda c: c[:-2_000]])
def test_a_damaged_geopackage_is_told_or_read(package, damage):
    try:
        read_tables("x.gpkg", damage(package))
    except BadFile as bad:
        assert "保存し直して" in str(bad)


def test_files_that_are_too_large(monkeypatch):
    assert "大きすぎます（21 MB、上限 20 MB）" in refused("x.csv", b"a" * (21 * 1024**2))
    assert "大きすぎる表です" in refused("x.csv", b"a,b\n" * 20_001)
    assert "大きすぎる表です" in refused("x.csv", b"," * 400)
    assert "大きすぎる表です" in refused("x.xlsx", workbook([[1]] * 20_001))
    assert "大きすぎる表です" in refused("x.geojson", features(*({} for _ in range(20_001))))
    assert "大きすぎる表です" in refused("x.geojson", features(*({f"k{n}": n} for n in range(301))))


def features(*properties: dict) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": [{"properties": each} for each in properties]}).encode()


def test_an_outline_that_crosses_itself_thousands_of_times_is_read_at_once():
    ring = [[139 + n * 1e-6, 35 + (n % 7) * 1e-6] for n in range(50_000)]
    whole = {"type": "FeatureCollection", "features": [{"properties": {"name": "x"}, "geometry": {
        "type": "Polygon", "coordinates": [[*ring, ring[0]]]}}]}
    assert read_tables("x.geojson", json.dumps(whole).encode())[0].shapes[1] is not None


def test_a_cell_far_away(tmp_path):
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"], book.active["XFD1048576"] = "市区町村コード", "遠い"
    book.save(file)
    assert "離れた場所" in refused("x.xlsx", file.getvalue())


def bomb(size: int, said_size: int | None = None) -> bytes:
    """A workbook whose shared texts unpack to `size` bytes, whatever its directory says."""
    file = io.BytesIO(workbook([["a"]]))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/big.bin", b"0" * size)
    content = bytearray(file.getvalue())
    if said_size is not None:
        for offset, start in ((22, b"PK\x03\x04"), (24, b"PK\x01\x02")):
            at = content.rfind(start, 0, content.rfind(b"xl/media/big.bin") if start == b"PK\x01\x02" else content.find(b"xl/media/big.bin"))
            struct.pack_into("<L", content, at + offset, said_size)
    return bytes(content)


def test_a_workbook_that_unpacks_without_end_is_refused_even_when_it_lies(monkeypatch):
    monkeypatch.setattr(grouping_file, "MAX_UNPACKED_BYTES", 1024**2)
    assert read_tables("x.xlsx", bomb(1_000))[0].rows == [["a"]]
    assert "展開すると大きすぎます" in refused("x.xlsx", bomb(2 * 1024**2))
    assert "展開すると大きすぎます" in refused("x.xlsx", bomb(2 * 1024**2, said_size=100))
